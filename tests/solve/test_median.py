"""The p-median solver against counting every set of sites, against the written model, and on published instances."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.pmedian import read
from placement.instance.instance import Instance, Today
from placement.scenario.schema.frame import Phase, SoftRule
from placement.scenario.schema.scenario import Scenario
from placement.solve.highs.search import HighsBackend
from placement.solve.median import MedianAnswer, MedianBackend, recognise, solve_median
from placement.solve.median.benders import Benders, Cuts, priced
from placement.solve.median.problem import Sites, picture, swap_changes
from placement.solve.prepared import Workbench
from placement.solve.result import Options, Progress, Status
from placement.solve.stage import Backend, Chebyshev, Clock, Stage

Floats = np.ndarray[Any, np.dtype[np.float64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]

CITIZEN = Stage("citizen", (1.0, 0.0, 0.0))
OPTIMA = {"pmed1": 5819, "pmed2": 4093, "pmed3": 4250, "pmed4": 3034, "pmed5": 1355}
BENCH = Path(os.environ.get("PLACEMENT_BENCH") or Path(__file__).resolve().parents[3] / "shared" / "bench") / "orlib"


def drawn(seed: int) -> tuple[Floats, Bools, Bools, int, float]:
    """Costs, what is certainly open, what certainly closed, at least, at most; many ties on even seeds."""
    dice = np.random.default_rng(seed)
    units, sites = int(dice.integers(3, 30)), int(dice.integers(2, 10))
    if seed % 3 == 2:
        near = dice.random((units, 1, 2)) - dice.random((1, sites, 2))
        costs = np.hypot(near[:, :, 0], near[:, :, 1]) * dice.lognormal(0, 2, (units, 1))
    else:
        costs = dice.integers(0, 8, (units, sites)) * (1.0 if seed % 2 else 1e3)
    draw = dice.random(sites)
    fixed, closed = draw < 0.15, draw > 0.85
    at_most = float(dice.integers(1, sites + 2))
    at_least = int(at_most) if dice.random() < 0.5 else int(dice.integers(0, at_most + 1))
    return costs, fixed, closed, at_least, at_most if dice.random() < 0.8 else np.inf


def counted(costs: Floats, fixed: Bools, closed: Bools, at_least: int, at_most: float) -> float:
    """The least cost of any set; infinity where there is none."""
    free = np.flatnonzero(~fixed & ~closed).tolist()
    certain = np.flatnonzero(fixed).tolist()
    best = np.inf
    for more in range(len(free) + 1):
        if max(1, at_least) <= len(certain) + more <= at_most:
            for chosen in combinations(free, more):
                best = min(best, float(costs[:, [*certain, *chosen]].min(axis=1).sum()))
    return best


def solved(
    costs: Floats, at_least: int, at_most: float, clock: Clock | None = None, fixed: Bools | None = None
) -> MedianAnswer:
    nothing = np.zeros(costs.shape[1], dtype=bool)
    fixed = nothing if fixed is None else fixed
    return solve_median(costs, at_least, at_most, fixed, nothing, 0.0, CITIZEN, clock or Clock())


def spread(units: int, sites: int, seed: int = 0) -> Floats:
    dice = np.random.default_rng(seed)
    near = dice.random((units, 1, 2)) - dice.random((1, sites, 2))
    return np.hypot(near[:, :, 0], near[:, :, 1]) * dice.lognormal(0, 1, (units, 1))


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_no_set_of_sites_is_better(first: int) -> None:
    for seed in range(first, first + 50):
        costs, fixed, closed, at_least, at_most = drawn(seed)
        best = counted(costs, fixed, closed, at_least, at_most)
        answer = solve_median(costs, at_least, at_most, fixed, closed, 0.0, CITIZEN, Clock())
        if not np.isfinite(best):
            assert answer.status is Status.INFEASIBLE, seed
            continue
        assert answer.status is Status.OPTIMAL, seed
        assert answer.objective == pytest.approx(best), seed
        assert answer.bound <= answer.objective
        assert costs[:, answer.open].min(axis=1).sum() == pytest.approx(best), seed
        assert max(1, at_least) <= len(answer.open) <= at_most, seed
        assert set(np.flatnonzero(fixed)) <= set(answer.open), seed
        assert not closed[answer.open].any(), seed


def test_sites_nobody_needs_stay_closed_unless_that_many_are_asked() -> None:
    costs = np.array([[1.0, 1.0, 5.0], [2.0, 2.0, 0.0]])
    assert len(solved(costs, 0, 3).open) == 2
    assert len(solved(costs, 3, 3).open) == 3


def test_every_bound_of_the_lagrangian_is_below_the_best_plan() -> None:
    dice = np.random.default_rng(3)
    for seed in range(40):
        costs, fixed, _, _, _ = drawn(seed)
        count = int(max(1, fixed.sum()))
        sites = Sites(costs.T.copy(), np.arange(costs.shape[1]), fixed, count)
        best = counted(costs, fixed, np.zeros_like(fixed), count, count)
        seen = picture(sites, dice.random(len(costs)) * costs.max() * 1.2)
        assert seen.bound <= best * (1 + 1e-9) + 1e-9


def test_every_bound_from_dual_values_is_below_the_best_plan() -> None:
    dice = np.random.default_rng(5)
    for seed in range(40):
        costs, fixed, _, _, _ = drawn(seed)
        count, nothing = int(max(1, fixed.sum())), np.zeros_like(fixed)
        sites = Sites(costs.T.copy(), np.arange(costs.shape[1]), fixed, count)
        units = dice.integers(0, len(costs), 60)
        cuts = Cuts(units, dice.random(60) * costs.max() * 1.2)
        seen = priced(sites, cuts, dice.random(60) - 0.2, nothing, fixed)
        best = counted(costs, fixed, nothing, count, count)
        assert seen.bound <= best * (1 + 1e-9) + 1e-9
        shut = ~fixed & (dice.random(len(fixed)) < 0.3)
        if (~shut).sum() > count:
            below = counted(costs, fixed, shut, count, count)
            assert priced(sites, cuts, dice.random(60), shut, fixed).bound <= below * (1 + 1e-9) + 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_where_the_relaxation_leaves_a_gap_the_tree_closes_it(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    nodes, node = list[float](), Benders._node

    def counting(own: Benders, highs: Any, least: float, *given: Any) -> Any:
        nodes.append(least)
        return node(own, highs, least, *given)

    monkeypatch.setattr(Benders, "_node", counting)
    costs = np.random.default_rng(seed).random((40, 14))
    nothing = np.zeros(14, dtype=bool)
    answer = solved(costs, 4, 4)
    assert answer.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(counted(costs, nothing, nothing, 4, 4))
    assert len(nodes) > 1
    assert nodes == sorted(nodes)


def test_swaps_are_weighed_right() -> None:
    costs = spread(20, 8).T.copy()
    open_ = np.array([1, 4, 6])
    changes, now = swap_changes(costs, open_), costs[open_].min(axis=0).sum()
    for row, position in np.ndindex(*changes.shape):
        after = open_.copy()
        after[position] = row
        if row not in open_:
            assert changes[row, position] == pytest.approx(costs[after].min(axis=0).sum() - now)


@pytest.mark.parametrize("name", OPTIMA)
def test_published_optima(name: str) -> None:
    if not (BENCH / f"{name}.txt").exists():
        pytest.skip("no instances")
    problem = read(BENCH / f"{name}.txt")
    answer = solved(problem.cost, problem.medians, problem.medians)
    assert (answer.status, answer.objective) == (Status.OPTIMAL, OPTIMA[name])


@pytest.mark.parametrize(("opened", "optimum"), [(20, 1412108), (200, 268573)])
def test_published_optima_of_many_points(opened: int, optimum: int) -> None:
    """TSPLIB's rl1304 with distances rounded down, as p-median papers have it."""
    path = BENCH.parent / "tsplib" / "rl1304.tsp"
    if not path.exists():
        pytest.skip("no instance")
    lines = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
    points = np.array([[float(w) for w in words[1:]] for words in lines if len(words) == 3 and words[0].isdigit()])
    assert len(points) == 1304
    costs = np.floor(np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)))
    answer = solved(costs, opened, opened)
    assert (answer.status, answer.objective) == (Status.OPTIMAL, optimum)


@pytest.mark.parametrize("limit", [0.0, 0.02, 0.1, 0.3])
def test_a_time_limit_leaves_a_bound_and_claims_nothing(limit: float) -> None:
    costs = np.random.default_rng(0).random((150, 60))
    answer = solved(costs, 6, 6, Clock(limit=limit))
    assert answer.bound <= answer.objective
    if limit == 0:
        assert (answer.status, answer.stopped) == (Status.NO_PLAN_FOUND, "time_limit")
        return
    known = costs[:, [0, 10, 20, 30, 40, 50]].min(axis=1).sum()
    assert answer.bound <= known
    if answer.objective - answer.bound > 1e-6:
        assert (answer.status, answer.stopped) == (Status.FEASIBLE, "time_limit")


def test_an_interruption_keeps_the_best_plan() -> None:
    stop, lines = threading.Event(), list[Progress]()

    def report(line: Progress) -> None:
        lines.append(line)
        if len(lines) == 3:
            stop.set()

    answer = solved(np.random.default_rng(0).random((150, 60)), 6, 6, Clock(stop=stop, report=report))
    assert (answer.status, answer.stopped) == (Status.FEASIBLE, "interrupt")
    assert len(answer.open) == 6
    assert 0 < answer.bound < answer.objective


def test_the_same_question_gets_the_same_answer() -> None:
    answers = [solved(np.round(spread(120, 40), 1), 7, 7) for _ in range(2)]
    assert answers[0].open.tolist() == answers[1].open.tolist()


def test_many_sites_are_proven() -> None:
    costs = spread(400, 120, seed=4)
    fixed = np.arange(120) == 7
    answer = solved(costs, 12, 12, fixed=fixed)
    assert answer.status is Status.OPTIMAL
    assert 7 in answer.open
    assert answer.objective > solved(costs, 12, 12).objective


# The scenario and the backend.


def scenario(seed: int, **function: Any) -> Scenario:
    """Areas, hospitals and houses; nothing but minutes counts unless ``function`` says so."""
    dice = np.random.default_rng(seed)
    areas, sites = [f"a{n}" for n in range(9)], [f"h{n}" for n in range(3)] + [f"s{n}" for n in range(4)]
    rows = [
        {"origin": origin, "destination": site, "minutes": float(dice.integers(5, 40)), "km": 10}
        for origin in (*areas, *sites)
        for site in sites
    ]
    baseline = {"h0": {"status": "open"}, "s0": {"status": "open", "days_per_week": 1}} if seed % 2 else {}
    placements = {"f": {"s1": {"decision": "must_not", "reason": "x"}, "s2": {"decision": "must", "reason": "x"}}}
    tree = {
        "schema_version": 2,
        "name": "median",
        "title": "Median",
        "areas": {
            "rows": {a: {"name": a, "people": int(dice.integers(1, 9)) * 100, "share_without_car": 0.2} for a in areas}
        },
        "sites": {
            site: {"title": site, "kind": "hospital"}
            if site.startswith("h")
            else {"title": site, "kind": "health_house", "parent_hospital": "h0"}
            for site in sites
        },
        "travel": {"method": "table", "rows": rows},
        "functions": {
            "f": {
                "title": "f",
                "choice": "free",
                "allowed_at": ["hospital", "health_house"],
                "visits_per_1000_per_year": 500,
                "visits_per_clinic_day": 10,
                "days_per_week_steps": [0.5],
                "number_of_sites": {"exactly": 4} if seed % 3 else {"at_least": 2, "at_most": 4},
                "quality_loss_at_minimum": 0,
                **function,
            }
        },
        "policy": {
            "hospital_functions": "free",
            "no_new_houses": False,
            "existing_in_houses": ("keep", "free", "days_may_change")[seed % 3],
            "placements": placements if seed % 4 == 0 else {},
        },
        "baseline": {"rows": {"f": baseline} if baseline else {}},
    }
    return Scenario.model_validate(tree)


def refused() -> Backend:
    raise AssertionError("asked for the other backend")


def backends(seed: int, **function: Any) -> tuple[Workbench, MedianBackend, HighsBackend]:
    bench = Workbench(scenario(seed, **function), Options(formulation="assignment"))
    median = recognise(bench.instance, bench.today)
    assert median is not None
    return bench, MedianBackend(median, refused, bench.model.draft), HighsBackend(bench.model)


STAGES = (
    CITIZEN,
    Stage("quality", (0.0, 1.0, 0.0)),
    Stage("mixed", (2.0, 0.5, 0.1)),
    Stage("balanced", (0.0, 0.0, 0.0), t_cost=1.0, chebyshev=Chebyshev((0.3, 0.1, 0.2), (-0.1, 0.0, -0.2))),
)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("choice", ["free", {"within_minutes": 3}], ids=["free", "within"])
def test_it_says_what_the_written_model_says(seed: int, choice: Any) -> None:
    bench, median, written = backends(seed, choice=choice)
    for stage in STAGES:
        ours, theirs = median.answer(stage, Clock()), written.answer(stage, Clock())
        assert ours.status is theirs.status is Status.OPTIMAL
        assert ours.objective == pytest.approx(theirs.objective, abs=1e-6)
        assert ours.bound <= ours.objective
        assert set(ours.values) == set(bench.model.draft.variables)
    values = median.answer(CITIZEN, Clock()).values
    (plan,), verdict = bench.judged(values)
    aims = zip(verdict.objectives.as_tuple(), bench.columns.reference, bench.columns.unit, strict=True)
    for name, (real, reference, unit) in zip(("citizen", "quality", "economy"), aims, strict=True):
        assert values[f"aim({name})"] == pytest.approx((real - reference) / unit, abs=1e-9)
    known = recognise(bench.instance, bench.today)
    assert known is not None
    own = known.plan(known.opened(values))
    assert bench.judge((own,)).feasible
    assert bench.judge((own,)).objectives == verdict.objectives
    assert (own.open == plan.open).all()
    assert own.days.tolist() == plan.days.tolist()


@pytest.mark.parametrize("seed", range(4))
def test_column_values_keep_every_row_of_the_model(seed: int) -> None:
    bench, median, _ = backends(seed)
    values = median.answer(CITIZEN, Clock()).values
    for row in bench.model.problem.constraints():
        left = sum(c * values[v.name] for v, c in row.items()) + row.constant
        assert left * -row.sense <= 1e-7 if row.sense else abs(left) <= 1e-7, row.name


def test_bounds_on_the_aims() -> None:
    _, median, written = backends(1)
    best = written.answer(CITIZEN, Clock()).objective
    for above, status in ((0.1, Status.OPTIMAL), (-0.1, Status.INFEASIBLE)):
        stage = Stage("held", (0.0, 0.0, 1.0), upper=(best + above, np.inf, np.inf))
        assert median.answer(stage, Clock()).status is written.answer(stage, Clock()).status is status


def test_a_relaxation_is_answered_by_a_bound() -> None:
    _, median, written = backends(2)
    stage = Stage("relaxation", (1.0, 0.0, 0.0), relaxed=True)
    assert written.answer(stage, Clock()).objective <= median.answer(stage, Clock()).objective + 1e-6
    assert median.answer(stage, Clock()).objective <= written.answer(CITIZEN, Clock()).objective + 1e-6


def test_no_time_no_plan() -> None:
    _, median, _ = backends(0)
    answer = median.answer(CITIZEN, Clock(limit=0.0))
    assert (answer.status, answer.stopped, answer.values) == (Status.NO_PLAN_FOUND, "time_limit", {})
    assert median.answer(CITIZEN, Clock()).status is Status.OPTIMAL


def test_more_minutes_are_asked_of_the_other_backend() -> None:
    _, median, _ = backends(0)
    with pytest.raises(AssertionError, match="asked for"):
        median.answer(Stage("odd", (-1.0, 0.0, 0.0)), Clock())


@pytest.mark.parametrize(
    "function",
    [
        {"choice": "nearest"},
        {"min_visits_per_year": 10},
        {"target_visits_per_year": 300},
        {"quality_parity_at_houses": 0.9},
        {"max_house_share": 0.5},
        {"max_travel_minutes": 30},
        {"retained_share": 0.2},
        {"house_bypass_share": 0.2},
        {"fitting_out": 5},
        {"home": {"mode": "telemedicine", "max_share": 0.2}},
        {"choice": {"within_minutes": 3}, "site_by": "patient_base"},
    ],
    ids=str,
)
def test_whatever_tells_plans_apart_leaves_it_to_the_model(function: dict[str, Any]) -> None:
    bench = Workbench(scenario(1, **function), Options())
    assert recognise(bench.instance, bench.today) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"objectives": {"citizen": {"equity": "ede"}}},
        {"objectives": {"citizen": {"equity": "worst_share"}}},
        {"policy": {"max_digital_share": 0.5}},
        {"policy": {"coverage": {"near": {"within_minutes": 20, "min_share": 0.5}}}},
    ],
    ids=str,
)
def test_fairness_leaves_it_to_the_model(changed: dict[str, Any]) -> None:
    tree = scenario(1).model_dump(mode="json", exclude_unset=True)
    for section, values in changed.items():
        tree[section] = {**tree.get(section, {}), **values}
    assert recognise(*_described(scenario(1))) is not None
    assert recognise(*_described(Scenario.model_validate(tree))) is None


def _described(told: Scenario) -> tuple[Instance, Today]:
    bench = Workbench(told, Options())
    return bench.instance, bench.today


def test_rooms_fitted_out_once_leave_it_to_the_model() -> None:
    bench = Workbench(scenario(1), Options())
    assert recognise(bench.instance, bench.today) is not None
    fitted = np.full(len(bench.instance.room_ids), 5.0)
    dearer = replace(bench.instance, economics=replace(bench.instance.economics, room_fitting_out=fitted))
    assert recognise(dearer, bench.today) is None


def test_people_who_may_be_away_only_so_much_leave_it_to_the_model() -> None:
    bench = Workbench(scenario(1), Options())
    sites = len(bench.instance.site_ids)
    sent = replace(bench.instance.staff, per_day=np.ones((1, 1)), extra_days=np.full((1, sites), np.inf))
    free = replace(bench.instance, staff=replace(sent, most_away=np.full((1, sites), np.inf)))
    bound = replace(bench.instance, staff=replace(sent, most_away=np.ones((1, sites))))
    assert recognise(free, bench.today) is not None
    assert recognise(bound, bench.today) is None


def test_a_price_on_the_number_of_sites_leaves_it_to_the_model() -> None:
    plain = scenario(1)
    soft = SoftRule.model_validate({"rule": "number_of_sites", "price_per_unit": 5, "reason": "R"})
    policy = plain.policy.model_copy(update={"soft_rules": {"a": soft}})
    bench = Workbench(plain.model_copy(update={"policy": policy}), Options())
    assert recognise(bench.instance, bench.today) is None


def test_phases_leave_it_to_the_model() -> None:
    phases = {"a": Phase(title="A", from_year=2026, years=3), "b": Phase(title="B", from_year=2029, years=3)}
    bench = Workbench(scenario(1).model_copy(update={"phases": phases}), Options())

    assert bench.written.name != "median"
    assert all(recognise(part.instance, part.today) is None for part in bench.phases)
