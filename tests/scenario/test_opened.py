"""A scenario read once answers for its variants and overrides as if each had been read afresh."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.errors import ScenarioError, UsageError
from placement.scenario.load import Opened, load

SCENARIO = Path("scenarios/midtjylland")
MUST = "policy.placements.dialyse.sh_lemvig={decision: must, reason: what if}"


@pytest.fixture(scope="module")
def opened() -> Opened:
    return Opened(SCENARIO)


@pytest.mark.parametrize(
    ("variants", "overrides"),
    [
        ((), ()),
        (("naerhospitaler",), ()),
        (("lemvig_dialyse", "flere_dage"), ("policy.max_changes=3",)),
        ((), (MUST, "functions.dialyse.min_visits_per_year=1700")),
    ],
)
def test_asks_as_load_does(opened: Opened, variants: tuple[str, ...], overrides: tuple[str, ...]) -> None:
    assert opened.asked(variants, overrides) == load(SCENARIO, variants=variants, overrides=overrides)


def test_a_fault_in_one_question_is_not_in_the_next(opened: Opened) -> None:
    with pytest.raises(ScenarioError, match="max_changes"):
        opened.asked((), ("policy.max_changes=-1",))
    with pytest.raises(UsageError, match="naerhospitaler"):
        opened.asked(("naerhospital",))
    assert opened.asked() == opened.plain


def test_a_faulty_scenario_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text("schema_version: 2\n")
    with pytest.raises(ScenarioError, match="title"):
        Opened(tmp_path)
