"""The file that ``workbook`` writes: forms and tables with headings, notes, drop-down lists and explanations.

Every sheet has headings for people in its first row and technical names in its second. Range and provenance of a
number are in columns beside it, which are folded in tables; the plus sign above them unfolds them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import xlsxwriter

from placement.errors import Message, RefusedError, ResultError
from placement.locale import N_, translated
from placement.present.words.currency import in_currency
from placement.present.words.voice import Voice, cldr
from placement.questions.workbook.headings import heading
from placement.scenario.schema.terms import Terms
from placement.scenario.source.positions import Path
from placement.scenario.workbook.book import Book, Row
from placement.scenario.workbook.grid import Cell
from placement.scenario.workbook.other_values import OTHER_COLUMNS, PARTS
from placement.scenario.workbook.shape import CONTENTS, FIELDS, LISTS, OTHER, PATH, VALUE, Field, Sheet, sheets

MOST_ROWS = 1_048_576 - 2
MOST_COLUMNS = 16_384
_HEADS = 2
"""Number of rows above the first record."""
_SPARE = 200
"""Number of empty rows below the last that have drop-down lists."""
_FEW_FIELDS = 20
"""A table of at most this many fields has a column for each; a larger one only for those in use."""
_LONGEST_LIST = 255
"""Most characters of a list of words inside a cell's validation rule."""
_ALWAYS = ("low", "high", "source", "quality", "owner")
"""Parts of a quantity with a column beside every number; the other parts have one only if used."""
_SAMPLED = 200
_NARROW, _WIDE = 10, 48
_FORM = ("field", PATH, VALUE, *PARTS, "unit", "allowed", "default", "meaning")
_KINDS: dict[str, str] = {
    "number": N_("number"),
    "text": N_("text"),
    "flag": N_("true or false"),
    "choice": N_("word"),
    "ids": N_("list, with commas"),
    "lines": N_("list, a line each"),
    "numbers": N_("list of numbers, with semicolons"),
    "any": N_("any value"),
}
_LARGE = 300_000
"""Number of cells from which sheets are kept in temporary files while they are made."""
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class _Column(NamedTuple):
    """A column of a table: a key, a field, or a part of a quantity."""

    name: str
    field: Field | None
    refers: str = ""
    words: tuple[str, ...] = ()

    @property
    def beside(self) -> bool:
        """Whether it is range or provenance of the number in another column."""
        return self.field is not None and self.field.part


def scenario_workbook(book: Book, title: str, say: Voice) -> bytes:
    """The workbook; ``say`` has the scenario's own words.

    Raises:
        ResultError: a table has more rows than a sheet can have, or the disk is full.
    """
    _refuse_long(book)
    into = io.BytesIO()
    try:
        _File(into, say, large=_cells(book) > _LARGE).write(book, title)
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        raise RefusedError(
            Message(
                "The workbook cannot be made: {why}. Nothing was changed; free some space for "
                "temporary files (TMPDIR).",
                why=error,
            )
        ) from error
    return into.getvalue()


def _refuse_long(book: Book) -> None:
    sizes = {**{name: len(rows) for name, rows in book.tables.items()}, OTHER: len(book.other)}
    for name, size in sizes.items():
        if size > MOST_ROWS:
            raise ResultError(
                Message(
                    "The table '{name}' has {n:,} rows; a sheet holds {most:,}. Keep it as a CSV file beside a YAML "
                    "scenario.",
                    name=name,
                    n=size,
                    most=MOST_ROWS,
                )
            )


def _cells(book: Book) -> int:
    return sum(len(row.keys) + len(row.cells) for rows in book.tables.values() for row in rows)


class _File:
    """A workbook being written."""

    def __init__(self, into: io.BytesIO, say: Voice, *, large: bool) -> None:
        self.book = xlsxwriter.Workbook(into, {**_OPTIONS, "constant_memory" if large else "in_memory": True})
        self.lang, self.say = say.language, say
        add = self.book.add_format
        self.bold = add({"bold": True})
        self.top = add({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6EC"})
        self.beside = add({"text_wrap": True, "valign": "top", "bg_color": "#EEF2F4", "font_color": "#555555"})
        self.technical = add({"italic": True, "font_color": "#555555", "bottom": 1})
        self.link = add({"font_color": "#0B4F8A", "underline": 1})
        self.text = add({"num_format": "@"})
        self.wrapped = add({"text_wrap": True, "valign": "top"})
        self.off = add({"bg_color": "#EEEEEE"})
        self.silent = add({"italic": True, "num_format": "@"})
        self.lists: dict[tuple[str, ...], int] = {}
        self.ends: dict[str, int] = {}
        """The last row, with spare ones, of each section's table."""
        self.terms: dict[str, tuple[str, ...]] = {}
        """The keys of each part of ``terms``: the scenario's, where it declares any."""

    def write(self, book: Book, title: str) -> None:
        """Write every sheet, in reading order."""
        shown = [one for one in sheets().values() if one.form or one.name in book.tables or one.top]
        self.ends = {one.top: len(book.tables.get(one.name, ())) + _SPARE for one in shown if one.top}
        self.terms = {
            name: tuple(row.keys[0] for row in book.tables.get(f"terms.{name}", ())) or tuple(getattr(Terms(), name))
            for name in ("site_kinds", "levels", "statuses")
        }
        self.book.set_properties({"title": title})
        self._contents(book, title, shown)
        for one in shown:
            if one.form:
                self._form(one, book)
            else:
                self._table(one, book.tables.get(one.name, []))
        if book.other:
            self._other(book)
        self._fields()
        self._words()
        self.book.close()

    # ---- contents

    def _contents(self, book: Book, title: str, shown: Sequence[Sheet]) -> None:
        sheet = self.book.add_worksheet(CONTENTS)
        for at, width in enumerate((34, 10, 100)):
            sheet.set_column(at, at, width)
        told = (
            self.say(
                "The whole scenario. Change cells, add and delete rows, save, and give the file to placement "
                "where it asks for a scenario."
            ),
            self.say(
                "Columns are found by the technical names in row 2, rows by their ids: neither's order matters, and "
                "row 1 is yours to reword."
            ),
            self.say(
                "The plus sign above a column opens range, source, quality and owner of its number. A row with the id "
                "* holds for every row that is silent."
            ),
            self.say("An empty cell says nothing. The word null says: explicitly nothing, whatever holds otherwise."),
        )
        sheet.write_string(0, 0, title or CONTENTS, self.bold)
        for row, text in enumerate(told, 1):
            sheet.write_string(row, 0, text)
        first = len(told) + 2
        for at, text in enumerate((self.say("Sheet"), self.say("Rows"), self.say("What the sheet shows"))):
            sheet.write_string(first, at, text, self.top)
        listed = [
            (one.name, None if one.form else len(book.tables.get(one.name, ())), self._about(one)) for one in shown
        ]
        if book.other:
            about = self.say(
                "Values that have no place in a table, by path and type; and how single numbers are written."
            )
            listed.append((OTHER, len(book.other), about))
        listed.append(
            (FIELDS, None, self.say("Every field a scenario can have: add a column with its technical name."))
        )
        row = first
        for row, (name, size, about) in enumerate(listed, first + 1):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, name)
            if size is not None:
                sheet.write_number(row, 1, size)
            sheet.write_string(row, 2, about)
        absent = [one for one in sheets().values() if one not in shown]
        if absent:
            sheet.write_string(row + 2, 0, self.say("Further sheets that can be added, with technical names in row 2:"))
            for n, one in enumerate(absent, row + 3):
                columns = ", ".join([*one.keys, *(each.name for each in one.fields.values() if not each.part)])
                sheet.write_string(n, 2, f"{one.name}: {columns}")
        sheet.freeze_panes(first + 1, 0)

    def _about(self, one: Sheet) -> str:
        if one.meaning:
            return self._translated(one.meaning)
        return self.say("What stands once in the scenario.")

    def _translated(self, text: str) -> str:
        return in_currency(translated(" ".join(text.split()), self.lang), cldr(self.lang))

    # ---- forms

    def _form(self, one: Sheet, book: Book) -> None:
        sheet = self.book.add_worksheet(one.name)
        for at, width in enumerate((40, 40, 24, 10, 10, 16, 12, 8, 16, 24, 16, 30, 14, 90)):
            folded = {"level": 1, "hidden": True} if _FORM[at] in PARTS else {}
            fmt = self.text if _FORM[at] in (PATH, "source", "owner", "note") else None
            sheet.set_column(at, at, width, fmt, folded)
        sheet.set_column(3 + len(PARTS), 3 + len(PARTS), 16, None, {"collapsed": True})
        for at, name in enumerate(_FORM):
            sheet.write_string(0, at, heading((name,), self.say), self.beside if name in PARTS else self.top)
        for at, name in enumerate(_FORM):
            sheet.write_string(1, at, name, self.technical)
        fields = [each for each in one.fields.values() if not each.part]
        for row, each in enumerate(fields, _HEADS):
            self._line(sheet, row, each, one, book.lines)
        sheet.freeze_panes(_HEADS, 3)

    def _line(self, sheet: Any, row: int, one: Field, form: Sheet, lines: Mapping[Path, Cell]) -> None:
        below = one.path[1:] if len(one.path) > 1 and one.path[0] == form.name else one.path
        sheet.write_string(row, 0, heading(below, self.say), self.wrapped)
        sheet.write_string(row, 1, one.name)
        self._put(sheet, row, 2, lines.get(one.path), self.text if one.kind not in ("number", "any") else None)
        self._rule(sheet, row, row, 2, one, one.refers, self._allowed(one))
        for at, part in enumerate(PARTS, 3):
            inner = form.fields.get((*one.path, part))
            if not one.quantity or inner is None:
                sheet.write_blank(row, at, None, self.off)
                continue
            self._put(sheet, row, at, lines.get(inner.path), None)
            self._rule(sheet, row, row, at, inner, inner.refers, inner.allowed)
        texts = (self._unit(one), " · ".join(self._allowed(one)), one.default, self._translated(one.meaning))
        for at, text in enumerate(texts, 3 + len(PARTS)):
            if text:
                sheet.write_string(row, at, text, self.wrapped)

    # ---- tables

    def _table(self, one: Sheet, rows: Sequence[Row]) -> None:
        sheet = self.book.add_worksheet(one.name)
        columns = list(_columns(one, rows))
        if len(columns) > MOST_COLUMNS:
            raise ResultError(
                Message(
                    "The table '{name}' has {n:,} columns; a sheet holds {most:,}.",
                    name=one.name,
                    n=len(columns),
                    most=MOST_COLUMNS,
                )
            )
        self._heads(sheet, one, columns, rows)
        for number, row in enumerate(rows, _HEADS):
            fmt = self.silent if row.keys[:1] == ("*",) else None
            for at, key in enumerate(row.keys):
                sheet.write_string(number, at, key, fmt)
            for at, column in enumerate(columns[len(row.keys) :], len(row.keys)):
                if column.field is not None:
                    self._put(sheet, number, at, row.cells.get(column.field.path), None)
        last = _HEADS + len(rows) + _SPARE - 1
        for at, column in enumerate(columns):
            words = column.words or (self._allowed(column.field) if column.field else ())
            self._rule(sheet, _HEADS, min(last, MOST_ROWS), at, column.field, column.refers, words)
        sheet.autofilter(1, 0, 1 + max(1, len(rows)), len(columns) - 1)
        sheet.freeze_panes(_HEADS, len(one.keys))

    def _heads(self, sheet: Any, one: Sheet, columns: Sequence[_Column], rows: Sequence[Row]) -> None:
        """Write widths, headings, and technical names with notes; fold columns of ranges and provenance."""
        sheet.set_row(0, 45)
        folded = False
        for at, column in enumerate(columns):
            text = column.field is None or column.field.kind not in ("number", "any", "flag")
            outline: dict[str, Any] = {"level": 1, "hidden": True} if column.beside else {"collapsed": folded}
            sheet.set_column(at, at, self._width(column, at, rows), self.text if text else None, outline)
            folded = column.beside
        if folded:
            sheet.set_column(len(columns), len(columns), _NARROW, None, {"collapsed": True})
        for at, column in enumerate(columns):
            sheet.write_string(0, at, self._head(column), self.beside if column.beside else self.top)
        for at, column in enumerate(columns):
            sheet.write_string(1, at, column.name, self.technical)
            sheet.write_comment(1, at, self._note(one, column), {"x_scale": 2.2, "y_scale": 1.4})

    def _head(self, column: _Column) -> str:
        if column.field is None:
            return heading((column.name,), self.say)
        said = heading(column.field.path or (VALUE,), self.say)
        unit = self._unit(column.field)
        return f"{said} ({unit})" if unit and not column.field.part else said

    def _allowed(self, one: Field) -> tuple[str, ...]:
        """The words allowed in a field; empty if any text is."""
        return one.allowed or self.terms.get(one.term, ())

    def _note(self, one: Sheet, column: _Column) -> str:
        each = column.field
        if each is None:
            known = self.say("An id of the sheet {sheet}.", sheet=column.refers) if column.refers else ""
            return " ".join(part for part in (self.say("The id of the row."), known) if part)
        meaning = each.meaning or one.meaning
        parts = (
            self._translated(meaning),
            self.say("Unit: {unit}.", unit=self._unit(each)) if each.unit else "",
            self.say("Allowed: {words}.", words=", ".join(self._allowed(each))) if self._allowed(each) else "",
            self.say("Left out: {default}.", default=each.default) if each.default else "",
            self.say("Every row needs it.") if each.required and not each.nothing else "",
        )
        return "\n".join(part for part in parts if part)[:2000]

    def _unit(self, one: Field) -> str:
        return in_currency(translated(one.unit, self.lang), cldr(self.lang))

    def _width(self, column: _Column, at: int, rows: Sequence[Row]) -> int:
        """Width in characters: the technical name, and most of what is in the first rows; headings wrap."""
        keyed = column.field is None
        seen = [row.keys[at] if keyed else row.cells.get(column.field.path) for row in rows[:_SAMPLED]]  # type: ignore[union-attr]
        content = max((len(str(cell)) for cell in seen if cell is not None), default=0)
        return min(_WIDE, max(_NARROW, content + 2, min(26, len(column.name) + 3)))

    # ---- the rest

    def _other(self, book: Book) -> None:
        sheet = self.book.add_worksheet(OTHER)
        for at, width in enumerate((60, 12, 80)):
            sheet.set_column(at, at, width, self.text)
        for at, name in enumerate(OTHER_COLUMNS):
            sheet.write_string(0, at, heading((name,), self.say), self.top)
        for at, name in enumerate(OTHER_COLUMNS):
            sheet.write_string(1, at, name, self.technical)
        for row, line in enumerate(book.other, _HEADS):
            for at, text in enumerate(line):
                if text:
                    sheet.write_string(row, at, text)
        sheet.freeze_panes(_HEADS, 1)

    def _fields(self) -> None:
        """Write the sheet with a line for each field of each table."""
        sheet = self.book.add_worksheet(FIELDS)
        heads = ("sheet", "column", "heading", "type", "unit", "allowed", "default", "meaning")
        for at, width in enumerate((30, 40, 40, 22, 20, 40, 14, 100)):
            sheet.set_column(at, at, width)
        for at, name in enumerate(heads):
            sheet.write_string(0, at, heading((name,), self.say), self.top)
        row = 1
        for one in sheets().values():
            for each in one.fields.values():
                if each.part:
                    continue
                line = (
                    one.name,
                    each.name,
                    heading(each.path or (VALUE,), self.say),
                    self.say(_KINDS[each.kind]),
                    self._unit(each),
                    " · ".join(self._allowed(each)),
                    each.default,
                    self._translated(each.meaning),
                )
                for at, text in enumerate(line):
                    if text:
                        sheet.write_string(row, at, text)
                row += 1
        sheet.autofilter(0, 0, row - 1, len(heads) - 1)
        sheet.freeze_panes(1, 2)

    def _words(self) -> None:
        """Write the sheet with words of drop-down lists that are too long for a validation rule."""
        if not self.lists:
            return
        sheet = self.book.add_worksheet(LISTS)
        longest = max(map(len, self.lists))
        sheet.set_column(0, len(self.lists) - 1, 36)
        for row in range(longest):
            for words, at in self.lists.items():
                if row < len(words):
                    sheet.write_string(row, at, words[row])

    def _rule(
        self, sheet: Any, first: int, last: int, at: int, one: Field | None, refers: str, words: tuple[str, ...]
    ) -> None:
        """Add a drop-down list to the cells of a column, if its field has words or ids to choose from."""
        many = one is not None and one.kind in ("ids", "lines", "numbers")
        words = ("true", "false") if one is not None and one.kind == "flag" else words
        if many or not (words or refers in self.ends):
            return
        rule: dict[str, Any] = {"validate": "list"}
        if words:
            short = len(",".join(words)) <= _LONGEST_LIST
            column = None if short else self.lists.setdefault(words, len(self.lists))
            rule["source"] = list(words) if column is None else _range(LISTS, column, 0, len(words) - 1)
            rule["error_type"] = "stop"
            rule["error_message"] = self.say("Choose one of the words in the list.")
            if one is not None and one.kind not in ("choice", "flag"):
                rule["error_type"] = "warning"
        else:
            home = next(each.name for each in sheets().values() if each.top == refers)
            rule["source"] = _range(home, 0, _HEADS, _HEADS + self.ends[refers] - 1)
            rule["error_type"] = "warning"
            rule["error_message"] = self.say("This id is not in the sheet {sheet}.", sheet=home)
        sheet.data_validation(first, at, last, at, rule)

    @staticmethod
    def _put(sheet: Any, row: int, at: int, cell: Cell, fmt: Any) -> None:
        """Write one cell by its type; texts that look like numbers or formulas stay texts."""
        if isinstance(cell, bool):
            sheet.write_boolean(row, at, cell)
        elif isinstance(cell, str):
            sheet.write_string(row, at, cell, fmt)
        elif isinstance(cell, int | float):
            sheet.write_number(row, at, cell)


def _range(sheet: str, column: int, first: int, last: int) -> str:
    letters = xlsxwriter.utility.xl_col_to_name(column)
    return f"='{sheet}'!${letters}${first + 1}:${letters}${last + 1}"


def _columns(one: Sheet, rows: Sequence[Row]) -> Iterator[_Column]:
    """The columns of a table: its keys, its fields (see ``_FEW_FIELDS``), and the columns beside quantities."""
    words = one.words or ((),) * len(one.keys)
    for name, refers, allowed in zip(one.keys, one.refers, words, strict=True):
        yield _Column(name, None, refers, allowed)
    used = dict.fromkeys(path for row in rows for path in row.cells)
    plain = [each for each in one.fields.values() if not each.part]
    for each in one.fields.values():
        owner = one.fields.get(each.path[:-1]) if each.part else each
        with_owner = owner is not None and (owner.path in used or owner.required or len(plain) <= _FEW_FIELDS)
        if each.path in used or (with_owner and (not each.part or each.path[-1] in _ALWAYS)):
            yield _Column(each.name, each, each.refers, each.allowed)
    for path in used:
        if path not in one.fields:
            yield _Column(".".join(path), Field(path, "number"))
