"""What every part of the schema shares: records, identifiers, texts and titles, and how a value is refused."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from placement.errors import Message
from placement.scenario.schema.text import forbidden, settled

REFUSED = "message"
"""Key under which a pydantic error carries our ``Message``, for ``placement.scenario.checks.refusals``."""


def refusal(template: str, /, **values: object) -> PydanticCustomError:
    """The error for a validator of the schema to raise, with a message that can be translated."""
    return refused(Message(template, **values))


def refused(message: Message) -> PydanticCustomError:
    """The error for a validator of the schema to raise, with an existing message."""
    return PydanticCustomError("refused", "{message}", {REFUSED: message})


def is_written(seen: Any) -> bool:
    """Whether a value can be read as text: text, or a number without quotes."""
    return isinstance(seen, str | int | float) and not isinstance(seen, bool)


def _as_written(seen: Any) -> Any:
    """Text in Unicode NFC; a number written without quotes, such as a postal code, becomes the text as written."""
    if not is_written(seen):
        return seen
    return settled(seen) if isinstance(seen, str) else str(getattr(seen, "text", seen))


def _sound(text: str) -> str:
    odd = forbidden(text)
    if odd:
        raise refused(odd)
    return text


_WRITTEN = BeforeValidator(_as_written)

Id = Annotated[str, _WRITTEN, StringConstraints(pattern=r"^[\wÆØÅæøå][\wÆØÅæøå\-]*$", max_length=80)]
"""An identifier: letters, digits, ``_`` and ``-``; no dots (paths use them) and no spaces."""

Text = Annotated[str, _WRITTEN, StringConstraints(max_length=2000), AfterValidator(_sound)]


class Record(BaseModel):
    """A frozen part of the scenario; an unknown key is a fault; field docstrings go to the JSON Schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, validate_default=True)


class Title(Record):
    """A title in Danish, English or both; where one is missing, the other is used."""

    da: Text | None = None
    """Danish."""
    en: Text | None = None
    """English."""

    @model_validator(mode="after")
    def _some_title(self) -> Title:
        if self.da is None and self.en is None:
            raise refusal("no title is given; write it under da or en.")
        return self

    def in_language(self, language: str) -> str:
        """The title in ``language`` (``da`` or ``en``), else in the other."""
        first, second = (self.en, self.da) if language == "en" else (self.da, self.en)
        return first or second or ""


def _title(seen: Any) -> Any:
    return {"da": seen} if is_written(seen) else seen


AnyTitle = Annotated[Title, BeforeValidator(_title, json_schema_input_type=str | Title)]
"""Plain text, or `{da: ..., en: ...}`."""


def unique(seen: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a list that names the same thing twice."""
    doubled = sorted({item for item in seen if seen.count(item) > 1})
    if doubled:
        raise refusal("{what} stands twice; name it once.", what=", ".join(doubled))
    return seen


Ids = Annotated[tuple[Id, ...], AfterValidator(unique)]
