"""What is wrong in a workbook is named by sheet and cell; what is only odd is read right, and said."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from placement.scenario.load import Opened, load
from placement.scenario.schema.quantity import Quantity
from placement.scenario.unchecked import written_language, written_names
from placement.scenario.workbook import grid
from tests.scenario.workbook.books import LEMVIG, cell, edited, faults, loaded, made, refused, told

SITE, FUNCTION = "sh_lemvig", "lunge_amb"


def put(sheet: str, row: str, column: str, value: Any) -> Callable[[Any], None]:
    """A change of one cell."""

    def change(book: Any) -> None:
        cell(book, sheet, row, column).value = value

    return change


def place(sheet: str, row: str, column: str) -> str:
    """The name of a cell."""
    book = openpyxl.load_workbook(io.BytesIO(made()))
    return f"{sheet}!{cell(book, sheet, row, column).coordinate}"


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "message"),
    [
        ("sites", SITE, "kind", "hospitl", "'hospitl' is no kind of site here; terms.site_kinds has:"),
        ("sites", SITE, "lat", "1.234,5", "'1.234,5' has a thousands dot; write 1234,5."),
        ("sites", SITE, "lat", "=1/0", "the formula has no value; open the workbook in a spreadsheet"),
        ("sites", SITE, "parent_hospital", "nowhere", "there is no site 'nowhere'"),
        ("sites", SITE, "existing", "måske", "is neither true nor false"),
        ("sites", SITE, "title", None, "'title' is missing"),
        ("sites", SITE, "title", "a\u202eb", "the character U+202E turns the text around"),
        ("functions", FUNCTION, "minutes_per_visit", "1/2", "'1/2' is a fraction"),
        ("functions", FUNCTION, "minutes_per_visit", "1.070", "1.070 may mean 1070 or 1,070"),
        ("functions", FUNCTION, "approved_sites", "nowhere, sh_lemvig", "there is no site 'nowhere'"),
        ("policy", "policy.no_new_houses", "value", "perhaps", "'perhaps' is neither true nor false"),
        ("functions", FUNCTION, "minutes_per_visit.low", 999, "the range 999 to"),
        ("objectives", "objectives.prices.minute", "path", "objectives.prices.minut", "there is no"),
        ("policy", "policy.no_new_houses", "source", "x", "'policy.no_new_houses' has no source"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_cell(
    sheet: str, row: str, column: str, value: Any, message: str, tmp_path: Path
) -> None:
    where = place(sheet, row, column) if column in _written(sheet) else ""
    content = edited(put(sheet, row, column, value) if where else _with_column(sheet, row, column, value))
    said = told(content, tmp_path)
    assert any(message in text for text in said), said
    found = next(text for text in said if message in text)
    assert found.startswith(f"{where} ") if where and not column.endswith(".low") else found.startswith(f"{sheet}!"), (
        said
    )


def _written(sheet: str) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(made()))
    return [each.value for each in book[sheet][2]]


def _with_column(sheet: str, row: str, column: str, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        grid = book[sheet]
        grid.cell(2, grid.max_column + 1).value = column
        cell(book, sheet, row, column).value = value

    return change


def test_all_faults_come_at_once_in_the_order_of_the_workbook(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        cell(book, "functions", FUNCTION, "title").value = None
        cell(book, "sites", SITE, "kind").value = "x"
        cell(book, "areas", book["areas"].cell(3, 1).value, "people").value = "many"

    said = [text.partition("!")[0] for text in told(edited(change), tmp_path)]
    assert said == ["areas", "sites", "functions"]


def test_a_location_is_the_file_the_sheet_and_the_cell(tmp_path: Path) -> None:
    fault = faults(edited(put("sites", SITE, "kind", "hospitl")), tmp_path)[0]
    assert re.fullmatch(re.escape(str(tmp_path)) + r"/model\.xlsx:sites![A-Z]+\d+", fault.location)
    assert (fault.sheet, fault.path, fault.suggestion) == ("sites", f"sites.{SITE}.kind", "hospital")


def test_an_error_of_a_formula_is_named(tmp_path: Path) -> None:
    content = _as_stored(put("sites", SITE, "lat", "=1/0"), b"<f>1/0</f><v></v>", b"<f>1/0</f><v>#DIV/0!</v>", b"e")
    assert told(content, tmp_path) == [
        f"{place('sites', SITE, 'lat')} '#DIV/0!' is an error in a spreadsheet; correct its formula and save again."
    ]


def test_a_cell_that_cannot_be_read_is_not_called_missing_too(tmp_path: Path) -> None:
    (said,) = told(edited(put("sites", SITE, "title", '="Hus " & 2')), tmp_path)
    assert said.startswith(f"{place('sites', SITE, 'title')} the formula has no value; open the workbook")


def test_a_formula_that_was_counted_is_its_value(tmp_path: Path) -> None:
    content = _as_stored(put("sites", SITE, "lat", "=50+6"), b"<f>50+6</f><v></v>", b"<f>50+6</f><v>56</v>", b"")
    assert loaded(content, tmp_path).base.sites[SITE].lat == 56


def _as_stored(change: Callable[[Any], None], before: bytes, after: bytes, kind: bytes) -> bytes:
    """The workbook with the value that a spreadsheet stores beside a formula."""
    source = zipfile.ZipFile(io.BytesIO(edited(change)))
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        for name in source.namelist():
            part = source.read(name)
            for old in (before, before.replace(b"<v></v>", b"<v />"), before.replace(b"<v></v>", b"<v/>")):
                at = part.find(old)
                if at >= 0:
                    start = part.rfind(b"<c ", 0, at)
                    head = re.sub(rb' t="\w+"', b"", part[start:at]).replace(b"<c ", b'<c t="' + (kind or b"n") + b'" ')
                    part = part[:start] + head + after + part[at + len(old) :]
                    break
            packed.writestr(name, part)
    return into.getvalue()


def test_order_blanks_and_words_for_people_do_not_matter(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sites = book["sites"]
        for column in range(1, sites.max_column + 1):
            sites.cell(1, column).value = f"Overskrift {column}"
        sites.move_range(f"A2:A{sites.max_row}", cols=sites.max_column + 1)
        sites.insert_rows(4, 2)
        sites.insert_rows(1)
        cell_of = next(each for row in sites.iter_rows() for each in row if each.value == SITE)
        cell_of.value = f"  {SITE} \u00a0"
        sites["A30"].comment = Comment("hello", "me")

    assert loaded(edited(change), tmp_path).base == load(LEMVIG).base


def test_numbers_as_text_and_dates_are_understood(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        cell(book, "functions", FUNCTION, "minutes_per_visit").value = "31,5"
        cell(book, "policy", "policy.no_new_houses", "value").value = "FALSK"
        cell(book, "scenario", "baseline.date", "value").value = dt.date(2026, 5, 1)

    found = loaded(edited(change), tmp_path).base
    assert found.functions[FUNCTION].minutes_per_visit is not None
    assert found.functions[FUNCTION].minutes_per_visit.value == 31.5
    assert (found.policy.no_new_houses, found.baseline.date) == (False, "2026-05-01")


def test_what_is_hidden_is_read_and_said(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["areas"].row_dimensions[4].hidden = True
        book["sites"].column_dimensions["B"].hidden = True
        book["baseline"].sheet_state = "hidden"

    found = loaded(edited(change), tmp_path)
    assert found.base == load(LEMVIG).base
    assert set(found.remarks) == {
        "The sheet 'baseline' is hidden. It was read.",
        "Hidden rows of 'areas' were read: 4.",
        "Hidden columns of 'sites' were read: B.",
    }


def test_an_unknown_sheet_is_said_and_a_slip_of_the_pen_refused(tmp_path: Path) -> None:
    def more(book: Any) -> None:
        book.create_sheet("Ark1")["A1"] = "my notes"
        book.create_sheet("empty")

    found = loaded(edited(more), tmp_path)
    assert found.remarks == ("The sheet 'Ark1' is no part of a scenario and was not read.",)

    def slip(book: Any) -> None:
        book["sites"].title = "sitse"

    first = faults(edited(slip), tmp_path)
    assert any(fault.suggestion == "sites" and fault.location.endswith("sitse!A1") for fault in first)


def test_a_sheet_that_is_gone_is_missed(tmp_path: Path) -> None:
    said = told(edited(lambda book: book.remove(book["policy"])), tmp_path)
    assert len(said) == 1
    assert re.match(r"contents!A\d+ the sheet 'policy' is listed here, but is gone; put it back", said[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda book: _set(book, "sites", "B2", "titel"), "sites!B2 the column 'titel' is unknown"),
        (lambda book: _set(book, "sites", "A2", "navn"), "sites!A2 the column 'navn' is unknown"),
        (lambda book: _set(book, "sites", "B2", "id"), "sites!B2 the column 'id' stands twice; keep one of them."),
        (lambda book: _set(book, "sites", "B2", None), "sites!B2 the column B has values, but no technical name"),
        (lambda book: book["sites"].delete_rows(2), "sites!A1 no row of the sheet names its columns"),
        (lambda book: book["sites"].merge_cells("C3:C4"), "sites!C3 the cells C3:C4 are merged"),
        (lambda book: _set(book, "sites", "A4", book["sites"]["A3"].value), "stands twice, first in row 3"),
        (lambda book: _set(book, "sites", "A4", None), "sites!A4 the cell 'id' is empty; every row needs it."),
        (
            lambda book: _set(book, "functions.staff_per_clinic_day", "A3", "lunge"),
            "functions.staff_per_clinic_day!A3 there is no 'lunge' in the sheet 'functions'.",
        ),
        (
            lambda book: _set(book, "functions.staff_per_clinic_day", "C3", None),
            "functions.staff_per_clinic_day!C3 the cell 'value' is empty; every row needs it.",
        ),
        (lambda book: book["other"].append(["a..b", "text", "x"]), "'a..b' is no path"),
        (lambda book: book["other"].append(["about.status", "txt", "x"]), "'txt' is no type of a value"),
        (lambda book: book["other"].append(["name", "text", "x"]), "'name' stands elsewhere too; keep one of them."),
        (lambda book: book["other"].append(["about.x", "number", "x"]), "'x' is not a number"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_sheet_is_named(change: Callable[[Any], None], message: str, tmp_path: Path) -> None:
    said = told(edited(change), tmp_path)
    assert any(message in text for text in said), said


def _set(book: Any, sheet: str, name: str, value: Any) -> None:
    book[sheet][name].value = value


def test_a_file_that_is_no_workbook_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no workbook, whatever its name says" in refused(b"id;title\n1;x\n")
    assert "old kind (.xls)" in refused(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert "password" in refused(b"\xd0\xcf\x11\xe0" + bytes(60) + "EncryptedPackage".encode("utf-16-le"))
    assert "LibreOffice (.ods)" in refused(_packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}))
    assert "there is no xl/workbook.xml" in refused(_packed({"a.txt": b"x"}))
    assert "binary workbook (.xlsb)" in refused(_packed({"xl/workbook.bin": b"x"}))
    assert "empty" in refused(b"")
    assert "damaged" in refused(made()[:-3000])
    monkeypatch.setattr(grid, "MOST_UNPACKED", 10_000)
    assert "at most 10,000 bytes" in refused(made())


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_UNPACKED", 10_000_000)
    monkeypatch.setattr(grid, "_blocks", None)
    bomb = _packed({"xl/workbook.xml": b"x", **{f"xl/{n}.xml": bytes(3_000_000) for n in range(4)}})
    assert len(bomb) < 20_000
    assert "unpacks to 12,000,001 bytes" in refused(bomb)


def test_a_directory_that_lies_about_sizes_is_refused() -> None:
    """The size in the directory is made small, as of a bomb that hides."""
    content = bytearray(made())
    size = zipfile.ZipFile(io.BytesIO(bytes(content))).getinfo("xl/worksheets/sheet2.xml").file_size
    at = content.rfind(b"xl/worksheets/sheet2.xml") - 46
    assert struct.unpack_from("<I", content, at + 24)[0] == size
    struct.pack_into("<I", content, at + 24, size - 1000)
    assert "damaged" in refused(bytes(content))


def test_a_cell_far_away_does_not_fill_the_memory() -> None:
    assert "the sheet reaches to sites!XFD1048576" in refused(edited(lambda book: _set(book, "sites", "XFD1048576", 1)))


def test_a_declared_entity_is_refused() -> None:
    source = zipfile.ZipFile(io.BytesIO(made()))
    parts = {name: source.read(name) for name in source.namelist()}
    head = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(b"<worksheet", head, 1)
    assert "damaged" in refused(_packed(parts))


def _packed(parts: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(
                zipfile.ZipInfo(name), part, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            )
    return into.getvalue()


def test_without_the_package_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "find_spec", lambda _name: None)
    assert "its extra 'import'" in refused(made())


def test_the_language_and_ids_are_known_without_checking(tmp_path: Path) -> None:
    file = tmp_path / "model.xlsx"
    file.write_bytes(edited(put("about", "about.language", "value", "en")))
    assert written_language(file) == "en"
    plain = Opened(LEMVIG).plain.base
    assert written_names(file, "sites", "da") == {key: site.title.da for key, site in plain.sites.items()}
    assert written_names(file, "phases", "da") == {}
    file.write_bytes(b"nothing")
    assert (written_language(file), written_names(file, "sites", "da")) == ("", {})


def test_an_analyst_changes_a_number_and_adds_a_row(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        cell(book, "functions", FUNCTION, "minutes_per_visit").value = 44
        sources = book["sources"]
        sources.append(["ny_kilde", "En ny kilde"])
        areas = book["areas"]
        copied = [each.value for each in areas[3]]
        areas.append(["ny_by", *copied[1:]])

    found = loaded(edited(change), tmp_path).base
    minutes = found.functions[FUNCTION].minutes_per_visit
    assert isinstance(minutes, Quantity)
    assert minutes.value == 44
    assert found.sources["ny_kilde"].title == "En ny kilde"
    assert list(found.areas.rows)[-1] == "ny_by"
    assert len(found.areas.rows) == len(load(LEMVIG).base.areas.rows) + 1
