"""The record of a meeting on disk: one SQLite file in the notes folder, one transaction for each change.

Whatever the server has acknowledged is in the file; a server that is killed, or restarted, resumes the meeting. A
meeting goes on for half a day after its last change; then, or for another scenario, a new one begins with a new file.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from placement.errors import Message, ResultError, UsageError, why

GOES_ON = dt.timedelta(hours=12)
"""A meeting can be resumed for this long after its last change; also before it, where a clock was set back."""
VERSION = "2"
_PATIENCE = 1.0
"""Seconds a change waits for another process that locks the file, such as a backup; nobody else is answered then."""
_TABLES = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (id INTEGER PRIMARY KEY, time TEXT NOT NULL, what TEXT NOT NULL, asked TEXT NOT NULL,
                    before TEXT, words TEXT NOT NULL);
CREATE TABLE ballot (id INTEGER PRIMARY KEY, participant TEXT NOT NULL UNIQUE, given TEXT NOT NULL,
                     secret TEXT NOT NULL UNIQUE);
CREATE TABLE saved (id INTEGER PRIMARY KEY, title TEXT NOT NULL, reason TEXT NOT NULL, who TEXT NOT NULL,
                    file TEXT NOT NULL, name TEXT NOT NULL UNIQUE, asked TEXT NOT NULL);
"""
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")
_log = logging.getLogger("placement.web")


class LockedError(ResultError):
    """Another process locks the file: it can be tried again."""


class Line(NamedTuple):
    """A line of the log as stored: ISO time, kind, the what-if as text, the one before it, and words."""

    time: str
    what: str
    asked: str
    before: str | None
    words: str


class Given(NamedTuple):
    """A ballot as stored: who, weights or answers, and the secret by which the participant finds it again."""

    participant: str
    values: Sequence[Any]
    secret: str


class Kept(NamedTuple):
    """A saved what-if as stored."""

    title: str
    reason: str
    who: str
    file: str
    name: str
    asked: str


class Record:
    """One meeting's file.

    Args:
        file: is created where it does not exist.
        about: what the meeting is about, such as the scenario and how it trades off; stored when the file is created.

    Raises:
        sqlite3.Error: the file cannot be made, or is none of ours.
    """

    def __init__(self, file: Path | str, about: str, begun: dt.datetime) -> None:
        self.file = Path(file)
        self._lock = threading.RLock()
        self._late: list[Callable[[sqlite3.Connection], None]] = []
        self._base = sqlite3.connect(
            file, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        if not self._base.execute("SELECT 1 FROM sqlite_master WHERE name = 'fact'").fetchone():
            facts = {"version": VERSION, "about": about, "begun": begun.isoformat(timespec="seconds")}
            with self._transaction(_PATIENCE) as base:
                for statement in filter(str.strip, _TABLES.split(";")):
                    base.execute(statement)
                base.executemany("INSERT INTO fact VALUES (?, ?)", facts.items())

    @contextlib.contextmanager
    def _transaction(self, patience: float) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._base.execute(f"PRAGMA busy_timeout = {1000 * patience:.0f}")
            self._base.execute("BEGIN IMMEDIATE")
            try:
                for write in self._late:
                    write(self._base)
                yield self._base
                self._base.execute("COMMIT")
            finally:
                if self._base.in_transaction:  # a full disk may have ended it
                    self._base.execute("ROLLBACK")
            self._late.clear()

    @contextlib.contextmanager
    def change(self, patience: float = _PATIENCE) -> Iterator[sqlite3.Connection]:
        """A transaction: every change within it, and what waits for one, is stored, or nothing.

        Args:
            patience: seconds to wait for another process that locks the file.

        Raises:
            LockedError: it is still locked then.
            ResultError: it cannot be written.
        """
        try:
            with self._transaction(patience) as base:
                yield base
        except sqlite3.Error as error:
            words = Message("{folder} cannot be written to: {why}.", folder=self.file, why=why(error))
            is_locked = error.sqlite_errorname in _LOCKED
            raise (LockedError if is_locked else ResultError)(words) from error

    def later(self, write: Callable[[sqlite3.Connection], None]) -> None:
        """Make a change at once where nothing is in the way, else together with the next that can be made.

        Raises:
            ResultError: it waits.
        """
        with self._lock:
            self._late.append(write)
            with self.change(0):
                pass

    def catch_up(self) -> None:
        """Write what waits, if it can be written now."""
        with contextlib.suppress(ResultError), self.change(0):
            pass

    @property
    def is_behind(self) -> bool:
        """Whether something is not in a file: it waits, or nothing could be written from the beginning."""
        return bool(self._late) or str(self.file) == ":memory:"

    # ---- changes, each within `change`

    @staticmethod
    def add_line(base: sqlite3.Connection, line: Line) -> None:
        """Insert a line of the log."""
        base.execute("INSERT INTO entry (time, what, asked, before, words) VALUES (?, ?, ?, ?, ?)", line)

    @staticmethod
    def put_ballot(base: sqlite3.Connection, given: Given) -> None:
        """Insert a ballot, or replace the one with the same secret."""
        base.execute(
            "INSERT INTO ballot (participant, given, secret) VALUES (?, ?, ?) ON CONFLICT (secret) "
            "DO UPDATE SET participant = excluded.participant, given = excluded.given",
            (given.participant, json.dumps(given.values), given.secret),
        )

    @staticmethod
    def add_saved(base: sqlite3.Connection, saved: Kept) -> None:
        """Insert a saved what-if."""
        base.execute("INSERT INTO saved (title, reason, who, file, name, asked) VALUES (?, ?, ?, ?, ?, ?)", saved)

    @staticmethod
    def set_fact(base: sqlite3.Connection, name: str, value: str) -> None:
        """Set a value by name."""
        base.execute(
            "INSERT INTO fact VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
        )

    # ---- what is kept

    def rows(self, asked: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a SELECT."""
        with self._lock:
            return self._base.execute(asked, values).fetchall()

    def fact(self, name: str, otherwise: str = "") -> str:
        """A value by name; ``otherwise`` where it is not set."""
        found = self.rows("SELECT value FROM fact WHERE name = ?", name)
        return str(found[0][0]) if found else otherwise

    def lines(self) -> list[Line]:
        """The log, the earliest first."""
        return [Line(*row) for row in self.rows("SELECT time, what, asked, before, words FROM entry ORDER BY id")]

    def ballots(self) -> list[Given]:
        """Ballots, in the order in which participants gave their first."""
        rows = self.rows("SELECT participant, given, secret FROM ballot ORDER BY id")
        return [Given(participant, tuple(json.loads(given)), secret) for participant, given, secret in rows]

    def saved(self) -> list[Kept]:
        """Saved what-ifs, in the order of saving."""
        return [Kept(*row) for row in self.rows("SELECT title, reason, who, file, name, asked FROM saved ORDER BY id")]

    @property
    def begun(self) -> dt.datetime:
        """When the meeting began."""
        return dt.datetime.fromisoformat(self.fact("begun"))

    @property
    def last(self) -> dt.datetime:
        """Time of the last line of the log; of the beginning where there is none."""
        found = self.rows("SELECT max(time) FROM entry")
        return dt.datetime.fromisoformat(found[0][0]) if found[0][0] else self.begun

    def close(self) -> None:
        """Write what waits, and close the file; later changes fail."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self.catch_up()
            self._base.close()


def take_up(folder: Path, about: str, *, anew: bool = False, file: Path | None = None) -> Record:
    """The meeting that goes on in the folder, or a new one.

    A file that cannot be read is left as it is, and a warning printed. Where the folder cannot be written, the meeting
    is held in memory, which is warned of too.

    Args:
        folder: of the notes.
        about: what the meeting must be about to be resumed.
        anew: begin a new one whatever is in the folder.
        file: of a meeting to be resumed, however long ago it was.

    Raises:
        UsageError: ``file`` is no meeting about the same.
    """
    now = dt.datetime.now().astimezone()
    if file is not None:
        if (record := _opened(file, about, now)) is None:
            raise UsageError(Message("{file} holds no meeting about this scenario and its method.", file=file))
        return record
    files = sorted(folder.glob("meeting-*.sqlite"), key=lambda file: file.stem, reverse=True)  # of one second too
    for found in () if anew else files:
        record = _opened(found, about, now)
        if record is None:
            continue
        if abs(now - record.last) <= GOES_ON:
            return record
        record.close()
    for n in range(1, 100):
        fresh = folder / f"meeting-{now:%Y-%m-%d-%H%M%S}{f'-{n}' if n > 1 else ''}.sqlite"
        if fresh.exists():
            continue
        try:
            return Record(fresh, about, now)
        except sqlite3.Error as error:
            _log.error("the log cannot be written to %s: %s", folder, error)
            break
    return Record(":memory:", about, now)


def _opened(file: Path, about: str, now: dt.datetime) -> Record | None:
    """The meeting in a file; None, and the file untouched, where it is about something else or cannot be read."""
    try:
        with contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as base:
            facts = dict(base.execute("SELECT name, value FROM fact"))
        if facts.get("version") != VERSION or facts.get("about") != about:
            return None
        record = Record(file, about, now)
    except (sqlite3.Error, ValueError) as error:
        _log.error("%s cannot be read, and is left as it is: %s", file, error)
        return None
    return record
