"""``placement export``: the model as LP or MPS, for any other solver."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.endings import Exit
from placement.console.output import remark
from placement.console.types import files, voice
from placement.errors import ResultError, UsageError, why
from placement.locale import N_
from placement.present.words.voice import Voice

SUFFIXES = (".lp", ".mps")


@click.command("export", cls=Command, help=N_("Write the model as LP or MPS, for other solvers."))
@options.scenario
@click.argument("file", metavar="FILE.lp|FILE.mps", shell_complete=files)
@options.changes
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The model as LP or MPS."""
    return export(voice=voice(ctx), **asked)


def export(*, scenario: str, file: str, variant: str | None, overrides: Sequence[str], voice: Voice) -> Exit:
    """Write the model and, beside it, a table of what its names mean; the file's suffix decides the format."""
    path = Path(file)
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(voice("'{seen}' ends in neither .lp nor .mps; the file name decides the format.", seen=file))
    from placement.console.request import one  # noqa: PLC0415 - help comes at once
    from placement.solve.export import names_beside, write_model  # noqa: PLC0415

    loaded = one(scenario, variant, overrides, voice)
    try:
        write_model(loaded, path)
    except OSError as error:
        raise ResultError(voice("{file} cannot be written: {why}.", file=file, why=why(error))) from error
    remark(voice("Wrote {file} and {names}.", file=file, names=names_beside(path)))
    return Exit.DONE
