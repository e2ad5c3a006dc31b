"""``placement report``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click
from click.core import ParameterSource

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.endings import Exit
from placement.console.types import Existing, OneOf, Whole, files
from placement.locale import N_
from placement.present.parts import DEPTHS

SOLVING = frozenset(
    (
        "variant",
        "overrides",
        "reference",
        "tips",
        "weights",
        "method",
        "gap",
        "time_limit",
        "threads",
        "seed",
        "formulation",
        "solver",
    )
)
"""Options that only make sense where something is solved."""


@click.command(
    "report", cls=Command, help=N_("Write an HTML page (and PDF) of a result folder, a comparison or a scenario.")
)
@click.argument("scenario", type=Existing(), metavar="DIR|SCENARIO")
@click.argument("moved", type=Existing(), required=False, metavar="[SCENARIO]")
@options.changes
@options.reference
@options.tips
@options.searching
@click.option(
    "--out",
    "out_page",
    default=None,
    metavar="FILE",
    shell_complete=files,
    help=N_("File the page is written to; otherwise report.html in the folder, or here."),
)
@click.option(
    "--tradeoff", type=Existing(), default=None, metavar="DIR", help=N_("Folder of tradeoff --out, shown as points.")
)
@click.option(
    "--suppress-below",
    "below",
    type=Whole(),
    default=None,
    metavar="N",
    help=N_("Hide visit counts below this; 0 hides none. Otherwise 5."),
)
@click.option(
    "--depth",
    type=OneOf(DEPTHS),
    default="everything",
    show_default=True,
    help=N_(
        "How much is shown and printed: two pages, at most eight for a meeting, or everything. The page lets its "
        "reader choose; a PDF has this much."
    ),
)
@click.option("--pdf", is_flag=True, help=N_("Write a tagged PDF too (needs WeasyPrint)."))
@options.quiet
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """One page of HTML."""
    from placement.questions.report.run import Request, report  # noqa: PLC0415 - help comes at once

    named = tuple(param.opts[-1] for param in ctx.command.params if _is_for_solving(ctx, str(param.name)))
    shared = {"out": asked.pop("out_page"), "csv": "standard", "every": False, "as_json": False}
    return report(Request(**call_of(ctx), **asked, **shared, named=named))


def _is_for_solving(ctx: click.Context, name: str) -> bool:
    """Whether the user wrote an option that only makes sense where something is solved."""
    return name in SOLVING and ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
