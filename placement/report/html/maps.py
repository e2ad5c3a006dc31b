"""Where it happens: what changes for whom, and how far people travel in the proposal."""

from __future__ import annotations

from collections.abc import Iterator

from placement.report.blocks import Part
from placement.report.html.paper import Paper, Section
from placement.report.maps.atlas import Atlas
from placement.report.maps.draw import draw


def maps(paper: Paper) -> Iterator[Section]:
    """The maps there are coordinates for; nothing where there are none."""
    atlas = Atlas(paper.view.solved, paper.view.lang)
    shown = {"change": atlas.change(), "travel": atlas.travel()}
    parts = [
        Part(each.title, (each.description,), pictures=(draw(each, f"map-{name}"),))
        for name, each in shown.items()
        if each is not None
    ]
    if parts:
        yield Section("map", paper.say("html.map"), tuple(parts))
