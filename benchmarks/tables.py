"""Measurements as rows of text, the same on the screen and in docs/benchmarks.md."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benchmarks.cases import Published, Row
from benchmarks.measure import Measured, Seconds, median
from benchmarks.pmedian import total
from benchmarks.questions import Asked
from benchmarks.workbench import Meeting

LEFT = ("way", "wanted", "reached")
"""Headings of columns that hold words."""
Table = tuple[tuple[str, ...], list[tuple[str, ...]]]
Moment = Callable[[Measured], Seconds | None]

REGION_HEADINGS = (
    "instance",
    "way",
    "asked",
    "runs",
    "columns",
    "rows",
    "built",
    "first plan",
    "gap 5 %",
    "gap 1 %",
    "proven",
    "gap at the end",
    "MiB",
    "ratio",
)
PUBLISHED_HEADINGS = ("instance", "optimum", "found", "placement", "spopt", "ratio", "MiB", "MiB spopt")
GROWTH_HEADINGS = ("of size S, but", "columns", "rows", "built", "first plan", "gap 1 %", "gap at the end")


def region_table(rows: Sequence[Row]) -> Table:
    """One line per instance and formulation."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row.name, row)
    return REGION_HEADINGS, [_region_line(row, first[row.name]) for row in rows]


def _region_line(row: Row, reference: Row) -> tuple[str, ...]:
    return (
        row.name,
        row.way,
        f"{100 * row.runs[0].task['gap']:g} %",
        str(len(row.runs)),
        _count(row, "columns"),
        _count(row, "rows"),
        *(moment(row, of) for of in (_build, _first, _within(0.05), _within(0.01), _proven)),
        _gap(row),
        _memory(row.runs),
        "1" if row is reference else _ratio(row, reference),
    )


def _build(run: Measured) -> Seconds | None:
    return run.build


def _first(run: Measured) -> Seconds | None:
    return run.first_plan


def _within(share: float) -> Moment:
    return lambda run: run.gap_within(share)


def _proven(run: Measured) -> Seconds | None:
    return run.proven


def moment(row: Row, of: Moment) -> str:
    """Median processor seconds, and wall seconds in brackets; a run that did not get there counts as the cap."""
    cap = row.runs[0].task["cap"]
    wall, capped = median([seconds.wall if seconds else None for seconds in map(of, row.runs)], cap)
    if capped:
        return f"> {cap:g}"
    cpu, _ = median([seconds.cpu if seconds else None for seconds in map(of, row.runs)], cap)
    return f"{_short(cpu)} ({_short(wall)})"


def _short(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 100 else f"{seconds:.1f}"


def _count(row: Row, what: str) -> str:
    counts = sorted(run.event("model")[what] for run in row.runs if run.event("model"))
    return f"{counts[len(counts) // 2]:,}" if counts else "–"


def _gap(row: Row) -> str:
    """Median over the runs; a run without a range or a proposal is the worst there is."""
    gaps = sorted(float("inf") if run.gap is None else run.gap for run in row.runs)
    middle = gaps[len(gaps) // 2]
    if middle == float("inf"):
        why = next((run.why for run in row.runs if run.why), "")
        return why or "no range"
    scale = "" if all(run.scale_proven for run in row.runs) else " *"
    return "–" if math.isnan(middle) else f"{100 * middle:.2f} %{scale}"


def _memory(runs: Iterable[Measured]) -> str:
    found = [run.memory for run in runs if run.memory]
    return f"{max(found):,.0f}" if found else "–"


def _ratio(row: Row, reference: Row) -> str:
    """Wall seconds until proven against the reference's; a cap on either side makes it a bound."""
    cap = row.runs[0].task["cap"]
    own, own_capped = median([run.proven.wall if run.proven else None for run in row.runs], cap)
    other, other_capped = median([run.proven.wall if run.proven else None for run in reference.runs], cap)
    if own_capped and other_capped:
        return "–"
    sign = "≥ " if own_capped else "≤ " if other_capped else ""
    return f"{sign}{own / other:.2g}"


REACHED_HEADINGS = ("what", "wanted", "reached")
TIMES, MIB = {"M": 10, "L": 10}, {"M": 500, "L": 2048, "XL": 6144}
"""How many times as fast as the textbook block, and in how much memory, the sizes are asked to be proven."""


def reached_table(rows: Sequence[Row]) -> Table:
    """What was asked of each size, beside what came out; only what has been measured."""
    by = {(row.name, row.way): row for row in rows}
    lines = []
    for name in dict.fromkeys(row.name for row in rows):
        row = by.get((name, "auto"))
        if row is not None:
            lines += _reached(row, by.get((name, "assignment")), by.get((name, "balanced")))
    return REACHED_HEADINGS, lines


def _reached(row: Row, textbook: Row | None, balanced: Row | None) -> list[tuple[str, ...]]:
    name, proven = row.name, [run for run in row.runs if run.proven]
    within = f"{100 * row.runs[0].task['gap']:g} %"
    runs = f"{len(proven)} of {len(row.runs)} runs"
    lines: list[tuple[str, ...]] = []
    if name == "XL":
        lines.append(("XL: a plan and a proven bound", f"in {row.runs[0].task['cap']:g} s", f"gap {_gap(row)}"))
    elif name in TIMES:
        ratio = _ratio(textbook, row) if textbook else "not measured"
        asked = f"{TIMES[name]} times as fast as the textbook block"
        lines.append((f"{name}: {within} proven", asked, f"{ratio}; {moment(row, _proven)} s, {runs}"))
    elif name == "Midtjylland":
        ratio = _ratio(row, balanced) if balanced else "not measured"
        lines.append(
            (f"{name}: {within} proven", "in half the time of `balanced`", f"{ratio}; {moment(row, _proven)} s")
        )
    if name in MIB:
        lines.append((f"{name}: memory", f"{MIB[name]:,} MiB", f"{_memory(row.runs)} MiB"))
    shares = [
        (run.build.cpu - read.cpu) / run.whole.cpu for run in row.runs if run.build and (read := run.at("loaded"))
    ]
    if shares and lines:
        lines.append((f"{name}: arrays and model", "a tenth of the whole", f"{median(shares, float('inf'))[0]:.0%}"))
    return lines


WHATIF_HEADINGS = ("change", "asked", "new process", "new model", "live model", "plan as good", "ratio", "as good")


def whatif_table(run: Measured | None) -> Table:
    """One line per kind of change and one for all; medians of processor seconds."""
    asked = [] if run is None else [event for event in run.events if event["event"] == "whatif"]
    begun = run.event("loaded").get("cpu", 0.0) if run else 0.0
    kinds = [*dict.fromkeys(event["kind"] for event in asked), *(["all"] if asked else [])]
    return WHATIF_HEADINGS, [
        _whatif_line(kind, [e for e in asked if kind in ("all", e["kind"])], begun) for kind in kinds
    ]


def _whatif_line(kind: str, asked: Sequence[dict[str, Any]], begun: float) -> tuple[str, ...]:
    def middle(of: Callable[[dict[str, Any]], float]) -> float:
        return median([of(event) for event in asked], float("inf"))[0]

    return (
        kind,
        str(len(asked)),
        f"{begun + middle(lambda e: e['cold']):.2f}",
        f"{middle(lambda e: e['cold']):.2f}",
        f"{middle(lambda e: e['warm']):.2f}",
        f"{middle(lambda e: e['as_good']):.2f}",
        f"{middle(lambda e: e['as_good'] / (begun + e['cold'])):.3f}",
        f"{sum(e['same'] for e in asked)} of {len(asked)}",
    )


QUESTION_HEADINGS = ("question", "took", "ratio", "wanted")


def question_table(asked: Sequence[Asked]) -> Table:
    """One line per question; the first one is what the others are held against."""
    return QUESTION_HEADINGS, [
        (each.name, f"{_short(each.took.cpu)} ({_short(each.took.wall)})", f"{ratio:.2g}", f"{each.wanted:g}")
        for each in asked
        for ratio in (each.took.cpu / asked[0].took.cpu,)
    ]


WORKBENCH_HEADINGS = ("browsers", "moves", "plan shown", "slowest", "wanted", "proven", "ratio")
SHOWN = {1: 0.3, 3: 1.0}
"""Seconds asked, in the median, for so many browsers."""


def workbench_table(meeting: Meeting | None) -> Table:
    """One line for each number of browsers at once; wall seconds."""
    lines: list[tuple[str, ...]] = []
    for browsers in SHOWN if meeting else ():
        moves = meeting.of(browsers) if meeting else ()
        shown = sorted(move.shown for move in moves)
        proven = [move.proven for move in moves]
        middle = median(shown, float("inf"))[0]
        done, late = median(proven, max(filter(None, proven), default=0.0))
        lines.append(
            (
                str(browsers),
                str(len(moves)),
                f"{middle:.2f}",
                f"{shown[-1]:.2f}",
                f"{SHOWN[browsers]:g}",
                f"{'> ' * late}{done:.2f}",
                f"{middle / meeting.whole:.2f}" if meeting else "",
            )
        )
    return WORKBENCH_HEADINGS, lines


def published_table(rows: Sequence[Published]) -> Table:
    """One line per p-median instance; whole processes."""
    return PUBLISHED_HEADINGS, [_published_line(row) for row in rows]


def _published_line(row: Published) -> tuple[str, ...]:
    aims = row.ours.event("solved").get("aims")
    return (
        row.name,
        str(row.optimum),
        "–" if aims is None else f"{total(aims[0]):.0f}",
        _whole(row.ours),
        "–" if row.spopt is None else _whole(row.spopt),
        "–" if row.spopt is None else _whole_ratio(row.ours, row.spopt),
        _memory([row.ours]),
        "–" if row.spopt is None else _memory([row.spopt]),
    )


def _done(run: Measured) -> bool:
    return bool(run.event("solved")) and run.whole.wall < run.task["cap"]


def _whole(run: Measured) -> str:
    cap = run.task["cap"]
    return f"{_short(run.whole.cpu)} ({_short(run.whole.wall)})" if _done(run) else f"> {cap:g}"


def _whole_ratio(ours: Measured, theirs: Measured) -> str:
    if not (_done(ours) and _done(theirs)):
        return "–"
    return f"{ours.whole.cpu / theirs.whole.cpu:.2g}"


def growth_table(rows: Sequence[tuple[str, Row]]) -> Table:
    """One line per changed number."""
    return GROWTH_HEADINGS, [
        (
            f"{row.name} {dimension}",
            _count(row, "columns"),
            _count(row, "rows"),
            *(moment(row, of) for of in (_build, _first, _within(0.01))),
            _gap(row),
        )
        for dimension, row in rows
    ]


def as_markdown(table: Table) -> str:
    """A Markdown table; numbers to the right."""
    headings, lines = table
    align = [":---" if n == 0 or heading in LEFT else "---:" for n, heading in enumerate(headings)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (headings, tuple(align), *lines))


def as_text(table: Table) -> str:
    """Columns under each other."""
    headings, lines = table
    widths = [max(len(line[n]) for line in (headings, *lines)) for n in range(len(headings))]
    return "\n".join(
        "  ".join(cell.rjust(w) for cell, w in zip(line, widths, strict=True)) for line in (headings, *lines)
    )
