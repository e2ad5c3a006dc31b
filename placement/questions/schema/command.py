"""``placement schema``: how it is called."""

from __future__ import annotations

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.completion import files
from placement.console.endings import Exit
from placement.console.types import voice
from placement.locale import N_


@click.command("schema", cls=Command, help=N_("JSON Schema of the scenario, for editors."))
@click.option(
    "--out", "out_file", default=None, metavar="FILE", shell_complete=files, help=N_("File the schema is written to.")
)
@options.common
@click.pass_context
def command(ctx: click.Context, out_file: str | None) -> Exit:
    """JSON Schema of the scenario."""
    from placement.questions.schema.run import schema  # noqa: PLC0415 - help comes at once

    return schema(out_file, voice(ctx))
