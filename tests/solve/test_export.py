"""The exported model: every number as the program has it, names that any solver reads, and what they mean."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pulp
import pytest
import yaml

from placement.model.linear import name_of, read_name
from placement.model.lp_mps import LONGEST, short_names
from placement.scenario.load import Loaded, load
from placement.solve.export import names_beside, posed_problem, write_model
from placement.solve.highs.search import HighsBackend
from placement.solve.prepared import Workbench
from placement.solve.result import Options
from placement.solve.stage import Clock, Stage
from tests.helpers.taught import FLAGSHIP, FOLDER, loaded, solved
from tests.model.exact import Exact, exact
from tests.model.test_written import POSSIBLE, proposed
from tests.solve.exported import READERS, by_cbc, by_highs, by_scip, meanings, names_in

LONG = "allerlængste-navn"
"""A scenario whose ids are as long as ids may be, and not in ASCII."""


def with_long_ids(text: str) -> str:
    """The same scenario with every id of a function, site or role drawn out to 80 signs that differ only at the end."""
    raw = yaml.safe_load(text)
    ids = [*raw["functions"], *raw["sites"], *raw.get("staff_roles", {})]
    for old in sorted(ids, key=len, reverse=True):
        new = ("ældre-borgere-å-" * 6)[: 79 - len(old)] + "_" + old
        assert len(new) == 80
        text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)
    return text


@cache
def region(name: str) -> Loaded:
    if name != LONG:
        return loaded(name)
    folder = Path(mkdtemp())
    source = FOLDER / "personale"
    for file in source.iterdir():
        if file.is_file():
            (folder / file.name).write_text(with_long_ids(file.read_text(encoding="utf-8")), encoding="utf-8")
    return load(folder)


@cache
def written(name: str, suffix: str) -> Path:
    path = Path(mkdtemp()) / f"model{suffix}"
    write_model(region(name), path)
    return path


@cache
def posed(name: str) -> pulp.LpProblem:
    return posed_problem(region(name), Options())


@cache
def keeps_today(name: str) -> bool:
    return Workbench(region(name).scenario, Options()).feasible_today is not None


@cache
def told(name: str, *, today: bool) -> dict[str, float]:
    """Column values of the proposal or today, as a solver tells them."""
    bench = Workbench(region(name).scenario, Options(formulation="assignment"))
    course = bench.feasible_today if today else proposed(solved(name))
    assert isinstance(bench.backend, HighsBackend)
    values = bench.backend._completed(Stage("exact", (1e-6, 1e-6, 1e-6)), Clock(), bench.written.start(course))
    assert values
    return dict(values)


def as_floats(read: Exact) -> object:
    """What a solver that reads the decimals makes of them."""
    rows = {
        n: ({c: float(v) for c, v in row.terms.items()}, row.sense, float(row.right)) for n, row in read.rows.items()
    }
    bounds = {n: [None if end is None else float(end) for end in ends] for n, ends in read.bounds.items()}
    return rows, bounds, read.whole


@pytest.mark.parametrize("suffix", [".lp", ".mps"])
@pytest.mark.parametrize("name", [*POSSIBLE, pytest.param(FLAGSHIP, marks=pytest.mark.slow)])
def test_the_text_is_the_model_and_the_proposal_and_today_keep_it_exactly(name: str, suffix: str) -> None:
    read = READERS[suffix](written(name, suffix))
    problem = posed(name)

    assert as_floats(read) == as_floats(exact(problem))
    assert READERS[suffix](written(name, suffix)).complete(told(name, today=False)).broken() == []
    if keeps_today(name):
        assert READERS[suffix](written(name, suffix)).complete(told(name, today=True)).broken() == []


@pytest.mark.parametrize("suffix", [".lp", ".mps"])
@pytest.mark.parametrize("name", [*POSSIBLE, LONG])
def test_other_solvers_read_it_and_find_the_same_optimum(name: str, suffix: str) -> None:
    path = written(name, suffix)
    best = by_highs(path)

    assert by_cbc(path) == pytest.approx(best, rel=1e-6, abs=1e-6)
    if importlib.util.find_spec("pyscipopt"):
        assert by_scip(path) == pytest.approx(best, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("suffix", [".lp", ".mps"])
@pytest.mark.parametrize("name", ["etaper", "personale", LONG])
def test_the_table_says_what_every_name_means(name: str, suffix: str) -> None:
    path = written(name, suffix)
    known = meanings(names_beside(path))
    problem = posed(name)
    full = {v.name for v in problem.variables()} | {row.name for row in problem.constraints()}

    assert set(names_in(path)) == set(known)
    assert set(known.values()) == full
    ids = {i for meant in full for i in read_name(meant)[1]}
    assert set(region(name).scenario.functions) <= ids


def test_names_are_as_short_as_the_strictest_reader_asks_and_of_signs_all_know() -> None:
    names = list(names_in(written(LONG, ".lp")))

    assert max(map(len, names)) <= LONGEST
    assert [name for name in names if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_(),~]*", name)] == []
    assert any(re.search(r"~[0-9a-f]{10}$", name) for name in names)


def test_a_long_name_does_not_change_with_what_else_there_is() -> None:
    long, other = "open(" + "a" * 90 + ",x)", "open(" + "a" * 90 + ",y)"

    alone = short_names([long])[long]
    assert short_names([other, long, "open(a,b)"]) == {
        other: short_names([other])[other],
        long: alone,
        "open(a,b)": "open(a,b)",
    }
    assert len(alone) == LONGEST
    assert alone.startswith("open(aaaa")


@pytest.mark.parametrize("ids", [("æa",), ("\u0e6a",), ("a-b", "c d", "e,f"), ("~e6~",), ("0.25",), (), ("a~2d",)])
def test_ids_are_read_back_from_names(ids: tuple[str, ...]) -> None:
    assert read_name(name_of("open", *ids)) == ("open", ids)


def test_different_ids_have_different_names() -> None:
    assert name_of("open", "æa") != name_of("open", "\u0e6a")


@pytest.mark.parametrize("name", ["personale", "profiler", "samme-dag", "vaekst"])
def test_today_keeps_bounds_that_it_meets_exactly(name: str) -> None:
    bounds = ["method=epsilon", "epsilon.minimise=economy", "epsilon.citizen_minutes=0", "epsilon.quality_visits=0"]
    asked = load(FOLDER / name, overrides=[f"objectives.{one}" for one in bounds])

    problem = posed_problem(asked, Options())

    assert exact(problem).complete(told(name, today=True)).broken() == []
