"""The first screen, word for word; UPDATE_GOLDEN=1 writes the golden files."""

from __future__ import annotations

import datetime as dt
import math
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from placement.errors import ScenarioError
from placement.locale import LANGUAGES
from placement.present.screen.faults import infeasible_screen
from placement.present.screen.lines import cells
from placement.present.words.currency import speaking_of
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.findings import Change
from placement.questions.proposal.screen.first import first_screen
from placement.questions.proposal.screen.left_out import lacking
from placement.questions.proposal.study import study
from placement.questions.proposal.views import View
from placement.scenario.load import Loaded, load_text
from placement.scenario.schema.rules import Rule
from placement.solve.result import Options, Solved, Status
from tests.helpers.solved_by_hand import OPENED, TEMPLATES, solved, template
from tests.questions.proposal.by_hand import by_prices

GOLDEN = Path(__file__).parent / "golden"
DATE = dt.date(2026, 11, 22)
BEST = {
    "da": {
        "blodproever": {"sh_fjordby": 2.0},
        "diabetes_amb": {"sh_oestkoebing": 1.0, "sh_vestkoebing": 2.0},
        "lunge_amb": {"sh_oestkoebing": 1.0},
    },
    "en": {
        "blood_tests": {"hh_fiordtown": 2.0},
        "diabetes_clinic": {"hh_eastmarket": 1.0, "hh_westmarket": 2.0},
        "lung_clinic": {"hh_eastmarket": 1.0},
    },
}
"""Clinic days of the best plan where a saved minute may cost ``PRICE``; which it is the solver has told."""
PRICE = {"da": 6, "en": 0.6}


def screen(solution: Solved, loaded: Loaded, language: Language = "da", *, every_pair: bool = False) -> str:
    lines = first_screen(solution, study(solution, loaded), language, date=DATE, folder="out/x/", every_pair=every_pair)
    assert max(cells(line.text) for line in lines) <= 100
    assert all(0 <= line.heading <= len(line.text) for line in lines)
    return "".join(f"{line.text}\n" for line in lines).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden(language: Language) -> None:
    loaded = template(language)
    priced = by_prices(solved(loaded, BEST[language]), minute=PRICE[language])
    with speaking_of(loaded.scenario.about.currency):
        shown = screen(priced, loaded, language, every_pair=True)
    file = GOLDEN / f"first_screen_{language}.txt"
    if "UPDATE_GOLDEN" in os.environ:
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")


def test_nothing_changes() -> None:
    loaded = template()
    shown = " ".join(screen(solved(loaded), loaded).split())
    assert "Ingen nye tilbud. Intet lukkes. 5 placeringer er som i dag." in shown
    assert "Ingen får kortere vej. Ingen får længere vej." in shown
    assert "Det koster intet i drift eller anlæg." in shown
    assert "NYT ingen" in shown
    assert "Afgiver mest: ingen" in shown


def test_losers_stand_before_winners() -> None:
    loaded = template(overrides=("policy.existing_in_houses=free",))
    shown = screen(solved(loaded, OPENED["da"], closed={"blodproever": "sh_oestkoebing"}), loaded, "en")
    assert "1 offer is closed." in shown
    assert shown.index("longer on average") < shown.index("shorter on average")
    assert shown.index("\n CLOSES") < shown.index("\n NEW")


def test_without_a_today() -> None:
    text = (TEMPLATES / "da" / "scenario.yaml").read_text(encoding="utf-8")
    head, _, rest = text.partition("baseline:\n")
    text = head + "variants:\n" + rest.partition("variants:\n")[2]
    loaded = load_text(text, folder=TEMPLATES / "da")
    everywhere = {name: {"rh_storby": 5.0, "sh_vestkoebing": 2.0} for name in loaded.scenario.functions}
    shown = screen(solved(loaded, everywhere), loaded)
    assert "siger intet om i dag" in shown
    assert "6 tilbud på 2 steder." in shown


@pytest.mark.parametrize(
    ("status", "gap", "stopped", "words"),
    [
        (Status.OPTIMAL, 0.0, "", "ingen plan bedre"),
        (Status.OPTIMAL, 0.00031, "", "mere end 0,04 % bedre"),
        (Status.OPTIMAL, 0.003, "", "mere end 0,3 % bedre"),
        (Status.FEASIBLE, 0.051, "time_limit", "Stoppet af tidsgrænsen. Forslaget er højst 5,1 %"),
        (Status.FEASIBLE, float("inf"), "time_limit", "Intet er bevist"),
    ],
)
def test_evidence(status: Status, gap: float, stopped: str, words: str) -> None:
    loaded = template()
    shown = screen(solved(loaded, status=status, gap=gap, stopped=stopped), loaded)
    assert words in " ".join(shown.split())


def test_weights_somebody_decided() -> None:
    loaded = template(overrides=("objectives.weights_status=decided", "objectives.decided_by=Regionsrådet"))
    assert "Vægtene 1 · 1 · 1 er besluttet: Regionsrådet." in screen(solved(loaded), loaded)


def test_weights_of_this_calculation() -> None:
    loaded = template()
    weights = loaded.scenario.objectives.weights.model_copy(update={"citizen": 2.5})
    shown = screen(solved(loaded, options=Options(weights=weights)), loaded)
    assert "Vægtene 2,5 · 1 · 1 er valgt til denne beregning." in shown


def test_titles_cannot_steer_the_terminal() -> None:
    with pytest.raises(ScenarioError, match=r"U\+001B cannot be shown"):
        template(overrides=('sites.sh_vestkoebing.title="Vest\\e[2Jkøbing"',))
    loaded = template(overrides=('title="A\\nB"',))
    steering = loaded.scenario.title.model_copy(update={"da": "A\nB\x1b[2J"})
    loaded = replace(loaded, scenario=loaded.scenario.model_copy(update={"title": steering}))
    shown = screen(solved(loaded, OPENED["da"]), loaded)
    assert "\x1b" not in shown
    assert " A B" in shown


def test_long_titles_are_cut_and_no_row_wraps() -> None:
    name = "Et meget langt navn på et sted, som ingen tabel har plads til i sin helhed"
    loaded = template(overrides=(f'sites.sh_vestkoebing.title="{name}"', f'functions.lunge_amb.title="{name}"'))
    assert "…" in screen(solved(loaded, OPENED["da"]), loaded, every_pair=True)


def test_new_offers_stand_in_the_order_of_their_price_and_are_numbered_so() -> None:
    loaded = template()
    solution = solved(loaded, OPENED["da"])
    studied = study(solution, loaded)
    prices = iter([5.0, math.nan, -2.0])
    mixed = replace(studied, changes=tuple(_priced(change, next(prices)) for change in studied.changes))
    view = View(solution, mixed, Voice())
    assert [change.money_per_minute for change in view.new][:2] == [-2.0, 5.0]
    shown = [line.text for line in first_screen(solution, mixed, date=DATE)]
    tightest = min(mixed.changes, key=lambda change: change.headroom)
    assert any(f"Nr. {view.new.index(tightest) + 1} vipper senest ved" in line for line in shown)


def _priced(change: Change, price: float) -> Change:
    return replace(change, money_per_minute=price, economy=1e5 if math.isnan(price) else 1e5 * price)


def test_the_weights_say_what_a_minute_weighs_and_never_a_limit() -> None:
    loaded = template()
    shown = screen(solved(loaded, OPENED["da"]), loaded)
    assert "De lader ét minut veje som 12 kr." in shown
    assert "svarer til" not in shown
    assert "placement tradeoff" not in shown


def test_areas_without_a_municipality_have_no_longest_trip() -> None:
    loaded = template()
    rows = {name: area.model_copy(update={"municipality": ""}) for name, area in loaded.scenario.areas.rows.items()}
    areas = loaded.scenario.areas.model_copy(update={"rows": rows})
    loaded = replace(loaded, scenario=loaded.scenario.model_copy(update={"areas": areas}))
    assert "Længst rejsetid" not in screen(solved(loaded, OPENED["da"]), loaded)


def test_quarter_days_are_told_apart() -> None:
    loaded = template()
    solution = solved(loaded, OPENED["da"])
    view = View(solution, study(solution, loaded), Voice("en"))
    check = next(check for check in solution.evaluation.checks if check.rule == Rule.STAFF_DAYS)
    lacks = check._replace(have=4.25, need=4.0, slack=-0.25, site="rh_storby", item="speciallaege")
    assert lacking(view, lacks, brief=True) == "Storby lacks 0.25 days a week: Speciallæge"
    assert lacking(view, lacks) == "Regionshospitalet Storby lacks 0.25 days a week: Speciallæge"
    assert lacking(view, lacks._replace(have=5.0, slack=-1.0), brief=True) == "Storby lacks 1 day a week: Speciallæge"


def test_who_pays_is_said_where_both_do() -> None:
    loaded = template()
    solution = solved(loaded, OPENED["da"])
    item = replace(solution.evaluation.money[0], payer="municipality", own=False, money_per_year=400_000.0)
    evaluation = replace(solution.evaluation, money=(*solution.evaluation.money, item))
    shown = " ".join(screen(replace(solution, evaluation=evaluation), loaded).split())
    assert "Det koster 1,1 mio. kr. om året i drift (region +0,7, kommuner +0,4) og 0,1 mio. kr. i anlæg." in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_infeasible(language: Language) -> None:
    lines = infeasible_screen([], language=language)
    assert max(cells(line.text) for line in lines) <= 100
    assert any("must" in line.text for line in lines)


@pytest.mark.parametrize(
    ("equity", "words"), [("ede", "Rejsetid, lighedsvægtet (EDE)"), ("worst_share", "tiendedelen med længst vej")]
)
def test_the_trip_is_shown_as_the_aim_weighs_it(equity: str, words: str) -> None:
    loaded = template(overrides=(f"objectives.citizen.equity={equity}",))
    shown = screen(solved(loaded, OPENED["da"]), loaded)
    assert words in shown
    assert "Besøg med over 45 minutter" not in shown


def test_the_socially_exposed_are_shown_beside_the_others() -> None:
    loaded = template(overrides=("areas.social_share=share_without_car",))
    shown = " ".join(screen(solved(loaded, OPENED["da"]), loaded).split())
    assert re.search(r"Socialt udsatte: \d+,\d minutter i gennemsnit \(i dag \d+,\d\); øvrige \d+,\d", shown)
    assert "Ingen data om social udsathed" not in shown


@pytest.mark.parametrize(
    ("ideal", "words"),
    [(1.0, "De bedste forslag for hvert hensyn er lige gode i Faglighed"), (0.5, "men dårligere i dette: Faglighed")],
)
def test_an_aim_without_range_is_not_said_to_be_the_same_where_it_is_worse(ideal: float, words: str) -> None:
    loaded = template()
    answer = solved(loaded, OPENED["da"])
    citizen, quality, economy = answer.evaluation.objectives.as_tuple()
    best = (0.9 * citizen, ideal * quality, 0.9 * economy)
    flat = replace(answer, scale=replace(answer.scale, ideal=best, nadir=(citizen, best[1], economy + 1)))
    assert quality > 1
    assert words in " ".join(screen(flat, loaded).split())
