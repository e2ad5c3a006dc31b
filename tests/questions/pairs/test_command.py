"""``placement explain`` without a place: the table of all pairs, on the screen, as JSON and as a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placement.cli import run
from placement.present.screen.lines import WIDTH, cells
from placement.present.tables.columns import Table
from placement.present.tables.csv_dialect import DIALECTS, parse
from placement.questions.pairs.tables import PAIRS

Capture = pytest.CaptureFixture[str]
LEMVIG = ["explain", "scenarios/lemvig-foerste", "--variant", "hoejere_krav"]


@pytest.mark.parametrize("every", [[], ["--all"]])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ["ALLE PAR", "TÆTTEST PÅ AT KOMME MED", "DER I DAG", "DET SIGER NEJ", "er bevist forskellige fra 0"]),
        ("en", ["ALL PAIRS", "CLOSEST TO GETTING IN", "THERE TODAY", "WHAT SAYS NO", "are proven to differ from 0"]),
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
