"""What a comparison writes, as the reference page tells it."""

from __future__ import annotations

from placement.present.folder.manifest import COMPARISON
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.compare.folder import DOCUMENT
from placement.questions.compare.tables import OPTIONAL, TABLES

HEAD = """\
## The folder of a comparison

`placement compare SCENARIO --variant a,b --out DIR` writes these files, all of them or none. `today` stands for what is
there today, `base` for the scenario without variants, and the *reference* is what the alternatives are held against:
today, unless `--reference` says otherwise. Money is relative to today, where a column does not say otherwise. Of a
scenario with phases everything but the three aims is told of the last phase; those are means over the years.

| file | what it answers |
| --- | --- |
"""
ABOUT = {
    "compare_alternatives": "How does each alternative do, and whom does it touch?",
    "compare_placements": "What opens, closes, moves and stays, and what do all agree on?",
    "compare_groups": "What does my municipality get from each of them?",
    "compare_hospitals": "What does my hospital lose with each of them?",
    "compare_payers": "Who pays for each of them?",
    "compare_inputs": "Which assumptions are not the same?",
    "compare_tips": "With `--tips`: where does the difference between two of them turn?",
}
OTHERS = {
    "compare.xlsx": "All tables in one workbook.",
    "report.html": "The report of the comparison: one page, for a screen and for print.",
    "compare.json": "Everything in one document, exact plans too; `compare --json` prints the same.",
    **IN_EVERY_FOLDER,
}
OUTPUTS = Outputs(
    kind=COMPARISON,
    document=DOCUMENT,
    head=HEAD,
    tables=TABLES | OPTIONAL,
    about=ABOUT,
    others=OTHERS,
)
