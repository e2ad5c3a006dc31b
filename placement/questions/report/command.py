"""``placement report``: how it is called."""

from __future__ import annotations

from typing import Any

import rich_click as click
from click.core import ParameterSource

from placement.console import options
from placement.console.command import Command, call_of
from placement.console.completion import files
from placement.console.status import Exit
from placement.console.types import Existing, Whole

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


@click.command("report", cls=Command)
@click.argument("scenario", type=Existing(), metavar="DIR|SCENARIO")
@click.argument("moved", type=Existing(), required=False, metavar="[SCENARIO]")
@options.changes
@options.reference
@options.tips
@options.searching
@click.option("--out", "out_page", default=None, metavar="FILE", shell_complete=files)
@click.option("--tradeoff", type=Existing(), default=None, metavar="DIR")
@click.option("--suppress-below", "below", type=Whole(), default=None, metavar="N")
@click.option("--pdf", is_flag=True)
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
