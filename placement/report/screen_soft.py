"""The rules a proposal breaks at a price: what is lacking, what it is reckoned to cost, and who says it may be so."""

from __future__ import annotations

from placement.plan.evaluation import RuleCheck
from placement.report.screen_changes import lacking
from placement.report.screen_view import View
from placement.report.tables import Line, wrapped


def at_a_price(view: View) -> list[Line]:
    """A line for each rule broken, the dearest first; nothing where every rule is kept."""
    told = prices(view)
    if not told:
        return []
    heading = view.say("soft")
    lines = wrapped(told[0], f" {heading}  ")
    shown = [Line(lines[0], len(heading) + 1), *map(Line, lines[1:])]
    for sentence in told[1:]:
        first, *more = wrapped(sentence, "  ! ", "    ")
        shown += [Line(first, mark="warning"), *map(Line, more)]
    return shown


def prices(view: View) -> list[str]:
    """The price of all rules broken, then a sentence for each, the dearest first; nothing where every rule is kept."""
    broken = sorted((check for check in view.evaluation.checks if check.bought), key=lambda check: -check.price_dkk)
    total = view.say("soft.sum", dkk=view.say.number(sum(check.price_dkk for check in broken)))
    return [total, *(_sentence(view, check) for check in broken)] if broken else []


def _sentence(view: View, check: RuleCheck) -> str:
    soft = view.instance.scenario.policy.soft_rules[check.soft]
    what = lacking(view, check)
    titles = (view.function(check.function), view.site(check.site))
    place = ", ".join(title for title in titles if title and title not in what)
    sentence = view.say(
        "soft.rule",
        what=f"{place}: {what}" if place else what,
        dkk=view.say.number(check.price_dkk),
        reason=soft.reason.removesuffix("."),
    )
    return f"{sentence} {view.say('soft.decided', who=soft.decided_by)}" if soft.decided_by else sentence
