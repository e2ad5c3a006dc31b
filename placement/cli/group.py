"""The group ``placement`` with all its commands: the questions', the workbench's, and shell completion."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement import __version__
from placement.console import options
from placement.console.command import Command, write_usage
from placement.console.completion import SHELLS
from placement.console.endings import Exit
from placement.console.output import write
from placement.console.types import OneOf, voice
from placement.locale import N_
from placement.questions import modules
from placement.web.command import command as serve

WORKBENCH_BEFORE = "verify"
"""Where the workbench stands among the questions' commands: after those that make something."""


class Commands(click.RichGroup):
    """The group; says which commands there are when another is asked for."""

    format_usage = write_usage
    command_class = Command

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click asks so
        """The commands in the order in which they are used."""
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is named first."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = ", ".join(self.list_commands(ctx))
            raise click.UsageError(
                voice(ctx)(N_("There is no command '{name}'. Commands: {known}."), name=args[0], known=known), ctx
            )
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        write(f"placement {__version__}")
        ctx.exit()


@click.group(
    name="placement",
    cls=Commands,
    help=N_("Decision support: where should a health region offer its hospital functions?"),
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help=N_("Show the version.")
)
@options.common
def commands() -> None:
    """Where should a health region offer its hospital functions?"""


for _question in modules("command"):
    if _question.command.name == WORKBENCH_BEFORE:
        commands.add_command(serve)
    commands.add_command(_question.command)


@commands.command(help=N_("Print the lines that teach a shell (bash, zsh or fish) to complete commands."))
@click.argument("shell", type=OneOf(SHELLS), metavar="|".join(SHELLS))
@options.common
def completion(shell: str) -> Exit:
    """What teaches a shell to complete."""
    from placement.console.completion import completion  # noqa: PLC0415 - the same name

    return completion(shell)
