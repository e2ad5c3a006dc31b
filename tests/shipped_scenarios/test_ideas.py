"""Each teaching scenario does what its comment says, and stops doing it when the mechanism is switched."""

from __future__ import annotations

from itertools import pairwise

import pytest

from placement.errors import InfeasibleError
from placement.scenario.load import load
from placement.scenario.schema.rules import Rule
from placement.solve.result import Options, Prices, Solved
from placement.solve.run import Live, solve
from tests.helpers.taught import (
    FOLDER,
    days,
    is_open,
    loaded,
    minutes,
    open_houses,
    solved,
    visits,
    visits_a_day,
)
from tests.helpers.whole_questions import staircase

HEARING_FORBIDDEN = (
    "policy.placements={hoereklinik: {"
    "sh_vesterby: {decision: must_not, reason: prøve}, "
    "sh_oesterby: {decision: must_not, reason: prøve}, "
    "sh_soenderby: {decision: must_not, reason: prøve}}}"
)


def offers_in_houses(answer: Solved) -> set[tuple[str, str]]:
    """Function and house of each offer outside the hospitals."""
    return {(function, site) for function in answer.instance.function_ids for site in open_houses(answer, function)}


def test_lemvig_foerste_a_house_needs_a_catchment_large_enough() -> None:
    plain, stricter = solved("lemvig-foerste"), solved("lemvig-foerste", "hoejere_krav")

    assert open_houses(plain, "lunge_amb") == {"sh_holstebro", "sh_lemvig"}
    assert 300 <= visits(plain, "lunge_amb", "sh_lemvig") < 600
    assert open_houses(stricter, "lunge_amb") == {"sh_holstebro"}


def test_overloeb_a_house_sees_what_its_days_hold_or_must_see_all() -> None:
    overflows, all_of_them = solved("overloeb"), solved("overloeb", "alle_der_kommer")
    roomier = solved("overloeb", "flere_lokaler")

    assert visits(overflows, "ortopaedkirurgi", "sh_vesterby") == pytest.approx(540)
    assert open_houses(all_of_them, "ortopaedkirurgi") == set()
    assert visits(roomier, "ortopaedkirurgi", "sh_vesterby") == pytest.approx(1500)
    assert days(roomier, "ortopaedkirurgi", "sh_vesterby") == 3


def test_optageomraade_referred_patients_follow_their_own_hospital() -> None:
    follows = solved("optageomraade")

    assert minutes(follows, "sundby", "rh_oester") < minutes(follows, "sundby", "sh_kaerby")
    assert visits(follows, "lunge_amb", "sh_kaerby") == pytest.approx(520)
    for variant in ("naermeste", "svagt_traek"):
        assert not is_open(solved("optageomraade", variant), "lunge_amb", "sh_kaerby")


def test_udnyttelse_two_offers_share_what_neither_uses_enough() -> None:
    together, alone = solved("udnyttelse"), solved("udnyttelse", "kun_gynaekologi")
    looser = solved("udnyttelse", "lavere_krav")
    site = together.instance.site_ids.index("sh_vesterby")

    assert is_open(together, "gynaekologi", "sh_vesterby")
    assert is_open(together, "leddegigt", "sh_vesterby")
    assert together.evaluation.utilisation[0, site] == pytest.approx(0.72, abs=0.005)
    assert not is_open(alone, "gynaekologi", "sh_vesterby")
    assert looser.evaluation.utilisation[0, site] == pytest.approx(0.37, abs=0.005)


def test_bevaret_volumen_the_hospital_keeps_its_share() -> None:
    kept, without = solved("bevaret-volumen"), solved("bevaret-volumen", "uden_bund")

    assert visits(kept, "hjerte_amb", "rh_midtby") >= 0.6 * 2000 - 1e-6
    assert len(open_houses(kept, "hjerte_amb")) == 2
    assert len(open_houses(without, "hjerte_amb")) == 3
    assert visits(without, "hjerte_amb", "rh_midtby") == pytest.approx(0.35 * 2000)


def test_oe_undtagelse_a_waived_rule_is_shown_and_does_not_bind() -> None:
    excepted, without = solved("oe-undtagelse"), solved("oe-undtagelse", "uden_undtagelse")
    waived = [check for check in excepted.evaluation.checks if check.waived_by == "lilloe"]

    assert visits(excepted, "diabetes_amb", "sh_lilloe") == pytest.approx(60)
    assert [(check.rule, check.need, check.kept, check.binds) for check in waived] == [
        (Rule.MIN_VISITS, 400, False, False)
    ]
    assert open_houses(without, "diabetes_amb") == set()
    longer = without.evaluation.indicators["share_beyond_45_min"]
    assert longer > excepted.evaluation.indicators["share_beyond_45_min"] == 0


def test_hjemme_the_ceiling_the_uptake_and_the_exempt() -> None:
    more, today, physical = (solved("hjemme", *v) for v in ((), ("som_i_dag",), ("hjemmebehandling",)))
    by_area = more.evaluation.home[0] / more.instance.demand.visits[0]

    assert by_area == pytest.approx([0.4 * 0.75 * 0.95, 0.4 * 0.75 * 0.8])
    assert today.evaluation.indicators["home_share"] == pytest.approx(0.02)
    assert physical.evaluation.home[0] / physical.instance.demand.visits[0] == pytest.approx([0.3, 0.3])


def test_umuligt_two_reasonable_demands_contradict_each_other() -> None:
    with pytest.raises(InfeasibleError):
        solved("umuligt")


@pytest.mark.parametrize(("variant", "opens"), [("mindre_krav", True), ("undtagelse", True), ("uden_skal", False)])
def test_umuligt_is_mended_by_its_variants(variant: str, opens: bool) -> None:
    assert is_open(solved("umuligt", variant), "lunge_amb", "sh_vesterby") is opens


def test_faelles_under_tag_what_must_stand_together_does() -> None:
    both, without_xray = solved("faelles-under-tag"), solved("faelles-under-tag", "uden_roentgen")
    hesitant = solved("faelles-under-tag", "praksis_toever")

    assert is_open(both, "roentgen", "sh_vesterby")
    assert is_open(both, "akutklinik", "sh_vesterby")
    assert not is_open(without_xray, "akutklinik", "sh_vesterby")
    assert is_open(hesitant, "roentgen", "sh_vesterby")
    assert not is_open(hesitant, "akutklinik", "sh_vesterby")


def test_personale_days_away_are_few_and_travel_shortens_them() -> None:
    few, many, settled = (solved("personale", *v) for v in ((), ("flere_dage",), ("bor_i_byen",)))

    assert visits_a_day(few, "hjerte_amb", "sh_naerby") == 12
    assert visits_a_day(few, "hjerte_amb", "sh_fjernby") == 9
    assert minutes(few, "midtby", "sh_naerby") == pytest.approx(27, abs=0.5)
    assert minutes(few, "midtby", "sh_fjernby") == pytest.approx(80, abs=0.5)
    assert len(open_houses(few, "hjerte_amb")) == 1
    assert sum(days(few, "hjerte_amb", site) for site in open_houses(few, "hjerte_amb")) == 3
    assert len(open_houses(many, "hjerte_amb")) == 2
    assert visits_a_day(settled, "hjerte_amb", "sh_fjernby") == 12


def test_psykiatri_the_patient_base_decides_not_the_minutes() -> None:
    by_base, by_distance = solved("psykiatri"), solved("psykiatri", "afstand")

    assert open_houses(by_base, "psyk_amb") == {"ps_skovby"}
    assert max(minutes(by_base, area, "ps_skovby") for area in ("storeby", "skovby", "lilleby")) <= 45
    assert open_houses(by_distance, "psyk_amb") == {"ps_storeby"}
    assert minutes(by_distance, "lilleby", "ps_storeby") > 45


def test_fri_fordeling_a_few_minutes_more_let_two_houses_live() -> None:
    nearest, ten, freely = (solved("fri-fordeling", *v) for v in ((), ("ti_minutter",), ("helt_frit",)))

    assert open_houses(nearest, "lunge_amb") == {"sh_vesterby"}
    extra = minutes(ten, "mellemby", "sh_oesterby") - minutes(ten, "mellemby", "sh_vesterby")
    assert 0 < extra <= 10
    for answer in (ten, freely):
        assert open_houses(answer, "lunge_amb") == {"sh_vesterby", "sh_oesterby"}
        assert visits(answer, "lunge_amb", "sh_oesterby") >= 400 - 1e-6


def test_lukning_nothing_closes_unless_somebody_asks() -> None:
    may_close, keeps, promised = (solved("lukning", *v) for v in ((), ("behold",), ("lovet",)))

    assert not is_open(may_close, "lunge_amb", "sh_vesterby")
    assert may_close.evaluation.objectives.citizen_minutes > keeps.evaluation.objectives.citizen_minutes
    for answer in (keeps, promised):
        assert is_open(answer, "lunge_amb", "sh_vesterby")
        assert answer.evaluation.indicators["visits_below_target"] == pytest.approx(300)


def test_trappen_one_step_after_the_other_and_one_takes_something_out() -> None:
    live = Live(loaded("trappen"))
    stairs = staircase(
        lambda minute: live.ask(loaded("trappen"), Options(gap=0, gap_money=0, prices=Prices(minute, 0))), 0
    )
    inside = [offers_in_houses(plan) for plan in stairs.plans]
    home = [float(plan.evaluation.home.sum()) for plan in stairs.plans]

    assert stairs.proven
    assert [round(step.price, 1) for step in stairs.steps] == [1.0, 2.3, 3.7, 5.4, 5.6, 8.6, 19.6]
    assert home == pytest.approx([150, *[900] * 7])
    assert inside[0] == inside[1] == set()
    assert [(after - before, before - after) for before, after in pairwise(inside[1:])] == [
        ({("diabetes_amb", "sh_vesterby")}, set()),
        ({("diabetes_amb", "sh_oesterby")}, set()),
        ({("ortopaedkirurgi", "sh_oesterby")}, set()),
        ({("ortopaedkirurgi", "sh_vesterby")}, {("diabetes_amb", "sh_vesterby")}),
        ({("hoereklinik", "sh_soenderby")}, set()),
        ({("hoereklinik", "sh_oesterby")}, {("diabetes_amb", "sh_oesterby")}),
    ]
    assert offers_in_houses(live.solved) == inside[3]
    assert offers_in_houses(solved("trappen", "ni_kroner")) == inside[6]


def test_trappen_with_one_more_room_nothing_has_to_leave() -> None:
    asked = loaded("trappen", "to_lokaler")
    live = Live(asked)
    below, above = (live.ask(asked, Options(gap=0, gap_money=0, prices=Prices(minute, 0))) for minute in (3.75, 3.8))

    assert offers_in_houses(above) - offers_in_houses(below) == {("ortopaedkirurgi", "sh_vesterby")}
    assert offers_in_houses(below) <= offers_in_houses(above)


@pytest.mark.parametrize("change", ["policy.max_extra_operating_per_year=700000", HEARING_FORBIDDEN])
def test_trappen_what_no_plan_uses_moves_a_scale_and_no_price(change: str) -> None:
    plain, changed = loaded("trappen"), load(FOLDER / "trappen", overrides=[change])

    for method, moves in (("balanced", True), ("weighted", True), ("price", False)):
        before, after = (solve(asked, Options(method=method)) for asked in (plain, changed))
        offers = offers_in_houses(before)
        assert not {site for function, site in offers if function == "hoereklinik"}
        assert before.evaluation.indicators["operating_per_year"] < 700_000
        assert (offers != offers_in_houses(after)) is moves, method
