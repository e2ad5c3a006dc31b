"""One folder for each question a user asks: what is computed, its tables, its screen, its page, its command.

A new question is a folder here and its name in ``QUESTIONS``; the command line, the reference pages and the tests find
the rest by the names of the files: ``command.py`` holds the ``command``; ``tables.py``, ``folder.py``
or ``outputs.py`` the ``OUTPUTS``. All may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placement.present.tables.columns import TableKind

QUESTIONS = (
    "init",
    "intake",
    "schema",
    "check",
    "workbook",
    "migrate",
    "roads",
    "proposal",
    "explain",
    "pairs",
    "compare",
    "drafts",
    "tradeoff",
    "robust",
    "ballots",
    "report",
    "paper",
    "verify",
    "export",
)
"""The folders, in the order in which the questions are asked; help and the reference page keep it."""

IN_EVERY_FOLDER = {
    "manifest.json": "How it was made: command, options, versions, and a fingerprint of every file.",
    "datapackage.json": "A Frictionless description of every table.",
}
"""Files that every folder of tables has, and what they tell."""


@dataclass(frozen=True, kw_only=True)
class Outputs:
    """What a question writes with ``--out``, as the reference page tells it.

    Attributes:
        head: Markdown with which its part of the page begins.
        tables: the tables by name, in the order of the page.
        about: what each table answers, where the files are listed; empty where ``head`` says all.
        others: the files listed after them.
        tail: Markdown after the tables.
        kind: of folder, as its manifest says; empty where it writes none.
        document: file in the folder with the whole answer as JSON.
    """

    head: str
    tables: Mapping[str, TableKind]
    about: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    tail: tuple[str, ...] = ()
    kind: str = ""
    document: str = ""


def modules(*names: str) -> Iterator[ModuleType]:
    """The modules of these names, question by question in the order of the list, as far as they are there."""
    for question in QUESTIONS:
        for name in names:
            path = f"{__name__}.{question}.{name}"
            if find_spec(path):
                yield import_module(path)


def all_outputs() -> list[Outputs]:
    """What each question that writes something writes, in the order of the list."""
    return [module.OUTPUTS for module in modules("tables", "folder", "outputs") if hasattr(module, "OUTPUTS")]
