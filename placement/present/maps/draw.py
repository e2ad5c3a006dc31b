"""A map as SVG: sea, land, areas, catchments, sites with their names, and the legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np

from placement.instance.instance import Floats
from placement.instance.land import area as size_of
from placement.instance.land import cut_to_box, inside, land, simplified
from placement.present.look import beside, deep
from placement.present.maps.labels import Spot, Tag, place, spread, width
from placement.present.maps.picture import Map, ShownArea, ShownSite
from placement.present.maps.shapes import FINE, shapes_of
from placement.present.maps.symbols import (
    CHANGED,
    INK,
    LAND,
    NO_FIGURE,
    PAPER,
    QUIET,
    RADIUS,
    SEA,
    SHORE,
    fill_of,
    legend,
    marker,
    pattern,
)
from placement.present.svg import Element, element, path, picture, text, write

_TEXT, _NUMBER = 14.0, 13.0
_NARROW = 1.75
"""How much larger text and markers are on a narrow map, as on a telephone."""
_SEEN_FROM_AFAR, _TALL = 1.2, 360.0
"""So many times as large they are at least in the one picture of a page and on half a sheet; larger where the map is
taller than this, in units of the paper, since it is then drawn smaller to be seen whole."""
_COLUMN, _SMALLER = 160.0, 0.85
"""Width of a legend beside a map, in units of its names, and how much smaller than these its words are."""
_MOST_LINKED = 600
"""Of more areas none is a link of its own, and their lines are coarser: the page would take too long to come."""
_ISLET = 5.0
_BLEED = 4.0
_VEIL = 0.75
"""Opacity of the paper over areas that a map is not about."""


def draw(shown: Map, name: str = "map", *, marked: bool = False, small: bool = False) -> str:
    """The map as SVG text.

    Args:
        shown: what it shows.
        name: beginning of its ids; another one for each map of a page. Letters, digits and hyphens.
        marked: whether each site has an id of its own, ``NAME-at-SITE``, and each area that is a link ``NAME-of-AREA``
            and above all areas its outline ``NAME-around-AREA``, of class ``map-outline``, so that a page can point at
            it; a page keeps no other outline. The tab key then passes links by: the page says how they are reached. Its
            words are larger, to be read from the back of a room, and for it names of lesser importance give way. Where
            there are very many areas, ``data-places`` of their group says where each is, id and place on the paper, and
            ``data-href`` where all of them lead but for the id at its end.
        small: whether it is printed on half a page's width: its words are larger, and names of lesser importance give
            way to them.
    """
    return write(_Drawing(shown, name, marked=marked, small=small).whole())


class _Drawing:
    """One map being drawn: its projection on the paper, shapes, areas and sites, shared by the methods below."""

    def __init__(self, shown: Map, name: str, *, marked: bool = False, small: bool = False) -> None:
        self.shown, self.name, self.marked, self.small = shown, name, marked, small
        self.is_large = marked and sum(bool(area.href) for area in shown.areas) > _MOST_LINKED
        self.interactive = any(area.href for area in shown.areas) or any(site.href for site in shown.sites)
        areas, sites = _places(shown.areas), _places(shown.sites)
        self.shapes = shapes_of(shown, areas, sites)
        self.frame = self.shapes.frame
        self.areas, self.sites = self.frame(areas), self.frame(sites)
        self.land = self._land()

    def whole(self) -> Element:
        """The picture: the map, and the legend below; beside the one picture of a page, which is the larger for it."""
        wide, narrow = self.laid_out("map-wide"), _Labels.placed(self, "map-narrow", _NARROW)
        kind, share = beside(_COLUMN * wide.size / self.frame.width) if self.marked else ("", 0.0)
        width = self.frame.width * (1 + share)
        (explained, bottom), (small, deepest) = wide.legend(width - self.frame.width), narrow.legend()
        parts = [self._definitions(), self._ground(), self._areas(), self._catchments(), self._sites(wide, narrow)]
        within = element("g", *parts, clip_path=f"url(#{self.name}-frame)")
        drawn = picture(
            self.name,
            self.shown.title,
            self.shown.description,
            width,
            bottom,
            element("rect", width=width, height=bottom, fill=PAPER),
            within,
            explained,
            small,
            interactive=self.interactive,
        )
        if self.marked:
            drawn.set("preserveAspectRatio", "xMidYMin")  # what room is left is below the map
        drawn.set("class", " ".join(filter(None, ("map", kind, deep((deepest - bottom) / self.frame.width)))))
        return drawn

    def laid_out(self, kind: str) -> _Labels:
        """Markers and names where there is room enough."""
        size = max(_SEEN_FROM_AFAR, self.frame.height / _TALL) if self.marked or self.small else 1.0
        return _Labels.placed(self, kind, size)

    def _land(self) -> list[Floats]:
        """Outlines of the land on the paper, cut to the map with some bleed and simplified to what can be seen."""
        left, top, right, bottom = self.frame.box
        box = (left - _BLEED, top - _BLEED, right + _BLEED, bottom + _BLEED)
        rings = (cut_to_box(self.frame(ring), box) for ring in land(self.frame.degrees))
        thin = (simplified(ring, FINE) for ring in rings if len(ring) > 2)
        return [ring for ring in thin if len(ring) > 2 and abs(size_of(ring)) > 0.5]

    def _definitions(self) -> Element:
        frame = element("rect", width=self.frame.width, height=self.frame.height)
        hatched = [pattern(self.name, at, band) for at, band in enumerate(self.shown.bands) if band.pattern]
        return element(
            "defs",
            element("path", id=f"{self.name}-shore", d=path(self.land)),
            element("path", id=f"{self.name}-lines", d=path(self.shapes.lines)) if self.shapes.lines else None,
            element("clipPath", frame, id=f"{self.name}-frame"),
            element("clipPath", *self._limits(), id=f"{self.name}-land"),
            *hatched,
        )

    def _limits(self) -> list[Element]:
        """What areas are clipped to: the groups' outlines, or the land with a circle for each island that it lacks."""
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
        """The areas with a dark line around all of them: a path for each class, or for each area that is a link."""
        drawn = self._one_by_one() if self.interactive and not self.is_large else self._by_band()
        held = element("g", *drawn, id=f"{self.name}-cells", **self._touched())
        around = element("use", href=f"#{self.name}-cells", stroke=INK, stroke_width=2.4)
        edges = element("g", held, stroke=PAPER, stroke_width=0.4)
        cut = element("g", around, edges, self._veil(), *self._outlines(), clip_path=self._cut())
        lines = element("use", href=f"#{self.name}-lines", fill="none", stroke=INK, stroke_width=0.8)
        above = {"land": self._shore(fill="none", stroke=SHORE), "lines": lines}.get(self.shapes.within)
        return element("g", cut, above, class_="map-areas", fill_rule="evenodd")

    def _touched(self) -> dict[str, str]:
        """What the group of areas says so that the one nearest to a touch can be found."""
        if not self.is_large:
            return {}
        leading = [
            (quote(area.id), x, y) for area, (x, y) in zip(self.shown.areas, self.areas, strict=True) if area.href
        ]
        if not leading:
            return {}
        first = self.shown.areas[0]
        places = " ".join(f"{name} {x:.0f} {y:.0f}" for name, x, y in leading)
        return {"data_href": first.href.removesuffix(first.id), "data_places": places}

    def _outlines(self) -> Iterator[Element]:
        """The outline of each area that leads somewhere, for the page that points at one of them."""
        for own, area in zip(self.shapes.areas, self.shown.areas, strict=True):
            if self.marked and area.href:
                name, d = f"{self.name}-around-{area.id}", path(own, coarse=self.is_large)
                yield element("path", class_="map-outline", id=name, d=d, fill="none")

    def _by_band(self) -> list[Element]:
        rings: dict[int | None, list[Floats]] = {}
        for own, area in zip(self.shapes.areas, self.shown.areas, strict=True):
            rings.setdefault(area.band, []).extend(own)
        return [
            element("path", d=path(each, coarse=self.is_large), fill=self._fill(band)) for band, each in rings.items()
        ]

    def _one_by_one(self) -> list[Element]:
        return [
            self._linked(
                area.href,
                area.told,
                element("path", element("title", area.told), d=path(own), fill=self._fill(area.band)),
                "map-area",
                f"{self.name}-of-{area.id}",
            )
            for own, area in zip(self.shapes.areas, self.shown.areas, strict=True)
        ]

    def _veil(self) -> Element | None:
        faint = [own for own, area in zip(self.shapes.areas, self.shown.areas, strict=True) if area.is_faint]
        d = path([ring for own in faint for ring in own], coarse=self.is_large)
        return element("path", d=d, fill=PAPER, fill_opacity=_VEIL, pointer_events="none") if faint else None

    def _fill(self, band: int | None) -> str:
        return NO_FIGURE if band is None else fill_of(self.shown.bands[band], self.name, band)

    def _catchments(self) -> Element | None:
        """A line from each area to its people's site, and the borders between catchments; None on maps without."""
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
            element("path", d=lines, stroke=PAPER, stroke_width=2.2, stroke_opacity=0.8),
            element("path", d=lines, stroke=INK, stroke_width=0.7),
            fill="none",
            stroke_linecap="round",
            class_="map-catchments",
        )

    def _sites(self, *layouts: _Labels) -> Element:
        """Markers and names in each of the given layouts; the style sheet shows the one that fits the screen."""
        drawn = element("g", *(labels.lines() for labels in layouts), class_="map-sites", font_size=_TEXT, fill=INK)
        for at, site in enumerate(self.shown.sites):
            own = f"{self.name}-at-{site.id}" if self.marked else None
            mark = element("g", *(labels.mark(at) for labels in layouts), id=own)
            drawn.append(self._linked(site.href, site.told, mark, "map-site"))
        return drawn

    def _linked(self, href: str, told: str, drawn: Element, kind: str, own: str | None = None) -> Element:
        if not href:
            return drawn
        marked = {"id": own, "tabindex": "-1"} if self.marked else {}
        return element("a", drawn, href=href, aria_label=told, class_=kind, **marked)


@dataclass(frozen=True, eq=False)
class _Labels:
    """Where the markers and names of a drawing stand at one size of words.

    Attributes:
        of: the drawing.
        kind: class of what is drawn.
        size: so many times as large as on a wide map; frame, middles and spots are in units so much larger.
        middles: ``(n, 2)`` where the markers are.
        spots: of the names.
        left_out: sites whose names found no room and that have numbers instead, in their order.
    """

    of: _Drawing
    kind: str
    size: float
    middles: Floats
    spots: list[Spot]
    left_out: list[int]

    @classmethod
    def placed(cls, of: _Drawing, kind: str, size: float) -> _Labels:
        """Lay out the markers so that none overlap, and the names where they cover nothing."""
        sites, (left, top, right, bottom) = of.shown.sites, of.frame.box
        middles = spread(of.sites / size, np.array([RADIUS[site.shape] for site in sites]))
        tags = [_tag(site, x, y, sparse=of.marked or of.small) for site, (x, y) in zip(sites, middles, strict=True)]
        spots = place(tags, (left / size, top / size, right / size, bottom / size))
        left_out = [at for at, spot in enumerate(spots) if spot.kind in ("number", "on")]
        return cls(of, kind, size, middles, spots, sorted(left_out, key=lambda at: _name(sites[at])))

    def lines(self) -> Element | None:
        """Lines from markers to names that stand at a distance; None where no name does."""
        drawn = [_line(spot) for spot in self.spots if spot.line]
        return self._sized(*drawn) if drawn else None

    def mark(self, at: int) -> Element:
        """The marker of a site with its name, or with the number that stands for it."""
        site, (x, y) = self.of.shown.sites[at], self.middles[at]
        number, spot = str(self.left_out.index(at) + 1) if at in self.left_out else None, self.spots[at]
        words = None if spot.kind == "none" else _words(site, spot, number, drawn_once=self.in_page)
        return self._sized(marker(site.shape, site.state, x, y), words)

    def legend(self, column: float = 0.0) -> tuple[Element, float]:
        """The legend below the map or in a column beside it, and the y coordinate where the picture ends.

        Both are in units of the wide map. In a column, words are a little smaller than on the map.
        """
        shown, frame, names = self.of.shown, self.of.frame, [_name(self.of.shown.sites[at]) for at in self.left_out]
        size = self.size * _SMALLER if column else self.size
        corner = (frame.width / size, 0.0) if column else (0.0, frame.height / size)
        most = (column or frame.width) / size
        drawn, bottom = legend(shown, self.of.name, names, (frame.width / size, frame.scale / size), corner, most)
        return self._sized(drawn, size=size), max(bottom * size, frame.height)

    @property
    def in_page(self) -> bool:
        """Whether only browsers show it, never a program that opens the picture as a file."""
        return self.kind == "map-narrow" or self.of.marked

    def _sized(self, *drawn: Element | None, size: float = 0.0) -> Element:
        """Elements scaled to this layout's size or another one; a picture in a file shows the wide layout alone."""
        size = size or self.size
        turned = f"scale({size:g})" if size != 1 else None
        display = "none" if self.kind == "map-narrow" else None
        return element("g", *drawn, class_=self.kind, transform=turned, display=display)


def _name(site: ShownSite) -> str:
    return f"{site.label} {site.gained}".strip()


def _places(shown: Sequence[ShownArea] | Sequence[ShownSite]) -> Floats:
    """``(n, 2)`` longitudes and latitudes."""
    return np.array([(each.lon, each.lat) for each in shown], dtype=float).reshape(-1, 2)


def _tag(site: ShownSite, x: float, y: float, *, sparse: bool) -> Tag:
    wide = width(f"{site.label} {site.gained}".strip(), _TEXT, bold=bool(site.gained))
    weight = 1.0 + 0.5 * (site.shape == "square") + 2.0 * bool(site.gained)
    may_go = sparse and site.shape != "square" and not site.gained
    return Tag(x, y, RADIUS[site.shape], wide, 1.15 * _TEXT, width("88", _NUMBER, bold=True), weight, may_go=may_go)


def _line(spot: Spot) -> Element:
    x, y, to_x, to_y = spot.line or (0.0,) * 4
    d = path([np.array([(x, y), (to_x, to_y)])], closed=False)
    return element(
        "g", element("path", d=d, stroke=PAPER, stroke_width=2.6), element("path", d=d, stroke=INK, stroke_width=0.9)
    )


def _words(site: ShownSite, spot: Spot, number: str | None, *, drawn_once: bool) -> Element:
    """The name of a site, or the number that stands for it, on a light edge so that it can be read on any colour.

    A site that changes is set in bold.

    The edge is a second text below the first, since not every program can paint the outline of a text before its
    filling; browsers can, and draw the text once.
    """
    left, top, right, bottom = spot.box
    size, words, gained = (_NUMBER, number, "") if number else (_TEXT, site.label, site.gained)
    bold = bool(site.gained)

    def lettered(more: str | None, **attributes: str | float | None) -> Element:
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

    edge: dict[str, str | float] = {"stroke": PAPER, "stroke_width": 4, "stroke_linejoin": "round"}
    fill = None if bold else QUIET
    if drawn_once:
        return lettered(CHANGED, fill=fill, paint_order="stroke", **edge)
    return element("g", lettered(None, fill=PAPER, aria_hidden="true", **edge), lettered(CHANGED, fill=fill))
