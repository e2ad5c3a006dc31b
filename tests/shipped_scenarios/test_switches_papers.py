"""Payers and profiles: switched off, the plan or an indicator is another."""

from __future__ import annotations

import pytest

from tests.helpers.taught import open_houses, solved

BOTH = {"sh_vesterby", "sh_oesterby"}


def test_hvem_betaler_who_pays_decides_what_the_budget_reaches() -> None:
    shared, alone = solved("hvem-betaler"), solved("hvem-betaler", "regionen_alene")

    assert open_houses(shared, "hjerte_amb") == BOTH
    assert len(open_houses(alone, "hjerte_amb")) == 1
    assert shared.evaluation.indicators["operating_municipality_dkk_per_year"] > 0
    assert alone.evaluation.indicators["operating_municipality_dkk_per_year"] == 0
    assert shared.evaluation.indicators["operating_region_dkk_per_year"] <= 500_000


def test_profiler_weights_that_weigh_a_trip_more_open_more() -> None:
    equal, near = solved("profiler"), solved("profiler", "naerhed_vejer_tungt")

    assert open_houses(equal, "hjerte_amb") == {"sh_oesterby"}
    assert open_houses(near, "hjerte_amb") == BOTH


@pytest.mark.parametrize(("share", "price"), [("intet_frigjort", 1), ("alt_frigjort", -1)])
def test_dialyse_satellit_release_is_no_decoration(share: str, price: int) -> None:
    planned, other = solved("dialyse-satellit"), solved("dialyse-satellit", share)

    assert (other.evaluation.objectives.economy_dkk - planned.evaluation.objectives.economy_dkk) * price > 0
