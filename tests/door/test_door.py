"""The door for Python: the same answers, words and faults as the command line, without its screen."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import placement as pl
from placement import door
from placement.cli import run
from placement.console.request import keywords_of
from placement.errors import Fault, InfeasibleError, ScenarioError, UsageError
from placement.questions import modules

ROOT = Path(__file__).parents[2]
SMALL = "scenarios/lemvig-foerste"
LONGEST = 400
"""Signs of what a notebook or a prompt shows of an answer."""
SOME = ("--draws", "1", "--numbers", "1", "--workers", "1")
ASKED: dict[str, tuple[list[str], Callable[[], Any]]] = {
    "solve": (["solve", SMALL], lambda: pl.solve(SMALL, lang="en")),
    "solve with options": (
        ["solve", SMALL, "--variant", "hoejere_krav", "--price", "3", "--set", "policy.max_changes=1"],
        lambda: pl.solve(SMALL, variant="hoejere_krav", price=3, set={"policy.max_changes": 1}, lang="en"),
    ),
    "compare": (["compare", SMALL], lambda: pl.compare(Path(SMALL), lang="en")),
    "explain": (
        ["explain", SMALL, "lunge_amb", "sh_lemvig"],
        lambda: pl.explain(SMALL, "lunge_amb", "sh_lemvig", lang="en"),
    ),
    "pairs": (["explain", SMALL], lambda: pl.explain(SMALL, lang="en")),
    "staircase": (["tradeoff", SMALL], lambda: pl.tradeoff(SMALL, lang="en")),
    "every plan": (["tradeoff", SMALL, "--all"], lambda: pl.tradeoff(SMALL, all=True, lang="en")),
    "robust": (["robust", SMALL, *SOME], lambda: pl.robust(SMALL, draws=1, numbers=1, lang="en")),
    "drafts": (["drafts", SMALL, SMALL], lambda: pl.drafts(SMALL, SMALL, lang="en")),
}
TIMES = ("seconds", "cpu_seconds_in_worlds", "command", "created", "time_limit", "cpu_seconds")


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """Each answer, asked for once."""
    return {}


def answer_to(name: str, answers: dict[str, Any]) -> Any:
    if name not in answers:
        answers[name] = ASKED[name][1]()
    return answers[name]


def on_the_command_line(*args: str, stream: int = 1) -> tuple[int, str]:
    """The exit status, and what is written to standard output, or to standard error."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run([*args, "--lang", "en"])
    return status, (out if stream == 1 else err).getvalue()


def without_times(told: Any) -> Any:
    """A document without what is another in each run."""
    if isinstance(told, dict):
        return {key: without_times(value) for key, value in told.items() if key not in TIMES}
    return [without_times(each) for each in told] if isinstance(told, list) else told


@pytest.mark.parametrize("name", ASKED)
def test_the_door_and_the_command_tell_the_same(name: str, answers: dict[str, Any], tmp_path: Path) -> None:
    found = answer_to(name, answers)
    _, printed = on_the_command_line(*ASKED[name][0], "--json", "--out", str(tmp_path / "theirs"))
    assert without_times(json.loads(json.dumps(found.document()))) == without_times(json.loads(printed))

    found.save(tmp_path / "ours")
    theirs = tables_in(tmp_path / "theirs")
    assert theirs
    assert tables_in(tmp_path / "ours") == theirs
    assert {f"{table}.csv" for table in found.tables} == set(theirs)
    assert pl.verify(tmp_path / "ours") == []


def tables_in(folder: Path) -> dict[str, Any]:
    """The rows of every table in a folder, by the name of its file."""
    files = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.csv")}
    return {name: without_times(list(csv.DictReader(text.splitlines()))) for name, text in files.items()}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_shown_at_a_prompt_is_short(name: str, answers: dict[str, Any]) -> None:
    found = answer_to(name, answers)
    seen = [each for each in objects_in(found) if each is not found.request]
    assert len(seen) > 3
    assert {type(each).__name__: len(repr(each)) for each in seen if len(repr(each)) > LONGEST} == {}
    assert len(found._repr_html_()) < 3 * LONGEST
    assert "\n" not in repr(found)


def objects_in(found: Any) -> Iterator[Any]:
    """An answer, what its attributes and properties hold, and what those hold."""
    names = [name for name in dir(found) if not name.startswith("_") and not callable(getattr(found, name))]
    inner = [getattr(found, name) for name in names]
    yield found
    for each in inner:
        yield each
        if type(each).__module__.startswith("placement.") and hasattr(each, "__dataclass_fields__"):
            held = (getattr(each, name) for name in each.__dataclass_fields__)
            yield from (part for part in held if type(part).__module__.startswith("placement."))


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_has_the_screen_of_the_command(name: str, answers: dict[str, Any]) -> None:
    lines = answer_to(name, answers).text().splitlines()
    _, printed = on_the_command_line(*ASKED[name][0])
    steady = [line for line in printed.splitlines() if line and not line.rstrip(".").endswith((" s", "seconds"))]
    missing = [line for line in steady if line not in lines]
    assert len(missing) <= 2, missing  # those with a time in the middle


def test_ballots_ask_and_count_as_the_command_does(tmp_path: Path) -> None:
    asked = pl.ballots(SMALL, lang="en")
    _, printed = on_the_command_line("ballots", SMALL, "--json")
    assert without_times(json.loads(json.dumps(asked.document()))) == without_times(json.loads(printed))
    asked.save(tmp_path / "questions.csv")
    heading = (tmp_path / "questions-answers.csv").read_text(encoding="utf-8").splitlines()[0]
    names = heading.split(",")[1:]
    assert names == [row["question"] for row in asked.tables.ballot_questions.records()]
    said = [f"Anna{',yes' * len(names)}", f"Bo{',no' * len(names)}"]
    sheet = tmp_path / "answers.csv"
    sheet.write_text("\n".join([heading, *said]) + "\n", encoding="utf-8")

    found = pl.ballots(SMALL, sheet, anonymous=True, lang="en")
    call = ["ballots", SMALL, str(sheet), "--anonymous"]
    _, printed = on_the_command_line(*call, "--json", "--out", str(tmp_path / "theirs"))
    assert without_times(json.loads(json.dumps(found.document()))) == without_times(json.loads(printed))
    found.save(tmp_path / "ours")
    assert tables_in(tmp_path / "ours") == tables_in(tmp_path / "theirs")
    assert pl.verify(tmp_path / "ours") == []
    assert "Anna" not in found.text()
    assert {row["verdict"] for row in found.tables.ballot_steps.records()} == {"talk"}, "one would, one would not"
    for answer in (asked, found):
        assert len(repr(answer)) < LONGEST
        for table in answer.tables.values():
            assert len(table.to_frame()) == len(table)
    sheet.write_text(f"{heading}\nAnna{',maybe' * len(names)}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as faulty:
        pl.ballots(SMALL, sheet)
    assert len(faulty.value.faults) == len(names)


def test_check_says_what_the_command_says() -> None:
    found = pl.check(SMALL, lang="en")
    _, printed = on_the_command_line("check", SMALL, "--json")
    assert found.document() == json.loads(printed)
    assert found.possible
    assert found.causes == []
    assert len(repr(found)) < LONGEST
    assert found.text() == on_the_command_line("check", SMALL)[1].rstrip("\n")


def test_a_scenario_that_is_read_is_asked_as_it_was_read() -> None:
    loaded = pl.load(Path(SMALL), variant="hoejere_krav", set={"policy.max_changes": 1})
    found = pl.solve(loaded)
    assert found.loaded is loaded
    assert found.request.command == (
        "placement solve scenarios/lemvig-foerste/scenario.yaml --variant=hoejere_krav --set=policy.max_changes=1"
    )
    assert len(repr(loaded)) < LONGEST
    assert len(str(loaded.scenario)) < LONGEST
    with pytest.raises(UsageError, match=r"read already.*load\(\)"):
        pl.solve(loaded, variant="hoejere_krav")
    with pytest.raises(UsageError, match="give its path"):
        pl.compare(loaded)  # type: ignore[arg-type]


def test_a_result_is_read_back(answers: dict[str, Any], tmp_path: Path) -> None:
    found = answer_to("solve", answers)
    found.save(str(tmp_path / "result"), csv="excel-da")
    again = pl.read(tmp_path / "result", lang="en")
    assert again.objectives == found.objectives
    assert again.tables.recommendation.rows == found.tables.recommendation.rows
    assert again.text()


def test_a_report_is_a_page_and_lies_over_nothing_of_others(answers: dict[str, Any], tmp_path: Path) -> None:
    page = answer_to("solve", answers).report(tmp_path / "page.html")
    assert "<!doctype html>" in page.read_text(encoding="utf-8").lower()
    assert "hoejere_krav" in answer_to("compare", answers).report(str(tmp_path / "two.html")).read_text("utf-8")
    page.write_text("mine", encoding="utf-8")
    with pytest.raises(pl.PlacementError, match="no report by placement"):
        answer_to("solve", answers).report(page)
    assert page.read_text(encoding="utf-8") == "mine"


def test_plans_have_names(answers: dict[str, Any]) -> None:
    found = answer_to("solve", answers)
    rows = found.tables.recommendation.records()
    opened = {(row["function"], row["site"]) for row in rows if row["recommended"]}
    plan = found.plan
    assert opened == {(function, site) for function, sites in plan.offers.items() for site in sites}
    function, site = min(opened)
    assert plan.open[function, site] is True
    assert plan.open[function][site] is True
    assert plan.assign[function].values.shape == found.solved.plan.assign.shape[1:]
    with pytest.raises(KeyError, match="There is no site 'nowhere'"):
        plan.days[function, "nowhere"]
    assert answer_to("compare", answers).plan("base").offers == plan.offers
    assert len(answer_to("staircase", answers).plans) == 5
    assert {*plan.units.labels} == {"equipment", "site"}
    assert plan.home_level[function] == 0


def test_a_plan_is_a_frame(answers: dict[str, Any]) -> None:
    plan = answer_to("solve", answers).plan
    frame = plan.open.to_frame()
    assert list(frame.columns) == ["function", "site", "open"]
    assert frame["open"].sum() == sum(map(len, plan.offers.values()))
    shares = plan.assign.to_frame("polars")
    assert shares.columns == ["function", "unit", "site", "share"]
    assert shares.height == plan.plan.assign.size


def test_every_table_is_a_frame(answers: dict[str, Any]) -> None:
    for name in ASKED:
        for table in answer_to(name, answers).tables.values():
            frame, other = table.to_frame(), table.to_frame("polars")
            assert list(frame.columns) == other.columns == [column.name for column in table.columns]
            assert len(frame) == other.height == len(table)
            missing = [value is None for row in table.rows for value in row]
            assert frame.isna().to_numpy().ravel().tolist() == missing
            assert [value is None for row in other.rows() for value in row] == missing


def test_tables_have_names(answers: dict[str, Any], tmp_path: Path) -> None:
    tables = answer_to("solve", answers).tables
    assert tables.steps is tables["steps"]
    assert {*tables} <= {*dir(tables)}
    assert tables._ipython_key_completions_() == list(tables)
    assert tables.steps.about.endswith(".")
    assert [*tables.steps] == tables.steps.records()
    assert "<caption>" in tables.recommendation._repr_html_()
    assert "recommendation" in tables._repr_html_()
    written = tables.steps.to_csv(tmp_path / "steps.csv", csv="excel-da")
    assert written.read_text(encoding="utf-8-sig").startswith("step;")
    with pytest.raises(KeyError, match="There is no table 'volumes'; there are recommendation, "):
        tables["volumes"]
    with pytest.raises(AttributeError, match="There is no table 'volumes'"):
        _ = tables.volumes
    with pytest.raises(UsageError, match="'excel' is no library"):
        tables.steps.to_frame("excel")


def test_a_missing_extra_is_named(answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placement.door.tables.find_spec", lambda name: None if name == "pandas" else name)
    with pytest.raises(UsageError, match=r"need pandas, which is missing.*pip install '\.\[frames\]'"):
        answer_to("solve", answers).tables.steps.to_frame()


def test_maps_and_staircases_are_pictures(answers: dict[str, Any], tmp_path: Path) -> None:
    found = answer_to("solve", answers)
    pictures = [
        found.plot_map(),
        found.plot_map("travel", when="today"),
        found.plot_map("catchments", function="lunge_amb"),
        answer_to("compare", answers).plot_map("hoejere_krav", "change"),
        answer_to("staircase", answers).plot_staircase(),
    ]
    for n, picture in enumerate(pictures):
        assert picture._repr_svg_().startswith("<svg")
        assert len(repr(picture)) < LONGEST
        assert picture.save(tmp_path / f"{n}.svg").read_text(encoding="utf-8") == picture.svg
        page = picture.save(str(tmp_path / f"{n}.html")).read_text(encoding="utf-8")
        assert f"<title>{picture.title}</title>" in page
    assert len({picture.svg[:200] for picture in pictures}) == len(pictures)  # ids of their own, for one page
    with pytest.raises(UsageError, match=r"\.svg or \.html"):
        pictures[0].save(tmp_path / "map.png")
    with pytest.raises(UsageError, match="There is no function 'lung'; `function` is one of roentgen, lunge_amb"):
        found.plot_map("travel", function="lung")
    with pytest.raises(UsageError, match="`shows` is change, travel, catchments"):
        found.plot_map("chnage")


def test_a_map_that_cannot_be_drawn_says_why() -> None:
    with pytest.raises(UsageError, match="areas with coordinates"):
        pl.solve("scenarios/akut-dag").plot_map()


def test_faults_are_exceptions_with_every_fault(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as faulty:
        pl.solve(SMALL, set={"functions.lunge_amb.min_visits_per_year": -1, "policy.max_chnages": 3})
    assert len(faulty.value.faults) == 2
    assert "min_visits_per_year" in str(faulty.value)
    assert "max_chnages" in str(faulty.value)
    with pytest.raises(InfeasibleError) as impossible:
        pl.solve("scenarios/umuligt", lang="en")
    (note,) = impossible.value.__notes__
    assert note == on_the_command_line("solve", "scenarios/umuligt", stream=2)[1].rstrip("\n")
    assert str(impossible.value) == "No plan keeps all the rules."
    assert str(InfeasibleError("None.", [Fault("why", "a.b"), Fault("and why")])) == "None.\n- a.b: why\n- and why"
    with pytest.raises(UsageError, match="does not exist"):
        pl.solve(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        ({"gap": "much"}, "`gap`: 'much' is not a number."),
        ({"gap_money": -1}, "`gap_money`: -1 is outside what is allowed: ≥ 0."),
        ({"method": "prices"}, "`method`: 'prices' is not one of: price, balanced, weighted, lexicographic, epsilon."),
        ({"price": 3, "method": "balanced"}, "`price` is for the method price; leave one of `price` and `method` out."),
        ({"variant": "hojere_krav"}, "There is no variant 'hojere_krav' in the scenario. Did you mean 'hoejere_krav'?"),
        ({"alternatives": "yes"}, "`alternatives` is True or False, not 'yes'."),
        ({"set": {"policy.max_changes": {1, 2}}}, "`set` cannot make policy.max_changes {1, 2}; give a text, "),
        ({"lang": "de"}, "`lang`: 'de' is not one of: da, en."),
        ({"weights": {"citizen": 1}, "method": "weighted"}, "`weights` says nothing of quality, economy;"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_the_words_of_python(keywords: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        pl.solve(SMALL, **keywords)
    assert str(refused.value).startswith(said)


def test_an_unknown_keyword_is_refused_like_any_function_does() -> None:
    with pytest.raises(TypeError, match=r"solve\(\) got an unexpected keyword argument 'gapp'; did you mean 'gap'\?"):
        pl.solve(SMALL, gapp=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="there are: all, alternatives"):
        pl.solve(SMALL, out="x")  # type: ignore[call-arg]


KEYWORDS = {
    "check": door.Changes,
    "solve": door.Solving,
    "explain": door.Explaining,
    "compare": door.Comparing,
    "drafts": door.Drafting,
    "tradeoff": door.TradingOff,
    "robust": door.Sampling,
    "ballots": door.Asking,
}


@pytest.mark.parametrize("name", KEYWORDS)
def test_the_keywords_are_the_options_of_the_command(name: str) -> None:
    (command,) = (each.command for each in modules("command") if each.command.name == name)
    options = {*keywords_of(command)} | {"lang"}
    if name == "check":
        options -= {"all"}
    typed = get_type_hints(KEYWORDS[name])
    assert {*typed} == options
    documented = getattr(door, name).__doc__
    assert [
        keyword for keyword in typed if f"{keyword}:" not in documented and f"``{keyword}``:" not in documented
    ] == []


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    seen = python("import sys, placement as pl; print(*sorted(sys.modules)); print(*dir(pl))")
    loaded, names = seen.splitlines()
    of_ours = {name for name in loaded.split() if name.partition(".")[0] == "placement"}
    assert of_ours == {"placement", "placement.distribution"}
    assert not {"numpy", "highspy", "click", "pydantic", "pandas", "yaml"} & {*loaded.split()}
    assert {"solve", "compare", "load", "Proposal"} <= {*names.split()}
    asked = python("import sys, placement as pl; pl.solve; print(*sorted(sys.modules))")
    assert "numpy" not in asked.split()


def test_a_question_without_frames_loads_no_library_for_tables() -> None:
    seen = python(f"import sys, placement as pl; pl.load({SMALL!r}); print(*sorted(sys.modules))")
    assert not {"pandas", "narwhals", "polars", "weasyprint", "IPython"} & {*seen.split()}


def test_a_script_without_a_guard_asks_and_prints_nothing(tmp_path: Path) -> None:
    script = tmp_path / "ask.py"
    script.write_text(
        f"import placement as pl\nfound = pl.robust({SMALL!r}, draws=1, numbers=0)\nsaved = found.save('out')\n",
        encoding="utf-8",
    )
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out" / "robust.json").exists()


def test_the_room_of_solving_is_a_room_and_a_question() -> None:
    import placement.solve.run  # noqa: PLC0415 - it must not hide the question

    assert callable(pl.solve)
    assert "time_limit" in str(__import__("inspect").signature(pl.solve))
    assert placement.solve.run.solve is not pl.solve
    with pytest.raises(AttributeError, match="no attribute 'slove'"):
        _ = pl.slove


def test_type_checkers_know_the_door(tmp_path: Path) -> None:
    good = (
        "import placement as pl\n"
        "found: pl.Proposal = pl.solve('a', price=3.0, set={'b': 1}, variant=['c', 'd'])\n"
        "names: dict[str, list[str]] = found.plan.offers\n"
        "rows: list[dict[str, object]] = found.tables.steps.records()\n"
        "found.plot_map('travel', when='today').save('x.svg')\n"
        "stairs = pl.tradeoff('a')\n"
        "assert isinstance(stairs, pl.Staircase)\n"
        "prices: list[float] = stairs.prices\n"
    )
    bad = "import placement as pl\npl.solve('a', gapp=1)\npl.solve('a', method='cheap')\npl.solve('a').plot_map('x')\n"
    (tmp_path / "good.py").write_text(good, encoding="utf-8")
    (tmp_path / "bad.py").write_text(bad, encoding="utf-8")
    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", *map(str, tmp_path.glob("*.py"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.partition(": error: ") for line in found.stdout.splitlines() if ": error: " in line]
    assert [Path(place.partition(":")[0]).name for place, _, _ in lines] == ["bad.py"] * 3
    assert "gapp" in lines[0][2]


def python(script: str) -> str:
    """What a new interpreter prints."""
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
