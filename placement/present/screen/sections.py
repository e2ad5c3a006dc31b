"""Sections of a screen: a heading with words beside it, and empty lines between the sections."""

from __future__ import annotations

from collections.abc import Iterable

from placement.present.screen.lines import Line, wrapped


def headed(heading: str, beside: str = "") -> Line:
    """A line that begins with a heading; ``beside`` is text after it that is not part of the heading."""
    return Line(f" {heading}  {beside}".rstrip(), len(heading) + 1)


def paragraph(heading: str, sentences: Iterable[str]) -> list[Line]:
    """A heading followed by sentences, on as many lines as they need; empty sentences are left out."""
    first = f" {heading}  "
    lines = wrapped(" ".join(filter(None, sentences)), first)
    return [Line(lines[0], len(first.rstrip())), *map(Line, lines[1:])]


def spaced(sections: Iterable[list[Line]]) -> list[Line]:
    """The lines of all sections, with an empty line between; sections without lines are left out."""
    lines: list[Line] = []
    for section in filter(None, sections):
        lines += [Line(""), *section] if lines else section
    return lines
