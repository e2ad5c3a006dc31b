"""What ``tradeoff`` writes, as the reference page tells it."""

from __future__ import annotations

from placement.present.folder.manifest import TRADEOFF, TRADEOFF_DOCUMENT
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.tradeoff.tables import TABLES

HEAD = """\
## The folder of `tradeoff`

In `tradeoff.json` `complete` says whether the asked `spacing` is proven, and `reached_spacing` what is proven: for any
other plan there is one here that is worse by no more than that share of the range in any aim. `null` there: not known.

| file | what |
| --- | --- |
"""
ABOUT = {
    "pareto": "Between which plans is there a choice, and for which weights is each best?",
    "pareto_placements": "What is open in each plan, and what closes?",
    "exchange_rates": "What does more of one aim buy of another, from plan to plan?",
    "payoff": "How good and how bad can each aim get? The pay-off table, ideal and nadir, and the worst in the set.",
}
OTHERS = {
    "tradeoff.xlsx": "All tables in one workbook.",
    "tradeoff.json": "The whole answer in one document; `tradeoff --json` prints the same.",
    "tradeoff.state.json": "What a later run with the same `--out` goes on from; the manifest does not list it.",
    **IN_EVERY_FOLDER,
}
OUTPUTS = Outputs(
    kind=TRADEOFF,
    document=TRADEOFF_DOCUMENT,
    head=HEAD,
    tables=TABLES,
    about=ABOUT,
    others=OTHERS,
)
