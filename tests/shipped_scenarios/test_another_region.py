"""Every teaching scenario as that of a made-up English region: nothing of Denmark or one of its regions is left."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from babel.messages.pofile import read_po

from placement.cli import run
from placement.locale import FOLDER as CATALOGUES
from placement.present.words.terms import (
    GOAL,
    GROUPING,
    LEVEL,
    NEUTRAL,
    OTHER_PAYER,
    OWN_PAYER,
    SITE_KIND,
    STATUS,
    VISION,
    Words,
)
from placement.present.words.voice import Voice
from placement.scenario.load import load, load_text
from placement.scenario.schema.terms import Terms
from placement.solve.run import solve
from tests.helpers.taught import FLAGSHIP, FOLDER, NAMES, loaded, solved
from tests.shipped_scenarios.another_region import english

WORD = re.compile(r"[^\W\d_]{3,}")
TAG = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)
ATTRIBUTE = re.compile(r'\b(?:aria-label|title|alt)="([^"]*)"')
TECHNICAL = re.compile(r"\b\w+(?:_\w+)+\b|--[\w-]+|\b[\w-]+\.(?:csv|json|xlsx|html|yaml|geojson|md)\b|/\S+")
"""Fields, options and files: names of the format, the same for everybody."""
GENERAL = {"region", "regions", "hospital", "hospitals", "state", "draft", "in consultation", "dealt with"}
"""The flagship's words that are the program's neutral ones too, or that no word of its own."""
GROUPED_BY = "grouped_by"
"""The column that holds a word of the format: the field by which areas are grouped."""


def _catalogue() -> tuple[set[str], set[str]]:
    """Words of the Danish catalogue that no English text has, and the words of the English texts."""
    with (CATALOGUES / "da" / "LC_MESSAGES" / "placement.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    danish, known = ("\n".join(_texts(getattr(each, part)) for each in messages) for part in ("string", "id"))
    words, ours = ({word.lower() for word in WORD.findall(text)} for text in (danish, known))
    return words - ours, ours


def _texts(one: Any) -> str:
    return "\n".join(one) if isinstance(one, tuple | list) else str(one)


DANISH, ENGLISH = _catalogue()


def _of_the_flagship() -> set[str]:
    """Words and phrases of the flagship's terms, and the names of its places."""
    scenario = load(FOLDER / FLAGSHIP).scenario
    terms = scenario.terms.model_dump()
    said = {text.lower() for text in _leaves(terms)}
    said -= {*GENERAL, "square", "circle", "diamond", "triangle", "house", "own", "other", "any", "approved"}
    said -= {
        "approved_departments",
        *(measure for vision in terms["visions"].values() for measure in vision["measures"]),
    }
    places = [site.title.in_language(lang) for site in scenario.sites.values() for lang in ("da", "en")]
    places += [name for area in scenario.areas.rows.values() for name in (area.name, area.municipality)]
    names = {word for place in [*places, "Midtjylland", "Midt"] for word in WORD.findall(place)}
    return {phrase for phrase in said if phrase} | {name.lower() for name in names if name.lower() not in ENGLISH}


def _leaves(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for each in part.values():
            yield from _leaves(each)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _leaves(each)
    elif isinstance(part, str):
        yield part


THEIRS = _of_the_flagship()


def strangers(text: str) -> set[str]:
    """What of ``text`` is Danish or the flagship's."""
    plain = TECHNICAL.sub(" ", text).lower()
    danish = {word for word in WORD.findall(plain) if word in DANISH}
    return danish | {phrase for phrase in THEIRS if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain)}


def read(path: Path) -> str:
    """What people read of a file."""
    if path.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        left = {n for n, name in enumerate(rows[0]) if name == GROUPED_BY}
        return "\n".join(cell for row in rows[1:] for n, cell in enumerate(row) if n not in left)
    if path.suffix == ".html":
        page = path.read_text(encoding="utf-8")
        return html.unescape("\n".join([TAG.sub(" ", page), *ATTRIBUTE.findall(page)]))
    return path.read_text(encoding="utf-8")


def sheets(path: Path, names: set[str]) -> str:
    """Every cell of a workbook but the technical names of columns, and what a column of them holds."""
    book = openpyxl.load_workbook(path, read_only=True)
    found: list[str] = list(book.sheetnames)
    for sheet in book:
        rows = list(sheet.iter_rows(values_only=True))
        left = {n for row in rows[:2] for n, cell in enumerate(row) if cell == GROUPED_BY}
        found += [
            str(cell)
            for row in rows
            for n, cell in enumerate(row)
            if isinstance(cell, str) and cell not in names and n not in left
        ]
    return "\n".join(found)


def calls(name: str, tree: dict[str, Any]) -> Iterator[list[str]]:
    """The commands to try; ``OUT`` stands for a folder that is written."""
    yield ["check", "REGION", "--all"]
    yield ["solve", "REGION", "--all", "--out", "OUT/proposal", "--csv", "standard"]
    if name == "umuligt":
        return
    if not tree["phases"]:  # of which neither is made
        yield ["report", "OUT/proposal", "--out", "OUT/report.html"]
        yield [
            "explain",
            "REGION",
            next(iter(tree["functions"])),
            list(tree["sites"])[-1],
            "--all",
            "--out",
            "OUT/explained",
        ]
    if tree["variants"]:
        yield [
            "compare",
            "REGION",
            "--variant",
            f"base,{next(iter(tree['variants']))}",
            "--all",
            "--out",
            "OUT/compared",
        ]
    if not tree["phases"]:
        yield ["tradeoff", "REGION", "--all", "--out", "OUT/traded"]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_denmark_is_said(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PLACEMENT_LANG", raising=False)
    tree = english(loaded(name).base)
    (tmp_path / "region.yaml").write_text(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True))
    said: dict[str, set[str]] = {}
    for call in calls(name, tree):
        status = run([arg.replace("REGION", "region.yaml").replace("OUT/", "") for arg in call])
        shown = capsys.readouterr()
        assert status in ((0, 5) if name != "umuligt" else (0, 4)), (call, shown.err)
        said[" ".join(call)] = strangers(shown.out + shown.err)
    files = [path for path in tmp_path.rglob("*") if path.suffix in {".csv", ".html", ".md"}]
    said |= {str(path.relative_to(tmp_path)): strangers(read(path)) for path in files}
    names = {
        cell
        for path in files
        if path.suffix == ".csv"
        for cell in path.read_text("utf-8-sig").split("\n")[0].split(",")
    }
    books = tmp_path.rglob("*.xlsx")
    said |= {str(path.relative_to(tmp_path)): strangers(sheets(path, names)) for path in books}
    assert name == "umuligt" or len(said) > 15
    assert {where: found for where, found in said.items() if found} == {}


def test_the_test_knows_what_it_looks_for() -> None:
    assert {"kommune", "municipality", "psychiatry house", "sundhedshus", "lemvig", "midtjylland"} <= THEIRS
    assert strangers("Et ark for hver kommune") >= {"hver", "kommune"}
    assert strangers("A sheet for each municipality in Lemvig") == {"municipality", "lemvig"}
    assert strangers("A sheet for each ward") == set()


def test_the_neutral_words_are_nobodys() -> None:
    words = [*GROUPING, *OWN_PAYER, *OTHER_PAYER, *VISION]
    words += [text.rpartition("\x04")[2] for of in (SITE_KIND, STATUS, LEVEL, GOAL) for text in of.values()]
    words += [key for of in (SITE_KIND, STATUS, LEVEL, GOAL) for key in of]
    words += list(NEUTRAL.forms("en").values())
    assert {word: found for word in words if (found := strangers(word) - {"health house", "outreach point"})} == {}


@pytest.mark.parametrize("name", ["psykiatri", "hvem-betaler", "kontinuitet", "hjemme"])
def test_names_decide_nothing(name: str) -> None:
    """The scenarios with kinds, payers and levels of their own have the same plan under any other names."""
    told = solve(load_text(yaml.safe_dump(english(loaded(name).base), sort_keys=False)))
    assert told.objectives == solved(name).objectives
    assert (told.plan.open == solved(name).plan.open).all()


def test_the_words_of_the_how_to_are_in_order() -> None:
    text = (FOLDER.parent / "docs" / "how-to" / "another-region.md").read_text()
    written = yaml.safe_load(text.split("```yaml\n")[1].split("```")[0])
    say = Voice("en", Words(Terms.model_validate(written["terms"]), written["about"]["language"]))
    assert say("A sheet for each {grouping}") == "A sheet for each ward"
    assert (say.payer("trust"), say.payer("council"), say.kind("clinic")) == ("Trust", "Councils", "clinic")
