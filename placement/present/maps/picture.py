"""What a map shows, before it is drawn: areas in classes, sites, and who goes where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from placement.present.words.voice import Language
from placement.scenario.source.boundaries import Polygon

Shape = Literal["square", "circle", "diamond", "triangle"]
"""Shape of a site's marker; a square has a cross, as hospitals have."""
State = Literal["same", "new", "closed", "none"]
Pattern = Literal["", "hatched", "rising", "falling", "level", "crossed", "dots"]
Outline = tuple[Polygon, ...]
"""Polygons of an area or a group, in degrees."""


@dataclass(frozen=True)
class Band:
    """A class of the areas.

    Attributes:
        label: what it holds, in words.
        colour: ``#rrggbb``.
        pattern: what is drawn on the colour, so that it tells itself from others of the same lightness; empty: none.
        if_used: whether the legend leaves such classes out where no area is in any of them.
    """

    label: str
    colour: str
    pattern: Pattern = ""
    if_used: bool = False


@dataclass(frozen=True)
class ShownArea:
    """An area on a map.

    Attributes:
        id: its id.
        name: its name.
        lon, lat: where it is, in degrees.
        band: index of its class among the map's bands; None: no figure.
        told: its description, shown when it is pointed at.
        site: id of the site its people go to, where the map shows catchments.
        outline: its own, where the scenario has it.
        href: its link; empty: none.
        is_faint: whether it is drawn faint, since the map is about others.
    """

    id: str
    name: str
    lon: float
    lat: float
    band: int | None
    told: str
    site: str = ""
    outline: Outline = ()
    href: str = ""
    is_faint: bool = False


@dataclass(frozen=True)
class ShownSite:
    """A site on a map.

    Attributes:
        id: its id.
        label: short name.
        lon, lat: where it is, in degrees.
        shape: which marker.
        kind: the legend's word for sites of this marker; empty: the legend leaves them out.
        state: ``new`` where something opens (and nothing closes), ``closed`` where something closes, ``same`` where all
            stays, ``none`` where nothing is offered.
        gained: number of offers that open and close, such as ``+2``; empty without a change.
        told: its description, shown when it is pointed at.
        href: its link; empty: none.
    """

    id: str
    label: str
    lon: float
    lat: float
    shape: Shape
    state: State
    gained: str = ""
    told: str = ""
    href: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Map:
    """A map.

    Attributes:
        title: its name.
        description: what is to be seen, for those who do not see it.
        key: what the bands measure.
        bands: the classes, in the order of the legend.
        areas: with coordinates.
        sites: likewise.
        language: of the words that are drawn.
        catchments: whether lines show who goes where.
        notes: what else the reader must know.
        outlines: of the groups of areas, where the scenario has them; the areas lie within.
        states: words of the legend for states of sites, where the ordinary ones do not fit.
    """

    title: str
    description: str
    key: str
    bands: tuple[Band, ...]
    areas: tuple[ShownArea, ...]
    sites: tuple[ShownSite, ...]
    language: Language = "da"
    catchments: bool = False
    notes: tuple[str, ...] = ()
    outlines: tuple[Outline, ...] = ()
    states: Mapping[State, str] = field(default_factory=dict)

    def about(self, areas: Collection[str]) -> Map:
        """The same map with the areas of other ids drawn faint."""
        return replace(self, areas=tuple(replace(one, is_faint=one.id not in areas) for one in self.areas))

    def linked(self, *, site: Callable[[str], str] | None = None, area: Callable[[str], str] | None = None) -> Map:
        """The same map whose sites and areas have the links that these functions of their ids give."""
        sites = tuple(replace(one, href=site(one.id)) for one in self.sites) if site else self.sites
        areas = tuple(replace(one, href=area(one.id)) for one in self.areas) if area else self.areas
        return replace(self, sites=sites, areas=areas)
