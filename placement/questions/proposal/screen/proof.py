"""How sure the proposal is: the proven gap, the audit, other plans as good, and what a second solver says."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from placement.instance.instance import Bools
from placement.locale import N_
from placement.plan.plan import Plan
from placement.present.screen.lines import Line, wrapped
from placement.present.words.vocabulary import RULE
from placement.present.words.voice import Voice
from placement.questions.proposal.screen.left_out import lacking
from placement.questions.proposal.views import View
from placement.solve.confirmation import PRECISION, Confirmation, Verdict
from placement.solve.result import WEIGHING, Solved, Status, Ties

STOPPED: dict[str, str] = {
    "": N_("Not proven best. The proposal is at most {gap} from proven best; a better plan may exist."),
    "time_limit": N_(
        "Stopped by the time limit. The proposal is at most {gap} from proven best; a better plan may exist."
    ),
    "interrupt": N_("Stopped by the user. The proposal is at most {gap} from proven best; a better plan may exist."),
}
"""The sentence on a proposal not proven best, by what stopped the search."""
_PROVEN: dict[bool, tuple[str, str]] = {
    True: (
        N_("With these weights and assumptions no plan is better."),
        N_("With these weights and assumptions no plan is more than {gap} better, on the range from best to worst."),
    ),
    False: (
        N_("With this method and these assumptions no plan is better."),
        N_(
            "With this method and these assumptions no plan is more than {gap} better, on the range from best to worst."
        ),
    ),
}
"""Sentences on the proven quality of a proposal not measured in kroner, by whether its method has weights."""

CONFIRMATION: dict[str, str] = {
    "same_plan": N_("{solver} confirms it: the same plan, the same objective within {precision} ({objective}; {n} s)."),
    "equally_good": N_("{solver} confirms it: another plan is as good within {precision} ({objective}; {n} s)."),
    "better_within_gap": N_(
        "{solver} finds a plan that is {better} better ({objective} against {own}; {n} s): as promised."
    ),
    "better": N_(
        "CONTRADICTED: {solver} finds a plan of {objective}; the first solver says none is better than {proven}."
    ),
    "none_so_good": N_(
        "CONTRADICTED: {solver} says that no plan is better than {bound}; the proposal, which is recomputed, is {own}."
    ),
    "worse": N_(
        "CONTRADICTED: {solver} calls a plan of {objective} the best; the proposal, which is recomputed, is {own}."
    ),
    "infeasible": N_(
        "CONTRADICTED: {solver} says that no plan keeps the rules; the proposal, which is recomputed, does."
    ),
    "unfinished": N_("Not confirmed: {solver} was not finished ({n} s); until then nothing contradicts the proposal."),
    "failed": N_("Not confirmed: {solver} did not answer ({why})."),
}
"""By verdict; ``infeasible`` where the second solver finds no plan at all."""

_MOST_TIES = 3


def evidence(view: View, folder: str = "") -> list[Line]:
    """The sentences of ``proof`` beside their heading, and where the result is written."""
    say = view.say
    last = (
        say("Everything is in {folder}", folder=folder) if folder else say("Write every number to a folder: --out DIR")
    )
    lines = view.paragraph(say("EVIDENCE"), proof(view))
    return [*lines, *map(Line, wrapped(last, " " * (len(say("EVIDENCE")) + 3)))]


def proof(view: View) -> list[str]:
    """Sentences on the proven gap, the audit, the time used, a second solver, and other plans that are as good."""
    say, solved, study = view.say, view.solved, view.study
    sentences = [_proof(view)]
    if solved.scale is not None and not solved.scale.proven:
        sentences.append(say("The scale (best and worst of each aim) is not proven."))
    if not solved.undominated:
        sentences.append(
            say("Whether a plan is better in one aim and as good in the others was not searched to the end.")
        )
    broken = solved.violations
    if broken:
        named = [(say(RULE[check.rule]), lacking(view, check)) for check in broken[:3]]
        sentences.append(
            say.some(
                "ERROR: the audit finds {n} broken rule: {rules}.",
                "ERROR: the audit finds {n} broken rules: {rules}.",
                len(broken),
                rules="; ".join(f"{rule}: {lack}" for rule, lack in named),
            )
        )
    else:
        sentences.append(say("Every rule is recomputed without the solver."))
    sentences.append(say("{n} seconds.", n=say.number(solved.seconds.get("total", math.nan), 1)))
    if study.confirmation is not None:
        sentences += confirmation(solved, study.confirmation, say)
    if study.equally_good is not None:
        sentences.append(
            say.some("{n} other plan is as good.", "{n} other plans are as good.", study.equally_good)
            if study.equally_good
            else say("No other plans are as good.")
        )
        sentences += _otherwise(view, view.solved.alternatives or ())
    elif solved.ties is not None:
        sentences += ties_told(view, solved.ties)
    return sentences


def ties_told(view: View, ties: Ties) -> list[str]:
    """Sentences on plans that are exactly as good, the first ``_MOST_TIES`` with their differences."""
    say, count = view.say, len(ties.plans)
    further = (
        [
            say(
                "Plans that change more, or have more offers, are exactly as good too; the one "
                "nearest to today is proposed."
            )
        ]
        if ties.more
        else []
    )
    if not count:
        return further
    told = (
        say.some(
            "{n} other plan is exactly as good and changes as little.",
            "{n} other plans are exactly as good and change as little.",
            count,
        )
        if ties.complete
        else say("At least {n} other plans are exactly as good and change as little.", n=count)
    )
    left = (
        [say("{n} more of them are in the result (result.json).", n=count - _MOST_TIES)] if count > _MOST_TIES else []
    )
    return [told, *_otherwise(view, ties.plans[:_MOST_TIES]), *left, *further]


def _otherwise(view: View, plans: Sequence[Plan]) -> list[str]:
    """For each plan that is as good, what it opens and closes compared with the proposal."""
    sentences = []
    for number, plan in enumerate(plans, 1):
        moved = {True: plan.open & ~view.solved.plan.open, False: view.solved.plan.open & ~plan.open}
        parts = [
            view.say(N_("with {pairs}") if more else N_("without {pairs}"), pairs=", ".join(_named(view, pairs)))
            for more, pairs in moved.items()
            if pairs.any()
        ]
        parts = parts or [view.say("with another level at home")]
        sentences.append(view.say("No. {n}: {how}.", n=number, how=", ".join(parts)))
    return sentences


def _named(view: View, pairs: Bools) -> list[str]:
    instance = view.instance
    return [
        f"{view.function(instance.function_ids[f])} × {view.site(instance.site_ids[s])}" for f, s in np.argwhere(pairs)
    ]


def _proof(view: View) -> str:
    say, solved = view.say, view.solved
    if solved.gap_money is not None:
        return _proof_in_money(say, solved, solved.gap_money)
    if not math.isfinite(solved.gap):
        return say("Nothing is proven about how good the plan is; a better plan may exist.")
    if solved.status is Status.OPTIMAL:
        none, few = _PROVEN[solved.method in WEIGHING]
        return say(none) if solved.gap < 5e-7 else say(few, gap=_gap(view))
    return say(STOPPED[solved.stopped], gap=_gap(view))


def _proof_in_money(say: Voice, solved: Solved, apart: float) -> str:
    """How much better another plan might be: in kroner a year, and as a share of what is gained over today."""
    if not math.isfinite(apart):
        return say("Nothing is proven about how good the plan is; a better plan may exist.")
    if apart < 1:
        return say("With these prices and assumptions no plan is better.")
    most = say("{money} kr. a year", money=say.money(math.ceil(apart), None))
    first = (
        say("With these prices and assumptions no plan is more than {most} better.", most=most)
        if solved.status is Status.OPTIMAL
        else say(STOPPED[solved.stopped], gap=most)
    )
    if not 0 < solved.gap < math.inf:
        return first
    share = say.percent(math.ceil(solved.gap * 10000 - 1e-9) / 10000, 2)
    second = say("That is at most {share} of what is gained over today.", share=share)
    return f"{first} {second}"


def _gap(view: View) -> str:
    """The gap as a share of the range, rounded up so that it never promises too much."""
    gap = max(0.0, view.solved.gap)
    decimals = next((n for n in (1, 2, 3) if gap >= 10.0 ** -(n + 2)), 4)
    unit = 10.0 ** -(decimals + 2)
    return view.say.percent(math.ceil(gap / unit - 1e-9) * unit, decimals)


_NAMES = {"scip": "SCIP", "cbc": "CBC", "highs": "HiGHS"}
_DIGITS = 7


def confirmation(solved: Solved, found: Confirmation, say: Voice) -> list[str]:
    """What a second solver's answer says of the proposal, with a warning where they contradict each other."""
    verdict = found.verdict(solved)
    infeasible = verdict is Verdict.NONE_SO_GOOD and found.status is Status.INFEASIBLE
    first = say(
        CONFIRMATION["infeasible" if infeasible else verdict],
        solver=_NAMES.get(found.solver, found.solver),
        objective=_shown(found.objective, say),
        bound=_shown(found.bound, say),
        own=_shown(solved.objective, say),
        proven=_shown(solved.bound, say),
        precision=_of_what(say, solved, say.percent(PRECISION, 4)),
        better=_of_what(say, solved, say.percent(found.better(solved), 3)),
        n=say.number(found.seconds, 1),
        why=say.told(found.fault),
    )
    return (
        [first, say("One of them is wrong: do not use the proposal before it is known which.")]
        if verdict.agrees is False
        else [first]
    )


def _of_what(say: Voice, solved: Solved, share: str) -> str:
    """A share with the words for what it is a share of."""
    return say(
        N_("{share} of the range") if solved.scale is not None else N_("{share} of what is gained over today"),
        share=share,
    )


def _shown(value: float, say: Voice) -> str:
    """An objective value with ``_DIGITS`` significant digits, so that the answers of two solvers can be compared."""
    if not math.isfinite(value):
        return "–"
    before = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return say.number(value, max(0, _DIGITS - before))
