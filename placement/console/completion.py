"""Completion of words in the shell: commands, options, and the names a scenario has."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import click
from click.shell_completion import CompletionItem, get_completion_class, shell_complete

from placement.console.endings import Exit
from placement.console.output import write
from placement.console.types import voice

ASKED = "_PLACEMENT_COMPLETE"
"""Environment variable by which a shell asks how a word may go on."""
SHELLS = ("bash", "zsh", "fish")
Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
_JOINED = re.compile(r"[+,]")


def completion(shell: str) -> Exit:
    """Print the lines that teach a shell to ask."""
    asking = get_completion_class(shell)
    if asking is None:
        raise click.BadParameter(shell)
    script = asking(click.Command("placement"), {}, "placement", ASKED)
    write((script.source_template % script.source_vars()).strip())
    return Exit.DONE


def answer(commands: click.Command, say: object) -> int:
    """Answer a shell that asks."""
    return shell_complete(commands, {"obj": say}, "placement", ASKED, os.environ[ASKED])


def names(section: str, *more: str) -> Complete:
    """Completes an id of a section of the scenario, or one of ``more`` words."""

    def complete(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
        known = {**dict.fromkeys(more, ""), **_known(ctx, section)}
        return [CompletionItem(name, help=title or None) for name, title in known.items() if name.startswith(begun)]

    return complete


def combined(section: str) -> Complete:
    """Completes the last of several ids with ``+`` or ``,`` between."""

    def complete(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
        before, last = _split(begun)
        used = _JOINED.split(before)
        return [
            CompletionItem(before + name, help=title or None)
            for name, title in _known(ctx, section).items()
            if name.startswith(last) and name not in used
        ]

    return complete


def _known(ctx: click.Context, section: str) -> dict[str, str]:
    from placement.scenario.unchecked import written_names  # noqa: PLC0415 - help needs no scenario

    # where the value of an option is missing, click leaves the arguments before it unread
    scenario = ctx.params.get("scenario") or next(iter(ctx.args), "")
    return written_names(scenario, section, voice(ctx).language) if scenario else {}


def _split(begun: str) -> tuple[str, str]:
    """What stands before the last id, and the id as far as it is written."""
    at = max(begun.rfind(sign) for sign in "+,") + 1
    return begun[:at], begun[at:]


def folders(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Leaves a folder to the shell."""
    return [CompletionItem(begun, type="dir")]


def files(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Leaves a file to the shell."""
    return [CompletionItem(begun, type="file")]
