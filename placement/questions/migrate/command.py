"""``placement migrate``: its arguments and options."""

from __future__ import annotations

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.endings import Exit
from placement.console.types import voice
from placement.locale import N_


@click.command("migrate", cls=Command, help=N_("Rewrite a scenario in place with the names of the newest version."))
@options.scenario
@click.option("--dry-run", is_flag=True, help=N_("Say what would change; write nothing."))
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, scenario: str, *, dry_run: bool) -> Exit:
    """Rewrite a scenario."""
    from placement.questions.migrate.run import migrate  # noqa: PLC0415 - help comes at once

    return migrate(scenario, dry_run=dry_run, say=voice(ctx))
