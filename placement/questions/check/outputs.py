"""The files ``check`` writes, as described on the reference page."""

from __future__ import annotations

from placement.present.tables.columns import by_name
from placement.questions import Outputs
from placement.questions.check.tables import AREAS, RATES, SUMS

HEAD = """\
## The tables of `check`

`placement check SCENARIO --out DIR` writes what the model of today has against what was counted: `calibration`, as
`solve` writes it, and these tables. Nothing of the scenario is changed.
"""
OUTPUTS = Outputs(head=HEAD, tables=by_name(AREAS, SUMS, RATES))
