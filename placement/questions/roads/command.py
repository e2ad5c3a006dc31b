"""``placement roads``: its arguments and options."""

from __future__ import annotations

from typing import Any

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.endings import Exit
from placement.console.types import Decimal, Existing, Name, OneOf, Whole, folders, voice
from placement.locale import N_

WITHOUT_CAR = ("factor", "bicycle", "pedestrian", "bus")


@click.command(
    "roads",
    cls=Command,
    help=N_("Travel times along the roads of an OpenStreetMap extract, by Valhalla on this machine; no network."),
)
@options.scenario
@click.argument("extract", type=Existing(), metavar="EXTRACT.osm.pbf")
@click.option(
    "--file",
    "table",
    type=Name(),
    default="travel_roads.csv",
    show_default=True,
    metavar="NAME",
    help=N_("Name of the table, which is put beside the scenario."),
)
@click.option(
    "--without-car",
    type=OneOf(WITHOUT_CAR),
    default="factor",
    show_default=True,
    help=N_(
        "Those without a car: factor (the scenario's, times the car's minutes), bicycle, pedestrian, or bus (one that "
        "leaves at once and stops nowhere)."
    ),
)
@click.option(
    "--access",
    type=Decimal(0, 120),
    default=None,
    help=N_("Minutes of parking and walking added to each trip by car; those of the scenario unless said."),
)
@click.option(
    "--ferry-wait",
    type=Decimal(0, 600),
    default="5",
    show_default=True,
    help=N_("Minutes of waiting and boarding at each ferry."),
)
@click.option(
    "--use-ferry",
    type=Decimal(0, 1),
    default="0.5",
    show_default=True,
    help=N_("How gladly ferries are taken: 0 not at all, 0.5 where they are faster, 1 even where somewhat slower."),
)
@click.option(
    "--snap",
    type=Decimal(1, 35000),
    default="1000",
    show_default=True,
    help=N_("Most metres from a place to the nearest road."),
)
@click.option(
    "--cache",
    default=None,
    metavar="DIR",
    shell_complete=folders,
    help=N_("Folder that keeps the road tiles for the next time."),
)
@click.option(
    "--threads", type=Whole(1, 1024), default=None, metavar="N", help=N_("Threads that make tiles; all unless said.")
)
@click.option("--dry-run", is_flag=True, help=N_("Calculate and show, write nothing."))
@click.option("--replace", is_flag=True, help=N_("Replace a table and times that are there."))
@options.common
@click.pass_context
def command(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Travel times by road."""
    from placement.questions.roads.run import Request, roads  # noqa: PLC0415 - help comes at once

    return roads(Request(voice=voice(ctx), **asked))
