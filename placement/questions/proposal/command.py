"""``placement solve``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.status import Exit


@click.command("solve", cls=Command)
@options.scenario
@options.changes
@options.searching
@click.option("--alternatives", is_flag=True)
@click.option("--confirm", is_flag=True)
@click.option("--confirm-with", default=None, metavar="NAME")
@options.folder
@options.every
@click.option("--profiles", is_flag=True)
@options.as_json
@options.quiet
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The calculated proposal."""
    from placement.questions.proposal.run import Request, solve  # noqa: PLC0415 - help comes at once

    return solve(Request(**call_of(ctx), **asked))
