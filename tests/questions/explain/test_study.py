"""One pair explained, where every number can be worked out by hand; see ``tests.helpers.one_choice``."""

from __future__ import annotations

import math
from typing import Any

import pytest

from placement.errors import UsageError
from placement.questions.explain.case import Remedy
from placement.questions.explain.study import Explanation, explain
from placement.questions.proposal.study import study
from placement.scenario.schema.rules import Rule
from placement.solve.result import Options
from placement.solve.run import Live
from tests.helpers.one_choice import decided, world

A_KRONE = {"objectives.prices.minute": 1}
"""A clinic in ``s1`` saves 80,000 minutes for 90,000 kr., which is 1.125 kr. a minute; in ``s2`` 40,000 minutes."""
MINIMUM = {"functions.f.min_visits_per_year": {"value": 1500, "low": 900, "high": 1600, "owner": "Lung council"}}
"""A clinic in ``s1`` or ``s2`` would see 1,000 visits."""


def explained(sets: dict[str, Any], site: str = "s1", **options: Any) -> Explanation:
    loaded = world({**A_KRONE, **sets})
    live = Live(loaded, Options(**{"gap": 0.0, **options}))
    return explain(live, loaded, study(live.solved, loaded), "f", site)


def remedies(found: Explanation) -> dict[str, Remedy]:
    return {remedy.kind: remedy for remedy in found.remedies}


def test_the_rule_that_says_no_has_an_owner_a_range_and_a_tipping_value() -> None:
    (rule,) = [rule for rule in explained(MINIMUM).rules if rule.says_no]

    assert (rule.check.rule, rule.check.have, rule.check.need) == (Rule.MIN_VISITS, 1000, 1500)
    assert (rule.path, rule.quality, rule.low, rule.high) == (
        "functions.f.min_visits_per_year",
        "assumption",
        900,
        1600,
    )
    assert (rule.owner, rule.tipping_value) == ("Lung council", 1000)


def test_the_price_of_insisting_is_worked_out_by_hand() -> None:
    price = explained(MINIMUM).price

    assert [(waiver.rule, waiver.site, waiver.needed) for waiver in price.waivers] == [(Rule.MIN_VISITS, "s1", True)]
    assert price.displaced == ()
    assert price.objective == pytest.approx(90_000 - 80_000)
    for found in (price.alone, price.solved):
        assert found is not None
        assert found.minutes_per_year == pytest.approx(-80_000)
        assert found.operating_per_year == pytest.approx(90_000)
        assert found.money_per_minute == pytest.approx(90 / 80)
        assert found.total == pytest.approx(90_000 - 80_000)
        assert (found.moved.visits_shorter, found.moved.visits_longer) == (pytest.approx(1000), 0)
        assert {name: change.moved.visits_shorter for name, change in found.groups} == {
            "W": pytest.approx(1000),
            "E": 0,
        }


def test_the_price_of_doing_without_is_the_other_way_round() -> None:
    found = explained(decided(s1="must", s2="must_not"))

    assert found.is_in
    assert found.remedies == ()
    assert (found.price.forced, found.price.waivers) == ("out", ())
    assert found.price.solved is not None
    assert found.price.solved.minutes_per_year == pytest.approx(80_000)
    assert found.price.solved.operating_per_year == pytest.approx(-90_000)
    assert found.price.solved.money_per_minute == pytest.approx(90 / 80)


def test_what_is_lost_without_an_offer_is_as_little_as_can_be() -> None:
    """The base scenario leaves nothing to choose, so that no aim has a range; each still counts, and s2 loses least."""
    found = explained(decided(s1="must"), method="balanced")

    assert found.price.solved is not None
    assert found.price.solved.minutes_per_year == pytest.approx(40_000)
    assert found.price.solved.operating_per_year == pytest.approx(0)


def test_what_would_have_to_change_is_judged_where_the_aims_are_weighed() -> None:
    found = remedies(explained(MINIMUM, method="balanced"))

    assert (found["threshold"].after, found["threshold"].enough) == (1000, True)
    assert (found["demand"].after, found["demand"].enough) == (pytest.approx(1.5), True)


def test_a_number_is_enough_only_where_the_offer_then_pays() -> None:
    dear, cheap = remedies(explained(MINIMUM)), remedies(explained({**MINIMUM, "objectives.prices.minute": 2}))

    assert (dear["threshold"].tried, dear["threshold"].allowed, dear["threshold"].enough) == (True, True, False)
    assert (cheap["threshold"].tried, cheap["threshold"].allowed, cheap["threshold"].enough) == (True, True, True)
    assert (cheap["demand"].tried, cheap["demand"].allowed, cheap["demand"].enough) == (False, True, False)


def test_one_thing_is_not_enough_where_two_rules_say_no() -> None:
    found = explained({**MINIMUM, "functions.f.requires_on_site": ["doctor"]})

    assert {rule.check.rule for rule in found.rules if rule.says_no} == {Rule.MIN_VISITS, Rule.REQUIRES_ON_SITE}
    assert not any(remedy.enough for remedy in found.remedies)
    assert found.price.solved is not None


def test_where_only_the_trade_off_says_no_a_minute_must_be_worth_more() -> None:
    found = remedies(explained({}, method="balanced"))

    assert set(found) == {"minute"}
    assert found["minute"].after == pytest.approx(90 / 80)


def test_a_price_of_a_minute_that_is_enough_is_a_round_number_above_the_break_even() -> None:
    found = explained({})

    assert found.break_even is not None
    (span,) = found.break_even.spans
    assert (span.low, span.high) == (pytest.approx(90 / 80), math.inf)
    assert (span.least, span.most, found.break_even.enough) == (1.2, math.inf, 1.2)
    assert [(one.kind, one.after, one.enough) for one in found.remedies] == [("minute", 1.2, True)]
    assert explained({"objectives.prices.minute": 1.2}).is_in


def test_what_is_in_no_best_plan_misses_by_what_it_costs_more_where_that_is_least() -> None:
    """Best with s2 is to have s1 as well and nobody in s2, on a quarter of a day a week: 45 · 0.25 · 1,000 kr."""
    found = explained({}, site="s2").break_even

    assert found is not None
    assert (found.spans, found.proven, found.possible) == ((), True, True)
    assert found.misses == pytest.approx(90_000 - 80_000 + 11_250)
    assert found.least_at == pytest.approx(90 / 80)
    assert found.least_miss == pytest.approx(11_250)
    assert not found.tied


def test_what_no_plan_may_have_is_in_at_no_price() -> None:
    found = explained({"sites.s1.scope": "outside"}).break_even

    assert found is not None
    assert (found.spans, found.proven, found.possible) == ((), True, False)
    assert math.isnan(found.misses)


def test_something_else_gives_way_where_only_one_house_may_have_it() -> None:
    one = {"functions.f.number_of_sites": {"exactly": 2}}
    found = explained({**one, **decided(s2="may")}, method="lexicographic", site="s2")

    assert [(one.site, one.opens) for one in found.price.displaced] == [("s1", False)]
    assert found.price.solved is not None
    assert found.price.solved.minutes_per_year == pytest.approx(40_000)


def test_what_cannot_be_waived_has_no_price() -> None:
    found = explained({"sites.s1.scope": "outside"})

    assert found.price.status == "infeasible"
    assert found.price.solved is None
    assert math.isnan(found.price.objective)
    assert [rule.check.rule for rule in found.rules if rule.says_no] == [Rule.SCOPE]


def test_the_patients_live_where_the_visits_come_from_and_the_other_house_is_named() -> None:
    found = explained(MINIMUM)

    (area,) = found.areas
    assert (area.area, area.people, area.visits) == ("west", 1000, 1000)
    assert (area.minutes_here, area.minutes_otherwise) == (10, 50)
    assert found.alternative is not None
    assert found.alternative.site == "s2"


def test_a_name_that_is_not_there_is_refused() -> None:
    loaded = world(A_KRONE)
    live = Live(loaded)
    with pytest.raises(UsageError, match="no site 's9'"):
        explain(live, loaded, study(live.solved, loaded), "f", "s9")
