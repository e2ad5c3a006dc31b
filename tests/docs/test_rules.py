"""The rules in docs/model.md and in the program have the same names."""

from __future__ import annotations

import re
from pathlib import Path

from placement.scenario.schema.rules import Rule

MODEL = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return MODEL.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def names_in_first_column(text: str) -> set[str]:
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {name.partition(":")[0] for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_rule_in_the_tables_is_one_of_the_program() -> None:
    tabled = names_in_first_column(section("Rules"))

    assert len(tabled) > 20
    assert sorted(tabled - {rule.value for rule in Rule}) == []


def test_every_rule_of_the_program_is_in_the_model() -> None:
    named = {name.partition(":")[0] for name in re.findall(r"`([^`]+)`", MODEL)}

    assert [rule.value for rule in Rule if rule.value not in named] == []
