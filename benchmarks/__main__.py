"""`python -m benchmarks`: measure, print the tables, write them as Markdown."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from benchmarks import cases, machine, questions, workbench
from benchmarks.chart import Dot, Panel, chart
from benchmarks.measure import ROOT
from benchmarks.page import page
from benchmarks.regions import SIZES, region, write
from benchmarks.tables import (
    as_text,
    growth_table,
    published_table,
    question_table,
    reached_table,
    region_table,
    whatif_table,
    workbench_table,
)

QUICK = ("S", "midtjylland", "pmed")


def main() -> int:
    """Run what is asked."""
    asked = _arguments()
    if asked.dump:
        write(region(SIZES[asked.dump], asked.seeds[-1]), Path(asked.out) / "scenario.yaml")
        return 0
    plan = cases.Plan(
        only=tuple(asked.only.split(",")) if asked.only else QUICK if asked.quick else cases.names(),
        seeds=(1,) if asked.quick else asked.seeds,
        ways=tuple(asked.ways.split(",")),
        cap=60.0 if asked.quick else asked.cap,
        memory_gib=asked.memory,
        quick=asked.quick,
        kept=Path(asked.kept) if asked.kept else None,
    )
    for given, known in ((plan.only, cases.names()), (plan.ways, cases.WAYS)):
        if unknown := set(given) - set(known):
            print(f"not known: {', '.join(sorted(unknown))}; use {', '.join(known)}.", file=sys.stderr)
            return 2
    _run(plan, Path(asked.out))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", default="", help=f"some of {','.join(cases.names())}")
    parser.add_argument("--seeds", type=_seeds, default="5", help="made-up regions of each size: 5, or 1,4 (5)")
    parser.add_argument("--ways", default=",".join(cases.WAYS), help="some of auto,assignment,balanced")
    parser.add_argument(
        "--kept", default="", help="folder of runs: those in it are not measured again, new ones are kept"
    )
    parser.add_argument("--cap", type=float, default=600.0, help="wall seconds a run (600)")
    parser.add_argument("--memory", type=float, default=16.0, help="GiB a run may take (16)")
    parser.add_argument("--quick", action="store_true", help="S, Midtjylland and three p-medians, 60 seconds each")
    parser.add_argument("--dump", choices=SIZES, help="write the region of this size and the last of --seeds as YAML")
    parser.add_argument("--out", default=str(ROOT / "out" / "benchmarks"), help="folder to write to (out/benchmarks)")
    return parser.parse_args()


def _seeds(written: str) -> tuple[int, ...]:
    """``5`` is the first five; ``1,4`` are those two."""
    numbers = tuple(int(number) for number in written.split(","))
    return numbers if "," in written else tuple(range(1, numbers[0] + 1))


def _run(plan: cases.Plan, out: Path) -> None:
    notes = cases.missing(plan)
    for note in notes:
        print(note, file=sys.stderr)
    rows = []
    for row in cases.regions(plan):
        rows.append(row)
        _said(f"{row.name} {row.way}")
    published = list(cases.published(plan)) if "pmed" in plan.only else []
    growth = list(cases.growth(plan)) if "growth" in plan.only else []
    tables = [
        reached_table(rows),
        region_table(rows),
        whatif_table(cases.whatifs(plan)),
        question_table(questions.measure() if "questions" in plan.only else []),
        workbench_table(workbench.measure() if "workbench" in plan.only and not workbench.missing() else None),
        published_table(published),
        growth_table(growth),
    ]
    print("\n\n".join(as_text(table) for table in tables if table[1]))
    out.mkdir(parents=True, exist_ok=True)
    drawing = chart(_panels(growth))
    if drawing:
        (out / "benchmarks-growth.svg").write_text(drawing, encoding="utf-8")
    today = dt.datetime.now().astimezone().date()
    (out / "benchmarks.md").write_text(page(plan, tables, notes, machine.describe(), today), encoding="utf-8")


def _panels(growth: list[tuple[str, cases.Row]]) -> dict[str, Panel]:
    panels: dict[str, Panel] = {}
    for dimension, row in growth:
        run = row.runs[0]
        panel = panels.setdefault(dimension, {})
        moments = {"built": run.build, "gap 1 %": run.gap_within(0.01)}
        for curve, seconds in moments.items():
            dot = Dot(float(row.name), seconds.cpu if seconds else run.whole.cpu, capped=seconds is None)
            panel.setdefault(curve, []).append(dot)
    return panels


def _said(what: str) -> None:
    print(f"measured: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
