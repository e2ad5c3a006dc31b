"""From degrees to kilometres on a plane: a transverse Mercator projection of the sphere about a local centre.

From degrees to places on the paper.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Floats
from placement.instance.polygons import Box

EARTH_KM = 6371.0
_EDGE = 0.999
"""What lies a quarter of the globe away has no place on the plane; it is held at the edge."""


@dataclass(frozen=True)
class Projection:
    """True to shape everywhere, and to distance within 0.1 % up to 280 km from the centre.

    Attributes:
        lon, lat: the centre, in degrees (WGS 84).
    """

    lon: float
    lat: float

    @classmethod
    def about(cls, places: Floats) -> Projection:
        """Centred on ``places``, ``(n, 2)`` longitudes and latitudes; the date line is no border."""
        lon, lat = places[:, 0], places[:, 1]
        turned = wrapped(lon - lon[0])
        return cls(float(wrapped(lon[0] + (turned.min() + turned.max()) / 2)), float((lat.min() + lat.max()) / 2))

    def __call__(self, places: Floats) -> Floats:
        """``(n, 2)`` kilometres east and north of the centre."""
        east = np.radians(wrapped(places[:, 0] - self.lon))
        north = np.radians(places[:, 1])
        side = np.clip(np.cos(north) * np.sin(east), -_EDGE, _EDGE)
        rise = np.arctan2(np.tan(north), np.cos(east)) - np.radians(self.lat)
        return EARTH_KM * np.column_stack((np.arctanh(side), rise))


def wrapped(degrees: Floats | float) -> Floats:
    """Degrees from −180 up to 180."""
    result: Floats = (np.asarray(degrees, dtype=float) + 180) % 360 - 180
    return result


WIDTH = 760.0
LOWEST, HIGHEST = 300.0, 700.0
"""Height of the map itself."""


@dataclass(frozen=True)
class Frame:
    """The part of the world that is drawn.

    Attributes:
        projection: from degrees to kilometres.
        middle: of the map, in those kilometres.
        scale: units of the paper in a kilometre.
        width, height: of the map on the paper.
    """

    projection: Projection
    middle: tuple[float, float]
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, places: Floats, margin_km: float) -> Frame:
        """Holds ``places``, ``(n, 2)`` degrees, and so much around them."""
        projection = Projection.about(places)
        on_plane = projection(places)
        low, high = on_plane.min(axis=0) - margin_km, on_plane.max(axis=0) + margin_km
        wide, tall = (float(size) for size in high - low)
        height = float(np.clip(WIDTH * tall / wide, LOWEST, HIGHEST))
        middle = (float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2)
        return cls(projection, middle, min(WIDTH / wide, height / tall), WIDTH, height)

    @property
    def box(self) -> Box:
        """Of the paper."""
        return 0.0, 0.0, self.width, self.height

    @property
    def degrees(self) -> Box:
        """West, south, east and north of a box of degrees that covers the map with a little to spare."""
        up = np.degrees((self.height / self.scale / 2 * 1.1 + abs(self.middle[1])) / EARTH_KM)
        south, north = max(-89.0, self.projection.lat - up), min(89.0, self.projection.lat + up)
        furthest = np.cos(np.radians(max(abs(south), abs(north))))
        side = np.degrees((self.width / self.scale / 2 * 1.1 + abs(self.middle[0])) / EARTH_KM / furthest)
        return self.projection.lon - float(side), float(south), self.projection.lon + float(side), float(north)

    def __call__(self, places: Floats) -> Floats:
        """``(n, 2)`` degrees on the paper; down is positive."""
        return self.paper(self.projection(places))

    def paper(self, on_plane: Floats) -> Floats:
        """``(n, 2)`` kilometres on the paper."""
        moved = (on_plane - np.array(self.middle)) * self.scale
        result: Floats = np.column_stack((self.width / 2 + moved[:, 0], self.height / 2 - moved[:, 1]))
        return result
