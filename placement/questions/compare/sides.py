"""A comparison as it is told: letters and titles in one language, the sums of screen and page, and what it rests on."""

from __future__ import annotations

import json
import math
import re
import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

from placement.locale import N_
from placement.present.words.quantities import VALUE, path_in_words
from placement.present.words.vocabulary import AIM, METHOD, RULE
from placement.present.words.voice import Language, Voice
from placement.questions.compare.assumptions import Input, Turn, Turning
from placement.questions.compare.choice import Alternative
from placement.questions.compare.study import SideBySide
from placement.questions.proposal.against_reference import Pair, Versus
from placement.questions.proposal.views import without_range
from placement.scenario.schema.base import Title
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import WEIGHING, Status

LETTERS = "ABCDEFGH"
"""The letters of alternatives, and so the most that are shown side by side."""

FEW_VISITS = 10
"""Fewer visits a year are not shown as a number."""

SIDE_BY_SIDE = 4
"""With more alternatives a cell has room for one number alone, and a sentence none for names."""

MOST_NAMED = 4
"""The most names listed in a sentence; the rest are counted."""


class PayerGroup(NamedTuple):
    """Payers that are shown as one.

    Attributes:
        payers: as in ``Evaluation.money``.
        row: words of their row among the aims.
        name: as in a sentence on who pays; empty where no sentence names them.
    """

    payers: tuple[str, ...]
    row: str
    name: str = ""


def payer_groups(scenario: Scenario) -> tuple[PayerGroup, ...]:
    """The payer with the own budget, all others where there are any, and citizens."""
    own, *others = scenario.terms.payer_keys
    rest = PayerGroup(tuple(others), N_("Running cost, {payers}, million kr."), "{payers}")
    return (
        PayerGroup((own,), N_("Running cost, {own_payer}, million kr. a year"), N_("{the_own_payer}")),
        *([rest] if others else []),
        PayerGroup(("citizen",), N_("Patients' own transport, million kr.")),
    )


WORD = {
    "decision": N_("decision"),
    "reason": N_("reason"),
    "decided_by": N_("decided by"),
    "source": N_("source"),
    "owner": N_("owner"),
    "value": N_("value"),
    "low": N_("low"),
    "high": N_("high"),
    "quality": N_("quality of the source"),
    "title": N_("title"),
    "site": N_("place"),
    "function": N_("offer"),
    "note": N_("note"),
    "year": N_("year"),
    "status": N_("status"),
    "rules": N_("rules"),
    "days_per_week": N_("days a week"),
    "visits_observed_per_year": N_("visits counted a year"),
    "fixed_visits_per_year": N_("visits a year that stay"),
}
"""Words for fields of records that are shown whole."""


class Names:
    """Titles in one language; those of functions and sites from the first alternative that has them."""

    def __init__(self, found: SideBySide, lang: Language) -> None:
        self._scenarios = [found.plain.scenario, *(each.loaded.scenario for each in found.alternatives)]
        self._lang, self._say = lang, Voice.of(found.plain.scenario, lang)

    def function(self, name: str) -> str:
        """Title of a function; its id where no alternative has it."""
        return self._title("functions", name)

    def site(self, name: str) -> str:
        """Title of a site; its id where no alternative has it."""
        return self._title("sites", name)

    def thing(self, name: str) -> str:
        """Title of anything with this id; else the id as a word of the scenario's own, with spaces."""
        for table in ("functions", "sites", "staff_roles", "equipment", "rooms"):
            title = self._title(table, name)
            if title != name:
                return title
        return self._say(WORD[name]) if name in WORD else name.replace("_", " ")

    def alternative(self, each: Alternative) -> str:
        """Titles of an alternative's variants; the scenario's own where it has none."""
        return self.variants(each.loaded.scenario, each.loaded.variants)

    def variants(self, scenario: Scenario, names: Sequence[str]) -> str:
        """Titles of variants; the scenario's own where there are none."""
        titles = [scenario.variants[name].title for name in names] or [scenario.title]
        return " + ".join(title.in_language(self._lang) for title in titles)

    def _title(self, table: str, name: str) -> str:
        known = (getattr(scenario, table).get(name) for scenario in self._scenarios)
        return next((each.title.in_language(self._lang) for each in known if each is not None), name)


class Sides:
    """A comparison in one language: titles, letters and the voice.

    Args:
        found: the comparison.
        language: of the screen.
        voice: a plain one where none is given.
        letters: what each alternative is called, in their order.
        about: ``compare``, ``drafts`` or ``pins``, whose sentences differ.
    """

    def __init__(
        self,
        found: SideBySide,
        language: Language,
        voice: Voice | None = None,
        letters: Sequence[str] = LETTERS,
        about: str = "compare",
    ) -> None:
        self.found, self.names = found, Names(found, language)
        self.say = voice or Voice.of(found.plain.scenario, language)
        self.about = about
        self.letter = {each.name: letter for each, letter in zip(found.alternatives, letters, strict=False)}

    @property
    def versus(self) -> list[tuple[str, Versus]]:
        """Letter and proposal of each alternative that has one, the reference left out."""
        reference = self.found.reference_name
        return [(self.letter[name], each) for name, each in self.found.versus.items() if name != reference]

    @property
    def many(self) -> bool:
        """Whether there are so many that cells have room for one number alone, and sentences none for names."""
        return len(self.found.solved) > SIDE_BY_SIDE

    @property
    def two(self) -> tuple[Alternative, Alternative] | None:
        """The two alternatives whose difference is shown, if there are just two; for pins the first and the last."""
        first, *others = self.found.solved or (None,)
        if first is None or not others or (len(others) > 1 and self.about != "pins"):
            return None
        return first, others[-1]

    @property
    def reference(self) -> str:
        """The word for today, or the letter of the reference."""
        name = self.found.reference_name
        return self.say("today") if self.found.reference is None else self.letter[name]

    def pair(self, pair: Pair) -> str:
        """A function and its site, in words."""
        return self.say("{function} in {site}", function=self.names.function(pair[0]), site=self.names.site(pair[1]))

    def named(self, pairs: Sequence[Pair], most: int = MOST_NAMED) -> str:
        """So many of the pairs by name, and how many more; one more is named too."""
        shown = [self.pair(pair) for pair in (pairs if len(pairs) == most + 1 else pairs[:most])]
        left = len(pairs) - len(shown)
        return self.say.listed([*shown, self.say("{n} more", n=left)] if left > 0 else shown)


def visits_by_hospital(each: Versus) -> dict[str, tuple[float, float]]:
    """Visits at each hospital with the reference and now, summed over functions."""
    total: dict[str, tuple[float, float]] = {}
    for one in each.hospitals:
        before, now = total.get(one.hospital, (0.0, 0.0))
        total[one.hospital] = before + one.visits_reference, now + one.visits
    return total


def change_share(before: float, now: float) -> float:
    """The change relative to before; 0 where before is 0."""
    return (now - before) / before if before > 0 else 0.0


def paid(each: Alternative, payers: Sequence[str], part: int = 0) -> float:
    """Running cost (part 0) or investment (1) of some payers, against today."""
    return sum(amounts[part] for (payer, _), amounts in each.money_by_payer.items() if payer in payers)


_ALIKE_UP_TO = N_("If {path} is at most {last}, {first} and {second} are alike; at {next} they are not.{unsure}")
_ALIKE_DOWN_TO = N_("If {path} is at least {last}, {first} and {second} are alike; at {next} they are not.{unsure}")
_TURNED = {
    Turn.OTHER: N_(
        "With {path} as in {first} ({value}) {second} becomes another plan, but not that of {first}.{unsure}"
    ),
    Turn.NO_PLAN: N_("With {path} as in {first} ({value}) there is no plan for {second}.{unsure}"),
}
_MOST_SIGNS = 70
_BRACES = re.compile(r'[{}"]')


def named(sides: Sides, path: str) -> str:
    """The name of a number or setting in words."""
    found = sides.found
    return path_in_words(
        path, sides.say, [found.plain.scenario, *(each.loaded.scenario for each in found.alternatives)]
    )


def begins(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def inputs(sides: Sides) -> list[str]:
    """A line for each path at which the scenarios differ; the plain scenario's value first."""
    say, found, texts = sides.say, sides.found, []
    for difference in found.inputs:
        plain, *others = difference.values
        by_value: dict[Input, list[str]] = {}
        for each, value in zip(found.alternatives, others, strict=True):
            if value != plain:
                by_value.setdefault(value, []).append(sides.letter[each.name])
        told = "; ".join(f"{', '.join(letters)}: {shown_value(sides, value)}" for value, letters in by_value.items())
        path, before = named(sides, difference.path), shown_value(sides, plain)
        before = say(VALUE["true"]) if before == path else before  # a record with a title, which others lack
        texts.append(say("{path}: {plain} → {told}", path=begins(path), plain=before, told=told))
    return texts


def turnings(sides: Sides) -> list[str]:
    """Sentences on where the differences turn, number by number; empty where that was not asked for."""
    told = sides.found.turnings
    if told is None:
        return []
    say = sides.say
    texts = [
        say(
            "{first} and {second} have the same offers; nothing turns between them.",
            first=sides.letter[a],
            second=sides.letter[b],
        )
        for a, b in told.alike
    ]
    texts += [_turning(sides, each) for each in told.found if each.turn is not Turn.NOTHING]
    for first, second in dict.fromkeys((each.first, each.second) for each in told.found):
        idle = [
            named(sides, e.path) for e in told.found if (e.first, e.second, e.turn) == (first, second, Turn.NOTHING)
        ]
        if idle:
            letters = {"first": sides.letter[first], "second": sides.letter[second]}
            texts.append(
                say(
                    "Each by itself of no account for {first} and {second}: {paths}.",
                    **letters,
                    paths=say.listed(_few(sides, idle)),
                )
            )
    for first, second, paths in told.untold:
        letters = {"first": sides.letter[first], "second": sides.letter[second]}
        texts.append(
            say(
                "Not looked into for {first} and {second} (no number, or no time): {paths}.",
                **letters,
                paths=say.listed(_few(sides, [named(sides, path) for path in paths])),
            )
        )
    return texts


def _few(sides: Sides, paths: list[str]) -> list[str]:
    left = len(paths) - MOST_NAMED
    return [*paths[:MOST_NAMED], sides.say("{n} more", n=left)] if left > 0 else paths


def _turning(sides: Sides, each: Turning) -> str:
    say = sides.say
    alike = _ALIKE_UP_TO if each.at_second > each.at_first else _ALIKE_DOWN_TO
    return say(
        alike if each.turn is Turn.ALIKE else _TURNED[each.turn],
        path=named(sides, each.path),
        first=sides.letter[each.first],
        second=sides.letter[each.second],
        value=say.short(each.at_first, 4),
        last=say.short(each.last, 4),
        next=say.short(each.next, 4),
        unsure="" if each.proven else say(" Not proven."),
    )


def shown_value(sides: Sides, value: Input) -> str:
    """A value in few characters, marked where it is an assumption."""
    say = sides.say
    if not value.text:
        return say("nothing")
    shown = _in_words(sides, value.text) if value.number is None else say.short(value.number, 4)
    if len(shown) > _MOST_SIGNS:
        shown = say("{text} and more", text=textwrap.wrap(shown, _MOST_SIGNS)[0].rstrip(",:; "))
    return say("{value} (assumption)", value=shown) if value.quality == "assumption" else shown


def _in_words(sides: Sides, text: str) -> str:
    """A setting by its word, a record without braces and with titles for ids; any other text unchanged."""
    if text in sides.found.plain.scenario.terms.site_kinds:
        return sides.say.kind(text)
    if text in VALUE or text in METHOD:
        return sides.say(VALUE.get(text) or METHOD[text])
    if text[:1] not in "{[":
        return text
    try:
        return _parts_in_words(sides, json.loads(text))
    except ValueError:
        return _BRACES.sub("", text)


def _parts_in_words(sides: Sides, part: Any) -> str:
    say = sides.say
    if isinstance(part, dict):
        title = Title.model_validate(part["title"]).in_language(say.language) if "title" in part else ""
        inner = [(sides.names.thing(str(key)), _parts_in_words(sides, item)) for key, item in part.items()]
        return title or ", ".join(say("{name}: {what}", name=name, what=what) for name, what in inner)
    if isinstance(part, list):
        return ", ".join(_parts_in_words(sides, item) for item in part)
    if isinstance(part, bool):
        return say(VALUE[str(part).lower()])
    if isinstance(part, int | float):
        return say.short(part, 4)
    if part in sides.found.plain.scenario.terms.site_kinds:
        return say.kind(part)
    known = VALUE.get(part) or RULE.get(part)
    return say(known) if known else sides.names.thing(str(part))


_OTHER_TODAY = {
    "compare": N_("At least one variant reckons today otherwise too; it is held against its own today."),
    "drafts": N_("Today is reckoned otherwise in the two as well; the column shows the new one."),
}
"""By ``Sides.about``: the sentence where today's aims differ between the alternatives."""
_PROVEN = 5e-7
"""Smaller gaps are shown as none."""


def proof(sides: Sides) -> list[str]:
    """How sure each proposal is, whether all are measured alike, and the time used, in sentences."""
    say, solved = sides.say, [(sides.letter[each.name], each.solved) for each in sides.found.solved if each.solved]
    worst = max(each.gap for _, each in solved)
    money = sorted(each.gap_money for _, each in solved if each.gap_money is not None)
    stopped = [letter for letter, each in solved if each.status is not Status.OPTIMAL]
    seconds = sum(each.seconds.get("total", 0.0) for _, each in solved)
    texts = [
        _proof_in_money(sides, money)
        if len(money) == len(solved)
        else say("Each proposal is proven best.")
        if worst < _PROVEN
        else say(
            "None of the proposals is more than {gap} from proven best. A smaller difference is no finding.",
            gap=say.percent(math.ceil(worst * 1e4) / 1e4, 2),
        )
        if math.isfinite(worst)
        else say("At least one proposal has no proven bound."),
        say("{letters} stopped before the asked certainty was reached.", letters=say.listed(stopped))
        if stopped
        else "",
        _other_scale(sides),
        *_without_range(sides),
        say(_OTHER_TODAY[sides.about]) if _today_differs(sides) else "",
        say("Where there are phases, figures are the last one's.") if any(each.course for _, each in solved) else "",
        say("{n} seconds.", n=say.number(seconds, 1)),
    ]
    return list(filter(None, texts))


def _proof_in_money(sides: Sides, gaps: Sequence[float]) -> str:
    """How far from best each proposal may be, in kroner a year; ``gaps`` in rising order."""
    say = sides.say
    if not math.isfinite(gaps[-1]):
        return say("At least one proposal has no proven bound.")
    if gaps[-1] < 1:
        return say("Each proposal is proven best.")
    most = say.money(math.ceil(gaps[-1]), None)
    if len(gaps) == 1:
        return say("The proposal is at most {most} kr. a year from proven best.", most=most)
    return say(
        "None of the proposals is more than {most} kr. a year from proven best. Two that differ in all by less than "
        "their gaps together, at most {both} kr., differ by no finding.",
        most=most,
        both=say.money(math.ceil(sum(gaps[-2:])), None),
    )


def _other_scale(sides: Sides) -> str:
    """A sentence on the aims for which the alternatives' pay-off tables differ."""
    say, scales = sides.say, [each.solved.scale for each in sides.found.solved if each.solved and each.solved.scale]
    ends = [list(zip(scale.ideal, scale.nadir, strict=True)) for scale in scales]
    aims = [say(AIM[aim]) for n, aim in enumerate(AIMS) if len({each[n] for each in ends}) > 1]
    return (
        say(
            "All are measured on the scale without variants, but for {aims}, of no range there: each variant's own.",
            aims=say.listed(aims),
        )
        if aims
        else ""
    )


def _without_range(sides: Sides) -> list[str]:
    """Sentences on aims without a range, which do not count, and the letters of the alternatives."""
    told: dict[str, list[str]] = {}
    for each in sides.found.solved:
        solved = each.solved
        if solved and solved.method in WEIGHING and (text := without_range(sides.say, solved.scale)):
            told.setdefault(text, []).append(sides.letter[each.name])
    return [sides.say("{letters}: {what}", letters=", ".join(who), what=text) for text, who in told.items()]


def _today_differs(sides: Sides) -> bool:
    """Whether today's aims under a variant differ from those without variants."""
    today = sides.found.today
    if today is None:
        return False
    aims = today.evaluation.objectives.as_tuple()
    others = [each.today.evaluation.objectives.as_tuple() for each in sides.found.solved if each.today]
    return any(
        not math.isclose(a, b, rel_tol=1e-6, abs_tol=0.5) for other in others for a, b in zip(aims, other, strict=True)
    )
