"""What an explanation writes, as the reference page tells it."""

from __future__ import annotations

from placement.present.folder.manifest import EXPLANATION
from placement.questions import Outputs
from placement.questions.explain.folder import EXPLAIN
from placement.questions.explain.tables import TABLES

HEAD = """\
## An explanation

`placement explain SCENARIO FUNCTION SITE --out DIR` writes these tables, `explain.xlsx` (all in one workbook),
`explain.json` (what `--json` prints), `datapackage.json` and `manifest.json`. `as_proposed` is the pair added or taken
away with all else as in the proposal; `decided_again` is the best plan there is with the pair in, or without it.
Changes are measured from the proposal.
"""
OUTPUTS = Outputs(
    kind=EXPLANATION,
    document=EXPLAIN,
    head=HEAD,
    tables=TABLES,
)
