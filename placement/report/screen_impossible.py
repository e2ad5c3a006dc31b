"""That there is no plan: what is impossible whatever else is chosen, which rules are broken, and what would help."""

from __future__ import annotations

from collections.abc import Sequence

from placement.errors import Fault
from placement.plan.evaluation import RuleCheck
from placement.report.blocks import Part
from placement.report.screen_repairs import repairs_screen
from placement.report.tables import Line, wrapped
from placement.report.text import Language, Voice
from placement.scenario.rules import Rule
from placement.scenario.schema import Scenario
from placement.solve.repair import Repair

_MOST_BROKEN = 8


def infeasible_screen(
    causes: Sequence[Fault],
    broken: Sequence[RuleCheck] = (),
    scenario: Scenario | None = None,
    language: Language = "da",
    repairs: Sequence[Repair] = (),
) -> list[Line]:
    """No plan: what is impossible whatever else is chosen, or which rules the decisions break, and what would help."""
    say = Voice(language)
    lines: list[Line] = []
    for part in impossible(causes, broken, scenario, language):
        lines += [Line(part.heading, len(part.heading))] if part.heading else []
        lines += [Line(line) for text in part.texts for line in wrapped(text, "  ")]
        lines += [Line(line) for item in part.items for line in wrapped(item, "  - ", "    ")]
    if repairs and scenario:
        return [*lines, *repairs_screen(repairs, scenario, say)]
    advice = f"{say('infeasible.advice')} {say('infeasible.resources')}"
    return [*lines, *map(Line, wrapped(advice, "  "))]


def impossible(
    causes: Sequence[Fault], broken: Sequence[RuleCheck], scenario: Scenario | None, language: Language
) -> tuple[Part, ...]:
    """That there is no plan, and why, as far as it is known."""
    say = Voice(language)
    why = say("infeasible.causes" if causes else "infeasible.contradict")
    parts = [Part(say("infeasible"), (why,), tuple(say.told(cause.sentence) for cause in causes))]
    if broken and scenario:
        texts = dict.fromkeys(_broken(check, scenario, say) for check in broken[:_MOST_BROKEN])
        parts.append(Part(texts=(say("infeasible.decided"),), items=tuple(texts)))
    return tuple(parts)


def _broken(check: RuleCheck, scenario: Scenario, say: Voice) -> str:
    """One broken rule: where, what is seen and what is needed, or allowed."""
    titled = (
        scenario.functions.get(check.function),
        scenario.sites.get(check.site),
        scenario.staff_roles.get(check.item) or scenario.equipment.get(check.item),
    )
    names = [part.title.in_language(say.language) for part in titled if part is not None]
    names += [check.item] if check.rule is Rule.COVERAGE else []
    have, need = (
        say.percent(value, 1) if check.unit == "share" else say.short(value, 2) for value in (check.have, check.need)
    )
    return say(
        f"infeasible.broken.{'most' if check.have > check.need else 'least'}",
        place=", ".join(names) or scenario.title.in_language(say.language),
        rule=say(f"rule.{check.rule}"),
        have=have,
        need=need,
    )
