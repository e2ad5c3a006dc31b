"""``placement ballots``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.endings import Exit
from placement.console.types import Existing
from placement.locale import N_


@click.command(
    "ballots",
    cls=Command,
    help=N_(
        "What the participants' own weights (BALLOTS.csv, given before anybody saw a map) would choose and agree on."
    ),
)
@options.scenario
@click.argument("ballots", type=Existing(), metavar="BALLOTS.csv")
@options.changes
@options.weighing_method
@click.option("--anonymous", is_flag=True, help=N_("Write numbers instead of participants' names."))
@options.solving
@options.spread
@options.telling
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """What each participant's weights would choose."""
    from placement.questions.ballots.run import Request, ballots  # noqa: PLC0415 - help comes at once

    return ballots(Request(**call_of(ctx), price=None, weights=None, **asked))
