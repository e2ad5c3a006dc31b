"""Why a row of ``recommendation.csv`` reads as it does, in one short sentence: the words of the screen."""

from __future__ import annotations

from placement.report.screen_changes import why_not
from placement.report.screen_view import View as Screen
from placement.study.contract import PairNote


def reason(screen: Screen, note: PairNote | None, change: str, today: str, decided: str) -> str:
    """The sentence for one function at one site.

    Args:
        screen: the scenario with its titles and a voice.
        note: what the study says of the pair; None where it says nothing.
        change: ``new``, ``kept``, ``closed`` or ``none``.
        today: ``open``, ``closed`` or ``unknown``.
        decided: reasons given by those who decided something about the pair.
    """
    say = screen.say
    why = "; ".join(part for part in (decided, _because(screen, note)) if part)
    kind = say(f"reason.{change}")
    sentence = say("reason.because", kind=kind, why=why) if why else say("reason.plain", kind=kind)
    return say("reason.unknown", sentence=sentence) if today == "unknown" else sentence


def _because(screen: Screen, note: PairNote | None) -> str:
    if note is None or not note.deciding_limit:
        return ""
    say, limit = screen.say, note.deciding_limit
    if say.knows(f"reason.rule.{limit}"):
        return say(f"reason.rule.{limit}")
    if not note.recommended and (note.blocking or limit == "price"):
        return why_not(screen, note)
    if limit == "price":
        return say("reason.pays")
    named = say(f"rule.{limit}") if say.knows(f"rule.{limit}") else limit
    return say("reason.rests", rule=named) if note.recommended else named
