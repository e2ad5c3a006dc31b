"""The ballots of a folder, counted again: its plans are judged anew, and all that follows from them and the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from placement.plan.phases import judge, situations
from placement.questions.ballots.questionnaire import Landing, Questionnaire
from placement.questions.ballots.study import Count, count
from placement.questions.proposal.rebuild import options_of, plan_of
from placement.scenario.ballots import Answers
from placement.scenario.load import Loaded
from placement.solve.stage import INF


def regained(loaded: Loaded, told: Mapping[str, Any], options: Mapping[str, Any]) -> Count:
    """What ``ballots.json`` tells of, with the judge's words fresh; what only a search knows is the document's.

    Args:
        loaded: the scenario, read again.
        told: the document.
        options: the options in the manifest.
    """
    parts = situations(loaded.scenario)
    landings = []
    for each in told["plans"]:
        course = tuple(plan_of(part.instance, plan) for part, plan in zip(parts, each["exact"], strict=True))
        verdict = judge(parts, course)
        landings.append(Landing(course, verdict.phases, verdict.objectives.as_tuple()))
    unproven = (each["unproven_dkk_per_year"] for each in told["steps"])
    asked = Questionnaire(
        loaded=loaded,
        options=options_of(options),
        parts=parts,
        landings=tuple(landings),
        unproven=tuple(INF if value is None else _not_below_0(value) for value in unproven),
        lost_quality_visit=loaded.scenario.objectives.prices.lost_quality_visit.value,
        ends_proven=_flag(told["ends_proven"]),
        complete=_flag(told["complete"]),
        stopped=_flag(told["stopped"]),
    )
    given: dict[str, list[tuple[str, bool]]] = {str(each["participant"]): [] for each in told["ballots"]}
    for each in told["answers"]:
        given[each["participant"]].append((each["question"], _yes(each["answer"])))
    return count(asked, [Answers(name, tuple(answers)) for name, answers in given.items()])


def _yes(answer: str) -> bool:
    if answer not in ("yes", "no"):
        raise ValueError(f"{answer!r} is neither yes nor no")
    return answer == "yes"


def _flag(value: bool) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _not_below_0(value: float) -> float:
    if isinstance(value, bool) or not value >= 0:
        raise ValueError(f"{value!r} is not 0 or more")
    return value
