"""``docs/model.md`` names every rule and every constant, and numbers can be recomputed from that page alone."""

from __future__ import annotations

import ast
import importlib
import math
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from placement.instance.build import build
from placement.scenario.load import load
from placement.scenario.schema.places import Area, Site
from placement.scenario.schema.quantity import Quantity
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.paths import alternatives

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
NOT_OF_A_PLAN = {"instance/land.py", "instance/plausible.py"}
"""What maps are drawn with, odd places are found by, and amounts are refused by."""
PLAIN = {0, 1, 2, -1, 0.5}
"""Numbers of formulas rather than constants."""
NEUTRAL = {0.0, 1.0}
ROW = re.compile(r"^\| `([\w.]+)` \| ([^|]+) \|", re.MULTILINE)


def told(heading: str) -> dict[str, str]:
    """Name and value in the table whose first column is headed so."""
    table = PAGE.split(f"\n| {heading} | value |", 1)[1].split("\n\n", 1)[0]
    return dict(ROW.findall(table))


def modules() -> Iterator[tuple[str, Path]]:
    """The code that numbers of a plan come from."""
    for package in ("instance", "plan"):
        for path in sorted((ROOT / "placement" / package).glob("*.py")):
            if f"{package}/{path.name}" not in NOT_OF_A_PLAN:
                yield f"{package}.{path.stem}", path


def constants() -> dict[str, float]:
    """Every number with a name of its own, as the page calls it."""
    found: dict[str, float] = {}
    for module, path in modules():
        values = vars(importlib.import_module(f"placement.{module}"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            names = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
            for name in names:
                if isinstance(values[name], int | float):
                    found[f"{module}.{name}"] = values[name]
    del found["instance.instance.NO_SITE"], found["plan.case.ANYWHERE"]
    return found


def test_the_page_names_every_constant_with_its_value() -> None:
    page = {name: float(value) for name, value in told("constant").items()}
    assert page == constants()


@pytest.mark.parametrize(("module", "path"), list(modules()))
def test_no_number_stands_in_a_formula_without_a_name(module: str, path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = (node for part in tree.body if not isinstance(part, ast.Assign) for node in ast.walk(part))
    numbers = [
        f"{module}:{node.lineno}: {node.value}"
        for node in inside
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value not in PLAIN
    ]
    assert not numbers


def records(record: type[BaseModel], path: str, seen: set[type[BaseModel]]) -> Iterator[tuple[str, Any]]:
    """Dotted path and default of every field whose default is a number or several."""
    if record in seen:
        return
    seen.add(record)
    for name, field in record.model_fields.items():
        here = f"{path}.{name}".removeprefix(".")
        value = field.default.value if isinstance(field.default, Quantity) else field.default
        several = isinstance(value, tuple) and value and not isinstance(value[0], str)
        if (isinstance(value, int | float) and not isinstance(value, bool)) or several:
            yield here, value
        for inner in _inside(field.annotation):
            yield from records(inner, here, seen)


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    for part in alternatives(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel) and part is not Quantity:
            yield part
        for other in get_args(part):
            yield from _inside(other)


def test_the_page_names_every_default_that_is_neither_0_nor_1() -> None:
    defaults = dict(records(Scenario, "", set()))
    bands = defaults.pop("travel.speed_bands")
    steps = defaults.pop("functions.days_per_week_steps")
    page = told("default")
    told_bands = [float(number) for number in re.findall(r"[\d.]+", page.pop("travel.speed_bands"))]
    assert told_bands == [number for band in bands for number in (band.kmh, band.up_to_km) if number is not None]
    assert tuple(map(float, page.pop("functions.days_per_week_steps").split(", "))) == steps
    assert {name: float(value) for name, value in page.items()} == {
        name: value for name, value in defaults.items() if value not in NEUTRAL
    }


def minutes(one: Area | Site, other: Area | Site) -> float:
    """Car minutes by the page alone: great circle, detour, bands and access."""
    radius, page = float(told("constant")["instance.travel.EARTH_RADIUS_KM"]), told("default")
    numbers = [float(number) for number in re.findall(r"[\d.]+", page["travel.speed_bands"])]
    assert None not in (one.lat, one.lon, other.lat, other.lon)
    phi_one, phi_other = math.radians(one.lat or 0), math.radians(other.lat or 0)
    half = math.radians((other.lon or 0) - (one.lon or 0)) / 2
    chord = math.sin((phi_other - phi_one) / 2) ** 2 + math.cos(phi_one) * math.cos(phi_other) * math.sin(half) ** 2
    left = 2 * radius * math.asin(math.sqrt(chord)) * float(page["travel.detour_factor"])
    total, start = float(page["travel.access_minutes"]), 0.0
    for kmh, end in ((numbers[0], numbers[1]), (numbers[2], numbers[3]), (numbers[4], math.inf)):
        inside = min(left, end - start)
        total, left, start = total + inside / kmh * 60, left - inside, end
    return total


def test_travel_times_are_those_of_the_page() -> None:
    scenario = load(ROOT / "scenarios" / "lemvig-foerste").scenario
    region = build(scenario)
    assert not scenario.travel.model_fields_set
    assert not region.unit_without_car.any()
    for at, area in enumerate(islice(scenario.areas.rows.values(), 10)):
        for site, place in enumerate(scenario.sites.values()):
            assert region.travel.minutes[at, site] == pytest.approx(minutes(area, place), rel=1e-13)


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def names_in_first_column(text: str) -> set[str]:
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {name.partition(":")[0] for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_rule_in_the_tables_is_one_of_the_program() -> None:
    tabled = names_in_first_column(section("Rules"))

    assert len(tabled) > 20
    assert sorted(tabled - {rule.value for rule in Rule}) == []


def test_every_rule_of_the_program_is_in_the_model() -> None:
    named = {name.partition(":")[0] for name in re.findall(r"`([^`]+)`", PAGE)}

    assert [rule.value for rule in Rule if rule.value not in named] == []
