"""The table of all pairs against a search through every plan: no interval may leave out the true price."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pytest

from placement.errors import InfeasibleError
from placement.questions.pairs.findings import Kind, PairRow, PairTable
from placement.questions.pairs.study import every_pair
from placement.scenario.load import Loaded
from placement.scenario.schema.scenario import Scenario
from placement.solve.prepared import Workbench
from placement.solve.result import Options, Prices
from placement.solve.run import Live
from placement.solve.scalarisation import objective_value, pose
from tests.properties.brute_force import BruteForce, TooManyPlans
from tests.properties.random_scenario import random_scenario
from tests.properties.test_insisting import SAME, varied

pytestmark = pytest.mark.slow

SEEDS = range(100, 124)
WEIGHED = {method: Options(method=method, gap=1e-6) for method in ("weighted", "balanced")}
OPTIONS = {**WEIGHED, "price": Options(method="price", prices=Prices(3.0, 50.0), gap=0.0, gap_money=0.5)}
A_KRONE = 1.0 + 1e-6


def true_price(live: Live, loaded: Loaded, row: PairRow) -> float:
    """How much worse the best plan with the pair decided otherwise is than the best plan; inf where there is none."""
    solved, price = live.solved, row.price
    names = row.note.function, row.note.site
    pair = solved.instance.function_ids.index(names[0]), solved.instance.site_ids.index(names[1])
    is_open = price.forced == "in"
    asked = varied(loaded.scenario, *names, "must" if is_open else "must_not", price.waived)
    return best(live, asked, pair, is_open=is_open) - solved.objective


def best(live: Live, scenario: Scenario, pair: tuple[int, int], *, is_open: bool) -> float:
    """The least of the proposal's measure over every plan that has the pair, or has it not."""
    solved = live.solved
    bench = Workbench(scenario, solved.options)
    objectives = solved.instance.scenario.objectives
    question = pose(objectives, solved.method, solved.weights, solved.prices, solved.scale, (0.0, 0.0, 0.0))
    plans = BruteForce(bench.instance, bench.today).all()
    values = (objective_value(question, found.aims) for found in plans if found.plan.open[pair] == is_open)
    return min(values, default=math.inf)


def tables(live: Live, loaded: Loaded) -> Iterator[PairTable]:
    """With every price solved, with bounds alone, and without time for anything."""
    yield every_pair(live, loaded)
    yield every_pair(live, loaded, exact=0)
    yield every_pair(live, loaded, replace(live.solved.options, time_limit=1e-9))


def fault(row: PairRow, true: float) -> str:
    """What the table says of a price that the plans do not."""
    low, high = row.price.low, row.price.high
    same = SAME if row.price.unit == "share" else A_KRONE
    inside = low == high == true if math.inf in (low, true) else low - same <= true <= high + same
    if row.price.kind is not Kind.NONE and true == math.inf:
        inside = high == math.inf
    if row.price.kind is Kind.EXACT:
        inside = inside and high - low <= same
    claimed = row.price.proven and abs(true) < 1e-9
    return "" if inside and not claimed else f"{row.note.function} {row.note.site}: {row.price} is {true}"


@pytest.mark.parametrize("method", OPTIONS)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_interval_leaves_out_what_a_search_through_every_plan_finds(seed: int, method: str) -> None:
    loaded = random_scenario(seed)
    try:
        live = Live(loaded, OPTIONS[method])
    except InfeasibleError:
        pytest.skip("no plan at all")
    found: list[str] = []
    known: dict[tuple[object, ...], float] = {}
    for table in tables(live, loaded):
        functions, _, sites = live.solved.instance.shape
        assert len(table.rows) == functions * sites
        for row in table.rows:
            key = row.note.function, row.note.site, row.price.waived
            try:
                known[key] = known[key] if key in known else true_price(live, loaded, row)
            except TooManyPlans:
                continue
            found.append(fault(row, known[key]))

    assert [each for each in found if each] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_pair_has_the_prices_at_which_it_is_in(seed: int) -> None:
    """The whole table says the same of the proposal's own price as the proposal, or that another plan is as good."""
    loaded = random_scenario(seed)
    try:
        live = Live(loaded, OPTIONS["price"])
    except InfeasibleError:
        pytest.skip("no plan at all")
    table = every_pair(live, loaded)

    assert table.every_price
    assert table.minute == 3.0
    assert table.scarce is not None
    assert table.scarce.unasked == ()
    for row in table.rows:
        inside = any(span.holds(3.0) for span in row.spans)
        as_good = row.price.kind is Kind.EXACT and abs(row.price.high) <= A_KRONE
        assert inside == row.note.recommended or as_good, row


def test_the_scenarios_drawn_have_prices_of_every_kind() -> None:
    kinds = set()
    for seed in SEEDS:
        loaded = random_scenario(seed)
        try:
            live = Live(loaded, OPTIONS["balanced"])
        except InfeasibleError:
            continue
        for table in tables(live, loaded):
            kinds |= {(row.price.forced, row.price.kind) for row in table.rows}
    assert kinds == {(forced, kind) for forced in ("in", "out") for kind in Kind}
