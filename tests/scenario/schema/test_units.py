"""Every number of the schema has a unit, and no unit can mean what no solver could hold."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic.fields import FieldInfo

from placement.errors import Message
from placement.present.words.voice import Voice
from placement.reference import hints_of, sections
from placement.scenario.load import load_text
from placement.scenario.schema import places, quantity
from placement.scenario.schema.quantity import In
from placement.scenario.schema.units import MINUTES, UNITS
from tests.helpers.small import SMALL, changed

NO_UNIT = {(quantity.Quantity, "value"), (quantity.Quantity, "low"), (quantity.Quantity, "high")}
"""Numbers whose unit stands where they are used."""


def numbers_in(annotation: Any, notes: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The numbers an annotation allows, with all that is said about them."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from numbers_in(args[0], (*notes, *args[1:]))
    elif origin in (Union, UnionType):
        for part in args:
            yield from numbers_in(part, notes)
    elif origin in (dict, tuple):
        yield from numbers_in(args[0])
        yield from numbers_in(args[-1] if origin is dict else args[0])
    elif annotation in (float, int, quantity.Quantity):
        yield annotation, notes


def is_held(notes: tuple[Any, ...]) -> bool:
    """Whether a number has a unit, or ends on both sides."""
    metadata = [each for note in notes if isinstance(note, FieldInfo) for each in note.metadata]
    below = any(hasattr(each, "ge") or hasattr(each, "gt") for each in metadata)
    above = any(hasattr(each, "le") or hasattr(each, "lt") for each in metadata)
    return any(isinstance(note, In) for note in notes) or (below and above) or notes == get_args(quantity.YearKey)[1:]


def test_every_number_of_the_schema_has_a_unit() -> None:
    without = [
        (path, name)
        for path, record in sections()
        for name, annotation in hints_of(record).items()
        for _, notes in numbers_in(annotation)
        if (record, name) not in NO_UNIT and not is_held(notes)
    ]
    assert without == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
def test_the_ends_of_a_unit_are_allowed_and_what_is_beyond_is_not(unit: Any) -> None:
    assert [unit.objection(number) for number in (0, unit.most, -unit.most, unit.least)] == [None] * 4
    for number in (unit.most * 1.01, -unit.most * 1.01, 1e300, *((unit.least * 0.99, 1e-300) if unit.least else ())):
        assert isinstance(unit.objection(number), Message)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
def test_a_unit_has_a_danish_name(unit: Any) -> None:
    danish = Voice("da").told(unit.objection(unit.most * 2))
    assert danish.startswith(f"{unit.most * 2:g} er mere, end det kan være")


def test_the_value_and_both_ends_of_a_range_are_looked_at() -> None:
    for part in ("value: 1e9, high: 1e9", "value: 1, high: 1e9", "value: 1, low: 1e-9, high: 2"):
        with pytest.raises(ValueError, match=str(MINUTES.name)):
            places.Crossing.model_validate({"between": ["a", "b"], "minutes": dict(parts(part))})


def parts(text: str) -> Iterator[tuple[str, float]]:
    for part in text.split(","):
        key, _, number = part.partition(":")
        yield key.strip(), float(number)


def test_minus_nothing_is_nothing() -> None:
    text = changed(
        SMALL, ("areas: {file: areas.csv}", AREAS), ("baseline: {file: baseline.csv, date: 2024-03-01}\n", "")
    )
    role = load_text(
        changed(text, ("title: Radiograf\n", "title: Radiograf\n    cost_per_clinic_day: -0.0\n"))
    ).scenario
    assert str(role.staff_roles["radiograf"].cost_per_clinic_day.value) == "0.0"


AREAS = """areas:
  "7620": {name: Lemvig, people: 12604, share_65plus: 0.26, lat: 56.54, lon: 8.31}
  oe: {name: Samsø, people: 3657, share_65plus: 0.35, lat: 55.87, lon: 10.61, landmass: oe}"""
