"""Rooms that clinics share in whole days: what may be cut off, and how far the cuts reach."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from random import Random

import highspy
import numpy as np
import pytest

from benchmarks.regions import SIZES, region
from placement.model.draft import Shared
from placement.solve.highs.quiet_highs import QuietHighs
from placement.solve.highs.room_cuts import Cut, Packing
from placement.solve.prepared import Workbench
from placement.solve.result import Options, Status
from placement.solve.scalarisation import unit_vector
from placement.solve.stage import Clock, Stage


@dataclass
class Room:
    """A room drawn at random: of each clinic the columns and days, and whether it always takes part."""

    days: list[list[float]]
    always: list[bool]
    limit: float
    upper_of_more: float
    worth: np.ndarray

    @property
    def columns(self) -> list[list[int]]:
        ends = np.cumsum([0, *map(len, self.days)]).tolist()
        return [list(range(begin, end)) for begin, end in pairwise(ends)]

    @property
    def row(self) -> np.ndarray:
        """Coefficients of the row; the last column takes room back."""
        return np.array([*(d for clinic in self.days for d in clinic), -1.0])

    def packing(self) -> Packing:
        names = [tuple(f"c{n}" for n in own) for own in self.columns]
        shared = Shared("room", tuple(zip(names, self.always, strict=True)))
        ends = np.zeros(len(self.row)), np.array([1.0] * (len(self.row) - 1) + [self.upper_of_more])
        position = {f"c{n}": n for n in range(len(self.row) - 1)}
        return Packing(shared, position, np.arange(len(self.row)), self.row, self.limit, ends)

    def weeks(self) -> list[np.ndarray]:
        """Everything that fits, by trying all."""
        choices = [[*own, *([] if always else [None])] for own, always in zip(self.columns, self.always, strict=True)]
        found = []
        for chosen in product(*choices):
            x = np.zeros(len(self.row))
            x[[n for n in chosen if n is not None]] = 1.0
            x[-1] = self.upper_of_more
            if self.row @ x <= self.limit + 1e-9:
                found.append(x)
        return found

    def relaxation(self) -> highspy.Highs:
        """The most that can be had where clinics may be halved."""
        solver = QuietHighs()  # with as many threads as the cuts' own programs: a process has one number of them
        upper = np.array([1.0] * (len(self.row) - 1) + [self.upper_of_more])
        solver.addVars(len(self.row), np.zeros(len(self.row)), upper)
        every = np.arange(len(self.row), dtype=np.int32)
        solver.changeColsCost(len(every), every, -np.append(self.worth, 0.0))
        solver.addRow(-highspy.kHighsInf, self.limit, len(every), every, self.row)
        for own, always in zip(self.columns, self.always, strict=True):
            solver.addRow(float(always), 1.0, len(own), np.array(own, dtype=np.int32), np.ones(len(own)))
        return solver


def drawn(seed: int) -> Room:
    dice = Random(seed)
    days = [
        [dice.choice((0.25, 0.5, 1, 1.5, 2, 2.4, 3, 5, 7)) for _ in range(dice.randint(1, 4))]
        for _ in range(dice.randint(2, 6))
    ]
    always = [dice.random() < 0.25 for _ in days]
    least = sum(min(own) for own, kept in zip(days, always, strict=True) if kept)
    worth = np.array([dice.uniform(0.5, 1.5) * d**0.7 for own in days for d in own])
    return Room(days, always, least + dice.choice((0.5, 2, 3.3, 5, 8)), dice.choice((0.0, 1.0)), worth)


def all_cuts(room: Room) -> tuple[list[Cut], float]:
    """Cut by cut until none is found; what the relaxation then promises."""
    packing, solver, cuts = room.packing(), room.relaxation(), []
    for _ in range(200):
        solver.run()
        x = np.array(solver.getSolution().col_value)
        cut = packing.cut(x) if packing.may_bind else None
        if cut is None:
            break
        assert cut.values @ x[cut.columns] > cut.most
        cuts.append(cut)
        solver.addRow(-highspy.kHighsInf, cut.most, len(cut.columns), cut.columns, cut.values)
    return cuts, -solver.getInfo().objective_function_value


@pytest.mark.parametrize("seed", range(150))
def test_cuts_keep_everything_that_fits_and_leave_little_else(seed: int) -> None:
    room = drawn(seed)
    cuts, promised = all_cuts(room)
    weeks = room.weeks()
    for cut in cuts:
        assert max(cut.values @ x[cut.columns] for x in weeks) <= cut.most
    best = max(float(room.worth @ x[:-1]) for x in weeks)
    assert best - 1e-6 <= promised <= best * 1.01 + 1e-6


def test_most_rooms_drawn_need_cuts() -> None:
    assert sum(bool(all_cuts(drawn(seed))[0]) for seed in range(150)) > 75


@dataclass
class Parted:
    """A clinic whose visits are written in parts: visits a year of each choice of a part, and what the days hold.

    The first part's choices say the days as well. The last column is the offer.
    """

    visits: list[list[float]]
    holds: list[float]
    worth: np.ndarray

    @property
    def columns(self) -> list[list[int]]:
        ends = np.cumsum([0, *map(len, self.visits)]).tolist()
        return [list(range(begin, end)) for begin, end in pairwise(ends)]

    @property
    def row(self) -> np.ndarray:
        first, *others = self.visits
        return np.array(
            [*(v - h for v, h in zip(first, self.holds, strict=True)), *(v for own in others for v in own), 0.0]
        )

    def packing(self) -> Packing:
        names = [tuple(f"c{n}" for n in own) for own in self.columns]
        shared = Shared("row", tuple((own, True) for own in names), "offer", visits=True)
        count = len(self.row)
        position = {"offer": count - 1, **{f"c{n}": n for n in range(count - 1)}}
        ends = np.zeros(count), np.ones(count)
        return Packing(shared, position, np.arange(count - 1), self.row[:-1], 0.0, ends)

    def choices(self) -> list[np.ndarray]:
        """The closed clinic, and every choice of an open one that its days hold, by trying all."""
        found = [np.zeros(len(self.row))]
        for chosen in product(*self.columns):
            x = np.zeros(len(self.row))
            x[[*chosen, -1]] = 1.0
            if self.row @ x <= 1e-9:
                found.append(x)
        return found

    def relaxation(self) -> QuietHighs:
        solver, count = QuietHighs(), len(self.row)
        solver.addVars(count, np.zeros(count), np.ones(count))
        every = np.arange(count, dtype=np.int32)
        solver.changeColsCost(count, every, -self.worth)
        solver.addRow(-highspy.kHighsInf, 0.0, count, every, self.row)
        for own in self.columns:
            columns = np.array([*own, count - 1], dtype=np.int32)
            solver.addRow(0.0, 0.0, len(columns), columns, np.append(np.ones(len(own)), -1.0))
        return solver


def parted(seed: int) -> Parted:
    dice = Random(seed)
    visits = [[dice.uniform(0, 900) for _ in range(dice.randint(2, 5))] for _ in range(dice.randint(2, 4))]
    first = sorted([*visits[0], *visits[0]])
    holds = [700.0 * dice.randint(1, 4) + 200 for _ in first]
    visits[0] = [min(v, h) for v, h in zip(first, holds, strict=True)]
    worth = [0.002 * v - 0.001 * h for v, h in zip(visits[0], holds, strict=True)]
    worth += [0.002 * v for own in visits[1:] for v in own]
    return Parted(visits, holds, np.array([*worth, dice.uniform(-3.0, 0.5)]))


def bounds_of(clinic: Parted) -> tuple[float, float, float]:
    """What the relaxation promises, what it promises with all cuts, and the best choice; no cut takes any."""
    packing, solver, choices = clinic.packing(), clinic.relaxation(), clinic.choices()
    promised = []
    while len(promised) < 200:
        solver.run()
        promised.append(-solver.getInfo().objective_function_value)
        cut = packing.cut(np.array(solver.getSolution().col_value)) if packing.may_bind else None
        if cut is None:
            break
        assert max(cut.values @ x[cut.columns] for x in choices) <= cut.most + 1e-6
        solver.addRow(-highspy.kHighsInf, cut.most, len(cut.columns), cut.columns, cut.values)
    return promised[0], promised[-1], max(float(clinic.worth @ x) for x in choices)


def test_cuts_keep_every_choice_that_the_days_of_a_parted_clinic_hold_and_leave_little_else() -> None:
    loose = tight = 0.0
    for seed in range(100):
        first, last, best = bounds_of(parted(seed))
        assert best - 1e-4 <= last <= first + 1e-4
        loose, tight = loose + first - best, tight + last - best
    assert loose > 15
    assert tight < 0.02 * loose


def test_a_room_without_an_end_or_with_room_for_all_gives_no_cuts() -> None:
    room = drawn(1)
    room.limit = 100.0
    assert not room.packing().may_bind
    room.limit, room.upper_of_more = 1.0, np.inf
    assert not room.packing().may_bind


def test_what_functions_share_in_whole_days_bounds_a_region_better() -> None:
    """The relaxation of a region with tight rooms closes in on its best plan, and the best plan stays."""
    bench = Workbench(region(SIZES["S"].with_(functions=12), 3), Options())
    citizen = Stage("citizen", unit_vector(0), gap=1e-4)
    loose = bench.backend.answer(Stage("relaxation", unit_vector(0), relaxed=True), Clock()).bound
    found = bench.backend.answer(citizen, Clock(), bench.start(bench.today_course))
    tight = bench.backend.answer(Stage("relaxation", unit_vector(0), relaxed=True), Clock()).bound
    other = Workbench(region(SIZES["S"].with_(functions=12), 3), Options(formulation="assignment"))
    exact = other.backend.answer(citizen, Clock(), other.start(other.today_course))
    assert found.status is exact.status is Status.OPTIMAL
    assert found.objective == pytest.approx(exact.objective, abs=2e-3)
    assert loose < tight <= found.objective + 1e-6
    assert found.objective - tight < 0.8 * (found.objective - loose)
