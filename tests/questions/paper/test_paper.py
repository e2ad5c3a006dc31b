"""``placement paper``: two pages, every figure found again in a table, and nothing written over or half written."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from pypdf import PdfReader

from placement.cli import run
from placement.questions.paper import run as paper_run
from tests.helpers import world

Capture = pytest.CaptureFixture[str]
DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
STAIRS = "What the next step costs for each minute saved"
NO_STAIRS = ("--method", "balanced", "--weights", "citizen=1,quality=1,economy=1")
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
    (picture, *_) = document.element.body.iter(DOC_PR)
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
        ("{{ 1 / 0 }}", "cannot be filled in: division by zero. The parts"),
        ("{{ title|nothing }}", "cannot be filled in: No filter named 'nothing'. The parts"),
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
    assert said in " ".join(capsys.readouterr().err.split())
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
    assert [price for price in prices if not price.endswith("\u00a0kr.")] == []


def paper_of(scenario: str, folder: Path, *options: str) -> tuple[Any, str]:
    """The Word document of a scenario's paper in English, and its words."""
    assert run(["paper", scenario, "--out", str(folder), "--quiet", "--lang", "en", *options]) == 0
    document = Document(str(folder / "paper.docx"))
    return document, words_of(document)


@pytest.mark.usefixtures("quick_pdf")
def test_what_payers_pay_adds_up_to_what_it_costs(tmp_path: Path) -> None:
    """The region's 410,500 and the municipalities' 241,600 are 652,000, and would be shown as 411,000 and 242,000."""
    _, text = paper_of("scenarios/hvem-betaler", tmp_path)
    assert "It costs 653,000\u00a0kr. a year to run and nothing in investment." in text
    assert text.index("Region") < text.index("+411,000\u00a0kr.") < text.index("+242,000\u00a0kr.")


@pytest.mark.usefixtures("quick_pdf")
def test_a_sentence_has_one_full_stop_and_a_longer_trip_a_place(tmp_path: Path) -> None:
    _, text = paper_of("scenarios/lukning", tmp_path)
    assert "Running costs fall by 100,000\u00a0kr. a year. Investment costs nothing." in text
    assert ".." not in text
    assert "300 visits a year get a longer trip, most of them from: Vesterby 300." in text
    assert "0 offers" not in text


@pytest.mark.usefixtures("quick_pdf")
def test_an_offer_that_breaks_a_rule_says_so(tmp_path: Path) -> None:
    _, excepted = paper_of("scenarios/oe-undtagelse", tmp_path / "excepted")
    assert "Diabetesambulatorium in Lillø is excepted from a rule (minimum visits)." in excepted
    _, bought = paper_of("scenarios/til-en-pris", tmp_path / "bought")
    assert (
        "nobody pays: Vesterby Sundhedshus: room-days a week: lacks 2 (consulting room); 100,000\u00a0kr. a year."
        in bought
    )
    paths = {figure["column"] for figure in figures_in(tmp_path / "bought")}
    assert {"soft_rules.0.slack", "soft_rules.0.money_per_year"} <= paths


@pytest.mark.usefixtures("quick_pdf")
def test_offers_that_share_their_cost_have_a_price_together_only(tmp_path: Path) -> None:
    document, _ = paper_of("scenarios/saarbar", tmp_path)
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [row[-1] for row in rows[1:]] == ["–", "–", "4.34\u00a0kr."]
    assert rows[-1][0] == "The whole proposal"


@pytest.mark.usefixtures("quick_pdf")
def test_where_nothing_changes_no_trip_is_said_to_be_0_minutes(tmp_path: Path) -> None:
    _, text = paper_of("scenarios/frit-valg", tmp_path)
    assert "No visit gets another trip." in text
    assert "It costs nothing to run or in investment." in text
    assert "Visits a year affected" not in text


@pytest.mark.usefixtures("quick_pdf")
def test_visits_at_home_are_told_apart_from_those_at_the_sites(tmp_path: Path) -> None:
    document, text = paper_of("scenarios/trappen", tmp_path)
    (row,) = ([cell.text for cell in row.cells] for row in document.tables[-1].rows if "affected" in row.cells[0].text)
    assert row == ["Visits a year affected", "–", "1,420", "750 at home"]
    assert "At home: about 750 visits a year are spared a trip of 30 minutes each way. At the sites: about 680 " in text
    paths = {figure["column"] for figure in figures_in(tmp_path)}
    assert {"indicators.moved_home_visits", "indicators.moved_shorter_minutes"} <= paths


@pytest.mark.usefixtures("quick_pdf")
def test_weights_and_whether_they_are_decided_are_told(tmp_path: Path) -> None:
    weights = ("--method", "balanced", "--weights", "citizen=2,quality=1,economy=3")
    _, text = paper_of("scenarios/lemvig-foerste", tmp_path, *weights)
    assert "The weights 2 · 1 · 3 were chosen for this calculation." in text
    assert {"weights.citizen", "weights.economy"} <= {figure["column"] for figure in figures_in(tmp_path)}


@pytest.mark.slow
def test_lost_quality_is_held_against_today_in_the_table_and_in_the_text(written: Path) -> None:
    """Held against being without each offer the losses would be 314 visits, 37 more than the table's change."""
    text = words_of(Document(str(written / "paper.docx")))
    assert "+277" in text
    assert "More quality is lost than today with Hearing clinic in Skive, Hearing clinic in Holstebro and " in text
    assert "+120" not in text


@pytest.mark.slow
def test_assumptions_with_a_source_are_not_said_to_have_none(written: Path, result: Path) -> None:
    rows = list(csv.DictReader((result / "assumptions.csv").read_text(encoding="utf-8").splitlines()))
    assert any(row["quality"] == "assumption" and row["source"] for row in rows)
    text = words_of(Document(str(written / "paper.docx")))
    assert "numbers are assumptions." in text
    assert "without a source" not in text


def test_what_was_not_looked_for_is_not_said_to_be_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search without time to look at each offer says so."""
    folder = tmp_path / "result"
    assert run(["solve", "scenarios/lemvig-foerste", "--out", str(folder), "--quiet", "--lang", "en"]) == 0
    monkeypatch.setattr("placement.questions.paper.run.pdf_of", lambda *_: b"%PDF-1.7")
    real = paper_run.read_result
    monkeypatch.setattr(paper_run, "read_result", lambda *asked: _unexamined(real(*asked)))
    _, text = paper_of(str(folder), tmp_path / "paper")
    assert "There was no time to look for offers that came close." in text
    assert "There was no time to find out which numbers would change the answer." in text
    assert "No other offer came close." not in text


def _unexamined(source: Any) -> Any:
    study = replace(source.study, examined=False, pairs=())
    return replace(source, study=study)


def test_headings_and_pictures_are_for_screen_readers_too(tmp_path: Path) -> None:
    document, _ = paper_of("scenarios/trappen", tmp_path)
    headings = [line.style.name for line in document.paragraphs if line.style.name.startswith("Heading")]
    assert headings[0] == "Heading 1"
    assert set(headings[1:]) == {"Heading 2"}
    assert document.core_properties.author == ""
    assert document.core_properties.created.year >= 2026
    told = [picture.get("descr") for picture in document.element.body.iter(DOC_PR)]
    assert [words.split(". ")[0] for words in told] == ["Travel time against today", STAIRS]
    assert "3.7 kr.: + Diabetesambulatorium Østerby" in told[1]
    assert list(alternatives(PdfReader(tmp_path / "paper.pdf").trailer["/Root"]["/StructTreeRoot"])) == told


def alternatives(node: Any) -> Iterator[str]:
    """The alternative texts below a node of the structure of a PDF."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from alternatives(one)
    elif isinstance(node, dict):
        if "/Alt" in node:
            yield str(node["/Alt"])
        yield from alternatives(node.get("/K", []))


def test_tables_follow_each_other_with_room_between_where_there_is_no_picture(tmp_path: Path) -> None:
    assert (
        run(["paper", "scenarios/dialyse-satellit", "--out", str(tmp_path), "--quiet", "--lang", "en", *NO_STAIRS]) == 0
    )
    assert 'class="pictures"' not in (tmp_path / "paper.html").read_text(encoding="utf-8")


def test_a_paper_with_much_to_say_says_less_on_two_pages(tmp_path: Path, capsys: Capture) -> None:
    left_out = [f"Number {n}: {'what nobody has counted, ' * 50}" for n in range(40)]
    about = "--set", f"about.not_in_model={json.dumps(left_out)}"
    _, text = paper_of("scenarios/trappen", tmp_path, *about)
    assert len(PdfReader(tmp_path / "paper.pdf").pages) == 2
    assert "Number 4: " in text
    assert "; and 35 more." in text
    assert "more than two pages" not in capsys.readouterr().err


def test_a_paper_that_has_to_be_longer_says_so(tmp_path: Path, capsys: Capture) -> None:
    steps = [f"Step {n}: heard by all who have a part in it, and then by those who have none" for n in range(150)]
    paper_of("scenarios/lemvig-foerste", tmp_path, "--set", f"about.next_steps={json.dumps(steps)}")
    assert len(PdfReader(tmp_path / "paper.pdf").pages) > 2
    assert "The paper has more than two pages" in " ".join(capsys.readouterr().err.split())


WIDEST, HIGHEST, MILLIMETRES_IN_A_POINT = 88, 70, 25.4 / 72
"""Of a picture on half a page, in millimetres."""


def words_in(drawn: ET.Element, size: float = 0.0, scale: float = 1.0) -> Iterator[float]:
    """Sizes of the words of a picture in a file, in its own units."""
    if drawn.get("class") == "map-narrow":
        return
    larger = re.search(r"scale\(([\d.]+)\)", drawn.get("transform", ""))
    size, scale = float(drawn.get("font-size") or size), scale * (float(larger[1]) if larger else 1)
    if drawn.tag.endswith("text"):
        yield size * scale
    for each in drawn:
        yield from words_in(each, size, scale)


@pytest.mark.usefixtures("quick_pdf")
def test_words_in_pictures_can_be_read_on_paper(tmp_path: Path) -> None:
    paper_of("scenarios/trappen", tmp_path)
    pictures = re.findall(r"<svg.*?</svg>", (tmp_path / "paper.html").read_text(encoding="utf-8"), re.DOTALL)
    assert len(pictures) == 2
    for picture in pictures:
        root = ET.fromstring(picture)
        wide, high = map(float, root.attrib["viewBox"].split()[2:])
        millimetres = min(WIDEST / wide, HIGHEST / high)
        assert min(words_in(root)) * millimetres / MILLIMETRES_IN_A_POINT > 4.5
