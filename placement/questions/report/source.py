"""A report from a result folder: the plan as it was solved, judged and studied again; no solver is asked.

The page as a tagged PDF, where WeasyPrint is installed.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from placement.errors import Message, RefusedError, ResultError, UsageError
from placement.present.folder.manifest import COMPARISON, NAME, Page, read_manifest, sealed, sha256
from placement.present.folder.reading import AIM_NAMES, json_in, to_json
from placement.present.folder.writing import put
from placement.present.words.voice import Voice
from placement.questions.compare.assumptions import Turn, Turning, Turnings
from placement.questions.compare.folder import DOCUMENT as COMPARED
from placement.questions.compare.study import Alternative, SideBySide, beside_today
from placement.questions.proposal.findings import Study
from placement.questions.proposal.folder import RESULT
from placement.questions.proposal.rebuild import solved_of, study_of
from placement.questions.report.rebuild import alternative_of
from placement.scenario.load import Loaded, load
from placement.scenario.source.files import as_stored
from placement.solve.result import Solved

_ALIKE = 1e-6


@dataclass(frozen=True, eq=False)
class Source:
    """A result read again.

    Attributes:
        solved: the plan and what the judge says of it.
        study: what is said beside it.
        loaded: the scenario as read.
        manifest: of the folder.
    """

    solved: Solved
    study: Study
    loaded: Loaded
    manifest: dict[str, Any]


def read_result(folder: Path, scenario: Path | str | None = None) -> Source:
    """What a result folder tells.

    Args:
        folder: of ``solve --out``.
        scenario: where the scenario lies now; the place the manifest names where nothing is said.

    Raises:
        ResultError: the folder is no result, or the scenario is not there or no longer the same.
        ScenarioError: the scenario is faulty.
    """
    manifest = read_manifest(folder)
    loaded = _scenario(folder, manifest, scenario)
    path = folder / RESULT
    try:
        document = json_in(path)
        solved = solved_of(loaded, document, manifest["options"])
        studied = study_of(solved, loaded, document)
        _check(folder, solved, document)
    except RefusedError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, ResultError) as error:
        raise RefusedError(
            Message("{path} cannot be read: {why}. Solve again to make a new result.", path=path, why=error)
        ) from error
    return Source(solved, studied, loaded, manifest)


def read_comparison(folder: Path, scenario: Path | str | None = None) -> tuple[SideBySide, dict[str, Any]]:
    """What the folder of a comparison tells, and its manifest; raises like ``read_result``."""
    manifest = read_manifest(folder, (COMPARISON,))
    path = _place(folder, manifest, scenario)
    try:
        told = json_in(folder / COMPARED)
        side = comparison_in(told, path, manifest)
    except RefusedError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, ResultError) as error:
        raise RefusedError(
            Message(
                "{path} cannot be read: {why}. Solve again to make a new result.", path=folder / COMPARED, why=error
            )
        ) from error
    _same_inputs(folder, path, manifest, side.plain.inputs)
    for each, one in zip(side.alternatives, told["alternatives"], strict=True):
        if each.solved is not None:
            _check(folder, each.solved, one)
    return side, manifest


def comparison_in(told: Mapping[str, Any], path: Path, manifest: dict[str, Any]) -> SideBySide:
    """The comparison that ``compare.json`` tells, each proposal judged afresh."""
    found = tuple(_alternative(path, manifest, each) for each in told["alternatives"])
    names = [each.name for each in found]
    reference = names.index(manifest["reference"]) if manifest["reference"] in names else None
    side = beside_today(load(path, overrides=manifest["overrides"]), found, reference)
    return replace(side, turnings=_turnings(told["tips"]) if told["tips"] else None)


def _alternative(path: Path, manifest: dict[str, Any], told: dict[str, Any]) -> Alternative:
    loaded = load(path, variants=told["variant"], overrides=manifest["overrides"])
    return alternative_of(told, loaded, manifest["options"])


def _turnings(told: dict[str, Any]) -> Turnings:
    """Where the differences turn, as the document tells; a number that is null is none."""
    found: list[dict[str, Any]] = [
        {name: math.nan if value is None else value for name, value in each.items()} for each in told["found"]
    ]
    return Turnings(
        tuple(Turning(**{**each, "turn": Turn(each["turn"])}) for each in found),
        tuple((each["first"], each["second"]) for each in told["alike"]),
        tuple((each["first"], each["second"], tuple(each["paths"])) for each in told["untold"]),
        told["solves"],
    )


def _scenario(folder: Path, manifest: dict[str, Any], scenario: Path | str | None) -> Loaded:
    path = _place(folder, manifest, scenario)
    loaded = load(path, variants=manifest["variants"], overrides=manifest["overrides"])
    _same_inputs(folder, path, manifest, loaded.inputs)
    return loaded


def _place(folder: Path, manifest: dict[str, Any], scenario: Path | str | None) -> Path:
    path = as_stored(Path(scenario or manifest["scenario"]["path"]))
    if not path.exists():
        raise RefusedError(
            Message(
                "The scenario {scenario} is not there. Say where it lies now: placement report {folder} SCENARIO",
                scenario=path,
                folder=folder,
            )
        )
    return path


def _same_inputs(folder: Path, path: Path, manifest: dict[str, Any], now: dict[str, str]) -> None:
    then = manifest["inputs"]
    other = sorted(name for name in {*now, *then} if now.get(name) != then.get(name))
    if other:
        raise RefusedError(
            Message(
                "{scenario} is no longer what {folder} was calculated from ({files}). Solve "
                "again, or bring the old one back.",
                scenario=path,
                folder=folder,
                files=", ".join(other),
            )
        )


def _check(folder: Path, solved: Solved, document: dict[str, Any]) -> None:
    """The judge must find the aims that the folder tells."""
    told = document["objectives"]
    for name, found in zip(AIM_NAMES, solved.objectives.as_tuple(), strict=True):
        if not math.isclose(found, float(told[name]), rel_tol=_ALIKE, abs_tol=_ALIKE):
            raise RefusedError(
                Message(
                    "{folder}: {name} is {seen} in result.json, but {found} by the scenario. Run placement verify.",
                    folder=folder,
                    name=name,
                    seen=told[name],
                    found=f"{found:.6g}",
                )
            )


def put_in_result(folder: Path, manifest: dict[str, Any], files: Mapping[str, bytes], page: Page) -> None:
    """Write files into a result folder; its manifest counts them like the others, and says how the page was made."""
    for name, content in files.items():
        put(folder / name, content)
    outputs = {**manifest["outputs"], **{name: sha256(content) for name, content in files.items()}}
    put(folder / NAME, to_json(sealed({**manifest, "outputs": dict(sorted(outputs.items())), "page": asdict(page)})))


def check_pdf(say: Voice) -> None:
    """UsageError where the extra ``pdf`` is not installed; ask before a long solve."""
    if find_spec("weasyprint") is None:
        raise UsageError(
            say(
                "PDF needs WeasyPrint; in your copy of the program: pip install '.[pdf]'. A "
                "browser can print the page too."
            )
        )


def pdf_of(page: str, say: Voice) -> bytes:
    """The page as PDF/UA; nothing is fetched.

    Raises:
        UsageError: WeasyPrint is not there, or lacks a library of the system.
    """
    check_pdf(say)
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        from weasyprint import HTML  # noqa: PLC0415 - an extra, and slow to begin
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:
        raise UsageError(
            say(
                "WeasyPrint lacks a system library ({why}). On Debian: apt-get install libpangoft2-1.0-0.",
                why=" ".join(str(error).split())[:200],
            )
        ) from error
    fetcher = URLFetcher(allowed_protocols=())
    made: Any = HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(made)
