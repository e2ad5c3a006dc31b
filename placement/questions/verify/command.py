"""``placement verify``: how it is called."""

from __future__ import annotations

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.endings import Exit
from placement.console.types import Existing, voice
from placement.locale import N_


@click.command("verify", cls=Command, help=N_("Audit a result folder against its scenario, without the solver."))
@click.argument("folder", type=Existing(), metavar="DIR")
@click.argument("scenario", type=Existing(), required=False, metavar="[SCENARIO]")
@options.as_json
@options.common
@click.pass_context
def command(ctx: click.Context, folder: str, scenario: str | None, *, as_json: bool) -> Exit:
    """Audit a result folder."""
    from placement.questions.verify.run import verify  # noqa: PLC0415 - help comes at once

    return verify(folder, scenario, voice(ctx), as_json=as_json)
