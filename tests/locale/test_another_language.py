"""A made-up language, every text in brackets and in other letters: nothing on a screen or in a file goes round it."""

from __future__ import annotations

import datetime as dt
import gettext
import html
import io
import re
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest

from placement import locale
from placement.cli import run
from placement.cli.group import commands as commands_of
from placement.present.words.terms import short_name
from placement.questions import QUESTIONS
from placement.scenario.load import load
from placement.scenario.schema.scenario import Scenario
from tests.helpers.answers import sheet as answered

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZæøåÆØÅ"
OTHER = "ăƀćđĕƒğĥĭĵķłɱńŏƥɋŕšţŭʋŵẋÿžĂɃĆĐĔƑĞĤĬĴĶŁⱮŃŎƤɊŔŠŢŬƲŴẊŸŽǽǿǻǼǾǺ"
"""Small and capital letters stay so, and each is as wide as before."""
LETTERS = str.maketrans(PLAIN, OTHER)
FILLED_IN = re.compile(r"(\{\{|\}\}|\{[^{}]*\})")
WORD = re.compile(r"[A-Za-zæøåÆØÅ]{2,}")
NAMES = re.compile(
    r"\b[0-9a-f]{12,}\b|https?://\S+|--[a-z-]+|\b[\w/.-]+\.(?:csv|json|xlsx|html|yaml|geojson|md|mps|lp|toml|jsonl)\b"
    r"|\b[a-z]+(?:_[a-z0-9]+)+\b|'[^']*'|\b\w+=\S+"
)
"""Addresses, options, files, fields, what is quoted and what is typed: the same in every language."""
MONTHS = {dt.date(2026, month, 1).strftime("%B") for month in range(1, 13)}
"""Of dates, which come from CLDR: in English where it does not know the language."""


class Brackets(gettext.NullTranslations):
    """Every text in brackets, in letters that no text has."""

    def gettext(self, message: str) -> str:
        parts = FILLED_IN.split(message)
        return "‹" + "".join(part if n % 2 else part.translate(LETTERS) for n, part in enumerate(parts)) + "›"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - gettext asks so
        return self.gettext(message)


@pytest.fixture(autouse=True)
def _in_brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    short_name("Clinic")  # what may be left out of names is asked once, of the languages there are
    monkeypatch.setattr(locale, "catalogue", lambda _language: Brackets())


def own(folder: Path) -> set[str]:
    """Words of a scenario itself."""
    return {
        word
        for file in folder.rglob("*")
        if file.suffix in {".yaml", ".csv"}
        for word in WORD.findall(file.read_text())
    }


def strangers(said: str, known: Iterable[str]) -> list[str]:
    """Words in plain letters that are neither data nor names."""
    return sorted(set(WORD.findall(NAMES.sub(" ", said))) - set(known))


FIELDS = set(WORD.findall(str(Scenario.model_json_schema())))
"""Fields and words of the schema: what an analyst types."""
PROPER_NAMES = {"HiGHS", "PuLP", "CBC", "SCIP", "Natural", "Earth"}


def _known(folder: Path) -> set[str]:
    return own(folder) | FIELDS | MONTHS | PROPER_NAMES


def _unknown(said: str, known: set[str]) -> list[str]:
    """Strangers that are not the beginning of a name that was cut."""
    return [word for word in strangers(said, known) if not any(name.startswith(word) for name in known)]


ANSWERS = {"Ane": "yn", "Bo": "ny"}
SAID = [
    ["check", "lukning", "--all"],
    ["check", "umuligt"],
    ["solve", "lukning", "--all"],
    ["solve", "psykiatri", "--all", "--alternatives"],
    ["solve", "etaper", "--all"],
    ["solve", "til-en-pris", "--all"],
    ["solve", "hjemme", "--confirm"],
    ["solve", "umuligt"],
    ["explain", "psykiatri", "--all"],
    ["explain", "psykiatri", "{function}", "{site}", "--all"],
    ["compare", "profiler", "--all"],
    ["tradeoff", "psykiatri"],
    ["tradeoff", "psykiatri", "--all", "--points", "4"],
    ["robust", "lukning", "--draws", "3", "--all"],
    ["ballots", "lukning"],
    ["ballots", "lukning", "{ballots}", "--all"],
    ["drafts", "{folder}/lukning", "{folder}/lukning", "--put-back"],
    ["export", "lukning", "{out}/x.lp"],
    ["solve", "lukning", "--out", "{out}"],
]


@pytest.mark.slow
@pytest.mark.parametrize("args", SAID, ids=lambda args: " ".join(args).replace("/", "-"))
def test_a_screen_is_in_the_language(args: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command, name, *more = args
    name = name.removeprefix("{folder}/")
    scenario = load(SCENARIOS / name).scenario
    ballots = tmp_path / "ballots.csv"
    ballots.write_text(answered("lukning", ANSWERS), encoding="utf-8")
    filled = {
        "function": next(iter(scenario.functions)),
        "site": next((site for site, one in scenario.sites.items() if one.kind != "hospital"), ""),
        "ballots": str(ballots),
        "folder": str(SCENARIOS),
        "out": str(tmp_path),
    }
    quiet = [] if command in ("check", "export") else ["--quiet"]
    run([command, str(SCENARIOS / name), *(arg.format(**filled) for arg in more), "--lang", "en", *quiet])
    said = "".join(capsys.readouterr()).replace(str(tmp_path), "").replace(str(SCENARIOS), "")
    assert said
    assert _unknown(said, _known(SCENARIOS / name) | {"Ane", "Bo"}) == []


@pytest.mark.slow
def test_a_page_and_a_workbook_are_in_the_language(tmp_path: Path) -> None:
    folder, out = SCENARIOS / "psykiatri", tmp_path / "out"
    run(["solve", str(folder), "--out", str(out), "--lang", "en", "--quiet"])
    known = _known(folder) | {"placement", "solve"}
    page = (out / "report.html").read_text(encoding="utf-8")
    text = re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert _unknown(html.unescape(text), known) == []
    content = io.BytesIO((out / "recommendation.xlsx").read_bytes())  # a sheet half read keeps a file open
    book = openpyxl.load_workbook(content, read_only=True)
    assert _unknown(" ".join(book.sheetnames), known) == []
    for sheet in book.worksheets[1:-1]:
        heads = next(sheet.iter_rows(max_row=1, values_only=True))
        assert _unknown(" ".join(map(str, heads)), known) == []


REFUSED = [
    [],
    ["solv"],
    ["solve"],
    ["solve", "nothere"],
    ["solve", "{lukning}", "--foo"],
    ["solve", "{lukning}", "--gap", "x"],
    ["solve", "{lukning}", "--weights", "citizen=x"],
    ["solve", "{lukning}", "--variant", "x"],
    ["solve", "{lukning}", "--set", "x"],
    ["check", "{lukning}", "--set", "policy.max_changes=-1"],
    ["explain", "{lukning}", "x", "y"],
    ["verify", "{lukning}"],
    ["init", "{lukning}"],
]


@pytest.mark.parametrize("args", REFUSED, ids=lambda args: " ".join(args) or "nothing")
def test_what_is_refused_is_in_the_language(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run([*(arg.format(lukning=SCENARIOS / "lukning") for arg in args), "--lang", "en"])
    said = "".join(capsys.readouterr())
    commands = {*QUESTIONS, *commands_of.commands, "placement", "lukning", "scenarios"}
    assert _unknown(said.replace(str(SCENARIOS), ""), _known(SCENARIOS / "lukning") | commands) == []
