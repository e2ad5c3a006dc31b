"""A map as SVG: sea, land, areas, catchments, sites with their names, and the legend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from placement.instance.instance import Floats
from placement.instance.land import area as size_of
from placement.instance.land import cut_to_box, inside, land, simplified
from placement.present.maps.labels import Spot, Tag, place, spread, width
from placement.present.maps.picture import Map, ShownArea, ShownSite
from placement.present.maps.shapes import FINE, shapes_of
from placement.present.maps.symbols import (
    CHANGED,
    INK,
    LAND,
    NO_FIGURE,
    PAPER,
    RADIUS,
    SEA,
    SHORE,
    fill_of,
    legend,
    marker,
    pattern,
)
from placement.present.svg import Element, element, path, picture, text, write

_TEXT, _NUMBER = 13.0, 10.5
_ISLET = 5.0
_BLEED = 4.0


def draw(shown: Map, name: str = "map", *, marked: bool = False) -> str:
    """The map as SVG text.

    Args:
        shown: what it shows.
        name: beginning of its ids; another one for each map of a page. Letters, digits and hyphens.
        marked: whether each site has an id of its own, ``NAME-at-SITE``, so that a page can point at it.
    """
    drawn = _Drawing(shown, name, marked=marked).whole()
    drawn.set("class", "map")
    return write(drawn)


class _Drawing:
    """What the parts of one drawing share."""

    def __init__(self, shown: Map, name: str, *, marked: bool = False) -> None:
        self.shown, self.name, self.marked = shown, name, marked
        self.interactive = any(area.href for area in shown.areas) or any(site.href for site in shown.sites)
        areas, sites = _places(shown.areas), _places(shown.sites)
        self.shapes = shapes_of(shown, areas, sites)
        self.frame = self.shapes.frame
        self.areas, self.sites = self.frame(areas), self.frame(sites)
        self.land = self._land()

    def whole(self) -> Element:
        """The picture: the map, and the legend below."""
        marks, left_out = self._sites()
        width, height = self.frame.width, self.frame.height
        under, bottom = legend(self.shown, self.name, left_out, self.frame.scale, height, width)
        parts = [self._definitions(), self._ground(), self._areas(), self._catchments(), marks]
        within = element("g", *parts, clip_path=f"url(#{self.name}-frame)")
        return picture(
            self.name,
            self.shown.title,
            self.shown.description,
            width,
            bottom,
            element("rect", width=width, height=bottom, fill=PAPER),
            within,
            under,
            interactive=self.interactive,
        )

    def _land(self) -> list[Floats]:
        """Rings on the paper, no finer than can be seen."""
        left, top, right, bottom = self.frame.box
        box = (left - _BLEED, top - _BLEED, right + _BLEED, bottom + _BLEED)
        rings = (cut_to_box(self.frame(ring), box) for ring in land(self.frame.degrees))
        thin = (simplified(ring, FINE) for ring in rings if len(ring) > 2)
        return [ring for ring in thin if len(ring) > 2 and abs(size_of(ring)) > 0.5]

    def _definitions(self) -> Element:
        frame = element("rect", width=self.frame.width, height=self.frame.height)
        hatched = [pattern(self.name, at, band) for at, band in enumerate(self.shown.bands) if band.hatched]
        return element(
            "defs",
            element("path", id=f"{self.name}-shore", d=path(self.land)),
            element("path", id=f"{self.name}-lines", d=path(self.shapes.lines)) if self.shapes.lines else None,
            element("clipPath", frame, id=f"{self.name}-frame"),
            element("clipPath", *self._limits(), id=f"{self.name}-land"),
            *hatched,
        )

    def _limits(self) -> list[Element]:
        """What areas are cut to; islets stand for islands that are too small to be on the land."""
        if self.shapes.within == "lines":
            return [element("use", href=f"#{self.name}-lines")]
        islets = self.areas[~inside(self.areas, self.land)]
        circles = (element("circle", cx=x, cy=y, r=_ISLET) for x, y in islets)
        return [element("use", href=f"#{self.name}-shore"), *circles]

    def _cut(self) -> str | None:
        return f"url(#{self.name}-land)" if self.shapes.within else None

    def _ground(self) -> Element:
        sea = element("rect", width=self.frame.width, height=self.frame.height, fill=SEA)
        return element("g", sea, self._shore(fill=LAND, stroke=SHORE), class_="map-ground")

    def _shore(self, **colours: str) -> Element:
        return element("use", href=f"#{self.name}-shore", stroke_width=0.8, **colours)

    def _areas(self) -> Element:
        """Areas with a dark line around all of them; one path for each class unless they are links."""
        drawn = self._one_by_one() if self.interactive else self._by_band()
        held = element("g", *drawn, id=f"{self.name}-cells")
        around = element("use", href=f"#{self.name}-cells", stroke=INK, stroke_width=2.4)
        edges = element("g", held, stroke=PAPER, stroke_width=0.4)
        cut = element("g", around, edges, clip_path=self._cut())
        lines = element("use", href=f"#{self.name}-lines", fill="none", stroke=INK, stroke_width=0.8)
        above = {"land": self._shore(fill="none", stroke=SHORE), "lines": lines}.get(self.shapes.within)
        return element("g", cut, above, class_="map-areas", fill_rule="evenodd")

    def _by_band(self) -> list[Element]:
        rings: dict[int | None, list[Floats]] = {}
        for own, area in zip(self.shapes.areas, self.shown.areas, strict=True):
            rings.setdefault(area.band, []).extend(own)
        return [element("path", d=path(each), fill=self._fill(band)) for band, each in rings.items()]

    def _one_by_one(self) -> list[Element]:
        return [
            _linked(
                area.href,
                area.told,
                element("path", element("title", area.told), d=path(own), fill=self._fill(area.band)),
                "map-area",
            )
            for own, area in zip(self.shapes.areas, self.shown.areas, strict=True)
        ]

    def _fill(self, band: int | None) -> str:
        return NO_FIGURE if band is None else fill_of(self.shown.bands[band], self.name, band)

    def _catchments(self) -> Element | None:
        """Lines to the sites, and the borders between those who go to different ones."""
        if not self.shown.catchments:
            return None
        at = {site.id: self.sites[number] for number, site in enumerate(self.shown.sites)}
        spokes = [
            np.array([here, at[area.site]])
            for here, area in zip(self.areas, self.shown.areas, strict=True)
            if area.site in at
        ]
        borders = path(self.shapes.borders, closed=False)
        on_land = element(
            "g",
            element("path", d=borders, stroke=PAPER, stroke_width=4),
            element("path", d=borders, stroke=INK, stroke_width=2),
            clip_path=self._cut(),
        )
        lines = path(spokes, closed=False)
        return element(
            "g",
            on_land,
            element("path", d=lines, stroke=PAPER, stroke_width=1.8, stroke_opacity=0.6),
            element("path", d=lines, stroke=INK, stroke_width=0.5),
            fill="none",
            stroke_linecap="round",
            class_="map-catchments",
        )

    def _sites(self) -> tuple[Element, list[str]]:
        """Markers and names, and the names that found no room."""
        radii = np.array([RADIUS[site.shape] for site in self.shown.sites])
        middles = spread(self.sites, radii)
        tags = [_tag(site, x, y) for site, (x, y) in zip(self.shown.sites, middles, strict=True)]
        spots = place(tags, self.frame.box)
        left_out = [at for at, spot in enumerate(spots) if spot.kind != "label"]
        numbers = {at: str(number) for number, at in enumerate(sorted(left_out, key=self._name), 1)}
        drawn = element("g", class_="map-sites", font_size=_TEXT, fill=INK)
        drawn.extend(_line(spot) for spot in spots if spot.line)
        for at, (site, spot, (x, y)) in enumerate(zip(self.shown.sites, spots, middles, strict=True)):
            own = f"{self.name}-at-{site.id}" if self.marked else None
            mark = element("g", marker(site.shape, site.state, x, y), _words(site, spot, numbers.get(at)), id=own)
            drawn.append(_linked(site.href, site.told, mark, "map-site"))
        return drawn, [self._name(at) for at in sorted(left_out, key=self._name)]

    def _name(self, at: int) -> str:
        site = self.shown.sites[at]
        return f"{site.label} {site.gained}".strip()


def _places(shown: Sequence[ShownArea] | Sequence[ShownSite]) -> Floats:
    """``(n, 2)`` longitudes and latitudes."""
    return np.array([(each.lon, each.lat) for each in shown], dtype=float).reshape(-1, 2)


def _tag(site: ShownSite, x: float, y: float) -> Tag:
    hospital = site.shape == "square"
    wide = width(site.label, _TEXT, bold=hospital) + (width(f" {site.gained}", _TEXT, bold=True) if site.gained else 0)
    weight = 1.0 + hospital + (site.state in ("new", "closed"))
    return Tag(x, y, RADIUS[site.shape], wide, 1.15 * _TEXT, width("88", _NUMBER, bold=True), weight)


def _line(spot: Spot) -> Element:
    x, y, to_x, to_y = spot.line or (0.0,) * 4
    d = path([np.array([(x, y), (to_x, to_y)])], closed=False)
    return element(
        "g", element("path", d=d, stroke=PAPER, stroke_width=2.6), element("path", d=d, stroke=INK, stroke_width=0.9)
    )


def _words(site: ShownSite, spot: Spot, number: str | None) -> Element:
    """The name of a site, or the number that stands for it, on a light edge so that it can be read on any colour.

    The edge is words of its own, since not every program knows which to paint first.
    """
    left, top, right, bottom = spot.box
    size, words, gained = (_NUMBER, number, "") if number else (_TEXT, site.label, site.gained)
    bold = bool(number) or site.shape == "square"

    def lettered(more: str | None, **attributes: str | float) -> Element:
        return text(
            (left + right) / 2,
            (top + bottom) / 2 + 0.36 * size,
            words,
            element("tspan", f" {gained}", fill=more, font_weight="bold") if gained else None,
            text_anchor="middle",
            font_size=size if number else None,
            font_weight="bold" if bold else None,
            **attributes,
        )

    edge = lettered(None, fill=PAPER, stroke=PAPER, stroke_width=3, stroke_linejoin="round", aria_hidden="true")
    return element("g", edge, lettered(CHANGED))


def _linked(href: str, told: str, drawn: Element, kind: str) -> Element:
    return element("a", drawn, href=href, aria_label=told, class_=kind) if href else drawn
