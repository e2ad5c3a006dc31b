"""Two plans as one picture: what only one of them offers, who loses first, who pays; in words and on one map."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from placement.present.parts import Part
from placement.questions.compare.choice import LeftOut
from placement.questions.compare.page import comparison_page
from placement.questions.compare.sides import Sides
from placement.questions.compare.study import SideBySide, side_by_side
from placement.questions.compare.tables import tables
from placement.questions.compare.two_plans import two_plans
from placement.questions.proposal.against_reference import versus
from placement.scenario.load import load
from placement.solve.result import Options
from tests.questions.compare.test_told import found

DAY = dt.date(2026, 11, 30)


@cache
def two(reference: str = "today") -> SideBySide:
    """A lung clinic in Lemvig and Holstebro, and the one in Holstebro alone."""
    path = "scenarios/lemvig-foerste"
    plain = load(path)
    asked = [("base", plain), ("hoejere_krav", load(path, variants=["hoejere_krav"]))]
    return side_by_side(plain, asked, Options(gap=0.0), reference=reference)


@cache
def towns() -> SideBySide:
    """Closing in Vesterby costs its 300 visits 49 minutes; with ``behold`` it stays open."""
    path = "scenarios/lukning"
    sets = [f"areas.{name}.municipality={name.title()}" for name in ("midtby", "vesterby")]
    plain = load(path, overrides=sets)
    asked = [("behold", load(path, variants=["behold"], overrides=sets)), ("base", plain)]
    return side_by_side(plain, asked, Options(gap=0.0))


def told(beside: SideBySide, about: str = "compare") -> tuple[Part, ...]:
    return two_plans(Sides(beside, "en", about=about), "two")


def labels(picture: str) -> list[str]:
    """The names of the sites on a map, with what opens and closes; each is written once on a light edge, once above."""
    drawn = picture.split('class="map-sites"')[1].split('class="map-legend"', maxsplit=1)[0]
    words = [re.sub(r"<[^>]+>", "", text) for text in re.findall(r"<text.*?</text>", drawn, re.DOTALL)]
    return sorted(set(words))


def test_the_map_has_the_differences_alone() -> None:
    """Lemvig is told; Holstebro, which has a new lung clinic in both, and the hospital are not."""
    where, *_, words = told(two())
    (picture,) = where.pictures
    assert where.heading == "Where B differs from A"
    assert labels(picture) == ["Lemvig −1"]
    assert "Minutes one way per visit, against A" in picture
    assert "+ offers only in B, − offers only in A." in picture
    assert picture.count("only in A (how many)") == 2  # in the legends of a wide and of a narrow page
    assert "new offer" not in picture
    assert words.items == (
        "Only in A: Lungeambulatorium in Lemvig Sundhedshus.",
        "Other days: Lungeambulatorium in Center for Sundhed Holstebro.",
    )


def test_the_classes_are_as_large_both_ways_and_longer_is_hatched() -> None:
    """One legend for gains and losses, which does not hang on colour: longer is hatched, shorter is plain."""
    picture = told(two())[0].pictures[0]
    assert "url(#two-hatch" in picture.split('class="map-areas"')[1].split('class="map-sites"')[0]
    legend = picture.split('class="map-legend"')[1]
    swatches = re.findall(r'<rect[^>]*fill="([^"]*)"[^>]*/?>(?:</rect>)?<text[^>]*>([^<]*)', legend)
    classes = {words: fill for fill, words in swatches}
    shorter, longer = ([words for words in classes if words.endswith(way)] for way in ("shorter", "longer"))
    assert len(shorter) == len(longer) == 3
    assert [words.replace("longer", "shorter") for words in longer] == shorter[::-1]
    assert all(classes[words].startswith("url(#two-hatch") for words in longer)
    assert not any(classes[words].startswith("url") for words in shorter)


def test_who_loses_comes_before_who_gains_and_most_first() -> None:
    plan = told(two())
    (who,) = (part for part in plan if part.heading == "Who loses first: B against A")
    assert who.grid is not None
    assert who.grid.heads[-1].words == "B − A"
    assert who.grid.rows[0] == ("With longer trips",)
    assert who.texts[-1].startswith("Fewer than 10 visits a year get a longer or a shorter trip: ")
    first, second = (each.standing for each in two().solved)
    assert first is not None
    assert second is not None
    against = versus(first, second).groups
    lost = [against[row[0]].moved for row in who.grid.rows[1:]]
    assert lost
    assert all(a.visits_longer * a.minutes_longer >= b.visits_longer * b.minutes_longer for a, b in pairwise(lost))


def test_a_municipality_that_loses_and_the_reverse() -> None:
    (who,) = (part for part in told(towns()) if part.heading.startswith("Who loses first"))
    assert who.grid is not None
    assert who.grid.rows == (("With longer trips",), ("Vesterby", "300", "49.0", "0", "–", "6.0", "55.0", "+49.0"))
    turned = replace(towns(), alternatives=towns().alternatives[::-1])
    (back,) = (part for part in told(turned) if part.heading.startswith("Who loses first"))
    assert back.grid is not None
    assert back.grid.rows == (
        ("With shorter trips only",),
        ("Vesterby", "0", "–", "300", "49.0", "55.0", "6.0", "−49.0"),
    )
    assert back.texts[0] == "Nobody gets a longer trip."


def test_of_a_municipality_the_trips_are_told_area_by_area_and_the_map_keeps_to_it() -> None:
    sides = Sides(two(), "en")
    everybody, own = told(two()), two_plans(sides, "two", 5, "Lemvig")
    assert own[0].heading == everybody[0].heading
    areas = load("scenarios/lemvig-foerste").scenario.areas.rows.values()
    names = {area.name for area in areas if area.municipality == "Lemvig"}
    (who,) = (part for part in own if part.heading.startswith("Who loses first"))
    assert who.grid is not None
    assert who.grid.heads[0].words == "Area"
    assert who.texts[0] == "Map and trips are those of Lemvig; money and offers are everybody's."
    rows = [row for row in who.grid.rows if len(row) > 1]
    assert rows
    assert {row[0] for row in rows} <= names
    (whole,) = (row for part in everybody if part.grid for row in part.grid.rows if row[0] == "Lemvig" and len(row) > 1)
    lost = [sum(float(row[1].replace(",", "")) for row in each) for each in (rows, [whole])]
    assert lost[0] == pytest.approx(lost[1], rel=0.05), "areas of fewer than ten visits have no row"
    faint = [part.pictures[0].count("pointer-events") for part in (own[0], everybody[0])]
    assert faint[0] > faint[1]
    assert own[2:] == everybody[2:], "money and offers are everybody's"


def test_the_money_is_that_of_the_payers_table_and_adds_up() -> None:
    beside = two()
    pays = told(beside)[-2]
    assert pays.heading == "Who pays: B against A"
    assert pays.grid is not None
    assert [head.words for head in pays.grid.heads] == ["Million kr.", "A", "B", "B − A"]
    rows = tables(beside)["compare_payers"].records()
    region = [
        sum(row["money_per_year"] for row in rows if row["alternative"] == name and row["payer"] == "region") / 1e6
        for name in ("base", "hoejere_krav")
    ]
    shown = [float(cell.replace("−", "-")) for cell in pays.grid.rows[1][1:]]
    assert pays.grid.rows[0] == ("Running cost a year, against today",)
    assert shown[:2] == pytest.approx([round(amount, 1) for amount in region])
    assert shown[2] == pytest.approx(shown[1] - shown[0])
    assert abs(shown[2]) > 0


def test_the_same_plan_twice_has_no_map() -> None:
    one = two().alternatives[0]
    twice = replace(two(), alternatives=(one, replace(one, name="again")))
    *others, words = told(twice)
    assert words == Part(
        "In words: B against A", items=("A and B offer the same in the same places.",), depth="meeting"
    )
    assert not any(part.pictures for part in others)
    (who,) = (part for part in others if part.heading.startswith("Who loses"))
    assert who.grid is None


def test_of_three_there_is_one_picture_only_where_one_is_the_plan() -> None:
    """Beside pins the plan comes last, and is held against the first of them."""
    assert told(found("lukning")) == ()
    assert told(found("lukning"), "pins")[-1].heading == "In words: C against A"


@pytest.mark.parametrize(("reference", "maps"), [("today", 3), ("base", 1)])
def test_the_page_begins_with_the_picture(reference: str, maps: int) -> None:
    """Then come both against today on one scale; against one of the two the picture says all there is."""
    page = comparison_page(two(reference), date=DAY, lang="en")
    assert len(re.findall('class="map[ "]', page)) == maps
    assert page.index("A and B as one picture") < page.index("What differs")
    assert page.index("Where B differs from A") < page.index("Who loses first: B against A")
    assert "A and B as one picture" not in comparison_page(found("lukning"), date=DAY, lang="en")


@pytest.mark.parametrize(("nearest", "instead", "letter"), [("c", "c", "C"), ("a", "h", "H")])
def test_what_is_left_out_takes_the_place_of_what_it_is_like(nearest: str, instead: str, letter: str) -> None:
    """Eight are shown; the first is never given up, so that what is like it takes the place of the last."""
    one = two().alternatives[0]
    names = list("abcdefgh")
    eight = tuple(replace(one, name=name) for name in names)
    beside = replace(two(), alternatives=eight, left_out=(LeftOut("z", (), "optimal", nearest, 1),))
    page = comparison_page(beside, date=DAY, lang="en")
    asked = ",".join("z" if name == instead else name for name in names)
    row = re.sub(r"<[^>]+>", "|", page.split('id="others"', maxsplit=1)[1])
    assert f"|{letter}||--variant {asked}|" in row
    assert "Two alone are shown as one picture: --variant a,b" in page
