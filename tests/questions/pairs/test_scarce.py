"""What scarce things are worth: by hand in a small world, and in Region Midtjylland solved anew with one more.

``placement explain`` without a place: the table of all pairs, on the screen, as JSON and as a folder.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.present.screen.lines import WIDTH, cells
from placement.present.tables.columns import Table
from placement.present.tables.csv_dialect import DIALECTS, dump, parse
from placement.present.words.voice import Voice
from placement.questions.pairs.findings import PairTable
from placement.questions.pairs.screen import every_pair_screen, thing_words
from placement.questions.pairs.study import every_pair
from placement.questions.pairs.tables import PAIRS, SCARCE, every_pair_document, pair_tables
from placement.questions.proposal.views import Titles
from placement.scenario.load import load
from placement.scenario.schema.rules import Rule
from placement.solve.result import Options, Solved
from placement.solve.run import Live, solve
from placement.solve.scarce import MORE, Thing, with_number, worths
from tests.helpers.one_choice import world

TIGHT = Options(gap=0.0, gap_money=0.5)
SHORT_OF_DOCTORS = {
    "objectives.prices.minute": 3,
    "staff_roles": {"doctor": {"title": "D", "cost_per_clinic_day": 1000, "extra_days_per_week": {"h1": 1}}},
}
"""A clinic in ``s1`` is worth 3 · 80,000 − 90,000 kr. a year, and takes two days a week of which there is one."""


def table(sets: dict[str, Any]) -> tuple[Solved, PairTable]:
    loaded = world(sets)
    live = Live(loaded, TIGHT)
    return live.solved, every_pair(live, loaded)


def screen(solved: Solved, found: PairTable) -> str:
    lines = every_pair_screen(solved, found, Voice("en"))
    return " ".join(" ".join(line.text for line in lines).split())


def test_one_more_day_of_a_doctor_is_worth_what_the_clinic_gains() -> None:
    solved, found = table(SHORT_OF_DOCTORS)

    assert found.scarce is not None
    (worth,) = found.scarce.found
    assert (worth.thing.rule, worth.thing.site, worth.thing.item) == (Rule.STAFF_DAYS, "h1", "doctor")
    assert worth.money_per_year == pytest.approx(3 * 80_000 - 90_000, abs=1)
    assert worth.low == pytest.approx(worth.high, abs=1)
    assert "One more day a week of D from H1 is worth 150,000 kr. a year: then comes F at S1." in screen(solved, found)


def test_two_days_short_are_not_mended_by_one() -> None:
    roles = {"doctor": {"title": "D", "cost_per_clinic_day": 1000, "extra_days_per_week": {"h1": 0}}}
    solved, found = table({**SHORT_OF_DOCTORS, "staff_roles": roles})

    assert found.scarce is not None
    assert found.scarce.found == ()
    assert [worth.thing.site for worth in found.scarce.nothing] == ["h1", "h2"]
    assert "2 other things that bind, or nearly do, are worth nothing." in screen(solved, found)


def test_the_table_has_every_thing_in_the_order_of_its_worth() -> None:
    solved, found = table(SHORT_OF_DOCTORS)

    row, other = pair_tables(solved, found)["scarce"].records()
    assert (row["order"], row["rule"], row["site"], row["item"]) == (1, "extra_days_per_week", "h1", "doctor")
    assert (row["used"], row["limit"], row["more"], row["unit"]) == (0, 1, 1, "days/week")
    assert row["worth_per_year"] == pytest.approx(150_000, abs=1)
    assert (row["displaces"], row["brings"]) == ("", "f s1")
    assert (other["order"], other["site"], other["worth_per_year"]) == (2, "h2", 0)


def test_a_method_that_weighs_has_shares_and_nothing_scarce() -> None:
    loaded = world(SHORT_OF_DOCTORS)
    live = Live(loaded, Options(method="balanced"))
    found = every_pair(live, loaded)

    assert (found.minute, found.every_price, found.scarce) == (None, False, None)
    assert {row.price.unit for row in found.rows} == {"share"}
    assert {row.spans for row in found.rows} == {()}
    assert "% of" in screen(live.solved, found)
    assert pair_tables(live.solved, found)["scarce"].rows == []


def test_the_document_says_the_price_it_counts_by() -> None:
    loaded = world(SHORT_OF_DOCTORS)
    live = Live(loaded, TIGHT)
    told = every_pair_document(live.solved, loaded, every_pair(live, loaded), "placement explain")

    assert told["money_per_minute"] == 3
    assert told["every_price_known"] is True
    rows = {(row["function"], row["site"]): row for row in told["pairs"]}
    assert rows["f", "s1"]["price_unit"] == "DKK/year"
    assert rows["f", "h1"]["in_from_price_per_minute"] == 0
    assert rows["f", "h1"]["in_to_price_per_minute"] is None
    assert rows["f", "h1"]["in_at_price_per_minute"] == "0-"


def test_what_misses_at_every_price_says_by_how_much() -> None:
    solved, found = table({"objectives.prices.minute": 1})

    (row,) = [row for row in pair_tables(solved, found)["pairs"].records() if row["site"] == "s2"]
    assert row["in_from_price_per_minute"] is None
    assert row["misses_per_year"] == pytest.approx(21_250, abs=1)
    assert row["least_miss_per_year"] == pytest.approx(11_250, abs=1)
    assert row["least_miss_at_price_per_minute"] == pytest.approx(90 / 80, abs=1e-6)


def test_every_scarce_thing_has_words() -> None:
    solved, _ = table(SHORT_OF_DOCTORS)
    view = Titles(solved.instance, Voice("en"))
    said = {
        thing_words(view, Thing(rule, "f", "s1", "doctor", 0, 0, 0, more, unit)) for rule, (more, unit) in MORE.items()
    }

    assert len(said) == len(MORE)
    assert not [words for words in said if "{" in words]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_scarce_table_is_read_back(dialect: str) -> None:
    solved, found = table(SHORT_OF_DOCTORS)
    made = pair_tables(solved, found)["scarce"]
    again = parse(Table(SCARCE, []), dump(made, DIALECTS[dialect]), DIALECTS[dialect])

    assert again.rows[0][1] == "extra_days_per_week"


def test_a_number_that_is_not_there_cannot_be_changed() -> None:
    scenario = world().scenario

    wider = with_number(scenario, "functions.f.target_visits_per_year", 3.0).functions["f"].target_visits_per_year
    assert wider is not None
    assert wider.value == 3
    with pytest.raises(TypeError, match="no place for a number"):
        with_number(scenario, "policy.no_such_thing", 3.0)


@pytest.mark.slow
def test_what_is_scarce_in_midtjylland_is_worth_what_solving_with_one_more_says() -> None:
    loaded = load("scenarios/midtjylland")
    live = Live(loaded, TIGHT)
    found = worths(live.solved, loaded.scenario, lambda scenario: live.ask(replace(loaded, scenario=scenario), TIGHT))

    best = found.found[0]
    path = f"staff_roles.{best.thing.item}.extra_days_per_week.{best.thing.site}={best.thing.limit + 1:g}"
    again = solve(load("scenarios/midtjylland", overrides=[path]), TIGHT)
    assert best.thing.rule is Rule.STAFF_DAYS
    assert best.money_per_year > 10_000
    assert live.solved.objective - again.objective == pytest.approx(best.money_per_year, abs=2)
    assert [worth.money_per_year for worth in found.found] == sorted(
        (w.money_per_year for w in found.found), reverse=True
    )
    assert {worth.money_per_year for worth in found.nothing} == {0}
    assert not math.isnan(best.high)


Capture = pytest.CaptureFixture[str]
LEMVIG = ["explain", "scenarios/lemvig-foerste", "--variant", "hoejere_krav"]


@pytest.mark.parametrize("every", [[], ["--all"]])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ["ALLE PAR", "TÆTTEST PÅ AT KOMME MED", "DER I DAG", "DET SIGER NEJ", "evist forskellige fra 0"]),
        ("en", ["ALL PAIRS", "CLOSEST TO GETTING IN", "THERE TODAY", "WHAT SAYS NO", "Proven to differ from 0"]),
    ],
)
def test_the_screen_speaks_both_languages(language: str, words: list[str], every: list[str], capsys: Capture) -> None:
    assert run([*LEMVIG, "--lang", language, *every]) == 0

    out = capsys.readouterr().out
    assert [word for word in words if word not in " ".join(out.split())] == []
    assert max(map(cells, out.splitlines())) <= WIDTH


def test_the_price_is_that_of_the_one_pair_explained(capsys: Capture) -> None:
    assert run([*LEMVIG, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (row,) = [each for each in found["pairs"] if (each["function"], each["site"]) == ("lunge_amb", "sh_lemvig")]
    worst, best = (found["proposal"]["scale"][end]["citizen_minutes"] for end in ("nadir", "ideal"))
    assert run(["explain", "scenarios/lemvig-foerste", "lunge_amb", "sh_lemvig", *LEMVIG[2:], "--json"]) == 0
    alone = json.loads(capsys.readouterr().out)

    assert (row["rule"], row["need"], row["tipping_value"]) == ("min_visits_per_year", 600, pytest.approx(461.4, 1e-3))
    assert (row["forced"], row["price_kind"], row["waived"]) == ("in", "exact", "min_visits_per_year")
    price = alone["price"]["change_of_objective"] / (worst - best)
    assert row["price_low"] - 1e-6 <= price <= row["price_high"] + 1e-6
    assert row["change_minutes_per_year"] == pytest.approx(alone["price"]["decided_again"]["change_minutes_per_year"])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_folder_has_a_row_for_every_pair_of_the_function(dialect: str, tmp_path: Path, capsys: Capture) -> None:
    asked = [*LEMVIG[:2], "lunge_amb", *LEMVIG[2:], "--out", str(tmp_path / "o"), "--csv", dialect]
    for _ in range(2):
        assert run(asked) == 0
    capsys.readouterr()

    table = parse(Table(PAIRS, []), (tmp_path / "o" / "pairs.csv").read_bytes(), DIALECTS[dialect])
    assert sorted(row[:2] for row in table.rows) == [
        ("lunge_amb", "rh_goedstrup"),
        ("lunge_amb", "sh_holstebro"),
        ("lunge_amb", "sh_lemvig"),
    ]
    assert json.loads((tmp_path / "o" / "datapackage.json").read_text())["resources"][0]["path"] == "pairs.csv"


def test_without_exact_prices_there_are_bounds(capsys: Capture) -> None:
    assert run([*LEMVIG, "--exact", "0", "--json"]) == 0

    rows = json.loads(capsys.readouterr().out)["pairs"]
    assert "exact" not in {row["price_kind"] for row in rows}
    assert any(row["price_low"] is not None for row in rows)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["lunge_ambb"], "lunge_amb"),
        (["lunge_amb", "sh_lemvig", "--exact", "3"], "--exact"),
        (["--exact", "-1"], "-1"),
    ],
)
def test_what_cannot_be_understood_is_refused(asked: list[str], words: str, capsys: Capture) -> None:
    assert run([*LEMVIG[:2], *asked]) == 2

    assert words in capsys.readouterr().err


def test_phases_are_refused_before_anybody_waits(capsys: Capture) -> None:
    assert run(["explain", "scenarios/etaper"]) == 2

    assert "phases={}" in capsys.readouterr().err
