"""Faults on the screen: each with its place, its line and a caret."""

from __future__ import annotations

from collections.abc import Sequence

from placement.errors import Fault
from placement.report.tables import Line, cells, cut, printable, wrapped
from placement.report.terminal import terminal
from placement.report.text import Voice


def faults_screen(faults: Sequence[Fault], say: Voice) -> list[Line]:
    """Each fault with its place, its line and a caret; how many at the end."""
    lines = [line for fault in faults for line in fault_lines(fault, say)]
    return [*lines, Line(say.some("faults", len(faults)))]


def fault_lines(fault: Fault, say: Voice) -> list[Line]:
    """``file:line:column: path: message``, the source line with a caret, and the nearest allowed word."""
    head = ": ".join(part for part in (fault.location, fault.path) if part)
    lines = [Line(printable(head), cells(printable(head)), "fault")] if head else []
    lines += map(Line, wrapped(say.told(fault.message), "  " if head else ""))
    lines += map(Line, _source(fault))
    if fault.suggestion:
        lines.append(Line(f"  {say('fault.suggestion', word=printable(fault.suggestion))}"))
    return lines


def _source(fault: Fault) -> list[str]:
    """The source line, shifted so that the place at fault is in sight, and a caret under it."""
    text = fault.source_line.replace("\t", " ")
    if not text.strip():
        return []
    margin = f"  {fault.line} | " if fault.line else "  | "
    room = terminal().width - len(margin)
    start = max(0, fault.column - room // 2) if cells(text) > room else 0
    shown = margin + cut(text[start:], room).rstrip()
    if not 0 < fault.column <= len(text) + 1:
        return [shown]
    before = cells(text[start : fault.column - 1])
    return [shown, " " * (len(margin) - 2) + "| " + " " * before + "^"]
