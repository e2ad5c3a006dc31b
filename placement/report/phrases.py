"""Why a row of ``recommendation.csv`` reads as it does, in one short sentence: the words of the screen."""

from __future__ import annotations

from placement.report.screen_changes import why_not
from placement.report.screen_view import View as Screen
from placement.study.contract import PairNote

_KINDS = {
    "new": ("Nyt tilbud", "New offer"),
    "kept": ("Som i dag", "As today"),
    "closed": ("Lukkes", "Closes"),
    "none": ("Ikke i forslaget", "Not in the proposal"),
}
_RESTS = ("hviler på {rule}", "rests on {rule}")
_PAYS = ("opfylder kravene, og afvejningen taler for", "keeps the rules, and the trade-off speaks for it")
_WITHOUT_NUMBERS = {
    "scope": ("stedet er uden for strategien", "the site is outside the strategy"),
    "no_new_houses": ("huset findes ikke i dag, og nye huse bruges ikke", "no new houses are used"),
    "allowed_at": ("må ikke ligge på den slags sted", "not allowed at that kind of site"),
    "planning_level": ("stedet er ikke godkendt til den", "the site is not approved for it"),
    "must": ("skal være der", "must be there"),
    "must_not": ("må ikke være der", "must not be there"),
}
"""Rules that say yes or no; there is nothing to count."""
_UNKNOWN = ("Ikke kendt i dag. ", "Not known today. ")


def reason(screen: Screen, note: PairNote | None, change: str, today: str, decided: str) -> str:
    """The sentence for one function at one site.

    Args:
        screen: the scenario with its titles and a voice.
        note: what the study says of the pair; None where it says nothing.
        change: ``new``, ``kept``, ``closed`` or ``none``.
        today: ``open``, ``closed`` or ``unknown``.
        decided: reasons given by those who decided something about the pair.
    """
    which = 1 if screen.say.language == "en" else 0
    why = "; ".join(part for part in (decided, _because(screen, note, which)) if part)
    start = _UNKNOWN[which] if today == "unknown" else ""
    return start + _KINDS[change][which] + (f": {why}." if why else ".")


def _because(screen: Screen, note: PairNote | None, which: int) -> str:
    if note is None or not note.deciding_limit:
        return ""
    rule = f"rule.{note.deciding_limit}"
    if note.deciding_limit in _WITHOUT_NUMBERS:
        return _WITHOUT_NUMBERS[note.deciding_limit][which]
    if not note.recommended and (note.blocking or note.deciding_limit == "price"):
        return why_not(screen, note)
    if note.deciding_limit == "price":
        return _PAYS[which]
    named = screen.say(rule) if screen.say.knows(rule) else note.deciding_limit
    return _RESTS[which].format(rule=named) if note.recommended else named
