"""A question is one folder and one line in a list: what CONTRIBUTING shows is made, and found by everything."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Option

import placement.questions
from placement.cli import run
from placement.cli.group import commands
from placement.present.folder.manifest import KINDS
from placement.questions import QUESTIONS, all_outputs, modules
from placement.reference import results_reference

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "placement" / "questions"
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SHOWN = PAGE.partition("\n## Adding a question\n")[2].partition("\n## Honest numbers\n")[0]
FILE = re.compile(r"^```python placement/questions/(?P<name>\S+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
SCENARIO = str(ROOT / "scenarios" / "lukning")


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The question that CONTRIBUTING shows, in a folder of its own, and in the list."""
    for file in FILE.finditer(SHOWN):
        path = tmp_path / file["name"]
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(file["body"], encoding="utf-8")
    (name,) = {path.name for path in tmp_path.iterdir()}
    monkeypatch.setattr(placement.questions, "__path__", [*placement.questions.__path__, str(tmp_path)])
    monkeypatch.setattr(placement.questions, "QUESTIONS", (*QUESTIONS, name))
    monkeypatch.delitem(sys.modules, "placement.cli.group")  # made anew, with what is in the list now
    importlib.invalidate_caches()
    yield name
    for module in [module for module in sys.modules if module.startswith(f"placement.questions.{name}")]:
        del sys.modules[module]


def test_help_has_it_where_the_list_has_it(added: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help", "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    assert "Count what each site offers today." in listed
    assert listed.index("│ export ") < listed.index(f"│ {added} ") < listed.index("│ completion ")

    assert run([added, "--help", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert f"{added} [OPTIONS] SCENARIO" in shown
    assert "Folder the result is written to." in shown


def test_it_answers_and_writes_the_columns_it_declares(
    added: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([added, SCENARIO, "--out", str(tmp_path / "out")]) == 0
    lines = capsys.readouterr().out.splitlines()
    written = (tmp_path / "out" / "today.csv").read_text(encoding="utf-8").splitlines()
    assert [line.replace(": ", ",") for line in lines] == written[1:]
    (kind,) = all_outputs()[-1].tables.values()
    assert written[0].split(",") == [column.name for column in kind.columns]


def test_it_can_be_called_wrongly(added: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([added, "nowhere", "--lang", "en"]) == 2
    assert f"placement {added} --help" in " ".join(capsys.readouterr().err.split())


def test_the_reference_page_has_its_tables(added: str) -> None:
    page = results_reference()
    assert page.startswith("# The result folder\n")
    part = page.partition(f"\n## The table of `{added}`\n")[2]
    assert f"### `{added}.csv`\n" in part
    assert "| **`site`** | string |  | Site id. |" in part


def test_the_list_has_every_folder_and_nothing_else() -> None:
    assert sorted(QUESTIONS) == sorted(path.name for path in FOLDER.iterdir() if (path / "__init__.py").exists())


def test_the_commands_are_those_of_the_list_in_its_order() -> None:
    declared = [module.command.name for module in modules("command")]
    assert [name for name in commands.commands if name not in ("serve", "completion")] == declared
    assert list(commands.commands)[-1] == "completion"


def test_every_command_and_option_says_what_it_is() -> None:
    for command in (commands, *commands.commands.values()):
        assert command.help
        assert [param.name for param in command.params if isinstance(param, Option) and not param.help] == []


def test_each_kind_of_folder_is_one_that_manifests_may_have() -> None:
    assert {written.document: written.kind for written in all_outputs() if written.kind} == KINDS


def test_file_names_are_those_that_contributing_explains() -> None:
    explained = set(re.findall(r"^\| `(\w+\.py)` \|", SHOWN, re.MULTILINE))
    shown = {Path(file["name"]).name for file in FILE.finditer(SHOWN)}
    assert shown <= explained
    assert explained == {name for name in explained if list(FOLDER.glob(f"*/{name}"))}
