"""Numbers of the schema: how they are read, their units and bounds, and quantities that know their provenance."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from placement.errors import Message
from placement.scenario.schema import units
from placement.scenario.schema.base import refusal, refused
from placement.scenario.schema.text import NoNumber, no_number
from placement.scenario.schema.units import Unit

Quality = Literal["sourced", "derived", "assumption"]

Value = TypeVar("Value")


@dataclass(frozen=True)
class In:
    """Annotation of a field with the unit of its number; refuses numbers too large or too small for the unit."""

    unit: Unit

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of the number itself, followed by the check of its size."""
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def _checked(self, number: Value) -> Value:
        for part in _numbers(number):
            found = self.unit.objection(part)
            if found:
                raise refusal(found.template, **found.values)
        return number


def _numbers(value: Any) -> list[float]:
    """The number as a list, or all numbers of a quantity (value, low, high)."""
    parts = [value] if isinstance(value, int | float) else [value.value, value.low, value.high]
    return [part for part in parts if part is not None]


_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+")


class WrittenFloat(float):
    """A float that remembers how it was written, so that ``1.200`` can be told from ``1.2``."""

    text: str

    def __new__(cls, text: str) -> WrittenFloat:
        """The number in ``text``, which has a decimal point or comma."""
        number = super().__new__(cls, text.replace(",", "."))
        number.text = text
        return number

    def __deepcopy__(self, memo: dict[int, Any]) -> WrittenFloat:
        """The number itself: it never changes."""
        return self

    def __reduce__(self) -> tuple[type[WrittenFloat], tuple[str]]:
        return type(self), (self.text,)


def as_number(seen: Any) -> float:
    """``seen`` as a finite float; refuses booleans, text, NaN and infinity with what to write instead."""
    if isinstance(seen, NoNumber):
        raise refused(seen.why)
    if isinstance(seen, str):
        quoted = re.fullmatch(r"[+-]?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?", seen)
        raise _in_quotes(seen) if quoted else refused(no_number(seen))
    if isinstance(seen, bool) or not isinstance(seen, int | float):
        raise refusal("{seen} is not a number; write digits with a decimal point, without unit.", seen=_shown(seen))
    if not math.isfinite(seen):
        raise refusal("{seen} is not a finite number; write an ordinary number.", seen=str(seen))
    return float(seen) + 0.0  # -0.0 is 0


def _shown(seen: Any) -> str:
    if isinstance(seen, bool):
        return "true" if seen else "false"
    if isinstance(seen, dict | list | tuple):
        return Message("a mapping") if isinstance(seen, dict) else Message("a list")
    return Message("nothing") if seen is None else repr(seen)[:80]


def _as_whole(seen: Any) -> int:
    """``seen`` as a whole number; ``1.000`` and ``0766`` are refused, 6.0 is 6."""
    number = as_number(_as_count(seen))
    if not number.is_integer():
        raise refusal("{seen} is not a whole number.", seen=f"{number:g}")
    return int(number)


def _in_quotes(seen: str) -> PydanticCustomError:
    return refusal("'{seen}' is text, as it stands in quotes; take them away.", seen=seen)


def _as_flag(seen: Any) -> bool:
    if seen in ("true", "false"):
        raise _in_quotes(seen)
    if not isinstance(seen, bool):
        raise refusal("{seen} is neither true nor false; write one of them.", seen=_shown(seen))
    return seen


def _as_year_key(seen: Any) -> Any:
    if isinstance(seen, str) and not re.fullmatch(r"[12]\d{3}", seen):
        raise refusal("'{seen}' is not a year; write four digits.", seen=seen)
    return int(seen) if isinstance(seen, str) else seen


YearKey = Annotated[int, BeforeValidator(_as_year_key)]
"""A year as the key of a map, where YAML hands over text."""
Whole = Annotated[int, BeforeValidator(_as_whole)]
"""A whole number: a count of things, a year."""
Things = Annotated[Whole, Field(ge=0), In(units.THINGS)]
"""How many of something."""
Year = Annotated[Whole, Field(ge=1000, le=2999)]
"""A year of the calendar."""
Flag = Annotated[bool, BeforeValidator(_as_flag)]
"""true or false, and nothing that looks like it."""


def _as_count(seen: Any) -> Any:
    """Refuse ``1.200`` where a count is meant: YAML reads 1.2, a Dane wrote 1200."""
    text = getattr(seen, "text", "")
    if _THOUSANDS.fullmatch(text):
        raise refusal(
            "{text} reads as {read}, but may mean {meant}; write it without a thousands separator.",
            text=text,
            read=f"{float(seen):g}",
            meant=text.replace(".", "").replace(",", ""),
        )
    return seen


Number = Annotated[float, BeforeValidator(as_number)]
PlainMinutes = Annotated[Number, Field(ge=0), In(units.MINUTES)]
TripMinutes = Annotated[Number, Field(ge=0), In(units.TRAVEL_MINUTES)]
Km = Annotated[Number, Field(ge=0), In(units.KM)]
PlainDays = Annotated[Number, Field(ge=0), In(units.DAYS)]
Weeks = Annotated[Number, Field(gt=0, le=53), In(units.WEEKS)]
Index = Annotated[Number, Field(gt=0), In(units.FACTOR)]
Weight = Annotated[Number, Field(ge=0), In(units.WEIGHT)]
ChangeOfAim = Annotated[Number, In(units.CHANGE)]
PlainShare = Annotated[Number, Field(ge=0, le=1), In(units.SHARE)]


class Quantity(BaseModel):
    """A number with its provenance. A bare number is an assumption without a range."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    value: Number
    """The number used."""
    low: Number | None = None
    """Lowest plausible value; feeds the studies."""
    high: Number | None = None
    """Highest plausible value; feeds the studies."""
    source: str | None = None
    """A key of `sources`."""
    quality: Quality = "assumption"
    """sourced: read at the source · derived: arithmetic on sourced numbers · assumption: our estimate."""
    year: Year | None = None
    """The year the number (or price) is from."""
    owner: str | None = None
    """Who can change the number."""
    note: str | None = None
    """Free text."""

    @model_validator(mode="before")
    @classmethod
    def _from_bare_number(cls, seen: Any) -> Any:
        return seen if isinstance(seen, dict | Quantity) else {"value": seen}

    @model_validator(mode="after")
    def _range_holds_value(self) -> Quantity:
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        if not low <= self.value <= high:
            raise refusal(
                "the range {low} to {high} does not hold the value {value}; low ≤ value ≤ high is needed.",
                low=f"{low:g}",
                high=f"{high:g}",
                value=f"{self.value:g}",
            )
        if self.quality == "sourced" and self.source is None:
            raise refusal("quality is 'sourced' but no source is named; name a key of 'sources' or use 'assumption'.")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "number"}, handler(core_schema)]}

    def __float__(self) -> float:
        return self.value


def _within(lower: float, upper: float, unit: Message, *, open_below: bool = False) -> AfterValidator:
    sign = ">" if open_below else "≥"
    allowed = Message("{sign} {lower:g}", sign=sign, lower=lower)
    if not math.isinf(upper):
        allowed = Message("{sign} {lower:g} and ≤ {upper:g}", sign=sign, lower=lower, upper=upper)

    def check(quantity: Quantity) -> Quantity:
        for number in (quantity.value, quantity.low, quantity.high):
            if number is None:
                continue
            if number < lower or number > upper or (open_below and number == lower):
                raise refusal(
                    "{seen} is outside what is allowed: {allowed} ({unit}).",
                    seen=f"{number:g}",
                    allowed=allowed,
                    unit=unit,
                )
        return quantity

    return AfterValidator(check)


def _count_parts(seen: Any) -> Any:
    if isinstance(seen, dict):
        return {key: _as_count(part) if key in ("value", "low", "high") else part for key, part in seen.items()}
    return _as_count(seen)


_COUNT = BeforeValidator(_count_parts)
Share = Annotated[Quantity, _within(0, 1, Message("share between 0 and 1")), In(units.SHARE)]
PartOf = Annotated[Quantity, _within(0, 1, Message("share above 0"), open_below=True), In(units.SHARE)]
Aversion = Annotated[Quantity, _within(0, 5, Message("factor above 0"), open_below=True), In(units.AVERSION)]
Growth = Annotated[Quantity, _within(-0.2, 0.2, Message("share a year")), In(units.SHARE)]
Minutes = Annotated[Quantity, _within(0, math.inf, Message("minutes")), In(units.MINUTES)]
Duration = Annotated[Quantity, _within(0, math.inf, Message("minutes"), open_below=True), In(units.MINUTES)]
Count = Annotated[Quantity, _COUNT, _within(0, math.inf, Message("count")), In(units.COUNT)]
Broken = Annotated[Quantity, _COUNT, _within(0, math.inf, Message("count")), In(units.BROKEN)]
Rate = Annotated[Quantity, _COUNT, _within(0, math.inf, Message("visits per 1,000 inhabitants a year")), In(units.RATE)]
Money = Annotated[Quantity, _COUNT, _within(0, math.inf, Message("DKK")), In(units.DKK)]
Days = Annotated[Quantity, _within(0, math.inf, Message("days")), In(units.DAYS)]
Factor = Annotated[Quantity, _within(0, math.inf, Message("factor"), open_below=True), In(units.FACTOR)]
Positive = Annotated[Quantity, _within(0, math.inf, Message("number above 0"), open_below=True), In(units.NUMBER)]
Years = Annotated[Quantity, _within(0, math.inf, Message("number above 0"), open_below=True), In(units.YEARS)]
PlainCount = Annotated[float, BeforeValidator(lambda seen: as_number(_as_count(seen)))]
"""A count in a table, whose provenance stands with its column."""
People = Annotated[PlainCount, Field(ge=0), In(units.PEOPLE)]
Visits = Annotated[PlainCount, Field(ge=0), In(units.VISITS)]
