"""Exported files, read back number by number in rational arithmetic, and solved by other programs."""

from __future__ import annotations

import csv
import re
import subprocess
import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import highspy
import pulp

from placement.model.linear import name_of
from placement.model.lp_mps import OBJECTIVE
from placement.solve.highs.quiet_highs import QuietHighs
from tests.model.exact import Exact, Row

SECTIONS = ("Minimize", "Subject To", "Bounds", "Generals", "End")


def read_lp(path: Path) -> Exact:
    """The format the program writes, not all of LP."""
    parts: dict[str, list[str]] = {section: [] for section in SECTIONS}
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line in SECTIONS:
            section = line
        elif line.startswith(" ") and section in SECTIONS[:2]:
            parts[section][-1] += line
        else:
            parts[section].append(line.strip())
    rows = {}
    for text in parts["Subject To"]:
        name, rest = text.split(": ", 1)
        left, sense, right = re.split(r" (<=|>=|=) ", rest)
        rows[name] = Row(_sum(left), {"=": "=="}.get(sense, sense), Fraction(right))
    columns = {*_sum(parts["Minimize"][0].split(": ", 1)[1]), *(n for row in rows.values() for n in row.terms)}
    bounds = {name: (Fraction(0), None) for name in columns} | dict(map(_bound, parts["Bounds"]))
    return Exact(rows, bounds, frozenset(parts["Generals"]))


def _sum(text: str) -> dict[str, Fraction]:
    terms, sign, factor = {}, Fraction(1), Fraction(1)
    for word in text.split():
        if word in "+-":
            sign, factor = Fraction(-1 if word == "-" else 1), Fraction(1)
        elif word[0].isdigit():
            factor = Fraction(word)
        else:
            assert word not in terms
            terms[word] = sign * factor
    return terms


def _bound(text: str) -> tuple[str, tuple[Fraction | None, Fraction | None]]:
    match text.split():
        case [name, "free"]:
            return name, (None, None)
        case [name, "=", value]:
            return name, (Fraction(value), Fraction(value))
        case [name, "<=", high]:
            return name, (Fraction(0), Fraction(high))
        case [low, "<=", name]:
            return name, (None if low == "-inf" else Fraction(low), None)
        case [low, "<=", name, "<=", high]:
            return name, (None if low == "-inf" else Fraction(low), Fraction(high))
    raise AssertionError(text)


def read_mps(path: Path) -> Exact:
    """The format the program writes, not all of MPS."""
    section, inside, whole = "", False, set()
    senses: dict[str, str] = {}
    terms: dict[str, dict[str, Fraction]] = {}
    right: dict[str, Fraction] = {}
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if not line.startswith(" "):
            section = words[0]
        elif section == "ROWS":
            senses[words[1]] = {"L": "<=", "G": ">=", "E": "==", "N": "N"}[words[0]]
        elif section == "COLUMNS" and "'MARKER'" in words:
            inside = "'INTORG'" in words
        elif section == "COLUMNS":
            name, row, value = words
            bounds.setdefault(name, (Fraction(0), None))
            terms.setdefault(row, {})[name] = Fraction(value)
            whole |= {name} if inside else set()
        elif section == "RHS":
            right[words[1]] = Fraction(words[2])
        elif section == "BOUNDS":
            low, high = bounds[words[2]]
            value = Fraction(words[3]) if len(words) > 3 else None
            changed = {"UP": (low, value), "LO": (value, high), "FX": (value, value), "MI": (None, high)}
            bounds[words[2]] = (changed | {"FR": (None, None), "PL": (low, None)})[words[0]]
    rows = {
        name: Row(terms.get(name, {}), sense, right.get(name, Fraction(0)))
        for name, sense in senses.items()
        if name != OBJECTIVE
    }
    return Exact(rows, bounds, frozenset(whole))


READERS: dict[str, Callable[[Path], Exact]] = {".lp": read_lp, ".mps": read_mps}


def meanings(path: Path) -> dict[str, str]:
    """What each name of a names table stands for, written as the model does."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["name"]: _full(row) for row in rows}


def _full(row: dict[str, str]) -> str:
    ids = [row[f"id_{n}"] for n in range(1, len(row) - 2)]
    while ids and not ids[-1]:
        ids.pop()
    name = name_of(row["what"], *ids)
    return name if "(" in row["name"] else row["what"]


def by_highs(path: Path) -> float:
    QuietHighs.resetGlobalScheduler(True)  # another test may have solved with another number of threads
    solver = QuietHighs()
    solver.setOptionValue("mip_rel_gap", 0.0)
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().objective_function_value)


def by_cbc(path: Path) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # PuLP warns about its own bundled CBC
        program = pulp.PULP_CBC_CMD(msg=False).path
    told = subprocess.run(
        [program, str(path), "-ratio", "0", "-solve", "-quit"], capture_output=True, text=True, check=True
    ).stdout
    assert "Result - Optimal solution found" in told, told
    return float(re.findall(r"Objective value:\s+(\S+)", told)[0])


def by_scip(path: Path) -> float:
    import pyscipopt  # noqa: PLC0415 - an extra

    model = pyscipopt.Model()
    model.hideOutput()
    model.readProblem(str(path))
    model.setParam("limits/gap", 0.0)
    model.optimize()
    assert model.getStatus() == "optimal"
    return float(model.getObjVal())


def names_in(path: Path) -> Iterator[str]:
    """Every name of rows and columns in an exported file."""
    read = READERS[path.suffix](path)
    yield from read.rows
    yield from read.bounds
