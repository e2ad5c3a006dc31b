"""A number of the schema that is held against its unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from placement.scenario.base import refusal
from placement.scenario.units import Unit

Value = TypeVar("Value")


@dataclass(frozen=True)
class In:
    """Says of a field in what unit its number is; a number no unit can mean is refused."""

    unit: Unit

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The number's own schema, then the look at its size."""
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def _checked(self, number: Value) -> Value:
        for part in _numbers(number):
            found = self.unit.objection(part)
            if found:
                raise refusal(found.template, **found.values)
        return number


def _numbers(value: Any) -> list[float]:
    """The number, or those of a quantity."""
    parts = [value] if isinstance(value, int | float) else [value.value, value.low, value.high]
    return [part for part in parts if part is not None]
