"""The first screen, word for word; UPDATE_GOLDEN=1 writes the golden files."""

from __future__ import annotations

import datetime as dt
import os
import string
from pathlib import Path

import pytest

from placement.report.screen import first_screen, infeasible_screen
from placement.report.tables import cells
from placement.report.text import LANGUAGES, PHRASES, Language, Voice
from placement.scenario.load import Loaded, load_text
from placement.scenario.rules import Rule
from placement.solve.result import Options, Solved, Status
from placement.study import study
from tests.cli.solved_by_hand import OPENED, TEMPLATES, solved, template

GOLDEN = Path(__file__).parent / "golden"
DATE = dt.date(2026, 11, 22)


def screen(solution: Solved, loaded: Loaded, language: Language = "da", *, every_pair: bool = False) -> str:
    lines = first_screen(solution, study(solution, loaded), language, date=DATE, folder="out/x/", every_pair=every_pair)
    assert max(cells(line.text) for line in lines) <= 100
    assert all(0 <= line.heading <= len(line.text) for line in lines)
    return "".join(f"{line.text}\n" for line in lines).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden(language: Language) -> None:
    loaded = template(language)
    shown = screen(solved(loaded, OPENED[language]), loaded, language, every_pair=True)
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
    shown = screen(solved(loaded, OPENED["da"], closed={"blodproever": "sh_oestkoebing"}), loaded)
    assert "1 tilbud lukkes." in shown
    assert shown.index("længere vej") < shown.index("kortere vej")
    assert shown.index("\n LUKKES") < shown.index("\n NYT")


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
    loaded = template(overrides=('sites.sh_vestkoebing.title="Vest\\e[2Jkøbing"', 'title="A\\nB"'))
    shown = screen(solved(loaded, OPENED["da"]), loaded)
    assert "\x1b" not in shown
    assert " A B " in shown


def test_long_titles_are_cut_and_no_row_wraps() -> None:
    name = "Et meget langt navn på et sted, som ingen tabel har plads til i sin helhed"
    loaded = template(overrides=(f'sites.sh_vestkoebing.title="{name}"', f'functions.lunge_amb.title="{name}"'))
    assert "…" in screen(solved(loaded, OPENED["da"]), loaded, every_pair=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_infeasible(language: Language) -> None:
    lines = infeasible_screen("proven by the solver", [], language)
    assert max(cells(line.text) for line in lines) <= 100


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", PHRASES)
def test_every_phrase_is_whole_in_both_languages(key: str) -> None:
    phrase = PHRASES[key]
    assert placeholders(phrase.da) == placeholders(phrase.en)
    assert bool(phrase.da) == bool(phrase.en)
    assert all(name.isidentifier() for name in placeholders(phrase.da))


def test_counted_phrases_come_in_pairs() -> None:
    ones = {key.removesuffix(".one") for key in PHRASES if key.endswith(".one")}
    assert ones == {key.removesuffix(".many") for key in PHRASES if key.endswith(".many")}


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_a_name(rule: Rule) -> None:
    assert Voice().knows(f"rule.{rule}")


@pytest.mark.parametrize(
    ("language", "value", "decimals", "signed", "shown"),
    [
        ("da", 1234567.89, 1, False, "1.234.567,9"),
        ("en", 1234567.89, 1, False, "1,234,567.9"),
        ("da", -0.04, 1, True, "0,0"),
        ("da", -1.25, 1, True, "−1,2"),
        ("da", 3, 0, True, "+3"),
        ("da", float("nan"), 0, False, "–"),
    ],
)
def test_numbers(language: Language, value: float, decimals: int, signed: bool, shown: str) -> None:
    assert Voice(language).number(value, decimals, signed=signed) == shown


def test_modelled_numbers_are_rounded() -> None:
    assert Voice().about(2163.4) == "2.160"
    assert Voice().about(5876, 2) == "5.900"
    assert Voice().about(45.4) == "45"
    assert Voice().percent(0.113, 1).replace("\N{NO-BREAK SPACE}", " ") == "11,3 %"
