"""Files and folders that are written whole or not at all, and what a run that was killed has left of them."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from placement.errors import Message, why
from placement.present.folder.errors import RefusedError, no_name

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
