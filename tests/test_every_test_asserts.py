"""Every test here says what must be so: it asserts, expects an error, or calls a helper that does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EXPECTING = frozenset({"raises", "warns", "fail", "expect"})
"""What of pytest and Playwright counts as an assertion."""


@dataclass(frozen=True)
class Function:
    """What a function calls, by the last part of the name, and whether it asserts something itself."""

    name: str
    calls: frozenset[str]
    asserts: bool


@dataclass(frozen=True)
class Module:
    """The functions and methods of a module, and the modules of the tests whose names it can use."""

    functions: tuple[Function, ...]
    uses: frozenset[Path]


def function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    """Whatever is defined within it is part of it."""
    inside = list(ast.walk(node))
    called = [each.func for each in inside if isinstance(each, ast.Call)]
    names = {call.id for call in called if isinstance(call, ast.Name)}
    names |= {call.attr for call in called if isinstance(call, ast.Attribute)}
    return Function(node.name, frozenset(names), any(isinstance(each, ast.Assert) for each in inside))


def module(path: Path) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    members = [each for node in tree.body for each in (node.body if isinstance(node, ast.ClassDef) else [node])]
    found = tuple(function(each) for each in members if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    fixtures = (folder / "conftest.py" for folder in path.parents if folder.is_relative_to(HERE))
    return Module(found, frozenset({path, *fixtures, *imported(tree)}))


def imported(tree: ast.Module) -> Iterator[Path]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            home = HERE.parent / node.module.replace(".", "/")
            yield home.with_suffix(".py")
            yield from (home / f"{each.name}.py" for each in node.names)


def asserting(modules: dict[Path, Module]) -> dict[Path, set[str]]:
    """The functions of each module that assert, be it through others."""
    found: dict[Path, set[str]] = {path: set() for path in modules}
    while True:
        before = sum(map(len, found.values()))
        for path, read in modules.items():
            helpers = EXPECTING.union(*(found.get(other, ()) for other in read.uses))
            found[path] |= {each.name for each in read.functions if each.asserts or each.calls & helpers}
        if sum(map(len, found.values())) == before:
            return found


def test_every_test_asserts() -> None:
    modules = {path: module(path) for path in HERE.rglob("*.py")}
    found = asserting(modules)
    idle = [
        f"{path.relative_to(HERE)}: {each.name}"
        for path, read in modules.items()
        for each in read.functions
        if each.name.startswith("test") and each.name not in found[path]
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("body", "asserts"),
    [("assert x", True), ("with pytest.raises(E): x()", True), ("holds()", True), ("a.holds()", True), ("x()", False)],
)
def test_what_counts(body: str, asserts: bool, tmp_path: Path) -> None:
    path = tmp_path / "test_it.py"
    path.write_text(f"def test():\n    {body}\n\ndef holds():\n    assert y\n", encoding="utf-8")
    assert ("test" in asserting({path: module(path)})[path]) is asserts
