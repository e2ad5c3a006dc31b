"""Writing results: files that appear whole or not at all, and results of unfinished work that a later run goes on from.

A file is first written beside its place under a hidden name, then moved. What a run that was killed has left under
such names is cleared away by the next one.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from placement.errors import Message, RefusedError, no_name, why
from placement.scenario.source.files import read_bytes

if sys.platform != "win32":  # elsewhere leftovers stay, as nothing tells whether their writer lives
    import fcntl

_PATIENCE = 20.0
"""Seconds a writer waits for another one beside it."""
_PAUSE = 0.05
_LEFT = r"\.%s\.[0-9a-f]{8}\.(new|old)"


def put(path: Path, content: bytes) -> None:
    """Write a file beside the one of that name, make sure it is on the disk, then put it in its place.

    Raises:
        ResultError: it cannot be written; what was there is as it was.
    """
    check_name(path)
    fresh = beside(path, "new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with alone(path.parent) as nobody_else:
            if nobody_else:
                clear(path)
            write(fresh, content)
            fresh.replace(path)
    except (OSError, ValueError) as error:
        raise RefusedError(
            Message(
                "{folder} cannot be written: {why}. Nothing was changed; free some space or "
                "choose another folder with --out.",
                folder=path,
                why=why(error),
            )
        ) from error
    finally:
        with contextlib.suppress(OSError, ValueError):
            fresh.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """Write a new file, and make sure it is on the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def check_name(path: Path | str) -> None:
    """ResultError where no system can have a file of that name."""
    if "\0" in str(path):
        raise RefusedError(
            Message(
                "{folder} cannot be written: {why}. Nothing was changed; free some space or "
                "choose another folder with --out.",
                folder=str(path).replace("\0", "␀"),
                why=no_name(),
            )
        )


def beside(path: Path, end: str) -> Path:
    """A hidden name beside ``path`` that nobody else uses."""
    return path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.{end}")


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether no other run of this program writes in the folder; they wait for each other.

    The folder itself is locked, so that nothing is left behind and a run that is killed holds nobody up. Where the
    system cannot lock it, or another run takes long, the answer is no.
    """
    handle = _opened(folder)
    try:
        yield handle is not None and _locked(handle)
    finally:
        if handle is not None:
            os.close(handle)


def _opened(folder: Path) -> int | None:
    try:
        return os.open(folder, os.O_RDONLY)
    except OSError:
        return None


def _locked(handle: int) -> bool:
    if sys.platform == "win32":
        return False
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(_PAUSE)
        except OSError:
            return False
        else:
            return True


def clear(path: Path) -> None:
    """Remove what runs that were killed have left beside ``path``; only to be asked for by who is alone.

    Where such a run had put an earlier result aside and not yet another in its place, the earlier one is put back.
    """
    pattern = re.compile(_LEFT % re.escape(path.name))
    left = sorted(entry for entry in path.parent.iterdir() if pattern.fullmatch(entry.name))
    for entry in left:
        if entry.name.endswith(".old") and not path.exists():
            entry.rename(path)
        elif entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                entry.unlink()


class KeptFile:
    """Texts by name in a file of lines; each is on the disk before the next begins. What cannot be read is left out.

    Args:
        path: the file; it is made with the first text.

    Raises:
        ResultError: the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._texts: dict[str, str] = {}
        try:
            lines = read_bytes(path).splitlines(keepends=True) if path.exists() else []
        except OSError as error:
            raise RefusedError(
                Message("{path} cannot be read: {why}. Solve again to make a new result.", path=path, why=why(error))
            ) from error
        self._broken = bool(lines) and not lines[-1].endswith(b"\n")
        for line in lines:
            self._texts.update(_read(line))

    def get(self, name: str) -> str | None:
        """The text of that name; None where there is none."""
        return self._texts.get(name)

    def __setitem__(self, name: str, text: str) -> None:
        line = json.dumps([name, text], ensure_ascii=False).encode() + b"\n"
        self._append(b"\n" + line if self._broken else line)
        self._broken = False
        self._texts[name] = text

    def remove(self) -> None:
        """What was kept is needed no more."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        self._texts.clear()

    def _append(self, line: bytes) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise RefusedError(
                Message(
                    "{folder} cannot be written: {why}. Nothing was changed; free some space or "
                    "choose another folder with --out.",
                    folder=self.path,
                    why=why(error),
                )
            ) from error


def kept_beside(folder: Path | str) -> KeptFile:
    """What is kept for a result folder that is not there yet: a file beside it."""
    target = Path(os.path.realpath(folder))
    return KeptFile(target.with_name(f"{target.name}.unfinished"))


def _read(line: bytes) -> dict[str, str]:
    """The name and text of a line; nothing where it was cut off."""
    try:
        name, text = json.loads(line)
    except (ValueError, TypeError, RecursionError):
        return {}
    return {name: text} if isinstance(name, str) and isinstance(text, str) else {}
