"""``placement check``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.status import Exit
from placement.console.types import voice


@click.command("check", cls=Command)
@options.scenario
@options.changes
@options.every
@options.as_json
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Every fault at once."""
    from placement.questions.check.run import check  # noqa: PLC0415 - help comes at once

    return check(voice=voice(ctx), **asked)
