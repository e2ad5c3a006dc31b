"""``steps``, ``calibration``, ``knife_edge`` and ``assumptions``: what the study found, row by row."""

from __future__ import annotations

from placement.report.columns import Cell, Row, Table, flag, key, number, text, whole
from placement.report.view import View, known
from placement.study.contract import Assumption, Calibration, Change, KnifeEdge, Step

KINDS = ("new", "closed", "days", "home", "units")
_OF_WHAT = (("new", "closed", "days"), ("home",), ("units",))
"""Kinds of change by what their numbers count: days, a ceiling, units."""

STEPS = (
    whole("step", "step", "1 is the best first change.", "1 er det bedste første skridt.", is_key=True),
    text("function", "Function id.", "Funktionens id."),
    text("site", "Site id, or home.", "Stedets id, eller home (i hjemmet)."),
    text("change", "What changes; days: only the clinic days.", "Hvad der ændres.", KINDS),
    number("days_per_week", "days/week", "Clinic days after the step.", "Klinikdage efter skridtet."),
    number("days_today", "days/week", "Clinic days today.", "Klinikdage i dag."),
    number("home_ceiling", "share", "Ceiling of the share at home after the step.", "Loft for hjemmet efter skridtet."),
    number("home_ceiling_today", "share", "Ceiling of the share at home today.", "Loft for hjemmet i dag."),
    text("equipment", "Equipment whose units change.", "Apparatur, der bliver flere eller færre af."),
    number("units", "units", "Its units after the step.", "Enheder efter skridtet."),
    number("units_today", "units", "Its units today.", "Enheder i dag."),
    number("visits_per_year", "visits/year", "Visits seen there; today's when it closes.", "Besøg, der ses der."),
    number("min_visits_per_year", "visits/year", "Hard minimum; empty without.", "Fagligt mindstekrav."),
    number("headroom", "share", "Visits above the minimum as a share of it.", "Luft over mindstekravet."),
    number("affected_visits_per_year", "visits/year", "Visits whose trip changes.", "Besøg, hvis rejse ændres."),
    number(
        "minutes_saved_per_visit",
        "minutes one way",
        "Mean saved by those; negative: longer.",
        "Sparet tid pr. berørt besøg.",
    ),
    number(
        "change_minutes_per_year", "minutes/year", "Change of the citizen aim, both ways.", "Ændring i rejsetid pr. år."
    ),
    number("operating_dkk_per_year", "DKK/year", "Region's running cost of the step.", "Skridtets drift for regionen."),
    number("investment_dkk", "DKK", "Investment of the step.", "Skridtets anlæg."),
    number(
        "economy_dkk_per_year",
        "DKK/year",
        "Change of the economy aim, annuities included.",
        "Ændring i økonomi, afskrivning med.",
    ),
    number(
        "dkk_per_minute", "DKK/minute", "Price of a saved minute; empty where none is saved.", "Pris pr. sparet minut."
    ),
    number("citizen_minutes", "minutes/year", "Citizen aim after this step.", "Borger efter skridtet."),
    number("quality_visits", "visits/year", "Quality aim after this step.", "Faglighed efter skridtet."),
    number("economy_dkk", "DKK/year", "Economy aim after this step.", "Økonomi efter skridtet."),
    flag("feasible", "Whether every rule is kept after this step.", "Om alle regler er overholdt efter skridtet."),
)

CALIBRATION = (
    key("function", "Function id.", "Funktionens id."),
    key("site", "Site id.", "Stedets id."),
    number("observed_visits_per_year", "visits/year", "Observed.", "Observeret."),
    number("modelled_visits_per_year", "visits/year", "What the model has today.", "Beregnet i dag."),
    number("ratio", "ratio", "Modelled divided by observed.", "Beregnet divideret med observeret."),
    whole("year", "year", "Year of the observation.", "Observationens år."),
    text("source", "Source of the observation.", "Kilde."),
    text("note", "Free text.", "Bemærkning."),
)

KNIFE_EDGE = (
    key("area", "Area id.", "Områdets id."),
    key("function", "Function id.", "Funktionens id."),
    flag("without_car", "Whether it is about citizens without a car.", "Om det gælder borgere uden bil.", is_key=True),
    text("site", "Site they use.", "Stedet, de bruger."),
    text("next_site", "Open site next in their order.", "Det næste åbne sted."),
    number(
        "difference_minutes",
        "minutes one way",
        "How much further the next is, pull included.",
        "Så meget længere er det næste væk.",
    ),
    number("visits_per_year", "visits/year", "Visits that hang on it.", "Besøg, der afhænger af det."),
    text("hangs_on_it", "Rules the visits would break or mend.", "Regler, der vipper med besøgene."),
)

ASSUMPTIONS = (
    key("path", "Dotted path in the scenario.", "Sti i scenariet."),
    number("value", "", "The number used; unit in the path's last part.", "Tallet, der er brugt."),
    number("low", "", "Lowest plausible value.", "Laveste rimelige værdi."),
    number("high", "", "Highest plausible value.", "Højeste rimelige værdi."),
    text("source", "Key of the scenario's sources.", "Kilde."),
    text("quality", "How good the source is.", "Kildens kvalitet.", ("sourced", "derived", "assumption")),
    text("owner", "Who can change the number.", "Hvem der kan ændre tallet."),
    whole("year", "year", "Year of the number.", "Tallets år."),
    number("tipping_value", "", "Where the proposal is known to tip.", "Hvor forslaget vipper."),
    flag("written", "Whether the scenario states it; false: a default.", "Om det står i scenariet."),
)


def steps(view: View) -> Table:
    """One row per change, best first."""
    return Table("steps", STEPS, [_step(step) for step in view.study.steps])


def _step(step: Step) -> Row:
    change = step.change
    return (
        step.order,
        change.function,
        change.site,
        change.kind,
        *(cell for kinds in _OF_WHAT[:2] for cell in _before_and_after(change, kinds)),
        change.item,
        *_before_and_after(change, _OF_WHAT[2]),
        known(change.visits),
        known(change.threshold) if change.threshold > 0 else None,
        known(change.headroom),
        known(change.affected_visits),
        known(change.minutes_saved),
        known(change.minutes_per_year),
        known(change.operating_dkk_per_year),
        known(change.investment_dkk),
        known(change.economy_dkk),
        known(change.dkk_per_minute),
        known(step.citizen_minutes),
        known(step.quality_visits),
        known(step.economy_dkk),
        step.feasible,
    )


def _before_and_after(change: Change, kinds: tuple[str, ...]) -> tuple[Cell, Cell]:
    """What the change makes of it and what it is today, where it is a change of these kinds."""
    return (known(change.days), known(change.days_today)) if change.kind in kinds else (None, None)


def calibration(view: View) -> Table:
    """One row per observed figure."""
    return Table("calibration", CALIBRATION, [_calibration(item) for item in view.study.calibration])


def _calibration(item: Calibration) -> Row:
    return (
        item.function,
        item.site,
        known(item.observed),
        known(item.modelled),
        known(item.ratio),
        item.year,
        item.source,
        item.note,
    )


def knife_edge(view: View) -> Table:
    """One row per area × function × mobility group that almost goes elsewhere."""
    return Table("knife_edge", KNIFE_EDGE, [_edge(edge) for edge in view.study.knife_edges])


def _edge(edge: KnifeEdge) -> Row:
    return (
        edge.area,
        edge.function,
        edge.without_car,
        edge.site,
        edge.next_site,
        known(edge.difference_minutes),
        known(edge.visits),
        edge.hangs_on_it,
    )


def assumptions(view: View) -> Table:
    """One row per number used."""
    return Table("assumptions", ASSUMPTIONS, [_assumption(item) for item in view.study.assumptions])


def _assumption(item: Assumption) -> Row:
    return (
        item.path,
        known(item.value),
        known(item.low),
        known(item.high),
        item.source,
        item.quality,
        item.owner,
        item.year,
        known(item.tipping_value),
        item.written,
    )
