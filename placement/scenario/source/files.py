"""Reads files of a scenario folder: each once, with its SHA-256, and never from outside the folder."""

from __future__ import annotations

import difflib
import errno
import hashlib
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from placement.errors import Message, why
from placement.scenario.schema.text import settled

MAX_FILE_BYTES = 200_000_000
MAX_SCENARIO_BYTES = 20_000_000
"""Reading a scenario of this size takes a minute; long tables belong in CSV files beside it."""
_KINDS = (
    (stat.S_ISDIR, Message("it is a folder")),
    (stat.S_ISFIFO, Message("it is a pipe; keep what comes out of it in a file")),
    (stat.S_ISSOCK, Message("it is a socket")),
    (lambda _: True, Message("it is a device")),
)


class Unreadable(NamedTuple):
    """Why a file cannot be read, with a similar name where there is one."""

    message: str
    suggestion: str = ""
    line: int = 0
    column: int = 0


@dataclass
class Folder:
    """The folder of a scenario; ``root`` is None for a scenario given as text."""

    root: Path | None
    shown: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each file read, by its name relative to the folder."""
    texts: dict[str, str] = field(default_factory=dict)

    def display(self, name: str) -> str:
        """The name of a file as faults show it."""
        return f"{self.shown}/{name}" if self.shown not in ("", ".") else name

    def read(self, name: str) -> str | Unreadable:
        """The text of a file named in the scenario, or why it cannot be read."""
        if name not in self.texts:
            refusal = self._refusal(name)
            if refusal is not None or self.root is None:
                return refusal or Unreadable(
                    Message("'{name}' cannot be read: the scenario is not in a folder.", name=name)
                )
            found = read_text(on_disk(self.root, name))
            if isinstance(found, Unreadable):
                return found
            text, digest = found
            self.inputs[PurePosixPath(name).as_posix()] = digest
            self.texts[name] = text
        return self.texts[name]

    def _refusal(self, name: str) -> Unreadable | None:
        path = PurePosixPath(name)
        if not name or not name.isprintable():
            return Unreadable(Message("the file name is empty or holds characters that cannot be shown."))
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
            message = Message(
                "'{name}' leads out of the scenario folder; put the file beside scenario.yaml and write its name only.",
                name=name,
            )
            return Unreadable(message)
        if self.root is None:
            return Unreadable(
                Message("'{name}' cannot be read: the scenario was given as text, not in a folder.", name=name)
            )
        return self._missing(self.root, name)

    @staticmethod
    def _missing(root: Path, name: str) -> Unreadable | None:
        try:
            path = on_disk(root, name)
            if not path.resolve().is_relative_to(root.resolve()):
                return Unreadable(
                    Message("'{name}' is a link out of the scenario folder; copy the file into it.", name=name)
                )
            if path.exists():
                return None
            names = [entry.name for entry in root.iterdir() if entry.is_file()]
        except (OSError, RuntimeError, ValueError) as error:
            return Unreadable(Message("'{name}' cannot be read: {why}.", name=name, why=why(error)))
        near = difflib.get_close_matches(name, names, n=1)
        message = Message("the file '{name}' is not in the scenario folder.", name=name)
        return Unreadable(message, near[0] if near else "")


def on_disk(folder: Path, name: str) -> Path:
    """The path of a file or folder, whichever Unicode form its accents have on disk (é as one character or two)."""
    path = folder / name
    if name.isascii() or path.exists():
        return path
    for part in path.relative_to(folder).parts:
        folder = next((each for each in _entries(folder) if settled(each.name) == settled(part)), folder / part)
    return folder


def as_stored(path: Path) -> Path:
    """An absolute path in the Unicode forms that its parts have on disk."""
    return on_disk(Path(path.anchor), str(path.relative_to(path.anchor)))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


class NoFileError(OSError):
    """A path is no ordinary file (but a folder, pipe, socket or device), or too large; ``strerror`` says which."""


def read_bytes(path: Path, most: int = MAX_FILE_BYTES) -> bytes:
    """The content of an ordinary file.

    Raises:
        OSError: it cannot be read; `NoFileError` if it is no ordinary file, on which reading may wait for ever, or if
            it has more than ``most`` bytes.
    """
    seen = path.stat()
    if not stat.S_ISREG(seen.st_mode):
        raise NoFileError(errno.EINVAL, next(said for is_one, said in _KINDS if is_one(seen.st_mode)), str(path))
    if seen.st_size > most:
        larger = Message("it is larger than {most:,} bytes", most=most)
        raise NoFileError(errno.EFBIG, larger, str(path))
    return path.read_bytes()


def read_file(path: Path, most: int = MAX_FILE_BYTES) -> tuple[bytes, str] | Unreadable:
    """The content of a file and its SHA-256, or why it cannot be read."""
    try:
        content = read_bytes(path, most)
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else Message("not a usable name")
        return Unreadable(Message("the file cannot be read: {reason}.", reason=reason))
    return content, hashlib.sha256(content).hexdigest()


def read_text(path: Path, most: int = MAX_FILE_BYTES) -> tuple[str, str] | Unreadable:
    """The text of a UTF-8 file (without a byte order mark) and its SHA-256, or why it cannot be read."""
    found = read_file(path, most)
    return found if isinstance(found, Unreadable) else decode(found[0])


def decode(content: bytes) -> tuple[str, str] | Unreadable:
    """``content`` as text and its SHA-256; if it is not UTF-8, why not, with the place of the first wrong byte."""
    foreign = _foreign(content)
    if foreign is not None:
        return Unreadable(foreign)
    try:
        return content.decode("utf-8-sig"), hashlib.sha256(content).hexdigest()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = Message(
            "the file is not UTF-8 (the first wrong byte is 0x{byte}, perhaps '{guess}'); "
            "save it with the encoding UTF-8 (in Excel: 'CSV UTF-8').",
            byte=f"{content[error.start]:02X}",
            guess=content[error.start : error.start + 1].decode("cp1252", "replace"),
        )
        return Unreadable(message, "", line, column)


_PACKED = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"%PDF",
    b"7z\xbc\xaf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"PAR1",
)
_PAGE = (b"<!doctype", b"<html", b"<?xml")


def _foreign(content: bytes) -> Message | None:
    """What kind of file it is, if its first bytes show that it is no text in UTF-8; else None."""
    if content.startswith(_PACKED[:2]):
        return Message(
            "the file is a workbook (.xlsx, .ods, .xls) and no text; save its sheet as 'CSV UTF-8' and name that file."
        )
    if content.startswith(_PACKED):
        return Message("the file is no text (packed, a document or a picture); give it as plain text in UTF-8.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:400].count(0) > len(content[:400]) / 4:
        return Message(
            "the file is UTF-16 ('Unicode text' in Excel); save it with the encoding UTF-8 (in Excel: 'CSV UTF-8')."
        )
    if content[:400].lstrip().lower().startswith(_PAGE):
        return Message("the file is a web page or XML, and not the table or text that is expected; download it anew.")
    return None
