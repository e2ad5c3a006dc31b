"""The papers beside the tables: rules by name, the catalogue, the report card, the sheets and the profiles."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from placement.plan.plan import Plan
from placement.present.tables.columns import Cell, Table
from placement.questions.proposal.findings import Study
from placement.questions.proposal.folder import write_result
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.screen.first import first_screen
from placement.questions.proposal.sheets import sheets
from placement.questions.proposal.study import study
from placement.questions.proposal.tables.visions import Measure
from placement.questions.proposal.views import TableView
from placement.questions.verify.study import verify
from placement.solve.result import ProfileAnswer, Solved
from placement.solve.run import Live, solve_profiles
from tests.helpers import world
from tests.helpers.taught import loaded, solved
from tests.questions.proposal.test_tables import row, rows


def made() -> dict[str, Table]:
    answer, studied, _ = world.solved()
    return tables(answer, studied)


def pages(answer: Solved, studied: Study) -> dict[str, str]:
    return sheets(TableView(answer, studied), tables(answer, studied))


def test_every_check_of_the_judge_is_a_row_with_slack_and_owner() -> None:
    answer, _, _ = world.solved()
    table = made()["rules"]
    assert len(table.rows) == len(answer.evaluation.checks)
    least = row(table, rule="min_visits_per_year", function="lunge", site="nord")
    assert (least["need"], least["owner"], least["binds"]) == (150, "Specialeråd", True)
    assert float(least["slack"] or 0) == pytest.approx(float(least["have"] or 0) - 150)
    waived = row(table, rule="min_visits_per_year", function="lunge", site="syd")
    assert (waived["waived_by"], waived["binds"]) == ("syd", False)
    assert {each["rule"] for each in rows(table)} == {str(check.rule) for check in answer.evaluation.checks}


def test_the_catalogue_is_what_is_open_in_the_houses() -> None:
    answer = solved("lemvig-foerste")
    table = tables(answer, study(answer, loaded("lemvig-foerste")))["catalogue"]
    assert {(each["site"], each["function"], each["new"]) for each in rows(table)} == {
        (site, function, new)
        for site in ("sh_holstebro", "sh_lemvig")
        for function, new in (("lunge_amb", True), ("roentgen", False))
    }


def test_the_card_has_the_four_visions_and_says_what_cannot_be_measured() -> None:
    card = made()["report_card"]
    assert tuple(dict.fromkeys(each["vision"] for each in rows(card))) == ("equity", "premises", "near", "value")
    silent = {each["measure"] for each in rows(card) if each["verdict"] == "not_measured"}
    assert silent == {"social", "experience", "health"}
    assert all(each["note"] for each in rows(card) if each["verdict"] == "not_measured")
    near = row(card, vision="near", measure="mean_minutes_per_visit")
    answer, _, _ = world.solved()
    assert answer.today_evaluation is not None
    assert near["today"] == answer.today_evaluation.indicators["mean_minutes_per_visit"]
    assert near["verdict"] == "better"


def test_the_card_compares_the_socially_exposed_where_there_are_data() -> None:
    answer = solved("de-yderste")
    card = tables(answer, study(answer, loaded("de-yderste")))["report_card"]
    exposed, gap = (row(card, measure=name) for name in ("mean_minutes_social", "social_gap"))
    now = answer.evaluation.indicators

    assert (exposed["proposal"], exposed["verdict"]) == (now["mean_minutes_social"], "worse")
    assert gap["proposal"] == pytest.approx(now["mean_minutes_social"] - now["mean_minutes_others"])
    assert gap["verdict"] == "shown"
    assert "social" not in {each["measure"] for each in rows(card)}


@pytest.mark.parametrize(
    ("wanted", "before", "now", "verdict"),
    [
        ("less", 10, 9, "better"),
        ("less", 10, 11, "worse"),
        ("more", 0.1, 0.2, "better"),
        ("more", 0.2, 0.1, "worse"),
        ("less", 1e9, 1e9 + 1, "same"),
        ("", 0, 5, "shown"),
        ("less", float("nan"), 5, "shown"),
        ("less", 5, float("nan"), "not_measured"),
    ],
)
def test_a_verdict_follows_what_is_wanted(wanted: str, before: float, now: float, verdict: str) -> None:
    assert Measure("near", "x", "minutes one way", wanted, before, now).verdict == verdict  # type: ignore[arg-type]


def test_a_new_placement_has_its_price_of_a_minute() -> None:
    _, studied, _ = world.solved()
    prices = {
        (change.function, change.site): change.money_per_minute for change in studied.changes if change.kind == "new"
    }
    assert prices
    for each in rows(made()["recommendation"]):
        wanted = prices.get((str(each["function"]), str(each["site"])))
        assert each["money_per_minute"] == (wanted if wanted is not None and math.isfinite(wanted) else None)


def test_each_house_and_each_giving_hospital_has_a_sheet() -> None:
    answer, studied, _ = world.solved()
    found = pages(answer, studied)
    gives = {
        f"sheet_{each['hospital']}.md"
        for each in rows(made()["hospitals"])
        if float(each["change_visits_per_year"] or 0) < 0
    }
    assert gives
    assert set(found) == {"sheet_nord.md", "sheet_syd.md"} | gives
    assert all(text.startswith("# ") and text.endswith("\n") for text in found.values())


def test_a_sheet_says_what_the_tables_say() -> None:
    answer, studied, _ = world.solved()
    page = pages(answer, studied)["sheet_syd.md"]
    said = row(made()["recommendation"], function="lunge", site="syd")
    (line,) = [line for line in page.splitlines() if line.startswith("| Lunge |")]
    assert "nyt" in line
    assert str(said["responsible"]) in line
    assert f"{round(float(said['visits_per_year'] or 0)):,}".replace(",", ".") in line
    assert "5,0 var ledige" in page


def test_an_interested_partner_is_said_not_to_count() -> None:
    asked = loaded("faelles-under-tag", "praksis_toever")
    answer = solved("faelles-under-tag", "praksis_toever")
    found = pages(answer, study(answer, asked))
    assert any("interesseret; tæller ikke" in page for page in found.values())


def other_plan(answer: Solved) -> Plan:
    """Today's plan, as a profile might have found it."""
    assert answer.today_plan is not None
    return answer.today_plan


@cache
def profiled() -> tuple[Solved, Study]:
    asked = loaded("profiler")
    live = Live(asked)
    return live.solved, replace(study(live.solved, asked), profiles=solve_profiles(live, asked))


def test_profiles_answer_with_their_own_weights() -> None:
    answer, studied = profiled()
    found = {each["profile"]: each for each in rows(tables(answer, studied)["profiles"])}
    assert list(found) == ["naerhed", "oekonomi", "udvalget"]
    assert float(found["naerhed"]["citizen_minutes"] or 0) < float(found["oekonomi"]["citizen_minutes"] or 0)
    assert float(found["naerhed"]["economy"] or 0) > float(found["oekonomi"]["economy"] or 0)
    assert (found["naerhed"]["illustration"], found["udvalget"]["illustration"]) == (True, False)


def test_where_profiles_agree_is_counted_for_each_offer() -> None:
    answer, studied = profiled()
    offers = rows(tables(answer, studied)["recommendation"])
    assert offers
    for each in offers:
        f, s = (
            answer.instance.function_ids.index(str(each["function"])),
            answer.instance.site_ids.index(str(each["site"])),
        )
        assert each["profiles_for"] == sum(bool(found.plan.open[f, s]) for found in studied.profiles)
        assert each["profiles_asked"] == 3


def test_where_nothing_is_proposed_the_screen_counts_the_profiles_that_do() -> None:
    answer, studied = profiled()
    one, other = studied.profiles[0], replace(studied.profiles[1], plan=other_plan(answer))
    nothing = replace(answer, plan=other_plan(answer))
    lines = first_screen(nothing, replace(studied, profiles=(one, other)), date=dt.date(2026, 1, 1))
    shown = " ".join(" ".join(line.text for line in lines).split())

    assert "2 profiler er beregnet" in shown
    assert "Forslaget har ingen nye tilbud; 1 af dem har." in shown


def test_without_asking_no_profile_is_told() -> None:
    assert made()["profiles"].rows == []
    empty: set[Cell] = {each["profiles_for"] for each in rows(made()["recommendation"])}
    assert empty == {None}


def test_profiles_and_sheets_are_verified(tmp_path: Path) -> None:
    answer, studied = profiled()
    folder = write_result(tmp_path / "out", answer, studied, loaded("profiler"), command="test")
    assert verify(folder) == []
    sheet = next(folder.glob("sheet_*.md"))
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("#", "=", 1), encoding="utf-8")
    assert [difference.file for difference in verify(folder)] == [sheet.name]


def test_a_profile_that_claims_another_result_is_found(tmp_path: Path) -> None:
    answer, studied = profiled()
    first, *rest = studied.profiles
    plan = other_plan(answer)
    lies = replace(
        studied, profiles=(ProfileAnswer(first.profile, plan, first.evaluation, first.status, first.gap), *rest)
    )
    folder = write_result(tmp_path / "out", answer, lies, loaded("profiler"), command="test")
    assert {difference.file for difference in verify(folder)} >= {"profiles.csv", "result.json"}
