"""Exit statuses, and which stream says what; the solver is replaced where its answer is not the point."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from placement.cli import run
from placement.errors import Fault, InfeasibleError, NoPlanError, SolverError
from placement.scenario.load import Loaded
from placement.solve.result import Options, Progress, Solved, Status
from tests.helpers.solved_by_hand import OPENED, TEMPLATES, solved

SCENARIO = str(TEMPLATES / "da")
Capture = pytest.CaptureFixture[str]
Fake = Callable[..., Solved]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fake], None]:
    """Replace the solver."""

    def replace(fake: Fake) -> None:
        monkeypatch.setattr(
            "placement.solve.run.Live", lambda *args, **named: SimpleNamespace(solved=fake(*args, **named))
        )

    return replace


def by_hand(**ending: Any) -> Fake:
    def fake(loaded: Loaded, options: Options, *, progress: Any, stop: Any) -> Solved:
        progress(Progress("proposal", 2.0, 0.5, 0.4, 0.1))
        assert not stop.is_set()
        return solved(loaded, OPENED["da"], options=options, **ending)

    return fake


def failing(error: Exception) -> Fake:
    def fake(*_: Any, **__: Any) -> Solved:
        raise error

    return fake


def test_a_proven_plan_is_0(answer: Callable[[Fake], None], capsys: Capture) -> None:
    answer(by_hand())
    assert run(["solve", SCENARIO]) == 0
    out, err = capsys.readouterr()
    assert "FORSLAG  3 nye tilbud i 2 huse." in out
    assert err == ""
    assert "\x1b" not in out


@pytest.mark.parametrize(("stopped", "words"), [("time_limit", "tidsgrænsen"), ("interrupt", "brugeren")])
def test_a_stopped_search_with_a_plan_is_5(
    stopped: str, words: str, answer: Callable[[Fake], None], capsys: Capture, tmp_path: Path
) -> None:
    answer(by_hand(status=Status.FEASIBLE, gap=0.123, stopped=stopped))
    assert run(["solve", SCENARIO, "--out", str(tmp_path / "out")]) == 5
    out = " ".join(capsys.readouterr().out.split())
    assert words in out
    assert "højst 12,3 % fra bevist bedst" in out
    assert (tmp_path / "out" / "result.json").exists()


def test_infeasible_is_4(answer: Callable[[Fake], None], capsys: Capture) -> None:
    cause = Fault("needs 3 sites, 2 are possible.", "functions.x.number_of_sites")
    answer(failing(InfeasibleError("no plan", [cause])))
    assert run(["solve", SCENARIO]) == 4
    out, err = capsys.readouterr()
    assert out == ""
    assert "KAN IKKE LADE SIG GØRE" in err
    assert "needs 3 sites" in err


def test_contradicting_rules_are_said(answer: Callable[[Fake], None], capsys: Capture) -> None:
    answer(failing(InfeasibleError("the solver proves it")))
    assert run(["solve", SCENARIO, "--lang", "en"]) == 4
    assert "the rules contradict each other" in " ".join(capsys.readouterr().err.split())


def test_no_plan_is_6_and_writes_nothing(answer: Callable[[Fake], None], capsys: Capture, tmp_path: Path) -> None:
    answer(failing(NoPlanError("the time limit came first.")))
    assert run(["solve", SCENARIO, "--out", str(tmp_path / "out")]) == 6
    assert "intet er skrevet" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("error", [SolverError("solver is out of order"), RuntimeError("bang\nboom"), KeyError("x")])
def test_what_goes_wrong_inside_is_1_without_traceback(
    error: Exception, answer: Callable[[Fake], None], capsys: Capture
) -> None:
    answer(failing(error))
    assert run(["solve", SCENARIO]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert err.startswith("Fejl:")


def test_debug_shows_where(answer: Callable[[Fake], None], capsys: Capture) -> None:
    answer(failing(RuntimeError("bang")))
    assert run(["solve", SCENARIO, "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_abort_is_6(answer: Callable[[Fake], None], capsys: Capture) -> None:
    def fake(*_: Any, **__: Any) -> Solved:
        raise KeyboardInterrupt

    answer(fake)
    assert run(["solve", SCENARIO]) == 6
    assert "Afbrudt" in capsys.readouterr().err


def test_json_is_one_document_and_nothing_else(answer: Callable[[Fake], None], capsys: Capture) -> None:
    answer(by_hand())
    assert run(["solve", SCENARIO, "--json", "--weights", "citizen=2,quality=1,economy=1"]) == 0
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert document["status"] == "optimal"
    assert document["weights"] == {"citizen": 2.0, "quality": 1.0, "economy": 1.0}
    assert err == ""


@pytest.mark.parametrize(
    ("error", "status", "word"),
    [(InfeasibleError("no"), 4, "infeasible"), (NoPlanError("no"), 6, "no_plan_found")],
)
def test_json_without_a_plan(
    error: Exception, status: int, word: str, answer: Callable[[Fake], None], capsys: Capture
) -> None:
    answer(failing(error))
    assert run(["solve", SCENARIO, "--json"]) == status
    assert json.loads(capsys.readouterr().out)["status"] == word


def test_variants_side_by_side(answer: Callable[[Fake], None], capsys: Capture, tmp_path: Path) -> None:
    scenario = tmp_path / "s"
    assert run(["init", str(scenario)]) == 0
    text = (scenario / "scenario.yaml").read_text(encoding="utf-8")
    text += "  faerre: {title: Hvad nu hvis færre?, set: {policy.max_changes: 3}}\n"
    (scenario / "scenario.yaml").write_text(text, encoding="utf-8")
    answer(by_hand())
    capsys.readouterr()
    out = tmp_path / "out"
    names = "faerre_lokaler,faerre,faerre_lokaler+faerre"
    assert run(["solve", str(scenario), "--variant", names, "--out", str(out)]) == 0
    assert capsys.readouterr().out.count("FORSLAG") == 3
    assert sorted(folder.name for folder in out.iterdir()) == ["faerre", "faerre_lokaler", "faerre_lokaler+faerre"]


def test_results_side_by_side_are_replaced_but_never_mixed_with_a_single_one(
    answer: Callable[[Fake], None], capsys: Capture, tmp_path: Path
) -> None:
    answer(by_hand())
    out, single = tmp_path / "out", tmp_path / "single"
    several = ["solve", SCENARIO, "--variant", "faerre_lokaler,faerre_lokaler"]
    assert run([*several, "--out", str(out)]) == 0
    assert run([*several, "--out", str(out)]) == 0
    assert run(["solve", SCENARIO, "--out", str(single)]) == 0
    assert run(["solve", SCENARIO, "--out", str(out)]) == 2
    assert "ved siden af hinanden (faerre_lokaler)" in " ".join(capsys.readouterr().err.split())
    assert run([*several, "--out", str(single)]) == 2
    assert "rummer ét tidligere resultat" in " ".join(capsys.readouterr().err.split())


def test_the_worst_ending_is_the_status(answer: Callable[[Fake], None], capsys: Capture) -> None:
    endings = iter([by_hand(), failing(InfeasibleError("no"))])

    def fake(*args: Any, **named: Any) -> Solved:
        return next(endings)(*args, **named)

    answer(fake)
    assert run(["solve", SCENARIO, "--variant", "faerre_lokaler,faerre_lokaler"]) == 4
    assert "FORSLAG" in capsys.readouterr().out


def test_faulty_scenario_is_3(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text("schema_version: 2\nname: x\ntitle: x\nfuntions: {}\n", encoding="utf-8")
    for command in ("solve", "check"):
        assert run([command, str(path)]) == 3
        out, err = capsys.readouterr()
        assert out == ""
        assert f"{path}:4:1: funtions" in err
        assert "    4 | funtions: {}".strip() in err
        assert "Mente du 'functions'?" in err
        assert "fejl fundet." in err


@pytest.mark.parametrize("formulation", ["auto", "configuration", "assignment"])
def test_every_formulation_may_be_asked_for(formulation: str, capsys: Capture) -> None:
    assert run(["solve", SCENARIO, "--formulation", formulation]) == 0
    assert "FORSLAG" in capsys.readouterr().out


def test_verify_of_what_is_no_result_is_2(capsys: Capture, tmp_path: Path) -> None:
    assert run(["verify", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("Fejl:")


@pytest.mark.parametrize(
    ("lang", "words"),
    [("da", "har kaldt planer bedst, som ikke var det"), ("en", "has called plans best that were not")],
)
def test_a_solver_that_is_known_to_be_wrong_is_named(
    lang: str, words: str, answer: Callable[[Fake], None], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    answer(by_hand())
    monkeypatch.setattr("placement.solve.result.known_wrong", lambda: "1.14.0")
    assert run(["solve", SCENARIO, "--json", "--lang", lang]) == 0
    out, err = capsys.readouterr()
    assert "HiGHS 1.14.0" in err
    assert words in " ".join(err.split())
    assert json.loads(out)["status"] == "optimal"
