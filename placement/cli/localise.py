"""Help texts in the user's language."""

from __future__ import annotations

from typing import Any

import click
from rich_click.rich_help_configuration import RichHelpConfiguration

from placement.report.text import Voice


def localise(command: click.Command, say: Voice) -> None:
    """Give a command, its options and the commands below it their help in one language."""
    command.help = say(f"help.{command.name}")
    command.context_settings = {
        **command.context_settings,
        "rich_help_config": _headings(say),
        "help_option_names": ["--help", "-h"],
    }
    for param in command.params:
        if isinstance(param, click.Option):
            param.help = say(f"option.{param.name}")
    shown = click.Option(
        ["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, callback=_help, help=say("option.help")
    )
    command.add_help_option = False
    command.params = [param for param in command.params if param.name != "help"] + [shown]
    for below in getattr(command, "commands", {}).values():
        localise(below, say)


def _help(ctx: click.Context, _: click.Parameter, wanted: Any) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


def _headings(say: Voice) -> RichHelpConfiguration:
    return RichHelpConfiguration(
        commands_panel_title=say("panel.commands"),
        options_panel_title=say("panel.options"),
        arguments_panel_title=say("panel.arguments"),
        default_string=say("help.default", value="{}"),
        max_width=100,
    )
