"""What goes wrong is said in Danish on a Danish screen: every template has its Danish, and nothing goes round them."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from placement.cli import run
from placement.errors import Fault, Message, ScenarioError, UsageError, together, why
from placement.locale import translated
from placement.present.words.voice import Voice
from placement.scenario.load import load
from tests.helpers.small import write
from tests.helpers.templates import called, calls, templates, trees
from tests.scenario.fault_cases import CASES, Case

DANISH, ENGLISH = Voice("da"), Voice("en")
SCENARIOS = Path(__file__).parents[3] / "scenarios"
RAISED = (
    "UsageError",
    "ResultError",
    "SolverError",
    "InfeasibleError",
    "NoPlanError",
    "Fault",
    "Unreadable",
    "PathError",
)
"""What carries a sentence to the user, first among its arguments."""
INWARD = {"present/folder/manifest_schema.py"}
"""Here a fault is a difference, whose words have a list of their own."""
ALIKE = {"aversion", "<stdout>: {why}.", "feature {number} ({key}): {error}.", "feature {number}: {why}"}
"""The same in both languages."""
ENGLISH_WORDS = re.compile(
    r"\b(a|the|is|are|not|and|of|with|write|no|cannot|be|it|this|that|there|missing|unknown|found|usage|error)\b",
    re.IGNORECASE,
)


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def _worded(template: str) -> bool:
    return any(sign.isalpha() for sign in re.sub(r"\{[^{}]*\}", "", template))


def test_every_template_has_its_danish() -> None:
    without = {
        template: file
        for template, file in templates().items()
        if _worded(template) and translated(template, "da") == template and template not in ALIKE
    }
    assert without == {}


@pytest.mark.parametrize("name", RAISED)
def test_no_sentence_goes_round_the_templates(name: str) -> None:
    bare = [
        f"{file}:{call.lineno}"
        for file, tree in trees()
        if str(file) not in INWARD
        for call in calls(tree, (name,))
        if _bare(call.args[0])
    ]
    assert bare == []


def _bare(node: ast.expr) -> bool:
    """Whether a message is put together from text on the spot."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and _worded(node.value)
    if isinstance(node, ast.IfExp):
        return _bare(node.body) or _bare(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return any(_bare(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return _bare(node.left) or _bare(node.right)
    return isinstance(node, ast.Call) and called(node) in {"str", "format"}


# ---- faults of a scenario


def _inside(message: str) -> Iterator[str]:
    """A message, and all that is said inside it."""
    yield message
    for value in message.values.values() if isinstance(message, Message) else ():
        if isinstance(value, Message):
            yield from _inside(value)


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_said_in_danish(name: str, tmp_path: Path) -> None:
    faults = _faults(CASES[name], tmp_path)
    assert faults
    for fault in faults:
        for part in _inside(fault.message):
            assert isinstance(part, Message), part
            assert translated(part.template, "da") != part.template or not _worded(part.template)
        told = DANISH.told(fault.message)
        assert told != str(fault.message)
        assert ENGLISH_WORDS.findall(_bare_words(told)) == []


def _bare_words(said: str) -> str:
    """What is left of a sentence without what is quoted, in brackets or named."""
    return re.sub(r"'[^']*'|\([^)]*\)|\S*[/._-]\S*|[a-z]+:", "", said)


def _faults(case: Case, folder: Path) -> tuple[Fault, ...]:
    write(folder, case.files)
    with pytest.raises(ScenarioError) as raised:
        load(folder, variants=case.variants, overrides=case.overrides)
    return raised.value.faults


# ---- what is refused on the command line

LUKNING, UMULIGT, ETAPER = (str(SCENARIOS / name) for name in ("lukning", "umuligt", "etaper"))
REFUSED = [
    [],
    ["solv"],
    ["solve"],
    ["solve", "nothere"],
    ["solve", LUKNING, "--foo"],
    ["solve", LUKNING, "--gap"],
    ["solve", LUKNING, "--gap", "x"],
    ["solve", LUKNING, "--json=1"],
    ["solve", LUKNING, "more"],
    ["solve", LUKNING, "--csv", "x"],
    ["solve", LUKNING, "--weights", "citizen=x"],
    ["solve", LUKNING, "--variant", "x"],
    ["solve", LUKNING, "--set", "x"],
    ["solve", LUKNING, "--solver", "x"],
    ["solve", LUKNING, "--method", "monetised"],
    ["solve", LUKNING, "--profiles"],
    ["solve", LUKNING, "--out", "/dev/null/x"],
    ["solve", UMULIGT],
    ["check", LUKNING, "--set", "policy.x=1"],
    ["check", LUKNING, "--set", "functions.y.title=1"],
    ["check", LUKNING, "--set", "policy.max_changes=-1"],
    ["check", LUKNING, "--set", "policy=1"],
    ["explain", LUKNING, "x", "y"],
    ["explain", ETAPER],
    ["robust", ETAPER],
    ["drafts", LUKNING, UMULIGT],
    ["verify", LUKNING],
    ["report", LUKNING, "--out", "/dev/null/x.html"],
    ["init", LUKNING],
    ["init", "/dev/null/x"],
    ["export", LUKNING, "x.txt"],
    ["schema", "--out", "/nowhere/at/all/x.json"],
    ["serve", LUKNING, "--port", "x"],
    ["completion", "x"],
]


@pytest.mark.parametrize("args", REFUSED, ids=lambda args: " ".join(arg.rpartition("/")[2] for arg in args))
def test_a_danish_screen_has_no_english_sentence(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run([*args, "--lang", "da"])
    said = " ".join(capsys.readouterr().err.split())
    assert ENGLISH_WORDS.findall(_bare_words(said)) == [], said


# ---- the parts


def test_a_message_is_said_with_all_that_is_inside() -> None:
    hint = Message("Did you mean '{word}'?", word="lunge")
    message = together(Message("there is no function '{name}' in the scenario.", name="lung"), hint)
    assert str(message) == "there is no function 'lung' in the scenario. Did you mean 'lunge'?"
    assert DANISH.told(message) == "der er ingen funktion 'lung' i scenariet. Mente du 'lunge'?"
    assert ENGLISH.told(message) == str(message)
    assert DANISH.told("as it is") == "as it is"


def test_braces_of_the_user_are_no_names() -> None:
    assert str(Message("'{word}'", word="{x}")) == "'{x}'"
    assert str(why(ValueError("{x}"))) == "{x}"
    assert str(together("{x}", "", "y")) == "{x} y"


def test_what_the_system_says_is_said_in_danish() -> None:
    assert DANISH.told(why(PermissionError(13, "Permission denied"))) == "der er ikke adgang"
    assert DANISH.told(why(OSError(1234, "Something {new}"))) == "Something {new}"


def test_every_fault_is_a_sentence() -> None:
    fault = Fault(Message("'{key}' is missing.", key="title"), "functions.x", "a.yaml", 3, 4, "", "titel")
    danish = "a.yaml:3:4: functions.x: 'title' mangler. Mente du 'titel'?"
    assert DANISH.sentences(ScenarioError([fault])) == [danish]
    assert ENGLISH.sentences(ScenarioError([fault])) == [str(fault)]
    assert DANISH.sentences(UsageError(Message("'{key}' is missing.", key="x"))) == ["'x' mangler."]
