"""Every teaching scenario as that of a made-up English region: nothing of Denmark or one of its regions is left."""

from __future__ import annotations

import copy
import csv
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from babel.messages.pofile import read_po
from docx import Document
from starlette.testclient import TestClient

from placement.cli import run
from placement.locale import FOLDER as CATALOGUES
from placement.present.words.currency import KRONER, speak_everywhere_of
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
from placement.scenario.schema.places import MAINLAND
from placement.scenario.schema.terms import Terms
from placement.solve.run import solve
from placement.web.app import Settings, create_app
from tests.helpers.taught import FLAGSHIP, FOLDER, NAMES, loaded, solved
from tests.shipped_scenarios.another_region import english
from tests.web.asking import HERE, Browser, forked_desks

WORD = re.compile(r"[^\W\d_]{3,}")
TAG = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)
ATTRIBUTE = re.compile(r'\b(?:aria-label|title|alt)="([^"]*)"')
TECHNICAL = re.compile(
    r"\b[a-z_]+(?:\.[\w*]+)+|\b\w+(?:_\w+)+\b|--[\w-]+|\b[\w-]+\.(?:csv|json|xlsx|html|yaml|geojson|md)\b|/\S+"
)
"""Fields, options and files: names of the format, the same for everybody."""
MONEY = re.compile(r"\bkr\.|\bDKK\b|\bkron(?:erne|er|en|e)\b|\børe\b", re.IGNORECASE)
READ = {".csv", ".html", ".md", ".json", ".docx"}
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
    said -= {*GENERAL, MAINLAND, "square", "circle", "diamond", "triangle", "house", "own", "other", "any", "approved"}
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
    """What of ``text`` is Danish, Danish money or the flagship's."""
    money = {found[0] for found in MONEY.finditer(text)}
    plain = TECHNICAL.sub(" ", text).lower()
    danish = {word for word in WORD.findall(plain) if word in DANISH}
    theirs = {phrase for phrase in THEIRS if phrase in plain}  # as part of a word too, which is ruled out next
    return money | danish | {phrase for phrase in theirs if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain)}


def read(path: Path) -> str:
    """What people read of a file."""
    if path.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        left = {n for n, name in enumerate(rows[0]) if name == GROUPED_BY}
        return "\n".join(cell for row in rows[1:] for n, cell in enumerate(row) if n not in left)
    if path.suffix == ".docx":
        return "\n".join(part.text for part in Document(str(path)).element.body.iter() if part.text)
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return "\n".join(told for told in _leaves(json.loads(text)) if " " in told or MONEY.search(told))
    return of_page(text) if path.suffix == ".html" else text


def of_page(page: str) -> str:
    """What is read on a page, and read out of it."""
    return html.unescape("\n".join([TAG.sub(" ", page), *ATTRIBUTE.findall(page)]))


FORM = {"municipality", "vision", "visions", "the vision"}
"""Fields of a scenario, which a workbook to edit has as headings and explains."""
DEFAULT = "about.currency"
"""The field that is kroner where nothing is written."""


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
            if isinstance(cell, str) and cell not in names and n not in left and not (cell == KRONER and DEFAULT in row)
        ]
    return "\n".join(found)


THOROUGH = {
    "dialyse-satellit",
    "faelles-under-tag",
    "hjemme",
    "hvem-betaler",
    "oe-undtagelse",
    "profiler",
    "psykiatri",
    "samme-dag",
    "skaerm",
    "til-en-pris",
    "vaekst",
}
"""Where every command is tried; they use together all that a scenario can consist of."""
WHOLE = {"home", "hybrid", "equipment", "patient_transport", "number_of_sites"}
"""Fields of a function that are a part of their own."""


def parts(tree: dict[str, Any]) -> set[str]:
    """The sections that are used, and what of a function is a part of its own, as a home programme is."""
    functions = tree["functions"].values()
    whole = {field for each in functions for field, given in each.items() if isinstance(given, dict) and field in WHOLE}
    return whole | {section for section, given in (tree | tree["policy"] | tree["terms"]).items() if given}


def calls(name: str, tree: dict[str, Any]) -> Iterator[list[str]]:
    """The commands to try."""
    yield ["check", "region.yaml", "--all"]
    yield ["workbook", "region.yaml", "region.xlsx"]
    yield ["solve", "region.yaml", "--all", "--out", "proposal", "--csv", "standard"]
    if name == "umuligt":
        return
    if tree["variants"]:
        variant = next(iter(tree["variants"]))
        yield ["compare", "region.yaml", "--variant", f"base,{variant}", "--all", "--out", "compared"]
    if tree["phases"]:  # of which no more is made
        return
    yield ["report", "proposal", "--out", "report.html"]
    yield ["explain", "region.yaml", next(iter(tree["functions"])), list(tree["sites"])[-1], "--all", "--out", "why"]
    if name not in THOROUGH:
        return
    yield ["explain", "region.yaml", "--all", "--exact", "2", "--out", "pairs"]
    yield ["tradeoff", "region.yaml", "--all", "--out", "traded"]
    yield ["robust", "region.yaml", "--all", "--draws", "2", "--numbers", "2", "--out", "robust"]
    yield ["paper", "proposal", "--out", "paper"]
    yield ["drafts", "region.yaml", "later.yaml", "--put-back", "--all", "--out", "drafts"]


def later(tree: dict[str, Any]) -> dict[str, Any]:
    """The scenario a meeting later: some numbers are others."""
    told = copy.deepcopy(tree)
    for function in told["functions"].values():
        function["fitting_out"] = {"value": 12_000}
        function["variable_per_visit"] = {"value": 0.35}
    return told


def ballots(capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, str]]:
    """The questions and their count, where the scenario has any."""
    status = run(["ballots", "region.yaml", "--questions", "questions.csv", "--csv", "standard"])
    yield "questions", told(capsys)
    sheet = Path("questions-answers.csv")
    head = sheet.read_text("utf-8-sig").split("\n")[0].strip() if status == 0 else ""
    if "," in head:
        votes = ",".join("yes" if n % 2 else "no" for n in range(head.count(",")))
        sheet.write_text(f"{head}\nAnn,{votes}\nBob,{votes.replace('no', 'yes')}\n", "utf-8")
        assert run(["ballots", "region.yaml", str(sheet), "--all", "--out", "ballots"]) == 0
        yield "ballots", told(capsys)


def told(capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr()
    return shown.out + shown.err


def first_view() -> str:
    """What the browser shows first, when the plan is found."""
    app = create_app(Settings("region.yaml", desks=1, language="en"))
    with forked_desks(), TestClient(app, base_url=HERE) as client:
        return of_page(Browser(client, Path()).page("/"))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_denmark_is_said(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PLACEMENT_LANG", raising=False)
    tree = english(loaded(name).base)
    for file, written in (("region.yaml", tree), ("later.yaml", later(tree))):
        Path(file).write_text(yaml.safe_dump(written, sort_keys=False, allow_unicode=True), "utf-8")
    said: dict[str, set[str]] = {}
    for call in calls(name, tree):
        status = run(call)
        shown = told(capsys)
        assert status in ((0, 5) if name != "umuligt" else (0, 4)), (call, shown)
        said[" ".join(call)] = strangers(shown)
    if name in THOROUGH:
        said |= {what: strangers(shown) for what, shown in ballots(capsys)}
        made = [str(path.parent) for path in Path().rglob("datapackage.json")]
        for folder in made:
            assert run(["verify", folder]) == 0, told(capsys)
            said[f"verify {folder}"] = strangers(told(capsys))
        said["first view"] = strangers(first_view())
        speak_everywhere_of(KRONER)
    files = [path for path in Path().rglob("*") if path.suffix in READ]
    said |= {str(path): strangers(read(path)) for path in files}
    names = {
        cell
        for path in files
        if path.suffix == ".csv"
        for cell in path.read_text("utf-8-sig").split("\n")[0].split(",")
    }
    said |= {str(path): strangers(sheets(path, names)) for path in Path().rglob("*.xlsx")}
    said["region.xlsx"] -= FORM
    assert len(said) > (15 if name in THOROUGH else 2 if name == "umuligt" else 8)
    assert {where: found for where, found in said.items() if found} == {}


def test_every_command_is_tried_on_all_that_a_scenario_can_consist_of() -> None:
    used = {name: parts(english(loaded(name).base)) for name in NAMES}
    assert set().union(*used.values()) == set().union(*(used[name] for name in THOROUGH))


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
