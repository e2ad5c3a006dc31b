"""The notebook of the documentation is the page that tells the same, without outputs, and runs from top to bottom."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tools.notebook import NOTEBOOK, ROOT, written


def test_the_notebook_is_the_page_and_has_no_outputs() -> None:
    assert NOTEBOOK.read_text(encoding="utf-8") == written()
    told = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(told)
    cells = [cell for cell in told.cells if cell.cell_type == "code"]
    assert len(cells) > 5
    assert [cell for cell in cells if cell.outputs or cell.execution_count] == []


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of the packages that run it, which are not ours
def test_the_notebook_runs_and_shows_tables_pictures_and_short_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    told = nbformat.read(NOTEBOOK, as_version=4)

    NotebookClient(told, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()

    outputs = [output for cell in told.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"] == []
    shown = [output.data for output in outputs if output.output_type == "execute_result"]
    assert len(shown) == len([cell for cell in told.cells if cell.cell_type == "code"])
    assert sum("image/svg+xml" in data for data in shown) == 2
    assert sum("<table" in data.get("text/html", "") for data in shown) >= 4
    assert max(len(data["text/plain"]) for data in shown) < 4000
    assert shown[-1]["text/plain"] == "True"
    assert (tmp_path / "out" / "from-a-notebook" / "manifest.json").exists()
