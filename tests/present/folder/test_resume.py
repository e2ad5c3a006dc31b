"""What is kept of a batch survives the program, and a line that was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.errors import ResultError
from placement.executor.batch import InProcess
from placement.present.folder.writing import KeptFile, kept_beside
from tests.executor.chunks import Fragile
from tests.executor.test_executor import batch, mortal


def test_what_is_kept_can_be_read_again(tmp_path: Path) -> None:
    kept = KeptFile(tmp_path / "new" / "file")
    kept["a"] = "[1, 2]"
    kept["b"] = "æ\n"
    again = KeptFile(kept.path)
    assert (again.get("a"), again.get("b"), again.get("c")) == ("[1, 2]", "æ\n", None)
    again.remove()
    assert not kept.path.exists()
    assert again.get("a") is None


@pytest.mark.parametrize("cut", [1, 5, 9])
def test_a_line_that_was_cut_off_costs_only_itself(tmp_path: Path, cut: int) -> None:
    kept = KeptFile(tmp_path / "file")
    kept["a"] = "[1]"
    kept["b"] = "[2]"
    kept.path.write_bytes(kept.path.read_bytes()[:-cut])
    again = KeptFile(kept.path)
    assert (again.get("a"), again.get("b")) == ("[1]", "[2]" if cut == 1 else None)
    again["c"] = "[3]"
    assert [KeptFile(kept.path).get(name) for name in "ac"] == ["[1]", "[3]"]


@pytest.mark.parametrize("line", [b"{}\n", b"1\n", b'["a"]\n', b'["a", 1]\n', b"\xff\xfe\n", b"[" * 100_000 + b"\n"])
def test_what_is_no_line_of_ours_is_left_out(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "file").write_bytes(line + b'["b", "[2]"]\n')
    assert KeptFile(tmp_path / "file").get("b") == "[2]"


def test_a_batch_goes_on_where_it_was_ended(tmp_path: Path) -> None:
    asked = batch(mortal, Fragile(str(tmp_path), -1, 0))
    first = InProcess().run(asked, kept=kept_beside(tmp_path / "out"))
    assert (tmp_path / "out.unfinished").exists()
    for mark in tmp_path.glob("worked-*"):
        mark.unlink()
    assert InProcess().run(asked, kept=kept_beside(tmp_path / "out")) == first
    assert not list(tmp_path.glob("worked-*"))


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ResultError, match="file"):
        KeptFile(tmp_path / "file" / "below")["a"] = "1"
    with pytest.raises(ResultError, match="cannot be read"):
        KeptFile(tmp_path)
