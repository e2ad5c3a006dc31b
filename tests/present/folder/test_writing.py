"""Folders and files that are written whole or not at all, and what a run that was killed has left."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from placement.errors import ResultError
from placement.present.folder.manifest import KIND, sealed
from placement.present.folder.writing import alone, clear, put
from placement.questions.proposal.folder import check_target, write_files

MANIFEST = {
    "kind": KIND,
    "schema_version": 1,
    "created": "",
    "command": "",
    **{name: {} for name in ("scenario", "options", "csv", "versions", "inputs")},
    "variants": [],
    "overrides": [],
    "seed": 0,
}


def files(text: str) -> dict[str, bytes]:
    manifest = sealed({**MANIFEST, "outputs": {"a.csv": "0" * 64}})
    return {"a.csv": text.encode(), "manifest.json": json.dumps(manifest).encode()}


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_leftovers_of_killed_runs_are_cleared(tmp_path: Path) -> None:
    for left in (".out.0a1b2c3d.new", ".out.ffffffff.old"):
        (tmp_path / left).mkdir()
        (tmp_path / left / "a.csv").write_text("half")
    (tmp_path / "out").mkdir()
    write_files(tmp_path / "out", files("now"))
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize(
    "name", [".out.new", ".out.xyz.new", ".other.0a1b2c3d.new", ".out.0a1b2c3d.newer", "out.0a1b2c3d.new"]
)
def test_what_only_looks_alike_is_kept(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    write_files(tmp_path / "out", files("now"))
    assert names(tmp_path) == sorted([name, "out"])


def test_an_earlier_result_that_was_put_aside_is_put_back(tmp_path: Path) -> None:
    """Killed between the two renames: there is no result, and the earlier one lies aside."""
    folder = write_files(tmp_path / "out", files("earlier"))
    folder.rename(tmp_path / ".out.0a1b2c3d.old")
    with alone(tmp_path) as nobody_else:
        assert nobody_else
        clear(folder)
    assert (folder / "a.csv").read_bytes() == b"earlier"
    assert names(tmp_path) == ["out"]


def test_the_leftovers_of_a_writer_that_lives_are_kept(tmp_path: Path) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow(path: Path, content: bytes) -> None:
        path.write_bytes(content)
        inside.set()
        go_on.wait(20)

    first = threading.Thread(target=lambda: write_files(tmp_path / "out", files("first"), slow))
    first.start()
    assert inside.wait(20)
    second = threading.Thread(target=lambda: write_files(tmp_path / "out", files("second")))
    second.start()
    time.sleep(0.3)
    assert [name for name in names(tmp_path) if name.endswith(".new")], "the second one waits"
    go_on.set()
    first.join(20)
    second.join(20)
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out" / "a.csv").read_bytes() == b"second"


def test_many_writers_at_once_leave_one_whole_result(tmp_path: Path) -> None:
    threads = [
        threading.Thread(target=lambda n=n: write_files(tmp_path / "out", files(f"{n}" * 1000))) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert names(tmp_path) == ["out"]
    assert len(set((tmp_path / "out" / "a.csv").read_text())) == 1


PROGRAM = """
import sys, time
from pathlib import Path
from placement.questions.proposal.folder import write_files
from tests.present.folder.test_writing import files

def slow(path, content):
    path.write_bytes(content[:1])
    print("inside", flush=True)
    time.sleep(60)

write_files(Path(sys.argv[1]), files("killed"), slow)
"""


def test_a_killed_writer_holds_nobody_up_and_its_leftovers_go(tmp_path: Path) -> None:
    write_files(tmp_path / "out", files("earlier"))
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "out")], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "inside\n"
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    assert len(names(tmp_path)) == 2
    assert (tmp_path / "out" / "a.csv").read_bytes() == b"earlier"
    write_files(tmp_path / "out", files("later"))
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out" / "a.csv").read_bytes() == b"later"


def test_a_file_is_put_whole_and_leftovers_of_its_name_go(tmp_path: Path) -> None:
    (tmp_path / ".page.html.0a1b2c3d.new").write_bytes(b"half")
    (tmp_path / ".notes.0a1b2c3d.new").write_bytes(b"somebody else's")
    put(tmp_path / "page.html", b"whole")
    assert names(tmp_path) == [".notes.0a1b2c3d.new", "page.html"]
    assert (tmp_path / "page.html").read_bytes() == b"whole"


def test_a_link_stays_a_link_and_permissions_stay_as_they_were(tmp_path: Path) -> None:
    real, link = tmp_path / "shared" / "scenario.yaml", tmp_path / "scenario.yaml"
    real.parent.mkdir()
    real.write_bytes(b"first")
    real.chmod(0o640)
    link.symlink_to("shared/scenario.yaml")

    put(link, b"second")

    assert link.is_symlink()
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"second", 0o640)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["scenario.yaml", "scenario.yaml", "shared"]


def test_a_place_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="NUL"):
        put(tmp_path / "a\0b", b"x")
    with pytest.raises(ResultError, match="NUL"):
        check_target("a\0b")
    with pytest.raises(ResultError, match="File name too long"):
        write_files(tmp_path / ("n" * 250), files("x"))
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(ResultError):
        write_files(tmp_path / "loop" / "out", files("x"))
    assert names(tmp_path) == ["loop"]
