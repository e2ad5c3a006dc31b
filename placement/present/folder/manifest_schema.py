"""The schema of ``manifest.json``. Whether a manifest is true of its folder is checked by ``verify``."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from placement.present.parts import Depth
from placement.present.tables.csv_dialect import DIALECTS
from placement.solve.result import Options

KINDS = {
    "result.json": "placement-result",
    "compare.json": "placement-comparison",
    "drafts.json": "placement-comparison",
    "explain.json": "placement-explanation",
    "pairs.json": "placement-explanation",
    "tradeoff.json": "placement-tradeoff",
    "robust.json": "placement-robust",
    "ballots.json": "placement-ballots",
}
"""By file name of the document, the kind of folder it is in."""
STAMP = "%Y-%m-%dT%H:%M:%SZ"
_EARLIEST = 2020
_MOST_SHOWN = 60


class Misfit(NamedTuple):
    """A part of a manifest that breaks the schema: dotted path, the value, and what is allowed there."""

    path: str
    seen: str
    allowed: str


def _moment(text: str) -> str:
    moment = dt.datetime.strptime(text, STAMP).replace(tzinfo=dt.UTC)
    if moment.strftime(STAMP) != text or moment.year < _EARLIEST:
        raise ValueError(text)
    return text


def _day(text: str) -> str:
    if dt.date.fromisoformat(text).isoformat() != text:
        raise ValueError(text)
    return text


def _dialect(name: str) -> str:
    if name not in DIALECTS:
        raise ValueError(name)
    return name


Moment = Annotated[str, AfterValidator(_moment)]
Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, Field(pattern=r"^[^/\\\x00-\x1f]+$")]
"""Name of a file directly in the folder."""
PathOfInput = Annotated[str, Field(pattern=r"^[^\x00-\x1f]+$")]
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class _Scenario(_Part):
    path: Text
    name: str


class _Csv(_Part):
    dialect: Annotated[str, AfterValidator(_dialect)]
    lang: Literal["da", "en"]
    suppress_below: Annotated[float, Field(ge=0)]


class _Tradeoff(_Part):
    aims: list[Annotated[list[float], Field(min_length=3, max_length=3)]]
    complete: bool
    rises: list[dict[str, Any]] | None = None


class _Page(_Part):
    date: Annotated[str, AfterValidator(_day)]
    lang: Literal["da", "en"]
    suppress_below: Annotated[float, Field(ge=0)]
    tradeoff: _Tradeoff | None
    depth: Depth = "everything"


class _Manifest(_Part):
    kind: str
    schema_version: Literal[1]
    created: Moment
    command: str
    scenario: _Scenario
    variants: list[Text]
    overrides: list[str]
    options: dict[str, Any]
    seed: int
    csv: _Csv
    versions: dict[str, str]
    inputs: dict[PathOfInput, Fingerprint]
    outputs: dict[FileName, Fingerprint]
    page: _Page | None = None
    reference: str | None = None
    old: dict[str, Any] | None = None
    digest: Fingerprint | None = None


_OPTIONS = TypeAdapter(Options, config=None)
_ALLOWED = {
    "string_type": "a text",
    "string_pattern_mismatch": "a name or a fingerprint",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a map",
    "model_type": "a map",
    "missing": "a value",
    "extra_forbidden": "nothing",
    "greater_than_equal": "0 or more",
}
"""By pydantic's type of error, the words for what is allowed."""


def misfits(document: Mapping[str, Any]) -> list[Misfit]:
    """Every part of the document that breaks the schema."""
    found = _misfits(_Manifest, document)
    if isinstance(document.get("options"), Mapping):
        found += _of_options(document["options"])
    kinds = _kinds(document.get("outputs"))
    if kinds and document.get("kind") not in kinds:
        found.append(Misfit("kind", shown(document.get("kind")), " / ".join(sorted(kinds))))
    return found


def _kinds(outputs: Any) -> set[str]:
    """The kinds of folder that have these files."""
    return {kind for name, kind in KINDS.items() if isinstance(outputs, Mapping) and name in outputs}


def _of_options(options: Mapping[str, Any]) -> list[Misfit]:
    names = set(Options.__dataclass_fields__)
    other = [Misfit(f"options.{name}", "a value", "nothing") for name in sorted(options.keys() - names)]
    lacking = [Misfit(f"options.{name}", "nothing", "a value") for name in sorted(names - options.keys())]
    known = {name: value for name, value in options.items() if name in names}
    found = [*other, *lacking, *(each._replace(path=f"options.{each.path}") for each in _misfits(_OPTIONS, known))]
    numbers = (("gap", 0.0), ("gap_money", 0.0), ("time_limit", 0.0), ("threads", 1), ("seed", 0), ("alternatives", 0))
    if not found:
        found = [
            Misfit(f"options.{name}", shown(options[name]), f"at least {least:g}")
            for name, least in numbers
            if options.get(name) is not None and not least <= options[name] < math.inf
        ]
    return found


def _misfits(model: type[BaseModel] | TypeAdapter[Any], value: Any) -> list[Misfit]:
    try:
        text = json.dumps(value)
        if isinstance(model, TypeAdapter):
            model.validate_json(text, strict=True)
        else:
            model.model_validate_json(text, strict=True)
    except ValidationError as error:
        return [_misfit(each) for each in error.errors(include_url=False)]
    return []


def _misfit(error: Any) -> Misfit:
    path = ".".join(str(part) for part in error["loc"] if part != "[key]")
    expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", " / ")
    allowed = expected or _ALLOWED.get(error["type"], "a value that can be")
    return Misfit(path, "nothing" if error["type"] == "missing" else shown(error["input"]), allowed)


def shown(value: Any) -> str:
    """A value of a document as text for a `Difference`."""
    if isinstance(value, list | Mapping):
        return f"{len(value)} entries"
    text = json.dumps(value) if not isinstance(value, str) else value
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
