"""What cannot be shown, or turns a text around, is refused by everything that reads; ids are compared in one form."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from placement.errors import Message, ResultError, ScenarioError, UsageError
from placement.present.folder.reading import json_of
from placement.scenario.ballots import read_ballots
from placement.scenario.load import load
from placement.scenario.schema.text import forbidden, settled
from placement.scenario.source.files import on_disk
from placement.scenario.variants import parse_variants
from tests.helpers.judged import scenario
from tests.helpers.small import AREAS, BASELINE, SMALL, changed, write

SIGNS = {
    "NUL": "\x00",
    "escape": "\x1b",
    "bell": "\x07",
    "delete": "\x7f",
    "control sequence": "\x9b",
    "right to left": "\u202e",
    "isolate": "\u2067",
    "mark inside": "\ufeff",
}
HERE = "\N{LATIN SMALL LETTER E WITH ACUTE}"
APART = unicodedata.normalize("NFD", HERE)
OUTLINE = {"type": "Polygon", "coordinates": [[[8, 56], [9, 56], [9, 57], [8, 56]]]}


def messages(folder: Path, **files: str) -> list[str]:
    """What is said of the small scenario with other files."""
    names = {"scenario": "scenario.yaml", "outlines": "outlines.geojson"}
    write(folder, {names.get(name, f"{name}.csv"): content for name, content in files.items()})
    with pytest.raises(ScenarioError) as raised:
        load(folder)
    return [fault.message for fault in raised.value.faults]


def said(sign: str) -> str:
    word = "turns the text around" if sign in "\u202e\u2067" else "cannot be shown"
    return f"the character U+{ord(sign):04X} {word} and is not allowed; remove it."


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_every_reader_refuses_it(tmp_path: Path, sign: str) -> None:
    assert messages(tmp_path, scenario=changed(SMALL, ("Et lille", f"Et{sign} lille"))) == [said(sign)]
    assert messages(tmp_path, areas=changed(AREAS, ("Hedensted", f"Heden{sign}sted"))) == [said(sign)]
    assert messages(tmp_path, baseline=BASELINE + f"# {sign}\n") == [said(sign)]
    mapped = SMALL + "boundaries: {file: outlines.geojson, of: area}\n"
    assert messages(tmp_path, scenario=mapped, outlines=f'{{"type": "{sign}"}}') == [said(sign)]
    votes = tmp_path / "votes.csv"
    votes.write_text(f"participant,q1-1f20ab9c\nA{sign},yes\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        read_ballots(votes)
    assert [fault.message for fault in raised.value.faults] == [said(sign)]


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_an_escape_is_no_way_around(tmp_path: Path, sign: str) -> None:
    escaped = f"\\u{ord(sign):04x}"
    assert said(sign) in messages(tmp_path, scenario=changed(SMALL, ("Et lille scenarie", f'"Et{escaped} lille"')))
    feature = f'{{"type": "Feature", "properties": {{"id": "7620{escaped}"}}, "geometry": {json.dumps(OUTLINE)}}}'
    outlines = f'{{"type": "FeatureCollection", "features": [{feature}]}}'
    mapped = SMALL + "boundaries: {file: outlines.geojson, of: area}\n"
    assert any(said(sign) in one for one in messages(tmp_path, scenario=mapped, outlines=outlines))
    with pytest.raises(ResultError, match=f"U\\+{ord(sign):04X}"):
        json_of(f'{{"plan": ["{escaped}"]}}')
    with pytest.raises(ResultError, match=f"U\\+{ord(sign):04X}"):
        json_of(f'{{"{escaped}": 1}}')
    write(tmp_path, {})
    for override in (f'title="A{escaped}"', f"title=A{sign}"):
        with pytest.raises(ScenarioError) as raised:
            load(tmp_path, overrides=[override])
        assert said(sign) in [fault.message for fault in raised.value.faults]
        assert not any(forbidden(str(fault)) for fault in raised.value.faults)


def test_a_scenario_made_by_a_program_is_checked_too() -> None:
    with pytest.raises(ValueError, match=r"U\+001B cannot be shown"):
        scenario({"sites.h1.title": "A\x1b[2J"})
    with pytest.raises(ValueError, match=r"U\+202E turns the text around"):
        scenario({"sites.h1.note": "A\u202eB"})
    assert APART not in scenario({"sites.h1.note": APART}).sites["h1"].note


def test_what_is_said_keeps_its_values() -> None:
    odd = forbidden("a\x1bb")
    assert isinstance(odd, Message)
    assert odd.values == {"code": "001B"}
    assert forbidden("æøå\t\n – “ok” \u200f") is None


def in_one_form(text: str) -> str:
    """The same with every accent as a sign of its own."""
    return unicodedata.normalize("NFD", text)


ACCENTED = {
    "scenario.yaml": SMALL.replace("sh_nord", f"caf{HERE}_nord")
    .replace("lunge_nord", f"d{HERE}j{HERE}")
    .replace("areas.csv", f"omr{HERE}der.csv"),
    f"omr{HERE}der.csv": AREAS.replace("0766", f"{HERE}766"),
    "baseline.csv": BASELINE.replace("sh_nord", f"caf{HERE}_nord"),
}


@pytest.mark.parametrize("apart", ACCENTED)
def test_ids_meet_however_their_accents_are_typed(tmp_path: Path, apart: str) -> None:
    files = {name: in_one_form(text) if name == apart else text for name, text in ACCENTED.items()}
    write(tmp_path, files)
    name = next(name for name in ACCENTED if name.startswith("omr"))
    (tmp_path / name).rename(tmp_path / in_one_form(name))
    variant, override = f"d{HERE}j{HERE}", f"sites.caf{HERE}_nord.note={HERE}"
    read = load(tmp_path, variants=[in_one_form(variant)], overrides=[in_one_form(override)])
    assert f"caf{HERE}_nord" in read.scenario.sites
    assert read.scenario.sites[f"caf{HERE}_nord"].note == HERE
    assert f"{HERE}766" in read.scenario.areas.rows
    assert f"caf{HERE}_nord" in read.scenario.policy.placements["lunge"]
    assert set(read.inputs) == {"scenario.yaml", name, "baseline.csv"}


def test_two_ids_that_become_equal_are_a_fault(tmp_path: Path) -> None:
    both = "".join(
        f"  {name}: {{title: A, kind: hospital, lat: 56, lon: 9}}\n" for name in (f"caf{HERE}", f"caf{APART}")
    )
    twice = changed(SMALL, ("  rh_oest: {title", f"{both}  rh_oest: {{title"))
    (one,) = messages(tmp_path, scenario=twice)
    assert one == f"the key 'caf{HERE}' stands twice, first in line 13; keep one of them."
    rows = AREAS + f"caf{HERE},A,A,rh_vest,mainland,56,9,5,0\ncaf{APART},A,A,rh_vest,mainland,56,9,5,0\n"
    assert messages(tmp_path, areas=rows) == [f"'caf{HERE}' stands twice, first in line 5; keep one of the rows."]
    features = [
        {"type": "Feature", "properties": {"id": name}, "geometry": OUTLINE} for name in (f"caf{HERE}", f"caf{APART}")
    ]
    mapped = SMALL + "boundaries: {file: outlines.geojson, of: area}\n"
    outlines = json.dumps({"type": "FeatureCollection", "features": features})
    (one,) = messages(tmp_path, scenario=mapped, outlines=outlines)
    assert f"feature 2: 'caf{HERE}' stands twice, written with different signs that look alike" in one
    with pytest.raises(ResultError, match="stands there twice"):
        json_of(json.dumps({HERE: 1, APART: 2}))


def test_outlines_find_their_areas(tmp_path: Path) -> None:
    names = ("7620", f"{HERE}766", "8305")
    features = [{"type": "Feature", "properties": {"id": in_one_form(name)}, "geometry": OUTLINE} for name in names]
    files = {
        "scenario.yaml": SMALL + "boundaries: {file: outlines.geojson, of: area}\n",
        "areas.csv": AREAS.replace("0766", f"{HERE}766"),
        "outlines.geojson": json.dumps({"type": "FeatureCollection", "features": features}),
    }
    boundaries = load(write(tmp_path, files)).scenario.boundaries
    assert boundaries is not None
    assert set(boundaries.rows) == set(names)


def test_ballots_of_one_participant(tmp_path: Path) -> None:
    votes = tmp_path / "votes.csv"
    votes.write_text(f"participant,q1-1f20ab9c\nAndr{HERE},yes\nAndr{APART},no\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="stands twice"):
        read_ballots(votes)


def test_variants_asked_for() -> None:
    assert parse_variants(f"d{APART}j{APART}+b", [f"d{HERE}j{HERE}", "b"]) == ((f"d{HERE}j{HERE}", "b"),)
    with pytest.raises(UsageError):
        parse_variants("deja", [f"d{HERE}j{HERE}"])


def test_files_are_found_below_folders(tmp_path: Path) -> None:
    folder = tmp_path / f"r{APART}gion"
    folder.mkdir()
    (folder / f"t{APART}.csv").write_text("x", encoding="utf-8")
    assert on_disk(tmp_path, f"r{HERE}gion/t{HERE}.csv") == folder / f"t{APART}.csv"
    assert on_disk(tmp_path, f"r{HERE}gion/{HERE}.csv") == folder / f"{HERE}.csv"
    assert settled(APART) == HERE
