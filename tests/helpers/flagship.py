"""The example region with a proposal made by hand, so that a report of its size needs no solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from placement.instance.build import build
from placement.instance.instance import Instance
from placement.plan.allocate import implied_assign
from placement.plan.evaluate import describe_today
from placement.plan.plan import Plan
from placement.present.tables.columns import Table
from placement.present.words.voice import Language
from placement.questions.compare.choice import Alternative
from placement.questions.compare.study import SideBySide, beside_today
from placement.questions.proposal.findings import Study
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.study import study
from placement.scenario.load import Loaded, load
from placement.solve.result import Prices, Solved
from tests.helpers.world import by_hand

NEW = (("diabetes_amb", "sh_lemvig", 1.0), ("ortopaed_amb", "sh_holstebro", 2.0))
CLOSED = ("lunge_amb", "sh_skive")


@cache
def solved() -> tuple[Solved, Study, Loaded]:
    """Two offers are new, one closes, and more dialysis takes place at home."""
    loaded = load("scenarios/midtjylland")
    instance = build(loaded.scenario)
    days = {(function, site): number for function, site, number in (*NEW, (*CLOSED, 0.0))}
    answer = by_hand(loaded, instance, _changed(instance, days))
    return answer, study(answer, loaded), loaded


def _changed(instance: Instance, days_at: Mapping[tuple[str, str], float]) -> Plan:
    """Today with other days for some offers, 0 closes one, and more dialysis at home."""
    _, today = describe_today(instance)
    assert today is not None
    is_open, days, level = today.open.copy(), today.days.copy(), today.home_level.copy()
    for (function, site), number in days_at.items():
        place = instance.function_ids.index(function), instance.site_ids.index(site)
        is_open[place], days[place] = number > 0, number
    level[instance.function_ids.index("dialyse")] = 1
    assign = implied_assign(instance, is_open, days, level, np.zeros(instance.shape))
    return Plan(is_open, days, today.units, level, assign)


@cache
def eight() -> SideBySide:
    """As many alternatives as are shown beside each other, the variants with the longest titles; all differ.

    Each opens seven to nine offers, and every second closes eight and gives sixteen other days.
    """
    plain = load("scenarios/midtjylland")
    instance = build(plain.scenario)
    _, today = describe_today(instance)
    assert today is not None
    houses = np.array([not plain.scenario.is_hospital(site) for site in instance.site_ids])
    ids = instance.function_ids, instance.site_ids
    free, old = (
        [(ids[0][f], ids[1][s]) for f, s in np.argwhere(where & houses & instance.allowed)]
        for where in (~today.open, today.open)
    )
    by_title = sorted(plain.base.variants.items(), key=lambda each: -len(each[1].title.in_language("da")))
    names = [name for name, _ in by_title[:8]]
    found = []
    for n, name in enumerate(names):
        loaded = load("scenarios/midtjylland", variants=[name])
        days = dict.fromkeys(free[3 * n : 3 * n + 7 + n % 3], 2.0)
        if n % 2:
            days |= dict.fromkeys(old[n : n + 8], 0.0) | dict.fromkeys(old[n + 8 : n + 24], 4.5)
        found.append(Alternative(name, loaded, _priced(loaded, days)))
    return beside_today(plain, tuple(found), None)


def _priced(loaded: Loaded, days_at: Mapping[tuple[str, str], float]) -> Solved:
    """An answer by prices."""
    instance = build(loaded.scenario)
    answer = by_hand(loaded, instance, _changed(instance, days_at))
    minutes, lost, money = answer.objectives.as_tuple()
    worth = 9.0 * minutes + 400.0 * lost + money
    return replace(answer, method="price", prices=Prices(9.0, 400.0), scale=None, objective=worth, bound=worth)


@cache
def made(lang: Language) -> dict[str, Table]:
    answer, studied, _ = solved()
    return tables(answer, studied, lang=lang)
