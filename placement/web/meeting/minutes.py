"""Minutes of a meeting: a log of what was asked, ballots, and what-ifs saved as variants in copies of the scenario.

All of it is stored by `record.Record`; what pages show is held in memory too, and read back when a server starts.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import logging
import os
import re
import secrets
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placement.errors import Message, PlacementError, ResultError, ScenarioError, UsageError, why
from placement.present.folder.writing import put
from placement.present.tables.csv_dialect import STANDARD, guard
from placement.scenario.ballots import PARTICIPANT, Answers, Ballot
from placement.scenario.dump import name_from, with_variant
from placement.scenario.load import Opened, load_text
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.files import MAX_SCENARIO_BYTES, Unreadable, read_text
from placement.web.meeting.ballots import LEAST_BALLOTS, Paper, ballots_file, paper_from, paper_text
from placement.web.meeting.record import Given, Kept, Line, take_up
from placement.web.steps import traded_off
from placement.web.what_ifs import Controls, WhatIf, short

MOST_NAME, MOST_REASON = 100, 1500
"""The most characters of a name, and of a reason."""
MOST_BALLOTS = 500
_SECRET_BYTES = 16
_WORD = re.compile(r"[\w-]{22}", re.ASCII)
"""A secret word of so many bytes, as text."""
_SENT = "sent "
MOST_SHOWN = 200
"""Entries of the log that a page shows; the file has all."""
_log = logging.getLogger("placement.web")


@dataclass(frozen=True)
class Entry:
    """A line of the log: when, what (a key of ``placement.web.words.LOG``), and what was asked then."""

    time: dt.datetime
    what: str
    whatif: WhatIf
    words: str = ""


@dataclass(frozen=True)
class Saved:
    """A saved what-if: its title, the group's reason, the file and the variant's name in that file."""

    title: str
    reason: str
    file: Path
    name: str
    whatif: WhatIf


@dataclass(frozen=True)
class Decided:
    """The group's decision on a step: ``keep`` or ``strike``, the decision for each pair, the reason, and by whom."""

    what: str
    decisions: tuple[tuple[str, str, str], ...]
    reason: str
    who: str


class Minutes:
    """The minutes of one meeting.

    Args:
        controls: of the scenario.
        folder: where the record is, and where the ballots are written when they are closed.
        first: whether ballots come before anything else is shown.
        understood: the what-if that a line of the log asked for; None where it cannot be asked any more.
        least: participants from whom on it is shown what the ballots say.
        anew: begin a new meeting, whatever is in the folder.
        file: of the meeting to go on with.

    Raises:
        UsageError: the file holds none about this scenario.

    Attributes:
        entries: the log; ``saved``: what was saved; ``ballots``: as they were given.
        first: whether ballots come before anything else is shown; ``least``: participants from whom on it is shown what
            the ballots say.
        went_on: whether the meeting was begun before this server.
        own: by participant's secret, the name under which the own answers were given.
    """

    def __init__(
        self,
        controls: Controls,
        folder: Path,
        *,
        understood: Callable[[str], WhatIf | None],
        first: bool = False,
        least: int = LEAST_BALLOTS,
        anew: bool = False,
        file: Path | None = None,
    ) -> None:
        self.controls, self.folder, self.first, self.least = controls, folder, first, least
        self._understood = understood
        about = json.dumps([controls.scenario.name, controls.opened.file.name, controls.method])
        self.record = take_up(folder, about, anew=anew, file=file)
        self.went_on = bool(self.record.lines())
        self.entries = [self._entry(line) for line in self.record.lines()]
        self.saved = [self._saved(kept) for kept in self.record.saved()]
        kept = self.record.ballots()
        self.ballots = [self._ballot(each) for each in kept]
        self.own = {each.secret: each.participant for each in kept}
        self._paper = paper_from(self.record.fact("paper")) if kept and self.priced else None
        self._counting = bool(self.record.fact("counting"))
        self._begun = self.record.begun
        self._text = self._last_copy()
        self._log_fails = False

    def _entry(self, line: Line) -> Entry:
        whatif = self._understood(line.asked)
        words = line.words or ("" if whatif else line.asked)
        return Entry(dt.datetime.fromisoformat(line.time), line.what, whatif or WhatIf(), words)

    def _saved(self, kept: Kept) -> Saved:
        file = self.controls.opened.file.parent / kept.file
        return Saved(kept.title, kept.reason, file, kept.name, self._understood(kept.asked) or WhatIf())

    def _ballot(self, given: Given) -> Ballot | Answers:
        if self.priced:
            return Answers(given.participant, tuple((name, yes) for name, yes in given.values))
        citizen, quality, economy = given.values
        return Ballot(given.participant, (citizen, quality, economy))

    def _last_copy(self) -> str:
        """Text of the copy saved last; empty without one, or where the file is no longer a copy of the scenario."""
        opened = self.controls.opened
        if not self.saved:
            return ""
        found = read_text(self.saved[-1].file, MAX_SCENARIO_BYTES)
        if isinstance(found, Unreadable):
            return ""
        try:
            read = load_text(found[0], folder=opened.file.parent, file=opened.file.name)
        except PlacementError:
            return ""
        return found[0] if _bare(read.base) == _bare(opened.plain.base) else ""

    @property
    def blocking(self) -> bool:
        """Whether ballots must be given before anything is shown."""
        return self.first and not self.counting

    @property
    def counting(self) -> bool:
        """Whether the ballots are closed."""
        return self._counting

    @property
    def log_file(self) -> Path:
        """The record's file."""
        return self.record.file

    @property
    def ballot_file(self) -> Path:
        """Where the ballots are written when they are closed."""
        return self.folder / f"ballots-{self._begun:%Y-%m-%d-%H%M%S}.csv"

    def kept(self, name: str, made: Callable[[], str]) -> str:
        """A value by name that outlives the server; made by ``made`` and stored where there is none."""
        found = self.record.fact(name)
        if not found and (found := made()):
            self.keep(name, found)
        return found

    def keep(self, name: str, value: str) -> None:
        """Store a value by name, or with the next change where that cannot be done now."""
        self._later(lambda base: self.record.set_fact(base, name, value))

    def close(self) -> None:
        """Close the record: the server ends."""
        self.record.close()

    # ---- the log

    def note(self, what: str, whatif: WhatIf, before: WhatIf | None = None, words: str = "") -> None:
        """Add an entry to the log, which is written with the next change where that cannot be done now."""
        entry = Entry(dt.datetime.now().astimezone(), what, whatif, words)
        self.entries.append(entry)
        self._later(lambda base: self.record.add_line(base, _line(entry, before)))

    def _later(self, write: Callable[[sqlite3.Connection], None]) -> None:
        """A change that stops no request; the first that has to wait is reported, later ones are silent."""
        try:
            self.record.later(write)
        except ResultError as error:
            if not self._log_fails:
                _log.error("the log cannot be written to %s: %s", self.folder, error)
            self._log_fails = True

    @contextlib.contextmanager
    def _change(
        self,
        what: str,
        whatif: WhatIf,
        before: WhatIf | None = None,
        words: str = "",
        *,
        sending: str = "",
        answer: str = "",
    ) -> Iterator[sqlite3.Connection]:
        """A change of the record, with its entry of the log, and the ``answer`` to the form that was sent.

        Raises:
            ResultError: it cannot be written; nothing has changed then.
        """
        entry = Entry(dt.datetime.now().astimezone(), what, whatif, words)
        with self.record.change() as base:
            yield base
            self.record.add_line(base, _line(entry, before))
            if sending:
                self.record.set_fact(base, _SENT + sending, answer)
        self.entries.append(entry)

    @property
    def log(self) -> bytes:
        """The whole log as JSONL: an object on each line."""
        self.record.catch_up()
        lines = ({name: value for name, value in line._asdict().items() if value} for line in self.record.lines())
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()

    # ---- ballots

    @property
    def priced(self) -> bool:
        """Whether participants answer either-or questions, for the method ``price``; otherwise they give weights."""
        return self.controls.method == "price"

    @property
    def paper(self) -> Paper | None:
        """The either-or questions, once they are made; None where participants give weights."""
        return self._paper

    def ask(self, paper: Paper) -> None:
        """Store the questions, so that answers mean the same after a restart; once answered they are not replaced."""
        if self._paper is None or not self.ballots:
            self._paper = paper
            self.keep("paper", paper_text(paper))

    @property
    def answers(self) -> list[Answers]:
        """The answers to either-or questions, as they were given."""
        return [each for each in self.ballots if isinstance(each, Answers)]

    def answers_of(self, secret: str) -> Answers | None:
        """The answers that a participant gave before; None for an unknown secret."""
        name = self.own.get(secret)
        return next((each for each in self.answers if each.participant == name), None)

    def sent(self, sending: str) -> str | None:
        """What was answered to a form that was sent before; None where it was not.

        Args:
            sending: of `sending_of`.
        """
        return self.record.fact(_SENT + sending) or None if sending else None

    def vote(self, ballot: Ballot | Answers, secret: str = "", sending: str = "", once: str = "") -> str:
        """Store a ballot; answers given under a known ``secret`` replace the earlier ones.

        Args:
            ballot: of a participant.
            secret: of the participant, for answers that were changed.
            sending: of `sending_of`.
            once: the word of the form; it becomes the secret of a new ballot, so that a form gives one.

        Returns:
            The secret by which the answers are found again, for the participant alone.

        Raises:
            ResultError: it cannot be written.
        """
        before = self.answers_of(secret)
        ballots = [*self.ballots]
        if before is None:
            secret = once if _WORD.fullmatch(once) else secrets.token_urlsafe(_SECRET_BYTES)
            ballots.append(ballot)
        else:
            ballots[ballots.index(before)] = ballot
        values = ballot.weights if isinstance(ballot, Ballot) else ballot.given
        noted = self._change("ballot", _asked_by(ballot), words=ballot.participant, sending=sending, answer=secret)
        with noted as base:
            self.record.put_ballot(base, Given(ballot.participant, values, secret))
        self.ballots, self.own[secret] = ballots, ballot.participant
        return secret

    def count(self) -> None:
        """Close the ballot, and write all ballots to ``ballot_file``.

        Raises:
            ResultError: that cannot be written.
        """
        self.ballots = [self._ballot(each) for each in self.record.ballots()]  # also those another server has taken
        put(self.ballot_file, self.ballot_table)
        with self._change("count", WhatIf()) as base:
            self.record.set_fact(base, "counting", "1")
        self._counting = True

    def reopen(self) -> None:
        """Open the ballot again.

        Raises:
            ResultError: that cannot be written.
        """
        with self.record.change() as base:
            self.record.set_fact(base, "counting", "")
        self._counting = False

    @property
    def ballot_table(self) -> bytes:
        """All ballots as CSV; either-or answers as ``placement ballots`` reads them."""
        if self.paper is not None:
            return ballots_file(self.paper.ids, self.answers, STANDARD)
        made = io.StringIO()
        rows = csv.writer(made, lineterminator="\n")
        rows.writerow((PARTICIPANT, *AIMS))
        rows.writerows(
            (guard(each.participant), *map(short, each.weights)) for each in self.ballots if isinstance(each, Ballot)
        )
        return made.getvalue().encode()

    @staticmethod
    def check_ballots(controls: Controls, folder: Path) -> None:
        """Check that no ballots of another kind lie where new ones are to be written.

        Raises:
            UsageError: there are some.
        """
        for file in sorted(folder.glob("ballots-*.csv")) if controls.method == "price" else ():
            if AIMS[0] in _first_line(file):
                raise UsageError(
                    Message(
                        "{file} holds ballots with weights. This scenario counts in kroner, and its ballots say what a "
                        "saved minute may cost. Move the old ones away, or name another folder with --notes.",
                        file=file,
                    )
                )

    # ---- decisions

    def decide(self, decided: Decided, whatif: WhatIf, before: WhatIf, words: str, sending: str = "") -> None:
        """Note the group's decision in ``words``, and store its reason for when the decisions are saved.

        Raises:
            ResultError: it cannot be written.
        """
        with self._change(decided.what, whatif, before, words, sending=sending, answer=decided.what) as base:
            for each in decided.decisions if decided.reason else ():
                self.record.set_fact(base, _reason_of(each), json.dumps([decided.reason, decided.who]))

    def _reasons(self, whatif: WhatIf) -> dict[tuple[str, str, str], tuple[str, str]]:
        """For each decision of a what-if with a stored reason: the reason, and who decided."""
        kept = {each: self.record.fact(_reason_of(each)) for each in whatif.decisions}
        return {each: (reason, who) for each, text in kept.items() if text for reason, who in [json.loads(text)]}

    # ---- saving

    def save(self, whatif: WhatIf, title: str, reason: str, who: str, sending: str = "") -> Saved:
        """Write a copy of the scenario that has the what-if, and all saved before, as variants.

        Raises:
            ResultError: the copy cannot be written, or does not ask what was asked.
        """
        opened = self.controls.opened
        text = self._text or opened.text
        taken = load_text(text, folder=opened.file.parent, file=opened.file.name).base.variants
        name = name_from(title, taken)
        copied = with_variant(text, name, self._variant(whatif, title, reason, who))
        self._check(opened, copied, name, whatif, reason, who)
        file = _write_new(opened.file.parent, f"{opened.file.stem}-{self._begun:%Y-%m-%d}-{name}", copied)
        saved = Saved(title, reason, file, name, whatif)
        noted = self._change("save", whatif, words=f"{title} ({file.name})", sending=sending, answer=name)
        try:
            with noted as base:
                self.record.add_saved(base, Kept(title, reason, who, file.name, name, whatif.text))
        except ResultError:
            file.unlink(missing_ok=True)  # the same is saved again under the same name
            raise
        self._text = copied
        self.saved.append(saved)
        return saved

    def saved_as(self, name: str) -> WhatIf | None:
        """The what-if saved under a variant's name; None where there is none."""
        return next((each.whatif for each in self.saved if each.name == name), None)

    def _variant(self, whatif: WhatIf, title: str, reason: str, who: str) -> dict[str, Any]:
        return {
            "title": title,
            **({"asked_by": who} if who else {}),
            "reason": reason,
            **({"include": list(whatif.variants)} if whatif.variants else {}),
            "set": self._changes(whatif, reason, who),
        }

    def _changes(self, whatif: WhatIf, reason: str, who: str) -> dict[str, Any]:
        """The scenario's new values for a saved what-if; a decision with a reason of its own keeps that reason."""
        decided = self.controls.changes(whatif, reason, who, self._reasons(whatif))
        return {**traded_off(self.controls, whatif), **decided}

    def _check(self, opened: Opened, text: str, name: str, whatif: WhatIf, reason: str, who: str) -> None:
        """Read the copy back: without variants it must be the scenario, and its variant must ask what was asked."""
        changes = self._changes(whatif, reason, who)
        asked = opened.asked(whatif.variants, [f"{path}={json.dumps(value)}" for path, value in changes.items()])
        try:
            read = load_text(text, folder=opened.file.parent, file=opened.file.name, variants=[name])
        except ScenarioError as error:
            raise ResultError(
                Message("The copy cannot be read again, so nothing was written: {why}", why=error.message)
            ) from error
        same = _bare(read.base) == _bare(opened.plain.base) and _bare(read.scenario) == _bare(asked.scenario)
        if not same:
            raise ResultError(Message("The copy would not ask what was asked here, so nothing was written."))


def _line(entry: Entry, before: WhatIf | None) -> Line:
    time = entry.time.isoformat(timespec="seconds")
    return Line(time, entry.what, entry.whatif.text, None if before is None else before.text, entry.words)


def _reason_of(decision: tuple[str, str, str]) -> str:
    return "reason " + ".".join(decision)


def _bare(scenario: Scenario) -> Scenario:
    return scenario.model_copy(update={"variants": {}})


def _asked_by(ballot: Ballot | Answers) -> WhatIf:
    """The what-if of a ballot for the log: its weights; either-or answers are secret and give an empty one."""
    return WhatIf(weights=ballot.weights) if isinstance(ballot, Ballot) else WhatIf()


def _first_line(file: Path) -> list[str]:
    """Column names of a CSV in either dialect; none where it cannot be read."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            return [column.strip().strip('"') for column in re.split("[,;]", next(lines, ""))]
    except (OSError, UnicodeDecodeError):
        return []


def _write_new(folder: Path, stem: str, text: str) -> Path:
    """Write a file under a name that is not taken, whole or not at all; returns its path."""
    fresh = folder / f".{uuid.uuid4().hex}.new"
    try:
        _put(fresh, text)
        for n in range(1, 1000):
            target = folder / (f"{stem}.yaml" if n == 1 else f"{stem}-{n}.yaml")
            with contextlib.suppress(FileExistsError):
                os.link(fresh, target)  # refuses a name that is taken, as a rename would not
                return target
    except OSError as error:
        raise ResultError(Message("{folder} cannot be written to: {why}.", folder=folder, why=why(error))) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
    raise ResultError(Message("{folder} has a thousand copies of that name already; give it another.", folder=folder))


def _put(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
