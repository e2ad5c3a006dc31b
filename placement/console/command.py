"""What every command is declared with: how its usage is written, and what a request takes from the call itself."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console.output import remark
from placement.console.types import voice
from placement.locale import N_


def write_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """How a command is called, in the user's language."""
    formatter.write_usage(
        ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix=voice(ctx)(N_("Usage:"))
    )


class Command(click.RichCommand):
    """One command."""

    format_usage = write_usage


def call_of(ctx: click.Context) -> dict[str, Any]:
    """What a request takes from the call itself: the language, and the command as it was written.

    Whoever asks for it will solve something: a solver that is known to be wrong is named first.
    """
    from placement.solve.versions import LEAST, known_wrong  # noqa: PLC0415 - help comes at once

    if installed := known_wrong():
        remark(
            voice(ctx)(
                N_("! HiGHS {installed} has called plans best that were not. Install highspy {least} or newer."),
                installed=installed,
                least=LEAST,
            )
        )
    return {"voice": voice(ctx), "command": ctx.find_root().meta.get("placement.command", "")}
