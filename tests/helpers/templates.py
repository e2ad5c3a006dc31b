"""Every template of a message in the program, as it stands in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import placement

ROOT = Path(placement.__path__[0])
MAKERS = ("Message", "refusal")


@cache
def trees() -> tuple[tuple[Path, ast.Module], ...]:
    """Every module of the program."""
    files = sorted(ROOT.rglob("*.py"))
    return tuple((file.relative_to(ROOT), ast.parse(file.read_text(encoding="utf-8"))) for file in files)


@cache
def templates() -> dict[str, str]:
    """Template and the module it stands in; a name stands for what is written under it in the same module."""
    found: dict[str, str] = {}
    for file, tree in trees():
        for call in calls(tree, MAKERS):
            for text in texts(call.args[0], tree):
                found.setdefault(text, str(file))
    return found


def calls(tree: ast.AST, names: tuple[str, ...]) -> Iterator[ast.Call]:
    """Calls of a function by one of the names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    """The name of what is called, without what stands before it."""
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def texts(node: ast.expr, tree: ast.Module) -> Iterator[str]:
    """What an expression may be, as far as it is written in the same module."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body, tree)
        yield from texts(node.orelse, tree)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        for value in _written(node.value.id, tree):
            for text in value.values if isinstance(value, ast.Dict) else ():
                yield from texts(text, tree)
    elif isinstance(node, ast.Name):
        for value in _written(node.id, tree):
            if isinstance(value, ast.Constant | ast.IfExp):
                yield from texts(value, tree)


def _written(name: str, tree: ast.Module) -> Iterator[ast.expr]:
    """What the module writes under a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets):
            yield node.value
