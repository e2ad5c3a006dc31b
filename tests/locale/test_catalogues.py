"""Catalogues hold just what the code says: nothing is missing, doubtful, left over or filled in otherwise."""

from __future__ import annotations

import ast
import gettext
import io
import string
from collections.abc import Iterator

import pytest

from placement.locale import LANGUAGES, P_, SOURCE, catalogue, translated, translated_number
from placement.present.words.vocabulary import RULE
from placement.scenario.schema.rules import Rule
from tools.messages import KEYWORDS, PACKAGE, as_mo, as_po, file_of, gathered, languages, read, text_of, updated

ALL = languages()


def names(text: str) -> set[str]:
    """What is filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def pairs(language: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each text and its translation, with their plurals."""
    for message in read(language):
        if message.id:
            yield text_of(message.id), text_of(message.string)


def test_there_is_danish_and_the_languages_are_those_with_a_catalogue() -> None:
    assert "da" in ALL
    assert (*ALL, SOURCE) == LANGUAGES


@pytest.mark.parametrize("language", ALL)
def test_every_text_of_the_code_is_there_and_none_is_left_over(language: str) -> None:
    own, said = read(language), gathered()
    assert {(m.context, m.id) for m in own if m.id} == {(m.context, m.id) for m in said if m.id}
    assert [str(m.id) for m in own.obsolete.values()] == []


def test_no_text_is_said_inside_an_f_string_where_it_is_not_gathered() -> None:
    """A text there would be in no catalogue, and be told in English in every language."""
    said = [
        f"{file.relative_to(PACKAGE)}:{call.lineno}"
        for file in PACKAGE.rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and called(call) in KEYWORDS and any(map(is_words, call.args))
    ]
    assert said == []


def called(call: ast.Call) -> str:
    """The last name of what is called."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_words(argument: ast.expr) -> bool:
    """Whether it is a text as it stands."""
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str)


@pytest.mark.parametrize("language", ALL)
def test_a_translation_has_the_spaces_at_its_ends_that_the_text_has(language: str) -> None:
    """Sentences follow each other where the first ends with a full stop and the second begins with a space."""
    assert [s for s, t in pairs(language) if {edges(text) for text in t} != {edges(text) for text in s}] == []


def edges(text: str) -> tuple[bool, bool]:
    """Whether it begins, and ends, with a space."""
    return text.startswith(" "), text.endswith(" ")


@pytest.mark.parametrize("language", ALL)
def test_every_text_is_translated_and_nothing_is_doubtful(language: str) -> None:
    assert [source for source, told in pairs(language) if not all(told)] == []
    assert [message.id for message in read(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", ALL)
def test_a_translation_fills_in_what_the_text_does(language: str) -> None:
    for source, told in pairs(language):
        allowed = set().union(*map(names, source))
        for text in told:
            assert names(text) <= allowed, (source, text)
            assert all(name.isidentifier() for name in names(text)), text
    # ``about`` is the description of a field, which is in English only.
    assert [s for s, t in pairs(language) if len(t) == len(s) == 1 and names(s[0]) - names(t[0]) - {"about"}] == []


@pytest.mark.parametrize("language", ALL)
def test_the_compiled_file_is_that_of_the_translator(language: str) -> None:
    with file_of(language).with_suffix(".mo").open("rb") as compiled:
        kept, made = gettext.GNUTranslations(compiled), gettext.GNUTranslations(io.BytesIO(as_mo(read(language))))
    texts = [text for message in read(language) if message.id for text in text_of(message.id)]
    assert [text for text in texts if kept.gettext(text) != made.gettext(text)] == []
    assert len(vars(kept)["_catalog"]) == len(vars(made)["_catalog"])


@pytest.mark.parametrize("language", ALL)
def test_bringing_up_to_date_changes_nothing(language: str) -> None:
    assert as_po(updated(language, gathered())) == file_of(language).read_bytes()


def test_context_tells_apart_what_another_language_does() -> None:
    assert translated(P_("column", "Change"), SOURCE) == "Change"
    assert translated(P_("html", "At home"), "da") != translated("At home", "da")
    assert translated("", "da") == ""


def test_plurals_follow_the_language() -> None:
    assert translated_number("{n} house", "{n} houses", 1, "da") == "{n} hus"
    assert translated_number("{n} house", "{n} houses", 2, "da") == "{n} huse"
    assert translated_number("{n} house", "{n} houses", 2, SOURCE) == "{n} houses"


def test_a_language_without_a_catalogue_is_told_in_english() -> None:
    assert catalogue("xx").gettext("Today") == "Today"


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_a_name(rule: Rule) -> None:
    assert RULE[rule]
