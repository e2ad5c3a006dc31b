"""The league table: every offer against the plan without it, and the same numbers wherever they are shown."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from placement.plan.evaluate import evaluate
from placement.plan.plan import Objectives
from placement.present.screen.lines import Terminal, writing_to
from placement.present.words.voice import Voice
from placement.questions.proposal.findings import Priced, Study, Worth
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.screen.league import league, offers, today, totals
from placement.questions.proposal.study import study
from placement.questions.proposal.views import View
from placement.solve.result import Prices, Solved
from tests.questions.proposal.by_hand import instance_of, made_plan, small, solved_with
from tests.questions.proposal.test_left_out import TREES, random_changes

CHANGED: dict[str, Any] = {"add": {("lunge", "nord"): 1.0, ("lunge", "syd"): 1.0}, "home": {"oejne": 1}}


def shown(solved: Solved, found: Study) -> str:
    lines = league(View(solved, found, Voice("en")))
    return "\n".join(line.text for line in lines).replace("\N{NO-BREAK SPACE}", " ")


def one(found: Study, kind: str, function: str, site: str) -> Priced:
    (row,) = [row for row in found.league if (row.kind, row.function, row.site) == (kind, function, site)]
    return row


def objectives(solved: Solved, **changed: Any) -> Objectives:
    plan = made_plan(solved.instance, solved.today, **changed)
    return evaluate(solved.instance, solved.today, plan).objectives


def test_an_offer_of_today_is_priced_by_closing_it_alone() -> None:
    solved = solved_with(instance_of(small(policy__existing_in_houses="free")), **CHANGED)
    row = one(study(solved), "today", "oejne", "nord")
    without, own = objectives(solved, close=[("oejne", "nord")], **CHANGED), solved.evaluation.objectives
    assert row.worth.minutes == pytest.approx(own.citizen_minutes - without.citizen_minutes)
    assert row.worth.economy == pytest.approx(own.economy - without.economy)
    assert row.worth.minutes < 0
    assert row.affected_visits > 0


def test_todays_apparatus_goes_with_the_offer_although_houses_keep_theirs() -> None:
    """A scanner that stands only for the clinic costs service until the clinic closes."""
    kept, free = (
        one(study(solved_with(instance_of(small(policy__existing_in_houses=policy)))), *ROW)
        for policy in ("keep", "free")
    )
    assert kept.worth.economy == pytest.approx(free.worth.economy)


ROW = ("today", "oejne", "nord")


def test_an_offer_that_nobody_else_can_replace_has_no_price() -> None:
    tree = small(policy__hospital_functions="free")
    tree["baseline"]["rows"]["oejne"] = {"nord": {"days_per_week": 5}}
    solved = solved_with(instance_of(tree))
    row = one(study(solved), *ROW)
    assert row.verdict == "needed"
    assert math.isnan(row.money_per_minute)
    (told,) = [each for each in tables(solved, study(solved))["league"].records() if each["site"] == "nord"]
    assert (told["money_per_minute"], told["economy_per_year"], told["within_price"]) == (None, None, None)


def test_lost_quality_counts_at_its_price() -> None:
    tree = small(functions__lunge__target_visits_per_year=900)
    free = solved_with(instance_of(tree), add={("lunge", "nord"): 2.0})
    dear = replace(free, prices=Prices(10.0, 500.0))
    cheap, priced = (one(study(each), "proposed", "lunge", "nord") for each in (free, dear))
    lost = free.evaluation.objectives.quality_visits - free.today.quality_visits
    assert lost > 0
    assert cheap.worth.lost_visits == priced.worth.lost_visits == pytest.approx(lost)
    assert (cheap.worth.lost_price, priced.worth.lost_price) == (0, pytest.approx(500 * lost))
    apart = priced.money_per_minute - cheap.money_per_minute
    assert apart == pytest.approx(500 * lost / -priced.worth.minutes)


@pytest.mark.parametrize(
    ("minutes", "money", "verdict"),
    [
        (-10, 50, "priced"),
        (-10, 0, "saves_both"),
        (-10, -50, "saves_both"),
        (10, -50, "saves_money"),
        (10, 50, "costs_both"),
        (0, 50, "costs_both"),
        (10, 0, "costs_both"),
        (0, -50, "saves_both"),
        (0, 0, "no_difference"),
    ],
)
def test_the_word_for_what_has_no_price(minutes: float, money: float, verdict: str) -> None:
    assert Worth(minutes, money, 0.0, 0.0).verdict == verdict


def test_offers_come_in_the_order_of_their_price_and_packages_last() -> None:
    found = study(solved_with(instance_of(small()), **CHANGED)).league
    kinds = [row.kind for row in found]
    assert kinds.index("package") == len([kind for kind in kinds if kind != "package"])
    prices = [row.money_per_minute for row in found if row.kind != "package" and row.verdict == "priced"]
    assert prices == sorted(prices)
    assert len(prices) >= 3


def test_packages_are_priced_against_the_plan_without_all_of_them() -> None:
    solved = solved_with(instance_of(small()), **CHANGED)
    packages = [row for row in study(solved).league if row.kind == "package"]
    assert [(row.function, row.offers) for row in packages] == [("lunge", 2), ("", 3)]
    own = solved.evaluation.objectives
    for row, rest in zip(packages, ({"home": {"oejne": 1}}, {}), strict=True):
        without = objectives(solved, **rest)
        assert row.worth.minutes == pytest.approx(own.citizen_minutes - without.citizen_minutes)
        assert row.worth.economy == pytest.approx(own.economy - without.economy)


@pytest.mark.parametrize(("make", "seed"), TREES[::4])
def test_one_offer_has_one_price_everywhere(make: Callable[[int], dict[str, Any]], seed: int) -> None:
    solved = solved_with(instance_of(make(seed)), add=random_changes(seed), home={"oejne": 1})
    found = study(solved)
    made = tables(solved, found)
    ranked = {(row["function"], row["site"]): row for row in made["league"].records() if row["kind"] != "today"}
    priced = 0
    for step in made["steps"].records():
        row = ranked[step["function"], step["site"]]
        change = next(c for c in found.changes if (c.function, c.site) == (step["function"], step["site"]))
        assert row["change_minutes_per_year"] == step["leave_one_out_change_minutes_per_year"]
        assert row["change_minutes_per_year"] == change.minutes_per_year
        if row["verdict"] == "priced":
            assert row["money_per_minute"] == step["leave_one_out_price_per_minute"] == change.money_per_minute
            priced += 1
    assert len(made["steps"].rows) == 4
    assert priced or make.__name__ != "random_tree"


@pytest.mark.parametrize(("make", "seed"), TREES[::4])
def test_the_rows_on_the_screen_add_up_to_the_whole_proposal(make: Callable[[int], dict[str, Any]], seed: int) -> None:
    solved = solved_with(instance_of(make(seed)), add=random_changes(seed), home={"oejne": 1})
    view = View(solved, study(solved), Voice("en"))
    rows = [row.cells for row in offers(view)[0]] + totals(view)
    assert rows[-1][2] == "The whole proposal"
    assert solved.today_evaluation is not None
    own, before = solved.evaluation.objectives, solved.today_evaluation.objectives
    assert number(rows[-1][4]) == pytest.approx(own.citizen_minutes - before.citizen_minutes, abs=501)
    for column in (3, 4, 5, 6):
        parts = sum(number(row[column]) for row in rows[:-1])
        assert parts == pytest.approx(number(rows[-1][column]), abs=1e-6), (
            "who adds the shown numbers up gets the whole"
        )


def test_what_lost_quality_counts_as_is_said_only_where_it_has_a_price() -> None:
    solved = solved_with(instance_of(small()), **CHANGED)
    found = study(solved)
    free = replace(found, league=tuple(replace(row, worth=replace(row.worth, lost_price=0.0)) for row in found.league))
    assert "lost quality counts as money" not in " ".join(shown(solved, free).split())
    first, *rest = free.league
    priced = replace(free, league=(replace(first, worth=replace(first.worth, lost_price=400.0)), *rest))
    assert "lost quality counts as money" in " ".join(shown(solved, priced).split())


def test_minutes_a_year_are_both_ways_and_it_is_said() -> None:
    solved = solved_with(instance_of(small()), add={("lunge", "nord"): 2.0})
    found = study(solved)
    (change,) = found.changes
    (row,) = [row for row in found.league if row.kind == "proposed"]
    assert row.worth.minutes == pytest.approx(-2 * change.affected_visits * change.minutes_saved)
    assert "Minutes a year are both ways, minutes of a trip one way." in " ".join(shown(solved, found).split())


def number(cell: str) -> float:
    return float(cell.replace("−", "-").replace(",", "").replace("+", ""))


def test_the_line_of_the_price_parts_what_is_within_it() -> None:
    solved = solved_with(instance_of(small()), **CHANGED)
    found = study(solved)
    prices = [
        row.money_per_minute for row in found.league if row.kind in ("proposed", "home") and row.verdict == "priced"
    ]
    between = (prices[0] + prices[-1]) / 2
    at = replace(solved, prices=Prices(between, 0.0))
    lines = shown(at, found).splitlines()
    (cut,) = [n for n, line in enumerate(lines) if "──" in line]
    above = [float(line.split()[0]) for line in lines[:cut] if line.strip()[:1].isdigit()]
    assert above
    assert max(above) <= between + 0.05
    assert float(lines[cut + 1].split()[0]) >= between - 0.05


def test_todays_offers_are_context_in_a_line() -> None:
    solved = solved_with(instance_of(small()), **CHANGED)
    found = study(solved)
    said = today(View(solved, found, Voice("en")))
    row = one(found, *ROW)
    assert "of 1 offers in the houses" in said
    assert ("Dearest" in said) == (row.money_per_minute >= 2)


def test_without_time_there_are_no_offers_of_today() -> None:
    solved = solved_with(instance_of(small()), **CHANGED)
    found = study(solved, examined=False)
    assert {row.kind for row in found.league} == {"proposed", "home", "package"}
    assert today(View(solved, found, Voice("en"))) == ""


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_the_line_of_the_price_fits_the_terminal(columns: int) -> None:
    solved = solved_with(instance_of(small()), **CHANGED)
    with writing_to(Terminal(columns, "ascii")):
        lines = shown(solved, study(solved)).splitlines()
    (cut,) = [line for line in lines if line.startswith("  -- ")]
    assert cut.isascii()
    assert columns // 2 < len(cut) <= columns - 2 or columns == 100
