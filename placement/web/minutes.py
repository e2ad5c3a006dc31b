"""Records of a meeting: a log of what was asked, ballots, and what-ifs saved as variants in copies of the scenario."""

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
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placement.errors import Message, ResultError, ScenarioError, UsageError, why
from placement.present.folder.writing import put
from placement.present.tables.csv_dialect import STANDARD
from placement.scenario.ballots import PARTICIPANT, Answers, Ballot
from placement.scenario.dump import name_from, with_variant
from placement.scenario.load import Opened, load_text
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.scenario import Scenario
from placement.web.ballots import LEAST_BALLOTS, Paper, ballots_file
from placement.web.prices import traded_off
from placement.web.what_ifs import Controls, WhatIf, short

MOST_NAME, MOST_REASON = 100, 1500
"""Most signs of a name, and of a reason."""
MOST_BALLOTS = 500
_SECRET_BYTES = 16
MOST_SHOWN = 200
"""Entries of the log that a page shows; the file has all."""
_log = logging.getLogger("placement.web")


@dataclass(frozen=True)
class Entry:
    """A line of the log: when, what (``move``, ``stop``, ``save``, ``ballot``, ``count``), and what was asked then."""

    time: dt.datetime
    what: str
    whatif: WhatIf
    words: str = ""


@dataclass(frozen=True)
class Saved:
    """A what-if that was saved: its title, the group's reason, the file and the variant's name there."""

    title: str
    reason: str
    file: Path
    name: str
    whatif: WhatIf


@dataclass(eq=False)
class Minutes:
    """One meeting.

    Attributes:
        controls: of the scenario.
        folder: where the log and the ballots are written.
        entries: the log; ``saved``: what was saved; ``ballots``: as they were given.
        first: whether ballots come before anything else is shown; ``counting``: whether they are closed.
        least: participants from whom on it is shown what the ballots say.
        paper: the either-or questions that are asked, once they are made; None where participants weigh.
        own: the secret by which a participant finds the own answers again, and the name they were given under.
    """

    controls: Controls
    folder: Path
    first: bool = False
    entries: list[Entry] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    ballots: list[Ballot | Answers] = field(default_factory=list)
    counting: bool = False
    least: int = LEAST_BALLOTS
    paper: Paper | None = None
    own: dict[str, str] = field(default_factory=dict)
    _begun: dt.datetime = field(default_factory=lambda: dt.datetime.now().astimezone())
    _text: str = ""
    _log_fails: bool = False

    @property
    def blocking(self) -> bool:
        """Whether ballots must be given before anything is shown."""
        return self.first and not self.counting

    @property
    def log_file(self) -> Path:
        """Where the log is written."""
        return self.folder / f"meeting-{self._begun:%Y-%m-%d-%H%M%S}.jsonl"

    @property
    def ballot_file(self) -> Path:
        """Where the ballots are written."""
        return self.folder / f"ballots-{self._begun:%Y-%m-%d-%H%M%S}.csv"

    # ---- the log

    def note(self, what: str, whatif: WhatIf, before: WhatIf | None = None, words: str = "") -> None:
        """Write a line; a log that cannot be written is told of once and stops nobody."""
        entry = Entry(dt.datetime.now().astimezone(), what, whatif, words)
        self.entries.append(entry)
        told: dict[str, Any] = {"time": entry.time.isoformat(timespec="seconds"), "what": what, "asked": whatif.text}
        if before is not None:
            told["before"] = before.text
        if words:
            told["words"] = words
        try:
            with self.log_file.open("a", encoding="utf-8") as log:
                log.write(json.dumps(told, ensure_ascii=False) + "\n")
        except OSError as error:
            if not self._log_fails:
                _log.error("the log cannot be written to %s: %s", self.folder, error.strerror or error)
            self._log_fails = True

    # ---- ballots

    @property
    def priced(self) -> bool:
        """Whether participants answer either-or questions, as all is counted in kroner; else they weigh."""
        return self.controls.method == "price"

    @property
    def answers(self) -> list[Answers]:
        """The answers to either-or questions, as they were given."""
        return [each for each in self.ballots if isinstance(each, Answers)]

    def answers_of(self, secret: str) -> Answers | None:
        """The answers that a participant gave before; None where the secret is nobody's."""
        name = self.own.get(secret)
        return next((each for each in self.answers if each.participant == name), None)

    def vote(self, ballot: Ballot | Answers, secret: str = "") -> str:
        """Keep a ballot and write all of them; answers given under a ``secret`` take the place of the earlier ones.

        Returns:
            The secret by which the answers are found again, for the participant alone.

        Raises:
            ResultError: they cannot be written.
        """
        before = self.answers_of(secret)
        kept = [*self.ballots]
        if before is None:
            secret = secrets.token_urlsafe(_SECRET_BYTES)
            kept.append(ballot)
        else:
            kept[kept.index(before)] = ballot
        put(self.ballot_file, self._written(kept))
        self.ballots, self.own[secret] = kept, ballot.participant
        self.note("ballot", _asked_by(ballot), words=ballot.participant)
        return secret

    def _written(self, ballots: list[Ballot | Answers]) -> bytes:
        """The file of ballots, as ``placement ballots`` reads it."""
        if self.paper is not None and self.priced:
            return ballots_file(self.paper.ids, [each for each in ballots if isinstance(each, Answers)], STANDARD)
        made = io.StringIO()
        rows = csv.writer(made, lineterminator="\n")
        rows.writerow((PARTICIPANT, *AIMS))
        rows.writerows((each.participant, *map(short, each.weights)) for each in ballots if isinstance(each, Ballot))
        return made.getvalue().encode()

    def check_ballots(self) -> None:
        """See that no ballots of another kind lie where new ones are to be written.

        Raises:
            UsageError: there are some.
        """
        for file in sorted(self.folder.glob("ballots-*.csv")) if self.priced else ():
            if AIMS[0] in _first_line(file):
                raise UsageError(
                    Message(
                        "{file} holds ballots with weights. This scenario counts in kroner, and its ballots say what a "
                        "saved minute may cost. Move the old ones away, or name another folder with --notes.",
                        file=file,
                    )
                )

    # ---- saving

    def save(self, whatif: WhatIf, title: str, reason: str, who: str) -> Saved:
        """Write a copy of the scenario with the what-if as one more variant; what was saved before is in it too.

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
        self._text = copied
        self.saved.append(saved)
        self.note("save", whatif, words=f"{title} ({file.name})")
        return saved

    def _variant(self, whatif: WhatIf, title: str, reason: str, who: str) -> dict[str, Any]:
        return {
            "title": title,
            **({"asked_by": who} if who else {}),
            "reason": reason,
            **({"include": list(whatif.variants)} if whatif.variants else {}),
            "set": {**traded_off(self.controls, whatif), **self.controls.changes(whatif, reason, who)},
        }

    def _check(self, opened: Opened, text: str, name: str, whatif: WhatIf, reason: str, who: str) -> None:
        """The copy must be the scenario, and its variant what was asked."""
        changes = {**traded_off(self.controls, whatif), **self.controls.changes(whatif, reason, who)}
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


def _bare(scenario: Scenario) -> Scenario:
    """The scenario without its register of variants."""
    return scenario.model_copy(update={"variants": {}})


def _asked_by(ballot: Ballot | Answers) -> WhatIf:
    """What a ballot asks of the workbench; answers are told to nobody."""
    return WhatIf(weights=ballot.weights) if isinstance(ballot, Ballot) else WhatIf()


def _first_line(file: Path) -> list[str]:
    """The columns of a table in either dialect; none where it cannot be read."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            return [column.strip().strip('"') for column in re.split("[,;]", next(lines, ""))]
    except (OSError, UnicodeDecodeError):
        return []


def _write_new(folder: Path, stem: str, text: str) -> Path:
    """Write a file that was not there, whole or not at all."""
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
