"""``placement solve``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.endings import Exit
from placement.locale import N_


@click.command(
    "solve", cls=Command, help=N_("Calculate a proposal, its first steps, what came close and what it rests on.")
)
@options.scenario
@options.changes
@options.searching
@click.option("--alternatives", is_flag=True, help=N_("Find other plans that are as good, at most five."))
@click.option(
    "--confirm", is_flag=True, help=N_("Let another solver confirm the proposal; where they disagree the status is 8.")
)
@click.option(
    "--confirm-with",
    default=None,
    metavar="NAME",
    help=N_("Confirm with this one: scip, cbc, highs or another that PuLP knows."),
)
@options.folder
@options.every
@click.option("--profiles", is_flag=True, help=N_("Also solve what each profile would propose."))
@options.as_json
@options.quiet
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Solve a scenario."""
    from placement.questions.proposal.run import Request, solve  # noqa: PLC0415 - help comes at once

    return solve(Request(**call_of(ctx), **asked))
