"""Every `placement` command in the documentation runs, ends as it says, and still prints what is quoted."""

from __future__ import annotations

import ast
import io
import json
import re
import shlex
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from placement.cli import run
from placement.scenario.load import load
from tests.helpers import raw_region

ROOT = Path(__file__).parents[2]
PAGES = [
    *(
        ROOT / name
        for name in (
            "README.md",
            "CONTRIBUTING.md",
            "scenarios/README.md",
            "scenarios/midtjylland/README.md",
            "scenarios/northshire/README.md",
        )
    ),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
]
RUN = frozenset({"console", "bash", "python"})
"""Languages of blocks that a test here runs; fragments of scenarios have a test of their own."""
FENCE = re.compile(r"^```(?P<language>console|bash)(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^```text (?P<name>\S+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
"""A file that the commands of the page read."""
FULL_REGIONS = ("scenarios/midtjylland", "scenarios/northshire")
"""Take long to solve; `make demo` and `make demo-en` run them, and tests of their own hold their pages."""


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@dataclass
class Command:
    line: str
    status: int = 0
    quoted: list[str] = field(default_factory=list)


def commands(page: Path) -> Iterator[Command]:
    """The commands of a page in order; the status of a block is that of its last command."""
    for fence in FENCE.finditer(page.read_text(encoding="utf-8")):
        found = list(block(fence["body"], prompt="$ " if fence["language"] == "console" else ""))
        if found and (status := re.search(r"status=(\d)", fence["info"])):
            found[-1].status = int(status[1])
        yield from found


def block(body: str, prompt: str) -> Iterator[Command]:
    current: Command | None = None
    for line in body.splitlines():
        if line.startswith(f"{prompt}placement "):
            if current:
                yield current
            current = Command(line.removeprefix(prompt))
        elif prompt and current and line.strip() not in ("", "..."):
            current.quoted.append(plain(line))
    if current:
        yield current


def plain(text: str) -> str:
    return " ".join(text.split())


def called(command: Command) -> tuple[int, str]:
    """In this process: what it is to be a process of its own is shown with the command line's tests."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run(shlex.split(command.line)[1:])
    return status, plain(out.getvalue() + err.getvalue())


def to_run(page: Path) -> list[Command]:
    """The commands of a page that are run here: not those on a full region, which take long."""
    return [command for command in commands(page) if not any(region in command.line for region in FULL_REGIONS)]


def python_in(page: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


WITH_COMMANDS = [page for page in PAGES if to_run(page)]
WITH_PYTHON = [page for page in PAGES if python_in(page)]


def test_pages_with_something_to_run_are_found() -> None:
    assert len(WITH_COMMANDS) > 20
    assert len(WITH_PYTHON) > 4


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=_name)
def test_the_commands_run_and_print_what_is_quoted(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    for file in FILE.finditer(page.read_text(encoding="utf-8")):
        (tmp_path / file["name"]).write_text(file["body"], encoding="utf-8")
    if " raw/" in page.read_text(encoding="utf-8"):
        raw_region.write(tmp_path / "raw")

    for command in to_run(page):
        status, output = called(command)
        assert status == command.status, f"{command.line}\n{output}"
        at = 0
        for line in command.quoted:
            at = output.find(line, at)
            assert at >= 0, f"{command.line}\nno longer prints, or not in this order: {line}\n{output}"
            at += len(line)


@pytest.mark.parametrize("page", WITH_PYTHON, ids=_name)
def test_python_in_the_pages_runs_and_finds_something(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One block after the other, as in a notebook."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    names: dict[str, object] = {}

    for body in python_in(page):
        *steps, last = ast.parse(body).body
        exec(compile(ast.Module(steps, []), str(page), "exec"), names)  # noqa: S102 - our own documentation
        if isinstance(last, ast.Expr):
            seen = eval(compile(ast.Expression(last.value), str(page), "eval"), names)  # noqa: S307
            assert seen is not None, "it has something to show"
        else:
            exec(compile(ast.Module([last], []), str(page), "exec"), names)  # noqa: S102


def test_a_new_region_goes_from_raw_files_to_a_proposal_in_at_most_ten_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of the how-to, with nothing but the raw files to begin with; the page says how long they take."""
    monkeypatch.chdir(tmp_path)
    raw_region.write(tmp_path / "raw")
    page = (ROOT / "docs" / "how-to" / "import.md").read_text(encoding="utf-8")
    section = page.partition("## A new region, from raw files to a proposal")[2]
    fence = FENCE.search(section)
    assert fence is not None
    lines = list(block(fence["body"], prompt=""))
    assert len(lines) <= 10
    began = time.process_time()
    for command in lines:
        status, output = called(command)
        assert status == 0, f"{command.line}\n{output}"
    took = time.process_time() - began
    stated = re.search(r"about (\d+) seconds of computing", section)
    assert stated is not None
    assert took < float(stated[1]), "here the program has started already"
    result = json.loads((tmp_path / "result" / "result.json").read_text(encoding="utf-8"))
    assert result["status"] == "optimal"
    scenario = load("region").scenario
    assert sum(area.people for area in scenario.areas.rows.values()) == 97_600
    assert set(scenario.sources) >= {"areas_2026", "people_2026", "sites_2026", "travel_2026", "observed_2025"}


TUTORIALS = {"en": "tutorial.md", "da": "tutorial-da.md"}


@pytest.mark.parametrize("language", TUTORIALS)
def test_the_tutorial_has_commands_to_run_in_a_region_of_its_language(language: str) -> None:
    lines = [command.line for command in commands(ROOT / "docs" / TUTORIALS[language])]

    assert len(lines) >= 9
    assert lines[0].startswith(f"placement init --lang {language} ")


def test_both_tutorials_take_the_same_steps() -> None:
    """Their commands differ in nothing but names, and every one of them quotes something."""
    steps = {
        language: [(shlex.split(command.line)[1], command.status, len(command.quoted)) for command in commands(page)]
        for language, page in ((language, ROOT / "docs" / name) for language, name in TUTORIALS.items())
    }

    assert steps["en"] == steps["da"]
    assert all(quoted for _, _, quoted in steps["en"])


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_no_command_hides_in_a_block_that_is_not_run(page: Path) -> None:
    blocks = re.findall(r"^```([^\n]*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    hidden = [
        line
        for head, body in blocks
        for line in body.splitlines()
        if line.removeprefix("$ ").startswith("placement ") and head.split(" ")[0] not in RUN
    ]
    assert hidden == []


@pytest.mark.parametrize("page", [*PAGES, *sorted((ROOT / "docs" / "decisions").glob("*.md"))], ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]

    assert [link for link in links if not (page.parent / link).exists()] == []
