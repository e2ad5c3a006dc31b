"""A number with where it comes from: value, range, source, quality, year and owner."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import PydanticCustomError

Quality = Literal["sourced", "derived", "assumption"]

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+(\.\d{3})*,\d+")


class WrittenFloat(float):
    """A float that remembers how it was written, so that ``1.200`` can be told from ``1.2``."""

    text: str

    def __new__(cls, text: str) -> WrittenFloat:
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __deepcopy__(self, memo: dict[int, Any]) -> WrittenFloat:
        return self

    def __reduce__(self) -> tuple[type[WrittenFloat], tuple[str]]:
        return type(self), (self.text,)


def as_number(seen: Any) -> float:
    """``seen`` as a finite float; refuses booleans, text, NaN and infinity with what to write instead."""
    if isinstance(seen, str) and _DECIMAL_COMMA.fullmatch(seen.strip()):
        raise PydanticCustomError(
            "decimal_comma", "'{seen}' has a decimal comma; write a point, as in 0.45.", {"seen": seen}
        )
    if isinstance(seen, bool) or not isinstance(seen, int | float):
        raise PydanticCustomError(
            "number",
            "{seen} is not a number; write digits with a decimal point, without unit.",
            {"seen": repr(seen)},
        )
    if not math.isfinite(seen):
        raise PydanticCustomError(
            "finite", "{seen} is not a finite number; write an ordinary number.", {"seen": str(seen)}
        )
    return float(seen)


def _as_count(seen: Any) -> Any:
    """Refuse ``1.200`` where a count is meant: YAML reads 1.2, a Dane wrote 1200."""
    text = getattr(seen, "text", "")
    if _THOUSANDS.fullmatch(text):
        raise PydanticCustomError(
            "thousands",
            "{text} reads as {read}, but may mean {meant}; write it without a thousands separator.",
            {"text": text, "read": f"{float(seen):g}", "meant": text.replace(".", "")},
        )
    return seen


Number = Annotated[float, BeforeValidator(as_number)]


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
    year: int | None = None
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
            raise PydanticCustomError(
                "range",
                "the range {low} to {high} does not hold the value {value}; low ≤ value ≤ high is needed.",
                {"low": f"{low:g}", "high": f"{high:g}", "value": f"{self.value:g}"},
            )
        if self.quality == "sourced" and self.source is None:
            raise PydanticCustomError(
                "source",
                "quality is 'sourced' but no source is named; name a key of 'sources' or use 'assumption'.",
                {},
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "number"}, handler(core_schema)]}

    def __float__(self) -> float:
        return self.value


def _within(lower: float, upper: float, unit: str, *, open_below: bool = False) -> AfterValidator:
    sign = ">" if open_below else "≥"
    allowed = f"{sign} {lower:g}" + ("" if math.isinf(upper) else f" and ≤ {upper:g}")

    def check(quantity: Quantity) -> Quantity:
        for number in (quantity.value, quantity.low, quantity.high):
            if number is None:
                continue
            if number < lower or number > upper or (open_below and number == lower):
                raise PydanticCustomError(
                    "bounds",
                    "{seen} is outside what is allowed: {allowed} ({unit}).",
                    {"seen": f"{number:g}", "allowed": allowed, "unit": unit},
                )
        return quantity

    return AfterValidator(check)


def _count_parts(seen: Any) -> Any:
    if isinstance(seen, dict):
        return {key: _as_count(part) if key in ("value", "low", "high") else part for key, part in seen.items()}
    return _as_count(seen)


_COUNT = BeforeValidator(_count_parts)
Share = Annotated[Quantity, _within(0, 1, "share between 0 and 1")]
Minutes = Annotated[Quantity, _within(0, math.inf, "minutes")]
Duration = Annotated[Quantity, _within(0, math.inf, "minutes", open_below=True)]
Count = Annotated[Quantity, _COUNT, _within(0, math.inf, "count")]
Rate = Annotated[Quantity, _COUNT, _within(0, math.inf, "visits per 1,000 inhabitants a year")]
Money = Annotated[Quantity, _COUNT, _within(0, math.inf, "DKK")]
Days = Annotated[Quantity, _within(0, math.inf, "days")]
Factor = Annotated[Quantity, _within(0, math.inf, "factor", open_below=True)]
Positive = Annotated[Quantity, _within(0, math.inf, "number above 0", open_below=True)]
PlainCount = Annotated[float, BeforeValidator(lambda seen: as_number(_as_count(seen)))]
"""A count in a table, whose provenance stands with its column."""
