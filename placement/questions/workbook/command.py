"""``placement workbook``: its arguments."""

from __future__ import annotations

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.endings import Exit
from placement.console.types import files, voice
from placement.locale import N_


@click.command(
    "workbook", cls=Command, help=N_("Write the scenario as a workbook to edit; every command reads it like YAML.")
)
@options.scenario
@click.argument("file", metavar="FILE.xlsx", shell_complete=files)
@options.common
@click.pass_context
def command(ctx: click.RichContext, scenario: str, file: str) -> Exit:
    """Write a scenario as a workbook."""
    from placement.questions.workbook.run import workbook  # noqa: PLC0415 - help comes at once

    return workbook(scenario, file, voice(ctx))
