"""Write the Word template of the paper for a meeting.

    python -m tools.paper_template

The template is a Word document like any other, with Jinja's tags between its words; a region changes a copy of it in
Word. This makes the program's own anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

PATH = Path(__file__).parents[1] / "placement" / "questions" / "paper" / "templates" / "paper.docx"
_ACCENT, _MUTED = RGBColor(0x12, 0x35, 0x5B), RGBColor(0x52, 0x60, 0x6D)
_OFFERS = (44, 34, 20, 18, 22, 20, 24)
_AIMS = (86, 32, 32, 32)
"""Widths of columns in millimetres."""


def template() -> Any:
    """The document."""
    made = Document()
    _styles(made)
    first = made.sections[0]
    first.page_width, first.page_height = Mm(210), Mm(297)
    first.top_margin, first.bottom_margin, first.left_margin, first.right_margin = Mm(13), Mm(14), Mm(14), Mm(14)
    _footer(first)
    made.add_paragraph("{{ agenda_item }} · {{ status }} · {{ date }}", style="Caption")
    made.add_paragraph("{{ title }}", style="Title")
    _repeated(made, "line", "lines", "{{ line }}", "Caption")
    for name in ("decide", "proposal"):
        _topic(made, name)
    _grid(made, "offers", _OFFERS)
    _pictures(made)
    _grid(made, "aims", _AIMS)
    columns = made.add_section(WD_SECTION.CONTINUOUS)
    shape = columns._sectPr.find(qn("w:cols"))  # noqa: SLF001 - Word knows columns, the library does not
    shape.set(qn("w:num"), "2")
    shape.set(qn("w:space"), "340")
    made.add_paragraph("{%p for section in sections %}")
    _topic(made, "section")
    made.add_paragraph("{%p endfor %}")
    return made


def _styles(made: Any) -> None:
    sizes = {"Normal": 8.5, "Title": 15, "Heading 2": 10, "List Bullet": 8.5, "Caption": 7.5}
    for name, size in sizes.items():
        style = made.styles[name]
        style.font.size, style.font.name = Pt(size), "Arial"
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(1.5)
        style.paragraph_format.line_spacing = 1.0
    for name in ("Title", "Heading 2"):
        made.styles[name].font.color.rgb, made.styles[name].font.bold = _ACCENT, True
    made.styles["Heading 2"].paragraph_format.space_before = Pt(5)
    made.styles["Caption"].font.color.rgb, made.styles["Caption"].font.bold = _MUTED, False
    _plain(made.styles["Title"])


def _plain(style: Any) -> None:
    """Without the line below and the wide letters of the library's own title."""
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)
    border = style.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _footer(section: Any) -> None:
    line = section.footer.paragraphs[0]
    line.add_run("{{ footer }}  ").font.size = Pt(7.5)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = line.add_run()
        run.font.size = Pt(7.5)
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = words
        run._r.append(mark)  # noqa: SLF001 - nor fields


def _repeated(made: Any, each: str, names: str, words: str, style: str) -> None:
    made.add_paragraph(f"{{%p for {each} in {names} %}}")
    made.add_paragraph(words, style=style)
    made.add_paragraph("{%p endfor %}")


def _topic(made: Any, name: str) -> None:
    """A heading, its sentences and its list."""
    made.add_paragraph(f"{{{{ {name}.title }}}}", style="Heading 2")
    _repeated(made, "text", f"{name}.texts", "{{ text }}", "Normal")
    _repeated(made, "item", f"{name}['items']", "{{ item }}", "List Bullet")


def _grid(made: Any, name: str, widths: tuple[int, ...]) -> None:
    """A table with its heading; rows of one cell are headings of those below."""
    made.add_paragraph(f"{{%p if {name} %}}")
    made.add_paragraph(f"{{{{ {name}.caption }}}}", style="Heading 2")
    last = len(widths) - 1
    table = made.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    head = _row(table, [f"{{{{ {name}.heads[{n}].words }}}}" for n in range(last + 1)], bold=True)
    _repeats(head)
    _row(table, [f"{{%tr for row in {name}.rows %}}"])
    _row(table, ["{%tr if row|length == 1 %}"])
    group = _row(table, ["{{ row[0] }}"], bold=True)
    group.cells[0].merge(group.cells[last])
    _row(table, ["{%tr else %}"])
    _row(table, [f"{{{{ row[{n}] }}}}" for n in range(last + 1)], right=range(last - 2, last + 1))
    _row(table, ["{%tr endif %}"])
    _row(table, ["{%tr endfor %}"])
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    made.add_paragraph("{%p endif %}")


def _row(table: Any, words: list[str], *, bold: bool = False, right: Any = ()) -> Any:
    row = table.add_row()
    for n, text in enumerate(words):
        line = row.cells[n].paragraphs[0]
        line.paragraph_format.space_after = Pt(0)
        run = line.add_run(text)
        run.bold, run.font.size = bold, Pt(8)
        if n in right:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return row


def _repeats(row: Any) -> None:
    """The row stands at the head of each page the table goes on to, and says that it is a heading."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - nor heading rows


def _pictures(made: Any) -> None:
    table = made.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, name in zip(table.rows[0].cells, ("map", "stairs"), strict=True):
        cell.width = Mm(91)
        cell.paragraphs[0].add_run(f"{{{{ {name} }}}}")
        cell.add_paragraph(f"{{{{ {name}_caption }}}}", style="Caption")


if __name__ == "__main__":
    template().save(str(PATH))
