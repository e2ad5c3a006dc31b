"""The group ``placement`` with all its commands: the questions', the workbench's, and shell completion."""

from __future__ import annotations

import rich_click as click

from placement import __version__
from placement.console import options
from placement.console.command import Commands
from placement.console.endings import Exit
from placement.console.output import write
from placement.console.types import SHELLS, OneOf
from placement.locale import N_
from placement.questions import modules
from placement.web.command import command as serve

WORKBENCH_BEFORE = "verify"
"""The command before which the workbench is listed: after those that write something."""


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
    from placement.console.types import completion  # noqa: PLC0415 - the same name

    return completion(shell)
