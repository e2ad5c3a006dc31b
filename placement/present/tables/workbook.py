"""Tables as one workbook for spreadsheets: typed cells, two frozen heading rows, filters, number formats.

Numbers are rounded as in the CSV files, so that both agree; text is written as text, also if it begins with "=".
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from placement.errors import Message, RefusedError
from placement.locale import N_
from placement.present.tables.columns import Cell, Column, Row, Table, TableKind
from placement.present.tables.csv_dialect import format_number
from placement.present.words.currency import cell_format, unit_in_currency
from placement.present.words.terms import NEUTRAL, Words
from placement.present.words.vocabulary import told
from placement.present.words.voice import Language, Voice

LABEL: dict[str, str] = {
    "command": N_("Command"),
    "scenario": N_("Scenario"),
    "variants": N_("Variants"),
    "version": N_("Program"),
    "purpose": N_("Purpose"),
    "not_in_model": N_("Not measured"),
    "suppressed": N_("Left out"),
    "sheet": N_("Sheet"),
    "rows": N_("Rows"),
    "file": N_("File"),
    "what": N_("What the sheet shows"),
    "column": N_("Technical name"),
    "heading": N_("Heading"),
    "type": N_("Type"),
    "unit": N_("Unit"),
    "key": N_("Key"),
    "allowed": N_("Words used"),
    "meaning": N_("Meaning"),
}

MOST_ROWS = 1_048_576 - 2
"""Most rows of a sheet, without its two heading rows."""
_MOST_SIGNS = 32_767
_SAMPLED = 200
"""Number of rows that decide the width of a text column."""
_A4 = 9
_DECIMALS = 2
"""Decimals to leave room for in a column without format: a spreadsheet shows as many as fit."""
_LITERAL = re.compile(r'"[^"]*"')
UNCHANGED = ("kept", "none", "stays")
"""The words of a column ``change`` for a row in which nothing changes."""
_NARROW, _WIDE = 9, 60
_READ_ME = (28, 18, 24, 80)
"""Widths of the first sheet's columns, in characters; texts about the workbook go over all but the first."""
_LINE_POINTS = 15
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMATS: dict[str, tuple[str, str]] = {
    "DKK": ('#,##0 "kr."', '"DKK" #,##0'),
    "DKK/year": ('#,##0 "kr."', '"DKK" #,##0'),
    "DKK/minute": ('#,##0.00 "kr."', '"DKK" #,##0.00'),
    "share": ("0.0 %", "0.0%"),
    "date": ("dd-mm-yyyy hh:mm", "yyyy-mm-dd hh:mm"),
}
"""By unit, the Danish and the English number format. A spreadsheet shows the separators of its own locale."""
_PLAIN = {
    "visits/year": "#,##0",
    "minutes/year": "#,##0",
    "minutes one way": "0.0",
    "inhabitants": "#,##0",
    "days/week": "0.00",
    "person-days/week": "0.00",
    "room-days/week": "0.00",
    "weight": "0.000",
    "ratio": "0.00",
}
_FINER = {"gap": ("0.00 %", "0.00%"), "visits_per_year": ("#,##0.0", "#,##0.0")}
"""Columns with more decimals than their unit has, the second only in tables by area."""


@dataclass(frozen=True)
class About:
    """The text of the first sheet, above its list of sheets.

    Attributes:
        title: of the workbook.
        facts: lines of a label and a value.
        created: when the workbook was made.
        suppress_below: visits above 0 and below this are left out; 0 leaves none out.
        words: the scenario's own words.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    created: dt.datetime
    suppress_below: float = 0.0
    words: Words = NEUTRAL


def workbook(tables: Mapping[str, Table], about: About, lang: Language) -> bytes:
    """The workbook: a first sheet about it, a sheet for each table, and one that explains every column.

    Raises:
        ResultError: the disk has no room for the temporary files of the sheets.
    """
    into = io.BytesIO()
    try:
        _Book(into, Voice(lang, about.words)).write(tables, about)
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        raise RefusedError(
            Message(
                "The workbook cannot be made: {why}. Nothing was changed; free some space for "
                "temporary files (TMPDIR).",
                why=error,
            )
        ) from error
    return into.getvalue()


def heading(column: Column, say: Voice) -> str:
    """A column's heading for people."""
    return say(column.heading)


_NO_SHEET = re.compile(r"[\[\]:*?/\\]")
_MOST_OF_SHEET = 31
"""Most characters of a sheet's name."""


def sheet_name(kind: TableKind, say: Voice) -> str:
    """The name of a table's sheet, shortened to what a spreadsheet accepts."""
    return _NO_SHEET.sub(" ", say(kind.sheet))[:_MOST_OF_SHEET].strip(" '")


class _Book:
    """A workbook being written."""

    def __init__(self, into: io.BytesIO, say: Voice) -> None:
        self.book = xlsxwriter.Workbook(into, _OPTIONS)
        self.lang, self.say = say.language, say
        self.formats: dict[str, Any] = {}
        self.sheets: dict[str, str] = {}
        self.bold = self.book.add_format({"bold": True})
        self.top = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6EC"})
        self.label = self.book.add_format({"bold": True, "valign": "top"})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.technical = self.book.add_format({"italic": True, "font_color": "#555555", "bottom": 1})
        self.link = self.book.add_format({"font_color": "#0B4F8A", "underline": 1})

    def write(self, tables: Mapping[str, Table], about: About) -> None:
        """Write every sheet, in reading order."""
        self.book.set_properties({"title": about.title, "created": about.created.replace(tzinfo=None)})
        self._about(tables, about)
        for table in tables.values():
            self._table(table)
        self._columns(tables)
        for sheet in self.book.worksheets():
            _for_paper(sheet)
        self.book.close()

    def _sheet(self, kind: TableKind) -> str:
        """The name of a table's sheet; the table's technical name if another sheet has the same."""
        names = self.sheets
        if kind.name not in names:
            name = sheet_name(kind, self.say)
            taken = {each.lower() for each in names.values()}
            names[kind.name] = name if name and name.lower() not in taken else kind.name[:_MOST_OF_SHEET]
        return names[kind.name]

    def _about(self, tables: Mapping[str, Table], about: About) -> None:
        sheet = self.book.add_worksheet(self.say("Read me"))
        for at, wide in enumerate(_READ_ME):
            sheet.set_column(at, at, wide)
        sheet.write_string(0, 0, about.title, self.bold)
        sheet.write_string(
            1,
            0,
            self.say(
                "A calculated draft. People decide. Numbers are those of the CSV files; an empty "
                "cell is unknown, never zero."
            ),
        )
        sheet.write_string(3, 0, self.say("Made"), self.bold)
        sheet.write_datetime(3, 1, about.created.replace(tzinfo=None), self._left("date"))
        line = 4
        for label, value in self._facts(about):
            sheet.write_string(line, 0, self.say(LABEL[label]), self.label)
            sheet.merge_range(line, 1, line, len(_READ_ME) - 1, plain_text(value), self.wrapped)
            sheet.set_row(
                line, _LINE_POINTS * len(textwrap.wrap(value, sum(_READ_ME[1:]) - 8))
            )  # merged cells stay low
            line += 1
        self._listed(sheet, line + 1, tables)

    def _facts(self, about: About) -> Iterator[tuple[str, str]]:
        yield from (fact for fact in about.facts if fact[1])
        if about.suppress_below > 0:
            below = self.say.short(about.suppress_below)
            yield (
                "suppressed",
                self.say(
                    "Visits above 0 and below {below} are left out (empty) in sheets that tell areas apart.",
                    below=below,
                ),
            )

    def _listed(self, sheet: Any, line: int, tables: Mapping[str, Table]) -> None:
        """Write the list of sheets, with a link to each."""
        for at, key in enumerate(("sheet", "rows", "file", "what")):
            sheet.write_string(line, at, self.say(LABEL[key]), self.top)
        for n, table in enumerate(tables.values(), line + 1):
            name = self._sheet(table.kind)
            sheet.write_url(n, 0, f"internal:'{name}'!A1", self.link, name)
            sheet.write_number(n, 1, len(table.rows))
            sheet.write_string(n, 2, f"{table.name}.csv")
            sheet.write_string(n, 3, self.say(table.kind.shows))

    def _table(self, table: Table) -> None:
        sheet = self.book.add_worksheet(self._sheet(table.kind))
        heads = [heading(column, self.say) for column in table.columns]
        for at, column in enumerate(table.columns):
            made = self._format(column, table.kind)
            seen = table.rows[: _SAMPLED if column.type == "string" else MOST_ROWS]
            cells = (self._shown(column, row[at]) for row in seen)
            sheet.set_column(at, at, _width(heads[at], column, cells, made.num_format if made else ""), made)
        self._heads(sheet, heads, table.headings)
        if len(table.rows) > MOST_ROWS:
            said = self.say(
                "{n} rows are more than a sheet can hold. They are in {file}.",
                n=self.say.number(len(table.rows)),
                file=f"{table.name}.csv",
            )
            sheet.write_string(2, 0, said)
            return
        for n, row in enumerate(in_order(table), 2):
            for at, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                if value is not None:
                    self._put(sheet, n, at, self._shown(column, value))
        sheet.autofilter(1, 0, 1 + max(1, len(table.rows)), len(table.columns) - 1)
        sheet.freeze_panes(2, _frozen(table.columns))
        sheet.repeat_rows(0, 1)

    def _shown(self, column: Column, value: Cell) -> Cell:
        """A cell with a technical word replaced by the word for it in the workbook's language."""
        return told(column, value, self.say) if isinstance(value, str) else value

    def _heads(self, sheet: Any, heads: Sequence[str], names: Sequence[str]) -> None:
        """Write the two heading rows: headings for people, technical names below."""
        sheet.set_row(0, 45)
        for at, text in enumerate(heads):
            sheet.write_string(0, at, text, self.top)
        for at, text in enumerate(names):
            sheet.write_string(1, at, text, self.technical)

    def _columns(self, tables: Mapping[str, Table]) -> None:
        """Write the sheet that explains every column of every table."""
        sheet = self.book.add_worksheet(self.say("Columns"))
        heads = ("sheet", "column", "heading", "type", "unit", "key", "allowed", "meaning")
        for at, width in enumerate((26, 32, 36, 10, 20, 8, 32, 80)):
            sheet.set_column(at, at, width)
        for at, name in enumerate(heads):
            sheet.write_string(0, at, self.say(LABEL[name]), self.top)
        lines = [self._explained(table.kind, column) for table in tables.values() for column in table.columns]
        for n, line in enumerate(lines, 1):
            for at, value in enumerate(line):
                self._put(sheet, n, at, value)
        sheet.autofilter(0, 0, len(lines), len(heads) - 1)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)

    def _explained(self, kind: TableKind, column: Column) -> Row:
        return (
            self._sheet(kind),
            column.name,
            heading(column, self.say),
            column.type,
            unit_in_currency(column.unit),
            column.key,
            " · ".join(unit_in_currency(self._word(column, word)) for word in column.allowed if word),
            self.say(column.meaning),
        )

    def _word(self, column: Column, word: str) -> str:
        """A word that a column may hold, with the word of the CSV file in brackets where it differs."""
        shown = told(column, word, self.say)
        return word if shown == word else f"{shown} ({word})"

    def _put(self, sheet: Any, row: int, at: int, value: Cell) -> None:
        """Write one cell by its type; texts that look like numbers or formulas stay texts."""
        if isinstance(value, bool):
            sheet.write_boolean(row, at, value)
        elif isinstance(value, str):
            if value:
                sheet.write_string(row, at, plain_text(value))
        elif value is not None and math.isfinite(value):
            sheet.write_number(row, at, float(format_number(value)))

    def _format(self, column: Column, kind: TableKind) -> Any:
        """The number format of a column; None for the general one."""
        if column.type not in ("number", "integer") or column.unit == "year":
            return None
        if column.name in _FINER and (column.name != "visits_per_year" or kind.by_area):
            return self._made(_FINER[column.name][self.lang == "en"])
        if column.unit in _FORMATS:
            return self._made(cell_format(_FORMATS[column.unit][self.lang == "en"]))
        return self._made(_PLAIN[column.unit]) if column.unit in _PLAIN else None

    def _made(self, shown: str) -> Any:
        if shown not in self.formats:
            self.formats[shown] = self.book.add_format({"num_format": shown})
        return self.formats[shown]

    def _left(self, unit: str) -> Any:
        return self.book.add_format({"num_format": cell_format(_FORMATS[unit][self.lang == "en"]), "align": "left"})


def plain_text(text: str) -> str:
    """``text`` cut to the length of a cell, and without what the writing library takes for its own markup."""
    kept = text if len(text) < _MOST_SIGNS // 2 else f"{text[: _MOST_SIGNS // 2]}…"
    return f"{kept} " if kept.startswith("<r>") and kept.endswith("</r>") else kept


def in_order(table: Table) -> list[Row]:
    """The rows in the order of the sheet: with ``changes_first`` the rows of changes first, else as in the file."""
    if not table.kind.changes_first:
        return table.rows
    at = table.position("change")
    return sorted(table.rows, key=lambda row: row[at] in UNCHANGED)


def _for_paper(sheet: Any) -> None:
    """Print in A4 landscape, one page wide, with sheet name and page number in the footer."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _width(head: str, column: Column, cells: Iterable[Cell], shown: str) -> int:
    """Width of a column, in characters: enough for every number, the technical name, and most of the text.

    Headings wrap. A number that does not fit would be shown as ``###``.
    """
    named = max(len(column.name) + 3, len(head) // 2)
    if column.type == "string":
        return min(
            _WIDE, max(_NARROW, named, 1 + max((len(str(cell)) for cell in cells if cell is not None), default=0))
        )
    numbers = [cell for cell in cells if isinstance(cell, int | float) and math.isfinite(cell)]
    room = max((_length(end, shown) for end in (min(numbers), max(numbers))), default=0) if numbers else 0
    return max(_NARROW, min(_WIDE, named), room + 2)


def _length(value: float, shown: str) -> int:
    """Characters a number takes in a format, with separators and unit."""
    pattern, beside = _LITERAL.sub("", shown), sum(len(each) - 2 for each in _LITERAL.findall(shown))
    decimals = len(pattern.partition(".")[2].rstrip("% ")) if pattern else _DECIMALS
    size = value * 100 if "%" in pattern else value
    return len(f"{size:,.{decimals}f}") + beside + pattern.count(" ") + pattern.count("%")


def _frozen(columns: Iterable[Column]) -> int:
    """How many leading columns to freeze: key columns, at most two."""
    leading = 0
    for column in columns:
        if not column.key or leading == 2:
            break
        leading += 1
    return leading
