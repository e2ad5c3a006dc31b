"""Messages about files and folders that cannot be read or written."""

from __future__ import annotations

import errno
import os

from placement.errors import Message, PlacementError, ResultError, ScenarioError, why
from placement.present.words.voice import Voice


class RefusedError(ResultError):
    """A result folder that cannot be read or written."""


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


def sentences(error: PlacementError, say: Voice) -> list[str]:
    """An error in sentences: one for each fault of a scenario, else one."""
    if isinstance(error, ScenarioError):
        return [say.told(fault.sentence) for fault in error.faults]
    return [say.told(error.message)]
