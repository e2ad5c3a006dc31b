"""``placement tradeoff``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.status import Exit
from placement.console.types import Decimal, Whole


@click.command("tradeoff", cls=Command)
@options.scenario
@options.changes
@click.option("--spacing", type=Decimal(0, 1), default="0", show_default=True, metavar="SHARE")
@click.option("--points", type=Whole(), default="30", show_default=True, metavar="N")
@options.weighing
@options.telling
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The plans there is a choice between."""
    from placement.questions.tradeoff.run import Request, tradeoff  # noqa: PLC0415 - help comes at once

    return tradeoff(Request(**call_of(ctx), **asked))
