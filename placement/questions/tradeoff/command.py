"""``placement tradeoff``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.endings import Exit
from placement.console.types import Decimal, Whole
from placement.locale import N_


@click.command(
    "tradeoff", cls=Command, help=N_("Find the best plan at each price of a minute, and what the next step costs.")
)
@options.scenario
@options.changes
@click.option(
    "--all",
    "every",
    is_flag=True,
    help=N_("Every plan that none beats in all three aims, also those that are best at no price; takes longer."),
)
@click.option(
    "--spacing",
    type=Decimal(0, 1),
    default=None,
    show_default="0",
    metavar="SHARE",
    help=N_("With --all: let a plan stand for others within this share of the range; 0 takes them all."),
)
@click.option(
    "--points",
    type=Whole(),
    default=None,
    show_default="30",
    metavar="N",
    help=N_("With --all: stop at so many plans; 0 does not stop."),
)
@options.weighing
@options.tables
@options.as_json
@options.quiet
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The plans there is a choice between."""
    from placement.questions.tradeoff.run import Request, tradeoff  # noqa: PLC0415 - help comes at once

    return tradeoff(Request(**call_of(ctx), **asked))
