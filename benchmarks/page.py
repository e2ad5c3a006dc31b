"""The tables as a page; docs/benchmarks.md is put together from such pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from benchmarks.cases import Plan
from benchmarks.regions import SIZES
from benchmarks.tables import Table, as_markdown

HEAD = """# Benchmarks

Tables of `make bench` (`python -m benchmarks`; `--help` lists its options, `--kept` goes on with earlier runs) on
{date}. Every figure is from {machine}.
Where the machine does other things at the same time, wall-clock seconds say more about those than about the program,
hence both:

* **12.3 (15.0)** — 12.3 processor seconds and 15.0 wall-clock seconds since the process began, imports included.
  Medians over the runs of a row; every run is a process of its own, one at a time, with one solver thread.
* **> {cap:g}** — not reached within the cap of {cap:g} wall-clock seconds; in medians and ratios a cap counts
  as the cap.
* **first plan** — the first plan the solver holds; today is handed to it as a start.
* **gap** — objective minus proven bound of the proposal, as a share of what the plan gains over today at the prices,
  not of a total that is mostly constant. For `balanced` it is a share of the range between ideal and nadir of the
  [pay-off table](model.md#how-they-are-traded-off); with * that table was cut short and the gap is in a rougher unit.
* **proven** — the proposal is proven to what is **asked**, for `balanced` its pay-off table too.
* **ratio** — wall-clock seconds until proven, against the first line of the instance.
"""

REACHED = """## Wanted and reached

Medians over the runs of a size with `auto`; times as said above. What stands in the way of the rest:

* **M.** Imports, arrays and writing the model are more than half of ours; the search itself is a second.
* **L and XL.** What is left of the gap is the bound's ([0017](decisions/0017-blocks-and-duals.md)): in the relaxation
  some twenty functions are offered in thirds and halves at five to twelve sites. That of XL is not solved to its end.
* **Arrays and model.** What is left is sorting preferences, writing rows and PuLP's own objects. The whole here is a
  solve; `placement solve` explains and writes files besides.
"""

REGIONS = """## Regions

Made-up regions from a seed (`benchmarks/regions.py`): most people live around the hospitals; houses stand in small
towns far from them; functions have minimum volumes and targets and share staff, rooms, equipment and budgets. Hospitals
keep what they have; a house keeps what it has and may get more. Today keeps every rule. `auto` writes one column for
each set of rivals a site may have (the configuration block); `assignment` is the textbook block for all functions with
the same objective; `balanced` is `auto` with the pay-off table that method needs. A minute may cost 6 DKK, a visit of
lost quality 400.

{sizes}
"""

WHATIFS = """## What-ifs after a first solve

Random changes of Midtjylland: other prices, a place that was not chosen forced (which is often impossible), one that
was chosen forbidden. *New process* is `placement solve` from the start; *new model* the part of it after reading; *live
model* asks the one that has been solved, from the last plan. All prove what was asked. *Plan as good* is when the live
one first holds a plan as good as the new one's proposal, within the gap (or knows that there is none), and the ratio is
to a new process. Medians of processor seconds.
"""

QUESTIONS = """## Questions of a steering group

On Midtjylland, each as one command in a process of its own, with everything it writes; the ratio is of processor
seconds to `placement solve`. Medians of three runs.
"""

WORKBENCH = """## The workbench

`placement serve` of Midtjylland with its default processes, and sliders moved in a real browser, one or three at once,
each with prices of its own. *Plan shown* is from letting go of a slider until the plan it leads to is on the screen
with its gap; the proof goes on behind it, and *proven* is when the page says that it is done. After each plan the
browser looks at it for two to six seconds. Wall-clock seconds, medians; the ratio is to `placement solve` as a new
process in the same run.
"""

PUBLISHED = """## Published p-median instances

OR-Library's pmed1 to pmed10 with known optima; whole processes with imports, HiGHS in both; the ratio is of processor
seconds. For `placement` this is a scenario with one function, one visit in every vertex and a price of a minute.
"""

GROWTH = """## How cost grows

Size S with one number made larger at a time; seed 1, formulation `auto`.

![processor seconds against areas, houses and functions](benchmarks-growth.svg)
"""


def page(plan: Plan, tables: Sequence[Table], notes: Sequence[str], machine: str, date: dt.date) -> str:
    """The whole page."""
    head = HEAD.format(date=date.isoformat(), machine=machine, cap=plan.cap)
    texts = (REACHED, REGIONS.format(sizes=_sizes()), WHATIFS, QUESTIONS, WORKBENCH, PUBLISHED, GROWTH)
    sections = [f"{text}\n{as_markdown(table)}\n" for text, table in zip(texts, tables, strict=True) if table[1]]
    left_out = "".join(f"\n{note}\n" for note in notes)
    return "\n".join([head, *sections]) + left_out


def _sizes() -> str:
    lines: list[tuple[str, ...]] = [
        (size.name, f"{size.areas}", f"{size.hospitals}", f"{size.houses}", f"{size.functions}")
        for size in SIZES.values()
    ]
    return as_markdown((("size", "areas", "hospitals", "houses", "functions"), lines))
