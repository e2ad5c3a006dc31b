from __future__ import annotations

import csv
import io
import math
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from placement.errors import ResultError, UsageError
from placement.present.tables.columns import Cell, Table, TableKind, flag, key, number, text, whole
from placement.present.tables.csv_dialect import (
    DIALECTS,
    EXCEL_DA,
    STANDARD,
    Dialect,
    dialect_named,
    dump,
    format_number,
    guard,
    parse,
    unguard,
)

COLUMNS = (
    key("id", "Id.", "Id."),
    text("note", "Note.", "Note."),
    number("value", "Value", "unit", "Value."),
    whole("count", "Count", "pieces", "Count."),
    flag("good", "Good.", "God."),
)
BOTH = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
NASTY = st.text(st.sampled_from(list("'=+-@＝＋－＠\t\r\n ;,\"x1\u200b\ufeff\u00a0")), max_size=6)


def table(*rows: tuple[Cell, ...]) -> Table:
    return Table(TableKind("t", "T", "T", COLUMNS), list(rows))


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+45 86",
        "-x",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "  =1",
        "\u200b=1",
        "\ufeff@x",
        "\u00a0=1",
        "'=1",
        "''+1",
        "- ",
    ],
)
def test_formula_is_led_by_an_apostrophe(formula: str) -> None:
    assert guard(formula) == f"'{formula}"
    assert unguard(guard(formula)) == formula


@pytest.mark.parametrize("plain", ["", "Skive", "'s-Hertogenbosch", "1-2", "a=b", " Ærø", "0766", "5 %", "..."])
def test_ordinary_text_is_left_alone(plain: str) -> None:
    assert guard(plain) == plain
    assert unguard(plain) == plain


@given(st.one_of(st.text(), NASTY))
def test_unguard_gives_back_what_guard_got(value: str) -> None:
    assert unguard(guard(value)) == value
    assert guard(value)[:1] not in {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}


@BOTH
@given(note=st.one_of(st.text(), NASTY))
@example(note='a;b,"c"\r\nd')
@example(note="\r")
@example(note="\uf900")  # a Han sign that Unicode's composed form writes as another
def test_text_is_read_back_in_its_composed_form(dialect: Dialect, note: str) -> None:
    made = table(("a", note, 1.5, 2, True))
    read = table(("a", unicodedata.normalize("NFC", note), 1.5, 2, True))
    assert parse(made, dump(made, dialect), dialect).rows == read.rows


@BOTH
@given(value=st.floats(-1e300, 1e300))
def test_numbers_keep_ten_digits(dialect: Dialect, value: float) -> None:
    made = table(("a", "", value, 1, False))
    (row,) = parse(made, dump(made, dialect), dialect).rows
    assert isinstance(row[2], float)
    assert math.isclose(row[2], value, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.1 + 0.2, "0.3"),
        (-1e-12, "0"),
        (-0.0, "0"),
        (1234567, "1234567"),
        (1e15, "1000000000000000"),
        (2 / 3, "0.6666666667"),
        (-12.5, "-12.5"),
        (math.nan, ""),
        (math.inf, ""),
        (123456.7891234, "123456.7891"),
    ],
)
def test_numbers_are_readable(value: float, written: str) -> None:
    assert format_number(value) == written


def test_standard_is_for_programs() -> None:
    assert dump(table(("a", "=1,5", -1.5, None, None)), STANDARD) == b'id,note,value,count,good\na,"\'=1,5",-1.5,,\n'


def test_excel_da_is_for_a_danish_excel() -> None:
    content = dump(table(("å", "x;y", -1.5, 3, True)), EXCEL_DA)
    assert content == '\ufeffid;note;value;count;good\r\nå;"x;y";-1,5;3;true\r\n'.encode()


@BOTH
def test_other_readers_of_csv_agree(dialect: Dialect) -> None:
    note = ' led; and "quoted", in\ntwo lines '
    content = dump(table(("a", note, 1.5, 2, True)), dialect).decode(dialect.encoding)
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=dialect.delimiter))
    assert rows[1] == ["a", note, f"1{dialect.decimal}5", "2", "true"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\xff\xfe", "cannot be read"),
        (b"id,note\n", "has the columns"),
        (b"id,note,value,count,good\na,b\n", "2 cells"),
        (b"id,note,value,count,good\na,b,x,1,true\n", "wrong type"),
        (b"id,note,value,count,good\na,b,1_0,1,true\n", "wrong type"),
        (b"id,note,value,count,good\na,b,1,1,yes\n", "wrong type"),
    ],
)
def test_what_is_no_such_table_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(ResultError, match=told):
        parse(table(), content, STANDARD)


def test_unknown_dialect_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="choose one of: standard, excel-da"):
        dialect_named("excel")
