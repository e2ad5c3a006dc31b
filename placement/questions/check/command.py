"""``placement check``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.endings import Exit
from placement.console.types import voice
from placement.locale import N_


@click.command("check", cls=Command, help=N_("Find every fault in the scenario at once; show what it rests on."))
@options.scenario
@options.changes
@options.tables
@options.every
@options.as_json
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Check a scenario."""
    from placement.questions.check.run import check  # noqa: PLC0415 - help comes at once

    return check(voice=voice(ctx), **asked)
