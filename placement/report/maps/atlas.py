"""Maps of a solved scenario: how far people travel, what changes, and who goes where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from placement.instance.instance import NO_SITE, Floats, Instance
from placement.instance.land import SOURCE
from placement.plan.evaluation import Evaluation
from placement.report.maps import told
from placement.report.maps.apart import apart
from placement.report.maps.bands import Bands, bands_of_change, bands_of_minutes
from placement.report.maps.figures import Functions, main_sites, minutes_by_area
from placement.report.maps.picture import Map, Outline, ShownArea, ShownSite
from placement.report.maps.places import shown_sites
from placement.report.text import Voice
from placement.report.text_numbers import Language
from placement.report.trips import SAME_MINUTES
from placement.scenario.boundaries import polygons
from placement.solve.result import Solved
from placement.study.versus import Standing

When = Literal["today", "proposal"]


@dataclass(frozen=True, eq=False)
class Atlas:
    """The maps of one solved scenario.

    Each is None where it cannot be drawn: no area has coordinates, or it needs today and there is no baseline.

    Attributes:
        solved: the plan and what the judge says of it.
        lang: language of the maps.
        reference: what a change is measured against; today where nothing is given.
        called: the reference in a word.
    """

    solved: Solved
    lang: Language = "da"
    reference: Standing | None = None
    called: str = ""

    def travel(self, when: When = "proposal", function: str = "") -> Map | None:
        """Areas by their mean minutes, of all functions or of the one with this id."""
        judged = self._judged(when)
        if judged is None or not len(self._drawn):
            return None
        minutes, sites = self._minutes(judged, function), self._sites(when, function)
        bands = bands_of_minutes(self._say)
        return Map(
            title=self._title("map.travel", function, self._say(f"map.{when}")),
            description=told.of_minutes(self._say, bands, self._names, minutes, sites),
            key=self._say("map.key.minutes"),
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
        """Areas by how much longer or shorter the mean trip gets; the classes fit at least so many minutes."""
        change = self._change_in(function)
        if change is None:
            return None
        now, sites = self._minutes(self.solved.evaluation, function), self._sites("proposal", function)
        bands = bands_of_change(self._say, np.append(change, most), self._called)
        nobody = not (change > SAME_MINUTES).any()
        return Map(
            title=self._title("map.change", function, self._called),
            description=told.of_change(self._say, bands, self._names, change, sites),
            key=self._say("map.key.change", reference=self._called),
            bands=bands.bands,
            areas=self._areas(bands, change, list(map(self._changed, self._names, now - change, now))),
            sites=tuple(sites),
            language=self.lang,
            outlines=self._around,
            notes=self._notes(*(("map.told.none_longer",) if nobody else ()), self._drawn_by),
        )

    def catchments(self, function: str, when: When = "proposal") -> Map | None:
        """Who goes where for the function with this id."""
        judged = self._judged(when)
        if judged is None or not len(self._drawn):
            return None
        minutes, sites = self._minutes(judged, function), self._sites(when, function)
        bands, goes = bands_of_minutes(self._say), self._goes(judged, function)
        labels = {site.id: site.label for site in sites}
        words = map(self._travels, self._names, minutes, (labels.get(to, "") for to in goes))
        described = told.of_minutes(self._say, bands, self._names, minutes, sites)
        return Map(
            title=self._title("map.who_goes_where", function, self._say(f"map.{when}")),
            description=f"{told.of_catchments(self._say, sites, goes)} {described}".strip(),
            key=self._say("map.key.minutes"),
            bands=bands.bands,
            areas=self._areas(bands, minutes, list(words), goes),
            sites=tuple(sites),
            language=self.lang,
            outlines=self._around,
            catchments=True,
            notes=(*self._at_home(judged, function), *self._notes("map.note.catchments", self._drawn_by)),
        )

    def _travels(self, area: str, minutes: float, site: str = "") -> str:
        return told.travels(self._say, area, minutes, site)

    def _changed(self, area: str, before: float, now: float) -> str:
        return told.changed(self._say, area, before, now)

    def _change_in(self, function: str) -> Floats | None:
        """Minutes of each area that is drawn; None where there is nothing to hold them against."""
        beside = self.reference or self._today
        if beside is None or not len(self._drawn) or not self._comparable(beside.instance):
            return None
        before = minutes_by_area(beside.instance, beside.evaluation, self._functions(function))[self._drawn]
        return self._minutes(self.solved.evaluation, function) - before

    @property
    def _today(self) -> Standing | None:
        solved = self.solved
        if solved.today_plan is None or solved.today_evaluation is None:
            return None
        return Standing(solved.instance, solved.today_plan, solved.today_evaluation)

    @property
    def _called(self) -> str:
        return self.called or self._say("map.today")

    def _comparable(self, other: Instance) -> bool:
        """Whether rows and columns of both are about the same."""
        own = self._instance
        ids = ("area_ids", "site_ids", "function_ids")
        return all(getattr(own, name) == getattr(other, name) for name in ids)

    @property
    def _instance(self) -> Instance:
        return self.solved.instance

    @cached_property
    def _say(self) -> Voice:
        return Voice(self.lang)

    @cached_property
    def _drawn(self) -> list[int]:
        """Areas with coordinates."""
        rows = (self._instance.scenario.areas.rows[area] for area in self._instance.area_ids)
        return [at for at, row in enumerate(rows) if row.lat is not None and row.lon is not None]

    @cached_property
    def _names(self) -> list[str]:
        """Of the areas that are drawn."""
        rows = self._instance.scenario.areas.rows
        return [rows[self._instance.area_ids[at]].name for at in self._drawn]

    def _judged(self, when: When) -> Evaluation | None:
        return self.solved.today_evaluation if when == "today" else self.solved.evaluation

    def _functions(self, function: str) -> Functions:
        ids = self._instance.function_ids
        return [ids.index(function)] if function else list(range(len(ids)))

    def _minutes(self, judged: Evaluation, function: str) -> Floats:
        return minutes_by_area(self._instance, judged, self._functions(function))[self._drawn]

    def _goes(self, judged: Evaluation, function: str) -> list[str]:
        """Ids of the sites the areas go to; empty: none."""
        ids = self._instance.site_ids
        main = main_sites(self._instance, judged, self._functions(function))[self._drawn]
        return [ids[at] if at != NO_SITE else "" for at in main]

    def _at_home(self, judged: Evaluation, function: str) -> tuple[str, ...]:
        """How many visits go nowhere."""
        which = self._functions(function)
        home, seen = float(judged.home[which].sum()), float(judged.seen[which].sum())
        return (self._say("map.note.home", share=self._say.percent(home / (home + seen))),) if home > 0 else ()

    def _sites(self, when: When, function: str) -> list[ShownSite]:
        before = self.reference.plan.open if self.reference else self._instance.baseline.open
        now = before if when == "today" else self.solved.plan.open
        known = before if self.reference or self._instance.baseline.exists else now
        return shown_sites(self._instance, self._say, known, now, self._functions(function))

    def _areas(
        self, bands: Bands, figures: Floats, words: Sequence[str], goes: Sequence[str] | None = None
    ) -> tuple[ShownArea, ...]:
        ids = [self._instance.area_ids[at] for at in self._drawn]
        rows = [self._instance.scenario.areas.rows[one] for one in ids]
        lon, lat = apart(np.array([(row.lon, row.lat) for row in rows]), [row.municipality for row in rows]).T.tolist()
        to = goes or [""] * len(ids)
        own = [self._outlines.get(one, ()) if self._has_own else () for one in ids]
        return tuple(map(ShownArea, ids, self._names, lon, lat, bands.of(figures), words, to, own))

    @property
    def _has_own(self) -> bool:
        """Whether the outlines are of areas."""
        boundaries = self._instance.scenario.boundaries
        return boundaries is not None and boundaries.of == "area"

    @property
    def _drawn_by(self) -> str:
        """The note on where borders come from."""
        if self._has_own:
            return "map.note.own"
        return "map.note.within" if self._around else "map.note.cells"

    @cached_property
    def _outlines(self) -> dict[str, Outline]:
        """The scenario's own outlines, by area or municipality."""
        boundaries = self._instance.scenario.boundaries
        return {key: polygons(outline) for key, outline in boundaries.rows.items()} if boundaries else {}

    @property
    def _around(self) -> tuple[Outline, ...]:
        """Outlines of what holds several areas."""
        return () if self._has_own else tuple(self._outlines.values())

    def _title(self, key: str, function: str, beside: str) -> str:
        """What the map shows, and when or against what."""
        if not function:
            return self._say(key, beside=beside)
        title = self._instance.scenario.functions[function].title.in_language(self.lang)
        return self._say(f"{key}_to", function=title, beside=beside)

    def _notes(self, *keys: str) -> tuple[str, ...]:
        """What the reader must know of every map, and how much is not on it."""
        sites = self._instance.scenario.sites.values()
        missing = len(self._instance.area_ids) - len(self._drawn)
        missing += sum(site.lat is None or site.lon is None for site in sites)
        said = tuple(self._say(key, land=SOURCE) for key in keys)
        return (*said, self._say.some("map.note.unplaced", missing)) if missing else said
