# ruff: noqa: E501 - a case is a line
"""``import people``: StatBank's tables in all their forms, and what becomes of files with something wrong in them."""

from __future__ import annotations

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
    ods,
    read,
    refused,
    region,
    sparse,
    taken,
    words,
    workbook,
)

NAMES = (
    "Midtown North",
    "Midtown South",
    "Riverdale",
    "Westmarket",
    "Fiordtown",
    "Heathtown",
    "Eastmarket",
    "Headland",
)
BANDS = {"0-17 år": 20, "18-64 år": 55, "65-79 år": 15, "80 år og derover": 10}
"""People by age, in each thousand."""
SIZE = {area: 1000 * (n + 1) for n, area in enumerate(AREAS)}


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return region(tmp_path)


def count(area: str, part: int) -> int:
    return SIZE[area] * part // 100


def long(label: Callable[[int], str] = lambda n: f"{AREAS[n]} {NAMES[n]}") -> list[list[Any]]:
    return [
        [label(n), ages, "2026K1", count(area, part)] for n, area in enumerate(AREAS) for ages, part in BANDS.items()
    ]


HEAD = ["OMRÅDE", "ALDER", "TID", "INDHOLD"]


def put(tmp: Path, rows: list[list[Any]], sign: str = ";", encoding: str = "utf-8") -> Path:
    path = tmp / "people.csv"
    path.write_text("\n".join(sign.join(map(str, row)) for row in rows) + "\n", encoding=encoding, newline="")
    return path


def wide() -> list[list[Any]]:
    return [
        ["", *BANDS],
        *([f"{area} {NAMES[n]}", *(count(area, part) for part in BANDS.values())] for n, area in enumerate(AREAS)),
    ]


def grouped() -> list[list[Any]]:
    """As StatBank's workbooks have it: a title, the area in the first row of its group alone, notes below."""
    rows: list[list[Any]] = [["Folketal den 1. i kvartalet", "", ""], ["", "", ""], ["", "", "2026K1"]]
    for n, area in enumerate(AREAS):
        for k, (ages, part) in enumerate(BANDS.items()):
            rows.append([f"{area} {NAMES[n]}" if not k else "", ages, count(area, part)])
    return [*rows, ["Kilde: Danmarks Statistik", "", ""]]


def both_sexes() -> list[list[Any]]:
    rows: list[list[Any]] = [["Area", "Køn", "Alder", "Antal"]]
    for area in AREAS:
        for ages, part in BANDS.items():
            for sex, share in (("Mænd", 0.4), ("Kvinder", 0.6), ("I alt", 1)):
                rows.append([area, sex, ages, round(count(area, part) * share)])
    return rows


FORMS: dict[str, Callable[[Path], list[Any]]] = {
    "long": lambda tmp: [put(tmp, [HEAD, *long()])],
    "long, names only": lambda tmp: [put(tmp, [HEAD, *long(lambda n: NAMES[n])])],
    "long, Windows": lambda tmp: [put(tmp, [HEAD, *long()], encoding="cp1252")],
    "long, UTF-16 with tabs": lambda tmp: [put(tmp, [HEAD, *long()], "\t", "utf-16")],
    "long, mark and commas": lambda tmp: [put(tmp, [HEAD, *long()], ",", "utf-8-sig")],
    "a column for each age": lambda tmp: [put(tmp, wide())],
    "grouped, CSV": lambda tmp: [put(tmp, grouped())],
    "grouped, workbook": lambda tmp: [workbook(tmp / "p.xlsx", grouped(), merge=["A1:C1"])],
    "men, women and both": lambda tmp: [put(tmp, both_sexes())],
    "men and women": lambda tmp: [put(tmp, [row for row in both_sexes() if row[1] != "I alt"])],
    "total and ages": lambda tmp: [put(tmp, [HEAD, *long(), *([area, "I alt", "2026K1", SIZE[area]] for area in AREAS)])],
    "totals of the country": lambda tmp: [put(tmp, [HEAD, *long(), ["Hele landet", "0-17 år", "2026K1", 9], ["084 Region Hovedstaden", "0-17 år", "2026K1", 9]])],
    "several times": lambda tmp: [put(tmp, [HEAD, *([*row[:2], "2025K1", 1] for row in long()), *long()])],
    "another time": lambda tmp: [put(tmp, [HEAD, *([*row[:2], "2027K1", 1] for row in long()), *long()]), "--time", "2026K1"],
    "other areas too": lambda tmp: [put(tmp, [HEAD, *long(), ["0101 København", "0-17 år", "2026K1", 9]])],
    "code and name in columns": lambda tmp: [put(tmp, [["Kode", "Navn", *HEAD[1:]], *([*row[0].split(" ", 1), *row[1:]] for row in long())])],
    "hidden rows": lambda tmp: [workbook(tmp / "p.xlsx", [HEAD, *long()], hide=[3])],
    "OpenDocument": lambda tmp: [ods(tmp / "p.ods", [HEAD, *long()])],
    "numbers as text": lambda tmp: [workbook(tmp / "p.xlsx", [HEAD, *([*row[:3], str(row[3])] for row in long())])],
    "columns named": lambda tmp: [put(tmp, [["Sted", "Alder", "Nu", "Før"], *([row[0], row[1], row[3], 7] for row in long())]), "--column", "people=Nu"],
    "quoted": lambda tmp: [put(tmp, [[f'"{cell}"' for cell in row] for row in [HEAD, *long()]])],
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_people(name: str, into: Path, tmp_path: Path, capsys: Capture) -> None:
    said = taken(
        "people",
        into,
        capsys,
        *FORMS[name](tmp_path),
        "--replace",
        "--group",
        "share_65plus=65+",
        "--group",
        "share_0_17=0-17",
    )
    rows = {row["id"]: row for row in read(into / "areas.csv")}
    assert {key: int(row["people"]) for key, row in rows.items()} == SIZE
    assert {row["share_65plus"] for row in rows.values()} == {"0.2500"}
    assert {row["share_0_17"] for row in rows.values()} == {"0.2000"}
    assert "36,000 people in 8 areas." in said
    assert "share_65plus: 9,000 people aged 65+, 25 per cent." in said
    for key, expected in {
        "totals of the country": "Totals are left out: Hele landet, 084 Region Hovedstaden",
        "grouped, CSV": "1 rows without figures (notes, headings) are left out",
        "men and women": "Added up over: Kvinder, Mænd",
        "several times": "The file has several times (2025K1, 2026K1); 2026K1 is read",
        "other areas too": "Left out, as the scenario does not have them: '0101 København'",
        "long": "Code and name stand in one cell, and the code was used: midtown_n Midtown North → midtown_n",
        "hidden rows": "Hidden rows are read too: 3",
        "long, Windows": "is read as Windows-1252",
    }.items():
        assert name != key or expected in said, said


def test_the_rest_of_the_table_and_the_source_are_kept(into: Path, tmp_path: Path, capsys: Capture) -> None:
    before = {row["id"]: row for row in read(into / "areas.csv")}
    taken("people", into, capsys, put(tmp_path, [HEAD, *long()]), "--replace")
    after = {row["id"]: row for row in read(into / "areas.csv")}
    assert list(before) == list(after)
    for key, row in before.items():
        kept = {name: cell for name, cell in row.items() if name not in ("people", "share_65plus")}
        assert {name: after[key][name] for name in kept} == kept
    scenario = load(into).scenario
    assert scenario.areas.columns["people"].source == "people_2026"
    assert scenario.areas.columns["people"].quality == "sourced"
    assert scenario.areas.columns["share_65plus"].quality == "derived"
    assert run(["check", str(into)]) == 0


def test_leading_zeros_come_back(into: Path, tmp_path: Path, capsys: Capture) -> None:
    table = into / "areas.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("midtown_n,", "0751,"), encoding="utf-8")
    rows = [[str(row[0]).replace("midtown_n ", "751 "), *row[1:]] for row in long()]
    taken("people", into, capsys, workbook(tmp_path / "p.xlsx", [HEAD, *rows]), "--replace")
    assert read(table)[0]["people"] == "1000"


def test_without_ages_shares_stay(into: Path, tmp_path: Path, capsys: Capture) -> None:
    rows = [["id", "people"], *([area, SIZE[area]] for area in AREAS)]
    before = [row["share_65plus"] for row in read(into / "areas.csv")]
    said = taken("people", into, capsys, put(tmp_path, rows, ","), "--replace")
    assert "The file has no ages, so share_65plus is left as it is" in said
    assert [row["share_65plus"] for row in read(into / "areas.csv")] == before


def spoilt(row: int, column: int, value: Any) -> list[list[Any]]:
    rows = long()
    rows[row][column] = value
    return [HEAD, *rows]


Make = Callable[[Path], list[Any]]
REFUSED: dict[str, tuple[Make, tuple[str, ...]]] = {
    "nobody known": (lambda tmp: [put(tmp, [HEAD, ["0101 København", "0-17 år", "2026K1", 5]])], ("no cell is an area of the scenario", "The first column has: OMRÅDE, 0101 København", "midtown_n Midtown North")),
    "an area missing": (lambda tmp: [put(tmp, [HEAD, *long()[4:]])], ("the file has nobody in the area midtown_n Midtown North.",)),
    "an area misspelt": (lambda tmp: [put(tmp, [HEAD, *long(lambda n: NAMES[n].replace("Riverdale", "Riverdal"))])], ("the file has nobody in the area riverdale Riverdale.", "Did you mean 'Riverdal'?")),
    "negative": (lambda tmp: [put(tmp, spoilt(0, 3, -200))], ("people.csv:2:1", "-200 is no number of people")),
    "part of a person": (lambda tmp: [put(tmp, spoilt(0, 3, "12,5"))], ("people.csv:2:1", "12.5 is no number of people")),
    "dots for unknown": (lambda tmp: [put(tmp, spoilt(5, 3, ".."))], ("people.csv:7:1", "'..' is no number of people; every area of the scenario needs one")),
    "thousands dot": (lambda tmp: [put(tmp, spoilt(0, 3, "1.200"))], ("people.csv:2:1", "1.200 may mean 1200 or 1,200")),
    "thousands space": (lambda tmp: [put(tmp, spoilt(0, 3, "1 200"))], ("'1 200' has a gap between its digits; write 1200",)),
    "word": (lambda tmp: [put(tmp, spoilt(0, 3, "mange"))], ("people.csv:2:1", "'mange' is not a number")),
    "NaN": (lambda tmp: [put(tmp, spoilt(0, 3, "NaN"))], ("'NaN' is no number of people",)),
    "no age": (lambda tmp: [put(tmp, spoilt(1, 1, "voksne"))], ("people.csv:3:1", "'voksne' is no age; write it as 0-17, 65+ or 'I alt'")),
    "row twice": (lambda tmp: [put(tmp, [HEAD, *long(), long()[0]])], ("people.csv:34:1", "midtown_n / 0-17 / 2026K1 stands twice")),
    "bands across a group": (lambda tmp: [put(tmp, [HEAD, *([row[0], row[1].replace("65-79", "60-79").replace("18-64", "18-59"), *row[2:]] for row in long())])], ("the ages 60-79 are only partly in share_65plus (65+)", "1 fault found")),
    "overlapping bands": (lambda tmp: [put(tmp, [HEAD, *([row[0], row[1].replace("65-79", "65-85"), *row[2:]] for row in long())])], ("midtown_n: the ages 65-85, 80+ overlap",)),
    "total that does not fit": (lambda tmp: [put(tmp, [HEAD, *long(), *([area, "I alt", "2026K1", SIZE[area] + (area == "headland")] for area in AREAS)])], ("headland: the ages add up to 8,000, but the total is 8,001",)),
    "which column": (lambda tmp: [put(tmp, [["id", "nu", "før"], *([area, 5, 6] for area in AREAS)])], ("which column holds the people? There are: 'nu', 'før'. Say it with --column people=NAME",)),
    "no such column": (lambda tmp: [put(tmp, [HEAD, *long()]), "--column", "people=FOLK"], ("has no column 'FOLK'",)),
    "no such time": (lambda tmp: [put(tmp, [HEAD, *long()]), "--time", "2031K1"], ("the file has nothing of the time '2031K1'",)),
    "no such group": (lambda tmp: [put(tmp, [HEAD, *long()]), "--group", "old=65+"], ("--group old=65+ is no age group",)),
    "cut off": (lambda tmp: [put(tmp, [HEAD, *long(), ['"0751']])], ("people.csv:34:1", "a quote is opened and not closed")),
    "empty": (lambda tmp: [put(tmp, [[""]])], ("the file is empty",)),
    "XML": (lambda tmp: [put(tmp, [['<?xml version="1.0"?>']])], ("the file is a web page or XML",)),
    "too large": (lambda tmp: [sparse(tmp / "p.csv", 200_000_001)], ("it is larger than 200,000,000 bytes",)),
    "formula without a value": (lambda tmp: [workbook(tmp / "p.xlsx", spoilt(2, 3, "=SUM(A1:A2)"))], ("p.xlsx [Ark1!D4]", "the cell holds a formula without its value")),
    "password": (lambda tmp: [locked(tmp / "p.xlsx")], ("the workbook is protected by a password",)),
    "empty workbook": (lambda tmp: [workbook(tmp / "p.xlsx", [])], ("the workbook has no sheet with anything in it",)),
    "people are there": (lambda tmp: [put(tmp, [HEAD, *long()]), "--no"], ()),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_faulty_file_is_refused_with_where_and_what_to_do(
    name: str, into: Path, tmp_path: Path, capsys: Capture
) -> None:
    make, expected = REFUSED[name]
    given = make(tmp_path)
    if given[-1] == "--no":
        said = refused("people", into, capsys, *given[:-1])
        assert "8 areas have people already; --replace writes over them." in said
        return
    said = refused("people", into, capsys, *given, "--replace")
    for part in expected:
        assert part in said, said


def test_all_faults_are_said_at_once(into: Path, tmp_path: Path, capsys: Capture) -> None:
    rows = spoilt(0, 3, -1)
    rows[2][3], rows[3][1] = "x1", "gamle"
    said = refused("people", into, capsys, put(tmp_path, rows), "--replace")
    assert "3 faults found." in said


def test_areas_in_the_yaml_are_told_to_move(tmp_path: Path, capsys: Capture) -> None:
    into = region(tmp_path)
    path = into / "scenario.yaml"
    text = path.read_text(encoding="utf-8").replace("  file: areas.csv\n", "  rows: {a: {name: A, people: 5}}\n")
    path.write_text(text, encoding="utf-8")
    assert bring("people", into, put(tmp_path, [HEAD, *long()])) == 3
    assert "the areas are in no table" in words(capsys.readouterr().err)
