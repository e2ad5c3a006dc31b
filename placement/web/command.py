"""The command ``placement serve`` and its options."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.endings import Exit
from placement.console.types import Existing, Whole
from placement.locale import N_


@click.command(
    "serve", cls=Command, help=N_("The steering group's workbench in the browser: slide, fix, pin, compare, save.")
)
@options.scenario
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help=N_("Address to listen on; this machine only, unless something is said."),
)
@click.option(
    "--port", type=Whole(0, 65535), default="8000", show_default=True, help=N_("Port to listen on; 0 takes a free one.")
)
@click.option("--allow-host", multiple=True, metavar="NAME", help=N_("A name others may ask for it by. Repeatable."))
@click.option(
    "--desks",
    type=Whole(1, 64),
    default="2",
    show_default=True,
    metavar="N",
    help=N_("Processes that calculate what-ifs at the same time."),
)
@click.option("--ballot", is_flag=True, help=N_("Ballots first: no map is shown before all have voted."))
@click.option(
    "--least-ballots",
    type=Whole(1, 500),
    default="5",
    show_default=True,
    metavar="N",
    help=N_("Show what the ballots say only where at least so many have answered."),
)
@click.option(
    "--notes", default=None, metavar="DIR", help=N_("Folder of log and ballots; the scenario's own otherwise.")
)
@click.option(
    "--guests",
    is_flag=True,
    help=N_("Let in by links only: one for the chair, and one that follows and cannot change."),
)
@click.option(
    "--phones",
    type=Whole(1, 10000),
    default=None,
    metavar="N",
    help=N_("So many phones may answer either-or questions, each by a code of its own; with --questions."),
)
@click.option(
    "--questions",
    type=Existing(),
    default=None,
    metavar="FILE",
    help=N_("The questions, as placement ballots --questions FILE.csv writes them."),
)
@click.option(
    "--meeting",
    type=Existing(),
    default=None,
    metavar="FILE",
    help=N_("Go on with the meeting of this file, however long ago it was; to replay it."),
)
@click.option("--new-meeting", "anew", is_flag=True, help=N_("Begin a new meeting, even where one could go on."))
@options.solving
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The workbench in the browser."""
    from placement.web.run import Request, serve  # noqa: PLC0415 - help comes at once

    return serve(Request(**call_of(ctx), **asked))
