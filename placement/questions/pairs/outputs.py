"""What ``explain`` without a site writes, as the reference page tells it."""

from __future__ import annotations

from placement.present.folder.manifest import EXPLANATION
from placement.questions import Outputs
from placement.questions.pairs.folder import DOCUMENT
from placement.questions.pairs.tables import TABLES

HEAD = """\
## All pairs

`placement explain SCENARIO --out DIR`, without a function and a site (or with a function alone), writes `pairs.csv`,
`pairs.xlsx`, `pairs.json` (what `--json` prints), `datapackage.json` and `manifest.json`. A price is how much worse
the best plan with the pair decided otherwise is than the best plan, by the proposal's own measure: 0.01 is 1 % of the
range from ideal to nadir.
"""
OUTPUTS = Outputs(
    kind=EXPLANATION,
    document=DOCUMENT,
    head=HEAD,
    tables=TABLES,
)
