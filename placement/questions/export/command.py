"""``placement export``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.completion import files
from placement.console.endings import Exit
from placement.console.types import voice
from placement.locale import N_


@click.command("export", cls=Command, help=N_("Write the model as LP or MPS, for other solvers."))
@options.scenario
@click.argument("file", metavar="FILE.lp|FILE.mps", shell_complete=files)
@options.changes
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The model as LP or MPS."""
    from placement.questions.export.run import export  # noqa: PLC0415 - help comes at once

    return export(voice=voice(ctx), **asked)
