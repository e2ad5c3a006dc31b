"""What ``check`` shows: faults with their lines, then defaults, calibration and structural causes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from placement.errors import Fault
from placement.locale import N_, NN_
from placement.present.screen.faults import fault_lines
from placement.present.screen.lines import Column, Line, table, wrapped
from placement.present.words.voice import Voice
from placement.questions.proposal.evidence import within20
from placement.questions.proposal.findings import Assumption, Calibration
from placement.scenario.brief import brief
from placement.scenario.schema.scenario import Scenario

_MOST_DEFAULTS = 40
_COUNTED = {
    "areas": NN_("{n} area", "{n} areas"),
    "hospitals": NN_("{n} hospital", "{n} hospitals"),
    "houses": NN_("{n} house", "{n} houses"),
    "functions": NN_("{n} function", "{n} functions"),
}
"""Counts in words, for one and for many."""


@dataclass(frozen=True)
class Checked:
    """What is known about a scenario without faults.

    Attributes:
        scenario: with variants and overrides applied.
        defaults: dotted path and value of what the scenario leaves to the format.
        numbers: every number used.
        calibration: every observed figure.
        causes: rules that cannot be kept, whatever is chosen.
        odd: what can be true of places and times, but hardly is.
        cut_off: pairs of an area and a site between which nobody can travel.
    """

    scenario: Scenario
    defaults: Sequence[tuple[str, Any]]
    numbers: Sequence[Assumption]
    calibration: Sequence[Calibration]
    causes: Sequence[Fault]
    odd: Sequence[Fault] = ()
    cut_off: int = 0

    __repr__ = brief

    @property
    def qualities(self) -> dict[str, int]:
        """How many numbers are sourced, derived and assumed."""
        found = [number.quality for number in self.numbers]
        return {quality: found.count(quality) for quality in ("sourced", "derived", "assumption")}

    @property
    def counts(self) -> dict[str, int]:
        """How many areas, hospitals, houses and functions."""
        sites = self.scenario.sites.values()
        hospitals = sum(map(self.scenario.is_hospital, self.scenario.sites))
        return {
            "areas": len(self.scenario.areas.rows),
            "hospitals": hospitals,
            "houses": len(sites) - hospitals,
            "functions": len(self.scenario.functions),
        }


def check_screen(checked: Checked, say: Voice, *, every: bool = False) -> list[Line]:
    """Defaults, calibration, rules that cannot be kept, odd values, and how much the scenario holds."""
    blank = Line("")
    return [
        *_defaults(checked, say, every=every),
        blank,
        *_calibration(checked, say),
        blank,
        *_structure(checked, say),
        blank,
        *_odd(checked, say),
        *_summary(checked, say),
    ]


def _heading(text: str) -> Line:
    return Line(text, len(text))


def _defaults(checked: Checked, say: Voice, *, every: bool) -> list[Line]:
    stated = [(path, value) for path, value in checked.defaults if not _empty(value)]
    if not stated:
        return [_heading(say("DEFAULTS  none are used"))]
    shown = stated
    if not every and len(shown) > _MOST_DEFAULTS:
        shown = [(path, value) for path, value in shown if not _single(path)][:_MOST_DEFAULTS]
    rows = [[path, compact(value, say)] for path, value in shown]
    lines = [
        _heading(say("DEFAULTS, where the scenario says nothing")),
        *map(Line, table([Column(), Column(gives=True)], rows, indent=2)),
    ]
    left = len(stated) - len(shown)
    more = say("... and {n} more that hold for single functions only (--all)", n=say.number(left))
    return [*lines, Line(f"  {more}")] if left else lines


def _empty(value: Any) -> bool:
    """Whether a default says nothing: no value at all, or a record of nothing."""
    if isinstance(value, Mapping):
        return all(_empty(part) for part in value.values())
    return value is None or value in ("", [], ())


def _single(path: str) -> bool:
    return path.startswith("functions.") and not path.startswith("functions.*")


def compact(value: Any, say: Voice) -> str:
    """A value on one line, as a scenario would write it; yes and no in words."""
    match value:
        case bool():
            return say(N_("yes") if value else N_("no"))
        case float():
            return f"{value:g}"
        case Mapping():
            inner = ", ".join(f"{key}: {compact(part, say)}" for key, part in value.items() if part is not None)
            return f"{{{inner}}}"
        case list() | tuple():
            return f"[{', '.join(compact(part, say) for part in value)}]"
        case _:
            return str(value)


def _calibration(checked: Checked, say: Voice) -> list[Line]:
    if not checked.calibration:
        return [_heading(say("THE MODEL AGAINST REALITY  no known visit counts (baseline: visits_observed_per_year)"))]
    scenario = checked.scenario
    names = [Column((say(heading),), gives=True) for heading in (N_("Offer"), N_("Site"))]
    headings = (N_("Known"), N_("Model"), N_("Model/|known"), N_("Year"))
    columns = [*names, *(Column(tuple(say(heading).split("|")), right=True) for heading in headings)]
    rows = [
        [
            scenario.functions[row.function].title.in_language(say.language),
            scenario.sites[row.site].title.in_language(say.language),
            say.number(row.observed),
            say.about(row.modelled),
            say.percent(row.ratio) if math.isfinite(row.ratio) else "–",
            str(row.year or "–"),
        ]
        for row in checked.calibration
    ]
    hits, known = within20(tuple(checked.calibration))
    total = say("The model hits {hits} of {all} within 20%.", hits=hits, all=known)
    return [
        _heading(say("THE MODEL AGAINST REALITY, visits a year today")),
        *map(Line, table(columns, rows, indent=2)),
        Line(f"  {total}"),
    ]


def _structure(checked: Checked, say: Voice) -> list[Line]:
    if not checked.causes:
        return [
            Line(line)
            for line in wrapped(
                say("No rule is impossible by itself. Whether they can be kept together, solve will show.")
            )
        ]
    lines = [_heading(say("CANNOT BE DONE, whatever is chosen"))]
    return [*lines, *(line for cause in checked.causes for line in fault_lines(cause, say))]


def _odd(checked: Checked, say: Voice) -> list[Line]:
    if not checked.odd:
        return []
    lines = [line for warning in checked.odd for line in fault_lines(warning, say)]
    return [_heading(say("LOOKS ODD, worth a look")), *lines, Line("")]


def _summary(checked: Checked, say: Voice) -> list[Line]:
    people = sum(area.people for area in checked.scenario.areas.rows.values())
    counts = {kind: say.some(*_COUNTED[kind], count) for kind, count in checked.counts.items()}
    qualities = {key: say.number(count) for key, count in checked.qualities.items()}
    sentences = [
        say("No faults in {name}.", name=checked.scenario.name),
        say("{areas} ({people} inhabitants), {hospitals}, {houses}, {functions}.", people=say.about(people), **counts),
        say(
            "{all} numbers: {sourced} from sources, {derived} derived, {assumption} assumptions.",
            all=say.number(len(checked.numbers)),
            **qualities,
        ),
    ]
    if checked.cut_off:
        sentences.insert(
            2,
            say.some(
                "For {n} pair of area and site nobody can get there.",
                "For {n} pairs of area and site nobody can get there.",
                checked.cut_off,
            ),
        )
    return [Line(line) for sentence in sentences for line in wrapped(sentence)]
