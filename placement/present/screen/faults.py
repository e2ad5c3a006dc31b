"""Screens about a scenario without a plan: its faults, each with its source line, or what is impossible in it.

Where rules contradict each other, it also shows the smallest changes that make a plan possible.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from placement.errors import Fault
from placement.locale import N_
from placement.plan.plan import RuleCheck
from placement.present.parts import Part
from placement.present.screen.lines import Line, cells, cut, printable, terminal, wrapped
from placement.present.words.quantities import floor_in_words
from placement.present.words.vocabulary import RULE, UNIT
from placement.present.words.voice import Language, Voice
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.solve.repair import Change, Repair

_DECISION = "decision"
REPAIR_OF_RULE: dict[str, str] = {
    "must": N_("the decision that it must be there is withdrawn"),
    "must_not": N_("the decision that it must not be there is withdrawn"),
    "no_new_houses": N_("new houses are allowed"),
}
"""By rule, words for a repair that withdraws a decision."""
REPAIR: dict[str, str] = {
    "bound": N_("{rule} from {before} to {after}"),
    "exception": N_("an exception from the rule {rule}, with a reason"),
}

BROKEN: dict[str, str] = {
    "least": N_("{place}: {rule}: {have}; at least {need}"),
    "most": N_("{place}: {rule}: {have}; at most {need}"),
}


def faults_screen(faults: Sequence[Fault], say: Voice) -> list[Line]:
    """Each fault with its place, its source line and a caret; the number of faults last."""
    lines = [line for fault in faults for line in fault_lines(fault, say)]
    return [*lines, Line(say.some("{n} fault found.", "{n} faults found.", len(faults)))]


def fault_lines(fault: Fault, say: Voice) -> list[Line]:
    """``file:line:column: path: message``, the source line with a caret, and the nearest allowed word."""
    head = ": ".join(part for part in (fault.location, fault.path) if part)
    lines = [Line(printable(head), cells(printable(head)), "fault")] if head else []
    lines += map(Line, wrapped(say.told(fault.message), "  " if head else ""))
    lines += map(Line, _source(fault))
    if fault.suggestion:
        lines.append(Line("  " + say("Did you mean '{word}'?", word=printable(fault.suggestion))))
    return lines


def _source(fault: Fault) -> list[str]:
    """The source line, shifted so that the place at fault is in sight, and a caret under it."""
    text = fault.source_line.replace("\t", " ")
    if not text.strip():
        return []
    margin = f"  {fault.line} | " if fault.line else "  | "
    room = terminal().width - len(margin)
    start = max(0, fault.column - room // 2) if cells(text) > room else 0
    shown = margin + cut(text[start:], room).rstrip()
    if not 0 < fault.column <= len(text) + 1:
        return [shown]
    before = cells(text[start : fault.column - 1])
    return [shown, " " * (len(margin) - 2) + "| " + " " * before + "^"]


_MOST_BROKEN = 8
"""Most broken rules that are listed."""


def infeasible_screen(
    causes: Sequence[Fault],
    broken: Sequence[RuleCheck] = (),
    scenario: Scenario | None = None,
    language: Language = "da",
    repairs: Sequence[Repair] = (),
) -> list[Line]:
    """The screen for a scenario without a plan: impossible rules, or those that its decisions break, and repairs."""
    say = Voice.of(scenario, language) if scenario else Voice(language)
    lines: list[Line] = []
    for part in impossible(causes, broken, scenario, language):
        lines += [Line(part.heading, len(part.heading))] if part.heading else []
        lines += [Line(line) for text in part.texts for line in wrapped(text, "  ")]
        lines += [Line(line) for item in part.items for line in wrapped(item, "  - ", "    ")]
    if repairs and scenario:
        return [*lines, *repairs_screen(repairs, scenario, say)]
    advice = (
        say("Try: withdraw a decision (must), lower a minimum, or write an exception.")
        + " "
        + say("Or: raise the budgets or the number of changes (max_changes), or give more room or staff days.")
    )
    return [*lines, *map(Line, wrapped(advice, "  "))]


def impossible(
    causes: Sequence[Fault], broken: Sequence[RuleCheck], scenario: Scenario | None, language: Language
) -> tuple[Part, ...]:
    """That there is no plan and why: impossible rules (``causes``), else those that decisions break (``broken``)."""
    say = Voice.of(scenario, language) if scenario else Voice(language)
    why = say(
        N_("These cannot be satisfied, whatever else is chosen:")
        if causes
        else N_("No single rule is impossible; together the rules contradict each other.")
    )
    parts = [Part(say("CANNOT BE DONE"), (why,), tuple(say.told(cause.sentence) for cause in causes))]
    if broken and scenario:
        texts = dict.fromkeys(_broken(check, scenario, say) for check in broken[:_MOST_BROKEN])
        parts.append(
            Part(
                texts=(
                    say(
                        "With everything that is decided put into force and the rest as today, these rules are broken:"
                    ),
                ),
                items=tuple(texts),
            )
        )
    return tuple(parts)


def _broken(check: RuleCheck, scenario: Scenario, say: Voice) -> str:
    """A sentence on a broken rule: where, the value seen, and the bound."""
    titled = (
        scenario.functions.get(check.function),
        scenario.sites.get(check.site),
        scenario.staff_roles.get(check.item) or scenario.equipment.get(check.item) or scenario.rooms.get(check.item),
    )
    names = [part.title.in_language(say.language) for part in titled if part is not None]
    names += [floor_in_words(check.item, say, scenario)] if check.rule is Rule.COVERAGE else []
    have, need = (
        say.percent(value, 1) if check.unit == "share" else say.short(value, 2) for value in (check.have, check.need)
    )
    return say(
        BROKEN["most" if check.have > check.need else "least"],
        place=", ".join(names) or scenario.title.in_language(say.language),
        rule=say(RULE[check.rule]),
        have=have,
        need=need,
    )


def repairs_screen(repairs: Sequence[Repair], scenario: Scenario, say: Voice, *, typed: bool = True) -> list[Line]:
    """The smallest changes that make the scenario possible, numbered; several are alternatives.

    What to type on a command line follows each if ``typed``, but not for an exception: it is written in the scenario,
    with its reason.
    """
    heading = "  " + say.some(
        "THE SMALLEST CHANGE that makes it possible:",
        "THE SMALLEST CHANGES that make it possible (each by itself):",
        len(repairs),
    )
    lines = [Line(heading, len(heading))]
    for number, (repair, sentence) in enumerate(zip(repairs, repair_sentences(repairs, scenario, say), strict=True), 1):
        first, *more = wrapped(sentence, f"  {number}. ", "     ")
        lines += [Line(first), *map(Line, more)]
        said = (text for change in repair.changes if change.kind != "exception" for text in change.overrides)
        lines += [Line(f"       --set {shlex.quote(text)}") for text in said if typed]
    return lines


def repair_sentences(repairs: Sequence[Repair], scenario: Scenario, say: Voice) -> list[str]:
    """A sentence for each repair: its changes, and whether the solver has confirmed that they are enough."""
    sentences = []
    for repair in repairs:
        texts = [change_in_words(change, scenario, say) for change in repair.changes]
        if not repair.confirmed:
            texts.append(say("not confirmed by a second solver"))
        sentences.append(f"{'; '.join(texts)}.")
    return sentences


def change_in_words(change: Change, scenario: Scenario, say: Voice) -> str:
    """A change in words: what, where, from and to which value, and who decides it."""
    text = say(
        REPAIR_OF_RULE[change.rule] if change.kind == _DECISION else REPAIR[change.kind],
        rule=say(RULE[change.rule]),
        before=_amount(change.before, change.unit, say, named=False),
        after=_amount(change.after, change.unit, say),
    )
    place = _place(change, scenario, say)
    text = f"{place}: {text}" if place else text
    text += (" " + say("(outside the range that is stated)")) if change.beyond else ""
    return (f"{text} " + say("(owner: {owner})", owner=change.owner)) if change.owner else text


def _place(change: Change, scenario: Scenario, say: Voice) -> str:
    """Titles of what the change is about; empty where it is about the whole scenario."""
    titled = (
        scenario.functions.get(change.function),
        scenario.sites.get(change.site),
        scenario.staff_roles.get(change.item) or scenario.equipment.get(change.item) or scenario.rooms.get(change.item),
    )
    names = [part.title.in_language(say.language) for part in titled if part is not None]
    names += [floor_in_words(change.item, say, scenario)] if change.rule is Rule.COVERAGE else []
    return ", ".join(names)


def _amount(value: object, unit: str, say: Voice, *, named: bool = True) -> str:
    """A value as text, with its unit if ``named``."""
    if isinstance(value, bool) or not isinstance(value, float | int):
        return ""
    if unit == "share":
        return say.percent(value)
    if unit.startswith("DKK"):
        amount = say.money(value, None)
        text = N_("{money} kr. a year") if unit == "DKK/year" else N_("{money} kr.")
        return say(text, money=amount) if named else amount
    shown = say.short(value, 2)
    return (f"{shown} " + say(UNIT[unit])) if named else shown
