"""What people, rooms and care at home change: each mechanism is switched off, and the plan or an indicator moves."""

from __future__ import annotations

import pytest

from placement.questions.proposal.sensitivity import rests_on_one_person
from placement.questions.proposal.study import study
from placement.scenario.schema.rules import Rule
from placement.solve.result import Solved
from tests.helpers.taught import days, open_houses, solved, visits, visits_a_day


def test_frit_valg_who_leaves_does_not_count_towards_the_minimum() -> None:
    leaving, staying = solved("frit-valg"), solved("frit-valg", "alle_bliver")
    local = solved("frit-valg", "kun_vesterby")

    assert open_houses(leaving, "oejne_amb") == open_houses(local, "oejne_amb") == set()
    assert leaving.evaluation.indicators["outflow_visits_per_year"] == pytest.approx(400)
    assert local.evaluation.indicators["outflow_visits_per_year"] == pytest.approx(160)
    assert visits(staying, "oejne_amb", "sh_vesterby") == pytest.approx(1600)


def test_frit_valg_who_passes_the_house_by_does_not_either() -> None:
    known, staying = solved("frit-valg", "hospitalet_er_kendt"), solved("frit-valg", "alle_bliver")

    assert open_houses(known, "oejne_amb") == set()
    assert open_houses(staying, "oejne_amb") == {"sh_vesterby"}


def test_kontinuitet_a_day_every_fourth_week_is_not_enough() -> None:
    often, seldom = solved("kontinuitet"), solved("kontinuitet", "uden_krav")
    check = next(check for check in often.evaluation.checks if check.rule is Rule.MAX_DAYS_BETWEEN)

    assert days(often, "diabetes_amb", "sh_lilleby") == 1
    assert (check.have, check.need, check.owner) == (7, 10, "Det tværfaglige specialeråd")
    assert days(seldom, "diabetes_amb", "sh_lilleby") == 0.25
    assert open_houses(solved("kontinuitet", "stram_drift"), "diabetes_amb") == set()


def test_kontinuitet_a_limit_for_the_planning_level_keeps_the_house() -> None:
    cheapest, limited = solved("kontinuitet", "maa_lukke"), solved("kontinuitet", "laengste_rejse")
    check = next(check for check in limited.evaluation.checks if check.rule is Rule.MAX_TRAVEL)

    assert open_houses(cheapest, "diabetes_amb") == set()
    assert open_houses(limited, "diabetes_amb") == {"sh_lilleby"}
    assert (check.have, check.need) == (1, 1)


def test_udlejet_the_tenant_gives_way_where_the_rent_is_worth_it() -> None:
    taken, dear = solved("udlejet"), solved("udlejet", "dyr_lejer")
    without = solved("udlejet", "ingen_tilbage")

    assert days(taken, "hud_amb", "sh_vesterby") == 3
    assert cost(taken, "lost_rent") == pytest.approx(2 * 60000)
    assert [days(other, "hud_amb", "sh_vesterby") for other in (dear, without)] == [2, 1]
    assert (cost(dear, "lost_rent"), cost(without, "lost_rent")) == (pytest.approx(180000), 0)


def test_personale_recruiting_opens_the_other_house_at_a_price() -> None:
    few, more = solved("personale"), solved("personale", "rekruttering")

    assert len(open_houses(few, "hjerte_amb")) == 1
    assert len(open_houses(more, "hjerte_amb")) == 2
    assert cost(more, "recruitment") == pytest.approx(3 * 300000)
    assert cost(few, "recruitment") == 0


def test_personale_who_may_not_be_away_so_much_sees_fewer_in_the_houses() -> None:
    few, fewer = solved("personale"), solved("personale", "hoejst_en_dag_ude")
    check = next(check for check in fewer.evaluation.checks if check.rule is Rule.MAX_DAYS_AWAY)

    assert sum(days(few, "hjerte_amb", site) for site in open_houses(few, "hjerte_amb")) == 3
    assert (check.have, check.need) == (2, pytest.approx(2.001))


def test_hjemme_staff_time_at_home_lowers_the_ceiling_that_can_be_used() -> None:
    free, busy = solved("hjemme"), solved("hjemme", "hjemmetid")
    check = next(check for check in busy.evaluation.checks if check.rule is Rule.STAFF_DAYS)

    assert free.evaluation.indicators["home_share"] > 0.25
    assert busy.evaluation.home.sum() == pytest.approx(0.2 * 0.75 * (800 * 0.95 + 400 * 0.8))
    more = busy.evaluation.home.sum() - 0.02 * 1200
    assert (check.have, check.need) == (pytest.approx(more * 30 / (444 * 45)), 0.25)


def test_hjemme_starting_a_patient_costs() -> None:
    free, started = solved("hjemme"), solved("hjemme", "opstart")
    more = free.evaluation.home.sum() - 0.02 * 1200

    assert cost(started, "home") - cost(free, "home") == pytest.approx(more * 2000 / 4)


def test_skaerm_a_day_without_the_drive_holds_more_and_the_house_opens() -> None:
    by_video, present = solved("skaerm"), solved("skaerm", "alle_til_stede")
    some = solved("skaerm", "halvdelen")

    assert visits_a_day(by_video, "gigt_amb", "sh_fjernby") == 12
    assert visits_a_day(present, "gigt_amb", "sh_fjernby") == 8
    assert visits_a_day(some, "gigt_amb", "sh_fjernby") == pytest.approx(2 / (1 / 12 + 1 / 8))
    assert open_houses(by_video, "gigt_amb") == {"sh_fjernby"}
    assert open_houses(present, "gigt_amb") == set()
    assert cost(by_video, "staff_travel") == 0
    assert by_video.evaluation.indicators["investment"] == pytest.approx(50000)


def test_saarbar_a_lost_day_closes_the_smaller_clinic() -> None:
    tight, roomy, flexible = (
        study(solved("saarbar", *v)).losses[0] for v in ((), ("en_dag_mere",), ("resten_paa_hospitalet",))
    )

    assert (tight.hospital, tight.role, tight.days, tight.slack, tight.lacks) == ("rh_midtby", "laege", 3, 0, 1)
    assert tight.falls == (("hjerte_amb", "sh_lilleby"),)
    assert tight.visits_lost == pytest.approx(500)
    assert (roomy.lacks, roomy.falls) == (0, ())
    assert (flexible.falls, flexible.shortened) == ((), 1)


def test_saarbar_with_more_people_nothing_rests_on_one() -> None:
    few, many = solved("saarbar"), solved("saarbar", "flere_laeger")

    assert [hangs(few, site) for site in ("sh_storeby", "sh_lilleby")] == [True, False]
    assert [hangs(many, site) for site in ("sh_storeby", "sh_lilleby")] == [False, False]


def hangs(answer: Solved, site: str) -> bool | None:
    return rests_on_one_person(answer.instance, answer.plan, 0, answer.instance.site_ids.index(site))


def test_udnyttelse_the_room_is_fitted_out_once_for_both() -> None:
    free, fitted = solved("udnyttelse"), solved("udnyttelse", "faelles_lokale")

    assert [open_houses(fitted, f) for f in ("gynaekologi", "leddegigt")] == [{"sh_vesterby"}, {"sh_vesterby"}]
    more = fitted.evaluation.indicators["investment"] - free.evaluation.indicators["investment"]
    assert more == pytest.approx(800000)


def cost(answer: Solved, item: str) -> float:
    return sum(money.money_per_year for money in answer.evaluation.money if money.item == item)
