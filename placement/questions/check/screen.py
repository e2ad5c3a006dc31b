"""What ``check`` shows: faults with their lines, then defaults, calibration and structural causes."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from placement.errors import Fault
from placement.locale import N_, NN_
from placement.present.screen.faults import fault_lines
from placement.present.screen.lines import Column, Line, table, wrapped
from placement.present.words.voice import NOTHING, Voice
from placement.questions.check.calibration import DIGITS, Calibrated
from placement.questions.proposal.counts_by_area import Together
from placement.questions.proposal.evidence import within20
from placement.questions.proposal.findings import Assumption, Calibration
from placement.scenario.brief import brief
from placement.scenario.schema.scenario import Scenario

_MOST_DEFAULTS = 40
_MOST_AREAS = 5
"""Number of areas shown, those furthest off, unless all are asked for."""
_RATE_HEADS = (N_("Now"), N_("Proposed"), N_("Change"))
_COUNTED = {
    "areas": NN_("{n} area", "{n} areas"),
    "hospitals": NN_("{n} hospital", "{n} hospitals"),
    "houses": NN_("{n} house", "{n} houses"),
    "functions": NN_("{n} function", "{n} functions"),
}
"""Counts in words, for one and for many."""


@dataclass(frozen=True)
class Checked:
    """The findings about a scenario without faults.

    Attributes:
        scenario: with variants and overrides applied.
        defaults: dotted path and value of what the scenario leaves to the format.
        numbers: every number used.
        calibration: the model against every observed figure, and the rates that would fit.
        causes: rules that cannot be kept, whatever is chosen.
        odd: places and times that are possible but improbable.
        cut_off: pairs of an area and a site between which nobody can travel.
    """

    scenario: Scenario
    defaults: Sequence[tuple[str, Any]]
    numbers: Sequence[Assumption]
    calibration: Calibrated
    causes: Sequence[Fault]
    odd: Sequence[Fault] = ()
    cut_off: int = 0

    __repr__ = brief

    @property
    def qualities(self) -> dict[str, int]:
        """The number of sourced, derived and assumed numbers."""
        found = [number.quality for number in self.numbers]
        return {quality: found.count(quality) for quality in ("sourced", "derived", "assumption")}

    @property
    def counts(self) -> dict[str, int]:
        """The number of areas, hospitals, houses and functions."""
        sites = self.scenario.sites.values()
        hospitals = sum(map(self.scenario.is_hospital, self.scenario.sites))
        return {
            "areas": len(self.scenario.areas.rows),
            "hospitals": hospitals,
            "houses": len(sites) - hospitals,
            "functions": len(self.scenario.functions),
        }


def check_screen(checked: Checked, say: Voice, *, every: bool = False) -> list[Line]:
    """The screen: defaults, calibration, rules that cannot be kept, odd values, and the size of the scenario."""
    blank = Line("")
    return [
        *_defaults(checked, say, every=every),
        blank,
        *_calibration(checked, say, every=every),
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
    """Whether a default is empty: no value, or a record of empty values."""
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


def _calibration(checked: Checked, say: Voice, *, every: bool) -> list[Line]:
    found = checked.calibration
    if not found.sites and not found.areas:
        return [_heading(say("THE MODEL AGAINST REALITY  no known visit counts (baseline: visits_observed_per_year)"))]
    blank = Line("")
    parts = [_sites(checked, say), _sums(checked, say), _areas(checked, say, every=every), _rates(checked, say)]
    told = [line for part in parts if part for line in (*part, blank)]
    return told[:-1]


def _sites(checked: Checked, say: Voice) -> list[Line]:
    """The section on every count by function and site."""
    rows = [
        [*_named(checked, say, function=row.function, site=row.site), *_against(row, say), str(row.year or NOTHING)]
        for row in checked.calibration.sites
    ]
    if not rows:
        return []
    columns = [*_names(say, N_("Offer"), N_("Site")), *_numbers(say, N_("Year"))]
    return [
        _heading(say("THE MODEL AGAINST REALITY, visits a year today")),
        *map(Line, table(columns, rows, indent=2)),
        _hits(checked.calibration.sites, say, N_("The model hits {hits} of {all} within 20%.")),
    ]


def _sums(checked: Checked, say: Voice) -> list[Line]:
    """The section on sums of several counts, by function and by site."""
    several = [one for one in checked.calibration.of("site", "function") if one.cells > 1]
    several += [one for one in checked.calibration.of("site", "site") if one.cells > 1]
    if not several:
        return []
    rows = [[*_named(checked, say, **{one.of: one.name}), *_against(one, say)] for one in several]
    columns = [*_names(say, N_("Offer"), N_("Site")), *_numbers(say)]
    return [_heading(say("THE SAME ADDED UP")), *map(Line, table(columns, rows, indent=2))]


def _areas(checked: Checked, say: Voice, *, every: bool) -> list[Line]:
    """The section on counts by area, summed by function, by site and by group; with ``every`` single areas too."""
    found = checked.calibration
    if not found.areas:
        return []
    own = Voice.of(checked.scenario, say.language)
    areas = found.of("area", "area")
    if not every:
        areas = sorted(areas, key=lambda one: -abs(one.modelled - one.observed))[:_MOST_AREAS]
    blocks = (
        (say("Offer"), found.of("area", "function")),
        (say("Site"), found.of("area", "site")),
        (
            own("{Grouping}") if checked.scenario.areas.group_by == "municipality" else say("Group"),
            found.of("area", "group"),
        ),
        (say("Area") if every else say("Area, furthest off"), areas),
    )
    rows = [
        [kind if n == 0 else "", *filter(None, _named(checked, say, **{one.of: one.name})), *_against(one, say)]
        for kind, sums in blocks
        for n, one in enumerate(sums)
    ]
    columns = [Column(), Column(gives=True), *_numbers(say)]
    return [
        _heading(say("WHERE THE COUNTED VISITS COME FROM, visits a year today")),
        *map(Line, table(columns, rows, indent=2)),
        _hits(found.of("area", "area"), say, N_("Of the areas, added up, the model hits {hits} of {all} within 20%.")),
    ]


def _rates(checked: Checked, say: Voice) -> list[Line]:
    rates = checked.calibration.rates
    if not rates:
        return []
    rows = [
        [
            one.path,
            say.short(one.now, DIGITS),
            say.short(one.proposed, DIGITS),
            say.percent(one.proposed / one.now - 1, 1, signed=True),
        ]
        for one in rates
    ]
    columns = [Column(), *(Column(tuple(say(head).split("|")), right=True) for head in _RATE_HEADS)]
    tried = shlex.join(["--set", f"{rates[0].path}={rates[0].written}"])
    return [
        _heading(say("RATES THAT WOULD GIVE WHAT WAS COUNTED")),
        *map(Line, table(columns, rows, indent=2)),
        *map(
            Line,
            wrapped(say("Nothing is changed; write them into the scenario, or try one: {option}", option=tried), "  "),
        ),
    ]


def _named(checked: Checked, say: Voice, **ids: str) -> list[str]:
    """Titles of a function and a site, empty where not given; or the name of a group or an area."""
    scenario = checked.scenario
    if "group" in ids:
        return [ids["group"]]
    if "area" in ids:
        return [scenario.areas.rows[ids["area"]].name]
    function, site = ids.get("function"), ids.get("site")
    return [
        scenario.functions[function].title.in_language(say.language) if function else "",
        scenario.sites[site].title.in_language(say.language) if site else "",
    ]


def _names(say: Voice, *headings: str) -> list[Column]:
    return [Column((say(heading),), gives=True) for heading in headings]


def _numbers(say: Voice, *more: str) -> list[Column]:
    headings = (N_("Known"), N_("Model"), N_("Model/|known"), *more)
    return [Column(tuple(say(heading).split("|")), right=True) for heading in headings]


def _against(one: Calibration | Together, say: Voice) -> list[str]:
    ratio = say.percent(one.ratio) if math.isfinite(one.ratio) else NOTHING
    return [say.number(one.observed), say.about(one.modelled), ratio]


def _hits(found: Sequence[Calibration | Together], say: Voice, text: str) -> Line:
    hits, known = within20(found)
    told = say(text, hits=hits, all=known)
    return Line(f"  {told}")


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
