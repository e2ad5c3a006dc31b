"""Money is of the currency the scenario names, on screens, in tables and in workbooks."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from placement.cli import run
from placement.errors import ScenarioError
from placement.present.words.currency import KRONER, in_currency, speak_of, unit_in_currency
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
        for hit in FOREIGN.finditer(_own_words(text))
    }
    assert not found


def _own_words(text: str) -> str:
    """Without what is official in Denmark, which stays in kroner, and the Danish descriptions."""
    kept = [line for line in text.splitlines() if "official" not in line and "_da" not in line]
    with contextlib.suppress(json.JSONDecodeError):
        return json.dumps(json.loads("\n".join(kept)), ensure_ascii=False)
    return "\n".join(kept)
