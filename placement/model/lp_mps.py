"""The model as LP or MPS text for any solver, with numbers exact to the digit, and a table of what its names mean.

Numbers are written so that reading them gives exactly the same number; PuLP's own writers keep twelve digits. Names
longer than some solvers accept are cut, with the beginning of the whole name's fingerprint in place of the rest.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

import pulp

from placement.model.linear import read_name

if TYPE_CHECKING:
    from pulp import LpProblem, LpVariable

LONGEST = 80
"""Characters of a name; CBC reads up to 100, most other solvers 255."""
_MARK = 10
"""Characters of the fingerprint in a shortened name."""
_WIDTH = 100
"""Characters of a line in an LP file."""
_SENSES = {pulp.LpConstraintLE: "<=", pulp.LpConstraintGE: ">=", pulp.LpConstraintEQ: "="}
_KINDS = {pulp.LpConstraintLE: "L", pulp.LpConstraintGE: "G", pulp.LpConstraintEQ: "E"}
OBJECTIVE = "objective"


def short_names(names: Iterable[str]) -> dict[str, str]:
    """By name, a unique one of at most ``LONGEST`` characters: itself if short, else cut; the same in every model."""
    short = {name: name if len(name) <= LONGEST else _cut(name, _MARK) for name in names}
    often = Counter(short.values())
    return {name: cut if often[cut] == 1 else _cut(name, LONGEST // 2) for name, cut in short.items()}


def _cut(name: str, mark: int) -> str:
    """The beginning of a name, followed by ``mark`` characters of its fingerprint."""
    return f"{name[: LONGEST - mark - 1]}~{hashlib.sha256(name.encode()).hexdigest()[:mark]}"


def lp_text(problem: LpProblem) -> str:
    """The problem in LP format."""
    names = _names(problem)
    columns = problem.variables()
    objective = _terms(problem.objective, names) or [f"0 {names[columns[0].name]}"]  # some readers need a term
    lines = ["Minimize", *_wrapped(f"{OBJECTIVE}:", objective), "Subject To"]
    for row in problem.constraints():
        end = f"{_SENSES[row.sense]} {number(-row.constant)}"
        lines += _wrapped(f"{names[row.name]}:", [*_terms(row, names), end])
    lines += ["Bounds", *(f" {bound}" for v in columns if (bound := _lp_bound(v, names[v.name])))]
    whole = [names[v.name] for v in columns if v.cat != pulp.LpContinuous]
    lines += ["Generals", *(f" {name}" for name in whole)] if whole else []
    return "\n".join([*lines, "End", ""])


def mps_text(problem: LpProblem) -> str:
    """The problem in free MPS format."""
    names, rows = _names(problem), problem.constraints()
    lines = [f"NAME {problem.name} FREE", "ROWS", f" N {OBJECTIVE}"]
    lines += [f" {_KINDS[row.sense]} {names[row.name]}" for row in rows]
    lines += ["COLUMNS", *_mps_columns(problem, names), "RHS"]
    lines += [f" RHS {names[row.name]} {number(-row.constant)}" for row in rows if row.constant]
    lines += ["BOUNDS"]
    for v in problem.variables():
        lines += [f" {kind} BND {names[v.name]}{value}" for kind, value in _mps_bounds(v)]
    return "\n".join([*lines, "ENDATA", ""])


WRITERS: Mapping[str, Callable[[LpProblem], str]] = {".lp": lp_text, ".mps": mps_text}


def names_table(problem: LpProblem) -> str:
    """CSV with a line for each name in the file: whether it is a column or a row, what it means, and its ids."""
    names = _names(problem)
    parts = [("column", v.name, *read_name(v.name)) for v in problem.variables()]
    parts += [("row", row.name, *read_name(row.name)) for row in problem.constraints()]
    width = max((len(ids) for *_, ids in parts), default=0)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["name", "part", "what", *(f"id_{n + 1}" for n in range(width))])
    for part, name, what, ids in parts:
        table.writerow([names[name], part, what, *ids, *[""] * (width - len(ids))])
    return text.getvalue()


def number(value: float) -> str:
    """A number as short as it can be written without losing a digit."""
    value = float(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _names(problem: LpProblem) -> dict[str, str]:
    columns = short_names(v.name for v in problem.variables())
    return columns | short_names(row.name for row in problem.constraints() if row.name not in columns)


def _terms(expression: Mapping[LpVariable, float], names: Mapping[str, str]) -> list[str]:
    terms = [(c, names[v.name]) for v, c in sorted(expression.items(), key=lambda term: term[0].name) if c]
    signed = [f"{'-' if c < 0 else '+'} {_times(abs(c))}{name}" for c, name in terms]
    return [signed[0].removeprefix("+ "), *signed[1:]] if signed else []


def _times(coefficient: float) -> str:
    return "" if coefficient == 1 else f"{number(coefficient)} "


def _wrapped(head: str, words: Iterable[str]) -> Iterator[str]:
    """The words in lines short enough for readers with small buffers; each line but the first begins with a blank."""
    line = head
    for word in words:
        if len(line) + len(word) >= _WIDTH:
            yield line
            line = ""
        line += f" {word}"
    yield line


def _lp_bound(v: LpVariable, name: str) -> str:
    low, high = v.lowBound, v.upBound
    if low is None and high is None:
        return f"{name} free"
    if low == high:
        return f"{name} = {number(low)}"
    if low == 0:
        return "" if high is None else f"{name} <= {number(high)}"
    return f"{'-inf' if low is None else number(low)} <= {name}{'' if high is None else f' <= {number(high)}'}"


def _mps_columns(problem: LpProblem, names: Mapping[str, str]) -> Iterator[str]:
    """The COLUMNS section, column by column; whole-number columns between INTORG and INTEND markers."""
    entries: dict[str, list[str]] = defaultdict(list)
    for head, expression in [(OBJECTIVE, problem.objective), *((names[r.name], r) for r in problem.constraints())]:
        for v, c in expression.items():
            if c:
                entries[v.name].append(f" {names[v.name]} {head} {number(c)}")
    columns = sorted(problem.variables(), key=lambda v: v.cat != pulp.LpContinuous)
    for whole, own in groupby(columns, lambda v: v.cat != pulp.LpContinuous):
        yield from [" MARKER0 'MARKER' 'INTORG'"] if whole else []
        for v in own:
            yield from entries.get(v.name) or [f" {names[v.name]} {OBJECTIVE} 0"]
        yield from [" MARKER1 'MARKER' 'INTEND'"] if whole else []


def _mps_bounds(v: LpVariable) -> list[tuple[str, str]]:
    low, high = v.lowBound, v.upBound
    if low is None and high is None:
        return [("FR", "")]
    if low == high:
        return [("FX", f" {number(low)}")]
    lower = [("MI", "")] if low is None else [("LO", f" {number(low)}")] if low else []
    whole = v.cat != pulp.LpContinuous  # some readers assume 1 without an upper bound
    upper = [("UP", f" {number(high)}")] if high is not None else [("PL", "")] if whole else []
    return lower + upper
