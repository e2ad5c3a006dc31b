"""Results of finished chunks in a file, so that a later run goes on where one was ended."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from placement.errors import Message, why
from placement.present.folder.errors import RefusedError
from placement.scenario.source.files import read_bytes


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
