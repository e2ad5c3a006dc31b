"""``manifest.json``: what a result was made of, how, and what every file in the folder should be."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from placement.report.csv_dialect import STANDARD, Dialect
from placement.report.document import plain
from placement.report.refused import RefusedError
from placement.report.text_numbers import Language
from placement.scenario.load import Loaded
from placement.solve.result import Options, Solved
from placement.study.versions import versions

NAME = "manifest.json"
KIND = "placement-result"
"""What makes a folder the result of one solve."""
COMPARISON = "placement-comparison"
"""What makes it a comparison of several."""
ROBUST = "placement-robust"
"""What makes it a study of how sure a proposal is."""
EXPLANATION = "placement-explanation"
"""What makes it an explanation, of one pair or of all."""
TRADEOFF = "placement-tradeoff"
"""What makes it a trade-off."""
BALLOTS = "placement-ballots"
"""What makes it the count of a file of ballots."""
OURS = (KIND, COMPARISON, EXPLANATION, TRADEOFF, ROBUST, BALLOTS)
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


@dataclass(frozen=True)
class Call:
    """How the program was called, as far as the result folder shows it.

    Attributes:
        command: the command line.
        scenario: path of the scenario as given, so that ``verify`` finds it from the same place.
        lang: language of titles and sentences.
        dialect: of the CSV files.
        suppress_below: visits above 0 and below this are left out where areas are told apart.
        created: when; the files are made now where nothing is said.
    """

    command: str
    scenario: str
    lang: Language = "da"
    dialect: Dialect = STANDARD
    suppress_below: float = 0.0
    created: dt.datetime | None = None

    @property
    def stamp(self) -> str:
        """The moment as it is written."""
        return self.moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def moment(self) -> dt.datetime:
        """The moment in UTC, to the second."""
        moment = self.created or dt.datetime.now(dt.UTC)
        return moment.astimezone(dt.UTC).replace(microsecond=0)


def manifest(solved: Solved, loaded: Loaded, call: Call, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest of a folder with these files."""
    return folder_manifest(KIND, loaded, solved.options, loaded.variants, call, files)


def folder_manifest(
    kind: str, loaded: Loaded, options: Options, variants: Sequence[str], call: Call, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """The manifest of a folder of one ``kind`` with these files."""
    document = {
        "kind": kind,
        "schema_version": 1,
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
    }
    return plain(document)  # type: ignore[no-any-return]  # a mapping stays a mapping


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
    path = folder / NAME
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RefusedError("no_result", folder=folder, name=NAME) from error
    except (OSError, ValueError) as error:
        raise RefusedError("unreadable", path=path, why=error) from error
    if not isinstance(found, dict) or found.get("kind") not in kinds:
        raise RefusedError("foreign", path=path, kind=" / ".join(kinds))
    missing = sorted(_PARTS - found.keys())
    if missing:
        raise RefusedError("lacks", path=path, parts=", ".join(missing))
    return found
