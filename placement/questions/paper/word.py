"""The paper as a Word document, filled into a template that a region can replace with its own."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from placement.errors import Message, RefusedError, UsageError
from placement.present.words.voice import Voice
from placement.questions.paper.study import AgendaItem, Picture, sections

_TEMPLATE = "paper.docx"
_MOST_BYTES = 20_000_000
_WIDEST, _HIGHEST = 88.0, 70.0
"""Largest width and height of a picture, in millimetres."""
_DOTS = 1400
"""Width of a picture in dots."""


def check_word(say: Voice) -> None:
    """Raise UsageError where the extra ``paper`` is not installed; to be called before a long solve."""
    if find_spec("docxtpl") is None or find_spec("resvg_py") is None:
        raise UsageError(
            say("A Word document needs docxtpl and resvg; in your copy of the program: pip install '.[paper]'.")
        )


def shipped_template() -> bytes:
    """The program's own template, as bytes of a ``.docx``."""
    return files("placement.questions.paper").joinpath("templates", _TEMPLATE).read_bytes()


def template_in(path: Path) -> bytes:
    """A template from a file.

    Raises:
        RefusedError: it cannot be read, or is no Word document.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= _MOST_BYTES else b""
    except OSError as error:
        raise RefusedError(
            Message("{path} cannot be read: {why}.", path=path, why=error.strerror or type(error).__name__)
        ) from error
    if size > _MOST_BYTES:
        raise RefusedError(
            Message("{path} has {size} bytes; a template has at most {most}.", path=path, size=size, most=_MOST_BYTES)
        )
    if not zipfile.is_zipfile(io.BytesIO(content)) or "word/document.xml" not in _names(content):
        raise RefusedError(
            Message(
                "{path} is no Word document (.docx). Begin with the program's own: placement paper --write-template "
                "FILE.docx",
                path=path,
            )
        )
    return content


def _names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def document_of(paper: AgendaItem, template: bytes, say: Voice) -> bytes:
    """The paper as a ``.docx``.

    Args:
        paper: its content; the template names its parts as ``AgendaItem`` does.
        template: a ``.docx`` with Jinja's tags.
        say: voice of the paper.

    Raises:
        RefusedError: the template names something that a paper does not have.
    """
    from docxtpl import DocxTemplate  # noqa: PLC0415 - an extra, and slow to begin
    from jinja2 import StrictUndefined, TemplateError  # noqa: PLC0415
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    document = DocxTemplate(io.BytesIO(template))
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        document.render(_context(paper, document, say), jinja_env=environment, autoescape=True)
    except TemplateError as error:
        raise RefusedError(
            Message(
                "The Word template cannot be filled in: {why}. The parts a paper has stand in the program's own: "
                "placement paper --write-template FILE.docx",
                why=str(error),
            )
        ) from error
    _finish(document, paper, say)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _context(paper: AgendaItem, document: Any, say: Voice) -> dict[str, Any]:
    """The names that a template can use, with their values."""
    names = ("title", "status", "date", "lines", "decide", "proposal", "offers", "aims", "losers", "hinges")
    more = ("not_measured", "alternatives", "next_steps", "appendices")
    return {
        **{name: getattr(paper, name) for name in (*names, *more)},
        "map": _image(paper.map, document),
        "stairs": _image(paper.stairs, document),
        "map_caption": paper.map.caption if paper.map else "",
        "stairs_caption": paper.stairs.caption if paper.stairs else "",
        "sections": sections(paper),
        "agenda_item": say("Agenda item"),
        "footer": say("A calculated proposal. People decide."),
    }


def _image(shown: Picture | None, document: Any) -> Any:
    if shown is None:
        return ""
    import resvg_py  # noqa: PLC0415 - an extra
    from docx.shared import Mm  # noqa: PLC0415
    from docxtpl import InlineImage  # noqa: PLC0415

    dots = bytes(resvg_py.svg_to_bytes(svg_string=shown.svg, width=_DOTS, background="white"))
    return InlineImage(document, io.BytesIO(dots), width=Mm(_width(shown.svg)))


def _width(svg: str) -> float:
    """Width in millimetres at which a picture is neither too wide nor too high for the page."""
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    ratio = float(size[1]) / float(size[2]) if size else 1.0
    return min(_WIDEST, _HIGHEST * ratio)


def _finish(document: Any, paper: AgendaItem, say: Voice) -> None:
    """Set title, language and day of the document, and alternative texts of its pictures."""
    made = document.docx
    made.core_properties.title = paper.title
    made.core_properties.language = say.language
    made.core_properties.created = made.core_properties.modified = dt.datetime.fromisoformat(paper.machine_date)
    described = [shown.described for shown in (paper.map, paper.stairs) if shown is not None]
    pictures = made.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    for picture, words in zip(pictures, described, strict=False):
        picture.set("descr", words)
    for language in made.styles.element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lang"):
        language.set(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val",
            {"da": "da-DK"}.get(say.language, "en-GB"),
        )
