"""Limits hold while a scenario is read, its model built and a proposal studied; no clock here ticks by itself."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.regions import SIZES, Size, as_loaded, region
from placement.cli import run
from placement.errors import NoPlanError
from placement.present.words.currency import speaking_of
from placement.questions.proposal.folder import write_result
from placement.questions.proposal.screen.first import first_screen
from placement.questions.proposal.study import study
from placement.questions.verify.study import verify
from placement.scenario.load import load
from placement.solve.prepared import Workbench, written_in_time
from placement.solve.result import Options, Progress, Status
from placement.solve.run import Live, solve, time_to_study
from placement.solve.stage import Clock
from placement.time_limit import OutOfTimeError, in_time, patient
from tests.helpers.solved_by_hand import TEMPLATES

SMALL = SIZES["S"].with_(areas=20, houses=3, functions=4)
SCENARIO = TEMPLATES / "en"
Capture = pytest.CaptureFixture[str]


def asked_times(most: int | None = None) -> tuple[Callable[[], str], list[int]]:
    """Says that time is up once it has been asked so often."""
    asked = [0]

    def over() -> str:
        asked[0] += 1
        return "time_limit" if most is not None and asked[0] > most else ""

    return over, asked


@pytest.fixture
def every_look_takes(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A clock that goes on by so many seconds whenever anybody looks at it, and never else."""

    def take(seconds: float) -> None:
        fake = SimpleNamespace(perf_counter=itertools.count(0.0, seconds).__next__)
        monkeypatch.setattr("placement.solve.stage.time", fake)
        monkeypatch.setattr("placement.solve.run.time", fake)

    return take


def test_nobody_is_hurried_who_has_no_limit() -> None:
    asked: list[str] = []
    in_time()
    with patient("building", lambda: asked.append("building") or ""):
        in_time()
    in_time()
    assert asked == ["building"]


def test_the_innermost_is_asked() -> None:
    with patient("reading", lambda: "time_limit"):
        with patient("building", lambda: ""):
            in_time()
        with pytest.raises(OutOfTimeError, match="reading"):
            in_time()
    in_time()


@pytest.mark.parametrize("formulation", ["configuration", "assignment"])
def test_building_may_end_anywhere(formulation: str) -> None:
    scenario, options = region(SMALL, 1), Options(formulation=formulation)
    over, asked = asked_times()
    with patient("building", over):
        _ = Workbench(scenario, options).backend
    for most in range(0, asked[0], max(1, asked[0] // 12)):
        with pytest.raises(OutOfTimeError), patient("building", asked_times(most)[0]):
            _ = Workbench(scenario, options).backend


@pytest.mark.parametrize("more", [{"functions": 12}, {"houses": 9}])
def test_the_larger_the_more_often_it_is_asked(more: dict[str, int]) -> None:
    def asked(size: Size) -> int:
        over, times = asked_times()
        with patient("building", over):
            _ = Workbench(region(size, 1), Options()).backend
        return times[0]

    assert asked(SMALL.with_(**more)) > asked(SMALL)


def test_reading_may_end_anywhere() -> None:
    over, asked = asked_times()
    with patient("reading", over):
        load(SCENARIO)
    assert asked[0] > 100
    for most in range(0, asked[0], asked[0] // 5):
        with pytest.raises(OutOfTimeError, match="reading"), patient("reading", asked_times(most)[0]):
            load(SCENARIO)


def test_a_model_there_is_no_time_for_leaves_today(every_look_takes: Callable[[float], None]) -> None:
    every_look_takes(0.01)
    told: list[Progress] = []
    solved = solve(as_loaded(region(SMALL, 1)), Options(time_limit=5.0), progress=told.append)
    assert (solved.status, solved.stopped, solved.formulation) == (Status.FEASIBLE, "time_limit", "unwritten")
    assert solved.today_plan is not None
    assert (solved.plan.open == solved.today_plan.open).all()
    assert {line.stage for line in told} == {"building"}
    assert [line.seconds for line in told] == sorted(line.seconds for line in told)


def test_what_stands_today_may_take_too_long_as_well(every_look_takes: Callable[[float], None]) -> None:
    every_look_takes(10.0)
    scenario = region(SMALL, 1)
    with pytest.raises(OutOfTimeError) as caught:
        written_in_time(scenario, Options(), Clock(20.0, start=0.0))
    assert caught.value.size == (20, len(scenario.sites), 4)


def test_ctrl_c_while_the_model_is_built_leaves_today(every_look_takes: Callable[[float], None]) -> None:
    every_look_takes(0.01)
    told: list[Progress] = []
    clock = Clock()

    def hear(progress: Progress) -> None:
        told.append(progress)
        clock.stop.set()

    solved = solve(as_loaded(region(SMALL, 1)), Options(), progress=hear, stop=clock.stop)
    assert (len(told), solved.stopped, solved.formulation) == (1, "interrupt", "unwritten")


def test_a_what_if_after_it_is_written_anew(every_look_takes: Callable[[float], None]) -> None:
    every_look_takes(0.01)
    loaded = as_loaded(region(SMALL, 1))
    live = Live(loaded, Options(time_limit=5.0))
    assert live.ask(loaded, Options()).formulation != "unwritten"


def test_the_search_leaves_time_to_judge() -> None:
    clock = Clock(100.0)
    assert clock.but(7.0, 0.25).limit == 93.0
    assert clock.but(70.0, 0.25).limit == 75.0
    assert Clock().but(7.0, 0.25).limit is None


# ---- what is said beside a proposal


def test_a_study_without_time_says_so_and_is_verified(tmp_path: Path) -> None:
    loaded = load(SCENARIO)
    solved = solve(loaded, Options())
    clock = Clock(0.0)
    with time_to_study(clock):
        studied = study(solved, loaded)
    assert (studied.examined, studied.pairs, studied.knife_edges) == (False, (), ())
    assert studied.changes == study(solved, loaded).changes
    with speaking_of(loaded.scenario.about.currency):
        folder = write_result(tmp_path / "out", solved, studied, loaded, command="", scenario=str(SCENARIO))
    assert json.loads((folder / "result.json").read_text(encoding="utf-8"))["examined"] is False
    assert verify(folder, SCENARIO) == []
    screen = " ".join(line.text for line in first_screen(solved, studied, "en", date=dt.date(2026, 1, 1)))
    assert "not looked for, there was no time" in " ".join(screen.split())


def test_a_search_that_was_stopped_is_studied_all_the_same() -> None:
    clock = Clock()
    clock.stop.set()
    with time_to_study(clock):
        in_time()
    later = Clock()
    with time_to_study(later):
        later.stop.set()
        with pytest.raises(OutOfTimeError):
            in_time()


# ---- the command line


def test_no_time_to_read_is_6(capsys: Capture) -> None:
    assert run(["solve", str(SCENARIO), "--time-limit", "1e-9", "--lang", "en"]) == 6
    assert "time was up while the scenario was being read" in " ".join(capsys.readouterr().err.split())


def test_no_time_to_build_is_6_and_tells_the_size(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OutOfTimeError("building", "time_limit", (10_000, 100, 50))

    monkeypatch.setattr("placement.solve.run.written_in_time", fails)
    assert run(["solve", str(SCENARIO), "--time-limit", "60", "--lang", "en", "--json"]) == 6
    document = json.loads(capsys.readouterr().out)
    assert document["status"] == "no_plan_found"
    assert "10,000 areas × 100 sites × 50 functions" in document["message"]


def test_it_is_an_ending_without_a_plan() -> None:
    assert issubclass(OutOfTimeError, NoPlanError)
