"""The catalogue shows the opening hours of the place."""

from __future__ import annotations

from pathlib import Path

from placement.present.tables.columns import Table
from placement.questions.proposal.outputs import tables
from placement.questions.proposal.study import study
from placement.scenario.load import load_text
from tests.helpers import world

HOURS = '    opening_hours: {hverdage: "8-15"}\n    opening_hours_at: {syd: {hverdage: "9-12", lørdag: "9-11"}}\n'


def catalogue(folder: Path) -> Table:
    text = world.SCENARIO.replace("    responsible: Lungesygdomme\n", "    responsible: Lungesygdomme\n" + HOURS)
    loaded = load_text(text, folder=world.on_disk(folder))
    solved = world.proposal(loaded)
    return tables(solved, study(solved, loaded), lang="da")["catalogue"]


def test_a_site_with_hours_of_its_own_shows_those(tmp_path: Path) -> None:
    table = catalogue(tmp_path)
    names = [column.name for column in table.columns]
    at, what, hours = (names.index(name) for name in ("site", "function", "opening_hours"))
    shown = {row[at]: row[hours] for row in table.rows if row[what] == "lunge"}
    assert shown == {"nord": "hverdage: 8-15", "syd": "hverdage: 9-12; lørdag: 9-11"}
