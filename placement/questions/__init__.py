"""One folder for each question a user asks: what is computed, its tables, its screen, its page, its command.

A new question is a folder here and its name in ``QUESTIONS``; the command line, the reference pages and the tests find
the rest by the names of the files: ``command.py``, which may be missing, holds the ``command``.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

QUESTIONS = (
    "init",
    "schema",
    "check",
    "proposal",
    "explain",
    "pairs",
    "compare",
    "drafts",
    "tradeoff",
    "robust",
    "ballots",
    "report",
    "verify",
    "export",
)
"""The folders, in the order in which the questions are asked; help and reference pages keep it."""


def modules(name: str) -> Iterator[ModuleType]:
    """The module of that name of every question that has one, in the order of the list."""
    for question in QUESTIONS:
        path = f"{__name__}.{question}.{name}"
        if find_spec(path):
            yield import_module(path)
