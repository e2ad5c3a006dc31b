"""``placement compare``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.endings import Exit
from placement.locale import N_


@click.command("compare", cls=Command, help=N_("Put today and variants side by side: who loses, who gains, who pays."))
@options.scenario
@options.changes
@options.reference
@options.tips
@options.searching
@options.telling
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Today and variants side by side."""
    from placement.questions.compare.run import Request, compare  # noqa: PLC0415 - help comes at once

    return compare(Request(**call_of(ctx), **asked))
