"""The notebook of the documentation, made from the page that tells the same: text becomes text, blocks become cells.

A notebook is awkward to read in a change, and outputs in it grow old; so the page is what is written, and a test holds
the notebook against it and runs it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.rooms import ROOT

PAGE = ROOT / "docs" / "how-to" / "notebook.md"
NOTEBOOK = ROOT / "docs" / "notebooks" / "first-questions.ipynb"
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\((?!\w+://)[^)]+\)")


def notebook(page: str) -> dict[str, Any]:
    """A notebook without outputs: the text of a Markdown page, and its Python blocks as cells."""
    return {
        "cells": [_cell(n, *each) for n, each in enumerate(_parts(page))],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _parts(page: str) -> Iterator[tuple[str, str]]:
    for n, part in enumerate(_BLOCK.split(page)):
        if part.strip():
            yield ("code" if n % 2 else "markdown"), part.strip()


def _cell(n: int, kind: str, text: str) -> dict[str, Any]:
    """A cell; links between pages lead nowhere from a file that lies alone, and become their words."""
    code = kind == "code"
    source = (text if code else _LINK.sub(r"\1", text)).splitlines(keepends=True)
    more = {"execution_count": None, "outputs": []} if code else {}
    return {"cell_type": kind, "id": f"cell-{n}", "metadata": {}, "source": source, **more}


def written(page: Path = PAGE) -> str:
    """The file."""
    return json.dumps(notebook(page.read_text(encoding="utf-8")), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    NOTEBOOK.parent.mkdir(exist_ok=True)
    NOTEBOOK.write_text(written(), encoding="utf-8")
    print(f"wrote {NOTEBOOK.relative_to(ROOT)}")
