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
    "tradeoff", cls=Command, help=N_("Find the plans there is a choice between: the Pareto set of the three aims.")
)
@options.scenario
@options.changes
@click.option(
    "--spacing",
    type=Decimal(0, 1),
    default="0",
    show_default=True,
    metavar="SHARE",
    help=N_("Let a plan stand for others within this share of the range; 0 takes them all."),
)
@click.option(
    "--points",
    type=Whole(),
    default="30",
    show_default=True,
    metavar="N",
    help=N_("Stop at so many plans; 0 does not stop."),
)
@options.weighing
@options.telling
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The plans there is a choice between."""
    from placement.questions.tradeoff.run import Request, tradeoff  # noqa: PLC0415 - help comes at once

    return tradeoff(Request(**call_of(ctx), **asked))
