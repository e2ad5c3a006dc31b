"""Classes of minutes with round borders, their colours and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from placement.instance.instance import Floats
from placement.report.maps.colours import LONGER, NEAR_TO_FAR, SAME, SHORTER
from placement.report.maps.picture import Band
from placement.report.text import Voice

BORDERS = (10.0, 20.0, 30.0, 45.0, 60.0)
"""The same in every map, so that maps can be compared; 30 and 45 as in the indicators."""
_ROUND = (
    (0.05, 0.2, 0.5),
    (0.1, 0.5, 1.0),
    (0.2, 1.0, 2.0),
    (0.2, 2.0, 5.0),
    (0.2, 5.0, 10.0),
    (0.2, 10.0, 20.0),
    (0.2, 20.0, 50.0),
)
"""Borders of a change: between as today, a little, more and a lot."""


@dataclass(frozen=True)
class Bands:
    """Classes, and which one a figure is in.

    Attributes:
        bands: in the order of the legend.
        borders: between them, rising.
    """

    bands: tuple[Band, ...]
    borders: tuple[float, ...]

    def of(self, figures: Floats) -> list[int | None]:
        """The class of each figure; None of NaN. A figure on a border belongs above it."""
        places = np.searchsorted(self.borders, figures, side="right")
        return [None if np.isnan(figure) else int(at) for figure, at in zip(figures, places, strict=True)]


def bands_of_minutes(say: Voice) -> Bands:
    """Minutes of a trip."""
    low, high = say.number(BORDERS[0]), say.number(BORDERS[-1])
    between = (say("map.band.between", low=say.number(a), high=say.number(b)) for a, b in pairwise(BORDERS))
    words = (say("map.band.under", high=low), *between, say("map.band.over", low=high))
    return Bands(tuple(Band(*one) for one in zip(words, NEAR_TO_FAR, strict=True)), BORDERS)


def bands_of_change(say: Voice, change: Floats, reference: str) -> Bands:
    """Minutes more or less than the reference, with borders that fit the largest; the same size both ways."""
    most = float(np.nanmax(np.abs(change), initial=0.0))
    steps = max((each for each in _ROUND if each[-1] <= 0.7 * most), default=_ROUND[0], key=lambda each: each[-1])
    same = Band(say("map.band.same", reference=reference, high=say.short(steps[0])), SAME)
    bands = (*_side(say, "shorter", SHORTER, steps)[::-1], same, *_side(say, "longer", LONGER, steps))
    return Bands(bands, (*(-step for step in steps[::-1]), *steps))


def _side(say: Voice, way: str, colours: Sequence[str], steps: tuple[float, ...]) -> tuple[Band, ...]:
    """From a little to a lot; longer trips are hatched."""
    shown = [say.short(step) for step in steps]
    between = [say(f"map.band.{way}.between", low=low, high=high) for low, high in pairwise(shown)]
    words = (*between, say(f"map.band.{way}.over", low=shown[-1]))
    return tuple(Band(word, colour, hatched=way == "longer") for word, colour in zip(words, colours, strict=True))
