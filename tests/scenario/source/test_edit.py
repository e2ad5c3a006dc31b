"""Values put into the text of a scenario: at their place, with every comment kept, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from placement.scenario.source.edit import TAKEN_OUT, EditError, edited
from placement.scenario.source.positions import Path, Positions
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


REGION = """\
# head
name: x   # the name
areas:
  file: areas.csv   # the table

# where
sites:
  a: {title: A, lat: 1}   # keep
  b:
    title: B   # for now
    note: |
      long
      text
baseline:
  f:
    a: 5
    b: {} # nothing yet
empty:
"""


def read(text: str) -> object:
    parsed = parse(text, "s.yaml", Positions())
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
    )

    assert (
        changed
        == """\
# head
schema_version: 2   # first
sources:
  # about the lexicon
  lex: {title: Lexicon, year: 2020}
  osm: {title: "Roads: 'all' of them", year: 2026}

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
        ("a: 1\n", "a: 1\ntravel: {method: table}\n"),
        ("a: 1", "a: 1\ntravel: {method: table}"),
        ("a: 1\r\nb: 2\r\n", "a: 1\r\nb: 2\r\ntravel: {method: table}\r\n"),
        ("travel:   # empty\na: 1\n", "travel: {method: table}   # empty\na: 1\n"),
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
    changed = edited(text, {("travel", "method"): "table"})

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
        ("t:\n  a: 1\n  rows:\n  - 1\n  - 2", "t:\n  a: 1"),
        ("t:\n  a: 1\n", "t:\n  a: 1\n"),
        ("a: 1\n", "a: 1\n"),
    ],
)
def test_a_key_is_taken_out(text: str, wanted: str) -> None:
    assert edited(text, {("t", "rows"): TAKEN_OUT}) == wanted


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({("areas", "file"): "new.csv"}, ["  file: new.csv   # the table"]),
        ({("areas", "group_by"): "group"}, ["  group_by: group"]),
        ({("sites", "a", "lat"): 2.5, ("sites", "a", "lon"): 9}, ["  a: {title: A, lat: 2.5, lon: 9}   # keep"]),
        ({("sites", "b", "lat"): 55.1}, ["    lat: 55.1"]),
        ({("sites", "c"): {"title": "C: x", "lat": 1}}, ['  c: {title: "C: x", lat: 1}']),
        ({("baseline", "f", "a"): {"days": 5, "n": 1.5}}, ["    a: {days: 5, n: 1.5}"]),
        ({("baseline", "f", "b", "n"): 1}, ["    b: {n: 1} # nothing yet"]),
        ({("empty", "q"): "0751"}, ['empty: {q: "0751"}']),
        ({("travel", "file"): "t.csv", ("travel", "method"): "table"}, ["travel: {file: t.csv, method: table}"]),
        ({("sources", "s"): {"title": "Ø, å # no"}}, ["sources:", '  s: {title: "Ø, å # no"}']),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_what_is_asked_for_changes(changes: dict[Path, Any], lines: list[str], end: str) -> None:
    before = REGION.replace("\n", end)
    after = edited(before, changes)
    assert [line for line in after.split(end) if line not in before.split(end)] == lines
    assert all(f"# {comment}" in after for comment in ("head", "the name", "the table", "where", "keep", "nothing yet"))
    if end == "\r\n":
        assert after.count("\n") == after.count("\r\n")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({("areas", "file", "x"): 1}, "areas.file is a single value; nothing can be added to it."),
        ({("sites", "b"): {"title": "B"}}, "sites.b is written over several lines; change it by hand."),
    ],
)
def test_what_cannot_be_changed_in_place_is_refused(changes: dict[Path, Any], said: str) -> None:
    with pytest.raises(EditError) as refused:
        edited(REGION, changes)
    assert refused.value.message == said


def test_a_list_is_no_scenario() -> None:
    with pytest.raises(EditError):
        edited("- a\n", {("a",): 1})


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Cf", "Zl", "Zp")), max_size=30),
    st.sampled_from(
        [("name",), ("areas", "file"), ("sites", "a", "title"), ("sites", "new", "title"), ("x", "y", "z")]
    ),
)
def test_any_text_is_read_back_as_it_was_meant(value: str, path: Path) -> None:
    read = parse(edited(REGION, {path: value}), "", Positions()).value
    for key in path:
        read = read[key]
    assert read == parse(f"a: {_quoted(value)}", "", Positions()).value["a"]


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


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
    if parse(text, "s.yaml", Positions()).faults or not tree or "#" in text:
        return
    on_the_way: object = tree
    for key in place[:-1]:
        on_the_way = on_the_way.get(key) if isinstance(on_the_way, dict) else on_the_way
    if not isinstance(on_the_way, dict | None):
        with pytest.raises(EditError):
            edited(text, {tuple(place): value})
        return
    changed = edited(text, {tuple(place): value})
    here = read(changed)
    for key in place:
        assert isinstance(here, dict)
        here = here[key]
    assert here == value
