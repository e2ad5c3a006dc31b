"""The axes of charts hold every value, at round numbers, however small the differences are."""

from __future__ import annotations

import pytest

from placement.present.charts import fitted


@pytest.mark.parametrize(
    ("values", "ends", "step"),
    [
        ([0.13], (0.0, 0.15), 0.025),
        ([-0.02, 0.4], (-0.1, 0.4), 0.1),
        ([1e-7], (0.0, 1e-7), 2e-8),
        ([0.0], (0.0, 0.2), 0.2),
        ([1.4e-16, -2.2e-16], (0.0, 0.2), 0.2),
    ],
)
def test_an_axis_ends_at_round_numbers(values: list[float], ends: tuple[float, float], step: float) -> None:
    axis = fitted(values, 0.0, 100.0)

    assert (axis.low, axis.high) == pytest.approx(ends)
    assert axis.step == pytest.approx(step)


def test_what_adding_up_leaves_is_no_difference() -> None:
    """A chart of plans with the same lost quality: the sums differ in the sixteenth digit."""
    axis = fitted([0.6, 0.6 + 1.1e-16], 0.0, 100.0, zero=False)

    assert axis.decimals <= 2
    assert all(axis.low - 1e-12 <= value <= axis.high + 1e-12 for value in (0.6, 0.6 + 1.1e-16))
