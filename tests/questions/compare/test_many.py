"""A comparison of eight: every word and number can be read, on the screen and on paper."""

from __future__ import annotations

import datetime as dt
import re

from placement.present.screen.lines import WIDTH, cells
from placement.questions.compare.page import comparison_page
from placement.questions.compare.screen import compare_screen
from placement.questions.compare.sides import LETTERS, Sides
from tests.helpers import flagship


def screen() -> str:
    lines = [line.text for line in compare_screen(flagship.eight(), "en")]
    assert all(cells(line) <= WIDTH for line in lines)
    return "\n".join(lines)


def test_no_word_and_no_number_is_cut() -> None:
    shown = screen()
    assert "…" not in shown
    flat = " ".join(shown.split())
    assert "Trip, visits any of them affects, minutes" in flat
    assert "Running cost, region, million kr. a year" in flat


def test_every_row_of_every_table_has_a_cell_for_each_letter() -> None:
    lines = screen().splitlines()
    heads = [n for n, line in enumerate(lines) if line.split()[-8:] == list(LETTERS)]
    assert len(heads) >= 8, "the aims, tables of groups, of which narrow ones share lines, and the hospitals"
    for head in heads[1:]:
        first = lines[head + 1].split()
        assert all(re.fullmatch(r"[+−]?[\d,.]+|–", cell) for cell in first[-8:]), lines[head + 1]


def test_what_each_opens_is_counted_in_short_and_named_below() -> None:
    flat = " ".join(screen().split())
    short, below = flat.split("CHANGES AGAINST TODAY")
    assert "Not common to all: A opens 7 offers · B closes 8 offers and opens 8 offers" in short
    assert " A Opens: " in below


def test_running_cost_and_investment_have_a_table_each() -> None:
    assert Sides(flagship.eight(), "en").many
    page = comparison_page(flagship.eight(), date=dt.date(2026, 1, 1), lang="en")
    assert page.count("<caption") == page.count("</caption>")
    assert "Running cost a year" in page
    assert "Running a year, A" not in page
