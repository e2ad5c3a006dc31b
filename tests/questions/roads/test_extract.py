"""Extracts are looked through before they are used: what they say of themselves, and every way to be none."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.errors import UsageError
from placement.questions.roads import extract as room
from placement.questions.roads.extract import read_extract
from tests.helpers.road_map import degrees, write_map

BOX = ((-1.0, -1.0), (50.0, 8.0))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_map(tmp_path_factory.mktemp("map") / "land.osm.pbf", box=BOX)


def test_box_date_and_fingerprint_are_read(whole: Path) -> None:
    found = read_extract(whole)

    assert found.size == whole.stat().st_size
    assert found.sha256 == hashlib.sha256(whole.read_bytes()).hexdigest()
    assert found.date == dt.date(2026, 3, 1)
    assert found.box is not None
    corners = [degrees(place) for place in BOX]
    assert (found.box.south, found.box.west) == pytest.approx(corners[0], abs=1e-6)
    assert (found.box.north, found.box.east) == pytest.approx(corners[1], abs=1e-6)
    assert found.box.holds(*degrees((10, 2)))
    assert not found.box.holds(*degrees((60, 2)))


def test_an_extract_need_not_say_what_it_covers(tmp_path: Path) -> None:
    assert read_extract(write_map(tmp_path / "land.osm.pbf")).box is None


def test_each_way_to_be_no_extract_is_told(tmp_path: Path, whole: Path) -> None:
    content = whole.read_bytes()
    header = int.from_bytes(content[:4], "big")
    file = tmp_path / "x.osm.pbf"
    for bad, said in (
        (b"", r"is empty; fetch the extract again\."),
        (b"<?xml version='1.0'?><osm/>", "it is XML or a web page"),
        (b"\n  <!DOCTYPE html><p>404", "it is XML or a web page"),
        (bz2.compress(b"<osm/>"), "it is packed by bzip2"),
        (gzip.compress(b"<osm/>"), "it is packed by gzip"),
        (b"version https://git-lfs.github.com/spec/v1\n", "it only points to the file"),
        (b"id,lat,lon\n1,56,9\n" * 9, "its first block is none of that form"),
        (b"\0" * 400, "its first block is none of that form"),
        (content[: len(content) // 2], r"is cut off after [\d,]+ bytes; fetch it again"),
        (content[:-1], "is cut off after"),
        (content[:3], "is cut off after"),
        (content[4 + header + 20 :], "its first block is none of that form"),
        (content[: 4 + header] + b"\xff" * (len(content) - 4 - header), "none of that form"),
    ):
        file.write_bytes(bad)
        with pytest.raises(UsageError, match=rf"^{re.escape(str(file))} .*{said}"):
            read_extract(file)


def test_a_head_without_a_map_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it holds a head and no map"):
        read_extract(write_map(tmp_path / "none.osm.pbf", roads=()))


def test_a_huge_one_is_refused_before_it_is_read(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_BYTES", 100)

    with pytest.raises(UsageError, match=r"has \d+ bytes, and at most 100 are taken; cut out .* osmium extract --bbox"):
        read_extract(whole)


def test_a_folder_is_no_extract(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be read: Is a directory\."):
        read_extract(tmp_path)


@given(data=st.data())
def test_whatever_is_broken_in_it_a_sentence_says_so(
    data: st.DataObject, whole: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, min(300, len(content) - 1)))] = data.draw(st.integers(0, 255))
    file = tmp_path_factory.getbasetemp() / "broken.osm.pbf"
    file.write_bytes(content)
    try:
        found = read_extract(file)
    except UsageError as error:
        assert str(error).startswith(str(file))  # noqa: PT017 - either answer will do
    else:
        assert found.size == len(content)
