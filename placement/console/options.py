"""Options that several commands share; an option of one command alone is declared with that command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import rich_click as click

from placement.console.types import Decimal, Existing, Name, OneOf, WeightsType, Whole, combined, folders, names
from placement.locale import LANGUAGES, N_
from placement.scenario.schema.units import DKK
from placement.time_limit import DEFAULT_SECONDS

Command = TypeVar("Command", bound=Callable[..., Any])

METHODS = ("price", "balanced", "weighted", "lexicographic", "epsilon")
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
    click.option(
        "--variant",
        type=Name(),
        default=None,
        metavar="NAMES",
        shell_complete=combined("variants"),
        help=N_("What if: a+b combined, a,b side by side."),
    ),
    click.option(
        "--set",
        "overrides",
        type=Name(),
        multiple=True,
        metavar="PATH=VALUE",
        help=N_("Change a value: path=value. Repeatable."),
    ),
)
_weights = click.option(
    "--weights",
    type=WeightsType(),
    default=None,
    metavar="WEIGHTS",
    help=N_("All three weights, such as citizen=1,quality=1,economy=1."),
)
solving = together(
    click.option(
        "--gap",
        type=Decimal(0, 1),
        default="0.001",
        show_default=True,
        help=N_("So close to proven best that it is good enough."),
    ),
    click.option(
        "--gap-money",
        type=Decimal(0),
        default=None,
        metavar="AMOUNT",
        help=N_(
            "With prices: so much money a year from proven best is good enough too; unless said 1,000 kr., of other "
            "currencies ten thousand of the smallest coin, such as 100 pounds."
        ),
    ),
    click.option(
        "--time-limit",
        type=Decimal(above=True),
        default=DEFAULT_SECONDS,
        metavar="SECONDS",
        help=N_("Stop after so many seconds."),
    ),
    click.option("--threads", type=Whole(1, 1024), default="1", show_default=True, help=N_("Threads the solver uses.")),
    click.option(
        "--seed",
        type=Whole(),
        default="0",
        show_default=True,
        help=N_("Seed of randomness, in the solver and in samples."),
    ),
    click.option(
        "--formulation",
        type=OneOf(FORMULATIONS),
        metavar="NAME",
        default="auto",
        show_default=True,
        help=N_("The mathematical formulation: auto, configuration, assignment."),
    ),
    click.option(
        "--solver",
        default="highs",
        show_default=True,
        metavar="NAME",
        help=N_("highs, cbc or another that PuLP knows."),
    ),
)
_price = click.option(
    "--price",
    type=Decimal(0, unit=DKK),
    default=None,
    metavar="AMOUNT",
    help=N_("What a saved minute may cost, in place of the scenario's price."),
)
searching = together(
    _price,
    _weights,
    click.option(
        "--method",
        type=OneOf(METHODS),
        default=None,
        metavar="METHOD",
        help=N_("How the aims are traded off: price, balanced, weighted, lexicographic, epsilon."),
    ),
    solving,
)
spread = together(
    click.option(
        "--workers",
        type=Whole(1, 1024),
        default=None,
        metavar="N",
        help=N_("So many calculations at a time on this machine; one per processor where nothing is said."),
    ),
    click.option(
        "--cluster",
        default=None,
        metavar="ADDRESS",
        help=N_(
            "Calculate on a Dask cluster that is running: the address of its scheduler, such as tcp://10.0.0.5:8786."
        ),
    ),
)
weighing_method = click.option(
    "--method",
    type=OneOf(WEIGHING),
    default=None,
    metavar="METHOD",
    help=N_("How the aims are traded off: price, balanced, weighted, lexicographic, epsilon."),
)
weighing = together(_price, _weights, weighing_method, solving)
tables = together(
    click.option(
        "--out", default=None, metavar="DIR", shell_complete=folders, help=N_("Folder the result is written to.")
    ),
    click.option(
        "--csv",
        type=OneOf(DIALECTS),
        default="standard",
        show_default=True,
        help=N_("CSV for Danish Excel, or standard."),
    ),
)
folder = together(
    tables,
    click.option(
        "--suppress-below",
        type=Whole(),
        default="0",
        show_default=True,
        metavar="N",
        help=N_("Hide visit counts below this in tables of areas."),
    ),
)
as_json = click.option("--json", "as_json", is_flag=True, help=N_("One JSON document instead of text."))
every = click.option("--all", "every", is_flag=True, help=N_("Show everything, unchanged things too."))
reference = click.option(
    "--reference",
    type=Name(),
    default="today",
    show_default=True,
    metavar="NAME",
    shell_complete=names("variants", "today", "base"),
    help=N_("What is held against: today, base or one of the variants."),
)
tips = click.option(
    "--tips", is_flag=True, help=N_("Find where the difference turns too, one number at a time; takes longer.")
)
quiet = click.option("--quiet", is_flag=True, help=N_("Do not show progress."))
telling = together(tables, every, as_json, quiet)
"""Options for the output of a study: a folder of tables, all rows or those that matter, text or JSON, progress."""
common = together(
    click.option(
        "--lang", type=OneOf(LANGUAGES), expose_value=False, envvar="PLACEMENT_LANG", help=N_("Language: da or en.")
    ),
    click.option("--debug", is_flag=True, expose_value=False, help=N_("Show where in the program an error arose.")),
)
"""Options that ``entry.early`` reads before anything else, so that every message follows them."""
