"""``placement import``: its commands, arguments and options."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command, Commands
from placement.console.endings import Exit
from placement.console.types import Decimal, Existing, Name, OneOf, files, folders, voice
from placement.locale import N_

UNITS = ("seconds", "minutes", "hours")
MODES = ("car", "without_car")
_into = options.together(
    click.option(
        "--scenario",
        type=Existing(),
        required=True,
        metavar="DIR",
        shell_complete=folders,
        help=N_("The scenario the table is written into."),
    ),
    click.option(
        "--source", required=True, metavar="TEXT", help=N_("Where the figures come from; noted in the scenario.")
    ),
    click.option("--date", required=True, metavar="DATE", help=N_("When the figures were made, as 2026-05-01.")),
    click.option("--source-id", type=Name(), default=None, metavar="NAME", help=N_("Id of the entry in sources.")),
    click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="NAME=TEXT",
        help=N_("Which column is meant, as in id=KOMKODE. Repeatable."),
    ),
    click.option("--sheet", default=None, metavar="NAME", help=N_("The sheet of a workbook.")),
    click.option("--replace", is_flag=True, help=N_("Write over what an earlier import has written.")),
    click.option("--dry-run", is_flag=True, help=N_("Say what would be written, and write nothing.")),
    options.as_json,
    options.common,
)
_places = options.together(
    click.option(
        "--crs",
        default=None,
        metavar="TEXT",
        help=N_("The coordinate system, as EPSG:25832, where the file does not say."),
    ),
    click.option("--layer", default=None, metavar="NAME", help=N_("The layer of a geographic file.")),
    click.option(
        "--swap-axes", is_flag=True, help=N_("Latitude and longitude (or x and y) are exchanged in the file.")
    ),
)
_several = click.argument("files", nargs=-1, required=True, type=Existing(), metavar="FILE...")


@click.group("import", cls=Commands, help=N_("Write tables of the scenario from tables a region already has."))
@options.common
def command() -> None:
    """Tables from elsewhere."""


@command.command(
    "travel", cls=Command, help=N_("Travel times: CSV, workbooks, r5py, OSRM, openrouteservice, Valhalla.")
)
@_several
@click.option(
    "--unit", type=OneOf(UNITS), default=None, metavar="UNIT", help=N_("What the times are: seconds, minutes, hours.")
)
@click.option(
    "--mode",
    type=OneOf(MODES),
    default="car",
    show_default=True,
    metavar="MODE",
    help=N_("Whom the times hold for: car, without_car."),
)
@click.option(
    "--origins",
    type=Existing(),
    default=None,
    metavar="FILE",
    shell_complete=files,
    help=N_("The origins in the order in which a routing program got them."),
)
@click.option(
    "--destinations",
    type=Existing(),
    default=None,
    metavar="FILE",
    shell_complete=files,
    help=N_("The destinations in that order."),
)
@click.option(
    "--missing",
    type=Decimal(-1e9),
    default=None,
    metavar="NUMBER",
    help=N_("A number that means that nobody can get there."),
)
@click.option("--only-known", is_flag=True, help=N_("Leave out places that the scenario does not have."))
@click.option("--swap", is_flag=True, help=N_("Take times from sites to areas as those from areas to sites."))
@click.option("--overrides", is_flag=True, help=N_("Single pairs that win over the calculation, not a whole table."))
@_into
@click.pass_context
def travel(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Travel times."""
    return _run(ctx, "travel", asked)


@command.command("people", cls=Command, help=N_("Inhabitants and age groups: tables of StatBank and others."))
@_several
@click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="NAME=TEXT",
    help=N_("An age group, as share_65plus=65+. Repeatable; otherwise those the areas have columns of."),
)
@click.option("--time", default=None, metavar="TEXT", help=N_("The time that is meant; otherwise the last."))
@_into
@click.pass_context
def people(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Inhabitants."""
    return _run(ctx, "people", asked)


@command.command(
    "areas", cls=Command, help=N_("Areas and their outlines: GeoJSON, GeoPackage, Shapefile, or a table of points.")
)
@_several
@_places
@click.option(
    "--simplify",
    type=Decimal(0),
    default="100",
    show_default=True,
    metavar="METRES",
    help=N_("So much may an outline be off on a map."),
)
@_into
@click.pass_context
def areas(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Areas."""
    return _run(ctx, "areas", asked)


@command.command(
    "sites", cls=Command, help=N_("Where hospitals and houses lie: a table of points or addresses already geocoded.")
)
@_several
@_places
@click.option(
    "--kind",
    default=None,
    metavar="KIND",
    help=N_("Kind of new sites whose row says none: a key of terms.site_kinds, such as hospital."),
)
@_into
@click.pass_context
def sites(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Sites."""
    return _run(ctx, "sites", asked)


@command.command(
    "observed", cls=Command, help=N_("Visits that were counted, by function and site or area; rates are proposed.")
)
@_several
@click.option("--time", default=None, metavar="TEXT", help=N_("The time that is meant; otherwise the last."))
@click.option(
    "--hidden", type=Decimal(0), default=None, metavar="NUMBER", help=N_("What a hidden count (<5) is read as.")
)
@click.option("--add-up", is_flag=True, help=N_("Add up rows of the same place."))
@click.option("--only-known", is_flag=True, help=N_("Leave out places that the scenario does not have."))
@click.option("--demand", is_flag=True, help=N_("Let visits by area take the place of rates."))
@click.option("--accept", is_flag=True, help=N_("Write what is proposed too."))
@_into
@click.pass_context
def observed(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Observed visits."""
    return _run(ctx, "observed", asked)


def _run(ctx: click.RichContext, kind: str, asked: dict[str, Any]) -> Exit:
    from placement.questions.intake.run import bring_in  # noqa: PLC0415 - help comes at once

    return bring_in(kind, voice(ctx), **asked)
