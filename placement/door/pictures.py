"""Drawings for Python programs: a notebook displays them, and they can be saved."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from placement.errors import Message, UsageError
from placement.present.folder.writing import put
from placement.present.words.voice import Language

ENDS = (".svg", ".html")


@dataclass(frozen=True, repr=False)
class Picture:
    """A drawing.

    Attributes:
        title: what it shows.
        svg: the drawing as text.
        lang: language of its words.
    """

    title: str
    svg: str
    lang: Language = "da"

    def save(self, path: str | Path) -> Path:
        """Write it as SVG or as a page of HTML, by the suffix of the name.

        Raises:
            UsageError: the name has another suffix.
            ResultError: it cannot be written.
        """
        file = Path(path)
        if file.suffix.lower() not in ENDS:
            raise UsageError(
                Message("A picture cannot be saved as '{path}'; choose {known}.", path=file, known=" or ".join(ENDS))
            )
        put(file, (self.svg if file.suffix.lower() == ".svg" else self._page()).encode())
        return file

    def _page(self) -> str:
        """An HTML page with only the drawing."""
        head = f'<meta charset="utf-8">\n<title>{escape(self.title)}</title>'
        return f'<!doctype html>\n<html lang="{self.lang}">\n{head}\n{self.svg}\n</html>\n'

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"<Picture: {self.title}>"
