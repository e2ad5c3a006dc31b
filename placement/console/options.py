"""The options that several commands share; an option that one command has alone is declared with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import rich_click as click

from placement.console.completion import combined, folders, names
from placement.console.types import Decimal, Existing, Name, OneOf, WeightsType, Whole
from placement.present.words.voice import LANGUAGES

Command = TypeVar("Command", bound=Callable[..., Any])

METHODS = ("balanced", "weighted", "lexicographic", "epsilon", "monetised")
WEIGHING = ("balanced", "weighted")
FORMULATIONS = ("auto", "configuration", "assignment")
DIALECTS = ("excel-da", "standard")


def together(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Several options as one decorator, in the order written."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


scenario = click.argument("scenario", type=Existing(), metavar="SCENARIO")
changes = together(
    click.option("--variant", type=Name(), default=None, metavar="NAMES", shell_complete=combined("variants")),
    click.option("--set", "overrides", type=Name(), multiple=True, metavar="PATH=VALUE"),
)
_weights = click.option("--weights", type=WeightsType(), default=None, metavar="WEIGHTS")
solving = together(
    click.option("--gap", type=Decimal(0, 1), default="0.001", show_default=True),
    click.option("--time-limit", type=Decimal(above=True), default=None, metavar="SECONDS"),
    click.option("--threads", type=Whole(1, 1024), default="1", show_default=True),
    click.option("--seed", type=Whole(), default="0", show_default=True),
    click.option("--formulation", type=OneOf(FORMULATIONS), metavar="NAME", default="auto", show_default=True),
    click.option("--solver", default="highs", show_default=True, metavar="NAME"),
)
searching = together(
    _weights,
    click.option("--method", type=OneOf(METHODS), default=None, metavar="METHOD"),
    solving,
)
spread = together(
    click.option("--workers", type=Whole(1, 1024), default=None, metavar="N"),
    click.option("--cluster", default=None, metavar="ADDRESS"),
)
weighing_method = click.option("--method", type=OneOf(WEIGHING), default=None, metavar="METHOD")
weighing = together(_weights, weighing_method, solving)
tables = together(
    click.option("--out", default=None, metavar="DIR", shell_complete=folders),
    click.option("--csv", type=OneOf(DIALECTS), default="standard", show_default=True),
)
folder = together(
    tables,
    click.option("--suppress-below", type=Whole(), default="0", show_default=True, metavar="N"),
)
as_json = click.option("--json", "as_json", is_flag=True)
every = click.option("--all", "every", is_flag=True)
reference = click.option(
    "--reference",
    type=Name(),
    default="today",
    show_default=True,
    metavar="NAME",
    shell_complete=names("variants", "today", "base"),
)
tips = click.option("--tips", is_flag=True)
quiet = click.option("--quiet", is_flag=True)
telling = together(tables, every, as_json, quiet)
"""How a study is told: tables in a folder, all of it or what matters, text or JSON, and how far it is meanwhile."""
common = together(
    click.option("--lang", type=OneOf(LANGUAGES), expose_value=False, envvar="PLACEMENT_LANG"),
    click.option("--debug", is_flag=True, expose_value=False),
)
"""Read before anything else (``entry.early``), so that every message knows them."""
