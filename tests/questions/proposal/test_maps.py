from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from placement.present.maps.draw import draw
from placement.present.maps.picture import Map
from placement.present.svg import NAMESPACE
from placement.present.words.voice import Language
from placement.questions.proposal.against_reference import Standing
from placement.questions.proposal.maps import Atlas
from placement.questions.proposal.outputs import tables
from tests.helpers import world

SVG = f"{{{NAMESPACE}}}"


def maps(lang: Language = "da") -> dict[str, Map]:
    atlas = Atlas(world.solved()[0], lang)
    drawn = {
        "today": atlas.travel("today"),
        "proposal": atlas.travel(),
        "lunge": atlas.travel(function="lunge"),
        "change": atlas.change(),
        "who": atlas.catchments("lunge"),
    }
    return {name: shown for name, shown in drawn.items() if shown is not None}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_map_is_well_formed_and_says_what_it_shows(lang: Language) -> None:
    made = maps(lang)
    assert len(made) == 5
    for name, shown in made.items():
        drawn = ET.fromstring(draw(shown, name))
        assert drawn.get("role") == "img"
        assert drawn.findtext(f"{SVG}title") == shown.title
        assert drawn.findtext(f"{SVG}desc") == shown.description
        assert len(shown.areas) == 5
        assert not list(drawn.iter(f"{SVG}a"))


def test_several_maps_share_a_page() -> None:
    ids = [node.get("id") for name, shown in maps().items() for node in ET.fromstring(draw(shown, name)).iter()]
    known = [each for each in ids if each]
    assert len(known) == len(set(known)) > 10


def test_what_is_referred_to_is_there() -> None:
    for name, shown in maps().items():
        written = draw(shown, name)
        nodes = list(ET.fromstring(written).iter())
        ids = {node.get("id") for node in nodes}
        referred = {node.get("href", "").removeprefix("#") for node in nodes if node.tag == f"{SVG}use"}
        painted = {part.split(")")[0] for part in written.split("url(#")[1:]}
        assert referred | painted <= ids


def test_nothing_in_a_map_needs_permission() -> None:
    for name, shown in maps().items():
        nodes = list(ET.fromstring(draw(shown, name)).iter())
        assert not {f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject"} & {node.tag for node in nodes}
        assert not any(key == "style" or key.startswith("on") for node in nodes for key in node.attrib)


def test_the_minutes_are_those_of_the_table() -> None:
    solved, study, _ = world.solved()
    table = tables(solved, study)["areas"]
    at = table.position("mean_minutes_per_visit")
    shown = {row[0]: row[at] for row in table.rows}
    areas = maps()["proposal"].areas
    assert len(areas) == len(shown)
    for area in areas:
        assert area.told == f"{area.name}: {shown[area.id]:.0f} min."


def test_who_goes_where_is_where_most_are_seen() -> None:
    solved = world.solved()[0]
    instance, f = solved.instance, solved.instance.function_ids.index("lunge")
    areas = maps()["who"].areas
    assert len(areas) == len(instance.area_ids)
    for area in areas:
        units = np.flatnonzero(instance.unit_area == instance.area_ids.index(area.id))
        seen = solved.evaluation.seen[f, units].sum(axis=0)
        assert area.site == instance.site_ids[int(seen.argmax())]


def test_what_opens_is_marked_and_named() -> None:
    sites = {site.id: site for site in maps()["proposal"].sites}
    assert {one: (site.state, site.gained) for one, site in sites.items()} == {
        "hosp": ("same", ""),
        "vest": ("same", ""),
        "nord": ("new", "+1"),
        "syd": ("new", "+1"),
    }
    assert sites["syd"].told == "Syd: 1 tilbud; nyt: Lunge"


def test_nothing_is_new_on_a_map_of_today() -> None:
    assert {site.state for site in maps()["today"].sites} == {"same", "none"}


def test_without_a_baseline_there_is_no_map_of_today_or_of_changes() -> None:
    solved = replace(world.solved()[0], today_evaluation=None, today_plan=None)
    assert Atlas(solved).travel("today") is None
    assert Atlas(solved).change() is None
    assert Atlas(solved).travel() is not None


def today() -> Standing:
    solved = world.solved()[0]
    assert solved.today_plan is not None
    assert solved.today_evaluation is not None
    return Standing(solved.instance, solved.today_plan, solved.today_evaluation)


def test_a_change_against_today_is_the_same_however_today_is_given() -> None:
    given, plain = Atlas(world.solved()[0], "da", today()).change(), Atlas(world.solved()[0]).change()
    assert given == plain


def test_against_itself_nothing_changes_and_the_reference_is_named() -> None:
    solved = world.solved()[0]
    atlas = Atlas(solved, "da", Standing(solved.instance, solved.plan, solved.evaluation), "A")
    shown = atlas.change()
    assert shown is not None
    assert atlas.largest_change() == 0
    assert shown.title == "Ændret rejsetid mod A"
    assert shown.key.endswith("mod A")
    assert {shown.bands[area.band].label.split(" (")[0] for area in shown.areas if area.band is not None} == {"som A"}
    assert {site.state for site in shown.sites} == {"same"}


def test_maps_beside_each_other_have_the_same_classes() -> None:
    atlas = Atlas(world.solved()[0])
    most = atlas.largest_change()
    alone, wide = atlas.change(), atlas.change(most=20 * most)
    assert most > 0
    assert alone is not None
    assert wide is not None
    assert alone == atlas.change(most=most)
    assert [band.label for band in wide.bands] != [band.label for band in alone.bands]


def test_areas_are_held_against_each_other_by_their_ids() -> None:
    """One that the reference has not has no figure; the others have that of the same area."""
    solved, beside = world.solved()[0], today()
    other = replace(beside.instance, area_ids=(*beside.instance.area_ids[:-1], "elsewhere"))
    whole, part = (Atlas(solved, "da", replace(beside, instance=each)).change() for each in (beside.instance, other))
    assert whole
    assert part
    assert [area.band for area in part.areas[:-1]] == [area.band for area in whole.areas[:-1]]
    assert whole.areas[-1].band is not None
    assert part.areas[-1].band is None


def test_a_site_that_only_the_reference_has_closes_on_the_map() -> None:
    solved, beside = world.solved()[0], today()
    instance = beside.instance
    sites = instance.scenario.sites
    scenario = instance.scenario.model_copy(update={"sites": {**sites, "gone": sites[instance.site_ids[-1]]}})
    there = replace(instance, scenario=scenario, site_ids=(*instance.site_ids[:-1], "gone"))
    every = replace(beside.plan, open=np.ones_like(beside.plan.open))
    shown = Atlas(solved, "da", Standing(there, every, beside.evaluation), "A").change()
    assert shown
    (gone,) = (site for site in shown.sites if site.id == "gone")
    assert gone.state == "closed"
    assert gone.gained == f"\N{MINUS SIGN}{len(instance.function_ids)}"


def test_links_lead_where_they_are_told() -> None:
    shown = maps()["proposal"].linked(site="#site-{}".format, area="#area-{}".format)
    drawn = ET.fromstring(draw(shown))
    links = list(drawn.iter(f"{SVG}a"))
    assert drawn.get("role") == "group"
    assert {link.get("href") for link in links} == {
        *(f"#site-{site.id}" for site in shown.sites),
        *(f"#area-{area.id}" for area in shown.areas),
    }
    assert all(link.get("aria-label") for link in links)
