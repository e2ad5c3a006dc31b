"""``manifest.json``: what a result was made from and how, and the fingerprint of every file in the folder."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from placement.errors import Message, RefusedError
from placement.present.folder.manifest_schema import STAMP, misfits
from placement.present.folder.reading import SCHEMA_VERSION, in_one_form, json_in, plain
from placement.present.parts import Depth
from placement.present.tables.csv_dialect import STANDARD, Dialect
from placement.present.words.voice import Language
from placement.scenario.load import Loaded
from placement.solve.result import Options, Solved
from placement.solve.versions import versions

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
OURS = (KIND, COMPARISON, EXPLANATION, TRADEOFF, ROBUST, BALLOTS)
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
    found = manifest_in(folder, kinds)
    if found["kind"] not in kinds:
        raise RefusedError(
            Message(
                "{path} was not written by placement (its kind is not '{kind}'). Name another folder.",
                path=folder / NAME,
                kind=" / ".join(kinds),
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


def manifest_in(folder: Path, kinds: Sequence[str] = OURS) -> dict[str, Any]:
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
    if not isinstance(found, dict) or not (whole or found.get("kind") in kinds):
        raise RefusedError(
            Message(
                "{path} was not written by placement (its kind is not '{kind}'). Name another folder.",
                path=path,
                kind=" / ".join(kinds),
            )
        )
    missing = sorted(_PARTS - found.keys())
    if missing:
        raise RefusedError(
            Message("{path} lacks {parts}. Solve again to make a new result.", path=path, parts=", ".join(missing))
        )
    return found
