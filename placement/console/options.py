"""The options the commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import rich_click as click

from placement.console.completion import combined, files, folders, names
from placement.console.types import Decimal, Existing, Name, OneOf, WeightsType, Whole
from placement.present.words.voice import LANGUAGES
from placement.scenario.schema.units import WEIGHT

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
_solving = together(
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
    _solving,
)
search = together(
    searching,
    click.option("--alternatives", is_flag=True),
    click.option("--confirm", is_flag=True),
    click.option("--confirm-with", default=None, metavar="NAME"),
)
spread = together(
    click.option("--workers", type=Whole(1, 1024), default=None, metavar="N"),
    click.option("--cluster", default=None, metavar="ADDRESS"),
)
weighing = together(
    _weights,
    click.option("--method", type=OneOf(WEIGHING), default=None, metavar="METHOD"),
    _solving,
)
front = together(
    click.option("--spacing", type=Decimal(0, 1), default="0", show_default=True, metavar="SHARE"),
    click.option("--points", type=Whole(), default="30", show_default=True, metavar="N"),
    weighing,
)
sample = together(
    click.option("--draws", type=Whole(0, 10_000), default="6", show_default=True, metavar="N"),
    click.option("--numbers", type=Whole(0, 10_000), default="10", show_default=True, metavar="N"),
    click.option(
        "--least-weight", type=Decimal(0, 1 / 3, unit=WEIGHT), default="0.1", show_default=True, metavar="SHARE"
    ),
    click.option("--within", type=Decimal(0, 1), default="0.02", show_default=True, metavar="SHARE"),
    click.option("--decide", type=Decimal(0, 1), default="0.95", show_default=True, metavar="SHARE"),
    click.option("--drop", type=Decimal(0, 1), default="0.05", show_default=True, metavar="SHARE"),
)
ballots = together(
    click.option("--method", type=OneOf(WEIGHING), default=None, metavar="METHOD"),
    click.option("--anonymous", is_flag=True),
    _solving,
    spread,
)
tables = together(
    click.option("--out", default=None, metavar="DIR", shell_complete=folders),
    click.option("--csv", type=OneOf(DIALECTS), default="standard", show_default=True),
)
folder = together(
    tables,
    click.option("--suppress-below", type=Whole(), default="0", show_default=True, metavar="N"),
)
serving = together(
    click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS"),
    click.option("--port", type=Whole(0, 65535), default="8000", show_default=True),
    click.option("--allow-host", multiple=True, metavar="NAME"),
    click.option("--desks", type=Whole(1, 64), default="2", show_default=True, metavar="N"),
    click.option("--ballot", is_flag=True),
    click.option("--notes", default=None, metavar="DIR"),
    _solving,
)
exact = click.option("--exact", type=Whole(), default=None, metavar="N")
page = together(
    click.option("--out", "out_page", default=None, metavar="FILE", shell_complete=files),
    click.option("--tradeoff", type=Existing(), default=None, metavar="DIR"),
    click.option("--suppress-below", "below", type=Whole(), default=None, metavar="N"),
    click.option("--pdf", is_flag=True),
)
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
"""Options of ``report`` that only make sense where something is solved."""
as_json = click.option("--json", "as_json", is_flag=True)
every = click.option("--all", "every", is_flag=True)
profiles = click.option("--profiles", is_flag=True)
reference = click.option(
    "--reference",
    type=Name(),
    default="today",
    show_default=True,
    metavar="NAME",
    shell_complete=names("variants", "today", "base"),
)
tips = click.option("--tips", is_flag=True)
put_back = click.option("--put-back", is_flag=True)
quiet = click.option("--quiet", is_flag=True)
common = together(
    click.option("--lang", type=OneOf(LANGUAGES), expose_value=False, envvar="PLACEMENT_LANG"),
    click.option("--debug", is_flag=True, expose_value=False),
)
"""Read before anything else (``entry.early``), so that every message knows them."""
