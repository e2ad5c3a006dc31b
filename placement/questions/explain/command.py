"""``placement explain``: how it is called. Without a site it asks for every pair."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.endings import Exit
from placement.console.types import Name, Whole, names
from placement.locale import N_


@click.command(
    "explain", cls=Command, help=N_("Why FUNCTION is, or is not, at SITE, and what it costs to insist on the contrary.")
)
@options.scenario
@click.argument(
    "function", type=Name(), metavar="[FUNCTION]", required=False, default="", shell_complete=names("functions")
)
@click.argument("site", type=Name(), metavar="[SITE]", required=False, default="", shell_complete=names("sites"))
@options.changes
@options.searching
@click.option(
    "--exact",
    type=Whole(),
    default=None,
    metavar="N",
    help=N_("Without FUNCTION and SITE: solve again for at most so many pairs; the others get bounds."),
)
@options.folder
@options.every
@options.as_json
@options.quiet
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Why, or why not here."""
    from placement.questions.explain.run import Request, explain  # noqa: PLC0415 - help comes at once
    from placement.questions.pairs.run import every_pair  # noqa: PLC0415

    request = Request(**call_of(ctx), **asked)
    return explain(request) if request.site else every_pair(request)
