"""The Pareto front of the three aims by an epsilon-constraint method, on a live model.

A known plan *covers* whatever is no better than itself in any aim. What the known plans leave uncovered is a union of
boxes ``{y : y < u}``, the *zones*, one for each upper *corner* u. A new plan y splits every zone it lies in into three,
one for each aim: the corner's bound on that aim becomes y's (Klamroth, Lacour and Vanderpooten 2015, where corners are
called local upper bounds).

For a zone, a first question asks for the plan that lies deepest in it: each aim is bounded by the corner, and the least
of the three gains on the corner, as shares of the ranges, is maximised. A second question minimises the sum of scaled
aims, with the aims found as bounds, so that no plan dominates the result. Either a plan is found, which splits the
zone, or none is there.

The bound of the first question says how deep any plan in the zone can lie. The widest zone is asked first, so that a
search cut short has plans spread over the whole range, and can say how far from complete it is at most: no plan is
better than all known ones, in every aim, by more than ``Front.reached`` of the range. Once no zone is wider than the
asked spacing, that spacing is proven; with a spacing of 0 the front is complete down to ``Front.step``. This does not
rest on the gap of the questions: a plan that is dominated by a hair leaves a zone in which its better is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from placement.model.formulation import AIM_UNITS
from placement.plan.phases import Course, Verdict
from placement.solve.payoff import AIM_COLUMNS
from placement.solve.prepared import Workbench
from placement.solve.result import Progress, Scale, Status
from placement.solve.scalarisation import ROW_GAP
from placement.solve.stage import INF, Answer, Chebyshev, Clock, Stage, Three, three

LEAST_STEP = 2e-4
"""Plans closer than this in column units (2 minutes, 0.002 visits, 2 DKK a year) are not told apart: held aims,
judged aims and solvers' tolerances differ by less."""
SAME = 1e-6
"""Likewise, as a share of the range."""
ROW_SLACK = 2.0
"""Ideals are trusted to this many times the gap of their row of the pay-off table."""
STAGE = "pareto"
"""Name in progress reports."""
EVERYTHING: Three = (INF, INF, INF)
"""The infinite corner of the first zone, which holds every plan."""


@dataclass(frozen=True)
class Proven:
    """What a search has found and proven so far, from which a later one can go on.

    Attributes:
        plans: column values of each plan found, zeros left out.
        empty: corners in real units of zones without a plan: no plan has every aim at or below them.
        scale: the pay-off table it was measured by.
    """

    plans: tuple[Mapping[str, float], ...]
    empty: tuple[Three, ...]
    scale: Scale


@dataclass(frozen=True, eq=False)
class Found:
    """A plan of the front.

    Attributes:
        course: the plan of each phase.
        verdict: the judge's word on it.
        values: column values.
    """

    course: Course
    verdict: Verdict
    values: Mapping[str, float]

    @property
    def aims(self) -> Three:
        """The three aims in real units, by the judge."""
        return self.verdict.objectives.as_tuple()


@dataclass(eq=False)
class Front:
    """A search for the Pareto set.

    Args:
        bench: the scenario with its live solver.
        scale: its own pay-off table.
        clock: time, interruption and progress.
        spacing: share of each aim's range within which a known plan may stand for another; 0 for all of them.
        gap: to which each question is solved, as a share of the range.

    Attributes:
        found: every plan found, also those that a later one dominates.
        solves: zones asked about.
        stopped: as in ``Answer``.
    """

    bench: Workbench
    scale: Scale
    clock: Clock
    spacing: float = 0.0
    gap: float = 0.0
    found: list[Found] = field(default_factory=list)
    solves: int = 0
    stopped: str = ""

    def __post_init__(self) -> None:
        self._corners: list[Three] = [EVERYTHING]
        self._empty: list[Three] = []
        self._doubtful: set[Three] = set()

    @property
    def ranges(self) -> Three:
        """Nadir − ideal of each aim in real units; one column unit where ideal and nadir read the same."""
        rows = zip(self.scale.ranges, self.scale.indifferent, AIM_UNITS, strict=True)
        return three(unit if same else span for span, same, unit in rows)

    @property
    def step(self) -> Three:
        """How much better in each aim a plan must be to count as another plan, in real units."""
        share = max(self.spacing, SAME)
        return three(max(share * span, LEAST_STEP * unit) for span, unit in zip(self.ranges, AIM_UNITS, strict=True))

    @property
    def set(self) -> list[Found]:
        """The plans found that no other dominates or equals, sorted by cost."""
        kept = [self.found[n] for n in undominated(one.aims for one in self.found)]
        return sorted(kept, key=lambda one: tuple(reversed(one.aims)))

    @property
    def open(self) -> list[Three]:
        """Corners of the zones that may still hold a plan and are wider than the asked spacing."""
        return [corner for corner in self._corners if not self._settled(corner)]

    @property
    def reached(self) -> float:
        """The largest share of the ranges by which a plan might still be better than all known ones in every aim.

        Infinite where the pay-off table was cut short, so that nothing is known.
        """
        if self.complete:
            return self.spacing
        return max(self._width(corner) for corner in self.open) if self.scale.proven else INF

    @property
    def complete(self) -> bool:
        """Whether the asked spacing is proven."""
        return not self.open

    @property
    def proven(self) -> Proven:
        """The state of the search, from which a later one can go on."""
        plans = tuple({name: value for name, value in one.values.items() if value} for one in self.found)
        return Proven(plans, tuple(self._empty), self.scale)

    def resume(self, proven: Proven) -> None:
        """Take over what an earlier search found and proved; every plan is judged again.

        Raises:
            SolverError: a plan breaks a rule.
        """
        for values in proven.plans:
            self.add(defaultdict(float, values))
        for corner in proven.empty:
            self._close(corner)

    def add(self, values: Mapping[str, float]) -> Found:
        """Take in a plan by its column values and split the zones it lies in.

        Raises:
            SolverError: it breaks a rule.
        """
        one = Found(*self.bench.judged(values), values)
        self.found.append(one)
        self._corners = split(self._corners, one.aims)
        return one

    def run(self, most: int | None = None, keep: Callable[[Proven], None] | None = None) -> None:
        """Search one zone after the other, the widest first, until none is left or time is up.

        Args:
            most: stop at this number of plans that do not dominate each other.
            keep: called after each zone with what is found and proven.
        """
        while not self.stopped and (zones := [zone for zone in self.open if zone not in self._doubtful]):
            if most is not None and len(undominated(one.aims for one in self.found)) >= most:
                return
            self._look(max(zones, key=lambda zone: (self._width(zone), zone)))
            if keep is not None:
                keep(self.proven)

    def _look(self, corner: Three) -> None:
        """Find a plan in a zone, or prove that there is none."""
        within = less(corner, self.step)
        deepest = self._deepest(corner, within)
        self.stopped = deepest.stopped
        if deepest.status is Status.INFEASIBLE:
            self._close(within)
        elif deepest.values:
            self._note_depth(corner, -deepest.bound)
            aims = self.add(self._improved(deepest.values)).aims
            if not strictly_below(aims, corner):  # inside by the solver's tolerance, outside by the judge
                self._doubtful.add(corner)
        self._tell()

    def _deepest(self, corner: Three, within: Three) -> Answer:
        """The plan in a zone that maximises the least gain on its corner, in shares of the ranges (Chebyshev).

        The answer's objective is minus that gain. The very first corner is infinite, and gains on it would be too:
        there the sum of scaled aims is minimised instead.

        Args:
            corner: of the zone, in real units.
            within: upper bounds of the aims in real units: a step below the corner.
        """
        columns = self.bench.columns
        upper = three(columns.column(n, value) for n, value in enumerate(within))
        slope = columns.cost(three(1 / span for span in self.ranges))
        rows = zip(corner, columns.reference, self.ranges, strict=True)
        offset = three((c - reference) / span for c, reference, span in rows)
        stage = Stage(STAGE, (0, 0, 0), upper, 1.0, chebyshev=Chebyshev(slope, offset), gap=self.gap)
        if corner == EVERYTHING:
            stage = Stage(STAGE, slope, upper, gap=self.gap)
        self.solves += 1
        return self.bench.backend.answer(stage, self.clock)

    def _improved(self, values: Mapping[str, float]) -> Mapping[str, float]:
        """A plan that none dominates, at least as good in every aim; without time for it, the same plan."""
        cost = self.bench.columns.cost(three(1 / span for span in self.ranges))
        upper = three(values[name] for name in AIM_COLUMNS)
        answer = self.bench.backend.answer(Stage(STAGE, cost, upper, gap=self.gap), self.clock, values)
        self.stopped = self.stopped or answer.stopped
        return answer.values or values

    def _note_depth(self, corner: Three, depth: float) -> None:
        """Record the deep part of a zone as empty: no plan gains more on the corner than the proven depth."""
        if corner != EVERYTHING and depth < INF:
            self._close(less(corner, three((depth + SAME) * span for span in self.ranges)))

    def _close(self, within: Three) -> None:
        self._empty = [each for each in self._empty if not below(each, within)] + [within]

    def _settled(self, corner: Three) -> bool:
        """Whether a zone is known to hold no plan, or is narrower than the asked spacing."""
        within = less(corner, self.step)
        if any(below(within, each) for each in self._empty):
            return True
        return self.scale.proven and any(w < least for w, least in zip(within, self._least, strict=True))

    @property
    def _least(self) -> Three:
        """Lower bound of each aim: its ideal, less the tolerance of its row of the pay-off table."""
        rows = zip(self.scale.ideal, self.ranges, strict=True)
        return three(ideal - ROW_SLACK * max(ROW_GAP, self.gap) * span for ideal, span in rows)

    def _width(self, corner: Three) -> float:
        """The most by which a plan in the zone can be better than its corner in every aim, as a share of the ranges.

        Only an estimate while the pay-off table is not proven, since its ideals are not.
        """
        rows = zip(corner, self._least, self.ranges, strict=True)
        by_ideal = min((c - least) / span for c, least, span in rows)
        return min([by_ideal, *(self._depth(corner, each) for each in self._empty)])

    def _depth(self, corner: Three, empty: Three) -> float:
        """The same bound from an empty zone's corner: a plan in this zone cannot be below that corner in every aim."""
        rows = zip(corner, empty, self.ranges, strict=True)
        return max((c - e) / span if e < INF else 0.0 for c, e, span in rows)

    def _tell(self) -> None:
        if self.clock.report is not None:
            done = len(self.found)
            wide = max((self._width(corner) for corner in self.open), default=0.0)
            shown = None if wide == INF else wide
            self.clock.report(Progress(STAGE, self.clock.seconds, float(done), float(len(self.open)), shown))


def below(one: Three, other: Three) -> bool:
    """Whether every aim is at most the other's."""
    return all(a <= b for a, b in zip(one, other, strict=True))


def strictly_below(one: Three, other: Three) -> bool:
    """Whether every aim is less than the other's."""
    return all(a < b for a, b in zip(one, other, strict=True))


def less(corner: Three, step: Three) -> Three:
    """The corner lowered by a step in every aim."""
    return three(c - s for c, s in zip(corner, step, strict=True))


def split(corners: Iterable[Three], aims: Three) -> list[Three]:
    """The corners after a plan with these aims is known, without redundant ones: none lies within another."""
    corners = list(corners)
    kept = [corner for corner in corners if not strictly_below(aims, corner)]
    made = {
        three(aims[n] if n == aim else corner[n] for n in range(3))
        for corner in corners
        if strictly_below(aims, corner)
        for aim in range(3)
    }
    fresh = sorted(made)
    own = [one for one in fresh if not any(below(one, other) for other in fresh if other != one)]
    return kept + [one for one in own if not any(below(one, other) for other in kept)]


def undominated(points: Iterable[Three]) -> list[int]:
    """Positions of the points that no other dominates; of equal ones the first."""
    listed = list(points)
    return [
        n
        for n, point in enumerate(listed)
        if not any(below(other, point) and (other != point or m < n) for m, other in enumerate(listed) if m != n)
    ]
