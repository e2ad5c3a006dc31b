"""From degrees to kilometres on a plane: a transverse Mercator projection of the sphere about a local centre."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placement.instance.instance import Floats

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
