"""A scenario in order is read as it was meant, wherever its parts are written.

A scenario read once answers for its variants and overrides as if each had been read afresh.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.errors import ScenarioError, UsageError
from placement.scenario.dump import dump
from placement.scenario.load import Opened, load, load_text
from tests.helpers.small import AREAS, BASELINE, SMALL, changed, write

INLINE_AREAS = """\
areas:
  7620: {name: Lemvig, municipality: Lemvig, catchment_hospital: rh_vest, lat: 56.54, lon: 8.31, people: 12604,
         share_65plus: 0.26}
  0766: {name: Hedensted, municipality: Hedensted, catchment_hospital: rh_oest, lat: 55.86, lon: 9.84, people: 545,
         share_65plus: 0.22}
  8305: {name: Samsø, municipality: Samsø, catchment_hospital: rh_oest, landmass: oe, lat: 55.87, lon: 10.61,
         people: 3657, share_65plus: 0.35}
"""
INLINE_BASELINE = """\
baseline:
  date: 2024-03-01
  roentgen: {rh_vest: 5, rh_oest: 5}
  lunge: {rh_vest: 5, rh_oest: {days_per_week: 2}, sh_nord: unknown}
"""


def test_a_folder_and_its_file_are_the_same(tmp_path: Path) -> None:
    write(tmp_path, {})
    loaded = load(tmp_path)
    assert loaded.scenario == load(tmp_path / "scenario.yaml").scenario == loaded.base
    assert set(loaded.inputs) == {"scenario.yaml", "areas.csv", "baseline.csv"}
    assert all(len(digest) == 64 for digest in loaded.inputs.values())


def test_tables_inline_and_in_files_are_the_same(tmp_path: Path) -> None:
    write(tmp_path, {})
    text = changed(
        SMALL,
        ("areas: {file: areas.csv}\n", INLINE_AREAS),
        ("baseline: {file: baseline.csv, date: 2024-03-01}\n", INLINE_BASELINE),
    )
    inline, read = load_text(text).scenario, load(tmp_path).scenario
    assert inline.areas == read.areas
    assert inline.baseline == read.baseline


def reordered(text: str, *, delimiter: str = ",") -> str:
    """A table with its rows and columns the other way round."""
    rows = [line.split(",")[::-1] for line in text.splitlines()]
    return "\n".join(delimiter.join(row) for row in [rows[0], *rows[:0:-1]]) + "\n"


def test_the_order_of_rows_and_columns_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    plain = load(write(tmp_path, {})).scenario
    other = load(
        write(tmp_path / "other", {"areas.csv": reordered(AREAS), "baseline.csv": reordered(BASELINE)})
    ).scenario
    assert plain == other


def test_the_dialect_of_danish_excel_is_read(tmp_path: Path) -> None:
    (tmp_path / "excel").mkdir()
    danish = "\ufeff# fra Excel\r\n" + AREAS.replace(",", ";").replace(".", ",").replace("\n", "\r\n")
    plain = load(write(tmp_path, {})).scenario
    assert load(write(tmp_path / "excel", {"areas.csv": danish})).scenario == plain


def test_a_municipality_code_keeps_its_zero(tmp_path: Path) -> None:
    coded = AREAS.replace("Hedensted,Hedensted", "Hedensted,0766")
    text = changed(SMALL, ("{file: areas.csv}", "{file: areas.csv, only: {municipality: [0766, Samsø]}}"))
    loaded = load(write(tmp_path, {"areas.csv": coded, "scenario.yaml": text}))
    assert {key: area.municipality for key, area in loaded.scenario.areas.rows.items()} == {
        "0766": "0766",
        "8305": "Samsø",
    }


def test_a_title_may_be_a_number_as_other_text_may(tmp_path: Path) -> None:
    text = changed(SMALL, ("title: Lungeambulatorium", "title: 1813"), ("title: Røntgen\n", "title: {da: 112.50}\n"))
    write(tmp_path, {"scenario.yaml": text + "terms: {grouping: {da: 7}}\n"})
    scenario = load(tmp_path).scenario
    assert [one.title.in_language("da") for one in scenario.functions.values()] == ["112.50", "1813"]
    assert scenario.terms.grouping is not None
    assert scenario.terms.grouping.da is not None
    assert scenario.terms.grouping.da.one == "7"


def test_defaults_fill_what_an_entry_does_not_say(tmp_path: Path) -> None:
    text = changed(SMALL, ("{choice: catchment}", "{choice: nearest, retained_share: 0.5, min_days_per_week: 2}"))
    text = changed(text, ("    minutes_per_visit: 30\n", "    minutes_per_visit: 30\n    min_days_per_week: null\n"))
    functions = load(write(tmp_path, {"scenario.yaml": text})).scenario.functions
    assert {function.choice for function in functions.values()} == {"nearest"}
    assert functions["lunge"].min_days_per_week is None
    assert functions["roentgen"].min_days_per_week is not None


def test_fields_nobody_wrote_are_listed(tmp_path: Path) -> None:
    used = dict(load(write(tmp_path, {})).defaults_used)
    assert used["functions.*.clinic_day_minutes"] == 360
    assert used["functions.lunge.room"] == "consultation"
    assert "functions.roentgen.room" not in used
    assert used["travel.detour_factor"] == 1.343
    assert "policy.max_changes" not in used
    assert "functions.*.choice" not in used


def test_a_fault_can_be_placed_later(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, {}))
    fault = loaded.fault_at("functions.roentgen.min_visits_per_year", "too high.")
    assert (fault.line, fault.column, fault.source_line.strip()) == (41, 26, "min_visits_per_year: 2500")
    row = loaded.fault_at("areas.0766.people", "too few.")
    assert (row.file.rsplit("/")[-1], row.line, row.column) == ("areas.csv", 3, 54)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    write(inside, {})
    (inside / "areas.csv").rename(tmp_path / "areas.csv")
    (inside / "areas.csv").symlink_to(tmp_path / "areas.csv")
    with pytest.raises(ScenarioError, match="link out of the scenario folder"):
        load(inside)


def test_a_missing_scenario_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"scenario\.yaml: the file cannot be read: No such file"):
        load(tmp_path)


@pytest.mark.parametrize("variants", [(), ("lunge_nord",), ("flere_hjemme",)])
def test_what_is_dumped_is_read_again(variants: tuple[str, ...], tmp_path: Path) -> None:
    scenario = load(write(tmp_path, {}), variants=variants).scenario
    text = dump(scenario)
    assert load_text(text).base == scenario
    assert dump(load_text(text).base) == text


def test_a_dump_shows_numbers_and_ids_without_doubt(tmp_path: Path) -> None:
    text = dump(load(write(tmp_path, {}), overrides=["travel.access_minutes=1.234", "policy.max_changes=3"]).scenario)
    assert '"0766":' in text
    assert "name: Samsø" in text
    assert "access_minutes: 1.2340" in text
    assert "people: 12604\n" in text


@pytest.mark.parametrize(
    "scenario", sorted((Path(__file__).parents[2] / "scenarios").glob("*/scenario.yaml")), ids=lambda p: p.parent.name
)
def test_every_scenario_of_the_project_loads_and_comes_back(scenario: Path) -> None:
    loaded = load(scenario)
    assert load_text(dump(loaded.scenario)).base == loaded.scenario


SCENARIO = Path("scenarios/midtjylland")
MUST = "policy.placements.dialyse.sh_lemvig={decision: must, reason: what if}"


@pytest.fixture(scope="module")
def opened() -> Opened:
    return Opened(SCENARIO)


@pytest.mark.parametrize(
    ("variants", "overrides"),
    [
        ((), ()),
        (("naerhospitaler",), ()),
        (("lemvig_dialyse", "flere_dage"), ("policy.max_changes=3",)),
        ((), (MUST, "functions.dialyse.min_visits_per_year=1700")),
    ],
)
def test_asks_as_load_does(opened: Opened, variants: tuple[str, ...], overrides: tuple[str, ...]) -> None:
    assert opened.asked(variants, overrides) == load(SCENARIO, variants=variants, overrides=overrides)


def test_a_fault_in_one_question_is_not_in_the_next(opened: Opened) -> None:
    with pytest.raises(ScenarioError, match="max_changes"):
        opened.asked((), ("policy.max_changes=-1",))
    with pytest.raises(UsageError, match="naerhospitaler"):
        opened.asked(("naerhospital",))
    assert opened.asked() == opened.plain


def test_a_faulty_scenario_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text("schema_version: 2\n")
    with pytest.raises(ScenarioError, match="title"):
        Opened(tmp_path)
