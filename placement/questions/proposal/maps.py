"""Maps of a solved scenario: how far people travel, what changes against today, and who goes where."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from placement.instance.instance import NO_SITE, Bools, Floats, Instance, Ints
from placement.instance.land import SOURCE
from placement.locale import N_
from placement.plan.aims import by_area, finite_minutes
from placement.plan.plan import Evaluation
from placement.present.maps.picture import Map, Outline, ShownArea, ShownSite, State
from placement.present.maps.shapes import apart
from placement.present.maps.symbols import Bands, bands_of_catchments, bands_of_change, bands_of_minutes
from placement.present.words.terms import short_names
from placement.present.words.voice import MINUS, Language, Voice
from placement.questions.proposal.against_reference import Standing, matched
from placement.questions.proposal.tables.citizens import SAME_MINUTES
from placement.scenario.source.boundaries import polygons
from placement.solve.result import Solved

Functions = list[int]
"""Indices of the functions that a map is about."""


def shown_sites(instance: Instance, say: Voice, before: Bools, now: Bools, functions: Functions) -> list[ShownSite]:
    """Sites with coordinates that have, had or could have one of the functions.

    Args:
        instance: the scenario as arrays.
        say: the voice of the map.
        before: ``(F, S)`` what is open today.
        now: ``(F, S)`` what is open in the plan on the map.
        functions: indices of those that count.
    """
    before, now = before[functions], now[functions]
    shown = [
        s for s in range(len(instance.site_ids)) if _is_shown(instance, s, bool((before | now)[:, s].any()), functions)
    ]
    labels = short_names([_title(instance, say, s) for s in shown])
    return [
        _site(instance, say, s, label, before[:, s], now[:, s], functions)
        for s, label in zip(shown, labels, strict=True)
    ]


def _is_shown(instance: Instance, s: int, is_used: bool, functions: Functions) -> bool:
    """Whether a site is drawn: with coordinates and something offered; on a map of several functions any candidate."""
    site = instance.scenario.sites[instance.site_ids[s]]
    if site.lat is None or site.lon is None:
        return False
    return is_used or (site.scope == "candidate" and len(functions) > 1)


def _title(instance: Instance, say: Voice, s: int) -> str:
    return instance.scenario.sites[instance.site_ids[s]].title.in_language(say.language)


def _site(
    instance: Instance, say: Voice, s: int, label: str, before: Bools, now: Bools, functions: Functions
) -> ShownSite:
    site_id = instance.site_ids[s]
    site = instance.scenario.sites[site_id]
    opens, closes = now & ~before, before & ~now
    return ShownSite(
        id=site_id,
        label=label,
        lon=site.lon or 0.0,
        lat=site.lat or 0.0,
        shape=instance.scenario.kind_of(site_id).symbol,
        kind=say.kind(site.kind),
        state=_state(bool(opens.any()), bool(closes.any()), bool(now.any())),
        gained=" ".join(_gained(int(opens.sum()), int(closes.sum()))),
        told=_told(instance, say, s, now, (opens, closes), functions),
    )


def _state(opens: bool, closes: bool, offers: bool) -> State:
    if closes:
        return "closed"
    return "new" if opens else "same" if offers else "none"


def _gained(opens: int, closes: int) -> list[str]:
    return [word for count, word in ((opens, f"+{opens}"), (closes, f"{MINUS}{closes}")) if count]


def _told(
    instance: Instance, say: Voice, s: int, now: Bools, changes: tuple[Bools, Bools], functions: Functions
) -> str:
    """The text of a site: how much is offered, and what opens and closes by name."""
    site = _title(instance, say, s)
    parts = [say.some("{site}: {n} offer", "{site}: {n} offers", int(now.sum()), site=site)]
    for key, changed in zip((N_("new: {functions}"), N_("closes: {functions}")), changes, strict=True):
        ids = [instance.function_ids[functions[at]] for at in np.flatnonzero(changed)]
        titles = [instance.scenario.functions[one].title.in_language(say.language) for one in ids]
        parts += [say(key, functions=say.listed(titles))] if titles else []
    return "; ".join(parts)


_NAMED = 3
"""Number of areas named with the longest trips, and with the shortest."""


def travels(say: Voice, area: str, minutes: float, site: str = "") -> str:
    """The text of an area: how far its people travel, and where most go."""
    if np.isnan(minutes):
        return say("{area}: no visits", area=area)
    words = say("{area}: {minutes} min.", area=area, minutes=say.number(minutes))
    return say("{told} Most go to {site}.", told=words, site=site) if site else words


def changed(say: Voice, area: str, before: float, now: float) -> str:
    """The text of an area: how much longer or shorter its trips get."""
    if np.isnan(before) or np.isnan(now):
        return say("{area}: no visits", area=area)
    change = say.number(now - before, 1, signed=True)
    return say(
        "{area}: {change} min. ({before} → {now})",
        area=area,
        change=change,
        before=say.number(before, 1),
        now=say.number(now, 1),
    )


def of_minutes(say: Voice, bands: Bands, areas: Sequence[str], minutes: Floats, sites: Sequence[ShownSite]) -> str:
    """The description of a map of minutes."""
    known = [at for at in np.argsort(-minutes, kind="stable") if not np.isnan(minutes[at])]

    def named(chosen: Sequence[int]) -> str:
        words = (say("{minutes} min.", minutes=say.number(minutes[at])) for at in chosen)
        return say.listed([f"{areas[at]} {word}" for at, word in zip(chosen, words, strict=True)])

    return " ".join(
        (
            _in_bands(say, bands, minutes),
            say("Longest: {areas}", areas=named(known[:_NAMED])) if known else "",
            say("Shortest: {areas}", areas=named(known[::-1][:_NAMED])) if known else "",
            _changes(say, sites),
        )
    ).strip()


def of_change(say: Voice, bands: Bands, areas: Sequence[str], change: Floats, sites: Sequence[ShownSite]) -> str:
    """The description of a map of changes; areas with longer trips come first."""
    order = [int(at) for at in np.argsort(change, kind="stable") if not np.isnan(change[at])]
    longer = [at for at in order[::-1] if change[at] > SAME_MINUTES][:_NAMED]
    shorter = [at for at in order if change[at] < -SAME_MINUTES][:_NAMED]

    def named(chosen: Sequence[int]) -> str:
        words = (say("{minutes} min.", minutes=say.number(change[at], 1, signed=True)) for at in chosen)
        return say.listed([f"{areas[at]} {word}" for at, word in zip(chosen, words, strict=True)])

    return " ".join(
        (
            say("Most longer: {areas}", areas=named(longer))
            if longer
            else say("No area gets a longer trip on average."),
            say("Most shorter: {areas}", areas=named(shorter)) if shorter else "",
            _in_bands(say, bands, change),
            _changes(say, sites),
        )
    ).strip()


def of_catchments(say: Voice, sites: Sequence[ShownSite], goes: Sequence[str]) -> str:
    """The description of a map of catchments: how many areas go to each site, most first."""
    labels = {site.id: site.label for site in sites}
    found = [
        say("{site}: {n}", site=labels[to], n=say.number(n)) for to, n in Counter(goes).most_common() if to in labels
    ]
    return say("Number of areas that use each site most: {sites}.", sites=", ".join(found)) if found else ""


def _in_bands(say: Voice, bands: Bands, figures: Floats) -> str:
    """How many areas there are in each class."""
    count = Counter(bands.of(figures))
    found = [
        say("{band}: {n}", n=say.number(count[at]), band=band.label) for at, band in enumerate(bands.bands) if count[at]
    ]
    return say("Number of areas: {bands}.", bands="; ".join(found)) if found else ""


def _changes(say: Voice, sites: Sequence[ShownSite]) -> str:
    found = [f"{site.label} {site.gained}" for site in sites if site.gained]
    return say("Changes: {sites}.", sites=", ".join(found)) if found else ""


_WHEN: dict[str, str] = {
    "today": N_("today"),
    "proposal": N_("in the proposal"),
}

When = Literal["today", "proposal"]


class _Places(ABC):
    """The base of every map of a scenario: its areas, their outlines, and the notes below."""

    lang: Language

    @property
    @abstractmethod
    def _instance(self) -> Instance:
        """The scenario as arrays."""

    @cached_property
    def _say(self) -> Voice:
        return Voice.of(self._instance.scenario, self.lang)

    @cached_property
    def _drawn(self) -> list[int]:
        """Indices of the areas with coordinates."""
        rows = (self._instance.scenario.areas.rows[area] for area in self._instance.area_ids)
        return [at for at, row in enumerate(rows) if row.lat is not None and row.lon is not None]

    @cached_property
    def _names(self) -> list[str]:
        rows = self._instance.scenario.areas.rows
        return [rows[self._instance.area_ids[at]].name for at in self._drawn]

    @cached_property
    def _places(self) -> Floats:
        """``(n, 2)`` degrees of the areas that are drawn, those with equal coordinates moved a little apart."""
        rows = [self._instance.scenario.areas.rows[self._instance.area_ids[at]] for at in self._drawn]
        return apart(np.array([(row.lon, row.lat) for row in rows]), [row.municipality for row in rows])

    def _areas(
        self, bands: Bands, figures: Floats, words: Sequence[str], goes: Sequence[str] | None = None
    ) -> tuple[ShownArea, ...]:
        ids = [self._instance.area_ids[at] for at in self._drawn]
        lon, lat = self._places.T.tolist()
        to = goes or [""] * len(ids)
        own = [self._outlines.get(one, ()) if self._has_own else () for one in ids]
        return tuple(map(ShownArea, ids, self._names, lon, lat, bands.of(figures), words, to, own))

    @property
    def _has_own(self) -> bool:
        """Whether the scenario's outlines are of areas, not of groups of them."""
        boundaries = self._instance.scenario.boundaries
        return boundaries is not None and boundaries.of == "area"

    @property
    def _drawn_by(self) -> str:
        """The note on where the borders of areas come from."""
        if self._has_own:
            return N_("The borders of the areas are the scenario's own. Coast outside them: {land}.")
        return (
            N_(
                "An area is what lies nearest to its point; the light borders are calculated, "
                "those of {the_groupings} are the scenario's own. Coast outside them: {land}."
            )
            if self._around
            else N_("An area is what lies nearest to its point; its borders are calculated. Coast: {land}.")
        )

    @cached_property
    def _outlines(self) -> dict[str, Outline]:
        """The scenario's own outlines, by area or group of areas."""
        boundaries = self._instance.scenario.boundaries
        return {key: polygons(outline) for key, outline in boundaries.rows.items()} if boundaries else {}

    @property
    def _around(self) -> tuple[Outline, ...]:
        """The outlines of groups of areas, where the scenario has them."""
        return () if self._has_own else tuple(self._outlines.values())

    def _notes(self, *keys: str) -> tuple[str, ...]:
        """The notes below a map: what holds for every map, ``keys``, and how many places have no coordinates."""
        sites = self._instance.scenario.sites.values()
        missing = len(self._instance.area_ids) - len(self._drawn)
        missing += sum(site.lat is None or site.lon is None for site in sites)
        said = tuple(self._say(key, land=SOURCE) for key in keys)
        return (
            (
                *said,
                self._say.some(
                    "{n} area or site without coordinates is not shown.",
                    "{n} areas or sites without coordinates are not shown.",
                    missing,
                ),
            )
            if missing
            else said
        )


@dataclass(frozen=True, eq=False)
class Ground(_Places):
    """The map of a scenario before anything is calculated.

    Attributes:
        instance: the scenario as arrays.
        lang: language of the map.
    """

    instance: Instance
    lang: Language = "da"

    @property
    def _instance(self) -> Instance:
        return self.instance

    def today(self) -> Map | None:
        """The map of where citizens live and what is offered today; None without coordinates."""
        if not len(self._drawn):
            return None
        nothing = np.zeros(len(self._drawn))
        bands, say = bands_of_change(self._say, nothing, self._say(_WHEN["today"])), self._say
        before = self.instance.baseline.open
        every = list(range(len(self.instance.function_ids)))
        sites = tuple(shown_sites(self.instance, say, before, before, every))
        return Map(
            title=say("Today"),
            description=say("Where citizens live, and the sites as they are today."),
            key=say("Minutes one way per visit, against {reference}", reference=say(_WHEN["today"])),
            bands=bands.bands,
            areas=self._areas(bands, nothing, self._names),
            sites=sites,
            language=self.lang,
            outlines=self._around,
            notes=self._notes(self._drawn_by),
        )


@dataclass(frozen=True, eq=False)
class Atlas(_Places):
    """The maps of one solved scenario.

    Each is None where it cannot be drawn: no area has coordinates, or it needs today and there is no baseline.

    Attributes:
        solved: the plan and what the judge says of it.
        lang: language of the maps.
        reference: what a change is measured against; None: today.
        called: the reference in a word.
    """

    solved: Solved
    lang: Language = "da"
    reference: Standing | None = None
    called: str = ""

    def travel(self, when: When = "proposal", function: str = "") -> Map | None:
        """The map of mean minutes by area, of all functions or of the one with this id."""
        judged = self._judged(when)
        if judged is None or not len(self._drawn):
            return None
        minutes, sites = self._minutes(judged, function), self._sites(when, function)
        bands = bands_of_minutes(self._say)
        return Map(
            title=self._title(
                N_("Travel time {beside}"), N_("{function}: travel time {beside}"), function, self._say(_WHEN[when])
            ),
            description=of_minutes(self._say, bands, self._names, minutes, sites),
            key=self._say("Minutes one way per visit, at home as 0"),
            bands=bands.bands,
            areas=self._areas(bands, minutes, list(map(self._travels, self._names, minutes))),
            sites=tuple(sites),
            language=self.lang,
            outlines=self._around,
            notes=self._notes(self._drawn_by),
        )

    def largest_change(self) -> float:
        """Minutes, longer or shorter, of the area whose mean trip changes most; 0 where there is no such map."""
        change = self._change_in("")
        return 0.0 if change is None else float(np.nanmax(np.abs(change), initial=0.0))

    def change(self, function: str = "", most: float = 0.0) -> Map | None:
        """The map of changes of the mean trip by area; its classes are wide enough for ``most`` minutes."""
        change = self._change_in(function)
        if change is None:
            return None
        now, sites = self._minutes(self.solved.evaluation, function), self._sites("proposal", function)
        bands = bands_of_change(self._say, np.append(change, most), self._called)
        nobody = not (change > SAME_MINUTES).any()
        return Map(
            title=self._title(
                N_("Travel time against {beside}"),
                N_("{function}: travel time against {beside}"),
                function,
                self._called,
            ),
            description=of_change(self._say, bands, self._names, change, sites),
            key=self._say("Minutes one way per visit, against {reference}", reference=self._called),
            bands=bands.bands,
            areas=self._areas(bands, change, list(map(self._changed, self._names, now - change, now))),
            sites=tuple(sites),
            language=self.lang,
            outlines=self._around,
            notes=self._notes(*((N_("No area gets a longer trip on average."),) if nobody else ()), self._drawn_by),
        )

    def catchments(self, function: str, when: When = "proposal") -> Map | None:
        """The map of who goes where for the function with this id."""
        judged = self._judged(when)
        if judged is None or not len(self._drawn):
            return None
        minutes, sites = self._minutes(judged, function), self._sites(when, function)
        goes, labels = self._goes(judged, function), {site.id: site.label for site in sites}
        bands, classes = bands_of_catchments(self._places, goes, labels)
        words = map(self._travels, self._names, minutes, (labels.get(to, "") for to in goes))
        described = of_minutes(self._say, bands_of_minutes(self._say), self._names, minutes, sites)
        return Map(
            title=self._title("", N_("{function}: who goes where {beside}"), function, self._say(_WHEN[when])),
            description=f"{of_catchments(self._say, sites, goes)} {described}".strip(),
            key=self._say("Where most of the area's visits are seen"),
            bands=bands.bands,
            areas=self._areas(bands, classes, list(words), goes),
            sites=tuple(sites),
            language=self.lang,
            outlines=self._around,
            catchments=True,
            notes=(
                *self._at_home(judged, function),
                *self._notes(
                    N_("Lines lead from each area to its site. Thick borders: between catchments."),
                    self._drawn_by,
                ),
            ),
        )

    def _travels(self, area: str, minutes: float, site: str = "") -> str:
        return travels(self._say, area, minutes, site)

    def _changed(self, area: str, before: float, now: float) -> str:
        return changed(self._say, area, before, now)

    def _change_in(self, function: str) -> Floats | None:
        """Change of the mean minutes of each area that is drawn; None without a reference."""
        beside = self.reference or self._today
        if beside is None or not len(self._drawn):
            return None
        functions = [n for n, name in enumerate(beside.instance.function_ids) if function in ("", name)]
        minutes = minutes_by_area(beside.instance, beside.evaluation, functions)
        before = dict(zip(beside.instance.area_ids, minutes, strict=True))
        own = (self._instance.area_ids[at] for at in self._drawn)
        change: Floats = self._minutes(self.solved.evaluation, function)
        change -= np.array([before.get(area, np.nan) for area in own])
        return change

    @property
    def _today(self) -> Standing | None:
        solved = self.solved
        if solved.today_plan is None or solved.today_evaluation is None:
            return None
        return Standing(solved.instance, solved.today_plan, solved.today_evaluation)

    @property
    def _called(self) -> str:
        return self.called or self._say("today")

    @property
    def _instance(self) -> Instance:
        return self.solved.instance

    def _judged(self, when: When) -> Evaluation | None:
        return self.solved.today_evaluation if when == "today" else self.solved.evaluation

    def _functions(self, function: str) -> Functions:
        ids = self._instance.function_ids
        return [ids.index(function)] if function else list(range(len(ids)))

    def _minutes(self, judged: Evaluation, function: str) -> Floats:
        return minutes_by_area(self._instance, judged, self._functions(function))[self._drawn]

    def _goes(self, judged: Evaluation, function: str) -> list[str]:
        """Id of the site that most visits of each area go to; empty: none."""
        ids = self._instance.site_ids
        main = main_sites(self._instance, judged, self._functions(function))[self._drawn]
        return [ids[at] if at != NO_SITE else "" for at in main]

    def _at_home(self, judged: Evaluation, function: str) -> tuple[str, ...]:
        """A note on the share of visits at home, which are on no map; empty without any."""
        which = self._functions(function)
        home, seen = float(judged.home[which].sum()), float(judged.seen[which].sum())
        return (
            (self._say("{share} of the visits are at home.", share=self._say.percent(home / (home + seen))),)
            if home > 0
            else ()
        )

    def _sites(self, when: When, function: str) -> list[ShownSite]:
        beside = matched(self.reference, self._instance) if self.reference else None
        before = beside.plan.open if beside else self._instance.baseline.open
        now = before if when == "today" else self.solved.plan.open
        known = before if beside or self._instance.baseline.exists else now
        return [*shown_sites(self._instance, self._say, known, now, self._functions(function)), *self._gone()]

    def _gone(self) -> list[ShownSite]:
        """Sites that exist only in the reference's scenario and offer something in it."""
        if self.reference is None:
            return []
        instance, before = self.reference.instance, self.reference.plan.open
        every = list(range(len(instance.function_ids)))
        found = shown_sites(instance, self._say, before, np.zeros_like(before), every)
        return [site for site in found if site.id not in self._instance.site_ids and site.gained]

    def _title(self, all_functions: str, one: str, function: str, beside: str) -> str:
        """The title: what the map shows, and when or against what."""
        if not function:
            return self._say(all_functions, beside=beside)
        title = self._instance.scenario.functions[function].title.in_language(self.lang)
        return self._say(one, function=title, beside=beside)


_LESS = 1e-9


def minutes_by_area(instance: Instance, judged: Evaluation, functions: Functions) -> Floats:
    """``(A,)`` mean minutes one way over all visits, home as 0; NaN where there are none."""
    seen, home = judged.seen[functions].sum(axis=0), judged.home[functions].sum(axis=0)
    minutes = by_area(instance, (seen * finite_minutes(instance)).sum(axis=1), axis=0)
    visits = by_area(instance, seen.sum(axis=1) + home, axis=0)
    mean: Floats = np.divide(minutes, visits, out=np.full_like(minutes, np.nan), where=visits > _LESS)
    return mean


def main_sites(instance: Instance, judged: Evaluation, functions: Functions) -> Ints:
    """``(A,)`` the site where most of an area's visits are seen; NO_SITE where none are."""
    seen = by_area(instance, judged.seen[functions].sum(axis=0), axis=0)
    main: Ints = np.where(seen.max(axis=1) > _LESS, seen.argmax(axis=1), NO_SITE)
    return main
