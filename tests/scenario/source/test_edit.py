"""Values put into the text of a scenario: at their place, with every comment kept, or not at all."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from placement.errors import UsageError
from placement.scenario.source.edit import TAKEN_OUT, edited
from placement.scenario.source.positions import Positions
from placement.scenario.source.yaml_source import parse

TEXT = """\
# head
schema_version: 2   # first
sources:
  # about the lexicon
  lex: {title: Lexicon, year: 2020}

  # --- travel
travel:   # how long
  method: straight_line   # for now
  rows:
    - {origin: a, destination: b, minutes: 5}
    # a remark
    - {origin: b, destination: b, minutes: 1}   # short
  tie_minutes: 5
# tail
"""


def read(text: str) -> object:
    parsed = parse(text, "scenario.yaml", Positions())
    assert not parsed.faults
    return parsed.value


def test_values_change_where_they_stand_and_comments_stay() -> None:
    changed = edited(
        TEXT,
        {
            ("travel", "method"): "table",
            ("travel", "file"): "times.csv",
            ("travel", "rows"): TAKEN_OUT,
            ("sources", "osm"): {"title": "Roads: 'all' of them", "year": 2026},
        },
        "scenario.yaml",
    )

    assert (
        changed
        == """\
# head
schema_version: 2   # first
sources:
  # about the lexicon
  lex: {title: Lexicon, year: 2020}
  osm:
    title: "Roads: 'all' of them"
    year: 2026

  # --- travel
travel:   # how long
  method: table   # for now
  tie_minutes: 5
  file: times.csv
# tail
"""
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: 1\n", "a: 1\n\ntravel:\n  method: table\n"),
        ("a: 1", "a: 1\n\ntravel:\n  method: table"),
        ("a: 1\r\nb: 2\r\n", "a: 1\r\nb: 2\r\n\r\ntravel:\r\n  method: table\r\n"),
        ("travel:   # empty\na: 1\n", "travel:\n  method: table   # empty\na: 1\n"),
        ("travel: {}\n", "travel: {method: table}\n"),
        ("travel: {tie_minutes: 3, }\n", "travel: {tie_minutes: 3, method: table, }\n"),
        ("travel: {method: straight_line, tie_minutes: 3}  # so\n", "travel: {method: table, tie_minutes: 3}  # so\n"),
        ("{travel: {method: old}}\n", "{travel: {method: table}}\n"),
        ("travel:\n  'method': \"old\"\n", "travel:\n  'method': table\n"),
        ("travel:\n  method: |\n    old\n    words\na: 1\n", "travel:\n  method: table\na: 1\n"),
        (
            "travel:\n  note: |\n    long\n    words\n\na: 1\n",
            "travel:\n  note: |\n    long\n    words\n  method: table\n\na: 1\n",
        ),
    ],
)
def test_each_way_to_write_a_mapping(text: str, wanted: str) -> None:
    changed = edited(text, {("travel", "method"): "table"}, "scenario.yaml")

    before, after = read(text), read(changed)
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert after == {**before, "travel": {**(before.get("travel") or {}), "method": "table"}}
    assert changed == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("t: {rows: [1, 2], b: 3}\n", "t: {b: 3}\n"),
        ("t: {a: 1, rows: [1, 2]}\n", "t: {a: 1}\n"),
        ("t:\n  rows: [1,\n    2]   # gone\n  b: 3\n", "t:\n  b: 3\n"),
        ("t:\n  a: 1\n  rows:\n  - 1\n  - 2", "t:\n  a: 1\n"),
        ("t:\n  a: 1\n", "t:\n  a: 1\n"),
        ("a: 1\n", "a: 1\n"),
    ],
)
def test_a_key_is_taken_out(text: str, wanted: str) -> None:
    assert edited(text, {("t", "rows"): TAKEN_OUT}, "scenario.yaml") == wanted


def test_what_cannot_be_changed_safely_is_left_and_told() -> None:
    with pytest.raises(UsageError, match=r"^s\.yaml is written in a way .*: travel\.method: table; a\.b:$"):
        edited("travel: [1, 2]\n", {("travel", "method"): "table", ("a", "b"): TAKEN_OUT}, "s.yaml")


KEYS = st.sampled_from(["a", "b", "c", "method", "æble"])
LEAVES = st.one_of(st.integers(-9, 9999), st.booleans(), st.none(), st.text(max_size=12).filter(str.isprintable))
TREES = st.recursive(
    LEAVES, lambda part: st.one_of(st.lists(part, max_size=3), st.dictionaries(KEYS, part, max_size=4))
)


@given(
    tree=st.dictionaries(KEYS, TREES, max_size=4),
    place=st.lists(KEYS, min_size=1, max_size=3),
    value=LEAVES,
    data=st.data(),
)
def test_what_is_written_says_what_was_to_be_said_or_nothing_changes(
    tree: dict[str, object], place: list[str], value: object, data: st.DataObject
) -> None:
    style = data.draw(st.sampled_from([None, True, False]))
    text = yaml.safe_dump(tree, default_flow_style=style, allow_unicode=True)
    if parse(text, "s.yaml", Positions()).faults or not tree:
        return
    on_the_way: object = tree
    for key in place[:-1]:
        on_the_way = on_the_way.get(key) if isinstance(on_the_way, dict) else on_the_way
    if not isinstance(on_the_way, dict | None):
        with pytest.raises(UsageError):
            edited(text, {tuple(place): value}, "s.yaml")
        return
    changed = edited(text, {tuple(place): value}, "s.yaml")
    here = read(changed)
    for key in place:
        assert isinstance(here, dict)
        here = here[key]
    assert here == value
