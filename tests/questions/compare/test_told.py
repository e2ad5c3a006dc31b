"""A comparison on the screen, as a document and in tables: the same figures everywhere."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path

import pytest

from placement.errors import ResultError
from placement.present.folder.manifest import Call, read_manifest
from placement.present.folder.reading import to_json
from placement.present.screen.lines import WIDTH, cells
from placement.present.tables.csv_dialect import EXCEL_DA, STANDARD, Dialect, parse
from placement.present.words.voice import Language
from placement.questions.compare.folder import ABOUT, OTHERS, compare_document, compare_files, write_comparison
from placement.questions.compare.screen import compare_screen
from placement.questions.compare.study import SideBySide, side_by_side
from placement.questions.compare.tables import OPTIONAL, TABLES, tables
from placement.questions.proposal.study import study
from placement.questions.proposal.tables.citizens import groups
from placement.questions.proposal.views import TableView
from placement.scenario.load import load
from placement.scenario.schema.frame import Method
from placement.solve.result import Options

CREATED = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


@cache
def found(scenario: str = "lukning", reference: str = "today", method: Method | None = None) -> SideBySide:
    path = f"scenarios/{scenario}"
    plain = load(path)
    asked = [("base", plain), *((name, load(path, variants=[name])) for name in plain.base.variants)]
    return side_by_side(plain, asked, Options(method=method, gap=0.0), reference=reference)


def call(dialect: Dialect = STANDARD) -> Call:
    return Call("placement compare scenarios/lukning", "scenarios/lukning", "da", dialect, created=CREATED)


def screen(scenario: str, language: Language = "da", reference: str = "today", *, every: bool = False) -> str:
    lines = compare_screen(found(scenario, reference), language, every=every)
    assert all(cells(line.text) <= WIDTH for line in lines)
    return "\n".join(line.text for line in lines)


def rows(table: str, scenario: str = "lukning", reference: str = "today") -> list[dict[str, object]]:
    made = tables(found(scenario, reference))[table]
    return [dict(zip(made.headings, row, strict=True)) for row in made.rows]


def test_losers_come_before_winners_and_nobody_is_said_aloud() -> None:
    shown = screen("lukning")

    assert "Længere vej: A 300 besøg om året, 49 minutter · B ingen · C ingen" in shown
    assert "Kortere vej: A ingen · B ingen · C ingen" in shown
    assert shown.index("Længere vej") < shown.index("Kortere vej")
    flat = " ".join(shown.split())
    assert "A: lukker Lungeambulatorium i Vesterby Sundhedshus. B og C: åbner og lukker intet." in flat


def test_the_same_in_english() -> None:
    shown = screen("lukning", "en")

    assert "Longer trips: A 300 visits a year, 49 minutes · B nobody · C nobody" in shown
    assert "A, B and C agree on no change." in shown
    assert "ASSUMPTIONS THAT DIFFER" in shown
    assert "What may happen to the offers in houses today: free → B: as today" in " ".join(shown.split())


def test_held_against_an_alternative_the_same_visits_gain() -> None:
    shown = screen("lukning", "en", "base")

    assert "Held against: A" in shown
    assert "Shorter trips: B 300 visits a year, 49 minutes · C 300 visits a year, 49 minutes" in shown
    assert "Keeps: Lungeambulatorium in Vesterby Sundhedshus." in shown


def test_what_is_common_and_what_takes_place_at_home() -> None:
    assert "FÆLLES FOR A, B og C (kan drøftes først)\n   Åbner: Lungeambulatorium i Vesterby" in screen("fri-fordeling")
    assert "Hjemme: Lungeambulatorium 2\N{NO-BREAK SPACE}% → 27\N{NO-BREAK SPACE}%." in screen("hjemme")


def test_who_is_seen_at_home_is_told_apart_from_whose_trip_gets_shorter() -> None:
    shown = " ".join(screen("hjemme", "en").split())
    nobody = " · ".join(f"{letter} nobody" for letter in "ABCDEF")
    assert f"Shorter trips: {nobody}" in shown
    assert "Spared the trip, at home: A 300 visits a year, 22 minutes · B nobody · C 138 visits a year" in shown
    assert "at home" not in screen("lukning", "en").split("IN SHORT")[1].split("CITIZEN")[0]


@pytest.mark.parametrize("scenario", ["hjemme", "lukning"])
def test_the_tables_of_groups_count_visits_at_home_with_shorter_trips_as_they_say(scenario: str) -> None:
    told = found(scenario)
    for name, each in told.versus.items():
        assert each.moved is not None
        assert each.touched is not None
        parts = each.touched.home.visits + each.touched.shorter.visits
        assert each.moved.visits_shorter == pytest.approx(parts), name
        assert sum(g.moved.visits_shorter for g in each.groups.values()) == pytest.approx(parts), name


def test_of_several_phases_the_last_is_told() -> None:
    assert "Where there are phases, figures are the last one's." in " ".join(screen("etaper", "en").split())
    assert "last one's" not in screen("lukning", "en")


def test_an_impossible_alternative_is_said_first() -> None:
    shown = screen("umuligt")

    assert "• A: ingen plan overholder alle reglerne." in shown
    assert "B og C" in shown
    assert rows("compare_alternatives", "umuligt")[1]["status"] == "infeasible"


def test_the_tables_have_their_keys_and_the_columns_their_types() -> None:
    for scenario in ("lukning", "hjemme", "umuligt"):
        for table in tables(found(scenario)).values():
            keys = [tuple(row[at] for at in table.key) for row in table.rows]
            assert len(keys) == len(set(keys)), table.name
            for dialect in (STANDARD, EXCEL_DA):
                files = compare_files(found(scenario), Options(), call(dialect))
                assert len(parse(table, files[f"{table.name}.csv"], dialect).rows) == len(table.rows)


def test_placements_and_hospitals() -> None:
    placed = {(row["alternative"], row["site"]): row for row in rows("compare_placements")}
    assert placed["base", "sh_vesterby"]["change"] == "closes"
    assert placed["behold", "sh_vesterby"]["change"] == "stays"
    assert placed["behold", "sh_vesterby"]["visits_per_year"] == pytest.approx(300)

    hospital = {row["alternative"]: row for row in rows("compare_hospitals")}
    assert hospital["base"]["change_visits_per_year"] == pytest.approx(300)
    assert hospital["base"]["change_share"] == pytest.approx(300 / 1200)


def test_payers_against_today_and_against_the_reference() -> None:
    own = {(row["alternative"], row["item"]): row["money_per_year"] for row in rows("compare_payers")}
    held = rows("compare_payers", reference="base")
    assert any(own.values())
    for row in held:
        name, item = str(row["alternative"]), str(row["item"])
        expected = own.get((name, item), 0.0) - own.get(("base", item), 0.0)  # type: ignore[operator]
        assert row["difference_per_year"] == pytest.approx(expected)


@pytest.mark.parametrize("scenario", ["hvem-betaler", "hjemme"])
def test_a_group_has_the_figures_of_the_result_folder(scenario: str) -> None:
    """There they are reckoned from the plan of one solve, trip by trip."""
    both = ["mean_minutes_per_visit", "functions_within_30_min", "visits_longer_per_year", "visits_shorter_per_year"]
    both += [f"{payer}_cost_per_year" for payer in ("region", "municipality", "citizen")]
    for each in found(scenario).solved:
        assert each.solved is not None
        table = groups(TableView(each.solved, study(each.solved, each.loaded)))
        alone = {row[0]: dict(zip(table.headings, row, strict=True)) for row in table.rows}
        beside = [row for row in rows("compare_groups", scenario) if row["alternative"] == each.name]
        assert {row["group"] for row in beside} == set(alone)
        for row in beside:
            own = alone[str(row["group"])]
            assert [row[name] for name in both] == pytest.approx([own[name] for name in both])


def test_the_municipality_that_loses_stands_before_the_one_that_gains() -> None:
    """Closing in Vesterby costs its 300 visits 49 minutes; Midtby, with four times as many visits, sees no change."""
    path = "scenarios/lukning"
    towns = [f"areas.{name}.municipality={name.title()}" for name in ("midtby", "vesterby")]
    plain = load(path, overrides=towns)
    asked = [("base", plain), ("behold", load(path, variants=["behold"], overrides=towns))]
    beside = side_by_side(plain, asked, Options(gap=0.0))

    shown = [line.text.split() for line in compare_screen(beside, "en", every=True)]
    assert ["Vesterby", "1", "0", "1", "6.0", "55.0", "6.0", "300", "/", "0", "0", "/", "0"] in [x[:13] for x in shown]
    names = [line[0] for line in shown if line and line[0] in ("Vesterby", "Midtby") and len(line) > 9]
    assert names[:2] == ["Vesterby", "Midtby"]


def test_the_document_says_what_the_tables_say() -> None:
    document = json.loads(to_json(compare_document(found(), Options(), "placement compare")))

    assert [each["name"] for each in document["alternatives"]] == ["base", "behold", "lovet"]
    base = document["alternatives"][0]
    assert base["closes"] == [{"function": "lunge_amb", "site": "sh_vesterby"}]
    assert base["moved"]["longer_visits"] == rows("compare_alternatives")[1]["visits_longer_per_year"]
    assert base["audit"]["feasible"]
    assert document["today"]["objectives"]["citizen_minutes"] > 0


def test_a_folder_is_written_whole_and_written_again(tmp_path: Path) -> None:
    for _ in range(2):
        write_comparison(tmp_path / "out", found(), Options(), call())

    there = {path.name for path in (tmp_path / "out").iterdir()}
    assert there == {f"{name}.csv" for name in TABLES} | set(OTHERS)
    assert set(ABOUT) == set(TABLES) | set(OPTIONAL)
    assert set(OTHERS) == there - {f"{name}.csv" for name in TABLES}
    with pytest.raises(ResultError):
        read_manifest(tmp_path / "out")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("scenario", ["lukning", "hjemme", "umuligt", "etaper"])
def test_no_path_of_the_scenario_is_shown(scenario: str, language: Language) -> None:
    shown = screen(scenario, language, every=True)
    paths = [each.path for each in found(scenario).inputs]
    assert paths
    assert not re.findall(
        r"\b(?:areas|baseline|functions|objectives|phases|policy|prices|set|sites|staff_roles)\.\w+", shown
    )
    assert not [path for path in paths if path in shown]


def test_aims_without_range_are_named_for_whom_it_is_so() -> None:
    weighed = " ".join(line.text for line in compare_screen(found("akut-dag", method="balanced"), "en"))
    assert "A, B: The plans that make the scale are as good in" in " ".join(weighed.split())
    assert "that make the scale" not in screen("oe-undtagelse", "en"), "no weights are used"
