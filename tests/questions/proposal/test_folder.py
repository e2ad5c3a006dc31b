from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from placement.errors import ResultError
from placement.present.folder.manifest import Call
from placement.questions.proposal.folder import check_target, result_files, write_files, write_result
from tests.helpers import world


@pytest.fixture
def files() -> dict[str, bytes]:
    solved, study, loaded = world.solved()
    return result_files(solved, study, loaded, world.call(loaded.folder))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir())


def test_every_file_is_written_as_it_was_made(tmp_path: Path, files: dict[str, bytes]) -> None:
    folder = write_files(tmp_path / "deep" / "out", files)
    assert content(folder) == files
    assert beside(folder) == ["out"]


def test_an_empty_folder_is_used(tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / "out").mkdir()
    assert content(write_files(tmp_path / "out", files)) == files


def test_an_earlier_result_is_replaced_whole(tmp_path: Path, files: dict[str, bytes]) -> None:
    earlier = {**files, "extra.txt": b"x"}
    manifest = json.loads(files["manifest.json"])
    manifest["outputs"]["extra.txt"] = "0"
    earlier["manifest.json"] = json.dumps(manifest).encode()
    folder = write_files(tmp_path / "out", earlier)
    (folder / "report.html").write_text("made later", encoding="utf-8")
    write_files(folder, files)
    assert content(folder) == files
    assert beside(folder) == ["out"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt(), RuntimeError("bug")])
def test_an_interrupted_write_changes_nothing(tmp_path: Path, files: dict[str, bytes], error: BaseException) -> None:
    folder = write_files(tmp_path / "out", {**files, "recommendation.csv": b"earlier"})
    before = content(folder)

    def writer(path: Path, content: bytes) -> None:
        path.write_bytes(content[:10])
        if path.name == "result.json":
            raise error

    expected = ResultError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected):
        write_files(folder, files, writer)
    assert content(folder) == before
    assert beside(folder) == ["out"]


def test_an_interrupted_first_write_leaves_no_folder(tmp_path: Path, files: dict[str, bytes]) -> None:
    def writer(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(ResultError, match=r"No space left.*Nothing was changed"):
        write_files(tmp_path / "out", files, writer)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_last_rename_puts_the_earlier_result_back(
    tmp_path: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_files(tmp_path / "out", files)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(ResultError, match="Permission denied"):
        write_files(folder, files)
    assert content(folder) == files
    assert beside(folder) == ["out"]


def test_what_is_not_ours_is_never_replaced(tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(ResultError, match=r"holds no earlier result \(thesis\.txt\)"):
        write_files(tmp_path, files)
    assert content(tmp_path) == {"thesis.txt": b"years of work"}


def test_a_stranger_in_an_earlier_result_is_kept(tmp_path: Path, files: dict[str, bytes]) -> None:
    folder = write_files(tmp_path / "out", files)
    (folder / "my notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ResultError, match=r"my notes\.txt"):
        write_files(folder, files)
    assert (folder / "my notes.txt").exists()


def test_another_programs_manifest_does_not_make_it_ours(tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "web app"}', encoding="utf-8")
    with pytest.raises(ResultError, match="was not written by placement"):
        write_files(tmp_path, files)


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(ResultError, match="is a file"):
        check_target(tmp_path / "out")
    with pytest.raises(ResultError, match="is a file"):
        check_target(tmp_path / "out" / "deeper")


def test_a_place_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_args, **_options: False)
    with pytest.raises(ResultError, match="no permission"):
        check_target(tmp_path / "out")


def test_a_link_to_a_result_stays_a_link(tmp_path: Path, files: dict[str, bytes]) -> None:
    folder = write_files(tmp_path / "out", files)
    (tmp_path / "latest").symlink_to(folder)
    write_files(tmp_path / "latest", files)
    assert (tmp_path / "latest").is_symlink()
    assert content(folder) == files


def test_the_manifest_counts_every_other_file(tmp_path: Path) -> None:
    solved, study, loaded = world.solved()
    folder = write_result(
        tmp_path / "out",
        solved,
        study,
        loaded,
        command="placement solve x",
        csv="excel-da",
        extra={"report.html": b"<p>"},
    )
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["outputs"]) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert manifest["scenario"]["path"].endswith("scenario.yaml")
    assert manifest["variants"] == ["flere"]
    assert set(manifest["inputs"]) == {"scenario.yaml", "areas.csv"}
    assert manifest["csv"] == {"dialect": "excel-da", "lang": "da", "suppress_below": 0}


def test_the_same_result_makes_the_same_bytes(files: dict[str, bytes]) -> None:
    solved, study, loaded = world.solved()
    assert result_files(solved, study, loaded, world.call(loaded.folder)) == files


def test_one_moment_stands_in_every_file(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(dt.datetime(2026, 1, 2, 3, 4, second, tzinfo=dt.UTC) for second in range(60))

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            assert tz is dt.UTC
            return next(moments)

    monkeypatch.setattr(dt, "datetime", Clock)
    solved, study, loaded = world.solved()
    files = result_files(solved, study, loaded, Call("placement solve x", "x"))
    told = {json.loads(files[name])["created"] for name in ("manifest.json", "datapackage.json")}
    assert told == {"2026-01-02T03:04:00Z"}
