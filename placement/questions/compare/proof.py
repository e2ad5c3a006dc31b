"""How sure the proposals of a comparison are: proven, measured alike, against the same today, and how long it took."""

from __future__ import annotations

import math
from collections.abc import Sequence

from placement.locale import N_
from placement.present.words.vocabulary import AIM
from placement.questions.compare.sides import Sides
from placement.questions.proposal.views import without_range
from placement.scenario.schema.frame import AIMS
from placement.solve.result import WEIGHING, Status

_OTHER_TODAY = {
    "compare": N_("At least one variant reckons today otherwise too; it is held against its own today."),
    "drafts": N_("Today is reckoned otherwise in the two as well; the column shows the new one."),
}
"""By ``Sides.about``: said where today is not reckoned the same in all."""
_PROVEN = 5e-7
"""A smaller gap is told as none."""


def proof(sides: Sides) -> list[str]:
    """How sure each proposal is, whether they are measured alike, and how long it took, in sentences."""
    say, solved = sides.say, [(sides.letter[each.name], each.solved) for each in sides.found.solved if each.solved]
    worst = max(each.gap for _, each in solved)
    dkk = sorted(each.gap_dkk for _, each in solved if each.gap_dkk is not None)
    stopped = [letter for letter, each in solved if each.status is not Status.OPTIMAL]
    seconds = sum(each.seconds.get("total", 0.0) for _, each in solved)
    texts = [
        _proof_in_kroner(sides, dkk)
        if len(dkk) == len(solved)
        else say("Each proposal is proven best.")
        if worst < _PROVEN
        else say(
            "None of the proposals is more than {gap} from proven best. A smaller difference is no finding.",
            gap=say.percent(math.ceil(worst * 1e4) / 1e4, 2),
        )
        if math.isfinite(worst)
        else say("At least one proposal has no proven bound."),
        say("{letters} stopped before the asked certainty was reached.", letters=say.listed(stopped))
        if stopped
        else "",
        _other_scale(sides),
        *_without_range(sides),
        say(_OTHER_TODAY[sides.about]) if _today_differs(sides) else "",
        say("Where there are phases, figures are the last one's.") if any(each.course for _, each in solved) else "",
        say("{n} seconds.", n=say.number(seconds, 1)),
    ]
    return list(filter(None, texts))


def _proof_in_kroner(sides: Sides, gaps: Sequence[float]) -> str:
    """How far each may be from best, in kroner a year; the gaps rise."""
    say = sides.say
    if not math.isfinite(gaps[-1]):
        return say("At least one proposal has no proven bound.")
    if gaps[-1] < 1:
        return say("Each proposal is proven best.")
    most = say.number(math.ceil(gaps[-1]))
    if len(gaps) == 1:
        return say("The proposal is at most {most} kr. a year from proven best.", most=most)
    return say(
        "None of the proposals is more than {most} kr. a year from proven best. Two that differ in all by less than "
        "their gaps together, at most {both} kr., differ by no finding.",
        most=most,
        both=say.number(math.ceil(sum(gaps[-2:]))),
    )


def _other_scale(sides: Sides) -> str:
    """The aims that the alternatives do not measure alike."""
    say, scales = sides.say, [each.solved.scale for each in sides.found.solved if each.solved and each.solved.scale]
    ends = [list(zip(scale.ideal, scale.nadir, strict=True)) for scale in scales]
    aims = [say(AIM[aim]) for n, aim in enumerate(AIMS) if len({each[n] for each in ends}) > 1]
    return (
        say(
            "All are measured on the scale without variants, but for {aims}, of no range there: each variant's own.",
            aims=say.listed(aims),
        )
        if aims
        else ""
    )


def _without_range(sides: Sides) -> list[str]:
    """Aims without a range, which count nothing, with the letters of the alternatives that have them."""
    told: dict[str, list[str]] = {}
    for each in sides.found.solved:
        solved = each.solved
        if solved and solved.method in WEIGHING and (text := without_range(sides.say, solved.scale)):
            told.setdefault(text, []).append(sides.letter[each.name])
    return [sides.say("{letters}: {what}", letters=", ".join(who), what=text) for text, who in told.items()]


def _today_differs(sides: Sides) -> bool:
    """Whether a variant reckons today otherwise than the scenario without variants."""
    today = sides.found.today
    if today is None:
        return False
    aims = today.evaluation.objectives.as_tuple()
    others = [each.today.evaluation.objectives.as_tuple() for each in sides.found.solved if each.today]
    return any(
        not math.isclose(a, b, rel_tol=1e-6, abs_tol=0.5) for other in others for a, b in zip(aims, other, strict=True)
    )
