"""Screens and reports say what a thing is: the name of a field or a file stands beside that, in brackets."""

from __future__ import annotations

import re

import pytest

from tools.messages import gathered, languages, read, text_of

FOR_ANALYSTS = re.compile(
    r"placement/(console|cli|door|scenario|executor|errors|present/(folder|tables)|questions/(intake|roads|workbook|migrate)|solve|instance|model)"
)
"""What is said to whoever types commands, writes scenarios, looks into folders or reads the workbook's explanations."""
WRITES = re.compile(
    r"/(command|run|folder|source|tables|evidence|placements|citizens|places|resources|papers)(/[a-z_]+)?\.py$"
)
"""Modules that refuse what was asked for, or describe the columns of files."""
NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\b[a-z_]+\.(?:csv|json|yaml|[a-z]+_[a-z_]+)\b")


def _for_everybody(locations: list[tuple[str, int]]) -> bool:
    return not any(FOR_ANALYSTS.match(file) or WRITES.search(file) for file, _ in locations)


def _bare(text: str) -> str:
    return re.sub(r"\{[^}]*\}|\([^)]*\)", "", text)


@pytest.mark.parametrize("language", ["en", *languages()])
def test_names_of_fields_and_files_stand_in_brackets(language: str) -> None:
    found = {}
    for message in gathered() if language == "en" else read(language):
        if not message.id or message.context == "cell" or not _for_everybody(message.locations):
            continue
        for text in text_of(message.id if language == "en" else message.string):
            if NAME.findall(_bare(text)):
                found[text] = message.locations
    assert found == {}
