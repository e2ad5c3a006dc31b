"""Values are changed in a scenario's text: comments, order and line ends stay; what cannot be changed is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.scenario.source.editing import EditError, edited
from placement.scenario.source.positions import Path, Positions
from placement.scenario.source.yaml_source import parse

TEXT = """\
# head
name: x   # the name
areas:
  file: areas.csv   # the table

# where
sites:
  a: {title: A, lat: 1}   # keep
  b:
    title: B
    note: |
      long
      text
baseline:
  f:
    a: 5
    b: {} # nothing yet
empty:
"""


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
    before = TEXT.replace("\n", end)
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
        edited(TEXT, changes)
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
    read = parse(edited(TEXT, {path: value}), "", Positions()).value
    for key in path:
        read = read[key]
    assert read == parse(f"a: {_quoted(value)}", "", Positions()).value["a"]


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
