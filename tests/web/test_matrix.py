"""The matrix of thirty houses and forty functions: what is asked for is what is shown, soon and in few bytes."""

from __future__ import annotations

import gzip
import random
import re
import time

import pytest

from placement.present.words.voice import Voice
from placement.scenario.load import Opened
from placement.web.matrix import ONLY, Matrix
from placement.web.solving.answers import Picture
from placement.web.touch import Sheet
from placement.web.what_ifs import Address, Controls, Filter, WhatIf
from placement.web.words import Words, templates
from tests.web.asking import Browser, write_large

NOWHERE, OUTSIDE = 7, 12
"""A function that can be nowhere, and a site where nothing can be."""


@pytest.fixture(scope="module")
def controls(tmp_path_factory: pytest.TempPathFactory) -> Controls:
    folder = tmp_path_factory.mktemp("large")
    write_large(folder)
    return Controls(Opened(folder))


@pytest.fixture(scope="module")
def picture(controls: Controls) -> Picture:
    dice, sites = random.Random(4), len(controls.scenario.sites)
    signs = [["b" if s == OUTSIDE else dice.choice("kncab") for s in range(sites)] for _ in controls.scenario.functions]
    signs[NOWHERE] = ["b"] * sites
    decided = (("f03", "s02", "must"),)
    return Picture({}, tuple(map("".join, signs)), decided, 0.0, None, 0.0, 0.0, proven=True)


def matrix(controls: Controls, picture: Picture, address: Address) -> Matrix:
    return Matrix(picture, address, Words(controls, Voice.of(controls.scenario, "en")))


def shown(made: Matrix) -> tuple[list[str], list[str]]:
    """Titles of the functions and sites shown, in order."""
    return [title for _, rows in made.rows for _, _, title, _ in rows], [title for title, _ in made.sites]


def test_all_that_can_be_is_shown_where_nothing_is_asked_for(controls: Controls, picture: Picture) -> None:
    functions, sites = shown(matrix(controls, picture, Address()))
    assert len(functions) == 40, "also the function that can be nowhere"
    assert len(sites) == 33
    assert "House s09" not in sites
    decided = Address(WhatIf(decisions=(("f01", "s09", "must"),)))
    assert len(shown(matrix(controls, picture, decided))[1]) == 34, "a decision keeps its site in sight"
    assert len(shown(matrix(controls, picture, Address(at=("f01", "s09"))))[1]) == 34


@pytest.mark.parametrize("only", [name for name in ONLY if name != "decided"])
def test_of_one_kind_are_all_rows_and_columns_with_such_a_cell_and_no_other(
    controls: Controls, picture: Picture, only: str
) -> None:
    made = matrix(controls, picture, Address(filter=Filter(only=only)))
    wanted = {(f, s) for f, row in enumerate(picture.matrix) for s, sign in enumerate(row) if sign in ONLY[only][1]}
    functions = [each.title.in_language("en") for each in controls.scenario.functions.values()]
    sites = [each.title.in_language("en") for each in controls.scenario.sites.values()]
    assert shown(made) == (
        [functions[f] for f in range(len(functions)) if any(f == each for each, _ in wanted)],
        [sites[s] for s in range(len(sites)) if any(s == each for _, each in wanted)],
    )
    assert made.counts[2] == len(wanted)
    asked = [cell.sign for _, rows in made.rows for *_, cells in rows for cell in cells if cell.asked]
    assert len(asked) == len(wanted)
    assert set(asked) <= set(ONLY[only][1])


def test_what_is_decided_beforehand_is_one_cell(controls: Controls, picture: Picture) -> None:
    asked = Address(WhatIf(decisions=(("f05", "s07", "must_not"),)), filter=Filter(only="decided"))
    assert shown(matrix(controls, picture, asked)) == (["Function 3", "Function 5"], ["House s02", "House s07"])


@pytest.mark.parametrize(
    ("find", "functions", "sites"),
    [
        ("function 8", ["Function 8"], 33),  # also what can be nowhere
        ("ward CCC", 8, 33),  # who is responsible
        ("  s03  FUNCTION   12 ", ["Function 12"], 1),
        ("house s09", 40, 1),  # nothing can be there, and that is what is seen
        ("town ppp", 40, 6),  # where sites lie
        ("function 12 hospital h01", ["Function 12"], 1),
        ("nothing of the kind", 0, 0),
        ("%_\\<b>", 0, 0),
    ],
)
def test_words_are_sought_in_functions_sites_and_what_they_belong_to(
    controls: Controls, picture: Picture, find: str, functions: list[str] | int, sites: int
) -> None:
    rows, columns = shown(matrix(controls, picture, Address(filter=Filter(find=find))))
    assert (rows if isinstance(functions, list) else len(rows)) == functions
    assert len(columns) == sites


@pytest.mark.parametrize("rows", ["", "level", "responsible"])
@pytest.mark.parametrize("columns", ["", "kind", "municipality"])
@pytest.mark.parametrize("only", ["", "new"])
def test_grouped_or_not_every_pair_stands_once(
    controls: Controls, picture: Picture, rows: str, columns: str, only: str
) -> None:
    plain = matrix(controls, picture, Address(filter=Filter(only=only)))
    made = matrix(controls, picture, Address(filter=Filter(only=only, rows=rows, columns=columns)))
    assert made.counts == plain.counts

    def cells(of: Matrix) -> list[tuple[str, str, str]]:
        return sorted((f, c.site, c.sign) for _, rows in of.rows for _, f, _, cells in rows for c in cells)

    assert cells(made) == cells(plain)
    numbers = [number for _, rows in made.rows for number, *_ in rows]
    assert numbers == list(range(made.counts[0])), "the arrow keys move in the order of the page"
    assert sum(size for _, size in made.groups) == made.counts[1]
    if rows == "responsible":
        assert {title for title, _ in made.rows} == {f"Ward {3 * each}" for each in "ABCDE"}
    if columns == "municipality":
        titles = [title for title, _ in made.groups]
        assert titles[-1] == "Not said", "hospitals have none here"
        assert len(set(titles)) == len(titles)


def test_only_groupings_that_divide_are_offered(controls: Controls, picture: Picture) -> None:
    made = matrix(controls, picture, Address())
    assert [name for name, *_ in made.choices("rows")] == ["responsible"], "all functions are of one level"
    assert [words for _, words, _ in made.choices("columns")] == ["Kind of site", "Area group"]
    assert [name for name, *_ in made.choices("only")] == list(ONLY)


def test_it_comes_soon_and_is_light(controls: Controls, picture: Picture) -> None:
    address = Address(filter=Filter(rows="responsible", columns="kind"))
    say, times = Voice.of(controls.scenario, "da"), []
    for _ in range(5):
        began = time.perf_counter()
        page = _Page(matrix(controls, picture, address), address)
        made = templates().get_template("matrix.html.j2").render(page=page, say=say)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.25, times  # about 0.03 s where nothing else runs
    assert len(re.findall(r"<td", made)) > 40 * 32
    assert len(made) < 220_000
    assert len(gzip.compress(made.encode(), 5)) < 20_000


class _Page:
    decisions, at, unfiltered = (), None, "/"

    def __init__(self, made: Matrix, address: Address) -> None:
        self.matrix, self.address = made, address
        self.sheet = Sheet(made.words.controls, address, made.words)


def test_without_scripts_it_is_a_form(browser: Browser) -> None:
    page = browser.page("/?show=where")
    names = re.findall(r'form="controls" id="filter-\w+" name="(\w+)"', page)
    assert names == ["find", "only", "rows", "columns"]
    sent = browser.get("/?find=+lunge+&only=&rows=&columns=kind&show=where&decide=")
    assert sent.status_code == 400
    sent = browser.get("/?find=+lunge+&only=&rows=&columns=kind&show=where&citizen=5")
    assert sent.headers["location"] == "/?show=where&find=lunge&columns=kind"
    found = browser.page(sent.headers["location"])
    assert 'value="lunge"' in found
    assert '<option value="kind" selected>' in found
    assert found.count('<th scope="row">') < page.count('<th scope="row">')
    assert 'href="/?show=where#where"' in found, "all of it is one link away"
    held = re.search(r'<div id="held".*?</div>', found)
    assert held
    assert 'name="find"' not in held[0], "it is in its own field"
    assert "&lt;script&gt;" in browser.page("/?show=where&find=%3Cscript%3E")


def test_what_only_the_filter_changes_is_sent_alone_and_replaces_the_address(browser: Browser) -> None:
    browser.page("/?show=where")
    answer = browser.get("/?show=where&find=x&find=lunge", **{"HX-Request": "true", "HX-Target": "matrix"})
    assert answer.text.startswith('<div id="matrix" ')
    assert answer.headers["HX-Replace-Url"] == "/?show=where&find=lunge", "the last is what stands in the field"
    assert "HX-Push-Url" not in answer.headers
