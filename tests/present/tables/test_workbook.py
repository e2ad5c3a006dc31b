"""The workbook: typed cells that say what the CSV files and result.json say, in both languages, and never a formula."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from placement.locale import LANGUAGES, translated
from placement.present.tables.columns import Cell, Table, TableKind, flag, key, number, text, whole
from placement.present.tables.csv_dialect import DIALECTS, STANDARD, Dialect, parse
from placement.present.tables.workbook import MOST_ROWS, UNCHANGED, About, in_order, workbook
from placement.present.words.terms import Words
from placement.present.words.vocabulary import ITEM, RULE, has_words
from placement.present.words.vocabulary import told as in_words
from placement.present.words.voice import Language, Voice
from placement.questions.ballots import tables as ballots_tables
from placement.questions.compare import tables as compare_tables
from placement.questions.drafts import tables as drafts_tables
from placement.questions.explain import tables as explain_tables
from placement.questions.pairs import tables as pairs_tables
from placement.questions.proposal.folder import WORKBOOK, result_files
from placement.questions.proposal.outputs import tables
from placement.questions.robust import tables as robust_tables
from placement.questions.tradeoff import tables as tradeoff_tables
from placement.questions.tradeoff.steps import tables as steps_tables
from placement.reference import TABLES
from tests.helpers import world

BOTH = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
FOLDERS = (
    TABLES,
    {**compare_tables.TABLES, **compare_tables.OPTIONAL},
    drafts_tables.TABLES,
    tradeoff_tables.TABLES,
    steps_tables.TABLES,
    explain_tables.TABLES,
    pairs_tables.TABLES,
    robust_tables.TABLES,
    ballots_tables.TABLES,
)
AROUND = ("Read me", "Columns")


def said(text: str, lang: Language) -> str:
    """A text with the words of the scenario of these tests."""
    return Voice.of(world.solved()[2].scenario, lang)(text)


ABOUT = About("=Om", [("scenario", "=1+1")], dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC))


def files(dialect: Dialect = STANDARD, lang: Language = "da", suppress_below: float = 0) -> dict[str, bytes]:
    solved, study, loaded = world.solved()
    call = world.call(loaded.folder, dialect, suppress_below)
    return result_files(solved, study, loaded, type(call)(**{**vars(call), "lang": lang}))


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def values(sheet: Any) -> list[tuple[Cell, ...]]:
    """Rows below the headings; spreadsheets write what they cannot hold as ``_x005F_`` and the like."""
    rows = sheet.iter_rows(min_row=3, values_only=True)
    return [tuple(unescape(value) if isinstance(value, str) else value for value in row) for row in rows]


def of(table: Table, lang: Language = "da") -> Any:
    return opened(workbook({table.name: table}, ABOUT, lang))[Voice(lang)(table.kind.sheet)]


def small(*rows: tuple[Cell, ...], name: str = "sites") -> Table:
    columns = (
        key("site", "Site.", "Sted."),
        text("note", "Note.", "Note."),
        number("visits_per_year", "Visits a year", "visits/year", "Visits."),
        number("investment", "Investment", "DKK", "Money."),
        number("utilisation", "Utilisation", "share", "Share."),
        whole("functions", "Functions", "functions", "Count."),
        flag("kept", "Kept.", "Holdt."),
    )
    return Table(replace(TABLES[name], columns=columns), list(rows))


def as_shown(table: Table, row: tuple[Cell, ...], lang: Language) -> tuple[Cell, ...]:
    """A row of a CSV file as the workbook shows it: words in the language, and nothing for what is not known."""
    cells = zip(table.columns, row, strict=True)
    say = Voice.of(world.solved()[2].scenario, lang)
    words = (in_words(column, value, say) if isinstance(value, str) else value for column, value in cells)
    return tuple(None if value == "" else value for value in words)


@BOTH
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_and_the_csv_files_say_the_same(dialect: Dialect, lang: Language) -> None:
    made = files(dialect, lang)
    solved, study, _ = world.solved()
    book = opened(made[WORKBOOK])
    expected = tables(solved, study, lang=lang)
    assert book.sheetnames[1:-1] == [said(TABLES[name].sheet, lang) for name in expected]
    for name, table in expected.items():
        sheet = book[said(TABLES[name].sheet, lang)]
        written = parse(table, made[f"{name}.csv"], dialect)
        assert [cell.value for cell in sheet[1]] == [said(column.heading, lang) for column in table.columns]
        assert tuple(cell.value for cell in sheet[2]) == table.headings
        assert values(sheet) == [as_shown(table, row, lang) for row in in_order(written)], name


@BOTH
def test_both_say_the_numbers_of_the_document(dialect: Dialect) -> None:
    made = files(dialect)
    document = json.loads(made["result.json"])
    solved, study, _ = world.solved()
    expected = tables(solved, study)
    sheet = opened(made[WORKBOOK])[said(TABLES["recommendation"].sheet, "da")]
    table = parse(expected["recommendation"], made["recommendation.csv"], dialect)
    told = {(each["function"], each["site"]): each for each in document["placements"]}
    for rows in (values(sheet), table.rows):
        found = {
            (row["function"], row["site"]): row for row in (dict(zip(table.headings, r, strict=True)) for r in rows)
        }
        assert set(told) <= set(found)
        for pair, placement in told.items():
            for name in ("days_per_week", "days_today", "visits_per_year", "visits_today", "utilisation"):
                wanted = placement[name]
                assert found[pair][name] == (wanted if wanted is None else pytest.approx(wanted, rel=1e-9)), name
            assert found[pair]["recommended"] is placement["open"]
            change = table.columns[table.position("change")]
            assert found[pair]["change"] in (placement["change"], in_words(change, placement["change"], Voice("da")))


@BOTH
def test_sums_over_the_rows_are_the_aims_and_indicators(dialect: Dialect) -> None:
    made = files(dialect)
    now = json.loads(made["result.json"])["indicators"]
    solved, study, _ = world.solved()
    expected = tables(solved, study)
    for name, read in (("csv", parse), ("xlsx", None)):
        assignments = expected["assignments"]
        rows = (
            read(assignments, made["assignments.csv"], dialect).rows
            if read
            else values(opened(made[WORKBOOK])[said(TABLES["assignments"].sheet, "da")])
        )
        at = {column: assignments.position(column) for column in ("visits_per_year", "minutes", "site")}
        visits = sum(float(row[at["visits_per_year"]] or 0) for row in rows)
        minutes = sum(float(row[at["visits_per_year"]] or 0) * float(row[at["minutes"]] or 0) for row in rows)
        home = sum(float(row[at["visits_per_year"]] or 0) for row in rows if row[at["site"]] == "home")
        assert minutes / visits == pytest.approx(now["mean_minutes_per_visit"], rel=1e-8), name
        assert home / visits == pytest.approx(now["home_share"], rel=1e-8), name


def test_cells_have_types_and_nothing_is_a_formula() -> None:
    row = ("=1+1", "0766", 1234.5678901234, -2e6, 0.25, 3, True)
    sheet = of(small(row, ("b", "", None, float("nan"), 1e-12, None, False)))
    assert [cell.data_type for cell in sheet[3]] == ["s", "s", "n", "n", "n", "n", "b"]
    assert [cell.value for cell in sheet[3]] == ["=1+1", "0766", 1234.56789, -2000000, 0.25, 3, True]
    assert [cell.value for cell in sheet[4]] == ["b", None, None, None, 0, None, False]


@pytest.mark.parametrize(("lang", "money", "share"), [("da", '#,##0 "kr."', "0.0 %"), ("en", '"DKK" #,##0', "0.0%")])
def test_numbers_are_shown_as_the_language_writes_them(lang: Language, money: str, share: str) -> None:
    sheet = of(small(("a", "", 1.0, 2.0, 0.3, 4, True)), lang)
    assert [sheet.cell(3, at).number_format for at in (3, 4, 5)] == ["#,##0", money, share]


def test_where_rows_are_few_visits_a_decimal_is_shown() -> None:
    assert of(small(("a", "", 0.4, 2.0, 0.3, 4, True), name="areas")).cell(3, 3).number_format == "#,##0.0"


def test_headings_stay_in_sight_and_can_be_filtered() -> None:
    book = opened(files()[WORKBOOK])
    for sheet in book.worksheets[1:-1]:
        assert re.fullmatch(r"[ABC]3", sheet.freeze_panes), sheet.title
        assert sheet.auto_filter.ref.startswith("A2:"), sheet.title
        assert all(8 < size.width <= 61 for size in sheet.column_dimensions.values()), sheet.title
        assert sheet.print_title_rows == "$1:$2", sheet.title
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0), sheet.title
        assert sheet.print_title_rows or sheet.title == "Læs mig"
    assert book["Forslag"].freeze_panes == "C3"
    assert book["Kolonner"].freeze_panes == "C2"


def test_the_last_sheet_explains_every_column() -> None:
    solved, study, _ = world.solved()
    for lang, sheet in (("da", "Kolonner"), ("en", "Columns")):
        found = list(opened(files(lang=lang)[WORKBOOK])[sheet].iter_rows(min_row=2, values_only=True))
        every = [column for table in tables(solved, study).values() for column in table.columns]
        assert [(line[1], line[3], line[4] or "") for line in found] == [(c.name, c.type, c.unit) for c in every]
        assert [line[7] for line in found] == [said(c.meaning, lang) for c in every]


def test_the_first_sheet_says_what_it_is_and_leads_to_the_others() -> None:
    book = opened(files(suppress_below=5)[WORKBOOK])
    sheet = book["Læs mig"]
    rows = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=1, max_row=14)}
    assert sheet["A1"].value == "Prøve: hospitalsfunktioner"
    assert rows["Lavet"] == dt.datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - a spreadsheet knows no zones
    assert (rows["Varianter"], rows["Kommando"]) == ("flere", world.call(world.solved()[2].folder).command)
    assert "under 5 er udeladt" in rows["Udeladt"]
    links = [cell.hyperlink.location for row in sheet for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:-1]]
    assert not any(cell.hyperlink.target for row in sheet for cell in row if cell.hyperlink)


def test_small_numbers_left_out_of_csv_are_left_out_here() -> None:
    sheet = opened(files(suppress_below=50)[WORKBOOK])["Områder"]
    at = [cell.value for cell in sheet[2]].index("visits_shorter_per_year")
    plain = [row[at] for row in values(opened(files()[WORKBOOK])["Områder"])]
    shown = [row[at] for row in values(sheet)]
    assert any(value is not None and 0 < value < 50 for value in plain)
    assert shown == [None if value is not None and 0 < value < 50 else value for value in plain]


def test_text_of_any_kind_is_kept() -> None:
    odd = ["<r>&x</r>", "<b>&amp;", "http://example.org", "mailto:x@y", "_x0041_", " leading", "a\tb\nc", "{=1}", "𝕏"]
    sheet = of(small(*((str(n), each, 0.0, 0.0, 0.0, 0, True) for n, each in enumerate(odd))))
    assert [row[1].rstrip(" ") for row in values(sheet)] == odd
    assert not [cell for row in sheet for cell in row if cell.hyperlink or cell.data_type == "f"]


def test_text_longer_than_a_cell_ends_in_a_mark() -> None:
    sheet = of(small(("a", "𝕏" * 40_000, 0.0, 0.0, 0.0, 0, True)))
    assert sheet["B3"].value.endswith("𝕏…")
    assert len(sheet["B3"].value.encode("utf-16-le")) // 2 <= 32_767


def test_a_table_longer_than_a_sheet_is_not_cut_in_silence() -> None:
    row = ("a", "", 1.0, 2.0, 0.3, 4, True)
    sheet = of(Table(small().kind, [row] * (MOST_ROWS + 1)))
    assert sheet.max_row == 3
    assert sheet["A3"].value == "1.048.575 rækker er flere, end et ark kan rumme. De står i sites.csv."


def test_the_same_result_makes_the_same_bytes() -> None:
    assert files()[WORKBOOK] == files()[WORKBOOK]


def test_what_changes_comes_first_and_else_the_order_is_that_of_the_file() -> None:
    solved, study, _ = world.solved()
    table = tables(solved, study)["recommendation"]
    at = table.position("change")
    rows = in_order(table)
    assert sorted(rows, key=str) == sorted(table.rows, key=str)
    quiet = [row[at] in UNCHANGED for row in rows]
    assert True in quiet
    assert False in quiet
    assert quiet == sorted(quiet)
    for part in (True, False):
        assert [r for r in rows if (r[at] in UNCHANGED) is part] == [
            r for r in table.rows if (r[at] in UNCHANGED) is part
        ]
    assert in_order(tables(solved, study)["sites"]) == tables(solved, study)["sites"].rows


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", [123_456_789.0, -123_456_789_012.5, 0.0, 1e15])
def test_there_is_room_for_every_number(value: float, lang: Language) -> None:
    """A spreadsheet shows ``###`` where there is not: digits, separators, sign, and what stands beside the number."""
    sheet = of(small(*[("a", "", 1.0, 2.0, 0.3, 4, True)] * 300, ("b", "", value, value, value, 4, True)), lang)
    for column, beside in (("C", 0), ("D", 4), ("E", 2)):
        digits = f"{value * (100 if column == 'E' else 1):,.0f}"
        assert sheet.column_dimensions[column].width > len(digits) + beside


def test_dates_have_room() -> None:
    assert opened(files()[WORKBOOK])["Læs mig"].column_dimensions["B"].width > len("30-11-2026 12:00")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: next(iter(folder)))
def test_every_technical_word_can_be_told_in_another_language(folder: dict[str, TableKind]) -> None:
    columns = [column for kind in folder.values() for column in kind.columns]
    assert [column.name for column in columns if not has_words(column)] == []


def test_technical_words_are_told_and_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "placement.present.words.vocabulary.translated", lambda text, _: f"«{text.rpartition(chr(4))[2]}»"
    )
    kind = TABLES["recommendation"]
    at = [column.name for column in kind.columns].index("change")
    row = tuple("new" if n == at else None for n in range(len(kind.columns)))
    for lang, shown, explained in (("da", "«new»", "«new» (new)"), ("en", "new", "new")):
        book = opened(workbook({"recommendation": Table(kind, [row])}, ABOUT, lang))
        assert book.worksheets[1].cell(3, at + 1).value == shown
        assert any(explained in str(line[6]) for line in book.worksheets[-1].iter_rows(values_only=True))


COLUMNS = [column for folder in FOLDERS for kind in folder.values() for column in kind.columns]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headings_are_short(lang: Language) -> None:
    assert all(0 < len(said(column.heading, lang)) <= 42 for column in COLUMNS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets_have_names_that_a_spreadsheet_takes(lang: Language) -> None:
    for folder in FOLDERS:
        names = [translated(text, lang) for text in (*(kind.sheet for kind in folder.values()), *AROUND)]
        assert len({name.casefold() for name in names}) == len(names)
        assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_heading_is_the_same_twice_in_a_table(lang: Language) -> None:
    for folder in FOLDERS:
        for name, kind in folder.items():
            found = [said(column.heading, lang) for column in kind.columns]
            assert len(set(found)) == len(found), (name, found)


def test_no_room_for_the_sheets_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files()  # the scenario they are made of is written to a temporary folder, once
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "not there"))
    with pytest.raises(Exception, match="workbook cannot be made"):
        files()


def test_a_long_text_of_the_first_sheet_is_seen_whole_and_leaves_the_sheet_as_wide_as_it_is() -> None:
    facts = [("not_in_model", "; ".join(f"noget, der ikke måles, nummer {n}" for n in range(30))), ("scenario", "kort")]
    sheet = opened(workbook({}, replace(ABOUT, facts=facts), "da"))["Læs mig"]
    long, short = (next(row[0].row for row in sheet if row[1].value == value) for _, value in facts)
    assert {str(each) for each in sheet.merged_cells.ranges} == {f"B{long}:D{long}", f"B{short}:D{short}"}
    assert sheet[f"B{long}"].alignment.wrap_text
    room = sum(sheet.column_dimensions[column].width for column in "BCD")
    assert sheet.row_dimensions[long].height / (sheet.row_dimensions[short].height or 15) >= len(facts[0][1]) / room


def test_the_scenarios_own_names_stand_for_kinds_of_site_payers_and_items() -> None:
    solved, study, scenario = world.solved()
    about = replace(ABOUT, words=Words.of(scenario.scenario))
    made = tables(solved, study, lang="da")
    book = opened(workbook(made, about, "da"))
    technical = {*scenario.scenario.terms.site_kinds, *ITEM, *RULE, "price", "assumption", "kept", "none", "open"} - {
        "hospital",
        "home",
    }
    seen = {value for sheet in book.worksheets[1:-1] for row in values(sheet) for value in row}
    say = Voice.of(scenario.scenario, "da")
    items = {say(ITEM[paid["item"]]) for paid in made["payers"].records()}
    offers = made["recommendation"].records()
    deciding = {say(RULE[each["deciding_limit"]]) for each in offers if each["deciding_limit"] in RULE}
    assert deciding
    assert {say.kind("health_house"), say.payer("region"), *items, *deciding} <= seen
    assert technical & seen == set()
