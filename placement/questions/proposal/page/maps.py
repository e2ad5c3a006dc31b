"""Where it happens: what changes for whom at once, and later how far people travel and who goes where."""

from __future__ import annotations

from collections.abc import Sequence

from placement.present.maps.draw import draw
from placement.present.maps.picture import Map
from placement.present.parts import Part
from placement.questions.proposal.maps import Atlas
from placement.questions.proposal.page.paper import Paper, Section

_CATCHMENTS = 4
"""Functions that get a map of their own, at most."""


def first_map(paper: Paper) -> Section | None:
    """What changes, which is the map to see first; None without today or coordinates."""
    atlas = Atlas(paper.view.solved, paper.view.lang)
    return map_section("map", paper.say("On the map"), [atlas.change()])


def more_maps(paper: Paper) -> Section | None:
    """The other maps there are coordinates for; None where there are none."""
    atlas = Atlas(paper.view.solved, paper.view.lang)
    return map_section(
        "maps",
        paper.say("How far it is, and who goes where"),
        [atlas.travel(), *map(atlas.catchments, _changed(paper))],
    )


def map_section(name: str, title: str, maps: Sequence[Map | None]) -> Section | None:
    """A section of the maps that could be drawn, each with its words; None where none could."""
    parts = [_part(f"{name}-{at}", each) for at, each in enumerate(maps) if each is not None]
    return Section(name, title, tuple(parts)) if parts else None


def _part(name: str, shown: Map) -> Part:
    return Part(shown.title, (shown.description,), pictures=(draw(shown, name),))


def _changed(paper: Paper) -> list[str]:
    """Functions that open or close somewhere, those that move most visits first."""
    solved, against = paper.view.solved, paper.screen.against
    if against is None:
        return []
    changes = (solved.plan.open != solved.instance.baseline.open).any(axis=1)
    names = [name for name, changed in zip(solved.instance.function_ids, changes, strict=True) if changed]
    return sorted(names, key=lambda name: -against.by_function[name].visits)[:_CATCHMENTS]
