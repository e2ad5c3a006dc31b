"""What ``drafts`` writes, as the reference page tells it."""

from __future__ import annotations

from placement.present.folder.manifest import COMPARISON
from placement.present.tables.columns import by_name
from placement.questions import IN_EVERY_FOLDER, Outputs
from placement.questions.drafts.folder import DOCUMENT
from placement.questions.drafts.tables import INPUTS, PUT_BACK

HEAD = """\
## The folder of drafts

`placement drafts OLD NEW --out DIR` writes these files, all of them or none. The old version is the reference; in
`draft_put_back` changes of the aims are those of the new version with the part put back, minus the new proposal's.

| file | what it answers |
| --- | --- |
"""
ABOUT = {
    "draft_inputs": "Which input changed, and who stands by it?",
    "draft_put_back": "Which part of the changes does what? Empty unless `--put-back` was asked for.",
}
OTHERS = {
    "compare_*.csv": "The [tables of a comparison](#the-folder-of-a-comparison), without its inputs: `old`, `new`.",
    "drafts.xlsx": "All tables in one workbook.",
    "drafts.json": "Everything in one document; `drafts --json` prints the same.",
    **IN_EVERY_FOLDER,
}
OUTPUTS = Outputs(
    kind=COMPARISON,
    document=DOCUMENT,
    head=HEAD,
    tables=by_name(INPUTS, PUT_BACK),
    about=ABOUT,
    others=OTHERS,
)
