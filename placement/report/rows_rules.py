"""``rules``: every rule of the judge by name, with what it sees, what it needs, the room left and who owns it."""

from __future__ import annotations

from placement.plan.evaluation import RuleCheck
from placement.report.columns import Row, Table, flag, number, text, whole
from placement.report.view import View, known
from placement.scenario.rules import Rule

RULES = (
    whole("order", "rows", "1, 2, 3, ... in the order of the rules.", "1, 2, 3, ... i reglernes orden.", is_key=True),
    text("rule", "Name of the rule, as in the model.", "Reglens navn, som i modellen."),
    text("function", "Function id; empty where the rule is not about one.", "Funktionens id."),
    text("site", "Site id; empty where the rule is not about one.", "Stedets id."),
    text("item", "What else it is about: equipment, role, room, another function.", "Hvad den ellers handler om."),
    text("rule_title", "The rule in words.", "Reglen i ord."),
    text("function_title", "Name of the function.", "Funktionens navn."),
    text("site_title", "Name of the site.", "Stedets navn."),
    number("have", "as in unit", "What the judge sees.", "Hvad efterregningen ser."),
    number("need", "as in unit", "The bound that binds this plan.", "Grænsen, der gælder for planen."),
    number("slack", "as in unit", "Room left; negative: broken.", "Luft; negativ: brudt."),
    text("unit", "Unit of have, need and slack.", "Enhed for de tre tal."),
    flag(
        "binds", "Whether it binds: not waived, not only reported.", "Om den binder: hverken fraveget eller kun vist."
    ),
    flag("kept", "Whether it is kept.", "Om den er overholdt."),
    text("waived_by", "Exception that waives it.", "Undtagelsen, der fraviger den."),
    number(
        "threshold",
        "as in unit",
        "Its own threshold where today allows less.",
        "Egen grænse, hvor i dag tillader mindre.",
    ),
    text(
        "soft_rule",
        "Soft rule that lets it be broken at a price.",
        "Den bløde regel, der lader den brydes til en pris.",
    ),
    number("price_dkk_per_year", "DKK/year", "The price of what is broken.", "Prisen for det, der er brudt."),
    text("owner", "Who owns the threshold.", "Hvem der ejer grænsen."),
    text(
        "phase", "Phase id of a rule between phases; other rules are of the last.", "Etapen for en regel mellem etaper."
    ),
)
_ORDER = {rule: position for position, rule in enumerate(Rule)}


def rules(view: View) -> Table:
    """One row per rule and place where it applies, in the order of the rules."""
    links = view.solved.course.links if view.solved.course else ()
    checks = sorted((*view.now.checks, *links), key=_place)
    return Table("rules", RULES, [(order, *_rule(view, check)) for order, check in enumerate(checks, 1)])


def _place(check: RuleCheck) -> tuple[int, str, str, str, str]:
    return _ORDER[check.rule], check.function, check.site, check.item, check.unit


def _rule(view: View, check: RuleCheck) -> Row:
    screen = view.screen
    return (
        str(check.rule),
        check.function,
        check.site,
        check.item,
        screen.say(f"rule.{check.rule}"),
        screen.function(check.function) if check.function else "",
        screen.site(check.site) if check.site else "",
        known(check.have),
        known(check.need),
        known(check.slack),
        check.unit,
        check.binds,
        check.kept,
        check.waived_by,
        None if check.threshold is None else known(check.threshold),
        check.soft,
        known(check.price_dkk) if check.soft else None,
        check.owner,
        check.phase,
    )
