"""One file, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from placement.errors import why
from placement.report.refused import RefusedError


def put(path: Path, content: bytes) -> None:
    """Write a file beside the one of that name, make sure it is on the disk, then put it in its place.

    Raises:
        ResultError: it cannot be written; what was there is as it was.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):  # there is no such folder
            fresh.unlink(missing_ok=True)
        raise RefusedError("unwritable", folder=path, why=why(error)) from error
