"""The method ``price`` on the choice that can be worked out by hand, and what it does not ask for.

A clinic in ``s1`` saves 80,000 minutes for 90,000 DKK and loses 1,000 visits of quality: 1.125 DKK a minute without a
price of quality.
"""

from __future__ import annotations

import math

import pytest

from placement.errors import ScenarioError
from placement.plan.phases import gain_is_from
from placement.solve.payoff import PayoffTable
from placement.solve.result import Options, Prices, Status
from placement.solve.run import Live, solve
from placement.solve.scalarisation import objective_value, question_of
from tests.helpers.one_choice import TODAY, WITH_S1, aims, proposal, world

APPROX = {"rel": 1e-6, "abs": 1e-4}


def priced(minute: float, lost: float = 0.0) -> dict[str, object]:
    return {"objectives": {"prices": {"minute": minute, "lost_quality_visit": lost}}}


@pytest.mark.parametrize("formulation", ["assignment", "configuration"])
@pytest.mark.parametrize("solver", ["highs", "cbc"])
@pytest.mark.parametrize(
    ("minute", "lost", "best", "objective"),
    [
        (1.0, 0, TODAY, 180_000),  # 190,000 with s1
        (1.13, 0, WITH_S1, 203_000),  # 203,400 today
        (2.0, 0, WITH_S1, 290_000),
        (2.0, 69, WITH_S1, 359_000),  # 360,000 today
        (2.0, 71, TODAY, 360_000),  # 361,000 with s1
        (0.0, 1, TODAY, 0),
    ],
)
def test_the_cheapest_plan_is_proposed(solver, formulation, minute, lost, best, objective):
    solved = proposal(priced(minute, lost), solver=solver, formulation=formulation)

    assert solved.method == "price"
    assert aims(solved) == pytest.approx(best, **APPROX)
    assert solved.objective == pytest.approx(objective, **APPROX)
    assert solved.status is Status.OPTIMAL
    assert (solved.gap, solved.gap_money) == (0, pytest.approx(0, abs=1))
    assert solved.prices == Prices(minute, lost)
    assert solved.implied_price_per_minute == minute
    assert solved.scale is None


def test_no_pay_off_table_is_made(monkeypatch):
    monkeypatch.setattr(PayoffTable, "solve", lambda *_: pytest.fail("a pay-off table"))
    live = Live(world(priced(2)))

    assert aims(live.solved) == pytest.approx(WITH_S1, **APPROX)
    assert aims(live.ask(world(priced(1)))) == pytest.approx(TODAY, **APPROX)
    assert live.payoff is None


def test_other_prices_are_asked_of_the_model_that_is_ready(monkeypatch):
    live = Live(world(priced(1)))
    monkeypatch.setattr("placement.solve.run.written_in_time", lambda *_: pytest.fail("a model written anew"))
    at = [live.ask(world(priced(1)), Options(prices=Prices(price))) for price in (1.12, 1.13, 5, 0, math.inf)]

    assert [aims(each)[0] for each in at] == pytest.approx([180_000, 100_000, 100_000, 180_000, 100_000], **APPROX)


def test_an_aim_without_a_price_is_no_worse_than_need_be():
    """Where clinics are free and nothing is lost there, kroner do not choose; minutes do, though they have no price."""
    free = {
        "staff_roles": {"doctor": {"title": "D", "cost_per_clinic_day": 0}},
        "functions.f.target_visits_per_year": 1,
    }

    assert aims(proposal(priced(0) | free)) == pytest.approx((100_000, 0, 0), **APPROX)


def test_a_gap_in_kroner_and_one_in_shares_of_the_gain_are_enough_each():
    gained = 2 * 180_000 - 290_000
    for options in ({"gap": 0.5, "gap_money": 0.0}, {"gap": 0.0, "gap_money": 1e6}):
        solved = solve(world(priced(2)), Options(**options))
        assert solved.status is Status.OPTIMAL
        assert solved.gap_money <= max(options["gap"] * gained, options["gap_money"])


def test_without_a_price_it_is_said_where_one_is_written():
    with pytest.raises(ScenarioError, match=r"objectives\.prices\.minute.*tradeoff"):
        solve(world({"objectives": {"method": "price", "prices": {}}}))


def test_old_weights_are_told_the_price_they_stood_for():
    """By the pay-off table 80,000 minutes range as far as 90,000 DKK, so that a minute is worth 1.125 DKK."""
    old = {"objectives": {"weights": {"citizen": 1, "quality": 1, "economy": 1}, "prices": {}}}
    with pytest.raises(ScenarioError, match=r"about 1\.1[23] DKK"):
        solve(world(old))


def test_a_price_asked_for_leaves_the_price_of_quality_as_it_is():
    solved = solve(world(priced(2, 71)), Options(prices=Prices(3)))

    assert solved.prices == Prices(3, 71)


def test_without_a_today_the_gain_is_counted_from_everything_at_hospitals():
    """The clinic in s1 saves 80,000 minutes for nothing; what is open is told as a share of that."""
    unknown = {**priced(2), "baseline": {"rows": {}}, "functions.f.staff_per_clinic_day": {}}
    solved = solve(world(unknown), Options(gap=1.0, gap_money=0.0))

    assert solved.today_plan is None
    assert gain_is_from(solved.parts)[0] == pytest.approx(180_000, **APPROX)
    question = question_of(solved)
    gained = objective_value(question, question.today) - solved.bound
    assert gained == pytest.approx(2 * 80_000 + solved.objective - solved.bound, abs=1e4)
    assert solved.gap == pytest.approx((solved.objective - solved.bound) / gained)
