"""``manifest.json``: what a result was made from and how, a fingerprint of every file, and the schema of it all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from placement.errors import Message, RefusedError
from placement.present.folder.reading import SCHEMA_VERSION, in_one_form, json_in, plain
from placement.present.parts import Depth
from placement.present.tables.csv_dialect import DIALECTS, STANDARD, Dialect
from placement.present.words.voice import Language
from placement.scenario.load import Loaded
from placement.solve.result import Options, Solved, versions

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


NAME = "manifest.json"
KIND = "placement-result"
"""The kind of a result folder of one solve."""
COMPARISON = "placement-comparison"
"""The kind of a result folder of a comparison."""
ROBUST = "placement-robust"
"""The kind of a result folder of a study of robustness."""
EXPLANATION = "placement-explanation"
"""The kind of a result folder of an explanation of one pair, or of all."""
TRADEOFF = "placement-tradeoff"
"""The kind of a result folder of a trade-off."""
TRADEOFF_DOCUMENT = "tradeoff.json"
BALLOTS = "placement-ballots"
"""The kind of a result folder of counted ballots."""
COMMANDS = {
    KIND: "solve",
    COMPARISON: "compare",
    EXPLANATION: "explain",
    TRADEOFF: "tradeoff",
    ROBUST: "robust",
    BALLOTS: "ballots",
}
"""By kind of folder, the command that writes it."""
OURS = tuple(COMMANDS)
"""Every kind of folder."""
_PARTS = {
    "created",
    "command",
    "scenario",
    "variants",
    "overrides",
    "options",
    "seed",
    "csv",
    "versions",
    "inputs",
    "outputs",
}
DIGEST = "digest"
"""Key of the fingerprint of everything else in the manifest."""


@dataclass(frozen=True)
class Call:
    """How the program was called, as far as it shows in the result folder.

    Attributes:
        command: the command line.
        scenario: path of the scenario as given, so that ``verify`` finds it from the same place.
        lang: language of titles and sentences.
        dialect: of the CSV files.
        suppress_below: visits above 0 and below this are left out where areas are told apart.
        created: when the files are made; None: now.
    """

    command: str
    scenario: str
    lang: Language = "da"
    dialect: Dialect = STANDARD
    suppress_below: float = 0.0
    created: dt.datetime | None = None

    @property
    def stamp(self) -> str:
        """The moment as it is written in the manifest."""
        return self.moment.strftime(STAMP)

    @property
    def moment(self) -> dt.datetime:
        """The moment in UTC, to the second."""
        moment = self.created or dt.datetime.now(dt.UTC)
        return moment.astimezone(dt.UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Page:
    """How a folder's ``report.html`` was made.

    Attributes:
        date: printed on it.
        lang: its language.
        suppress_below: visits above 0 and below this are not shown on it.
        tradeoff: ``aims``, ``complete`` and steps of the trade-off that is shown on it; None without.
        depth: how much of it is unfolded when it is opened.
    """

    date: str
    lang: Language
    suppress_below: float = 0.0
    tradeoff: Mapping[str, Any] | None = None
    depth: Depth = "everything"

    @property
    def day(self) -> dt.date:
        """The date."""
        return dt.date.fromisoformat(self.date)


def manifest(solved: Solved, loaded: Loaded, call: Call, files: Mapping[str, bytes], page: Page) -> dict[str, Any]:
    """The manifest of a folder with these files."""
    return folder_manifest(KIND, loaded, solved.options, loaded.variants, call, files, page=asdict(page))


def folder_manifest(
    kind: str,
    loaded: Loaded,
    options: Options,
    variants: Sequence[str],
    call: Call,
    files: Mapping[str, bytes],
    **more: Any,
) -> dict[str, Any]:
    """The manifest of a folder of one ``kind`` with these files; ``more`` has entries that only some kinds need."""
    document = {
        "kind": kind,
        "schema_version": SCHEMA_VERSION,
        "created": call.stamp,
        "command": call.command,
        "scenario": {"path": call.scenario, "name": loaded.scenario.name},
        "variants": list(variants),
        "overrides": list(loaded.overrides),
        "options": options_document(options),
        "seed": options.seed,
        "csv": {"dialect": call.dialect.name, "lang": call.lang, "suppress_below": call.suppress_below},
        "versions": versions(),
        "inputs": dict(loaded.inputs),
        "outputs": {name: sha256(content) for name, content in sorted(files.items())},
        **more,
    }
    return sealed(plain(document))


def sealed(document: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with all texts in Unicode NFC, and with its own fingerprint added."""
    told: dict[str, Any] = in_one_form({name: value for name, value in document.items() if name != DIGEST})
    return {**told, DIGEST: digest_of(told)}


def digest_of(document: Mapping[str, Any]) -> str:
    """Fingerprint of a manifest without its fingerprint; independent of layout and order of keys."""
    rest = {name: value for name, value in document.items() if name != DIGEST}
    return sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode())


def options_document(options: Options) -> dict[str, Any]:
    """The options as asked; None where the scenario decides."""
    weights = options.weights.model_dump() if options.weights else None
    rest = {name: value for name, value in asdict(options).items() if name != "weights"}
    return {**rest, "weights": weights}


def sha256(content: bytes) -> str:
    """Fingerprint of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def read_manifest(folder: Path, kinds: Sequence[str] = (KIND,)) -> dict[str, Any]:
    """The manifest of a folder of one of the kinds; ResultError where there is none or it cannot be used."""
    found = manifest_in(folder)
    if found["kind"] not in kinds:
        command = COMMANDS.get(str(found["kind"]))
        if command is None:
            raise _not_ours(folder / NAME)
        raise RefusedError(
            Message(
                "{folder} is a folder of placement {seen}, where one of placement {wanted} is needed. Name another "
                "folder.",
                folder=folder,
                seen=command,
                wanted=" / ".join(COMMANDS[kind] for kind in kinds),
            )
        )
    if found.get("schema_version") != SCHEMA_VERSION:
        raise RefusedError(
            Message(
                "{path} is of version {seen}; this program reads version {known}. Solve again with it.",
                path=folder / NAME,
                seen=found.get("schema_version"),
                known=SCHEMA_VERSION,
            )
        )
    for path, seen, allowed in misfits(found):
        raise RefusedError(
            Message(
                "{path} cannot be used: {place} is {seen}, and can only be {allowed}. Solve "
                "again to make a new result.",
                path=folder / NAME,
                place=path,
                seen=seen,
                allowed=allowed,
            )
        )
    return found


def manifest_in(folder: Path) -> dict[str, Any]:
    """A folder's manifest, not checked against its schema; ResultError where it is none of this program's."""
    path = folder / NAME
    if not path.exists():
        raise RefusedError(
            Message(
                "{folder} is no result folder: {name} is missing. Name the folder that was given to --out.",
                folder=folder,
                name=NAME,
            )
        )
    found = json_in(path)
    whole = isinstance(found, dict) and found.keys() >= _PARTS and "kind" in found
    if not isinstance(found, dict) or not (whole or found.get("kind") in OURS):
        raise _not_ours(path)
    missing = sorted(_PARTS - found.keys())
    if missing:
        raise RefusedError(
            Message("{path} lacks {parts}. Solve again to make a new result.", path=path, parts=", ".join(missing))
        )
    return found


def _not_ours(path: Path) -> RefusedError:
    """The error that a manifest is another program's."""
    return RefusedError(
        Message(
            "{path} was not written by placement (its kind is not '{kind}'). Name another folder.",
            path=path,
            kind=" / ".join(OURS),
        )
    )
