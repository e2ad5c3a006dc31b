# ruff: noqa: E501 - a case is a line
"""``import observed``: counts are held against the model, rates are proposed; and files with something wrong in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.scenario.load import load
from tests.helpers.raw_files import (
    AREAS,
    Capture,
    bring,
    locked,
    read,
    refused,
    region,
    snapshot,
    sparse,
    taken,
    workbook,
)

HEAD = ["funktion", "sted", "besøg"]
OPEN = [
    ["blood_tests", "rh_midtown", 20000], ["blood_tests", "hh_westmarket", 12000], ["blood_tests", "hh_eastmarket", 8000],
    ["lung_clinic", "rh_midtown", 1946], ["diabetes_clinic", "rh_midtown", 2919],
]  # fmt: skip
"""Every place that is open in the template; lung and diabetes so that 97,300 inhabitants have 20 and 30 per 1,000."""


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return region(tmp_path)


def put(tmp: Path, rows: list[list[Any]], sign: str = ";", encoding: str = "utf-8") -> Path:
    path = tmp / "visits.csv"
    path.write_text("\n".join(sign.join(map(str, row)) for row in rows) + "\n", encoding=encoding, newline="")
    return path


def checked(into: Path, capsys: Capture) -> Any:
    capsys.readouterr()
    assert run(["check", str(into), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_cell_is_calibrated_and_rates_are_only_proposed(into: Path, tmp_path: Path, capsys: Capture) -> None:
    said = taken("observed", into, capsys, put(tmp_path, [HEAD, *OPEN]), "--replace")
    cells = {(one["function"], one["site"]): one for one in checked(into, capsys)["calibration"]}
    assert {key: one["observed"] for key, one in cells.items()} == {(f, s): n for f, s, n in OPEN}
    assert {one["source"] for one in cells.values()} == {"observed_2026"}
    assert "To be set; --accept writes it, or paste it yourself:" in said
    assert (
        "functions.lung_clinic.visits_per_1000_per_year: {value: 20, low: 18, high: 24, source: observed_2026, quality: derived, year: 2026}"
        in said
    )
    assert "functions.diabetes_clinic.visits_per_1000_per_year: {value: 30, low" in said
    rate = load(into).scenario.functions["lung_clinic"].visits_per_1000_per_year
    assert rate is not None
    assert rate.value == 21, "nothing is set unasked"


def test_accepted_rates_give_what_was_counted(into: Path, tmp_path: Path, capsys: Capture) -> None:
    said = taken("observed", into, capsys, put(tmp_path, [HEAD, *OPEN]), "--replace", "--accept")
    assert "Set, as accepted:" in said
    functions = load(into).scenario.functions
    rate = functions["lung_clinic"].visits_per_1000_per_year
    assert rate is not None
    assert (rate.value, rate.low, rate.high, rate.source, rate.quality) == (20, 18, 24, "observed_2026", "derived")
    document = checked(into, capsys)
    total = {key: sum(one[key] for one in document["calibration"]) for key in ("observed", "modelled")}
    assert total["modelled"] == pytest.approx(total["observed"], rel=1e-3)


def test_comments_and_other_entries_of_the_baseline_stay(into: Path, tmp_path: Path, capsys: Capture) -> None:
    before = (into / "scenario.yaml").read_text(encoding="utf-8")
    taken("observed", into, capsys, put(tmp_path, [HEAD, *OPEN]), "--replace")
    after = (into / "scenario.yaml").read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line.strip().startswith("#")] == [
        line for line in after.splitlines() if line.strip().startswith("#")
    ]
    assert (
        "    hh_westmarket: {days_per_week: 5, visits_observed_per_year: 12000, year: 2026, source: observed_2026}"
        in after
    )
    assert (
        "    rh_midtown: {days_per_week: 5, visits_observed_per_year: 1946, year: 2026, source: observed_2026}" in after
    )


def test_a_baseline_in_a_table_is_written_anew(into: Path, tmp_path: Path, capsys: Capture) -> None:
    (into / "today.csv").write_text(
        "function,site,days_per_week,note\n" + "".join(f"{f},{s},5,seen\n" for f, s, _ in OPEN), encoding="utf-8"
    )
    path = into / "scenario.yaml"
    head, _, rest = path.read_text(encoding="utf-8").partition("baseline:\n")
    path.write_text(head + "baseline: {file: today.csv}\n" + rest[rest.index("# What if") :], encoding="utf-8")
    said = taken("observed", into, capsys, put(tmp_path, [HEAD, *OPEN, ["lung_clinic", "hh_eastmarket", 50]]))
    assert "! Visits where the baseline has no offer: lung_clinic / hh_eastmarket." in said
    rows = read(into / "today.csv")
    assert [(row["function"], row["site"], float(row["visits_observed_per_year"]), row["note"]) for row in rows] == [
        (f, s, n, "seen") for f, s, n in OPEN
    ]
    taken(
        "observed",
        into,
        capsys,
        put(tmp_path, [HEAD, *OPEN, ["lung_clinic", "hh_eastmarket", 50]]),
        "--replace",
        "--accept",
    )
    assert load(into).scenario.baseline.rows["lung_clinic"]["hh_eastmarket"].visits_observed_per_year == 50


def by_area() -> list[list[Any]]:
    rows: list[list[Any]] = [["funktion", "sted", "område", "besøg"]]
    for n, area in enumerate(AREAS):
        rows += [["lung_clinic", "rh_midtown", area, 100 + n], ["diabetes_clinic", "rh_midtown", area, 200]]
    return rows


def test_catchments_and_demand_come_from_counts_by_area(into: Path, tmp_path: Path, capsys: Capture) -> None:
    path = into / "scenario.yaml"
    text = path.read_text(encoding="utf-8")
    said = refused("observed", into, capsys, put(tmp_path, by_area()), "--replace", "--demand")
    assert "visits cannot be given by a rate and by area; take this out, and import again." in said
    path.write_text(
        "".join(
            line
            for line in text.splitlines(keepends=True)
            if not line.startswith("    visits_per_1000_per_year: {value: 2")
        ),
        encoding="utf-8",
    )
    said = taken("observed", into, capsys, put(tmp_path, by_area()), "--replace", "--demand")
    assert "areas.csv: catchment_hospital of 8 areas" in said
    scenario = load(into).scenario
    assert scenario.demand.rows["lung_clinic"]["riverdale"] == 102
    assert scenario.areas.rows["riverdale"].catchment_hospital is None
    taken("observed", into, capsys, put(tmp_path, by_area()), "--replace", "--accept")
    scenario = load(into).scenario
    assert {area.catchment_hospital for area in scenario.areas.rows.values()} == {"rh_midtown"}
    assert scenario.areas.columns["catchment_hospital"].source == "observed_2026"


def test_counts_by_area_are_kept_beside_the_scenario(into: Path, tmp_path: Path, capsys: Capture) -> None:
    said = taken("observed", into, capsys, put(tmp_path, by_area()), "--replace")
    assert "16 counts by area are written, for check." in said
    rows = load(into).scenario.observed.rows
    assert [(row.function, row.site, row.area, row.visits_per_year, row.source) for row in rows] == [
        (*row, "observed_2026") for row in map(tuple, by_area()[1:])
    ]
    without = [[row[0], *row[2:]] for row in by_area()]
    assert "the file is there already; --replace writes over it." in refused(
        "observed", into, capsys, put(tmp_path, without), "--source-id", "other"
    )
    taken("observed", into, capsys, put(tmp_path, without), "--replace")
    assert {row.site for row in load(into).scenario.observed.rows} == {None}
    path = into / "scenario.yaml"
    written = "observed:\n  rows:\n  - {function: lung_clinic, area: riverdale, visits_per_year: 5}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("observed: {file: observed.csv}\n", written), "utf-8")
    assert written in path.read_text(encoding="utf-8")
    said = refused("observed", into, capsys, put(tmp_path, without), "--replace")
    assert "the rows of 'observed' are written out here; take them out, and import again." in said


def test_leading_zeros_come_back(into: Path, tmp_path: Path, capsys: Capture) -> None:
    table = into / "areas.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("riverdale,", "0751,"), encoding="utf-8")
    rows = [[751 if cell == "riverdale" else cell for cell in row] for row in by_area()]
    taken("observed", into, capsys, workbook(tmp_path / "v.xlsx", rows), "--replace")
    assert {row.area for row in load(into).scenario.observed.rows} == {*AREAS, "0751"} - {"riverdale"}


def test_segments_keep_their_proportions(into: Path, tmp_path: Path, capsys: Capture) -> None:
    path = into / "scenario.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        "functions:\n  blood",
        "segments:\n  old: {title: Old, people_share: share_65plus}\n  young: {title: Young, people_share: rest}\nfunctions:\n  blood",
        1,
    )
    text = text.replace(
        "    visits_per_1000_per_year: {value: 21, low: 18, high: 24}\n",
        "    visits_per_1000_per_year_by_segment: {old: 40, young: 10}\n",
    )
    path.write_text(text, encoding="utf-8")
    taken("observed", into, capsys, put(tmp_path, [HEAD, *OPEN]), "--replace", "--accept")
    rates = load(into).scenario.functions["lung_clinic"].visits_per_1000_per_year_by_segment
    assert rates["old"].value == pytest.approx(4 * rates["young"].value, rel=1e-3)
    cell = next(one for one in checked(into, capsys)["calibration"] if one["function"] == "lung_clinic")
    assert cell["modelled"] == pytest.approx(1946, rel=2e-3)


def test_what_leaves_the_region_is_added_to_the_rate(into: Path, tmp_path: Path, capsys: Capture) -> None:
    path = into / "scenario.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "    retained_share: 0.5              # the",
            "    outflow_share: 0.2\n    retained_share: 0.5              # the",
        ),
        encoding="utf-8",
    )
    said = taken("observed", into, capsys, put(tmp_path, [HEAD, *OPEN]), "--replace")
    assert "functions.lung_clinic.visits_per_1000_per_year: {value: 25, low" in said


TAKEN: dict[str, tuple[Callable[[Path], list[Any]], str]] = {
    "workbook": (lambda tmp: [workbook(tmp / "v.xlsx", [["Ambulante besøg 2025", "", ""], HEAD, *OPEN, ["I alt", "", 44865]], merge=["A1:C1"])], "1 rows with totals are left out"),
    "Windows": (lambda tmp: [put(tmp, [HEAD, *OPEN], encoding="cp1252")], "is read as Windows-1252"),
    "UTF-16": (lambda tmp: [put(tmp, [HEAD, *OPEN], "\t", "utf-16")], "is read as UTF-16"),
    "decimal commas": (lambda tmp: [put(tmp, [HEAD, *([*row[:2], f"{row[2]},0"] for row in OPEN)])], "44,865 visits were counted"),
    "titles for ids": (lambda tmp: [put(tmp, [HEAD, ["Lung clinic", "Midtown Hospital", 1946], *(row for row in OPEN if row[0] != "lung_clinic")])], "Found by their names: Lung clinic → lung_clinic"),
    "English titles": (lambda tmp: [put(tmp, [HEAD, ["Lung clinic", "rh_midtown", 1946], *(row for row in OPEN if row[0] != "lung_clinic")])], "Found by their names: Lung clinic → lung_clinic"),
    "capital letters": (lambda tmp: [put(tmp, [HEAD, ["Lung_Clinic", "rh_midtown", 1946], *(row for row in OPEN if row[0] != "lung_clinic")])], "Capital letters differ"),
    "several years": (lambda tmp: [put(tmp, [[*HEAD, "år"], *([*row[:2], 7, 2023] for row in OPEN), *([*row, 2024] for row in OPEN)])], "The file has several times (2023, 2024); 2024 is read"),
    "another year": (lambda tmp: [put(tmp, [[*HEAD, "år"], *([*row[:2], 7, 2025] for row in OPEN), *([*row, 2024] for row in OPEN)]), "--time", "2024"], "44,865 visits were counted"),
    "hidden, said": (lambda tmp: [put(tmp, [HEAD, *OPEN, ["lung_clinic", "hh_fiordtown", "<5"]]), "--hidden", "2"], "1 hidden counts are read as 2"),
    "added up": (lambda tmp: [put(tmp, [HEAD, *OPEN[:3], *OPEN[4:], ["lung_clinic", "rh_midtown", 946], ["lung_clinic", "rh_midtown", 1000]]), "--add-up"], "1 rows were added to others of the same place"),
    "others left out": (lambda tmp: [put(tmp, [HEAD, *OPEN, ["surgery", "rh_midtown", 9]]), "--only-known"], "Left out, as the scenario does not have them: 'surgery'"),
    "hidden rows": (lambda tmp: [workbook(tmp / "v.xlsx", [HEAD, *OPEN], hide=[2])], "Hidden rows are read too: 2"),
    "a note below": (lambda tmp: [put(tmp, [HEAD, *OPEN, ["Kilde: LPR", "", ""]])], "44,865 visits were counted"),
    "a site missing": (lambda tmp: [put(tmp, [HEAD, *OPEN[1:]])], "No rate of blood_tests: it is open at rh_midtown, which the file does not have"),
    "closed today": (lambda tmp: [put(tmp, [HEAD, *OPEN, ["lung_clinic", "hh_westmarket", 5]])], "! Visits where the baseline has no offer: lung_clinic / hh_westmarket"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_an_odd_file_is_read_rightly_and_said(name: str, into: Path, tmp_path: Path, capsys: Capture) -> None:
    make, expected = TAKEN[name]
    assert expected in taken("observed", into, capsys, *make(tmp_path), "--replace")
    entry = load(into).scenario.baseline.rows["lung_clinic"]["rh_midtown"]
    assert entry.visits_observed_per_year == 1946
    assert entry.days_per_week == 5


def spoilt(row: int, column: int, value: Any) -> list[list[Any]]:
    rows = [list(one) for one in OPEN]
    rows[row][column] = value
    return [HEAD, *rows]


REFUSED: dict[str, tuple[Callable[[Path], list[Any]], tuple[str, ...]]] = {
    "unknown function": (lambda tmp: [put(tmp, spoilt(3, 0, "lunge_clinic"))], ("visits.csv:5:1", "there is no function 'lunge_clinic'", "--only-known", "Did you mean 'lung_clinic'?")),
    "unknown site": (lambda tmp: [put(tmp, spoilt(3, 1, "rh_midtow"))], ("there is no site 'rh_midtow'", "Did you mean 'rh_midtown'?")),
    "unknown area": (lambda tmp: [put(tmp, [*by_area(), ["lung_clinic", "rh_midtown", "riverdal", 5]])], ("there is no area 'riverdal'", "Did you mean 'riverdale'?")),
    "negative": (lambda tmp: [put(tmp, spoilt(0, 2, -1))], ("visits.csv:2:1", "-1 is no count of visits; it must be 0 or more")),
    "hidden": (lambda tmp: [put(tmp, spoilt(0, 2, "<5"))], ("the count is hidden (<5); say what to read it as, such as --hidden 2",)),
    "word": (lambda tmp: [put(tmp, spoilt(0, 2, "mange"))], ("'mange' is not a number",)),
    "NaN": (lambda tmp: [put(tmp, spoilt(0, 2, "nan"))], ("'nan' is not a number",)),
    "infinite": (lambda tmp: [put(tmp, spoilt(0, 2, "inf"))], ("'inf' is not a number",)),
    "thousands dot": (lambda tmp: [put(tmp, spoilt(0, 2, "20.000"))], ("20.000 may mean 20000 or 20,000",)),
    "thousands space": (lambda tmp: [put(tmp, spoilt(0, 2, "20 000"))], ("'20 000' has a gap between its digits; write 20000",)),
    "per cent": (lambda tmp: [put(tmp, spoilt(0, 2, "20 %"))], ("'20 %' has a percent sign",)),
    "empty count": (lambda tmp: [put(tmp, spoilt(0, 2, ""))], ("visits.csv:2:1", "'' is not a number")),
    "empty site": (lambda tmp: [put(tmp, spoilt(0, 1, ""))], ("visits.csv:2:1", "the cell 'sted' is empty; every row needs it")),
    "twice": (lambda tmp: [put(tmp, [HEAD, *OPEN, OPEN[0]])], ("visits.csv:7:1", "blood_tests / rh_midtown stands twice, first at", "--add-up")),
    "no heading": (lambda tmp: [put(tmp, [["a", "b", "c"], *OPEN])], ("no row names the columns that are needed: function (function/funktion", "The first row has: a, b, c")),
    "heading twice": (lambda tmp: [put(tmp, [["funktion", "sted", "besøg", "antal"], *([*row, 1] for row in OPEN)])], ("the column 'antal' stands twice",)),
    "nothing known": (lambda tmp: [put(tmp, [HEAD, ["x", "y", 5]]), "--only-known"], ("the file has no count of what the scenario has",)),
    "demand without areas": (lambda tmp: [put(tmp, [HEAD, *OPEN]), "--demand"], ("--demand needs the areas the visits come from",)),
    "cut off": (lambda tmp: [put(tmp, [HEAD, *OPEN, ['"lung']])], ("visits.csv:7:1", "a quote is opened and not closed")),
    "empty file": (lambda tmp: [put(tmp, [[""]])], ("the file is empty",)),
    "JSON": (lambda tmp: [put(tmp, [["{}"]])], ("no row names the columns that are needed",)),
    "too large": (lambda tmp: [sparse(tmp / "v.csv", 200_000_001)], ("it is larger than 200,000,000 bytes",)),
    "formula without a value": (lambda tmp: [workbook(tmp / "v.xlsx", spoilt(0, 2, "=SUM(A1)"))], ("v.xlsx [Ark1!C2]", "the cell holds a formula without its value")),
    "an error in a cell": (lambda tmp: [workbook(tmp / "v.xlsx", spoilt(0, 2, "#REF!"))], ("v.xlsx [Ark1!C2]",)),
    "password": (lambda tmp: [locked(tmp / "v.xlsx")], ("the workbook is protected by a password",)),
    "decimal commas between commas": (lambda tmp: [put(tmp, spoilt(0, 2, '"20000,5"'), ",")], ("'20000,5' has a decimal comma; write a point",)),
    "no such sheet": (lambda tmp: [workbook(tmp / "v.xlsx", [HEAD, *OPEN]), "--sheet", "2025"], ("has no sheet '2025'; it has: Ark1",)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_faulty_file_is_refused_with_where_and_what_to_do(
    name: str, into: Path, tmp_path: Path, capsys: Capture
) -> None:
    make, expected = REFUSED[name]
    said = refused("observed", into, capsys, *make(tmp_path), "--replace")
    for part in expected:
        assert part in said, said


def test_visits_that_are_there_are_not_overwritten_unasked(into: Path, tmp_path: Path, capsys: Capture) -> None:
    before = snapshot(into)
    assert bring("observed", into, put(tmp_path, [HEAD, *OPEN])) == 3
    assert (
        "2 places have observed visits already (blood_tests / hh_westmarket); --replace writes over them."
        in " ".join(capsys.readouterr().err.split())
    )
    assert snapshot(into) == before
