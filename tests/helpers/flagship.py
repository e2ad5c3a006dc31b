"""The example region with a proposal made by hand, so that a report of its size needs no solver."""

from __future__ import annotations

from functools import cache

import numpy as np

from placement.instance.build import build
from placement.plan.allocate import implied_assign
from placement.plan.evaluate import describe_today
from placement.plan.plan import Plan
from placement.present.tables.columns import Table
from placement.present.words.voice import Language
from placement.questions.proposal.findings import Study
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.study import study
from placement.scenario.load import Loaded, load
from placement.solve.result import Solved
from tests.helpers.world import by_hand

NEW = (("diabetes_amb", "sh_lemvig", 1.0), ("ortopaed_amb", "sh_holstebro", 2.0))
CLOSED = ("lunge_amb", "sh_skive")


@cache
def solved() -> tuple[Solved, Study, Loaded]:
    """Two offers are new, one closes, and more dialysis takes place at home."""
    loaded = load("scenarios/midtjylland")
    instance = build(loaded.scenario)
    _, today = describe_today(instance)
    assert today is not None
    is_open, days, level = today.open.copy(), today.days.copy(), today.home_level.copy()
    for function, site, number in (*NEW, (*CLOSED, 0.0)):
        place = instance.function_ids.index(function), instance.site_ids.index(site)
        is_open[place], days[place] = number > 0, number
    level[instance.function_ids.index("dialyse")] = 1
    assign = implied_assign(instance, is_open, days, level, np.zeros(instance.shape))
    answer = by_hand(loaded, instance, Plan(is_open, days, today.units, level, assign))
    return answer, study(answer, loaded), loaded


@cache
def made(lang: Language) -> dict[str, Table]:
    answer, studied, _ = solved()
    return tables(answer, studied, lang=lang)
