from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.instance.instance import Floats
from placement.instance.land import area, cut, cut_to_box, inside, simplified
from placement.present.maps.shapes import EARTH_KM, OUTSIDE, Projection, apart, cells, reach_of

WIDE = 1000.0


def cloud(seed: int, many: int = 60, size: float = 100.0) -> Floats:
    return np.random.default_rng(seed).random((many, 2)) * size


@pytest.mark.parametrize("seed", range(5))
def test_a_place_is_in_the_cell_of_the_nearest_point(seed: int) -> None:
    points, places = cloud(seed), cloud(seed + 100, 200)
    nearest = ((places[:, None] - points[None]) ** 2).sum(axis=2).argmin(axis=1)
    for at, cell in enumerate(cells(points, WIDE)):
        assert (inside(places, [cell.ring]) == (nearest == at)).all()


@pytest.mark.parametrize("seed", range(3))
def test_cells_end_at_their_reach(seed: int) -> None:
    points, reach = cloud(seed), 7.0
    for point, cell in zip(points, cells(points, reach), strict=True):
        assert np.hypot(*(cell.ring - point).T).max() <= reach * (1 + 1e-9)
        edges = (cell.ring + np.roll(cell.ring, -1, axis=0)) / 2
        outer = cell.beyond == OUTSIDE
        assert (np.hypot(*(edges[outer] - point).T) > 0.98 * reach * np.cos(np.pi / 24)).all()


def test_the_edge_between_two_cells_knows_both() -> None:
    points = cloud(7)
    found = cells(points, WIDE)
    pairs = {(at, int(other)) for at, cell in enumerate(found) for other in cell.beyond if other != OUTSIDE}
    assert pairs == {(other, at) for at, other in pairs}
    for at, cell in enumerate(found):
        edges = (cell.ring + np.roll(cell.ring, -1, axis=0)) / 2
        for edge, other in zip(edges, cell.beyond, strict=True):
            if other != OUTSIDE:
                assert np.hypot(*(edge - points[at])) == pytest.approx(np.hypot(*(edge - points[other])))


def test_many_cells_fill_a_square_and_no_more() -> None:
    points = cloud(3, 300)
    box = (20.0, 20.0, 80.0, 80.0)
    cut_cells = [cut_to_box(cell.ring, box) for cell in cells(points, WIDE)]
    assert sum(area(ring) for ring in cut_cells if len(ring)) == pytest.approx(60 * 60)


def test_the_second_of_two_equal_points_has_no_cell() -> None:
    found = cells(np.array([[0.0, 0.0], [5.0, 0.0], [0.0, 0.0]]), 10)
    assert [len(cell.ring) > 2 for cell in found] == [True, True, False]


def test_one_point_has_all_it_reaches() -> None:
    point = np.array([[3.0, 4.0]])
    assert reach_of(point, 60.0) == 60.0
    (cell,) = cells(point, 10.0)
    assert area(cell.ring) == pytest.approx(np.pi * 100, rel=0.02)


def test_a_ring_that_is_cut_has_the_area_of_what_is_left() -> None:
    square = np.array([[0, 0], [4, 0], [4, 4], [0, 4]], dtype=float)
    assert area(cut(square, np.array([1.0, 0.0]), 1.0)) == pytest.approx(4)
    assert area(cut_to_box(square, (1, 1, 9, 2))) == pytest.approx(3)
    assert len(cut_to_box(square, (5, 5, 6, 6))) == 0
    assert cut_to_box(square, (-1, -1, 9, 9)) is square


@settings(max_examples=50, deadline=None)
@given(st.integers(3, 80), st.floats(0.01, 20), st.integers(0, 1000))
def test_a_simplified_ring_stays_near(corners: int, tolerance: float, seed: int) -> None:
    ring = cloud(seed, corners)
    thin = simplified(ring, tolerance)
    assert {tuple(point) for point in thin} <= {tuple(point) for point in ring}
    after = np.roll(thin, -1, axis=0)
    for point in ring:
        along = after - thin
        length = np.maximum((along**2).sum(axis=1), 1e-12)
        at = np.clip(((point - thin) * along).sum(axis=1) / length, 0, 1)
        assert np.hypot(*(point - thin - at[:, None] * along).T).min() <= tolerance + 1e-9


def test_inside_counts_holes() -> None:
    outer = np.array([[0, 0], [9, 0], [9, 9], [0, 9]], dtype=float)
    hole = np.array([[3, 3], [6, 3], [6, 6], [3, 6]], dtype=float)
    assert inside(np.array([[1.0, 1.0], [4.0, 4.0], [10.0, 1.0]]), [outer, hole]).tolist() == [True, False, False]


def test_distances_on_the_map_are_those_on_the_globe() -> None:
    places = np.array([[8.2, 55.8], [10.9, 56.4], [10.2, 56.2], [11.5, 56.7]])
    plane = Projection.about(places)(places)
    lon, lat = np.radians(places).T
    for one in range(len(places)):
        for other in range(one):
            half = np.sin((lat[one] - lat[other]) / 2) ** 2
            half += np.cos(lat[one]) * np.cos(lat[other]) * np.sin((lon[one] - lon[other]) / 2) ** 2
            globe = 2 * EARTH_KM * np.arcsin(np.sqrt(half))
            assert np.hypot(*(plane[one] - plane[other])) == pytest.approx(globe, rel=0.001)


def test_the_date_line_is_no_border() -> None:
    places = np.array([[179.5, -17.0], [-179.5, -17.0]])
    found = Projection.about(places)
    assert abs(found.lon) == pytest.approx(180)
    assert np.hypot(*np.diff(found(places), axis=0)[0]) == pytest.approx(106.3, rel=0.01)


def test_equal_points_part_towards_their_own() -> None:
    places = np.array([[9.0, 56.0], [9.0, 56.0], [8.0, 56.0], [10.0, 56.0]])
    moved = apart(places, ["west", "east", "west", "east"])
    assert moved[0, 0] < 9.0 < moved[1, 0]
    assert (moved[2:] == places[2:]).all()


def test_equal_points_part_where_nothing_says_how() -> None:
    moved = apart(np.tile([9.0, 56.0], (5, 1)), [""] * 5)
    assert len(np.unique(moved.round(6), axis=0)) == 5
