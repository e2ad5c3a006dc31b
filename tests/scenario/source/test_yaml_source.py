"""What unquoted YAML text means, and that nothing but a scenario error ever comes out of reading."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.errors import ScenarioError
from placement.scenario.load import load, load_text
from placement.scenario.schema.quantity import WrittenFloat
from placement.scenario.source.positions import Mark, Positions
from placement.scenario.source.yaml_source import parse, resolve
from tests.helpers.small import AREAS, SMALL, write


@pytest.mark.parametrize(
    "text", ["no", "off", "yes", "True", "1:30", "0766", "1_000", "2024-03-01", "0x1F", "0o17", "1,5"]
)
def test_what_only_old_yaml_understands_is_text(text: str) -> None:
    assert resolve(text) == text


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False), ("null", None), ("~", None), ("-7", -7)])
def test_plain_words_and_numbers_mean_what_they_say(text: str, value: object) -> None:
    assert resolve(text) == value


def test_a_float_keeps_its_text() -> None:
    number = resolve("1.200")
    assert isinstance(number, WrittenFloat)
    assert (number, number.text) == (1.2, "1.200")


def test_keys_keep_the_text_of_numbers() -> None:
    assert parse("0766: 1\n8305: 2\n1.50: 3\n", "s", Positions()).value == {"0766": 1, "8305": 2, "1.50": 3}


def test_every_key_and_value_has_its_place() -> None:
    positions = Positions()
    parse("a:\n  - b: 1\n    c: [2, 3]\n", "s", positions)
    assert positions.find(("a", "0", "c", "1"))[0] == Mark("s", 3, 12)
    assert positions.find(("a", "0", "c"), key=True)[0] == Mark("s", 3, 5)


def test_numbers_too_long_to_read_are_text() -> None:
    assert resolve("9" * 5000) == "9" * 5000


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.binary(max_size=80))
def test_random_bytes_give_scenario_errors_only(content: bytes) -> None:
    text = content.decode("utf-8", "surrogateescape")
    with pytest.raises(ScenarioError):
        load_text(text)


def mutated(text: str, seed: int) -> str:
    """``text`` with a few random cuts, doublings and strange signs."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice([1, 1, 2, 5, 30]))
        strange = chance.choice(
            ["", "", text[start:end] * 2, "[", "{", ":", ",", "-", "null", "0", "1e999", "\t", "\n", "é", "&a ", "*a"]
        )
        text = text[:start] + strange + text[end:]
    return text


@pytest.mark.parametrize("seed", range(120))
def test_mutated_files_give_scenario_errors_only(seed: int, tmp_path: Path) -> None:
    write(
        tmp_path, {"scenario.yaml": mutated(SMALL, seed), "areas.csv": mutated(AREAS, seed) if seed % 3 == 0 else AREAS}
    )
    assert said_or_read(tmp_path)


def said_or_read(folder: Path) -> bool:
    """Whether a scenario is either read or refused in words."""
    try:
        return bool(load(folder).scenario.name)
    except ScenarioError as error:
        return bool(error.faults) and all(fault.message for fault in error.faults)
