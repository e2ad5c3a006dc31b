"""``placement paper``: the paper for a meeting as Word, PDF and HTML, of a result folder or of a scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from placement.console.endings import Exit, Interrupts
from placement.console.output import remark
from placement.console.request import SolvingRequest, one, reading
from placement.errors import Message, RefusedError, UsageError
from placement.present.folder.reading import json_in
from placement.present.folder.writing import put
from placement.present.pdf import check_pdf, pdf_of
from placement.present.screen.progress import ProgressLine
from placement.present.tables.columns import Table
from placement.present.tables.csv_dialect import dialect_named, dump
from placement.present.words.voice import Voice
from placement.questions.paper.study import ROOMS, AgendaItem, Room, agenda_item, sections
from placement.questions.paper.word import check_word, document_of, shipped_template, template_in
from placement.questions.proposal import run as proposal_run
from placement.questions.proposal.document import RESULT, result_document
from placement.questions.proposal.findings import Study
from placement.questions.proposal.folder import is_result
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.page.page import css_text, environment
from placement.questions.report.source import read_result
from placement.questions.tradeoff.steps.study import Stairway, stairway
from placement.questions.tradeoff.steps.tables import tables as staircase_tables
from placement.scenario.load import Loaded
from placement.solve.result import Solved, Status

_MOST_PAGES = 2
NAME = "paper"
"""File name of the paper without its ending."""


@dataclass(frozen=True, kw_only=True)
class Request(SolvingRequest):
    """What was asked for; the fields are the options of the command.

    Attributes:
        moved: where the scenario of a result folder lies now.
        template: Word template to fill in; None: the program's own.
        write_template: path to write the program's own template to; nothing else is done then.
        replace: whether an existing paper may be overwritten.
    """

    moved: str | None
    template: str | None
    write_template: str | None
    replace: bool


@dataclass(frozen=True)
class _Answer:
    """A proposal with everything the paper is made from."""

    solved: Solved
    study: Study
    loaded: Loaded
    document: Mapping[str, Any]
    stairway: Stairway | None


def paper(request: Request) -> Exit:
    """Write the paper, or the template.

    Raises:
        UsageError: no scenario is named, or what writes Word or PDF is not installed.
        RefusedError: a file is there already, or the template cannot be filled in.
    """
    if request.write_template is not None:
        _put_new({Path(request.write_template): shipped_template()}, request)
        return Exit.DONE
    if not request.scenario:
        raise UsageError(request.voice("Name a scenario or a result folder: placement paper SCENARIO"))
    check_word(request.voice)
    check_pdf(request.voice)
    template = template_in(Path(request.template)) if request.template else shipped_template()
    folder = Path(request.out or NAME)
    names = [folder / f"{NAME}{end}" for end in (".docx", ".pdf", ".html", "_figures.csv")]
    _check_free(names, request)
    answer = _of_folder(request) if is_result(Path(request.scenario)) else _of_scenario(request)
    item, page, pdf = _that_fits(answer, request)
    contents = (
        document_of(item, template, request.voice),
        pdf,
        page.encode(),
        dump(item.figures, dialect_named(request.csv)),
    )
    _put_new(dict(zip(names, contents, strict=True)), request)
    return Exit.DONE if answer.solved.status is Status.OPTIMAL else Exit.STOPPED


def _that_fits(answer: _Answer, request: Request) -> tuple[AgendaItem, str, bytes]:
    """The paper, its page and its PDF, with less said where it would have more than two pages.

    A remark says so where even the shortest has more.
    """
    for room in ROOMS[:-1]:
        item, page = _written(answer, request, room)
        if pdf := pdf_of(page, request.voice, _MOST_PAGES):
            return item, page, pdf
    item, page = _written(answer, request, ROOMS[-1])
    pdf = pdf_of(page, request.voice, _MOST_PAGES)
    if not pdf:
        remark(
            request.voice(
                "The paper has more than two pages: shorten names, or what the scenario says in its own words (about)."
            )
        )
    return item, page, pdf or pdf_of(page, request.voice)


def _written(answer: _Answer, request: Request, room: Room) -> tuple[AgendaItem, str]:
    item = _item(answer, request, room)
    return item, page_of(item, request.voice)


def _item(answer: _Answer, request: Request, room: Room) -> AgendaItem:
    made: dict[str, Table] = tables(answer.solved, answer.study, lang=request.voice.language)
    if answer.stairway is not None:
        made |= staircase_tables(answer.stairway, request.voice.language)
    return agenda_item(
        answer.solved,
        answer.study,
        answer.loaded,
        made,
        answer.document,
        answer.stairway,
        date=dt.datetime.now().astimezone().date(),
        say=request.voice,
        room=room,
    )


def _of_folder(request: Request) -> _Answer:
    folder = Path(request.scenario)
    source = read_result(folder, request.moved)
    document = json_in(folder / RESULT)
    return _Answer(source.solved, source.study, source.loaded, document, _steps(request, source.loaded, source.solved))


def _of_scenario(request: Request) -> _Answer:
    with reading(request.time_limit):
        loaded = one(request.scenario, request.variant, request.overrides, request.voice)
    asked = {field.name: getattr(request, field.name) for field in fields(SolvingRequest)} | {"out": None}
    proposal = proposal_run.Request(**asked, alternatives=False, suppress_below=0, profiles=False)
    solved, studied = proposal_run.calculate(proposal, loaded)
    document = result_document(solved, studied, loaded, command=request.command)
    return _Answer(solved, studied, loaded, document, _steps(request, loaded, solved))


def _steps(request: Request, loaded: Loaded, solved: Solved) -> Stairway | None:
    """The staircase under the same options; None for a method without prices."""
    if solved.prices is None:
        return None
    options = replace(solved.options, method=None, prices=solved.prices)
    with Interrupts(request.voice) as interrupts, ProgressLine(request.voice, wanted=request.shows_progress) as line:
        return stairway(loaded, options, progress=line, stop=interrupts.stop)


def _check_free(paths: list[Path], request: Request) -> None:
    """RefusedError where a file would be overwritten that somebody may have worked on, unless ``replace`` is set."""
    there = [path for path in paths if path.exists()]
    if there and not request.replace:
        raise RefusedError(
            Message(
                "{path} is there already, and somebody may have worked on it. Choose another folder with --out, or "
                "write over it with --replace.",
                path=there[0],
            )
        )


def _put_new(contents: Mapping[Path, bytes], request: Request) -> None:
    _check_free(list(contents), request)
    for path in contents:
        path.parent.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        put(path, content)
        remark(request.voice("Wrote {file}.", file=path))


def page_of(paper: AgendaItem, say: Voice) -> str:
    """The whole page, self-contained."""
    return _environment().get_template("paper.html.j2").render(paper=paper, say=say, sections=sections(paper))


@cache
def _environment() -> Environment:
    made = environment("placement.questions.paper")
    made.filters["css"] = css_text
    return made
