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
        "Ask what a saved minute may cost, by either-or questions without places; and count the answers (BALLOTS.csv)."
    ),
)
@options.scenario
@click.argument("ballots", type=Existing(), metavar="[BALLOTS.csv]", required=False)
@click.option(
    "--questions",
    default=None,
    metavar="FILE",
    help=N_("Write the questions as CSV, and beside it an empty sheet for the answers."),
)
@options.changes
@click.option("--anonymous", is_flag=True, help=N_("Write numbers instead of participants' names."))
@options.solving
@options.telling
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Ask, or count the answers."""
    from placement.questions.ballots.run import Request, ballots  # noqa: PLC0415 - help comes at once

    return ballots(Request(**call_of(ctx), **asked))
