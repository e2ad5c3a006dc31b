"""A result folder of a proposal by prices, read again: the same prices, and the same study."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from placement.questions.proposal.folder import write_result
from placement.questions.proposal.rebuild import read_result, reckoned, study_of
from placement.questions.proposal.study import study
from placement.solve.result import Options, Prices
from placement.solve.run import solve
from tests.helpers.solved_by_hand import template


@pytest.mark.parametrize("asked", [None, Prices(6.0)])
def test_prices_come_back_as_they_were(asked: Prices | None, tmp_path: Path) -> None:
    loaded = template("en")
    solved = solve(loaded, Options(prices=asked))
    folder = write_result(tmp_path / "result", solved, study(solved, loaded), loaded, command="placement solve")
    found = read_result(folder)
    assert found.solved.options.prices == asked
    assert found.solved.prices == solved.prices
    assert found.solved.gap_money == solved.gap_money
    assert reckoned(found.solved)["objective"] == pytest.approx(solved.objective)
    document = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert document["prices"] == {"minute": 6.0 if asked else 0.4, "lost_quality_visit": 10.0}
    assert document["prices_status"] == "not_decided"
    again = study_of(found.solved, found.loaded, document).league
    own = study(solved, loaded).league
    assert [(one.kind, one.function, one.site, one.verdict) for one in again] == [
        (one.kind, one.function, one.site, one.verdict) for one in own
    ]
    assert [one.worth.money for one in again] == pytest.approx([one.worth.money for one in own])
