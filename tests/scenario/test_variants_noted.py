"""One more variant in a scenario's text: all else stays to the byte, and the whole can be read."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.scenario.dump import name_from, with_variant
from placement.scenario.load import load_text

SCENARIO = Path("scenarios/overloeb/scenario.yaml")
TEXT = SCENARIO.read_text(encoding="utf-8")
WITHOUT = TEXT[: TEXT.index("\nvariants:") + 1]
VARIANT = {
    "title": 'Hvad "nu" hvis: # det er <b>sådan</b>?',
    "reason": "Én linje\nog én til: ja\n  - og her",
    "set": {"policy.max_changes": 3, "objectives.weights": {"citizen": 9.0, "quality": 5.0, "economy": 0.5}},
}


def texts() -> dict[str, str]:
    return {
        "block": TEXT,
        "none": WITHOUT,
        "none, no end of line": WITHOUT.rstrip("\n"),
        "empty mapping": WITHOUT + "variants: {} # ingen endnu\n",
        "flow": WITHOUT + "variants: {a: {title: A, set: {policy.max_changes: 1}}}\n",
        "deep": WITHOUT
        + "variants:\n      # en bemærkning\n      a:\n        title: A\n        set: {policy.max_changes: 1}\n",
        "empty over two lines": WITHOUT + "variants: {\n  }\n",
        "an end marker": WITHOUT + "...\n",
        "not last": WITHOUT.replace("\nsites:", "\nvariants:\n  a:\n    title: A\n    set: {}\nsites:"),
    }


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x85", "\u2028"])
@pytest.mark.parametrize("kind", list(texts()))
def test_the_copy_is_the_scenario_with_one_variant_more(kind: str, newline: str) -> None:
    text = texts()[kind].replace("\n", newline)
    before = load_text(text).base

    copied = with_variant(text, "ny", VARIANT)

    read = load_text(copied, variants=["ny"])
    assert set(read.base.variants) == {*before.variants, "ny"}
    assert read.base.model_copy(update={"variants": before.variants}) == before
    assert read.base.variants["ny"].reason == VARIANT["reason"]
    assert read.base.variants["ny"].title.da == VARIANT["title"]
    assert read.scenario.policy.max_changes == 3
    kept = [line for line in text.split(newline) if line.strip() and not line.startswith("variants:")]
    copied_lines = copied.split(newline)
    if kind not in ("flow", "empty over two lines"):
        assert [line for line in copied_lines if line in kept] == kept


@pytest.mark.parametrize("variants", ["", "variants: {}, ", "variants: {a: {title: A}}, "])
def test_a_scenario_in_braces_stays_in_braces(variants: str) -> None:
    text = f"{{{variants}{json.dumps(yaml.safe_load(WITHOUT))[1:-1]}}}"
    read = load_text(with_variant(text, "ny", VARIANT), variants=["ny"])
    assert read.base.variants["ny"].reason == VARIANT["reason"]
    assert ("a" in read.base.variants) is ("{a:" in variants)


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from(" \n"), max_size=200)


@settings(deadline=None)
@given(words.filter(str.strip), words)
def test_any_words_can_be_written(title: str, reason: str) -> None:
    name = name_from(title, {"what_if": 1})
    read = load_text(with_variant(TEXT, name, {"title": title, "reason": reason, "set": {}}))
    assert read.base.variants[name].reason == unicodedata.normalize("NFC", reason)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Dialyse i Lemvig?", "dialyse_i_lemvig"),
        ("  Ærø – Åbn!  ", "ærø_åbn"),
        ("???", "what_if"),
        ("taget", "taget_2"),
    ],
)
def test_names_are_made_from_words(words: str, name: str) -> None:
    assert name_from(words, {"taget": 1}) == name
