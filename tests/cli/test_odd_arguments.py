"""Whatever value an option or an argument is given, a command ends in words: never by an internal error.

A sample runs with the other tests; with ``PLACEMENT_MUTATIONS=10000`` in the environment so many do.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.cli.entry import run
from placement.cli.group import commands
from placement.console.endings import Exit
from tests.helpers.answers import sheet

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EXAMPLES = int(os.environ.get("PLACEMENT_MUTATIONS", "0"))
GIVEN = {
    "init": ("new",),
    "schema": (),
    "explain": ("scenario", "lunge_amb", "sh_vesterby"),
    "drafts": ("result", "scenario"),
    "ballots": ("scenario", "votes.csv"),
    "verify": ("result",),
    "export": ("scenario", "model.lp"),
    "workbook": ("scenario", "model.xlsx"),
}
"""Arguments each command can do something with; the others take a scenario."""
QUICK = {
    "--time-limit": "1",
    "--gap": "0.1",
    "--draws": "0",
    "--numbers": "1",
    "--port": "0",
}
ODD = (
    "", " ", "0", "-1", "1", "1e300", "1e-300", "nan", "inf", "-0", "1,2", "1.070", "9" * 30, "x" * 5000, "é", "²",
    "\udc80", "a=b", "=", "=1", "a.b=c", ".=1", "a..b=1", "policy.max_changes=", "policy.max_changes={", "sites=x",
    "policy.max_changes=1e999", "sites=[]", "functions=null", "functions.x=[", "functions.lunge_amb=[]", "areas=[]",
    "areas.file=/etc/passwd", "variants=1", "name=x", "title=!!python/object:x", "title=&a x", "phases={a: 1}",
    "objectives.order.0=[]", "objectives.order.²=x", "objectives.weights={citizen: 1e300}", "{", "[", "..", "/", "~",
    "/dev/null", ".", "-", "--", "*", "%s", "{}", "{0}", "citizen=1,quality=1,economy=1", "citizen=1", "base", "+", ",",
    "citizen=1,quality=1e-9,economy=1e9", "behold", "behold+behold", "behold,lovet", "a+,b", "today", "scenario",
    "result", "votes.csv", "x.csv", "x.html", "x.lp", "balanced", "lexicographic", "epsilon", "monetised", "cbc",
    "glpk", "standard", "excel-da", "da", "::1", "tcp://127.0.0.1:1", "lunge_amb", "sh_vesterby",
    "lunge_amb.sh_vesterby",
)  # fmt: skip
TAKES_LONG = {"--cluster": ODD, "--workers": ("1", "9" * 30, "1.070")}
"""Values that would wait for a network, or start processes."""


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a scenario, its result and ballots, to work in."""
    folder = tmp_path_factory.mktemp("odd")
    shutil.copytree(ROOT / "scenarios" / "lukning", folder / "scenario")
    (folder / "votes.csv").write_text(sheet("lukning", {"A": "yn", "B": ".y"}), encoding="utf-8")
    with chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setattr("placement.web.server.serve", lambda listening, *_args: listening.close())
        assert run(["solve", "scenario", "--out", "result", "--quiet"]) == Exit.DONE
        yield folder


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A command that makes sense, with one option or argument that may not."""
    name = draw(st.sampled_from(sorted(commands.commands)))
    command = commands.commands[name]
    given = list(GIVEN.get(name, ("scenario",)))
    options = [option for option in command.params if isinstance(option, click.Option)]
    known = {option.opts[-1] for option in options}
    quick = [part for option, value in QUICK.items() if option in known for part in (option, value)]
    odd = draw(st.sampled_from([*options, *range(len(given))]))
    if isinstance(odd, int):
        given[odd] = draw(st.sampled_from(ODD))
        return [name, *given, *quick]
    written = odd.opts[-1]
    if odd.is_flag:
        return [name, *given, *quick, *draw(st.sampled_from(([written], [written, written], [f"{written}=x"])))]
    values = [value for value in ODD if value not in TAKES_LONG.get(written, ())] or ["", "x"]
    return [name, *given, *quick, written, draw(st.sampled_from(values))]


@settings(
    max_examples=EXAMPLES or 150,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(args=command_lines())
def test_an_odd_value_ends_in_words(args: list[str], workplace: Path) -> None:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        status = run(args)
    assert status != Exit.INTERNAL, (workplace, args, said.getvalue())
    assert "Traceback" not in said.getvalue() or "--debug" in args
