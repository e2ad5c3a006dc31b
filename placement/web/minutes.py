"""Records of a meeting: a log of what was asked, ballots, and what-ifs saved as variants in copies of the scenario."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import logging
import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placement.errors import Message, ResultError, ScenarioError, why
from placement.present.folder.writing import put
from placement.scenario.ballots import PARTICIPANT, Ballot
from placement.scenario.dump import name_from, with_variant
from placement.scenario.load import Opened, load_text
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.scenario import Scenario
from placement.web.what_ifs import Controls, WhatIf

MOST_NAME, MOST_REASON = 100, 1500
"""Most signs of a name, and of a reason."""
MOST_BALLOTS = 500
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
    """

    controls: Controls
    folder: Path
    first: bool = False
    entries: list[Entry] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    ballots: list[Ballot] = field(default_factory=list)
    counting: bool = False
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

    def vote(self, ballot: Ballot) -> None:
        """Keep a ballot and write all of them.

        Raises:
            ResultError: they cannot be written.
        """
        self.ballots.append(ballot)
        made = io.StringIO()
        rows = csv.writer(made, lineterminator="\n")
        rows.writerow((PARTICIPANT, *AIMS))
        rows.writerows((each.participant, *map(_number, each.weights)) for each in self.ballots)
        put(self.ballot_file, made.getvalue().encode())
        self.note("ballot", WhatIf(weights=ballot.weights), words=ballot.participant)

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
            "set": {**self._weighing(whatif), **self.controls.changes(whatif, reason, who)},
        }

    @staticmethod
    def _weighing(whatif: WhatIf) -> dict[str, Any]:
        asked: dict[str, Any] = {}
        if whatif.weights is not None:
            asked["objectives.weights"] = dict(zip(AIMS, whatif.weights, strict=True))
        if whatif.method:
            asked["objectives.method"] = whatif.method
        return asked

    def _check(self, opened: Opened, text: str, name: str, whatif: WhatIf, reason: str, who: str) -> None:
        """The copy must be the scenario, and its variant what was asked."""
        changes = {**self._weighing(whatif), **self.controls.changes(whatif, reason, who)}
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


def _number(value: float) -> str:
    return f"{value:g}"


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
