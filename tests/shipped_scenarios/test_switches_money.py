"""Prices on rules, payers, what is released, what a trip weighs: each changes the plan and shows where it is paid."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from placement.questions.proposal.document import soft_rules
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.screen.first import first_screen
from placement.questions.proposal.study import study
from placement.scenario.schema.rules import Rule
from placement.solve.repair import repairs
from placement.solve.run import Live, solve_profiles
from tests.helpers.taught import days, loaded, open_houses, solved

SITE = "sh_vesterby"
FUNCTION = "ortopaedkirurgi"
BOTH = {"sh_vesterby", "sh_oesterby"}


def test_til_en_pris_the_rule_is_broken_where_that_pays() -> None:
    bought = solved("til-en-pris")

    assert days(bought, FUNCTION, SITE) == 3
    assert bought.evaluation.indicators["soft_rules_price_per_year"] == pytest.approx(2 * 50_000)
    for variant in ("haard_regel", "dyrere", "hoejst_en_dag"):
        assert open_houses(solved("til-en-pris", variant), FUNCTION) == set()
        assert solved("til-en-pris", variant).evaluation.indicators["soft_rules_price_per_year"] == 0


def test_umuligt_the_ways_out_are_those_of_its_variants() -> None:
    found = repairs(loaded("umuligt").scenario)

    assert [[change.rule for change in repair.changes] for repair in found] == [
        [Rule.MIN_VISITS],
        [Rule.MIN_VISITS],
        [Rule.MUST],
    ]
    assert [repair.changes[0].kind for repair in found] == ["bound", "exception", "decision"]
    assert found[0].changes[0].after == 300
    assert all(repair.confirmed for repair in found)


def test_the_price_is_in_the_economy_aim_and_in_no_account() -> None:
    evaluation = solved("til-en-pris").evaluation

    paid = sum(item.money_per_year for item in evaluation.money if item.payer != "citizen")
    assert evaluation.objectives.economy == pytest.approx(paid + 2 * 50_000)
    assert evaluation.indicators["operating_region_per_year"] == pytest.approx(paid)


def test_it_is_shown_as_what_it_is() -> None:
    answer = solved("til-en-pris")
    (broken,) = soft_rules(answer.evaluation, answer.instance.scenario.policy.soft_rules)
    shown = study(answer, loaded("til-en-pris"))
    screen = [line.text for line in first_screen(answer, shown, date=dt.date(2026, 1, 1))]

    assert (broken["rule"], broken["site"], broken["item"]) == (Rule.FREE_ROOM_DAYS, SITE, "consultation")
    assert (broken["have"], broken["need"], broken["money_per_year"]) == (3, 1, pytest.approx(100_000))
    assert broken["owner"] == "Vesterby Kommune"
    assert any("BRUDT TIL EN PRIS" in line and "100.000 kr." in line for line in screen)
    assert any("mangler 2" in line for line in screen)


def test_what_each_change_costs_holds_the_price_too() -> None:
    answer = solved("til-en-pris")
    (change,) = study(answer, loaded("til-en-pris")).changes

    assert change.economy == pytest.approx(answer.evaluation.objectives.economy)


def test_the_table_of_rules_says_that_it_is_broken_at_a_price_and_at_which() -> None:
    answer = solved("til-en-pris")
    made = tables(answer, study(answer, loaded("til-en-pris")))["rules"]
    told = [dict(zip((column.name for column in made.columns), cells, strict=True)) for cells in made.rows]
    (broken,) = [each for each in told if not each["kept"] and each["binds"]]

    assert (broken["rule"], broken["soft_rule"]) == (Rule.FREE_ROOM_DAYS, "lokaler_i_vesterby")
    assert broken["price_per_year"] == pytest.approx(100_000)
    assert {each["price_per_year"] for each in told if not each["soft_rule"]} == {None}


def test_hvem_betaler_who_pays_decides_what_the_budget_reaches() -> None:
    shared, alone = solved("hvem-betaler"), solved("hvem-betaler", "regionen_alene")

    assert open_houses(shared, "hjerte_amb") == BOTH
    assert len(open_houses(alone, "hjerte_amb")) == 1
    assert shared.evaluation.indicators["operating_municipality_per_year"] > 0
    assert alone.evaluation.indicators["operating_municipality_per_year"] == 0
    assert shared.evaluation.indicators["operating_region_per_year"] <= 500_000


def test_profiler_each_price_has_a_proposal_of_its_own() -> None:
    asked, priced = solved("profiler"), solved("profiler", "faglighed_koster")
    found = solve_profiles(Live(loaded("profiler")), loaded("profiler"))
    theirs = {each.profile: open_houses(replace(asked, plan=each.plan), "hjerte_amb") for each in found}

    assert open_houses(asked, "hjerte_amb") == {"sh_oesterby", "sh_soenderby"}
    assert asked.evaluation.objectives.quality_visits == pytest.approx(160)
    assert theirs == {
        "naerhed": {"sh_vesterby", "sh_oesterby", "sh_soenderby"},
        "oekonomi": set(),
        "udvalget": {"sh_vesterby", "sh_oesterby"},
    }
    assert open_houses(solved("profiler", "dyrere_minut"), "hjerte_amb") == theirs["naerhed"]
    assert open_houses(priced, "hjerte_amb") == {"sh_oesterby"}


@pytest.mark.parametrize(("share", "price"), [("intet_frigjort", 1), ("alt_frigjort", -1)])
def test_dialyse_satellit_release_is_no_decoration(share: str, price: int) -> None:
    planned, other = solved("dialyse-satellit"), solved("dialyse-satellit", share)

    assert (other.evaluation.objectives.economy - planned.evaluation.objectives.economy) * price > 0
