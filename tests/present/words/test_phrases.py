"""Screens and reports say what a thing is: the name of a field or a file stands beside that, in brackets."""

from __future__ import annotations

import re

import pytest

from placement.present.words.text_columns import WORKBOOK
from placement.present.words.text_commands import COMMANDS
from placement.present.words.text_folder import FOLDER
from placement.present.words.voice import PARTS, PHRASES

FOR_ANALYSTS = (WORKBOOK, COMMANDS, FOLDER)
"""What is said to whoever types commands, looks into folders or reads the workbook's explanations."""
NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\b[a-z_]+\.(?:csv|json|yaml|[a-z]+_[a-z_]+)\b")
KEYS = sorted(key for part in PARTS if part not in FOR_ANALYSTS for key in part)


@pytest.mark.parametrize("key", [key for key in KEYS if not key.startswith(("help.", "option.", "usage.", "folder."))])
def test_names_of_fields_and_files_stand_in_brackets(key: str) -> None:
    for sentence in PHRASES[key]:
        bare = re.sub(r"\{[^}]*\}|\([^)]*\)", "", sentence)
        assert NAME.findall(bare) == []
