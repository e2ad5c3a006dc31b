"""Help texts in the user's language, in signs that the terminal has."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click
from rich_click.rich_help_configuration import RichHelpConfiguration

from placement.console.output import write
from placement.present.screen.terminal import Terminal, showable, writing_to
from placement.present.words.voice import Voice

Words = Callable[..., str]
_METAVAR = re.compile(r"[A-Z]+")
_AS_WRITTEN: dict[click.Parameter, str | None] = {}
"""What stands for a value, as the commands are written; in English."""


def localise(command: click.Command, say: Voice, on: Terminal) -> None:
    """Give a command, its options and the commands below it their help in one language, for a terminal.

    What nobody has translated is shown as it stands where the command is declared.
    """

    def words(key: str, **values: object) -> str:
        return showable(say(key, **values)) if say.knows(key) else ""

    with writing_to(on):
        _localise(command, words, on.columns)


def _localise(command: click.Command, say: Words, columns: int) -> None:
    command.help = say(f"help.{command.name}") or command.help
    command.options_metavar = say("metavar.options")
    command.context_settings = {
        **command.context_settings,
        "rich_help_config": _headings(say, columns),
        "help_option_names": ["--help", "-h"],
    }
    shown = click.Option(
        ["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, callback=_help, help=say("option.help")
    )
    command.add_help_option = False
    command.params = [param for param in command.params if param.name != "help"]
    for param in command.params:
        param.metavar = _metavar(_AS_WRITTEN.setdefault(param, param.metavar), say)
        if isinstance(param, click.Option):
            param.help = say(f"option.{param.name}") or param.help
    command.params.append(shown)
    if isinstance(command, click.Group):
        command.subcommand_metavar = say("metavar.subcommand")
        for below in command.commands.values():
            _localise(below, say, columns)


def _metavar(written: str | None, say: Words) -> str | None:
    """What stands for a value, each word in the language."""
    return None if written is None else _METAVAR.sub(lambda word: say(f"metavar.{word[0]}"), written)


def _help(ctx: click.Context, _: click.Parameter, wanted: Any) -> None:
    if wanted and not ctx.resilient_parsing:
        write(ctx.get_help())
        ctx.exit()


def _headings(say: Words, columns: int) -> RichHelpConfiguration:
    return RichHelpConfiguration(
        commands_panel_title=say("panel.commands"),
        options_panel_title=say("panel.options"),
        arguments_panel_title=say("panel.arguments"),
        default_string=say("help.default", value="{}"),
        width=columns,
    )
