from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from placement.locale import translated
from placement.plan.compare import compare_with_today
from placement.present.tables.columns import Cell, Table
from placement.questions.proposal.outputs import tables
from tests.helpers import world

HEADERS = Path(__file__).parent / "golden" / "headers.txt"


def made(**options: object) -> dict[str, Table]:
    solved, study, _ = world.solved()
    return tables(solved, study, **options)  # type: ignore[arg-type]


def rows(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def row(table: Table, **wanted: Cell) -> dict[str, Cell]:
    (found,) = (row for row in rows(table) if wanted.items() <= row.items())
    return found


def total(table: Table, column: str) -> float:
    return sum(float(row[column] or 0) for row in rows(table))


def test_headings_are_the_agreed_ones() -> None:
    seen = "".join(f"{name}: {', '.join(table.headings)}\n" for name, table in made().items())
    assert seen == HEADERS.read_text(encoding="utf-8"), "columns are a contract: change the golden file on purpose"


def test_every_column_is_typed_described_and_has_its_unit() -> None:
    for table in made().values():
        assert len(set(table.headings)) == len(table.headings)
        for column in table.columns:
            assert column.meaning.endswith(".")
            assert translated(column.meaning, "da").endswith(".")
            assert column.unit or column.type in ("string", "boolean") or table.name == "assumptions", column.name


def test_cells_are_of_their_columns_type() -> None:
    kinds = {"string": str, "number": float | int, "integer": int, "boolean": bool}
    for table in made().values():
        for cells in table.rows:
            for cell, column in zip(cells, table.columns, strict=True):
                assert cell is None or isinstance(cell, kinds[column.type]), (table.name, column.name, cell)
                assert not isinstance(cell, np.generic) or isinstance(cell, float)


def test_keys_tell_rows_apart() -> None:
    for table in made().values():
        keys = Counter(tuple(cells[at] for at in table.key) for cells in table.rows)
        assert table.key
        assert not [key for key, count in keys.items() if count > 1], table.name


def test_recommendation_tells_what_is_new_what_stays_and_what_is_unknown() -> None:
    table = made()["recommendation"]
    new = row(table, function="lunge", site="nord")
    assert (new["today"], new["recommended"], new["change"]) == ("closed", True, "new")
    assert (new["days_per_week"], new["visits_per_year"], new["utilisation"]) == (1.0, 405.0, 1.0)
    assert new["min_visits_per_year"] == 150
    assert new["source_quality"] == "derived" if new["deciding_limit"] == "min_visits_per_year" else True
    unknown = row(table, function="lunge", site="syd")
    assert (unknown["today"], unknown["days_today"], unknown["visits_today"]) == ("unknown", None, None)
    assert str(unknown["reason"]).startswith("Ikke kendt i dag.")
    assert (unknown["decided_by"], unknown["waived_rules"]) == ("Regionsrådet", "min_visits_per_year")
    barred = row(table, function="tolk", site="nord")
    assert (barred["change"], barred["decided_by"]) == ("none", "Styregruppen")
    assert barred["reason"] == "Ikke i forslaget: Ingen lokaler; må ikke være der."


def test_reasons_are_in_the_language_asked_for() -> None:
    english = row(made(lang="en")["recommendation"], function="lunge", site="syd")
    assert str(english["reason"]).startswith("Not known today. New offer")
    assert english["function_title"] == "Lungs"


def test_assignments_hold_every_visit_once() -> None:
    solved, _, _ = world.solved()
    table = made()["assignments"]
    seen = solved.evaluation.seen.sum() + solved.evaluation.home.sum()
    assert total(table, "visits_per_year") == pytest.approx(seen)
    shares: Counter[tuple[Cell, Cell]] = Counter()
    for each in rows(table):
        shares[each["area"], each["function"]] += float(each["share"] or 0)  # type: ignore[assignment]
    assert all(share == pytest.approx(1) for share in shares.values())
    assert row(table, area="nordby", function="lunge", site="home")["minutes"] == 0


def test_minutes_are_mixed_over_those_with_and_without_car() -> None:
    solved, _, _ = world.solved()
    area, site = solved.instance.area_ids.index("nordby"), solved.instance.site_ids.index("nord")
    with_car, without = solved.instance.travel.minutes[solved.instance.unit_area == area, site]
    expected = 0.9 * with_car + 0.1 * without
    assert row(made()["assignments"], area="nordby", function="skan", site="nord")["minutes"] == pytest.approx(expected)


def test_areas_groups_and_the_comparison_agree() -> None:
    solved, _, _ = world.solved()
    assert solved.today_evaluation is not None
    against = compare_with_today(solved.instance, solved.today_evaluation, solved.evaluation)
    made_tables = made()
    for column in (
        "people",
        "visits_per_year",
        "visits_shorter_per_year",
        "visits_longer_per_year",
        "region_cost_per_year",
    ):
        assert total(made_tables["areas"], column) == pytest.approx(total(made_tables["groups"], column))
    for each in rows(made_tables["groups"]):
        expected = against.groups[str(each["group"])]
        assert each["visits_per_year"] == pytest.approx(expected.visits)
        assert each["mean_minutes_today"] == pytest.approx(expected.minutes_today)
        assert each["mean_minutes_per_visit"] == pytest.approx(expected.minutes_now)
        assert each["visits_shorter_per_year"] == pytest.approx(expected.moved.visits_shorter)
        assert each["visits_longer_per_year"] == pytest.approx(expected.moved.visits_longer)


def test_areas_and_the_judge_count_the_same_common_roofs() -> None:
    solved, _, _ = world.solved()
    areas = rows(made()["areas"])
    visits = sum(float(each["visits_per_year"] or 0) for each in areas)
    mean = sum(float(each["visits_per_year"] or 0) * float(each["functions_under_one_roof"] or 0) for each in areas)
    assert solved.evaluation.indicators["functions_under_one_roof_mean"] == pytest.approx(mean / visits)
    assert mean > 0


def test_groups_payers_and_the_judge_count_the_same_kroner() -> None:
    made_tables = made()
    paid = {(each["payer"], each["item"]): each["money_per_year"] for each in rows(made_tables["payers"])}
    assert total(made_tables["groups"], "municipality_cost_per_year") == pytest.approx(paid["municipality", "home"])
    assert total(made_tables["groups"], "citizen_cost_per_year") == pytest.approx(paid["citizen", "citizen_travel"])
    region = float(paid["region", "home"] or 0) + float(paid["region", "patient_transport"] or 0)
    assert total(made_tables["groups"], "region_cost_per_year") == pytest.approx(region)


def test_hospitals_show_what_the_giving_side_loses() -> None:
    lost = row(made()["hospitals"], hospital="vest", function="lunge")
    today, now = float(lost["visits_today"] or 0), float(lost["visits_per_year"] or 0)
    assert lost["change_visits_per_year"] == pytest.approx(now - today)
    assert lost["change_share"] == pytest.approx(now / today - 1)
    assert lost["retained_bound_visits_per_year"] == pytest.approx(0.2 * today)
    cost = 5000 * (today - now) / 12
    assert lost["released_cost_per_year"] == pytest.approx(-0.15 * cost)
    assert lost["stranded_cost_per_year"] == pytest.approx(0.85 * cost)


def test_staff_days_stand_where_they_are_used_and_where_they_come_from() -> None:
    table = made()["staff"]
    assert row(table, site="nord", role="laege")["extra_days_per_week"] == pytest.approx(1.0)
    sent = row(table, site="vest", role="laege")
    assert (sent["sends"], sent["extra_days_per_week"], sent["limit_utilisation"]) == (True, 1.5, 0.25)


def test_small_numbers_are_left_out_only_where_areas_are_told_apart() -> None:
    whole, cut = made(), made(suppress_below=50)
    hidden = row(cut["assignments"], area="midtby", function="lunge", site="home")
    assert (hidden["visits_per_year"], hidden["share"]) == (None, None)
    beside = row(cut["assignments"], area="midtby", function="lunge", site="vest")
    assert beside["share"] is None, "shares beside a number left out would give it away"
    assert beside["visits_per_year"] == 192
    assert row(cut["areas"], area="nordby")["visits_at_home_today"] is None
    for name in ("groups", "functions", "sites", "recommendation", "hospitals", "payers"):
        assert cut[name].rows == whole[name].rows
    for table in cut.values():
        if table.name in ("assignments", "areas", "knife_edge"):
            visits = [at for at, column in enumerate(table.columns) if column.unit == "visits/year"]
            assert not [cells for cells in table.rows for at in visits if 0 < float(cells[at] or 0) < 50]


def test_without_a_today_nothing_is_compared() -> None:
    solved, study, _ = world.solved()
    alone = tables(replace(solved, today_plan=None, today_evaluation=None), study)
    assert {each["visits_shorter_per_year"] for each in rows(alone["groups"])} == {0.0}
    assert {each["mean_minutes_today"] for each in rows(alone["areas"])} == {None}
