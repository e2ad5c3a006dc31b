"""The tables of ``check``: the model against each count, against sums of them, and the rates that would fit."""

from __future__ import annotations

from placement.locale import N_, P_
from placement.present.tables.columns import Column, Table, by_name, key, number, table_kind, text, whole
from placement.questions import Outputs
from placement.questions.check.calibration import Calibrated
from placement.questions.proposal.tables.evidence import CALIBRATION, calibration_row
from placement.questions.proposal.views import known

_FUNCTION = key("function", N_("Function, id"), N_("Function id."))
_COUNTED = ("site", "area")


def _against(observed: str, modelled: str) -> tuple[Column, ...]:
    return (
        number("observed_visits_per_year", N_("Observed visits a year"), "visits/year", observed),
        number("modelled_visits_per_year", N_("Modelled visits a year"), "visits/year", modelled),
        number("ratio", N_("Modelled / observed"), "ratio", N_("Modelled divided by observed.")),
    )


AREAS = table_kind(
    "calibration_areas",
    N_("Calibration, areas"),
    N_("Modelled against observed visits today, by area."),
    _FUNCTION,
    key("area", N_("Area, id"), N_("Area id.")),
    key("site", N_("Site, id"), N_("Where the visits were seen; empty: at any site.")),
    *_against(N_("Observed."), N_("What the model has today, visits at home left out.")),
    whole("year", P_("column", "Year"), "year", N_("Year of the observation.")),
    text("source", N_("Source"), N_("Source of the observation.")),
    by_area=True,
)
SUMS = table_kind(
    "calibration_sums",
    N_("Calibration, sums"),
    N_("The same by function, site, group of areas and area."),
    key("counted", N_("Counted by"), N_("Whether the counts are by site or by area."), _COUNTED),
    key("of", N_("Sum of"), N_("What the counts have in common."), ("function", "site", "group", "area")),
    key("name", N_("Name"), N_("Its id; of a group of areas its name.")),
    whole(
        "counts",
        N_("Counts"),
        "rows",
        N_("How many counts, of what is open today; pairs of area and site left out count as 0."),
    ),
    *_against(N_("Observed, in all."), N_("What the model has today for the same counts.")),
    by_area=True,
)
RATES = table_kind(
    "proposed_rates",
    N_("Proposed rates"),
    N_("Rates that would give what was counted; nothing is changed."),
    _FUNCTION,
    key("path", N_("Path"), N_("Dotted path in the scenario.")),
    number("now", N_("Now"), "visits/1,000/year", N_("What the scenario says.")),
    number("proposed", N_("Proposed"), "visits/1,000/year", N_("What fits the counts.")),
    number("low", N_("Lowest"), "visits/1,000/year", N_("Lowest plausible value, not above the proposed one.")),
    number("high", N_("Highest"), "visits/1,000/year", N_("Highest plausible value, not below the proposed one.")),
    text("counted", N_("Counted by"), N_("Whether it follows from counts by site or by area."), _COUNTED),
    number("observed_visits_per_year", N_("Observed visits a year"), "visits/year", N_("Observed, in all.")),
    number("modelled_visits_per_year", N_("Modelled visits a year"), "visits/year", N_("What the model has today.")),
)
_OF_A_RATE = ("function", "path", "now", "proposed", "low", "high", "counted", "observed", "modelled")
TABLES = by_name(CALIBRATION, AREAS, SUMS, RATES)


def tables(found: Calibrated) -> dict[str, Table]:
    """Every table by name."""
    made = (
        Table(CALIBRATION, [calibration_row(one) for one in found.sites]),
        Table(
            AREAS,
            [
                (one.function, one.area, one.site, one.observed, one.modelled, known(one.ratio), one.year, one.source)
                for one in found.areas
            ],
        ),
        Table(
            SUMS,
            [
                (one.counted, one.of, one.name, one.cells, one.observed, one.modelled, known(one.ratio))
                for one in found.sums
            ],
        ),
        Table(
            RATES,
            [tuple(getattr(one, name) for name in _OF_A_RATE) for one in found.rates],
        ),
    )
    return {table.name: table for table in made}


HEAD = """\
## The tables of `check`

`placement check SCENARIO --out DIR` writes what the model of today has against what was counted: `calibration`, as
`solve` writes it, and these tables. Nothing of the scenario is changed.
"""
OUTPUTS = Outputs(head=HEAD, tables=by_name(AREAS, SUMS, RATES))
