"""Every YAML that is shipped or written means the same to PyYAML, with libyaml or without, and to a YAML 1.2 reader."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from placement.scenario.dump import dump, lock, with_variant
from placement.scenario.load import load, load_text
from placement.scenario.source import yaml_library
from placement.scenario.source.positions import Positions
from placement.scenario.source.yaml_source import MAX_DEPTH, parse
from tests.helpers.small import AREAS, SMALL, write
from tests.scenario.fault_cases import SYNTAX
from tests.scenario.test_faults import golden, said_about

ROOT = Path(__file__).parents[3]
FOLDERS = sorted([*ROOT.glob("scenarios/*/"), *ROOT.glob("placement/scenario/template/*/")])
PAGES = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md"), *ROOT.glob("scenarios/**/*.md")])
FENCED = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    pytest.param(text, id=f"{page.stem}-{n}")
    for page in PAGES
    for n, text in enumerate(FENCED.findall(page.read_text(encoding="utf-8")), 1)
]
ODD = (
    "no", "Yes", "on", "OFF", "y", "n", "~", "null", "NULL", "true", "True", "0766", "0o17", "0x1F", "1_000", "1:30",
    "2025-01-01", "1e3", "1.0e+3", ".5", "+1", "-0", ".inf", "=", "<<", "- a", "? a", "a: b", "a #b", "#b", "{a}",
    "[a]", "a, b", "!x", "&x", "*x", "%x", "@x", "`x", "'x'", '"x"', " x ", "a\nb", "a\n\n  b\n", "a\u2028b", "æøå",
    "x?", "",
)  # fmt: skip
"""Texts that one reader or another could take for something else."""


def python_loader(text: str) -> Any:
    return yaml.load(text, Loader=yaml.SafeLoader)


def libyaml_loader(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def newer_loader(text: str) -> Any:
    reader = pytest.importorskip("ruamel.yaml").YAML(typ="safe", pure=True)
    return reader.load(io.StringIO(text))


READERS = [python_loader, libyaml_loader, newer_loader]


def ours(text: str) -> Any:
    parsed = parse(text, "s", Positions())
    assert parsed.faults == ()
    return parsed.value


def as_ours(value: Any) -> Any:
    """What another reader read, with keys as text; every value with its kind."""
    if isinstance(value, dict):
        return {str(key): as_ours(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_ours(inner) for inner in value]
    return float if isinstance(value, float) else type(value), value


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_shipped_scenario_and_its_copies_mean_the_same(folder: Path, read: Callable[[str], Any]) -> None:
    base = load(folder).base
    for text in ((folder / "scenario.yaml").read_text(encoding="utf-8"), dump(base), lock(base)):
        assert as_ours(read(text)) == as_ours(ours(text))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_in_the_documentation_means_the_same(text: str, read: Callable[[str], Any]) -> None:
    alternatives = text.splitlines() if "stands twice" in str(parse(text, "s", Positions()).faults) else [text]
    for one in alternatives:
        assert as_ours(read(one)) == as_ours(ours(one))


@pytest.mark.parametrize("read", READERS)
def test_odd_texts_are_written_so_that_every_reader_takes_them_for_text(
    read: Callable[[str], Any], tmp_path: Path
) -> None:
    write(tmp_path, {"scenario.yaml": SMALL, "areas.csv": AREAS})
    base = load(tmp_path).base
    about = base.about.model_copy(update={"not_in_model": ODD, "purpose": "no"})
    text = dump(base.model_copy(update={"about": about}))
    assert tuple(read(text)["about"]["not_in_model"]) == ODD == load_text(text).base.about.not_in_model
    for kind in (SMALL, "variants: {a: {title: A}}\n"):
        assert read(with_variant(kind, "ny", {"title": "1e3"}))["variants"]["ny"]["title"] == "1e3"


def test_numbers_are_written_so_that_every_reader_takes_them_for_numbers() -> None:
    for number in (1e-7, 1e20, 1.5e300, -2.5e-9, 1e15, 0.1):
        text = yaml.dump({"a": number}, Dumper=yaml_library.Dumper)
        assert [read(text)["a"] for read in (python_loader, libyaml_loader)] == [number, number]


@pytest.mark.parametrize("name", SYNTAX)
def test_the_python_loader_says_the_same_as_libyaml(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_library, "Loader", yaml_library.PythonLoader)
    begun = re.compile(r" It begins in line \d+\.")  # the two do not always remember it alike
    assert begun.sub("", said_about(SYNTAX[name], tmp_path)) == begun.sub("", golden()[name])


@pytest.mark.parametrize(
    "text",
    [
        "a: {b: Hvad nu?, c: [Hvem?, d?e]}\n",
        "a:\tb\nc:  \t1\nd: [1,\t2]\n",
        "a: b\tc\n",
        "a: b\t# c\n",
        "{a:\t{b: 1}}\n",
        "? a\n: b\n",
        "a: b\rc: d\r",
        "a: b\x85c: d\u2028e: f\u2029",
    ],
)
def test_the_python_loader_reads_what_libyaml_reads(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(loader: Any) -> tuple[Any, Any, Any]:
        monkeypatch.setattr(yaml_library, "Loader", loader)
        positions = Positions()
        return parse(text, "s", positions), positions.keys, positions.values

    assert read(yaml.CSafeLoader) == read(yaml_library.PythonLoader)
    assert not read(yaml.CSafeLoader)[0].faults


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml_library.PythonLoader])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "[\n"])
def test_the_limit_of_depth_is_our_own(opening: str, loader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_library, "Loader", loader)
    for depth in (MAX_DEPTH + 1, 1100, 20_000):
        faults = parse(opening * depth, "s", Positions()).faults
        assert f"nested deeper than {MAX_DEPTH} levels" in faults[-1].message
        assert faults[-1].line > 0


HIDDEN = """
import sys
sys.modules["yaml._yaml"] = None
import yaml
assert not yaml.__with_libyaml__
from placement.cli.entry import run
folder = sys.argv[1]
assert run(["check", "scenarios/midtjylland"]) == 0
assert run(["solve", "scenarios/lukning", "--out", folder, "--quiet"]) == 0
assert run(["verify", folder]) == 0
"""


@pytest.mark.slow
def test_without_libyaml_a_scenario_is_checked_solved_and_verified(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HIDDEN, str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
