"""The technical words of tables in the words of people, for workbooks; CSV files and JSON keep the technical ones.

A word with two meanings is listed by its column.
"""

from __future__ import annotations

from collections.abc import Callable

from placement.locale import P_, SOURCE, translated
from placement.present.tables.columns import Column
from placement.present.words.vocabulary import ITEM
from placement.present.words.voice import Voice

_CELLS = (
    P_("cell", "DKK/year"),
    P_("cell", "added"),
    P_("cell", "alike"),
    P_("cell", "as_proposed"),
    P_("cell", "assumption"),
    P_("cell", "better"),
    P_("cell", "bound"),
    P_("cell", "catchment"),
    P_("cell", "changed"),
    P_("cell", "cheaper_minute"),
    P_("cell", "citizen"),
    P_("cell", "closed"),
    P_("cell", "closes"),
    P_("cell", "contradiction"),
    P_("cell", "costs_both"),
    P_("cell", "days"),
    P_("cell", "decide"),
    P_("cell", "decided_again"),
    P_("cell", "decision"),
    P_("cell", "demand"),
    P_("cell", "derived"),
    P_("cell", "discuss"),
    P_("cell", "drop"),
    P_("cell", "economy"),
    P_("cell", "equipment"),
    P_("cell", "everybody"),
    P_("cell", "exact"),
    P_("cell", "feasible"),
    P_("cell", "found"),
    P_("cell", "free"),
    P_("cell", "high"),
    P_("cell", "home"),
    P_("cell", "in"),
    P_("cell", "infeasible"),
    P_("cell", "kept"),
    P_("cell", "least_regret"),
    P_("cell", "low"),
    P_("cell", "minute"),
    P_("cell", "nearest"),
    P_("cell", "needed"),
    P_("cell", "new"),
    P_("cell", "no"),
    P_("cell", "no_difference"),
    P_("cell", "no_plan"),
    P_("cell", "no_plan_found"),
    P_("cell", "nobody"),
    P_("cell", "none"),
    P_("cell", "not_alone"),
    P_("cell", "not_measured"),
    P_("cell", "nothing"),
    P_("cell", "offer"),
    P_("cell", "open"),
    P_("cell", "opened"),
    P_("cell", "opens"),
    P_("cell", "optimal"),
    P_("cell", "other"),
    P_("cell", "out"),
    P_("cell", "package"),
    P_("cell", "priced"),
    P_("cell", "proposal"),
    P_("cell", "proposed"),
    P_("cell", "quality"),
    P_("cell", "removed"),
    P_("cell", "rule"),
    P_("cell", "same"),
    P_("cell", "saves_both"),
    P_("cell", "saves_money"),
    P_("cell", "share"),
    P_("cell", "shown"),
    P_("cell", "solved"),
    P_("cell", "sourced"),
    P_("cell", "stays"),
    P_("cell", "stopped"),
    P_("cell", "talk"),
    P_("cell", "threshold"),
    P_("cell", "today"),
    P_("cell", "units"),
    P_("cell", "unknown"),
    P_("cell", "within_minutes"),
    P_("cell", "worse"),
    P_("cell", "yes"),
    P_("choice", "free"),
)
_WORD = {tuple(text.split("\x04")): text for text in _CELLS}


_NAMED: dict[str, Callable[[Voice, str], str]] = {
    "site_kind": Voice.kind,
    "kind": Voice.kind,
    "payer": Voice.payer,
    "item": lambda say, word: say(ITEM[word]) if word in ITEM else word,
}
"""By column, the function that names a word of the scenario or of the model."""


def told(column: Column, word: str, say: Voice) -> str:
    """A column's technical word in the language of the voice; unchanged in English and where it has no translation."""
    if word and not column.allowed and column.name in _NAMED:
        return _NAMED[column.name](say, word)
    if say.language == SOURCE or word not in column.allowed:
        return word
    marked = _WORD.get((column.name, word)) or _WORD.get(("cell", word))
    return translated(marked, say.language) if marked else word


def has_words(column: Column) -> bool:
    """Whether every word the column may hold has words for people."""
    return all(word == "" or ("cell", word) in _WORD for word in column.allowed)
