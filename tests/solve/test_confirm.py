"""A second solver's word on a proposal: agreement, contradiction, and none in time."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.errors import SolverError, UsageError
from placement.locale import LANGUAGES
from placement.present.words.voice import Voice
from placement.questions.proposal.screen.proof import confirmation
from placement.questions.verify.study import verify
from placement.solve.confirmation import Confirmation, Verdict, confirm, second_solver
from placement.solve.highs.search import HighsBackend
from placement.solve.payoff import AIM_COLUMNS
from placement.solve.pulp_backend import PulpBackend
from placement.solve.result import Options, Solved, Status
from placement.solve.run import solve
from placement.solve.stage import INF, Answer, Clock, Stage, three
from tests.helpers.taught import FLAGSHIP, FOLDER, loaded, solved

SOLVERS = [
    "cbc",
    pytest.param("scip", marks=pytest.mark.skipif(not importlib.util.find_spec("pyscipopt"), reason="an extra")),
]
Capture = pytest.CaptureFixture[str]


def asked(name: str, solver: str) -> Solved:
    return replace(solved(name), options=Options(confirm=solver))


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("name", ["profiler", "lemvig-foerste", "etaper", "til-en-pris", "fri-fordeling", "personale"])
def test_another_solver_agrees_whatever_the_method(name: str, solver: str) -> None:
    first = asked(name, solver)

    found = confirm(loaded(name), first)

    assert found.verdict(first).agrees is True
    assert found.solver == solver
    assert found.version
    assert found.formulation == "assignment"
    if found.verdict(first) is not Verdict.BETTER_WITHIN_GAP:
        assert found.objective == pytest.approx(first.objective, rel=1e-5, abs=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("solver", SOLVERS)
def test_the_flagship_is_confirmed(solver: str) -> None:
    first = asked(FLAGSHIP, solver)

    found = confirm(loaded(FLAGSHIP), first)

    assert found.verdict(first) is Verdict.SAME_PLAN
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(first.objective, abs=1)
    assert found.bound == pytest.approx(first.objective, abs=1)


# ---- when one of them is wrong


def lying(backend: HighsBackend, stage: Stage, clock: Clock, start: Mapping[str, float] | None = None) -> Answer:
    """Calls the cheapest plan the best there is, whatever was asked."""
    if stage.name.startswith(("pay-off", "relaxation")):
        return honest(backend, stage, clock, start)
    if stage.name != "proposal":
        return Answer(Status.OPTIMAL, start or {}, 0.0, 0.0, "")
    cheapest = replace(stage, cost=(0.0, 0.0, 1.0), t_cost=0.0, chebyshev=None, gap=0.0)
    values = honest(backend, cheapest, clock, start).values
    told = stage.value(three(values[name] for name in AIM_COLUMNS))
    return Answer(Status.OPTIMAL, values, told, told, "")


honest = HighsBackend.answer


@pytest.mark.parametrize(("lang", "words"), [("da", "MODSAGT: CBC finder en plan"), ("en", "CONTRADICTED: CBC finds")])
def test_a_first_solver_that_lies_is_contradicted_and_the_status_says_so(
    lang: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
) -> None:
    monkeypatch.setattr(HighsBackend, "answer", lying)
    out = tmp_path / "result"
    arguments = ["solve", str(FOLDER / "profiler"), "--formulation", "configuration", "--lang", lang]

    assert run([*arguments, "--confirm-with", "cbc", "--out", str(out)]) == 8

    screen = " ".join(capsys.readouterr().out.split())
    assert words in screen
    assert ("brug ikke forslaget" if lang == "da" else "do not use the proposal") in screen
    told = json.loads((out / "result.json").read_text(encoding="utf-8"))["confirmation"]
    assert (told["verdict"], told["agrees"], told["solver"]) == ("better", False, "cbc")
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["options"]["confirm"] == "cbc"


def test_without_being_asked_nobody_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HighsBackend, "answer", lying)
    assert solve(loaded("profiler"), Options(formulation="configuration")).status is Status.OPTIMAL


@pytest.mark.parametrize(
    ("answer", "verdict", "words"),
    [
        (Answer(Status.INFEASIBLE, {}, INF, INF, ""), Verdict.NONE_SO_GOOD, "no plan keeps the rules"),
        (Answer(Status.NO_PLAN_FOUND, {}, INF, 10.0, "time_limit"), Verdict.NONE_SO_GOOD, "no plan is better than"),
        (Answer(Status.NO_PLAN_FOUND, {}, INF, -INF, "time_limit"), Verdict.UNFINISHED, "was not finished"),
    ],
    ids=["infeasible", "a bound beyond the proposal", "nothing in time"],
)
def test_a_second_solver_that_finds_none(
    answer: Answer, verdict: Verdict, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PulpBackend, "answer", lambda *_, **__: answer)
    first = asked("profiler", "cbc")

    found = confirm(loaded("profiler"), first)

    assert found.verdict(first) is verdict
    assert words in " ".join(confirmation(first, found, Voice("en")))


def test_a_second_solver_that_fails_is_told_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def failing(*_: Any, **__: Any) -> Answer:
        raise SolverError("out of order")

    monkeypatch.setattr(PulpBackend, "answer", failing)
    assert run(["solve", str(FOLDER / "profiler"), "--confirm-with", "cbc", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["confirmation"]
    assert (told["verdict"], told["agrees"], told["fault"]) == ("failed", None, "out of order")


def test_a_second_plan_that_breaks_a_rule_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    first = asked("personale", "cbc")
    answered = PulpBackend.answer

    def unfit(backend: PulpBackend, *args: Any) -> Answer:
        answer = answered(backend, *args)
        everywhere = {n: 1.0 if n.startswith(("open(", "days(", "lines(")) else v for n, v in answer.values.items()}
        return replace(answer, values=everywhere)

    monkeypatch.setattr(PulpBackend, "answer", unfit)
    found = confirm(loaded("personale"), first)

    assert found.verdict(first) is Verdict.FAILED
    assert "breaks" in found.fault


def test_a_second_solver_that_calls_a_worse_plan_best(monkeypatch: pytest.MonkeyPatch) -> None:
    first = asked("profiler", "cbc")
    answered = PulpBackend.answer

    def content(backend: PulpBackend, stage: Stage, clock: Clock) -> Answer:
        return answered(backend, replace(stage, cost=(0.0, 0.0, 1.0), t_cost=0.0, chebyshev=None), clock)

    monkeypatch.setattr(PulpBackend, "answer", content)
    found = confirm(loaded("profiler"), first)

    assert found.objective > first.objective + 0.01
    assert found.verdict(first).agrees is False


# ---- time


@pytest.mark.parametrize("solver", SOLVERS)
def test_no_time_left_is_said_and_is_no_contradiction(solver: str) -> None:
    first = asked("profiler", solver)

    found = confirm(loaded("profiler"), first, Clock(0.0))

    assert found.verdict(first) is Verdict.UNFINISHED
    assert found.verdict(first).agrees is None


def test_a_limit_covers_both(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    limits: list[float] = []

    def watched(_backend: PulpBackend, _stage: Stage, clock: Clock) -> Answer:
        limits.append(clock.left)
        return Answer(Status.NO_PLAN_FOUND, {}, INF, -INF, "time_limit")

    monkeypatch.setattr(PulpBackend, "answer", watched)
    assert run(["solve", str(FOLDER / "profiler"), "--confirm-with", "cbc", "--time-limit", "60", "--lang", "en"]) == 0
    assert 0 < limits[0] < 60
    assert "Not confirmed: CBC was not finished" in " ".join(capsys.readouterr().out.split())


# ---- what is said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, Verdict.SAME_PLAN),
        ({"same_plan": False}, Verdict.EQUALLY_GOOD),
        ({"objective": -0.1}, Verdict.BETTER),
        ({"bound": 5.0}, Verdict.NONE_SO_GOOD),
        ({"objective": 5.0}, Verdict.WORSE),
        ({"status": Status.FEASIBLE}, Verdict.UNFINISHED),
        ({"fault": "x"}, Verdict.FAILED),
    ],
)
def test_every_verdict_is_told_in_both_languages(change: dict[str, Any], verdict: Verdict, lang: Any) -> None:
    first = weighed()
    numbers = {"objective": first.objective, "bound": first.objective, "same_plan": True, "fault": "", "seconds": 1.0}
    found = Confirmation(
        **{"solver": "cbc", "version": "1", "formulation": "assignment", "status": Status.OPTIMAL, **numbers}
    )
    found = replace(found, **change)

    assert found.verdict(first) is verdict
    assert "CBC" in confirmation(first, found, Voice(lang))[0]


@cache
def weighed() -> Solved:
    return solve(loaded("profiler"), Options(method="weighted"))


def test_a_better_plan_within_the_gap_is_no_contradiction() -> None:
    first = replace(weighed(), bound=weighed().objective - 0.05)
    found = Confirmation(
        "cbc", "1", "assignment", Status.OPTIMAL, first.objective - 0.01, first.objective - 0.01, False, "", 1.0
    )

    assert found.verdict(first) is Verdict.BETTER_WITHIN_GAP
    assert found.better(first) == pytest.approx(0.01)
    assert "1.000% of the range better (0.3054904 against 0.3154904" in confirmation(first, found, Voice("en"))[0]


def test_verify_recomputes_the_verdict(tmp_path: Path) -> None:
    out = tmp_path / "result"
    assert run(["solve", str(FOLDER / "profiler"), "--confirm-with", "cbc", "--out", str(out)]) == 0
    assert verify(out) == []

    path = out / "result.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"agrees": true', '"agrees": false'), encoding="utf-8")
    assert [each.column for each in verify(out) if each.column.startswith("confirmation")] == ["confirmation.agrees"]


# ---- who is asked


def test_the_first_that_is_here_and_another_than_the_first_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placement.solve.confirmation.available_solvers", lambda: ("cbc", "highs", "scip"))
    assert second_solver(Options(confirm="any")) == "scip"
    assert second_solver(Options(confirm="any", solver="scip")) == "cbc"
    monkeypatch.setattr("placement.solve.confirmation.available_solvers", lambda: ("cbc", "highs"))
    assert second_solver(Options(confirm="any")) == "cbc"
    assert second_solver(Options(confirm="any", solver="cbc")) == "highs"
    monkeypatch.setattr("placement.solve.confirmation.available_solvers", lambda: ("highs",))
    with pytest.raises(UsageError, match="solver 'scip, cbc, highs' is not available"):
        second_solver(Options(confirm="any"))


@pytest.mark.parametrize(
    ("name", "da", "en"),
    [
        ("highs", "er den solver, der skal bekræftes", "is the solver that is to be confirmed"),
        ("abacus", "solveren 'abacus' er ikke her", "solver 'abacus' is not available"),
    ],
)
def test_nobody_else_to_ask_is_said_before_anything_is_solved(name: str, da: str, en: str, capsys: Capture) -> None:
    for lang, words in (("da", da), ("en", en)):
        assert run(["solve", str(FOLDER / "profiler"), "--confirm-with", name, "--lang", lang]) == 2
        assert words in " ".join(capsys.readouterr().err.split())
