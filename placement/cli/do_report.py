"""``placement report``: one page, and PDF, of a result folder, a comparison, or a scenario that is solved first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placement.cli import do_compare, do_solve
from placement.cli.output import remark
from placement.cli.request import SolvingRequest
from placement.cli.scenarios import one
from placement.cli.status import Exit
from placement.errors import UsageError
from placement.report.atomic import put
from placement.report.files import REPORT, is_result
from placement.report.html.comparison import comparison_page
from placement.report.html.page import FEW, report_page
from placement.report.html.pdf import check_pdf, pdf_of
from placement.report.html.source import put_in_result, read_comparison, read_result
from placement.report.html.tradeoffs import read_front
from placement.report.manifest import COMPARISON, OURS, read_manifest
from placement.report.refused import RefusedError
from placement.report.rows import tables
from placement.solve.result import Status

if TYPE_CHECKING:
    from placement.scenario.load import Loaded
    from placement.solve.result import Solved
    from placement.study.contract import Study

_MARK = b'<meta name="generator" content="placement">'
_HEAD = 2000
"""Bytes in which the mark stands."""


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the options of the command.

    Attributes:
        moved: where the scenario of a result folder lies now.
        reference: what a comparison is held against.
        tips: whether a comparison looks for where the differences turn.
        tradeoff: folder of a trade-off to show.
        below: visits below this are not told; None: as the page does by itself.
        pdf: whether a PDF is wanted too.
        named: options the user wrote that only make sense where something is solved.
    """

    moved: str | None
    reference: str
    tips: bool
    tradeoff: str | None
    below: int | None
    pdf: bool
    named: tuple[str, ...]


@dataclass(frozen=True)
class _Page:
    """A page, where it goes by itself, the manifest that counts it, and the exit status."""

    text: str
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
    """Refuse what has no meaning before anybody waits."""
    say = request.voice
    if solved and request.named:
        raise UsageError(say("usage.report_solved", what=request.scenario, options=", ".join(request.named)))
    if not solved and request.moved:
        raise UsageError(say("usage.report_scenario", what=request.scenario))
    if not solved or request.out:
        _check_target(Path(request.out or REPORT))


def _check_target(path: Path) -> None:
    """Never write over what this program did not write."""
    if path.is_dir():
        raise RefusedError("not_a_report", path=path)
    if path.exists():
        with path.open("rb") as file:
            if _MARK not in file.read(_HEAD):
                raise RefusedError("not_a_report", path=path)


def _of_folder(request: Request, folder: Path) -> _Page:
    say, today = request.voice, dt.datetime.now().astimezone().date()
    if read_manifest(folder, OURS)["kind"] == COMPARISON:
        if request.tradeoff:
            raise UsageError(say("usage.report_tradeoff"))
        found, manifest = read_comparison(folder, request.moved)
        return _Page(comparison_page(found, date=today, lang=say.language), folder / REPORT, manifest)
    source = read_result(folder, request.moved)
    text = _proposal(request, source.solved, source.study, source.loaded, source.manifest["csv"]["suppress_below"])
    return _Page(text, folder / REPORT, source.manifest)


def _of_scenario(request: Request) -> _Page:
    path = Path(REPORT)
    if "," in (request.variant or ""):
        if request.tradeoff:
            raise UsageError(request.voice("usage.report_tradeoff"))
        asked = do_compare.Request(**_shared(request), reference=request.reference, tips=request.tips)
        found = do_compare.calculate(asked)
        today = dt.datetime.now().astimezone().date()
        status = max(map(do_compare.ending, found.alternatives))
        return _Page(comparison_page(found, date=today, lang=request.voice.language), path, status=status)
    loaded = one(request.scenario, request.variant, request.overrides, request.voice)
    if request.tradeoff:
        read_front(request.tradeoff, loaded)
    proposal = do_solve.Request(**_shared(request), alternatives=False, suppress_below=0, profiles=False)
    solved, studied = do_solve.calculate(proposal, loaded)
    status = Exit.DONE if solved.status is Status.OPTIMAL else Exit.STOPPED
    return _Page(_proposal(request, solved, studied, loaded), path, status=status)


def _shared(request: Request) -> dict[str, Any]:
    """What every command that solves is asked for; nothing is written there."""
    return {field.name: getattr(request, field.name) for field in fields(SolvingRequest)} | {"out": None}


def _proposal(request: Request, solved: Solved, studied: Study, loaded: Loaded, below: float = 0) -> str:
    return report_page(
        solved,
        studied,
        loaded,
        tables(solved, studied, lang=request.voice.language),
        date=dt.datetime.now().astimezone().date(),
        lang=request.voice.language,
        below=(below or FEW) if request.below is None else request.below,
        front_of=read_front(request.tradeoff, loaded) if request.tradeoff else None,
    )


def _write(request: Request, page: _Page) -> None:
    """The page, and the PDF beside it."""
    path = Path(request.out or page.path)
    files = {path.name: page.text.encode()}
    if request.pdf:
        files[path.with_suffix(".pdf").name] = pdf_of(page.text, request.voice)
    if page.manifest is not None and not request.out:
        put_in_result(path.parent, page.manifest, files)
    else:
        for name, content in files.items():
            put(path.with_name(name), content)
    for name in files:
        remark(request.voice("report.done", file=path.with_name(name)))
