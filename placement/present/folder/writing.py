"""Writing results: files that appear whole or not at all, and results of unfinished work for a later run to continue.

A file is first written beside its place under a hidden name, then moved. Hidden files left by a run that was killed
are removed by the next one.
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

if sys.platform != "win32":  # on Windows leftovers stay, as their writer may still be running
    import fcntl

_PATIENCE = 20.0
"""Seconds to wait for another run that writes in the same folder."""
_PAUSE = 0.05
_LEFT = r"\.%s\.[0-9a-f]{8}\.(new|old)"


def put(path: Path, content: bytes) -> None:
    """Write a file under a hidden name, make sure it is on the disk, then move it to ``path``.

    A link stays a link, to the file as it is now, and an earlier file's permissions stay as they were.

    Raises:
        ResultError: it cannot be written; an earlier file at ``path`` is unchanged.
    """
    check_name(path)
    path = behind(path)
    fresh = beside(path, "new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with alone(path.parent) as nobody_else:
            if nobody_else:
                clear(path)
            write(fresh, content)
            move(fresh, path)
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


def behind(path: Path) -> Path:
    """Where a link leads; a path that is none, as it is."""
    return Path(os.path.realpath(path)) if os.path.islink(path) else path  # noqa: PTH114 - it refuses no name


def move(fresh: Path, path: Path) -> None:
    """Move a finished file to its place; it gets the permissions of an earlier file there."""
    if path.exists():
        shutil.copymode(path, fresh)
    fresh.replace(path)


def beside(path: Path, end: str) -> Path:
    """A hidden name in the folder of ``path`` that nobody else uses."""
    return path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.{end}")


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """A context that waits for the folder's lock; yields True if no other run of this program writes in it.

    The folder itself is locked, so that no lock file is left behind and a killed run blocks nobody. False where the
    system cannot lock folders, or another run does not end in time.
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
    """Remove hidden files that killed runs have left beside ``path``; only inside `alone`.

    If such a run had moved the earlier result aside and not yet put the new one there, the earlier one is restored.
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
    """Texts by name in a file, a line each, written to disk one by one. Lines that cannot be read are ignored.

    Args:
        path: the file; it is created when the first text is put.

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
        """Delete the file: the run it was for is complete."""
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
    """The file of finished parts for a result folder that does not exist yet; it lies beside the folder."""
    target = Path(os.path.realpath(folder))
    return KeptFile(target.with_name(f"{target.name}.unfinished"))


def _read(line: bytes) -> dict[str, str]:
    """The name and text of a line as a mapping; empty where the line was cut off."""
    try:
        name, text = json.loads(line)
    except (ValueError, TypeError, RecursionError):
        return {}
    return {name: text} if isinstance(name, str) and isinstance(text, str) else {}
