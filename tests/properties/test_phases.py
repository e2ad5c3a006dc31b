"""Both formulations of scenarios in phases against a search through every course."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from placement.plan.phases import situations
from placement.scenario.load import load_text
from placement.solve.prepared import Workbench
from placement.solve.result import Options, Status
from placement.solve.stage import Clock, Stage, Three
from tests.properties.brute_force import TooManyPlans
from tests.properties.brute_force_phases import every_course
from tests.properties.random_phases import random_phases
from tests.properties.random_scenario import random_scenario, random_tree, written
from tests.properties.test_brute_force import FORMULATIONS, costs, disagreement, same

SEEDS = 120
CHUNK = 10
BOUGHT_EARLY = 403
"""Fewer visits in the second phase, and equipment of the first."""
PROPOSED = 40
"""Seeds whose balanced proposals are compared."""
LEAST = 60
"""So many of the seeds must be small enough to go through."""


@cache
def courses(seed: int) -> tuple[Three, ...] | None:
    """The aims of every course worth considering; None where they are too many."""
    try:
        return tuple(every_course(situations(random_phases(seed).scenario)))
    except TooManyPlans:
        return None


def faults(seed: int, formulation: str, known: tuple[Three, ...], solver: str = "highs") -> list[str]:
    """What one formulation and solver say that the courses do not."""
    options = Options(formulation=formulation, solver=solver)
    bench, found = Workbench(random_phases(seed).scenario, options), []
    for cost in costs(seed):
        answer = bench.backend.answer(Stage("test", bench.columns.cost(cost)), Clock())
        if not known or answer.status is not Status.OPTIMAL:
            if known or answer.status is not Status.INFEASIBLE:
                found.append(f"{formulation} {seed} {cost}: {answer.status}, {len(known)} courses")
            continue
        best = min(float(np.dot(cost, aims)) for aims in known)
        judged = float(np.dot(cost, bench.aims(answer.values)))
        claimed = answer.objective + bench.columns.constant(cost)
        if not (same(judged, best, cost) and same(claimed, best, cost)):
            found.append(f"{formulation} {seed} {cost}: claimed {claimed}, judged {judged}, best {best}")
    return found


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_no_course_is_better_than_the_models_and_none_is_overlooked(first: int) -> None:
    found = []
    for seed in range(first, first + CHUNK):
        known = courses(seed)
        if known is not None:
            for formulation in FORMULATIONS:
                found += faults(seed, formulation, known)
    assert not found


def test_what_an_earlier_phase_buys_may_be_more_than_a_later_one_needs() -> None:
    known = courses(BOUGHT_EARLY)
    assert known
    assert not [fault for formulation in FORMULATIONS for fault in faults(BOUGHT_EARLY, formulation, known)]


def test_enough_scenarios_are_gone_through_and_have_a_course() -> None:
    gone_through = [known for seed in range(SEEDS) if (known := courses(seed)) is not None]

    assert len(gone_through) >= LEAST
    assert sum(bool(known) for known in gone_through) >= 0.5 * len(gone_through)


@pytest.mark.parametrize("seed", range(30))
def test_phases_that_differ_in_nothing_are_one(seed: int) -> None:
    """With the same numbers in every phase nothing is gained by waiting."""
    alone = random_scenario(seed)
    halves = {key: {"title": key, "from_year": year, "years": 3} for key, year in (("a", 2026), ("b", 2029))}
    phased = load_text(written({**random_tree(seed)[0], "phases": halves}))
    benches = [Workbench(loaded.scenario, Options()) for loaded in (alone, phased)]
    for cost in costs(seed):
        answers = [bench.backend.answer(Stage("test", bench.columns.cost(cost)), Clock()) for bench in benches]
        assert answers[0].status == answers[1].status
        if answers[0].values:
            one, other = (
                float(np.dot(cost, bench.aims(answer.values))) for bench, answer in zip(benches, answers, strict=True)
            )
            assert same(one, other, cost)


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_today_keeps_the_rules_however_people_grow(first: int) -> None:
    found = []
    for seed in range(first, first + 20):
        alone = Workbench(random_scenario(seed).scenario, Options())
        growing = {"title": "B", "from_year": 2036, "years": 3, "growth_per_year": (-0.1, 0.15)[seed % 2]}
        phases = {"a": {"title": "A", "from_year": 2026, "years": 3}, "b": growing}
        then = Workbench(load_text(written({**random_tree(seed)[0], "phases": phases})).scenario, Options())
        if alone.feasible_today is not None and then.feasible_today is None and then.today_verdict is not None:
            found += [(seed, str(check.rule), check.have, check.need) for check in then.today_verdict.violations]
    assert not found


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_cbc_agrees(first: int) -> None:
    found = []
    for seed in range(first, first + 10):
        known = courses(seed)
        if known is not None:
            found += faults(seed, "auto", known, solver="cbc")
    assert not found


@pytest.mark.parametrize("first", range(0, PROPOSED, CHUNK))
def test_both_formulations_propose_equally_good_courses(first: int) -> None:
    found = {seed: disagreement(random_phases(seed)) for seed in range(first, first + CHUNK)}
    assert not {seed: fault for seed, fault in found.items() if fault}
