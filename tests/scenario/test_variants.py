"""What-ifs: on top of each other, side by side, and from the command line.

One more variant in a scenario's text: all else stays to the byte, and the whole can be read.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.errors import ScenarioError, UsageError
from placement.scenario.dump import name_from, with_variant
from placement.scenario.load import load, load_text
from placement.scenario.variants import parse_variants
from tests.helpers.small import SMALL, write

MORE = """\
  travlt:
    title: Travlt?
    set:
      areas.7620.people: 20000
      baseline.lunge.rh_oest: 3
      functions.roentgen.min_visits_per_year.value: 3000
      functions.lunge.home.acceptance: 0.7
  omgjort:
    title: Omgjort?
    include: [flere_hjemme]
    set: {functions.lunge.home.max_share: 0.4}
  helt_andet:
    title: Helt andet?
    set: {functions.lunge.home: {max_share: 0.1}}
  begge:
    title: Begge?
    include: [flere_hjemme, helt_andet]
    set: {functions.lunge.home: {max_share: 0.15}}
  uden:
    title: Uden?
    set: {sites.sh_nord.free_room_days_per_week.billeddiagnostik: null, areas.only: {municipality: [Lemvig, Samsø]}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scenario folder with more variants."""
    return write(tmp_path, {"scenario.yaml": SMALL + MORE})


def test_a_variant_changes_tables_quantities_and_short_forms(folder: Path) -> None:
    loaded = load(folder, variants=["travlt"])
    assert loaded.scenario.areas.rows["7620"].people == 20000
    assert loaded.base.areas.rows["7620"].people == 12604
    assert loaded.scenario.baseline.rows["lunge"]["rh_oest"].days_per_week == 3
    minimum = loaded.scenario.functions["roentgen"].min_visits_per_year
    assert minimum is not None
    assert minimum.value == 3000


def test_an_including_variant_adds_and_overrides(folder: Path) -> None:
    scenario = load(folder, variants=["omgjort"]).scenario
    home = scenario.functions["lunge"].home
    assert home is not None
    assert home.max_share is not None
    assert (home.today_share.value, home.max_share.value) == (0.02, 0.4)
    assert scenario.policy.placements["lunge"]["sh_nord"].decision == "must"


def test_variants_that_agree_are_combined(folder: Path) -> None:
    loaded = load(folder, variants=["travlt", "omgjort"])
    assert loaded.variants == ("travlt", "omgjort")
    assert loaded.scenario.areas.rows["7620"].people == 20000


@pytest.mark.parametrize("pair", [("flere_hjemme", "helt_andet"), ("helt_andet", "travlt")])
def test_variants_that_contradict_each_other_are_refused(pair: tuple[str, str], folder: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be combined") as raised:
        load(folder, variants=pair)
    assert all(name in str(raised.value) for name in pair)


def test_a_variant_that_includes_both_may_decide(folder: Path) -> None:
    home = load(folder, variants=["begge"]).scenario.functions["lunge"].home
    assert home is not None
    assert home.max_share is not None
    assert home.max_share.value == 0.15


def test_null_takes_an_entry_out_and_only_narrows_the_table(folder: Path) -> None:
    scenario = load(folder, variants=["uden"]).scenario
    assert list(scenario.sites["sh_nord"].free_room_days_per_week or ()) == ["consultation"]
    assert set(scenario.areas.rows) == {"7620", "8305"}


def test_overrides_come_last(folder: Path) -> None:
    loaded = load(folder, variants=["travlt"], overrides=["areas.7620.people=7", "policy.max_changes=null"])
    assert loaded.scenario.areas.rows["7620"].people == 7
    assert loaded.scenario.policy.max_changes is None
    assert loaded.base.policy.max_changes == 4


def test_a_bare_number_replaces_a_whole_quantity(folder: Path) -> None:
    rate = load(folder, overrides=["functions.roentgen.visits_per_1000_per_year=300"]).scenario.functions["roentgen"]
    quantity = rate.visits_per_1000_per_year
    assert quantity is not None
    assert (quantity.value, quantity.low, quantity.source, quantity.quality) == (300, None, None, "assumption")


def test_a_path_into_a_default_keeps_the_rest_of_it(tmp_path: Path) -> None:
    text = SMALL.replace("{choice: catchment}", "{choice: catchment, home: {today_share: 0.1, max_share: 0.2}}")
    write(tmp_path, {"scenario.yaml": text})
    home = load(tmp_path, overrides=["functions.roentgen.home.max_share=0.5"]).scenario.functions["roentgen"].home
    assert home is not None
    assert home.today_share.value == 0.1


@pytest.mark.parametrize("text", ["policy.max_changes", "=3", "policy.max_changes="])
def test_an_override_needs_a_path_and_a_value(text: str, folder: Path) -> None:
    with pytest.raises(UsageError, match="path=value"):
        load(folder, overrides=[text])


def test_an_unknown_variant_is_named_with_its_neighbour(folder: Path) -> None:
    with pytest.raises(
        UsageError, match=r"there is no variant 'lunge_nrod' in the scenario. Did you mean 'lunge_nord'"
    ):
        load(folder, variants=["lunge_nrod"])


def test_variants_are_combined_by_plus_and_compared_by_comma() -> None:
    assert parse_variants("a+b,c", ["a", "b", "c"]) == (("a", "b"), ("c",))


@pytest.mark.parametrize("text", ["", "a+", "a,,b", "a+a", "d"])
def test_a_faulty_list_of_variants_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_variants(text, ["a", "b", "c"])


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
        ("Base", "base_2"),
        ("today", "today_2"),
    ],
)
def test_names_are_made_from_words(words: str, name: str) -> None:
    assert name_from(words, {"taget": 1}) == name
