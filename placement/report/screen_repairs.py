"""What would have to give: each repair as changes in planners' words, with what to type."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from placement.report.tables import Line, wrapped
from placement.report.text import Voice
from placement.scenario.schema import Scenario
from placement.solve.amounts import Change
from placement.solve.repair import Repair


def repairs_screen(repairs: Sequence[Repair], scenario: Scenario, say: Voice) -> list[Line]:
    """The smallest changes that make the scenario possible, numbered; several are alternatives.

    An exception is not shown as something to type: it is written in the scenario, with its reason.
    """
    heading = f"  {say.some('repair', len(repairs))}"
    lines = [Line(heading, len(heading))]
    for number, (repair, sentence) in enumerate(zip(repairs, repair_sentences(repairs, scenario, say), strict=True), 1):
        first, *more = wrapped(sentence, f"  {number}. ", "     ")
        lines += [Line(first), *map(Line, more)]
        typed = (text for change in repair.changes if change.kind != "exception" for text in change.overrides)
        lines += [Line(f"       --set {shlex.quote(text)}") for text in typed]
    return lines


def repair_sentences(repairs: Sequence[Repair], scenario: Scenario, say: Voice) -> list[str]:
    """Each repair: its changes in words, and whether the solver could confirm that they are enough."""
    sentences = []
    for repair in repairs:
        texts = [change_in_words(change, scenario, say) for change in repair.changes]
        if not repair.confirmed:
            texts.append(say("repair.unconfirmed"))
        sentences.append(f"{'; '.join(texts)}.")
    return sentences


def change_in_words(change: Change, scenario: Scenario, say: Voice) -> str:
    """One change: what, where, from what to what, and who decides it."""
    key = f"repair.{change.kind}"
    exact = f"{key}.{change.rule}"
    text = say(
        exact if say.knows(exact) else key,
        rule=say(f"rule.{change.rule}"),
        before=_amount(change.before, change.unit, say, named=False),
        after=_amount(change.after, change.unit, say),
    )
    place = _place(change, scenario, say)
    text = f"{place}: {text}" if place else text
    text += f" {say('repair.beyond')}" if change.beyond else ""
    return f"{text} {say('repair.owner', owner=change.owner)}" if change.owner else text


def _place(change: Change, scenario: Scenario, say: Voice) -> str:
    """Titles of what the change is about; nothing where it is about the whole."""
    titled = (
        scenario.functions.get(change.function),
        scenario.sites.get(change.site),
        scenario.staff_roles.get(change.item) or scenario.equipment.get(change.item),
    )
    names = [part.title.in_language(say.language) for part in titled if part is not None]
    return ", ".join(names)


def _amount(value: object, unit: str, say: Voice, *, named: bool = True) -> str:
    """A value, with its unit where that is to be named."""
    if isinstance(value, bool) or not isinstance(value, float | int):
        return ""
    if unit == "share":
        return say.percent(value)
    shown = say.number(value) if unit.startswith("DKK") else say.short(value, 2)
    return f"{shown} {say(f'unit.{unit}')}" if named else shown
