"""``verify --solve``: a folder's proposal solved again from its own scenario, in every method and way of asking."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.present.words.voice import Voice
from placement.questions.verify.screen import outcome_in_words
from placement.questions.verify.study import Again, Outcome, compared, solve_again
from placement.scenario.load import load
from placement.solve.result import Options, Solved, Status
from placement.solve.run import solve

ROOT = Path(__file__).parents[3] / "scenarios"
WAYS = {
    "price": ("til-en-pris",),
    "another price": ("til-en-pris", "--price", "3"),
    "a price with a decimal comma": ("til-en-pris", "--price", "2,5", "--gap-money", "900,5"),
    "a variant, and a value": ("lemvig-foerste", "--variant", "hoejere_krav", "--set", "objectives.prices.minute=5"),
    "what is decided": (
        "lemvig-foerste",
        "--set",
        "policy.placements.lunge_amb.sh_lemvig={decision: must_not, reason: x}",
    ),
    "phases": ("etaper",),
    "balanced": ("trappen", "--method", "balanced", "--weights", "citizen=2,quality=1,economy=1"),
    "weighted": ("trappen", "--method", "weighted", "--weights", "citizen=1,quality=1,economy=2"),
    "lexicographic": ("trappen", "--method", "lexicographic"),
    "epsilon": ("trappen", "--method", "epsilon", "--set", "objectives.epsilon={minimise: citizen, economy: 0}"),
}


def called(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    status = run([*arguments, "--lang", "en"])
    return status, capsys.readouterr().out


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_same_plan_comes_out(way: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, *options = way
    folder = str(tmp_path / "out")
    status, _ = called(capsys, "solve", str(ROOT / name), *options, "--out", folder, "--quiet")
    assert status == 0
    status, said = called(capsys, "verify", folder, "--solve")
    assert status == 0, said
    assert "recomputed and agrees" in said
    assert "Solved again: the same plan comes out." in " ".join(said.split())
    status, said = called(capsys, "verify", folder, "--solve", "--json")
    assert status == 0
    assert json.loads(said)["solved_again"]["outcome"] == "same_plan"


@pytest.fixture(scope="module")
def solved() -> Solved:
    return solve(load(ROOT / "trappen"), Options())


def other(solved: Solved, **changed: Any) -> Solved:
    """The proposal as it would be with another plan: today's."""
    assert solved.today_plan is not None
    assert solved.today_evaluation is not None
    return replace(solved, plan=solved.today_plan, evaluation=solved.today_evaluation, **changed)


def value(solved: Solved, plan: Solved) -> float:
    return compared(solved, plan).objective


def test_a_folder_with_a_worse_plan_is_told_so(solved: Solved) -> None:
    today = value(solved, other(solved))
    assert today > solved.objective + 1000
    stopped = other(solved, objective=today, bound=solved.bound, status=Status.FEASIBLE)
    assert compared(stopped, solved).outcome is Outcome.BETTER
    proud = replace(stopped, bound=today - 1, status=Status.OPTIMAL)
    found = compared(proud, solved)
    assert found.outcome is Outcome.BEYOND_PROOF
    assert found.outcome.agrees is False
    assert found.apart == pytest.approx(solved.objective - today)


def test_a_search_that_finds_no_plan_as_good_is_wrong_unless_it_was_stopped(solved: Solved) -> None:
    assert compared(solved, other(solved)).outcome is Outcome.NONE_SO_GOOD
    found = compared(solved, other(solved, status=Status.FEASIBLE, stopped="time_limit"))
    assert found.outcome is Outcome.UNFINISHED
    assert found.outcome.agrees is None


def test_another_plan_is_as_good_only_within_the_accuracy_asked_for(solved: Solved) -> None:
    apart = value(solved, other(solved)) - solved.objective
    wide = replace(solved, options=replace(solved.options, gap_money=apart + 1))
    narrow = replace(solved, options=replace(solved.options, gap=0.0, gap_money=apart - 1))
    assert compared(wide, other(wide)).outcome is Outcome.EQUALLY_GOOD
    assert compared(narrow, other(narrow)).outcome is Outcome.NONE_SO_GOOD


def test_what_the_price_does_not_count_is_looked_at_where_kroner_are_the_same(solved: Solved) -> None:
    """Two plans as dear at the same minutes, one with more lost quality than a price of 0 would ever show."""
    aims = solved.objectives
    assert solved.prices is not None
    free = replace(solved, prices=replace(solved.prices, lost_quality_visit=0.0))
    free = replace(free, objective=value(free, free), bound=value(free, free))
    worse = replace(aims, quality_visits=aims.quality_visits + 5000)
    lost = other(free)
    lost = replace(lost, evaluation=replace(solved.evaluation, objectives=worse))
    assert compared(free, lost).outcome is Outcome.NONE_SO_GOOD
    slightly = replace(solved.evaluation, objectives=replace(aims, quality_visits=aims.quality_visits + 5))
    assert compared(free, replace(lost, evaluation=slightly)).outcome is Outcome.EQUALLY_GOOD


def test_every_outcome_has_words(solved: Solved) -> None:
    said = {outcome_in_words(Again(solved, solved, 0.0, outcome), Voice("en")) for outcome in Outcome}
    assert len(said) == len(Outcome)


def test_a_folder_stopped_early_is_solved_again_by_its_own_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its gap allows for a better plan; with its own options the answer is the same again."""
    folder = tmp_path / "out"
    called(capsys, "solve", str(ROOT / "lemvig-foerste"), "--gap", "0.9", "--gap-money", "1e7", "--out", str(folder))
    assert solve_again(folder).before.options.gap == 0.9
    assert solve_again(folder).outcome in {Outcome.SAME_PLAN, Outcome.EQUALLY_GOOD}


def test_a_changed_folder_is_not_solved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "out"
    called(capsys, "solve", str(ROOT / "trappen"), "--out", str(folder), "--quiet")
    lock = folder / "scenario.lock.yaml"
    lock.write_text(
        lock.read_text(encoding="utf-8").replace("access_minutes: 6", "access_minutes: 16", 1), encoding="utf-8"
    )
    status, said = called(capsys, "verify", str(folder), "--solve")
    assert status == 7
    assert "It was not solved again" in said


def test_only_proposals_are_solved_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "out")
    called(capsys, "tradeoff", str(ROOT / "trappen"), "--out", folder, "--quiet")
    assert run(["verify", folder, "--solve", "--lang", "en"]) == 2
    assert "--solve solves the folders of placement solve again" in " ".join(capsys.readouterr().err.split())
    assert run(["verify", folder, "--time-limit", "5", "--lang", "en"]) == 2
