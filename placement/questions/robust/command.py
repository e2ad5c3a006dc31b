"""``placement robust``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.endings import Exit
from placement.console.types import Decimal, Whole
from placement.locale import N_
from placement.scenario.schema.units import WEIGHT

_sample = options.together(
    click.option(
        "--draws",
        type=Whole(0, 10_000),
        default="6",
        show_default=True,
        metavar="N",
        help=N_("Worlds in which all numbers with a range are drawn at once; for each variant."),
    ),
    click.option(
        "--numbers",
        type=Whole(0, 10_000),
        default="10",
        show_default=True,
        metavar="N",
        help=N_("At most so many numbers are tried one at a time at both ends; 0 tries none."),
    ),
    click.option(
        "--least-weight",
        type=Decimal(0, 1 / 3, unit=WEIGHT),
        default="0.1",
        show_default=True,
        metavar="SHARE",
        help=N_("With weights: no aim weighs less than this share; 0 is all weights there are."),
    ),
    click.option(
        "--within",
        type=Decimal(0, 1),
        default="0.02",
        show_default=True,
        metavar="SHARE",
        help=N_("Show plans that are at most so much worse (share of what is gained over today) and differ most."),
    ),
    click.option(
        "--decide",
        type=Decimal(0, 1),
        default="0.95",
        show_default=True,
        metavar="SHARE",
        help=N_("Core index from which on a thing can be decided."),
    ),
    click.option(
        "--drop",
        type=Decimal(0, 1),
        default="0.05",
        show_default=True,
        metavar="SHARE",
        help=N_("Core index up to which a thing is put aside."),
    ),
)


@click.command(
    "robust",
    cls=Command,
    help=N_("How sure is the proposal? What can be decided now, should be discussed or can be put aside."),
)
@options.scenario
@options.changes
@_sample
@options.weighing
@options.spread
@options.telling
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """How sure the proposal is."""
    from placement.questions.robust.run import Request, robust  # noqa: PLC0415 - help comes at once

    return robust(Request(**call_of(ctx), **asked))
