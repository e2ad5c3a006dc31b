"""``placement serve``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.status import Exit
from placement.console.types import Whole


@click.command("serve", cls=Command)
@options.scenario
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS")
@click.option("--port", type=Whole(0, 65535), default="8000", show_default=True)
@click.option("--allow-host", multiple=True, metavar="NAME")
@click.option("--desks", type=Whole(1, 64), default="2", show_default=True, metavar="N")
@click.option("--ballot", is_flag=True)
@click.option("--notes", default=None, metavar="DIR")
@options.solving
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The workbench in the browser."""
    from placement.web.run import Request, serve  # noqa: PLC0415 - help comes at once

    return serve(Request(**call_of(ctx), **asked))
