"""``placement paper``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.endings import Exit
from placement.console.types import Existing, files
from placement.locale import N_


@click.command("paper", cls=Command, help=N_("Write the paper for a meeting, at most two pages: Word, PDF and HTML."))
@click.argument("scenario", type=Existing(), required=False, metavar="[DIR|SCENARIO]")
@click.argument("moved", type=Existing(), required=False, metavar="[SCENARIO]")
@options.changes
@options.searching
@click.option(
    "--out",
    "out_folder",
    default="paper",
    show_default=True,
    metavar="DIR",
    shell_complete=files,
    help=N_("Folder the paper is written to: paper.docx, paper.pdf, paper.html and where each figure is from."),
)
@click.option(
    "--template",
    type=Existing(),
    default=None,
    metavar="FILE",
    help=N_("Word template of your own; --write-template gives one to begin with."),
)
@click.option(
    "--write-template",
    "write_template",
    default=None,
    metavar="FILE",
    shell_complete=files,
    help=N_("Write the Word template the program uses, to be changed, and nothing else."),
)
@click.option("--replace", is_flag=True, help=N_("Write over a paper that is there already."))
@options.quiet
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The paper for a meeting."""
    from placement.questions.paper.run import Request, paper  # noqa: PLC0415 - help comes at once

    shared = {"out": asked.pop("out_folder"), "csv": "standard", "every": False, "as_json": False}
    return paper(Request(**call_of(ctx), **asked, **shared))
