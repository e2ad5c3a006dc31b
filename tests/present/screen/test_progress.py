"""The line that says how far a search is."""

from __future__ import annotations

import ast
import io
import time
from pathlib import Path

import pytest
from rich.console import Console

import placement.solve
from placement.locale import LANGUAGES
from placement.present.screen import progress as line
from placement.present.screen.lines import cells
from placement.present.screen.progress import STAGE, ProgressLine, progress_text, stage_words
from placement.present.words.voice import Language, Voice
from placement.solve.result import Progress
from tests.helpers.templates import called, calls, texts

AIMS = ("citizen", "quality", "economy")


def stages() -> set[str]:
    """The name of every stage that is solved."""
    found = set()
    for file in Path(placement.solve.__path__[0]).rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for call in calls(tree, ("Stage", "replace")):
            renamed = [each.value for each in call.keywords if each.arg == "name"]
            if renamed or called(call) == "Stage":
                found |= _names(renamed[0] if renamed else call.args[0], tree)
    return found


def _names(node: ast.expr, tree: ast.Module) -> set[str]:
    if isinstance(node, ast.JoinedStr):
        return {f"{ast.literal_eval(node.values[0])}{aim}" for aim in AIMS}
    return set(texts(node, tree))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_has_words(language: Language) -> None:
    assert {
        "proposal",
        "pay-off economy",
        "any plan",
        "second opinion",
        "equally good plans",
        "other plans",
    } <= stages()
    for stage in stages():
        assert stage in STAGE
        assert stage_words(Voice(language), stage)


@pytest.mark.parametrize(
    ("language", "gap", "told"),
    [
        ("da", None, "færrest minutter ... 3 s"),
        ("en", None, "fewest minutes ... 3 s"),
        ("da", 0.004, "færrest minutter: højst 0,4 % bedre, 3 s"),
        ("en", 0.004, "fewest minutes: at most 0.4% better, 3 s"),
    ],
)
def test_a_line_is_for_people(language: Language, gap: float | None, told: str) -> None:
    best = None if gap is None else -51.8167
    shown = progress_text(Voice(language), Progress("pay-off citizen", 3.0, best, -68.2521, gap))
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == told


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_narrow_terminal_gets_one_line(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding=encoding)
    monkeypatch.setattr(
        "rich.console.Console", lambda **_: Console(file=stream, width=24, force_terminal=True, color_system=None)
    )
    with ProgressLine(Voice("da"), wanted=True, patience=0.0) as shown:
        shown(Progress("second opinion", 100.0, 1.0, 0.5, 0.5))
        live = shown._live
        assert live is not None
        text = str(live.get_renderable())
    assert cells(text) < 24
    assert text.startswith("efterpr")
    assert encoding != "ascii" or text.isascii()


def test_it_appears_by_itself_while_the_model_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("rich.console.Console", lambda **_: Console(file=stream, width=80, force_terminal=True))
    with ProgressLine(Voice("en"), wanted=True, patience=0.01) as shown:
        deadline = time.monotonic() + 30
        while "building the model" not in stream.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert shown._live is not None
    assert "building the model" in stream.getvalue()


def test_where_it_is_not_wanted_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("rich.console.Console", lambda **_: Console(file=stream, force_terminal=True))
    with ProgressLine(Voice("en"), wanted=False, patience=0.0) as shown:
        shown.show("something")
    assert stream.getvalue() == ""
    assert line.PATIENCE > 0
