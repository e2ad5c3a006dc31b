"""Where it happens: what changes for whom, how far people travel, and who goes where with what opens or closes."""

from __future__ import annotations

from collections.abc import Iterator

from placement.report.blocks import Part
from placement.report.html.paper import Paper, Section
from placement.report.maps.atlas import Atlas
from placement.report.maps.draw import draw
from placement.report.maps.picture import Map

_CATCHMENTS = 4
"""Functions that get a map of their own, at most."""


def maps(paper: Paper) -> Iterator[Section]:
    """The maps there are coordinates for; nothing where there are none."""
    atlas = Atlas(paper.view.solved, paper.view.lang)
    shown = [atlas.change(), atlas.travel(), *map(atlas.catchments, _changed(paper))]
    parts = [_part(at, each) for at, each in enumerate(shown) if each is not None]
    if parts:
        yield Section("map", paper.say("html.map"), tuple(parts))


def _part(at: int, shown: Map) -> Part:
    return Part(shown.title, (shown.description,), pictures=(draw(shown, f"map-{at}"),))


def _changed(paper: Paper) -> list[str]:
    """Functions that open or close somewhere, those that move most visits first."""
    solved, against = paper.view.solved, paper.screen.against
    if against is None:
        return []
    changes = (solved.plan.open != solved.instance.baseline.open).any(axis=1)
    names = [name for name, changed in zip(solved.instance.function_ids, changes, strict=True) if changed]
    return sorted(names, key=lambda name: -against.by_function[name].visits)[:_CATCHMENTS]
