"""``placement report``: an HTML page, and a PDF, of a result folder, a comparison, or a scenario solved first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from placement.console.endings import Exit
from placement.console.output import remark
from placement.console.request import SolvingRequest, one, reading
from placement.errors import Message, RefusedError, UsageError
from placement.present.folder.manifest import COMPARISON, KIND, NAME, Page, read_manifest, sealed, sha256
from placement.present.folder.reading import to_json
from placement.present.folder.writing import put
from placement.present.parts import Depth
from placement.present.pdf import check_pdf, pdf_of
from placement.present.words.voice import Voice
from placement.questions.compare import run as compare_run
from placement.questions.compare.page import comparison_page
from placement.questions.compare.study import SideBySide
from placement.questions.proposal import run as proposal_run
from placement.questions.proposal.findings import Study
from placement.questions.proposal.folder import REPORT, is_result
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.page.choices import read_front
from placement.questions.proposal.page.page import FEW, page_of
from placement.questions.report.source import read_comparison, read_result
from placement.scenario.load import Loaded
from placement.solve.result import Solved, Status

_MARK = b'<meta name="generator" content="placement">'
_HEAD = 2000
"""The first bytes of a file, in which this program's mark is searched."""


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the options of the command.

    Attributes:
        moved: where the scenario of a result folder lies now.
        reference: the reference of a comparison.
        tips: whether a comparison looks for where the differences turn.
        tradeoff: folder of a trade-off to show.
        below: visits below this are masked; None: the page's own default.
        depth: how much is shown and printed.
        pdf: whether a PDF is wanted too.
        named: options the user wrote that only make sense where something is solved.
    """

    moved: str | None
    reference: str
    tips: bool
    tradeoff: str | None
    below: int | None
    depth: Depth
    pdf: bool
    named: tuple[str, ...]


@dataclass(frozen=True)
class _Written:
    """A page and how it was made, its default path, the manifest that lists it, and the exit status."""

    text: str
    made: Page
    path: Path
    manifest: dict[str, Any] | None = None
    status: Exit = Exit.DONE


def report(request: Request) -> Exit:
    """Make the page and write it."""
    if request.pdf:
        check_pdf(request.voice)
    folder = Path(request.scenario)
    _check(request, solved=is_result(folder))
    page = _of_folder(request, folder) if is_result(folder) else _of_scenario(request)
    _write(request, page)
    return page.status


def _check(request: Request, *, solved: bool) -> None:
    """Refuse options without effect, and targets that cannot be written, before a long solve."""
    say = request.voice
    if solved and request.named:
        raise UsageError(
            say(
                "{what} is solved already, so {options} has no effect. Name the scenario instead, or leave it out.",
                what=request.scenario,
                options=", ".join(request.named),
            )
        )
    if not solved and request.moved:
        raise UsageError(
            say(
                "{what} is a scenario; another scenario can only be named after a result folder.", what=request.scenario
            )
        )
    if not solved or request.out:
        check_target(Path(request.out or REPORT))


def check_target(path: Path) -> None:
    """Raise RefusedError where a page would overwrite a file that this program did not write."""
    if path.exists() and not path.is_file():
        raise RefusedError(
            Message("{path} is there already and is no report by placement. Choose another name with --out.", path=path)
        )
    if path.exists():
        with path.open("rb") as file:
            if _MARK not in file.read(_HEAD):
                raise RefusedError(
                    Message(
                        "{path} is there already and is no report by placement. Choose another name with --out.",
                        path=path,
                    )
                )


def _of_folder(request: Request, folder: Path) -> _Written:
    say = request.voice
    if read_manifest(folder, (KIND, COMPARISON))["kind"] == COMPARISON:
        if request.tradeoff:
            raise UsageError(say("--tradeoff fits a single proposal only, not a comparison."))
        found, manifest = read_comparison(folder, request.moved)
        return _compared(request, found, folder / REPORT, manifest)
    source = read_result(folder, request.moved)
    page = _page(request, source.loaded, source.manifest["csv"]["suppress_below"])
    text = proposal_page(source.solved, source.study, source.loaded, page)
    return _Written(text, page, folder / REPORT, source.manifest)


def _of_scenario(request: Request) -> _Written:
    path = Path(REPORT)
    if "," in (request.variant or ""):
        if request.tradeoff:
            raise UsageError(request.voice("--tradeoff fits a single proposal only, not a comparison."))
        asked = compare_run.Request(**_shared(request), reference=request.reference, tips=request.tips)
        found = compare_run.calculate(asked)
        return _compared(request, found, path, status=max(map(compare_run.ending, found.alternatives)))
    with reading(request.time_limit):
        loaded = one(request.scenario, request.variant, request.overrides, request.voice)
    page = _page(request, loaded)
    proposal = proposal_run.Request(**_shared(request), alternatives=False, suppress_below=0, profiles=False)
    solved, studied = proposal_run.calculate(proposal, loaded)
    status = Exit.DONE if solved.status is Status.OPTIMAL else Exit.STOPPED
    return _Written(proposal_page(solved, studied, loaded, page), page, path, status=status)


def _compared(
    request: Request,
    found: SideBySide,
    path: Path,
    manifest: dict[str, Any] | None = None,
    status: Exit = Exit.DONE,
) -> _Written:
    page = _plain(request)
    text = comparison_page(found, date=page.day, lang=page.lang, depth=page.depth)
    return _Written(text, page, path, manifest, status)


def _shared(request: Request) -> dict[str, Any]:
    """The options that every solving command has, without the output folder."""
    return {field.name: getattr(request, field.name) for field in fields(SolvingRequest)} | {"out": None}


def _plain(request: Request) -> Page:
    """The settings of a page made today."""
    return Page(dt.datetime.now().astimezone().date().isoformat(), request.voice.language, depth=request.depth)


def _page(request: Request, loaded: Loaded, below: float = 0) -> Page:
    """The settings of a proposal's page; a trade-off must be of the same scenario."""
    front = read_front(request.tradeoff, loaded) if request.tradeoff else None
    return replace(
        _plain(request),
        suppress_below=(below or FEW) if request.below is None else request.below,
        tradeoff=asdict(front) if front else None,
    )


def proposal_page(solved: Solved, studied: Study, loaded: Loaded, page: Page) -> str:
    """The page of a proposal."""
    return page_of(solved, studied, loaded, tables(solved, studied, lang=page.lang), page)


def _write(request: Request, page: _Written) -> None:
    """Write the page, and where wanted the PDF beside it."""
    path = Path(request.out or page.path)
    files = page_files(path, page.text, request.voice, pdf=request.pdf)
    if page.manifest is not None and not request.out:
        put_in_result(path.parent, page.manifest, files, page.made)
    else:
        for name, content in files.items():
            put(path.with_name(name), content)
    for name in files:
        remark(request.voice("Wrote {file}.", file=path.with_name(name)))


def page_files(path: Path, text: str, say: Voice, *, pdf: bool) -> dict[str, bytes]:
    """The page by its file name and, where wanted, the PDF beside it."""
    files = {path.name: text.encode()}
    if pdf:
        files[path.with_suffix(".pdf").name] = pdf_of(text, say)
    return files


def put_in_result(folder: Path, manifest: dict[str, Any], files: Mapping[str, bytes], page: Page) -> None:
    """Write files into a result folder, and list them with the page's settings in its manifest."""
    for name, content in files.items():
        put(folder / name, content)
    outputs = {**manifest["outputs"], **{name: sha256(content) for name, content in files.items()}}
    put(folder / NAME, to_json(sealed({**manifest, "outputs": dict(sorted(outputs.items())), "page": asdict(page)})))
