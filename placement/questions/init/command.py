"""``placement init``: how it is called."""

from __future__ import annotations

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.completion import folders
from placement.console.endings import Exit
from placement.console.types import voice
from placement.locale import N_


@click.command("init", cls=Command, help=N_("Write a small commented scenario in DIR that solves."))
@click.argument("folder", metavar="DIR", shell_complete=folders)
@options.common
@click.pass_context
def command(ctx: click.Context, folder: str) -> Exit:
    """Write a small scenario that solves."""
    from placement.questions.init.run import init  # noqa: PLC0415 - help comes at once

    return init(folder, voice(ctx))
