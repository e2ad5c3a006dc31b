"""What holds for every scenario in the folder: it loads, it solves or fails as meant, and the judge agrees."""

from __future__ import annotations

import pytest

from placement.errors import InfeasibleError
from placement.instance.build import build
from placement.plan.evaluate import describe_today, evaluate
from placement.questions.proposal.document import result_document
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.study import study
from placement.questions.verify.tables import disagreements
from placement.solve.result import Status
from tests.helpers.taught import FOLDER, FULL, NAMES, loaded, solved, variants_of

IMPOSSIBLE = {("umuligt",)}
"""Combinations that no plan can satisfy, on purpose."""
ASKED = [(name, *variant) for name in NAMES for variant in [(), *((v,) for v in variants_of(name))]]
POSSIBLE = [pytest.param(asked, id="+".join(asked)) for asked in ASKED if asked not in IMPOSSIBLE]


@pytest.mark.parametrize("asked", POSSIBLE)
def test_the_proposal_is_proven_and_the_judge_finds_it_feasible(asked: tuple[str, ...]) -> None:
    answer = solved(*asked)

    assert answer.status is Status.OPTIMAL
    assert [str(check) for check in answer.evaluation.violations] == []


@pytest.mark.parametrize("asked", POSSIBLE)
def test_its_tables_agree_with_each_other(asked: tuple[str, ...]) -> None:
    answer, read = solved(*asked), loaded(*asked)
    studied = study(answer, read)
    made, document = tables(answer, studied), result_document(answer, studied, read, "placement")

    assert [str(each) for each in disagreements(made, document, read.scenario)] == []


@pytest.mark.parametrize("asked", sorted(IMPOSSIBLE), ids="+".join)
def test_what_is_meant_to_be_impossible_is(asked: tuple[str, ...]) -> None:
    with pytest.raises(InfeasibleError):
        solved(*asked)


@pytest.mark.parametrize("name", [*NAMES, *FULL])
def test_today_is_judged_feasible_or_only_breaks_what_is_decided_anew(name: str) -> None:
    instance = build(loaded(name).scenario)
    today, plan = describe_today(instance)

    assert plan is not None
    broken = {check.rule for check in evaluate(instance, today, plan).violations}
    assert broken <= {"must", "must_not"}


@pytest.mark.parametrize("name", NAMES)
def test_it_says_that_it_is_for_teaching_and_what_to_look_at(name: str) -> None:
    text = (FOLDER / name / "scenario.yaml").read_text(encoding="utf-8")

    assert loaded(name).scenario.about.purpose == "Undervisningseksempel"
    assert loaded(name).scenario.name == name
    assert [word for word in ("# ÉN IDÉ: ", "# Se på ", "# Skift ") if word not in text] == []
    assert len(text.splitlines()) <= 60


@pytest.mark.parametrize("name", NAMES)
def test_its_comment_names_every_variant(name: str) -> None:
    text = (FOLDER / name / "scenario.yaml").read_text(encoding="utf-8")
    comment = text.partition("schema_version")[0]

    assert [variant for variant in variants_of(name) if variant not in comment] == []


def test_the_list_names_every_scenario() -> None:
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [name for name in (*NAMES, *FULL) if f"[`{name}`]({name}/)" not in listed] == []
