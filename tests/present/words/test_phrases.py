"""Phrases, numbers and short names in both languages; what a thing is called is said before the name of its field."""

from __future__ import annotations

import re
import string
from collections import Counter

import pytest

from placement.present.words.names import short_name, short_names
from placement.present.words.text_columns import WORKBOOK
from placement.present.words.text_commands import COMMANDS
from placement.present.words.text_folder import FOLDER
from placement.present.words.voice import PARTS, PHRASES, Language, Voice
from placement.scenario.schema.rules import Rule

FOR_ANALYSTS = (WORKBOOK, COMMANDS, FOLDER)
"""What is said to whoever types commands, looks into folders or reads the workbook's explanations."""
NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\b[a-z_]+\.(?:csv|json|yaml|[a-z]+_[a-z_]+)\b")
KEYS = sorted(key for part in PARTS if part not in FOR_ANALYSTS for key in part)


@pytest.mark.parametrize("key", [key for key in KEYS if not key.startswith(("help.", "option.", "usage.", "folder."))])
def test_names_of_fields_and_files_stand_in_brackets(key: str) -> None:
    for sentence in PHRASES[key]:
        bare = re.sub(r"\{[^}]*\}|\([^)]*\)", "", sentence)
        assert NAME.findall(bare) == []


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_no_key_is_in_two_parts() -> None:
    keys = [key for part in PARTS for key in part]

    assert sorted(key for key, count in Counter(keys).items() if count > 1) == []
    assert len(PHRASES) == len(keys)


@pytest.mark.parametrize("key", PHRASES)
def test_every_phrase_is_whole_in_both_languages(key: str) -> None:
    phrase = PHRASES[key]
    assert placeholders(phrase.da) == placeholders(phrase.en)
    assert bool(phrase.da) == bool(phrase.en)
    assert all(name.isidentifier() for name in placeholders(phrase.da))


def test_counted_phrases_come_in_pairs() -> None:
    ones = {key.removesuffix(".one") for key in PHRASES if key.endswith(".one")}
    assert ones == {key.removesuffix(".many") for key in PHRASES if key.endswith(".many")}


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_a_name(rule: Rule) -> None:
    assert Voice().knows(f"rule.{rule}")


@pytest.mark.parametrize(
    ("language", "value", "decimals", "signed", "shown"),
    [
        ("da", 1234567.89, 1, False, "1.234.567,9"),
        ("en", 1234567.89, 1, False, "1,234,567.9"),
        ("da", -0.04, 1, True, "0,0"),
        ("da", -1.25, 1, True, "−1,2"),
        ("da", 3, 0, True, "+3"),
        ("da", float("nan"), 0, False, "–"),
    ],
)
def test_numbers(language: Language, value: float, decimals: int, signed: bool, shown: str) -> None:
    assert Voice(language).number(value, decimals, signed=signed) == shown


def test_modelled_numbers_are_rounded() -> None:
    assert Voice().about(2163.4) == "2.160"
    assert Voice().about(5876, 2) == "5.900"
    assert Voice().about(45.4) == "45"
    assert Voice().percent(0.113, 1).replace("\N{NO-BREAK SPACE}", " ") == "11,3 %"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Regionshospitalet Gødstrup", "Gødstrup"),
        ("Center for Sundhed Holstebro", "Holstebro"),
        ("Sundhedshus Ringkøbing", "Ringkøbing"),
        ("Samsø Sundheds- og Akuthus", "Samsø"),
        ("Ortopædkirurgisk ambulatorium", "Ortopædkirurgisk"),
        ("Øjenambulatorium (våd AMD)", "Øjen"),
        ("Ambulatoriet", "Ambulatoriet"),
        ("Struer", "Struer"),
        ("Holstebro Centre for Health", "Holstebro"),
        ("Lung clinic (main function)", "Lung"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_names_that_would_read_alike_stay_whole() -> None:
    names = ["Skive Sundhedshus", "Regionshospitalet Skive", "Lemvig Sundhedshus", "Lemvig Sundhedshus"]
    assert short_names(names) == ["Skive Sundhedshus", "Regionshospitalet Skive", "Lemvig", "Lemvig"]
