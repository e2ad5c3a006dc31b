"""What ``ballots`` writes, as the reference page tells it."""

from __future__ import annotations

from placement.present.folder.manifest import BALLOTS
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.ballots.folder import DOCUMENT
from placement.questions.ballots.tables import TABLES

HEAD = """\
## The folder of `ballots`

`placement ballots SCENARIO BALLOTS.csv --out DIR` writes these files, all of them or none. *Regret* is how much worse
a plan is than the best plan of the folder, by a participant's own weights and in the method's own measure: a share of
the range from ideal to nadir. The *compromise* is the plan whose worst regret is least.

| file | what it answers |
| --- | --- |
"""
ABOUT = {
    "ballots": "What does each participant weigh, which plan is that, and how far is a compromise from it?",
    "ballot_placements": "Which placements do all, some or none of the participants' weights choose?",
    "ballot_plans": "Which plans are chosen, by how many, and whom does each suit least?",
    "ballot_plan_placements": "What is open in each plan, and what closes?",
    "ballot_regrets": "How much worse is each plan for each participant than the best of them?",
}
OTHERS = {
    "ballots.xlsx": "All tables in one workbook.",
    "ballots.json": "The whole answer in one document; `ballots --json` prints the same.",
    **IN_EVERY_FOLDER,
}
OUTPUTS = Outputs(
    kind=BALLOTS,
    document=DOCUMENT,
    head=HEAD,
    tables=TABLES,
    about=ABOUT,
    others=OTHERS,
)
