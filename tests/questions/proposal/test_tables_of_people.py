"""The tables about rooms and people, on teaching scenarios worked out by hand."""

from __future__ import annotations

from functools import cache

import pytest

from placement.present.tables.columns import Cell, Table
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.study import study
from tests.helpers.taught import solved
from tests.questions.proposal.test_tables import row


@cache
def made(name: str, *variants: str) -> dict[str, Table]:
    answer = solved(name, *variants)
    return tables(answer, study(answer))


def cells(found: dict[str, Cell], *names: str) -> list[Cell]:
    return [found[name] for name in names]


def test_rooms_are_told_apart_by_kind_and_by_who_has_them() -> None:
    found = row(made("udlejet")["rooms"], site="sh_vesterby", room="consultation")

    assert cells(found, "days_today", "days_per_week", "extra_days_per_week") == [0, 3, 3]
    assert cells(found, "free_days_per_week", "let_days_per_week", "taken_back_days_per_week") == [1, 2, 2]
    assert found["lost_rent_per_year"] == pytest.approx(120000)


def test_staff_tells_recruited_days_and_days_away() -> None:
    recruits = row(made("personale", "rekruttering")["staff"], site="rh_midtby", role="laege")
    stays = row(made("personale", "hoejst_en_dag_ude")["staff"], site="rh_midtby", role="laege")

    assert cells(recruits, "extra_days_per_week", "extra_days_limit", "recruited_days_per_week") == [6, 3, 3]
    assert cells(recruits, "recruit_limit", "people", "days_away_per_week", "days_away_limit") == [3, None, 6, None]
    assert cells(stays, "recruited_days_per_week", "people", "days_away_per_week") == [None, 3, 2]
    assert stays["days_away_limit"] == pytest.approx(2.001)


def test_a_house_has_no_people_to_send() -> None:
    table = made("personale", "rekruttering")["staff"]
    houses = [
        dict(zip(table.headings, line, strict=True)) for line in table.rows if line[table.position("sends")] is False
    ]

    assert houses
    assert {house["recruited_days_per_week"] for house in houses} == {None}


def test_days_at_home_are_told_and_fill_the_limit() -> None:
    found = row(made("hjemme", "hjemmetid")["staff"], site="rh_midtby", role="laege")
    more = 0.2 * 0.75 * (800 * 0.95 + 400 * 0.8) - 0.02 * 1200

    assert found["home_days_per_week"] == pytest.approx(more * 30 / (444 * 45))
    assert found["limit_utilisation"] == pytest.approx(more * 30 / (444 * 45) / 0.25)


def test_vulnerability_names_what_falls() -> None:
    tight, roomy = (row(made("saarbar", *v)["vulnerability"], hospital="rh_midtby") for v in ((), ("en_dag_mere",)))

    assert cells(tight, "role", "people", "days_per_week", "slack_days_per_week") == ["laege", 2, 3, 0]
    assert cells(tight, "lacks_days_per_week", "falls") == [1, "hjerte_amb@sh_lilleby"]
    assert cells(roomy, "lacks_days_per_week", "falls", "visits_lost_per_year") == [0, "", 0]


def test_the_recommendation_says_what_rests_on_one_person() -> None:
    table = made("saarbar")["recommendation"]
    sites = ("sh_storeby", "sh_lilleby", "rh_midtby")

    assert [row(table, site=site)["rests_on_one_person"] for site in sites] == [True, False, None]


def test_visits_that_leave_or_pass_by_are_counted() -> None:
    leaving, passing = (row(made("frit-valg", *v)["functions"]) for v in ((), ("hospitalet_er_kendt",)))

    assert cells(leaving, "visits_per_year", "visits_outflow", "visits_bypassing_houses") == [3600, 400, 0]
    assert cells(passing, "visits_outflow", "visits_bypassing_houses") == [0, pytest.approx(800)]


def test_partners_are_told_by_how_far_they_have_come() -> None:
    committed, hesitant = (made("faelles-under-tag", *v)["sites"] for v in ((), ("praksis_toever",)))
    told = [row(table, site="sh_vesterby") for table in (committed, hesitant)]

    assert [bool(site["partners_committed"]) for site in told] == [True, False]
    assert [bool(site["partners_interested"]) for site in told] == [False, True]


def test_equipment_left_idle_at_the_giving_hospital_has_a_price() -> None:
    answer, table = solved("udnyttelse"), made("udnyttelse")["equipment"]
    hospitals = [answer.instance.site_ids[s] for s in range(2) if answer.instance.is_hospital[s]]
    found = [dict(zip(table.headings, line, strict=True)) for line in table.rows]
    prices = answer.instance.economics
    unit = float(prices.equipment_price[0] * prices.equipment_annuity[0] + prices.equipment_service[0])
    assert {line["site"] for line in found} & set(hospitals)
    for line in found:
        if line["site"] not in hospitals:
            assert line["stranded_cost_per_year"] is None
        else:
            freed = float(line["utilisation_today"] or 0) * int(line["units_today"] or 0)  # type: ignore[arg-type]
            freed -= float(line["utilisation"] or 0) * int(line["units"] or 0)  # type: ignore[arg-type]
            assert line["stranded_cost_per_year"] == pytest.approx(max(0.0, freed) * unit)
            assert freed > 0
