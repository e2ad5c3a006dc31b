# ruff: noqa: E501 - a case is a line
"""``import travel``: what is read from each format, and what becomes of files with something wrong in them."""

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
    SITES,
    Capture,
    bring,
    dump,
    locked,
    read,
    refused,
    region,
    snapshot,
    sparse,
    taken,
    words,
    workbook,
)

Rows = list[list[Any]]
MINUTES = [[10.0 + 7 * n + 5 * m for m in range(len(SITES))] for n in range(len(AREAS))]
"""Made up, and plausible for the places of the template."""


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return region(tmp_path)


def long(factor: float = 1.0) -> Rows:
    return [[a, s, MINUTES[n][m] * factor] for n, a in enumerate(AREAS) for m, s in enumerate(SITES)]


def text(rows: Rows, head: str = "from_id,to_id,travel_time", sign: str = ",") -> str:
    return "\n".join([head.replace(",", sign), *(sign.join(map(str, row)) for row in rows)]) + "\n"


def csv_file(tmp: Path, content: str, encoding: str = "utf-8") -> Path:
    path = tmp / "times.csv"
    path.write_text(content, encoding=encoding, newline="")
    return path


def places(tmp: Path) -> list[str]:
    (tmp / "origins.csv").write_text("id\n" + "\n".join(AREAS) + "\n", encoding="utf-8")
    (tmp / "sites.csv").write_text("id\n" + "\n".join(SITES) + "\n", encoding="utf-8")
    return ["--origins", str(tmp / "origins.csv"), "--destinations", str(tmp / "sites.csv")]


SECONDS = [[60 * one for one in row] for row in MINUTES]
OSRM = {"code": "Ok", "durations": SECONDS, "distances": [[one * 15 for one in row] for row in SECONDS]}
ORS = {
    "durations": SECONDS,
    "metadata": {"query": {"units": "km"}},
    "distances": [[one / 60 for one in r] for r in SECONDS],
}
VALHALLA = {
    "sources_to_targets": [
        [{"time": one, "distance": one / 60, "from_index": n, "to_index": m} for m, one in enumerate(row)]
        for n, row in enumerate(SECONDS)
    ],
    "units": "kilometers",
}
CONCISE = {"sources_to_targets": {"durations": SECONDS, "distances": []}, "units": "kilometers"}


@pytest.mark.parametrize(
    "document", [OSRM, ORS, VALHALLA, CONCISE], ids=["osrm", "ors", "valhalla", "valhalla-concise"]
)
def test_answers_of_routing_programs_are_seconds_and_become_minutes(
    document: Any, into: Path, tmp_path: Path, capsys: Capture
) -> None:
    said = taken("travel", into, capsys, dump(tmp_path / "t.json", document), *places(tmp_path))
    assert "32 pairs were read." in said
    rows = read(into / "travel.csv")
    assert [float(row["minutes"]) for row in rows] == [one for row in MINUTES for one in row]
    assert rows[0]["source"] == "travel_2026"
    scenario = load(into).scenario
    assert scenario.travel.method == "table"
    assert scenario.sources["travel_2026"].title == "A test"
    assert "2026-05-01: t.json (SHA-256 " in str(scenario.sources["travel_2026"].note)
    if document in (OSRM, ORS, VALHALLA):
        assert [float(row["km"]) for row in rows] == [
            round(one * (0.9 if document is OSRM else 1), 3) for row in MINUTES for one in row
        ]


def test_a_wide_table_a_workbook_and_both_dialects_say_the_same(into: Path, tmp_path: Path, capsys: Capture) -> None:
    wide = [[a, *MINUTES[n]] for n, a in enumerate(AREAS)]
    danish = [[a, *(str(one).replace(".", ",") for one in row)] for a, *row in wide]
    given: list[Path | str] = [
        csv_file(tmp_path, text(wide, "id," + ",".join(SITES))),
        csv_file(tmp_path, text(danish, "id," + ",".join(SITES), ";"), "utf-8-sig"),
        workbook(tmp_path / "wide.xlsx", [["", *SITES], *wide]),
    ]
    seen = []
    for file in given:
        taken("travel", into, capsys, file, "--unit", "minutes", "--replace")
        seen.append((into / "travel.csv").read_bytes())
    assert seen[0] == seen[1] == seen[2]
    assert bring("travel", into, given[2], "--replace") == 3, "it does not say what the numbers are"


def test_the_text_of_the_scenario_keeps_its_comments(into: Path, tmp_path: Path, capsys: Capture) -> None:
    before = (into / "scenario.yaml").read_text(encoding="utf-8")
    taken("travel", into, capsys, csv_file(tmp_path, text(long())))
    after = (into / "scenario.yaml").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert after.removeprefix(before).count("\n") == 3, "sources and travel"


def test_without_car_is_added_to_the_table_that_is_there(into: Path, tmp_path: Path, capsys: Capture) -> None:
    taken("travel", into, capsys, csv_file(tmp_path, text(long())))
    taken("travel", into, capsys, csv_file(tmp_path, text(long(2))), "--mode", "without_car", "--replace")
    rows = read(into / "travel.csv")
    assert [row["mode"] for row in rows] == ["car"] * 32 + ["without_car"] * 32
    assert float(rows[32]["minutes"]) == 2 * float(rows[0]["minutes"])
    assert run(["check", str(into)]) == 0


def test_single_pairs_become_overrides(into: Path, tmp_path: Path, capsys: Capture) -> None:
    taken("travel", into, capsys, csv_file(tmp_path, text(long()[:2])), "--overrides")
    assert len(load(into).scenario.travel.overrides.rows) == 2
    assert load(into).scenario.travel.method == "straight_line"


def test_a_scenario_that_is_a_link_is_changed_where_it_lies(into: Path, tmp_path: Path, capsys: Capture) -> None:
    scenario, shared = into / "scenario.yaml", tmp_path / "shared.yaml"
    scenario.rename(shared)
    shared.chmod(0o640)
    scenario.symlink_to(shared)
    taken("travel", into, capsys, csv_file(tmp_path, text(long())))
    assert scenario.is_symlink()
    assert "file: travel.csv" in shared.read_text(encoding="utf-8")
    assert shared.stat().st_mode & 0o777 == 0o640
    assert load(into).scenario.travel.rows


def test_a_dry_run_writes_nothing_and_nothing_is_overwritten_unasked(
    into: Path, tmp_path: Path, capsys: Capture
) -> None:
    file = csv_file(tmp_path, text(long()))
    before = snapshot(into)
    assert "Would write travel.csv and scenario.yaml." in taken("travel", into, capsys, file, "--dry-run")
    assert snapshot(into) == before
    taken("travel", into, capsys, file)
    assert "'travel' has the table travel.csv already; --replace writes over it." in refused(
        "travel", into, capsys, file
    )
    (into / "travel.csv").write_text("other", encoding="utf-8")
    (into / "scenario.yaml").write_bytes(before["scenario.yaml"])
    assert "the file is there already; --replace writes over it." in refused("travel", into, capsys, file)


def test_what_the_system_refuses_changes_nothing(
    into: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, calls = Path.replace, []

    def full(path: Path, target: Path) -> Path:
        calls.append(target.name)
        if target.name == "scenario.yaml" and path.suffix == ".new":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    assert "Nothing was changed" in refused("travel", into, capsys, csv_file(tmp_path, text(long())))
    assert "travel.csv" in calls, "the table was in place when the scenario could not be"


def test_as_json(into: Path, tmp_path: Path, capsys: Capture) -> None:
    capsys.readouterr()
    assert bring("travel", into, csv_file(tmp_path, text(long())), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["files"] == ["travel.csv", "scenario.yaml"]
    assert document["changes"]["travel.method"] == "table"


# --- files with something wrong in them


def changed(row: int, column: int, value: Any, more: Rows | None = None) -> Rows:
    rows = long() + (more or [])
    rows[row][column] = value
    return rows


Make = Callable[[Path], list[Any]]
REFUSED: dict[str, tuple[Make, tuple[str, ...]]] = {
    "unknown id": (
        lambda tmp: [csv_file(tmp, text(changed(2, 1, "hh_fjordtown")))],
        ("times.csv:4:1", "there is no site 'hh_fjordtown'", "--only-known", "Did you mean 'hh_fiordtown'?"),
    ),
    "unknown origin": (
        lambda tmp: [csv_file(tmp, text(changed(0, 0, "midtown_x")))],
        ("there is no area and no site 'midtown_x'.", "Did you mean 'midtown_"),
    ),
    "missing pair": (
        lambda tmp: [csv_file(tmp, text(long()[:-2]))],
        ("2 of 32 times from areas to sites are missing: headland → hh_fiordtown, headland → hh_eastmarket",),
    ),
    "empty id": (
        lambda tmp: [csv_file(tmp, text(changed(3, 0, "")))],
        ("times.csv:5:1", "the cell is empty; every row needs an origin and a destination"),
    ),
    "negative": (lambda tmp: [csv_file(tmp, text(changed(1, 2, -5)))], ("times.csv:3:1", "-5 is below 0, and no time")),
    "infinite": (lambda tmp: [csv_file(tmp, text(changed(1, 2, "inf")))], ("times.csv:3:1", "'inf' is not a number")),
    "9999 for nothing": (
        lambda tmp: [csv_file(tmp, text(changed(1, 2, 9999, changed(0, 0, "x")[:0])))],
        ("1 times are 9999, which is a day or longer; if that stands for 'nobody can get there', add --missing 9999",),
    ),
    "seconds called minutes": (
        lambda tmp: [csv_file(tmp, text(long(60)))],
        ("are a day or longer", "are they in another unit? Say so with --unit"),
    ),
    "seconds called minutes, all below a day": (
        lambda tmp: [csv_file(tmp, text([[a, s, min(m * 60, 1400)] for a, s, m in long()]))],
        ("the middle speed would be", "are they seconds? Say so with --unit"),
    ),
    "minutes called seconds": (
        lambda tmp: [csv_file(tmp, text(long())), "--unit", "seconds"],
        ("the middle speed would be", "are they in a larger unit? Say so with --unit"),
    ),
    "no unit": (
        lambda tmp: [csv_file(tmp, text(long(), "from_id,to_id,duration"))],
        ("times.csv:1:1", "the column 'duration' does not say what its numbers are; add --unit seconds or --unit minutes"),
    ),
    "a faulty time is not missing too": (
        lambda tmp: [csv_file(tmp, text(changed(1, 2, "x")))],
        ("times.csv:3:1", "'x' is not a number", "1 fault found."),
    ),
    "a heading alone": (
        lambda tmp: [csv_file(tmp, text([]))],
        ("the file has no times of places that the scenario has", "1 fault found."),
    ),
    "a row that begins with an error": (
        lambda tmp: [csv_file(tmp, text(changed(3, 0, "#N/A")))],
        ("times.csv:5:1", "there is no area and no site '#N/A'", "1 of 32 times"),
    ),
    "two times for a pair": (
        lambda tmp: [csv_file(tmp, text([*long(), ["midtown_n", "rh_midtown", 99]]))],
        ("times.csv:34:1", "midtown_n → rh_midtown stands twice, with 10 and 99 minutes; keep one of them"),
    ),
    "no heading": (
        lambda tmp: [csv_file(tmp, text(long(), "a,b,c"))],
        ("no row names the columns that are needed: origin (origin/from_id", "The first row has: a, b, c", "--column origin=a"),
    ),
    "column twice": (
        lambda tmp: [csv_file(tmp, text([[*row, 1] for row in long()], "from_id,to_id,travel_time,travel_time"))],
        ("times.csv:1:1", "the column 'travel_time' stands twice; keep one of them"),
    ),
    "thousands": (
        lambda tmp: [csv_file(tmp, text(changed(1, 2, "1.234"), sign=";"))],
        ("times.csv:3:1", "1.234 may mean 1234 or 1,234"),
    ),
    "word": (lambda tmp: [csv_file(tmp, text(changed(1, 2, "ukendt")))], ("'ukendt' is not a number",)),
    "cut off": (
        lambda tmp: [csv_file(tmp, text(long()) + '"midtown_n,rh_mid')],
        ("times.csv:34:1", "a quote is opened and not closed"),
    ),
    "short row": (
        lambda tmp: [csv_file(tmp, text(long()) + "midtown_n,rh_midtown\n")],
        ("times.csv:34:1", "the row has 2 cells where the heading has 3"),
    ),
    "decimal comma between commas": (
        lambda tmp: [csv_file(tmp, text(changed(0, 2, "12,5")))],
        ("times.csv:2:1", "the row has 4 cells where the heading has 3"),
    ),
    "empty file": (lambda tmp: [csv_file(tmp, "")], ("times.csv", "the file is empty")),
    "web page": (lambda tmp: [csv_file(tmp, "<!DOCTYPE html><html>")], ("the file is a web page or XML",)),
    "too large": (lambda tmp: [sparse(tmp / "t.csv", 200_000_001)], ("it is larger than 200,000,000 bytes",)),
    "packed": (lambda tmp: [_bytes(tmp / "t.csv", b"\x1f\x8b\x08rest")], ("the file is no table (packed",)),
    "from sites to areas": (
        lambda tmp: [csv_file(tmp, text([[b, a, m] for a, b, m in long()]))],
        ("the times go from sites to areas", "--swap"),
    ),
    "truncated JSON": (
        lambda tmp: [_bytes(tmp / "t.json", json.dumps(OSRM).encode()[:200]), *places(tmp)],
        ("t.json:1:", "the file is no JSON here; was it cut off?"),
    ),
    "JSON of something else": (
        lambda tmp: [dump(tmp / "t.json", {"features": []}), *places(tmp)],
        ("the file has no matrix of times ('durations', or 'sources_to_targets')",),
    ),
    "answer of an error": (
        lambda tmp: [dump(tmp / "t.json", {"code": "TooBig", "message": "Too many table coordinates"}), *places(tmp)],
        ("the routing program has answered with an error: Too many table coordinates",),
    ),
    "JSON without ids": (
        lambda tmp: [dump(tmp / "t.json", OSRM)],
        ("the file holds no ids", "--origins FILE", "--destinations FILE", "2 faults found."),
    ),
    "wrong number of places": (
        lambda tmp: [dump(tmp / "t.json", {**OSRM, "durations": SECONDS[:-1]}), *places(tmp)],
        ("origins.csv has 8 places, but the table has 7 for --origins",),
    ),
    "ragged matrix": (
        lambda tmp: [dump(tmp / "t.json", {**OSRM, "durations": [*SECONDS[:-1], SECONDS[-1][:2]]}), *places(tmp)],
        ("the rows of the matrix are not equally long (2, 4); it was cut off",),
    ),
    "text in the matrix": (
        lambda tmp: [dump(tmp / "t.json", {**OSRM, "durations": [["5", *SECONDS[0][1:]], *SECONDS[1:]]}), *places(tmp)],
        ("row 1, number 1 of the times: '5' is no number",),
    ),
    "NaN in the matrix": (
        lambda tmp: [dump(tmp / "t.json", {**OSRM, "durations": [[float("nan"), *SECONDS[0][1:]], *SECONDS[1:]]}), *places(tmp)],
        ("row 1, number 1 of the times: nan is no time", "(in JSON: null)"),
    ),
    "password": (
        lambda tmp: [locked(tmp / "t.xlsx")],
        ("the workbook is protected by a password",),
    ),
    "formula without a value": (
        lambda tmp: [workbook(tmp / "t.xlsx", [["from_id", "to_id", "minutes"], *changed(4, 2, "=1+2")])],
        ("t.xlsx [Ark1!C6]", "the cell holds a formula without its value"),
    ),
    "broken workbook": (lambda tmp: [_bytes(tmp / "t.xlsx", b"PK\x03\x04 nothing")], ("the workbook cannot be read",)),
    "no such sheet": (
        lambda tmp: [workbook(tmp / "t.xlsx", [["a"]]), "--sheet", "Rejsetid"],
        ("has no sheet 'Rejsetid'; it has: Ark1",),
    ),
    "all at once": (
        lambda tmp: [csv_file(tmp, text([*changed(0, 2, "x")[:1], ["q", "rh_midtown", -1], *long()[2:], *long()[-1:]]))],
        ("times.csv:2:1", "times.csv:3:1", "1 of 32 times", "4 faults found."),
    ),
}  # fmt: skip


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", REFUSED)
def test_a_faulty_file_is_refused_with_where_and_what_to_do(
    name: str, into: Path, tmp_path: Path, capsys: Capture
) -> None:
    make, expected = REFUSED[name]
    said = refused("travel", into, capsys, *make(tmp_path))
    for part in expected:
        assert part in said, said


TAKEN: dict[str, tuple[Make, tuple[str, ...]]] = {
    "empty for nobody": (
        lambda tmp: [csv_file(tmp, text(changed(3, 2, "")))],
        ("1 of them have no time: nobody can get there (midtown_n → hh_eastmarket first)",),
    ),
    "nan for nobody": (lambda tmp: [csv_file(tmp, text(changed(3, 2, "nan")))], ("1 of them have no time",)),
    "null for nobody": (
        lambda tmp: [dump(tmp / "t.json", {**OSRM, "durations": [[None, *SECONDS[0][1:]], *SECONDS[1:]]}), *places(tmp)],
        ("1 of them have no time: nobody can get there (midtown_n → rh_midtown first)",),
    ),
    "9999 said": (lambda tmp: [csv_file(tmp, text(changed(3, 2, 9999))), "--missing", "9999"], ("1 of them have no time",)),
    "-1 said": (lambda tmp: [csv_file(tmp, text(changed(3, 2, -1))), "--missing=-1"], ("1 of them have no time",)),
    "utf-16": (lambda tmp: [csv_file(tmp, text(long(), sign="\t"), "utf-16")], ("times.csv is read as UTF-16",)),
    "windows": (
        lambda tmp: [csv_file(tmp, text([[*r, "Ø"] for r in long()], "from_id,to_id,travel_time,by"), "cp1252")],
        ("times.csv is read as Windows-1252",),
    ),
    "byte order mark": (lambda tmp: [csv_file(tmp, text(long()), "utf-8-sig")], ("32 pairs were read",)),
    "spaces and capitals": (
        lambda tmp: [csv_file(tmp, text(changed(0, 0, " MIDTOWN_N ")))],
        ("Capital letters differ, and are read as the same: MIDTOWN_N → midtown_n",),
    ),
    "spaces": (
        lambda tmp: [csv_file(tmp, text(changed(0, 0, " midtown_n")))],
        ("Spaces around ids were taken away: midtown_n → midtown_n",),
    ),
    "names for ids": (
        lambda tmp: [csv_file(tmp, text(changed(0, 0, "Midtown North")))],
        ("Found by their names: Midtown North → midtown_n",),
    ),
    "a title above": (
        lambda tmp: [csv_file(tmp, "Rejsetider, marts\n\n" + text(long()))],
        ("32 pairs were read",),
    ),
    "national table": (
        lambda tmp: [csv_file(tmp, text([*long(), ["0851", "aalborg", 7]])), "--only-known"],
        ("Left out, as the scenario does not have them: '0851', 'aalborg' (2 rows)",),
    ),
    "the same row twice": (
        lambda tmp: [csv_file(tmp, text([*long(), *long()[:1]]))],
        ("Pairs that stand there twice with the same time are read once",),
    ),
    "other order": (lambda tmp: [csv_file(tmp, text(long()[::-1]))], ("32 pairs were read",)),
    "sites to areas, said": (
        lambda tmp: [csv_file(tmp, text([[b, a, m] for a, b, m in long()])), "--swap"],
        ("32 pairs were read",),
    ),
    "lopsided": (
        lambda tmp: [csv_file(tmp, text([*long(), ["rh_midtown", "hh_eastmarket", 50], ["hh_eastmarket", "rh_midtown", 120]]))],
        ("! More than twice as long as the way back: hh_eastmarket → rh_midtown",),
    ),
    "faster than anybody": (
        lambda tmp: [csv_file(tmp, text(changed(1, 2, 1)))],
        ("! Faster than 200 km/h as the crow flies: midtown_n → hh_westmarket",),
    ),
    "hidden and merged": (
        lambda tmp: [
            workbook(
                tmp / "t.xlsx",
                [["Rejsetider", "", ""], ["from_id", "to_id", "minutes"], *long()],
                merge=["A1:C1"], hide=[5], hide_columns=["B"], sheets={"Noter": [["x"]]},
            )
        ],
        (
            "t.xlsx has several sheets (Ark1, Noter); 'Ark1' is read",
            "Hidden rows are read too: 5",
            "Hidden columns are read too: B",
            "1 merged cells are read as if each part held the text",
        ),
    ),
    "text where numbers are": (
        lambda tmp: [workbook(tmp / "t.xlsx", [["from_id", "to_id", "minutes"], *changed(0, 2, "10,0")])],
        ("32 pairs were read",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_an_odd_file_is_read_rightly_and_said(name: str, into: Path, tmp_path: Path, capsys: Capture) -> None:
    make, expected = TAKEN[name]
    said = taken("travel", into, capsys, *make(tmp_path))
    for part in expected:
        assert part in said, said
    rows = {(row["origin"], row["destination"]): row["minutes"] for row in read(into / "travel.csv")}
    assert float(rows["headland", "hh_eastmarket"]) == MINUTES[7][3]
    assert float(rows["midtown_n", "rh_midtown"] or 10) == 10


def test_leading_zeros_come_back(into: Path, tmp_path: Path, capsys: Capture) -> None:
    areas = into / "areas.csv"
    areas.write_text(areas.read_text(encoding="utf-8").replace("midtown_n,", "0751,"), encoding="utf-8")
    rows = [["751" if a == "midtown_n" else a, s, m] for a, s, m in long()]
    said = taken("travel", into, capsys, csv_file(tmp_path, text(rows)))
    assert "Leading zeros were missing, and are put back: 751 → 0751" in said
    assert read(into / "travel.csv")[0]["origin"] == "0751"


def test_a_missing_library_is_named(
    into: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placement.questions.intake.reading.find_spec", lambda _: None)
    said = refused("travel", into, capsys, workbook(tmp_path / "t.xlsx", [["a"]]))
    assert "pip install '.[import]'" in said


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (["--date", "1. maj"], "--date 1. maj is no date"),
        (["--source", " "], "--source is empty"),
        (["--column", "id"], "--column id is no NAME=TEXT"),
    ],
)
def test_options_that_do_not_fit(more: list[str], expected: str, into: Path, tmp_path: Path, capsys: Capture) -> None:
    before = {"--source": "x", "--date": "2026"} | ({more[0]: more[1]} if more[0] != "--column" else {})
    args = [part for pair in before.items() for part in pair] + (more if more[0] == "--column" else [])
    file = csv_file(tmp_path, text(long()))
    assert run(["import", "travel", str(file), "--scenario", str(into), "--lang", "en", *args]) == 2
    assert expected in words(capsys.readouterr().err)
