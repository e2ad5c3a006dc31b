"""Measures the package in a checkout: its size, crowded folders, circles of imports, repeated passages.

python -m tools.house                 this checkout
python -m tools.house ../other        another one
python -m tools.house --drawing       and write docs/pictures/rooms.svg
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tools.rooms import ROOT, picture

PACKAGE = "placement"
RUN = 6
"""So many equal lines in two places are a repeated passage."""
_LEAST = 8
"""A line with fewer letters and digits is trivial: brackets, ``else:``, ``try:``."""
_SHOWN = 10


class Function(NamedTuple):
    """A function and how many lines it has, from its first decorator to its end."""

    name: str
    lines: int


class Line(NamedTuple):
    """A line that says something: its file, its number and its words."""

    file: str
    number: int
    words: str


class Passage(NamedTuple):
    """Equal lines in two places."""

    first: Line
    second: Line
    lines: int


@dataclass(frozen=True)
class House:
    """What is measured of a package.

    Attributes:
        files: lines by file, relative to the checkout.
        functions: every function and method.
        circles: modules that import each other, directly or around a corner.
        passages: what stands in two places.
    """

    files: Mapping[str, int]
    functions: Sequence[Function]
    circles: Sequence[Sequence[str]]
    passages: Sequence[Passage]

    @property
    def folders(self) -> Counter[str]:
        """How many files each folder has, without its ``__init__.py``."""
        return Counter(str(Path(name).parent) for name in self.files if Path(name).name != "__init__.py")


def measured(root: Path) -> House:
    """A checkout measured."""
    texts = {str(path.relative_to(root)): path.read_text("utf-8") for path in sorted((root / PACKAGE).rglob("*.py"))}
    trees = {name: ast.parse(text) for name, text in texts.items()}
    return House(
        files={name: len(text.splitlines()) for name, text in texts.items()},
        functions=[found for name, tree in trees.items() for found in functions(tree, name)],
        circles=circles(imports(trees)),
        passages=passages({name: list(telling(text, trees[name], name)) for name, text in texts.items()}),
    )


def functions(tree: ast.Module, file: str) -> Iterator[Function]:
    """The functions of a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield Function(f"{file}:{node.lineno} {node.name}", (node.end_lineno or first) - first + 1)


def imports(trees: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    """The modules of the package that each imports; those for types only and those inside functions count too."""
    modules = {".".join(Path(name).with_suffix("").parts).removesuffix(".__init__"): name for name in trees}
    return {
        module: {found for node in ast.walk(trees[name]) for found in _named(node, modules) if found != module}
        for module, name in modules.items()
    }


def _named(node: ast.AST, modules: Mapping[str, str]) -> Iterator[str]:
    """The modules one statement imports; ``from a import b`` is the module ``a.b`` where there is one, else ``a``."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in modules)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield from [name for name in (inner, node.module) if name in modules][:1]


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The strongly connected parts of more than one module, by Tarjan's algorithm (1972)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        stack.append(module)
        for other in sorted(graph[module]):
            if other not in order:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], order[other])
        if lowest[module] == order[module]:
            at = stack.index(module)
            part, stack[at:] = stack[at:], []
            found.extend([sorted(part)] if len(part) > 1 else [])

    for module in sorted(graph):
        if module not in order:
            visit(module)
    return found


def telling(text: str, tree: ast.Module, file: str) -> Iterator[Line]:
    """The lines that say something: no imports, comments, brackets."""
    imported = {
        number
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if number not in imported and not words.startswith("#") and sum(map(str.isalnum, words)) >= _LEAST:
            yield Line(file, number, words)


def passages(files: Mapping[str, Sequence[Line]]) -> list[Passage]:
    """Every run of at least ``RUN`` equal lines in two places, each with the first place it stands; longest first."""
    places: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for file, lines in files.items():
        for at in range(len(lines) - RUN + 1):
            places[tuple(line.words for line in lines[at : at + RUN])].append((file, at))
    pairs = {(first, other) for first, *others in places.values() for other in others}
    found = []
    for (file, at), (other, there) in sorted(pairs):
        if ((file, at - 1), (other, there - 1)) in pairs:
            continue
        more = 0
        while ((file, at + more + 1), (other, there + more + 1)) in pairs:
            more += 1
        found.append(Passage(files[file][at], files[other][there], RUN + more))
    return sorted(found, key=lambda passage: -passage.lines)


def told(house: House) -> Iterator[str]:
    """The measures in lines."""
    lengths = sorted(house.files.values())
    yield f"{len(lengths)} files, {sum(lengths)} lines; the longest file has {lengths[-1]}"
    longest = sorted(house.functions, key=lambda function: -function.lines)
    median = statistics.median(function.lines for function in longest)
    yield f"{len(longest)} functions of {median:g} lines in the middle; the longest:"
    yield from (f"  {function.lines:4} {function.name}" for function in longest[:_SHOWN])
    yield f"{len(house.folders)} folders; the fullest:"
    yield from (f"  {count:4} {folder}" for folder, count in house.folders.most_common(_SHOWN))
    yield f"{len(house.circles)} circles of imports, those for types included"
    yield from (f"  {' '.join(circle)}" for circle in house.circles)
    yield f"{len(house.passages)} passages of {RUN} lines or more stand in two places; the longest:"
    for first, second, lines in house.passages[:_SHOWN]:
        yield f"  {lines:4} {first.file}:{first.number} {second.file}:{second.number}"


def main(args: Sequence[str]) -> None:
    """Print the measures of a checkout; with ``--drawing`` write the drawing of its rooms."""
    named = [arg for arg in args if arg != "--drawing"]
    root = Path(named[0]).resolve() if named else ROOT
    print("\n".join(told(measured(root))))
    if "--drawing" in args:
        target = root / "docs" / "pictures" / "rooms.svg"
        target.write_text(picture(root), encoding="utf-8")
        print(target)


if __name__ == "__main__":
    main(sys.argv[1:])
