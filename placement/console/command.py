"""The classes of commands, and their help and usage in the user's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import rich_click as click
from rich_click.rich_help_configuration import RichHelpConfiguration

from placement.console.output import remark, write
from placement.console.types import voice
from placement.locale import N_, P_
from placement.present.screen.lines import Terminal, showable, writing_to
from placement.present.words.voice import Voice


def write_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the usage line of a command in the user's language."""
    formatter.write_usage(
        ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix=voice(ctx)(N_("Usage:"))
    )


class Command(click.RichCommand):
    """A command of ``placement``, with its usage in the user's language."""

    format_usage = write_usage


class Commands(click.RichGroup):
    """A group of commands; an unknown command is answered with those there are."""

    format_usage = write_usage
    command_class = Command

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click asks so
        """The commands in the order in which they are used."""
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command named by the first argument."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = ", ".join(self.list_commands(ctx))
            raise click.UsageError(
                voice(ctx)(N_("There is no command '{name}'. Commands: {known}."), name=args[0], known=known), ctx
            )
        return super().resolve_command(ctx, args)


def call_of(ctx: click.Context) -> dict[str, Any]:
    """Fields of a request that come from the call itself: the voice, and the command line as it was written.

    Commands with a request solve something, so this also warns of a version of HiGHS that is known to be wrong.
    """
    from placement.solve.result import LEAST, known_wrong  # noqa: PLC0415 - help comes at once

    if installed := known_wrong():
        remark(
            voice(ctx)(
                N_("! HiGHS {installed} has called plans best that were not. Install highspy {least} or newer."),
                installed=installed,
                least=LEAST,
            )
        )
    return {"voice": voice(ctx), "command": ctx.find_root().meta.get("placement.command", "")}


METAVAR: dict[str, str] = {
    "ADDRESS": N_("ADDRESS"),
    "DATE": N_("DATE"),
    "KIND": N_("KIND"),
    "METRES": N_("METRES"),
    "MODE": N_("MODE"),
    "NUMBER": N_("NUMBER"),
    "TEXT": N_("TEXT"),
    "UNIT": N_("UNIT"),
    "BALLOTS": N_("BALLOTS"),
    "DIR": N_("DIR"),
    "EXTRACT": N_("EXTRACT"),
    "SCENARIO": N_("SCENARIO"),
    "FILE": N_("FILE"),
    "METHOD": N_("METHOD"),
    "N": N_("N"),
    "NAME": N_("NAME"),
    "NAMES": N_("NAMES"),
    "NEW": P_("metavar", "NEW"),
    "OLD": N_("OLD"),
    "PATH": N_("PATH"),
    "VALUE": N_("VALUE"),
    "SECONDS": N_("SECONDS"),
    "AMOUNT": N_("AMOUNT"),
    "SHARE": N_("SHARE"),
    "WEIGHTS": N_("WEIGHTS"),
    "FUNCTION": N_("FUNCTION"),
    "SITE": N_("SITE"),
}

Words = Callable[..., str]
_METAVAR = re.compile(r"[A-Z]+")
_AS_WRITTEN: dict[click.Parameter, str | None] = {}
"""By parameter, the placeholder for its value in help, as declared: in English."""
_HELP: dict[click.Command | click.Parameter, str] = {}
"""By command or option, its help as declared: in English. Kept because translating overwrites it."""


def localise(command: click.Command, say: Voice, on: Terminal) -> None:
    """Translate the help of a command, its options and its subcommands, in the characters and width of a terminal."""
    with writing_to(on):
        _localise(command, lambda text, **values: showable(say(text, **values)), on.columns)


def _localise(command: click.Command, say: Words, columns: int) -> None:
    command.help = say(_HELP.setdefault(command, command.help or ""))
    command.options_metavar = say("[OPTIONS]")
    command.context_settings = {
        **command.context_settings,
        "rich_help_config": _headings(say, columns),
        "help_option_names": ["--help", "-h"],
    }
    shown = click.Option(
        ["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, callback=_help, help=say("Show this help.")
    )
    command.add_help_option = False
    command.params = [param for param in command.params if param.name != "help"]
    for param in command.params:
        param.metavar = _metavar(_AS_WRITTEN.setdefault(param, param.metavar), say)
        if isinstance(param, click.Option):
            param.help = say(_HELP.setdefault(param, param.help or ""))
    command.params.append(shown)
    if isinstance(command, click.Group):
        command.subcommand_metavar = say("COMMAND [ARGS]...")
        for below in command.commands.values():
            _localise(below, say, columns)


def _metavar(written: str | None, say: Words) -> str | None:
    """The placeholder for a value with each of its words translated."""
    return None if written is None else _METAVAR.sub(lambda word: say(METAVAR[word[0]]), written)


def _help(ctx: click.Context, _: click.Parameter, wanted: Any) -> None:
    if wanted and not ctx.resilient_parsing:
        write(ctx.get_help())
        ctx.exit()


def _headings(say: Words, columns: int) -> RichHelpConfiguration:
    return RichHelpConfiguration(
        commands_panel_title=say("Commands"),
        options_panel_title=say("Options"),
        arguments_panel_title=say("Arguments"),
        default_string=say("(default: {value})", value="{}"),
        width=columns,
    )
