"""``placement export``: the model for any other solver."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from placement.console.endings import Exit
from placement.console.output import remark
from placement.console.request import one
from placement.errors import ResultError, UsageError, why
from placement.present.words.voice import Voice

SUFFIXES = (".lp", ".mps")


def export(*, scenario: str, file: str, variant: str | None, overrides: Sequence[str], voice: Voice) -> Exit:
    """Write the model, and beside it what its names mean; the suffix decides the format."""
    path = Path(file)
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(voice("'{seen}' ends in neither .lp nor .mps; the file name decides the format.", seen=file))
    from placement.solve.export import names_beside, write_model  # noqa: PLC0415 - the solver, only when it is needed

    loaded = one(scenario, variant, overrides, voice)
    try:
        write_model(loaded, path)
    except OSError as error:
        raise ResultError(voice("{file} cannot be written: {why}.", file=file, why=why(error))) from error
    remark(voice("Wrote {file} and {names}.", file=file, names=names_beside(path)))
    return Exit.DONE
