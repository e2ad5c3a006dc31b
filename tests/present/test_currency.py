"""Money is of the currency the scenario names, on screens, in tables and in workbooks."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

import placement as pl
from placement.cli import run
from placement.errors import ScenarioError
from placement.present.words.currency import (
    KRONER,
    in_currency,
    speak_everywhere_of,
    speak_of,
    speaking_of,
    unit_in_currency,
)
from placement.present.words.voice import Voice
from placement.scenario.load import load, load_text

SCENARIO = Path(__file__).parents[2] / "scenarios" / "til-en-pris"
FOREIGN = re.compile(r"\bkr\.|\bDKK\b|\b[Kk]ron(?:er|erne|e)\b")


@pytest.fixture(autouse=True)
def _kroner_again() -> Iterator[None]:
    yield
    speak_of(KRONER)


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        ("{money} kr. a minute", "en_GB", "£{money} a minute"),
        ("{n} million kr.", "en_GB", "£{n} million"),
        ("A minute may cost {money} kr.", "en_GB", "A minute may cost £{money}."),
        ("Investment budget, kr.", "en_GB", "Investment budget, £"),
        ("all in kroner", "en_GB", "all in British pounds"),
        ("{money} kr. pr. minut", "da", "{money} £ pr. minut"),
        ("{n} mio. kr.", "da", "{n} mio. £"),
    ],
)
def test_a_text_about_kroner_is_put_in_another_currency(text: str, locale: str, said: str) -> None:
    assert in_currency(text, locale) == text
    speak_of("GBP")
    assert in_currency(text, locale) == said
    assert unit_in_currency("DKK/year") == "GBP/year"


@pytest.mark.parametrize(
    ("code", "price", "amount", "told"),
    [
        ("DKK", "A minute: 0.3 kr.", "0.1", "0.1 million kr."),
        ("GBP", "A minute: £0.35", "120,000", "£120,000"),
        ("JPY", "A minute: JP¥0.35", "120,000", "JP¥120,000"),
        ("KWD", "A minute: 0.350 KWD", "120,000", "120,000 KWD"),
    ],
)
def test_rounding_follows_the_currency_and_the_size(code: str, price: str, amount: str, told: str) -> None:
    say = Voice("en")
    with speaking_of(code):
        assert say("A minute: {money} kr.", money=say.price(0.35)) == price
        assert say.millions(120_000) == amount
        assert say("{millions} million kr.", millions=say.millions(120_000)) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.004, "£0"), (0.352, "£0.35"), (7, "£7"), (35.4, "£35.40"), (1234.5, "£1,230"), (-1_234_567, "−£1.23 million")],
)
def test_an_amount_has_the_digits_of_its_size(value: float, told: str) -> None:
    say = Voice("en")
    with speaking_of("GBP"):
        assert say("{money} kr.", money=say.money(value)) == told


def test_a_price_is_told_as_it_was_written() -> None:
    say = Voice("en")
    with speaking_of("GBP"):
        shown = [say("{money} kr.", money=say.exact_price(price, 4)) for price in (6, 0.3, 0.125, 123.5, 0.0034)]
    assert shown == ["£6.00", "£0.30", "£0.125", "£123.50", "£0.0034"]


def test_two_answers_in_two_currencies_each_speak_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    pounds, kroner = pl.solve(_abroad(tmp_path / "s"), lang="en"), pl.solve(SCENARIO, lang="en")
    assert ("£" in pounds.text(), " kr." in pounds.text()) == (True, False)
    assert ("£" in kroner.text(), " kr." in kroner.text()) == (False, True)
    assert ("GBP" in repr(pounds), "DKK" in repr(kroner)) == (True, True)


def test_a_server_speaks_of_its_scenarios_money_whatever_started_it() -> None:
    try:
        with speaking_of(KRONER):  # as the command line does
            speak_everywhere_of("GBP")
            assert Voice("en")("{money} kr. a minute", money=2) == "£2 a minute"
    finally:
        speak_everywhere_of(KRONER)


def test_what_is_no_currency_is_a_fault() -> None:
    with pytest.raises(ScenarioError) as raised:
        load_text("schema_version: 2\nname: x\nabout: {currency: pounds}\n")
    assert any("ISO 4217" in fault.message for fault in raised.value.faults)
    assert load(SCENARIO).scenario.about.currency == KRONER


def _abroad(folder: Path) -> Path:
    for one in SCENARIO.iterdir():
        (folder / one.name).write_bytes(one.read_bytes())
    file = folder / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    assert "\nabout: {" in text
    file.write_text(text.replace("\nabout: {", "\nabout: {currency: GBP, "), encoding="utf-8")
    return folder


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of a result that says something, with its text."""
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".xlsx":
            with ZipFile(file) as book:
                yield from ((f"{file.name}/{part}", book.read(part).decode()) for part in book.namelist())
        elif file.suffix in (".csv", ".html", ".json", ".txt", ".svg"):
            yield file.name, file.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["solve", "tradeoff"])
def test_nothing_of_a_scenario_in_pounds_speaks_of_kroner(command: str, tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    scenario, out = _abroad(tmp_path / "s"), tmp_path / "out"
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        assert run([command, str(scenario), "--lang", "en", "--out", str(out)]) == 0
    assert "£" in said.getvalue()
    texts = dict(_texts(out)) | {"screen": said.getvalue()}
    found = {
        (name, hit[0], re.sub(r"\s+", " ", text[max(0, hit.start() - 50) : hit.end() + 20]))
        for name, text in texts.items()
        for hit in FOREIGN.finditer(text)
    }
    assert not found
