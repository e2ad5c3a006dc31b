"""``placement drafts``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.endings import Exit
from placement.console.types import Existing
from placement.locale import N_


@click.command(
    "drafts", cls=Command, help=N_("Put two versions side by side: what changed, who stands by it, and what it did.")
)
@click.argument("old", type=Existing(), metavar="OLD")
@click.argument("scenario", type=Existing(), metavar="NEW")
@click.option(
    "--put-back",
    is_flag=True,
    help=N_("Solve the new one again with one part at a time as before: which change does what?"),
)
@options.searching
@options.telling
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """What changed from one version to the next."""
    from placement.questions.drafts.run import Request, drafts  # noqa: PLC0415 - help comes at once

    return drafts(Request(**call_of(ctx), variant=None, overrides=(), **asked))
