"""What ``robust`` writes, as the reference page tells it."""

from __future__ import annotations

from placement.present.folder.manifest import ROBUST
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.robust.folder import DOCUMENT
from placement.questions.robust.tables import TABLES

HEAD = """\
## The folder of `robust`

`placement robust SCENARIO --out DIR` writes these files, all of them or none. A *world* is a variant with one set of
numbers; regrets are shares of the range from ideal to nadir. `opens` and `closes` are told from the proposal, as
`function@site`, except in `robust_steps.csv`, where they are told from today; a programme at home has the site `home`.

| file | what it answers |
| --- | --- |
"""
ABOUT = {
    "robust_placements": "What can be decided now, should be discussed, can be put aside?",
    "robust_plans": "Which plan is least to regret, and where does each break a rule?",
    "robust_worlds": "What was asked, and in which worlds is there no plan?",
    "robust_values": "Which numbers does each world have?",
    "robust_numbers": "Which numbers does the proposal hinge on?",
    "robust_different": "Which plans are nearly as good, and as different as can be?",
    "robust_steps": "What are the best 1, 2, 3 ... changes?",
    "robust_losses": "What gives way when a hospital's people lose a day a week?",
}
OTHERS = {
    "robust.xlsx": "All tables in one workbook.",
    "robust.json": "Everything in one document, the exact proposal too; `robust --json` prints the same.",
    **IN_EVERY_FOLDER,
}
OUTPUTS = Outputs(
    kind=ROBUST,
    document=DOCUMENT,
    head=HEAD,
    tables=TABLES,
    about=ABOUT,
    others=OTHERS,
)
