"""Every error that the package raises on purpose, and the messages and faults that errors carry.

::

    PlacementError
    ├── ScenarioError      the scenario is faulty (carries every fault found, each with its place)
    ├── UsageError         the request is wrong: unknown variant, weights that are no numbers
    ├── InfeasibleError    no plan can satisfy the rules (carries the structural causes, if any)
    ├── SolverError        the solver could not do its work
    ├── NoPlanError        stopped by a limit or the user before any plan was found
    └── ResultError        a result folder cannot be read or written, or holds something else than it should
        └── RefusedError   the system or the folder itself refuses

Every message names the subject, the value seen, what is allowed and the remedy. It is a ``Message``: an English
sentence that still knows its template and its values, so that a screen can say it in another language.
"""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from placement.locale import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Message(str):
    """A sentence in English that keeps its template and values, so that another language can say it.

    Attributes:
        template: with ``{names}`` of values in braces, and braces of its own doubled.
        values: what is filled in. A value that is a ``Message`` is said in the same language as the sentence.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Message:
        """The sentence, in English."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[Callable[..., Message], tuple[str, Mapping[str, object]]]:
        return _again, (self.template, self.values)


class Figure(float):
    """A number among the values of a ``Message``: said with the decimal sign of the language, in few digits."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{self:g}"


class OwnWord(str):
    """A value of a ``Message`` that a scenario has its own word for; as text the neutral English one.

    Attributes:
        name: which of the words, as sentences name it in braces (``placement.present.words.terms``).
    """

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str, neutral: str) -> OwnWord:
        """The word called ``name``."""
        made = super().__new__(cls, neutral)
        made.name = name
        return made

    def __reduce__(self) -> tuple[type[OwnWord], tuple[str, str]]:
        return type(self), (self.name, str(self))


def _again(template: str, values: Mapping[str, object]) -> Message:
    return Message(template, **values)


def together(*messages: str) -> Message:
    """Several sentences one after the other; empty ones are left out."""
    said = {f"part{n}": message for n, message in enumerate(messages) if message}
    return Message(" ".join(f"{{{name}}}" for name in said), **said)


SYSTEM_WORDS = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("Read-only file system"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("Directory not empty"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
    N_("Invalid argument"),
    N_("Input/output error"),
    N_("Cannot allocate memory"),
    N_("Address already in use"),
    N_("Cannot assign requested address"),
    N_("Device or resource busy"),
    N_("Broken pipe"),
    N_("File too large"),
    N_("Text file busy"),
    N_("Stale file handle"),
    N_("No such device or address"),
    N_("No such device"),
    N_("Too many open files in system"),
    N_("Invalid cross-device link"),
)
"""What operating systems say (``os.strerror``), for the catalogues."""


def why(error: BaseException) -> Message:
    """What an error says: our own message as it is, the words of Python or the system as a template without values."""
    match error:
        case PlacementError(message=Message() as ours):
            return ours
        case json.JSONDecodeError():
            return Message("something is wrong in line {line}, column {column}", line=error.lineno, column=error.colno)
        case UnicodeDecodeError():
            return Message("byte {n} is no {encoding}", n=error.start + 1, encoding=error.encoding.upper())
    if isinstance(known := getattr(error, "strerror", None), Message):
        return known
    said = known or " ".join(str(error).split()) or type(error).__name__
    return Message(said.replace("{", "{{").replace("}", "}}"))


def refused(error: OSError) -> Message:
    """The message of an error of the system: which path cannot be used, and why."""
    paths = [os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)]
    if paths:
        return cannot(" → ".join(paths), why(error))
    if error.errno == errno.ENOENT:
        return Message("The folder you work in is gone. Change to one that is there, and run again.")
    return Message("The system refuses: {why}.", why=why(error))


def cannot(path: str, reason: Message) -> Message:
    """The sentence about one path; a sign that no name can have is shown as a picture of it."""
    return Message("{path} cannot be used: {why}.", path=path.replace("\0", "␀"), why=reason)


def no_name() -> Message:
    """Why a text is no name of a file."""
    return Message("a name cannot hold the sign NUL")


class PlacementError(Exception):
    """Base of everything this package raises on purpose."""

    @property
    def message(self) -> str:
        """What went wrong; a ``Message`` where another language can say it."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a scenario.

    Attributes:
        message: what was seen, what is allowed and what to do, in one or two sentences.
        path: dotted path in the scenario, such as ``functions.dialyse.min_visits_per_year``.
        file: the file that holds it, as the user wrote it; empty where no file is at fault.
        line: 1-based line; 0 when unknown.
        column: 1-based column; 0 when unknown.
        source_line: the text of that line, without its end.
        suggestion: the nearest allowed word, when one is near enough.
        sheet: of a workbook, whose row and column ``line`` and ``column`` are; empty for a text.
    """

    message: str
    path: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    source_line: str = ""
    suggestion: str = ""
    sheet: str = ""

    @property
    def location(self) -> str:
        """``file:line:column``, or ``file:sheet!C7`` in a workbook, as far as it is known."""
        parts = [self.file] if self.file else []
        if self.sheet:
            return ":".join([*parts, f"{self.sheet}!{letters(self.column)}{self.line}"])
        if self.line:
            parts += [str(self.line), str(self.column)]
        return ":".join(parts)

    @property
    def sentence(self) -> Message:
        """Where and what, in a sentence that another language can say."""
        place = ": ".join(part for part in (self.location, self.path) if part)
        near = Message("Did you mean '{word}'?", word=self.suggestion) if self.suggestion else ""
        said = Message("{place}: {what}", place=place, what=self.message) if place else self.message
        return together(said, near)

    def __str__(self) -> str:
        return str(self.sentence)


def letters(column: int) -> str:
    """The letters with which a spreadsheet names a column, counted from 1."""
    named = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        named = chr(ord("A") + digit) + named
    return named


class ScenarioError(PlacementError):
    """The scenario is faulty; ``faults`` holds every fault found, in the order of the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UsageError(PlacementError):
    """The request cannot be understood: an unknown variant, weights that are no numbers."""


class InfeasibleError(PlacementError):
    """No plan satisfies the rules; ``causes`` holds what was found without solving, if anything."""

    def __init__(self, message: str, causes: Sequence[Fault] = ()) -> None:
        self.causes = tuple(causes)
        super().__init__(message)

    def __str__(self) -> str:
        return "\n- ".join([self.message, *map(str, self.causes)])


class SolverError(PlacementError):
    """The solver is missing, refused the model or contradicted itself."""


class NoPlanError(PlacementError):
    """A limit or the user stopped the search before any plan was found."""


class ResultError(PlacementError):
    """A result folder cannot be read or written."""


class RefusedError(ResultError):
    """A result folder that is not there, is not one, or that the system does not let be read or written."""
