# ruff: noqa: E501 - a case is a line
"""``import sites``: coordinates of hospitals and houses; and files with something wrong in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.scenario.load import load
from tests.helpers.raw_files import Capture, dump, locked, refused, region, sparse, taken, workbook

AT = {
    "rh_midtown": (56.4501, 9.4),
    "hh_westmarket": (56.5701, 8.62),
    "hh_fiordtown": (56.6901, 8.42),
    "hh_eastmarket": (56.5101, 10.19),
}
"""Within a few metres of where the template has them."""
HEAD = "id,lat,lon"
NEW = {"hh_new": (56.30, 9.10)}


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return region(tmp_path)


def text_of(tmp: Path, content: str, encoding: str = "utf-8") -> Path:
    (tmp / "sites.csv").write_text(content, encoding=encoding, newline="")
    return tmp / "sites.csv"


def lines(points: dict[str, tuple[float, float]], head: str = HEAD) -> str:
    return "\n".join([head, *(f"{key},{lat},{lon}" for key, (lat, lon) in points.items())]) + "\n"


def test_a_site_without_coordinates_gets_them_and_nothing_else_changes(
    into: Path, tmp_path: Path, capsys: Capture
) -> None:
    path = into / "scenario.yaml"
    before = path.read_text(encoding="utf-8")
    bare = before.replace("    lat: 56.6900\n    lon: 8.4200\n", "")
    assert bare != before
    path.write_text(bare, encoding="utf-8")
    said = taken("sites", into, capsys, text_of(tmp_path, lines(AT)))
    assert "Wrote scenario.yaml." in said
    after = path.read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if line not in bare.splitlines()] == [
        "    lat: 56.6901", "    lon: 8.42", "sources:", *[line for line in after.splitlines() if line.startswith("  sites_2026:")]
    ]  # fmt: skip
    assert load(into).scenario.sites["hh_fiordtown"].lon == 8.42


def test_where_nothing_is_new_nothing_is_written(into: Path, tmp_path: Path, capsys: Capture) -> None:
    before = (into / "scenario.yaml").read_bytes()
    said = taken("sites", into, capsys, text_of(tmp_path, lines(AT)))
    assert "Every site stands in the scenario as in the file already." in said
    assert (into / "scenario.yaml").read_bytes() == before


def test_new_sites_are_added(into: Path, tmp_path: Path, capsys: Capture) -> None:
    content = "id;navn;art;kommune;lat;lon;adresse\nhh_new;Nyt Sundhedshus;Sundhedshus;Westport;56,30;9,10;Torvet 1, 7000 Ny\n"
    said = taken("sites", into, capsys, text_of(tmp_path, content, "cp1252"))
    assert "New site: hh_new." in said
    assert "Sites of the scenario that the file does not have stay as they are: rh_midtown, hh_westmarket" in said
    site = load(into).scenario.sites["hh_new"]
    assert (site.title.da, site.kind, site.municipality, site.lat, site.lon, site.note) == (
        "Nyt Sundhedshus", "health_house", "Westport", 56.3, 9.1, "Torvet 1, 7000 Ny"
    )  # fmt: skip
    assert run(["check", str(into)]) == 0


FORMS: dict[str, tuple[Callable[[Path], list[Any]], str]] = {
    "degrees": (lambda tmp: [text_of(tmp, lines(NEW)), "--kind", "health_house"], "New site: hh_new"),
    "byte order mark": (lambda tmp: [text_of(tmp, lines(NEW), "utf-8-sig"), "--kind", "health_house"], "New site: hh_new"),
    "UTF-16": (lambda tmp: [text_of(tmp, lines(NEW).replace(",", "\t"), "utf-16"), "--kind", "health_house"], "is read as UTF-16"),
    "names only": (lambda tmp: [text_of(tmp, "navn,lat,lon\nHh new,56.3,9.1\n"), "--kind", "health_house"], "The file has no ids; they are made of the names, as hh_new"),
    "register of addresses": (lambda tmp: [text_of(tmp, "id,etrs89koordinat_øst,etrs89koordinat_nord\nhh_new,506188,6239474\n"), "--kind", "health_house"], "The coordinates are read as EPSG:25832"),
    "UTM, said": (lambda tmp: [text_of(tmp, "id,x,y\nhh_new,506188,6239474\n"), "--crs", "EPSG:25832", "--kind", "health_house"], "New site: hh_new"),
    "UTM, axes exchanged, said": (lambda tmp: [text_of(tmp, "id,x,y\nhh_new,6239474,506188\n"), "--crs", "EPSG:25832", "--swap-axes", "--kind", "health_house"], "New site: hh_new"),
    "axes exchanged, said": (lambda tmp: [text_of(tmp, "id,lat,lon\nhh_new,9.1,56.3\n"), "--swap-axes", "--kind", "health_house"], "New site: hh_new"),
    "GeoJSON": (lambda tmp: [dump(tmp / "s.geojson", geojson([9.1, 56.3])), "--kind", "health_house"], "New site: hh_new"),
    "workbook": (lambda tmp: [workbook(tmp / "s.xlsx", [["Sygehuse og huse", "", ""], ["id", "lat", "lon"], ["hh_new", 56.3, "9,1"]], merge=["A1:C1"]), "--kind", "health_house"], "1 merged cells"),
    "hidden rows": (lambda tmp: [workbook(tmp / "s.xlsx", [["id", "lat", "lon"], ["hh_new", 56.3, 9.1]], hide=[2]), "--kind", "health_house"], "Hidden rows are read too: 2"),
    "columns named": (lambda tmp: [text_of(tmp, "K;bredde;lang\nhh_new;56,3;9,1\n"), "--column", "id=K", "--column", "lon=lang", "--kind", "health_house"], "New site: hh_new"),
}  # fmt: skip


def geojson(at: list[float] | None, **properties: Any) -> dict[str, Any]:
    shape = None if at is None else {"type": "Point", "coordinates": at}
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"id": "hh_new", **properties}, "geometry": shape}],
    }


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_site(name: str, into: Path, tmp_path: Path, capsys: Capture) -> None:
    make, expected = FORMS[name]
    assert expected in taken("sites", into, capsys, *make(tmp_path))
    site = load(into).scenario.sites["hh_new"]
    assert (site.lat, site.lon) == (pytest.approx(56.3, abs=1e-4), pytest.approx(9.1, abs=1e-4))


def test_a_site_that_moves_is_said(into: Path, tmp_path: Path, capsys: Capture) -> None:
    moved = {**AT, "rh_midtown": (56.55, 9.4)}
    said = refused("sites", into, capsys, text_of(tmp_path, lines(moved)))
    assert "rh_midtown lies at 56.45, 9.4 here, 11.1 km from where the file has it; --replace moves it." in said
    assert "! rh_midtown moves 11.1 km." in taken("sites", into, capsys, text_of(tmp_path, lines(moved)), "--replace")
    assert load(into).scenario.sites["rh_midtown"].lat == 56.55


def test_ids_in_other_letters_are_the_same_site(into: Path, tmp_path: Path, capsys: Capture) -> None:
    said = taken("sites", into, capsys, text_of(tmp_path, "id,lat,lon\nRH_Midtown ,56.46,9.4\n"), "--replace")
    assert "Capital letters differ, and are read as the same: RH_Midtown → rh_midtown" in said
    assert load(into).scenario.sites["rh_midtown"].lat == 56.46


H = ["--kind", "health_house"]
REFUSED: dict[str, tuple[Callable[[Path], list[Any]], tuple[str, ...]]] = {
    "no kind": (lambda tmp: [text_of(tmp, lines(NEW))], ("sites.csv:2:1", "the scenario has no site 'hh_new'; to add it, its kind is needed (hospital, health_house", "--kind")),
    "misspelt": (lambda tmp: [text_of(tmp, lines({"hh_westmarked": (56.57, 8.62)}))], ("the scenario has no site 'hh_westmarked'", "Did you mean 'hh_westmarket'?")),
    "error of a spreadsheet": (
        lambda tmp: [text_of(tmp, "id,title,lat,lon\nhh_new,#REF!,56.3,9.1\n"), *H],
        ("sites.csv:2:1", "'#REF!' is an error in a spreadsheet; correct its formula and save again", "1 fault found."),
    ),
    "unknown kind": (lambda tmp: [text_of(tmp, "id,kind,lat,lon\nhh_new,bakery,56.3,9.1\n"), *H], ("its kind is needed",)),
    "twice": (lambda tmp: [text_of(tmp, lines(NEW) + "hh_new,56.4,9.2\n"), *H], ("sites.csv:3:1", "'hh_new' stands twice, at 56.30000, 9.10000 and 56.40000, 9.20000")),
    "axes exchanged": (lambda tmp: [text_of(tmp, lines({key: (lon, lat) for key, (lat, lon) in AT.items()}))], ("the axes are exchanged", "Add --swap-axes")),
    "metres called degrees": (lambda tmp: [text_of(tmp, "id,lat,lon\nhh_new,6239474,506188\n"), *H], ("1 places are outside the earth", "--crs EPSG:25832")),
    "no system": (lambda tmp: [text_of(tmp, "id,x,y\nhh_new,506188,6239474\n"), *H], ("sites.csv:1:1", "the columns 'x' and 'y' do not say their coordinate system; add --crs")),
    "unknown system": (lambda tmp: [text_of(tmp, "id,x,y\nhh_new,506188,6239474\n"), "--crs", "EPSG:1", *H], ("the coordinate system EPSG:1 is unknown; write it as --crs EPSG:25832",)),
    "x and y exchanged": (lambda tmp: [text_of(tmp, "id,x,y\nhh_new,6239474,506188\n"), "--crs", "EPSG:25832", *H], ("with x and y exchanged the places lie on land",)),
    "no coordinate": (lambda tmp: [text_of(tmp, "id,lat,lon\nhh_new,56.3,\n"), *H], ("sites.csv:2:1", "'' is not a number")),
    "zero": (lambda tmp: [text_of(tmp, "id,lat,lon\nhh_new,0,0\n"), *H], ("0, 0 is a place in the sea off Africa",)),
    "with a sign of degrees": (lambda tmp: [text_of(tmp, "id,lat,lon\nhh_new,56.3°,9.1\n"), *H], ("'56.3°' holds more than a number; write 56.3 alone",)),
    "decimal commas between commas": (lambda tmp: [text_of(tmp, 'id,lat,lon\nhh_new,"56,3",9.1\n'), *H], ("'56,3' has a decimal comma; write a point",)),
    "NaN": (lambda tmp: [text_of(tmp, "id,lat,lon\nhh_new,nan,9.1\n"), *H], ("'nan' is not a number",)),
    "an id with a space": (lambda tmp: [text_of(tmp, "id,lat,lon\nhh new,56.3,9.1\n"), *H], ("the id 'hh new' is empty or has other signs",)),
    "no id": (lambda tmp: [text_of(tmp, "id,lat,lon\n,56.3,9.1\n"), *H], ("the id '' is empty or has other signs",)),
    "no column of ids": (lambda tmp: [text_of(tmp, "hvad,lat,lon\nx,56.3,9.1\n"), *H], ("no column holds ids or names of sites",)),
    "no coordinates at all": (lambda tmp: [text_of(tmp, "id,by\nhh_new,Viborg\n"), *H], ("no row names the columns that are needed: lat", "The first row has: id, by")),
    "heading twice": (lambda tmp: [text_of(tmp, "id,lat,lon,lat\nhh_new,56.3,9.1,1\n"), *H], ("the column 'lat' stands twice",)),
    "cut off": (lambda tmp: [text_of(tmp, lines(NEW) + '"hh_x,56'), *H], ("sites.csv:3:1", "a quote is opened and not closed")),
    "empty": (lambda tmp: [text_of(tmp, ""), *H], ("the file is empty",)),
    "too large": (lambda tmp: [sparse(tmp / "s.csv", 200_000_001), *H], ("it is larger than 200,000,000 bytes",)),
    "point without a place": (lambda tmp: [dump(tmp / "s.geojson", geojson(None)), *H], ("feature 1 has no geometry",)),
    "formula without a value": (lambda tmp: [workbook(tmp / "s.xlsx", [["id", "lat", "lon"], ["hh_new", "=1+1", 9.1]]), *H], ("s.xlsx [Ark1!B2]", "the cell holds a formula without its value")),
    "password": (lambda tmp: [locked(tmp / "s.xlsx"), *H], ("the workbook is protected by a password",)),
    "an error in a cell": (lambda tmp: [workbook(tmp / "s.xlsx", [["id", "lat", "lon"], ["hh_new", "#N/A", 9.1]]), *H], ("s.xlsx [Ark1!B2]",)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_faulty_file_is_refused_with_where_and_what_to_do(
    name: str, into: Path, tmp_path: Path, capsys: Capture
) -> None:
    make, expected = REFUSED[name]
    said = refused("sites", into, capsys, *make(tmp_path))
    for part in expected:
        assert part in said, said
