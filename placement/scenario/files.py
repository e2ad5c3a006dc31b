"""The files of one scenario folder: read once, hashed, and never outside the folder."""

from __future__ import annotations

import difflib
import errno
import hashlib
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from placement.errors import Message, why

MAX_FILE_BYTES = 200_000_000
MAX_SCENARIO_BYTES = 20_000_000
"""A scenario of this size is read for a minute; long tables belong in CSV files beside it."""
_KINDS = (
    (stat.S_ISDIR, Message("it is a folder")),
    (stat.S_ISFIFO, Message("it is a pipe; keep what comes out of it in a file")),
    (stat.S_ISSOCK, Message("it is a socket")),
    (lambda _: True, Message("it is a device")),
)


class Unreadable(NamedTuple):
    """Why a file cannot be read, with a suggestion where one is near."""

    message: str
    suggestion: str = ""
    line: int = 0
    column: int = 0


@dataclass
class Folder:
    """Where the scenario lies; ``root`` is None for a scenario given as text."""

    root: Path | None
    shown: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each file read, by its name relative to the folder."""
    texts: dict[str, str] = field(default_factory=dict)

    def display(self, name: str) -> str:
        """The name of a file as it is shown in a fault."""
        return f"{self.shown}/{name}" if self.shown not in ("", ".") else name

    def read(self, name: str) -> str | Unreadable:
        """The text of a file named in the scenario, or why it cannot be had."""
        if name not in self.texts:
            refusal = self._refusal(name)
            if refusal is not None or self.root is None:
                return refusal or Unreadable(f"'{name}' cannot be read: the scenario is not in a folder.")
            found = read_text(self.root / name)
            if isinstance(found, Unreadable):
                return found
            text, digest = found
            self.inputs[PurePosixPath(name).as_posix()] = digest
            self.texts[name] = text
        return self.texts[name]

    def _refusal(self, name: str) -> Unreadable | None:
        path = PurePosixPath(name)
        if not name or not name.isprintable():
            return Unreadable("the file name is empty or holds characters that cannot be shown.")
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
            return Unreadable(
                f"'{name}' leads out of the scenario folder; put the file beside scenario.yaml and write its name only."
            )
        if self.root is None:
            return Unreadable(f"'{name}' cannot be read: the scenario was given as text, not in a folder.")
        return self._missing(self.root, name)

    @staticmethod
    def _missing(root: Path, name: str) -> Unreadable | None:
        try:
            if not (root / name).resolve().is_relative_to(root.resolve()):
                return Unreadable(f"'{name}' is a link out of the scenario folder; copy the file into it.")
            if (root / name).exists():
                return None
            names = [entry.name for entry in root.iterdir() if entry.is_file()]
        except (OSError, RuntimeError, ValueError) as error:
            return Unreadable(f"'{name}' cannot be read: {error.__class__.__name__}.")
        near = difflib.get_close_matches(name, names, n=1)
        return Unreadable(f"the file '{name}' is not in the scenario folder.", near[0] if near else "")


class NoFileError(OSError):
    """Something that has a name but no end, or is too large to be ours; ``strerror`` says what it is."""


def read_bytes(path: Path, most: int = MAX_FILE_BYTES) -> bytes:
    """What is in a file.

    Raises:
        OSError: it cannot be read; ``NoFileError`` where it is a folder, or a pipe, a socket or a device, on which a
            program may wait for ever, or where it has more than ``most`` bytes.
    """
    seen = path.stat()
    if not stat.S_ISREG(seen.st_mode):
        raise NoFileError(errno.EINVAL, next(said for is_one, said in _KINDS if is_one(seen.st_mode)), str(path))
    if seen.st_size > most:
        larger = Message("it is larger than {most:,} bytes", most=most)
        raise NoFileError(errno.EFBIG, larger, str(path))
    return path.read_bytes()


def read_text(path: Path, most: int = MAX_FILE_BYTES) -> tuple[str, str] | Unreadable:
    """The text of a UTF-8 file (a byte order mark is dropped) and its SHA-256, or why it cannot be had."""
    try:
        content = read_bytes(path, most)
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else Message("not a usable name")
        return Unreadable(Message("the file cannot be read: {reason}.", reason=reason))
    return decode(content)


def decode(content: bytes) -> tuple[str, str] | Unreadable:
    """``content`` as text and its SHA-256; refuses what is not UTF-8, with the place of the first wrong byte."""
    try:
        return content.decode("utf-8-sig"), hashlib.sha256(content).hexdigest()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        guess = content[error.start : error.start + 1].decode("cp1252", "replace")
        return Unreadable(
            f"the file is not UTF-8 (the first wrong byte is 0x{content[error.start]:02X}, perhaps '{guess}'); "
            "save it with the encoding UTF-8 (in Excel: 'CSV UTF-8').",
            "",
            line,
            column,
        )
