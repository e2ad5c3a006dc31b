"""The words of the ``reason`` column."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "reason.new": ("Nyt tilbud", "New offer"),
    "reason.kept": ("Som i dag", "As today"),
    "reason.closed": ("Lukkes", "Closes"),
    "reason.none": ("Ikke i forslaget", "Not in the proposal"),
    "reason.unknown": ("Ikke kendt i dag. {sentence}", "Not known today. {sentence}"),
    "reason.because": ("{kind}: {why}.", "{kind}: {why}."),
    "reason.plain": ("{kind}.", "{kind}."),
    "reason.rests": ("hviler på {rule}", "rests on {rule}"),
    "reason.pays": ("opfylder kravene, og afvejningen taler for", "keeps the rules, and the trade-off speaks for it"),
    "reason.price": (
        "opfylder kravene, men afvejningen taler imod ({dkk} kr. pr. sparet minut)",
        "keeps the rules, but the trade-off speaks against it ({dkk} kr. per minute saved)",
    ),
    "reason.rule.scope": ("stedet er uden for strategien", "the site is outside the strategy"),
    "reason.rule.no_new_houses": ("huset findes ikke i dag, og nye huse bruges ikke", "no new houses are used"),
    "reason.rule.allowed_at": ("må ikke ligge på den slags sted", "not allowed at that kind of site"),
    "reason.rule.planning_level": ("stedet er ikke godkendt til den", "the site is not approved for it"),
    "reason.rule.must": ("skal være der", "must be there"),
    "reason.rule.must_not": ("må ikke være der", "must not be there"),
}
"""Danish and English by key. Rules that only say yes or no have words of their own: there is nothing to count."""
