"""``placement paper``: two pages, every figure found again in a table, and nothing written over or half written."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from placement.cli import run
from tests.helpers import world

Capture = pytest.CaptureFixture[str]
FILES = ["paper.docx", "paper.html", "paper.pdf", "paper_figures.csv"]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result folder, with everything its tables can hold."""
    folder = tmp_path_factory.mktemp("paper") / "result"
    assert run(["solve", "scenarios/midtjylland", "--out", str(folder), "--quiet", "--lang", "en"]) == 0
    return folder


@pytest.fixture(scope="module")
def written(result: Path) -> Path:
    """Its paper, with the tables of its staircase beside it."""
    folder = result.parent / "paper"
    assert run(["paper", str(result), "--out", str(folder), "--quiet", "--lang", "en"]) == 0
    stairs = result.parent / "stairs"
    assert run(["tradeoff", "scenarios/midtjylland", "--out", str(stairs), "--quiet", "--lang", "en"]) == 0
    return folder


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the PDF is not what a test looks at, it is not drawn."""
    monkeypatch.setattr("placement.questions.paper.run.pdf_of", lambda *_: b"%PDF-1.7")


def numbers_in(words: str) -> Iterator[str]:
    """The numbers in a text as they are written, with their separators and without signs."""
    held = ""
    for sign in f"{words} ":
        if sign.isdigit() or (held and sign in ".,"):
            held += sign
        elif held:
            yield held.rstrip(".,")
            held = ""


def words_of(document: Any) -> str:
    """All words of a Word document: paragraphs, tables and footers."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def figures_in(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / "paper_figures.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.slow
def test_every_number_of_the_word_document_is_a_figure_of_a_table(written: Path) -> None:
    text = words_of(Document(str(written / "paper.docx")))
    figures = figures_in(written)
    known = {number for figure in figures for number in numbers_in(figure["said"])}
    own_words = {"30", "45", "0", "2026", "2"}  # the day, names of measures, and the price of a minute's own words
    strange = sorted(set(numbers_in(text)) - known - own_words - set(re.findall(r"\d+", _date(text))))
    assert strange == []
    assert len(figures) > 60


def _date(text: str) -> str:
    return text.splitlines()[0]


@pytest.mark.slow
def test_a_figure_is_what_its_cells_say(written: Path, result: Path) -> None:
    document = json.loads((result / "result.json").read_text(encoding="utf-8"))
    tried = 0
    for figure in figures_in(written):
        if figure["file"] == "result.json":
            paths = figure["column"].split(" - ")
            numbers = [_at(document, path) for path in paths]
            if figure["how"] == "difference":
                assert abs(float(figure["value"]) - (numbers[0] - numbers[1])) < 1
            else:
                assert float(figure["value"]) == pytest.approx(numbers[0], rel=1e-6)
        else:
            assert (figure["value"] or figure["said"]) == _reckoned(figure, result)
        tried += 1
    assert tried > 60


def _at(document: Any, path: str) -> float:
    for name in path.split("."):
        document = document[name]
    return float(document)


def _reckoned(figure: dict[str, str], result: Path) -> str:
    """The value of a figure, made from the files alone; as it stands where the two agree."""
    place = result if (result / figure["file"]).exists() else result.parent / "stairs"
    wanted = [each.split("=", 1) for each in figure["rows"].split("; ") if each]
    rows = [
        row
        for row in csv.DictReader((place / figure["file"]).read_text(encoding="utf-8").splitlines())
        if all(row[name] == value for name, value in wanted)
    ]
    cells = [row[figure["column"]] for row in rows]
    if figure["how"] in ("count", "distinct"):
        return str(len(cells) if figure["how"] == "count" else len(set(cells)))
    if figure["how"] == "sum":
        same = sum(float(cell or 0) for cell in cells) == pytest.approx(float(figure["value"]), rel=1e-6)
        return figure["value"] if same else str(cells)
    (cell,) = cells
    try:
        return figure["value"] if float(cell) == pytest.approx(float(figure["value"]), rel=1e-6) else cell
    except ValueError:
        return cell


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["da", "en"])
def test_it_has_at_most_two_pages_and_is_tagged(result: Path, written: Path, tmp_path: Path, lang: str) -> None:
    folder = written if lang == "en" else tmp_path
    assert lang == "en" or run(["paper", str(result), "--out", str(folder), "--quiet", "--lang", lang]) == 0
    pdf = PdfReader(folder / "paper.pdf")
    assert len(pdf.pages) <= 2
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == lang
    assert sorted(path.name for path in folder.iterdir()) == FILES


def test_a_scenario_is_solved_first_and_pictures_are_told_in_words(tmp_path: Path) -> None:
    out = tmp_path / "paper"
    assert run(["paper", "scenarios/lemvig-foerste", "--out", str(out), "--quiet", "--lang", "en"]) == 0
    assert len(PdfReader(out / "paper.pdf").pages) <= 2
    document = Document(str(out / "paper.docx"))
    (picture, *_) = document.element.body.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    )
    assert "trip" in picture.get("descr")
    assert document.core_properties.language == "en"
    assert '<html lang="en">' in (out / "paper.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("quick_pdf")
def test_a_paper_that_is_there_is_kept(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "paper.docx").write_text("somebody's work")
    assert run(["paper", "scenarios/lemvig-foerste", "--out", str(tmp_path), "--quiet", "--lang", "en"]) == 2
    assert "somebody may have worked on it" in capsys.readouterr().err
    assert (tmp_path / "paper.docx").read_text() == "somebody's work"
    assert [path.name for path in tmp_path.iterdir()] == ["paper.docx"]
    again = ["paper", "scenarios/lemvig-foerste", "--out", str(tmp_path), "--quiet", "--lang", "en", "--replace"]
    assert run(again) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES


@pytest.mark.usefixtures("quick_pdf")
def test_a_template_of_ones_own_is_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    world.on_disk(tmp_path / "scenario")
    assert run(["paper", "--write-template", "own.docx"]) == 0
    document = Document("own.docx")
    document.paragraphs[0].text = "Our region: {{ title }}"
    document.save("own.docx")
    assert run(["paper", "scenario", "--template", "own.docx", "--quiet", "--lang", "en"]) == 0
    assert Document("paper/paper.docx").paragraphs[0].text.startswith("Our region: ")


@pytest.mark.usefixtures("quick_pdf")
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{{ nothing_of_that_name }}", "nothing_of_that_name"),
        ("{% if %}", "cannot be filled in"),
        ("{{ title.__class__.__mro__ }}", "cannot be filled in"),
    ],
)
def test_a_template_with_a_fault_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, written: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    world.on_disk(tmp_path / "scenario")
    assert run(["paper", "--write-template", "own.docx"]) == 0
    document = Document("own.docx")
    document.paragraphs[0].text = written
    document.save("own.docx")
    assert run(["paper", "scenario", "--template", "own.docx", "--quiet", "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
    assert not Path("paper").exists()


def test_a_template_that_is_no_word_document_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "text.docx").write_text("no archive")
    with zipfile.ZipFile(tmp_path / "other.docx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    for name in ("text.docx", "other.docx"):
        asked = ["paper", "scenarios/lemvig-foerste", "--template", str(tmp_path / name), "--out", str(tmp_path / "p")]
        assert run([*asked, "--lang", "en"]) == 2
        assert "is no Word document" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "p").exists()


def test_without_a_scenario_it_says_what_to_name(capsys: Capture) -> None:
    assert run(["paper", "--lang", "en"]) == 2
    assert "placement paper SCENARIO" in capsys.readouterr().err


@pytest.mark.usefixtures("quick_pdf")
def test_markup_in_a_title_stays_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    world.on_disk(tmp_path / "scenario")
    title = "Tom & <b>Ida</b> {{ 7 * 7 }} {% if %}"
    asked = ["paper", "scenario", "--quiet", "--lang", "en", "--set", f"title.en={title}"]
    assert run(asked) == 0
    assert title in words_of(Document("paper/paper.docx"))
    page = Path("paper/paper.html").read_text(encoding="utf-8")
    assert "<b>Ida" not in page
    assert "{{ 7 * 7 }}" in page


def test_a_method_without_prices_has_no_staircase(tmp_path: Path) -> None:
    asked = ["paper", "scenarios/lemvig-foerste", "--out", str(tmp_path), "--quiet", "--lang", "en"]
    assert run([*asked, "--method", "balanced", "--weights", "citizen=1,quality=1,economy=1"]) == 0
    text = words_of(Document(str(tmp_path / "paper.docx")))
    assert "What a saved minute may cost" not in text
    assert io.BytesIO((tmp_path / "paper.pdf").read_bytes()).read(5) == b"%PDF-"


@pytest.mark.slow
def test_a_price_has_its_currency(written: Path) -> None:
    prices = [figure["said"] for figure in figures_in(written) if figure["column"].endswith(("minute", "price"))]
    assert len(prices) > 3
    assert [price for price in prices if not price.endswith(" kr.")] == []
