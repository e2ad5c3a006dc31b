"""``catalogue``: what citizens can come for in each house, for whom, how referred and when open."""

from __future__ import annotations

import numpy as np

from placement.report.columns import Row, Table, flag, key, number, text
from placement.report.view import View, known

CATALOGUE = (
    key("site", "Site id of the house.", "Husets id."),
    key("function", "Function id.", "Funktionens id."),
    text("site_title", "Name of the house.", "Husets navn."),
    text("municipality", "Municipality it lies in.", "Kommune."),
    text("function_title", "What is offered.", "Hvad der tilbydes."),
    text("target_group", "For whom.", "Hvem det er for."),
    text("referral", "How one is referred.", "Hvordan man henvises."),
    text("opening_hours", "When it is open, where the scenario says so.", "Åbningstid, hvor scenariet siger det."),
    number("days_per_week", "days/week", "Clinic days.", "Klinikdage."),
    flag("new", "Whether it is new there.", "Om det er nyt."),
    text("responsible", "Who is responsible for it.", "Hvem der har ansvaret."),
)


def catalogue(view: View) -> Table:
    """One row per function that is open at a house in the proposal."""
    at_houses = view.solved.plan.open & ~view.instance.is_hospital
    return Table("catalogue", CATALOGUE, [_entry(view, f, s) for s, f in np.argwhere(at_houses.T).tolist()])


def _entry(view: View, f: int, s: int) -> Row:
    instance = view.instance
    function_id, site_id = instance.function_ids[f], instance.site_ids[s]
    function, site = instance.scenario.functions[function_id], instance.scenario.sites[site_id]
    return (
        site_id,
        function_id,
        view.title(site.title),
        site.municipality,
        view.title(function.title),
        function.target_group,
        function.referral,
        "; ".join(f"{when}: {hours}" for when, hours in function.opening_hours.items()),
        known(view.now.days[f, s]),
        view.change(f, s) == "new",
        function.responsible,
    )
