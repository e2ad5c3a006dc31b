"""The result of solving a folder again, in a sentence."""

from __future__ import annotations

from placement.locale import N_
from placement.present.words.quantities import money
from placement.present.words.voice import Voice
from placement.questions.verify.study import Again, Outcome
from placement.solve.scalarisation import question_of

_SAID = {
    Outcome.SAME_PLAN: N_("Solved again: the same plan comes out."),
    Outcome.EQUALLY_GOOD: N_(
        "Solved again: another plan comes out, as good as the one in the folder within the accuracy asked for."
    ),
    Outcome.BETTER: N_(
        "Solved again: a better plan comes out, by {apart}. The folder's own bound allowed for it: its search was "
        "stopped, or its accuracy was wide."
    ),
    Outcome.BEYOND_PROOF: N_(
        "Solved again: a better plan comes out, by {apart}; the folder says that none so good is possible. Its bound "
        "or one of the two searches is wrong."
    ),
    Outcome.NONE_SO_GOOD: N_(
        "Solved again: the best plan is said to be one that is worse by {apart}; yet the plan in the folder keeps "
        "every rule. One of the two searches is wrong."
    ),
    Outcome.UNFINISHED: N_(
        "Solved again: stopped before a plan as good was found; the best until then is worse by {apart}. Nothing "
        "contradicts the folder. Allow more time with --time-limit."
    ),
}


def outcome_in_words(again: Again, say: Voice) -> str:
    """One sentence or two, with the distance between the plans in kroner a year, or as a share of the range."""
    return say(_SAID[again.outcome], apart=_apart(again, say))


def _apart(again: Again, say: Voice) -> str:
    question = question_of(again.before)
    if question.scale is None:
        return say("{money} a year", money=money(say, abs(again.apart)))
    return say("{share} of the range", share=say.percent(abs(again.apart) / question.unit, 3))
