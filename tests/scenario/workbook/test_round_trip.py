"""A scenario comes back from its workbook as it was: every shipped one, random ones, and odd values of every kind."""

from __future__ import annotations

import json
import random
import string
from copy import deepcopy
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from placement.scenario.load import Opened, load_text
from placement.scenario.schema.quantity import WrittenFloat
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.positions import Positions
from placement.scenario.source.yaml_source import parse
from placement.scenario.workbook.book import read_path, written_path
from placement.scenario.workbook.cells import same
from tests.properties.random_scenario import random_tree, written
from tests.scenario.workbook.books import loaded, made, of_tree, read

SHIPPED = sorted(str(file.parent) for file in Path("scenarios").glob("*/scenario.yaml"))


def written_out(tree: dict[str, Any]) -> dict[str, Any]:
    """A tree without the short forms that a table has not: entries of today, titles and quantities alone."""
    baseline = tree.get("baseline")
    if not isinstance(baseline, dict):
        return tree
    rows = {
        function: {site: _entry(entry) for site, entry in sites.items()}
        for function, sites in baseline.get("rows", {}).items()
    }
    return {**tree, "baseline": {**baseline, "rows": rows}} if rows else tree


def _entry(entry: Any) -> Any:
    if isinstance(entry, str):
        return {"status": entry}
    return {"days_per_week": entry} if isinstance(entry, int | float) else entry


@pytest.mark.parametrize("path", SHIPPED)
def test_every_shipped_scenario_comes_back(path: str, tmp_path: Path) -> None:
    opened = Opened(path)
    content = made(path)
    back = read(content)
    assert not back.parsed.faults
    assert not back.remarks
    assert same(back.parsed.value, written_out(opened.written))
    found = loaded(content, tmp_path)
    assert found.base == opened.plain.base
    assert _ids(found.base) == _ids(opened.plain.base)
    assert list(found.inputs) == ["model.xlsx"]


def _ids(scenario: Scenario) -> list[list[str]]:
    """The ids in their order."""
    parts = (scenario.areas.rows, scenario.sites, scenario.functions, scenario.equipment, scenario.staff_roles)
    return [list(part) for part in (*parts, scenario.variants, scenario.phases, scenario.baseline.rows)]


def come_back(seed: int, folder: Path) -> None:
    tree, plain = random_tree(seed)
    parsed = parse(written(tree), "", Positions()).value
    content = of_tree(parsed)
    assert same(read(content).parsed.value, written_out(parsed))
    assert loaded(content, folder).base == plain.base


@pytest.mark.parametrize("seed", range(8))
def test_a_random_scenario_comes_back(seed: int, tmp_path: Path) -> None:
    come_back(seed, tmp_path)


@pytest.mark.slow
def test_two_hundred_random_scenarios_come_back(tmp_path: Path) -> None:
    for seed in range(8, 208):
        come_back(seed, tmp_path)


ODD: dict[str, Any] = {
    "a zero in front": "0766",
    "a word for false": "no",
    "a fraction": "1/2",
    "a formula": "=a",
    "an apostrophe": "'x",
    "a number in quotes": "12",
    "a boolean in quotes": "true",
    "null in quotes": "null",
    "nothing": None,
    "empty": "",
    "a date": "2026-05-01",
    "lines": "one\ntwo\n",
    "a tab and blanks": " \tx  ",
    "markup": "<r>x</r>",
    "an escape": "_x0041_",
    "brackets": "[draft]",
    "braces": "{a: 1}",
    "true": True,
    "false": False,
    "whole": 5,
    "a postal code": 7620,
    "decimals": WrittenFloat("1.20"),
    "whole with decimals": WrittenFloat("45.0"),
    "with an exponent": WrittenFloat("1e-7"),
    "many digits": WrittenFloat("0.30000000000000004"),
    "a large number": 12345678901234567890,
    "not finite": float("inf"),
    "an empty list": [],
    "an empty map": {},
    "a list": ["a", "b, c", 1, None, {"x": [True]}],
    "a deep map": {"x": {"y.z": {"": WrittenFloat("0.50")}}},
    "long": "æ" * 70_000,
    "long beyond the plane": "\N{HOSPITAL}" * 20_000,
}
PLACES = (
    ("name",),
    ("title",),
    ("title", "en"),
    ("about", "not_in_model"),
    ("policy", "max_investment"),
    ("policy", "max_investment", "source"),
    ("policy", "no_new_houses"),
    ("sites", "a", "title"),
    ("sites", "a", "lat"),
    ("sites", "a", "room_per_day"),
    ("sites", "a", "room_per_day", "low"),
    ("sites", "a", "free_room_days_per_week", "r"),
    ("sites", "a", "free_room_days_per_week"),
    ("sites", "a"),
    ("functions", "f", "approved_sites"),
    ("functions", "f", "days_per_week_steps"),
    ("functions", "f", "choice"),
    ("functions", "f", "home", "steps"),
    ("functions", "f", "opening_hours", "man"),
    ("defaults", "function", "minutes_per_visit"),
    ("defaults", "function", "equipment"),
    ("defaults", "unheard_of"),
    ("travel", "speed_bands"),
    ("areas", "rows", "7620", "share_65plus"),
    ("areas", "only", "municipality"),
    ("variants", "v", "set", "functions.f.home"),
    ("baseline", "rows", "f", "a", "note"),
    ("policy", "placements", "f"),
    ("unheard_of", "x"),
    ("functions", "with.dots and \"signs\"", "note"),
)  # fmt: skip


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_an_odd_value_comes_back_wherever_it_stands(value: Any) -> None:
    tree: dict[str, Any] = {"schema_version": 2}
    for number, place in enumerate(PLACES):
        _put(tree, place, value, number)
    back = read(of_tree(tree))
    assert not back.parsed.faults
    assert same(back.parsed.value, tree), _apart(tree, back.parsed.value)


def _put(tree: dict[str, Any], place: tuple[str, ...], value: Any, number: int) -> None:
    """Put a value at a place, unless something stands on the way: then at a copy of the place with another id."""
    box: Any = tree
    for part in place[:-1]:
        box = box.setdefault(part, {})
        if not isinstance(box, dict):
            break
    if isinstance(box, dict) and place[-1] not in box:
        box[place[-1]] = deepcopy(value)
    elif len(place) > 2 and not place[1].endswith("_"):
        _put(tree, (place[0], f"{place[1]}{number}_", *place[2:]), value, number)


def _apart(one: Any, other: Any, path: str = "") -> str:
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [key for key in {**one, **other} if not (key in one and key in other and same(one[key], other[key]))]
        return "; ".join(_apart(one.get(key, "-"), other.get(key, "-"), f"{path}/{key}") for key in keys)
    return f"{path}: {one!r:.60} is {other!r:.60}"


@pytest.mark.parametrize("seed", range(12))
def test_a_spoilt_tree_comes_back(seed: int) -> None:
    """Values swapped at random, so that nothing is where the schema wants it."""
    dice = random.Random(seed)
    tree = parse(written(random_tree(seed % 8)[0]), "", Positions()).value
    for _ in range(12):
        box: Any = tree
        while True:
            inner = [key for key, part in box.items() if isinstance(part, dict) and part]
            if not inner or dice.random() < 0.3:
                break
            box = box[dice.choice(inner)]
        box[dice.choice(list(box))] = deepcopy(dice.choice(list(ODD.values())[:31]))
        box["".join(dice.choices(string.ascii_letters + '.[]" é', k=6))] = deepcopy(
            dice.choice(list(ODD.values())[:31])
        )
    tree = {**written_out(tree)} if isinstance(tree.get("baseline"), dict) and _plain_rows(tree) else tree
    back = read(of_tree(tree))
    assert same(written_out_if(back.parsed.value), written_out_if(tree)), _apart(tree, back.parsed.value)


def _plain_rows(tree: dict[str, Any]) -> bool:
    rows = tree["baseline"].get("rows")
    return isinstance(rows, dict) and all(isinstance(sites, dict) for sites in rows.values())


def written_out_if(tree: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(tree.get("baseline"), dict) or not isinstance(tree["baseline"].get("rows"), dict):
        return tree
    rows = {
        function: {site: _entry(entry) if not isinstance(entry, bool) else entry for site, entry in sites.items()}
        if isinstance(sites, dict)
        else sites
        for function, sites in tree["baseline"]["rows"].items()
    }
    return {**tree, "baseline": {**tree["baseline"], "rows": rows}}


@pytest.mark.parametrize("beside", [True, False])
def test_counts_by_area_come_back(beside: bool, tmp_path: Path) -> None:
    scenario = Path("scenarios/trappen/scenario.yaml")
    plain = Opened(scenario).plain.base
    rows: list[dict[str, Any]] = [
        {"function": function, "area": area, "visits_per_year": 10 + n, "year": 2025}
        | ({"site": next(iter(plain.sites))} if n % 2 else {})
        for n, (function, area) in enumerate(product(plain.functions, plain.areas.rows))
    ]
    for extra in scenario.parent.iterdir():
        (tmp_path / extra.name).write_bytes(extra.read_bytes())
    columns = ("function", "area", "site", "visits_per_year", "year")
    lines = [",".join(str(row.get(name, "")) for name in columns) for row in rows]
    (tmp_path / "observed.csv").write_text("\n".join([",".join(columns), *lines]) + "\n", encoding="utf-8")
    section = {"file": "observed.csv"} if beside else {"rows": rows}
    text = f"{scenario.read_text(encoding='utf-8')}\nobserved: {json.dumps(section)}\n"
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "again").mkdir()
    found = loaded(made(tmp_path), tmp_path / "again").base
    assert len(found.observed.rows) == len(rows)
    assert found == Opened(tmp_path).plain.base
    with_headings = openpyxl.load_workbook(tmp_path / "again" / "model.xlsx")["observed"]
    assert [cell.value for cell in with_headings[2]][:4] == ["function", "area", "site", "visits_per_year"]


def test_a_path_comes_back() -> None:
    for steps in (("a", 0, "b"), ("a.b", "c d", '"', "[0]", 3), ("*", "é"), ("", "x"), ("a\nb\\",)):
        assert read_path(written_path(steps)) == steps
    assert [read_path(text) for text in ("", "a..b", ".a", "a[x]", 'a."b', "a b")] == [None] * 6


def test_the_text_of_a_workbook_is_the_same_scenario_as_yaml(tmp_path: Path) -> None:
    (tmp_path / "model.xlsx").write_bytes(made("scenarios/trappen"))
    opened = Opened(tmp_path / "model.xlsx")
    assert load_text(opened.text).base == Opened("scenarios/trappen").plain.base
    assert json.dumps(opened.text, ensure_ascii=False).startswith('"schema_version: 2\\n')
