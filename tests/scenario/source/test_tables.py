"""Tables as spreadsheets and programs write them: what is read, and every fault said for what it is, and once."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.errors import ScenarioError
from placement.scenario.load import Loaded, load
from placement.scenario.source.tables import cell_place

YAML = """\
schema_version: 2
name: prøve
title: Prøve
areas: {file: areas.csv}
sites:
  h: {title: H, kind: hospital, lat: 56.2, lon: 9.0}
  s: {title: S, kind: health_house, parent_hospital: h, lat: 56.4, lon: 9.2}
functions:
  f: {title: F, visits_per_1000_per_year: 100, minutes_per_visit: 30}
"""
WITHOUT_RATE = YAML.replace("visits_per_1000_per_year: 100, ", "")
TRAVEL = YAML + "travel: {method: table, file: times.csv}\n"
HEAD = "id;name;people;lat;lon\n"


def written(folder: Path, areas: str | bytes, yaml: str = YAML, **tables: str | bytes) -> Path:
    for name, content in {
        "scenario.yaml": yaml,
        "areas.csv": areas,
        **{f"{k}.csv": v for k, v in tables.items()},
    }.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(folder: Path, areas: str | bytes, yaml: str = YAML, **tables: str | bytes) -> Loaded:
    return load(written(folder, areas, yaml, **tables))


def faults(folder: Path, areas: str | bytes, yaml: str = YAML, **tables: str | bytes) -> list[str]:
    """Line, column and message of each."""
    with pytest.raises(ScenarioError) as raised:
        read(folder, areas, yaml, **tables)
    return [f"{fault.line}:{fault.column} {fault.message}" for fault in raised.value.faults]


def test_a_line_break_inside_a_cell_is_a_space(tmp_path: Path) -> None:
    rows = 'a,"Nord\nog\r\nSyd",100,56.1,9.0\n# en bemærkning\nb,"# B\n\n# er navnet",200,56.2,9.1\n'
    areas = read(tmp_path, "id,name,people,lat,lon\n" + rows).scenario.areas.rows
    assert [area.name for area in areas.values()] == ["Nord og Syd", "# B # er navnet"]


def test_places_are_right_below_and_behind_cells_of_several_lines(tmp_path: Path) -> None:
    text = 'id,name,people,lat,lon\na,"A\nB",dig,56.1,9.0\nb,B,mig,56.2,9.1\n'
    assert faults(tmp_path, text) == [
        "3:4 'dig' is not a number; write digits with a decimal point, without unit.",
        "4:5 'mig' is not a number; write digits with a decimal point, without unit.",
    ]


@pytest.mark.parametrize(
    ("lines", "index", "place"),
    [
        (["a,b,c"], 2, (1, 5)),
        (["a,,c"], 1, (1, 3)),
        (["a,b"], 5, (1, 1)),
        (["a,b,"], 2, (1, 5)),
        (['a,"x,y",c'], 2, (1, 9)),
        (['a,"x', 'y",c'], 2, (2, 4)),
        (['a,"x ""q"" ', 'y",c'], 1, (1, 3)),
        (['a,5" rør,c'], 0, (1, 1)),
    ],
)
def test_where_a_cell_begins(lines: list[str], index: int, place: tuple[int, int]) -> None:
    assert cell_place(lines, 1, ",", index) == place


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\n', "\ufeffsep=;\n", "# en bemærkning\nSEP=;\n", ""])
def test_the_line_in_which_excel_names_the_separator(tmp_path: Path, first: str) -> None:
    areas = read(tmp_path, first + "id;name;people;lat;lon;;\na;Nord, og Syd;1,5e2;56,158;8.903;;\n\n;;;;\n")
    area = areas.scenario.areas.rows["a"]
    assert (area.name, area.people, area.lat, area.lon) == ("Nord, og Syd", 150, 56.158, 8.903)


@pytest.mark.parametrize("column", ["people", "need_index"])
def test_a_dot_that_may_be_a_thousands_dot_is_refused_in_every_column(tmp_path: Path, column: str) -> None:
    head, cell = (
        ("id;name;people;lat;lon", "1.070") if column == "people" else ("id;name;need_index;people;lat;lon", "1.070;5")
    )
    (said,) = faults(tmp_path, f"{head}\na;A;{cell};56.0;9.0\n")
    assert said == "2:5 1.070 may mean 1070 or 1,070; write it without a thousands separator, decimals with a comma."


def test_nor_in_minutes_days_and_kilometres(tmp_path: Path) -> None:
    yaml = TRAVEL + "baseline: {file: base.csv}\n"
    times = "origin;destination;minutes;km\na;h;1.070;2.500\na;s;1,07;2500\ns;h;40;\n"
    base = "function;site;days_per_week\nf;h;1.250\n"
    said = faults(tmp_path, HEAD + "a;A;5;56,0;9,0\n", yaml, times=times, base=base)
    assert sorted(line.split(";")[0] for line in said) == [
        "2:11 2.500 may mean 2500 or 2,500",
        "2:5 1.070 may mean 1070 or 1,070",
        "2:5 1.250 may mean 1250 or 1,250",
    ]


def test_with_a_comma_between_cells_it_is_a_decimal_but_in_counts(tmp_path: Path) -> None:
    times = "origin,destination,minutes\na,h,1.070\na,s,2\ns,h,40\n"
    areas = read(tmp_path, "id,name,people\na,A,5\n", TRAVEL, times=times)
    assert areas.scenario.travel.rows[0].minutes == 1.07
    (said,) = faults(tmp_path, "id,name,people\na,A,1.070\n", TRAVEL, times=times)
    assert "1.070 reads as 1.07, but may mean 1070" in said


def test_the_dot_is_the_fault_where_the_comma_is_the_decimal_sign(tmp_path: Path) -> None:
    assert faults(tmp_path, HEAD + "a;A;1.200,5;56.0;9.0\n") == ["2:5 '1.200,5' has a thousands dot; write 1200,5."]


WHOLE = {
    "tabs": (
        "id\tname\tpeople\na\tA\t5\n",
        "1:1 the cells are separated by tabs; save the table with commas or semicolons.",
    ),
    "strokes": (
        "id|name|people\na|A|5\n",
        "1:1 the cells are separated by '|'; save the table with commas or semicolons.",
    ),
    "declared": (
        "sep=\t\nid\tname\n",
        "2:1 the cells are separated by tabs; save the table with commas or semicolons.",
    ),
    "json": (
        '{"id": 1,\n"name": 2}',
        "1:1 the file is JSON, where a table is expected; its first line must name the columns.",
    ),
    "lines in quotes": (
        '"id,name,people"\n"a,A,5"\n',
        '1:1 the whole line stands in quotes; take them away, and write " for each "" inside.',
    ),
    "title": (
        "Folketal 2024\n\nid;name;people;lat;lon\na;A;5;56,0;9,0\n",
        "1:1 this is not the heading, line 3 is; delete what stands above it.",
    ),
    "title in cells": (
        "Folketal 2024;;;;\nid;name;people;lat;lon\na;A;5;56,0;9,0\n",
        "1:1 this is not the heading, line 2 is; delete what stands above it.",
    ),
    "no rows": (HEAD, "1:1 the table has a heading but no rows."),
    "doubled column": ("id,name,people,people\na,A,5,5\n", "1:16 the column 'people' stands twice; keep one of them."),
    "merged": (
        "id,name,people,,lat\na,A,5,9,56\n",
        "1:16 a column has no heading; name it or delete it (merged cells have a heading in the first only).",
    ),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_what_is_wrong_with_the_whole_is_said_once(tmp_path: Path, kind: str) -> None:
    text, message = WHOLE[kind]
    assert faults(tmp_path, text) == [message]


@pytest.mark.parametrize("text", ["", "\n\n", "# kun en bemærkning\n", "\ufeff"])
def test_an_empty_table(tmp_path: Path, text: str) -> None:
    (said,) = faults(tmp_path, text)
    assert said.startswith("1:1 the table is empty; its first line must name the columns: id, name,")


@pytest.mark.parametrize(("heading", "near"), [("People", "people"), ("need index", "need_index"), ("Name", "name")])
def test_a_heading_that_is_nearly_right(tmp_path: Path, heading: str, near: str) -> None:
    head = (
        "id,name,people,lat,lon".replace(heading.lower(), heading)
        if near != "need_index"
        else f"id,name,people,{heading}"
    )
    with pytest.raises(ScenarioError) as raised:
        read(tmp_path, head + "\na,A,5,1,1\n")
    assert raised.value.faults[0].suggestion == near


FILES = {
    "xlsx": (b"PK\x03\x04\x14\x00\x06\x00", "the file is a workbook"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the file is a workbook"),
    "gzip": (b"\x1f\x8b\x08\x00", "the file is no text"),
    "pdf": (b"%PDF-1.7\n", "the file is no text"),
    "utf-16": ("id,name,people\na,Æ,5\n".encode("utf-16"), "the file is UTF-16"),
    "utf-16 without its mark": ("id,name,people\na,Æ,5\n".encode("utf-16-le"), "the file is UTF-16"),
    "page": (b"<!DOCTYPE html>\n<html><body>id,name</body></html>", "the file is a web page or XML"),
    "cp1252": (
        "id,name,people\na,Ørsted,5\n".encode("cp1252"),
        "the file is not UTF-8 (the first wrong byte is 0xD8, perhaps 'Ø')",
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_files_that_are_something_else(tmp_path: Path, kind: str) -> None:
    content, message = FILES[kind]
    (said,) = faults(tmp_path, content)
    assert said.split(" ", 1)[1].startswith(message)


SHORT = "the row has 3 cells where the heading has 5; leave a cell empty, but keep its separator."
ROWS = {
    "a quote that is never closed": (
        'a,"A,5,56.0,9.0\nb,B,5,56.0,9.0\n',
        '2:1 a quote that is opened in this row is not closed in it; close it, and write "" for a quote inside.',
    ),
    "a quote that the next quote closes": (
        'a,"A,5,56.0,9.0\nb,"B",5,56.0,9.0\n',
        '2:1 a quote that is opened in this row is not closed in it; close it, and write "" for a quote inside.',
    ),
    "a quote closed by chance": (
        'a,"A,5,56.0,9.0\nb,B",5\n',
        f"2:1 {SHORT} A quote that is opened in it is closed in line 3 only; is one missing?",
    ),
    "a quote inside": (
        'a,"A "x" B",5,56.0,9.0\n',
        '2:1 the quotes in this row do not fit; write "" for a quote inside.',
    ),
    "another separator": (
        "a;A;5;56.0;9.0\n",
        "2:1 the row has 1 cells where the heading has 5; its cells are separated by ';', those of the heading by ','.",
    ),
    "tabs": ("a\tA\t5\n", "2:1 the row has 1 cells where the heading has 5; its cells are separated by tabs."),
    "a decimal comma": (
        "a,A,5,56,0,9\n",
        "2:1 the row has 6 cells where the heading has 5; text with a comma needs quotes, and decimals need a point.",
    ),
}


@pytest.mark.parametrize("kind", ROWS)
def test_rows_that_do_not_fit(tmp_path: Path, kind: str) -> None:
    text, message = ROWS[kind]
    assert faults(tmp_path, "id,name,people,lat,lon\n" + text) == [message]


def test_a_cell_that_is_no_number_brings_no_other_fault(tmp_path: Path) -> None:
    yaml = WITHOUT_RATE + "demand: {file: demand.csv}\nbaseline: {file: base.csv}\n"
    said = faults(
        tmp_path,
        HEAD + "a;A;12 %;56,0;9,0\nb;B;5;56,0;ni\n",
        yaml,
        demand="area;function;visits_per_year\na;f;1\u00a0000\nb;f;5\n",
        base="function;site;days_per_week;year\nf;h;½;2.024\n",
    )
    assert sorted(said) == sorted(
        [
            "2:5 '12 %' has a percent sign; write the number alone, a share as in 0,12.",
            "3:12 'ni' is not a number; write digits with a decimal comma or point, without unit.",
            "2:5 '1\u00a0000' has a gap between its digits; write 1000.",
            "2:5 '½' is a fraction; write it with decimals, as in 0,5.",
            "2:7 2.024 may mean 2024 or 2,024; write it without a thousands separator, decimals with a comma.",
        ]
    )


def test_metres_of_a_map_grid_are_no_degrees(tmp_path: Path) -> None:
    said = faults(tmp_path, "id,name,people,lat,lon\na,A,5,6225000,512000\n")
    assert said == [
        "2:7 6225000 is no number of degrees; convert the coordinates to WGS 84 (EPSG:4326).",
        "2:15 512000 is no number of degrees; convert the coordinates to WGS 84 (EPSG:4326).",
    ]
