"""What an explanation of one function at one site holds."""

from __future__ import annotations

from dataclasses import dataclass

from placement.plan.compare import GroupChange, Moved
from placement.plan.plan import RuleCheck
from placement.questions.proposal.findings import KnifeEdge, PairNote
from placement.scenario.schema.rules import Rule
from placement.solve.repair import Repair
from placement.solve.result import Solved


@dataclass(frozen=True)
class RuleNote:
    """One rule that the pair meets.

    Attributes:
        check: the rule, what is seen with the pair open, what is needed, and the slack.
        says_no: whether it is broken when the pair is added to the proposal as it is.
        path: dotted path of its number; empty where it has none.
        quality: ``sourced``, ``derived`` or ``assumption``; empty without a number.
        low, high: the range stated for the number; NaN where there is none.
        owner: who owns the rule; empty where nobody is named.
        tipping_value: the value of the number at which the rule's answer changes, in the unit of the check; NaN
            without a number and where what stands today is excused from it.
    """

    check: RuleCheck
    says_no: bool
    path: str
    quality: str
    low: float
    high: float
    owner: str
    tipping_value: float


@dataclass(frozen=True)
class AreaNote:
    """An area whose citizens would come, or come.

    Attributes:
        area: its id; ``people``: its inhabitants.
        visits: visits a year it would send.
        minutes_here: one way to the site; ``minutes_otherwise``: to where the visits are seen without the pair; NaN
            where nobody sees them.
    """

    area: str
    people: float
    visits: float
    minutes_here: float
    minutes_otherwise: float


@dataclass(frozen=True)
class Waiver:
    """A rule set aside for the sake of the question.

    Attributes:
        rule: its name; ``site``: where the exception is written.
        needed: whether the plan would break it.
    """

    rule: Rule
    site: str
    needed: bool


@dataclass(frozen=True)
class Displaced:
    """Something else that is decided otherwise because of the pair.

    Attributes:
        function, site: ids.
        opens: True where it opens, False where it closes.
        visits: visits a year seen there, in the plan where it is open.
    """

    function: str
    site: str
    opens: bool
    visits: float


@dataclass(frozen=True)
class CostItem:
    """A cost item that differs.

    Attributes:
        payer, item: as in the ledger.
        dkk_per_year: running cost; ``investment_dkk``: investment; both the plan asked for less the proposal.
    """

    payer: str
    item: str
    dkk_per_year: float
    investment_dkk: float


@dataclass(frozen=True)
class Difference:
    """What one plan costs and gives more than the proposal.

    Attributes:
        minutes_per_year, quality_visits, economy_dkk: change of the three aims.
        operating_dkk_per_year: the region's running cost; ``investment_dkk``: investment.
        dkk_per_minute: kroner given for each minute saved, or saved for each minute given; NaN where the two do not go
            against each other.
        items: cost items that differ, the largest first.
        moved: visits that go elsewhere than in the proposal.
        groups: the same by reporting group.
        broken: rules the plan breaks that the proposal keeps.
    """

    minutes_per_year: float
    quality_visits: float
    economy_dkk: float
    operating_dkk_per_year: float
    investment_dkk: float
    dkk_per_minute: float
    items: tuple[CostItem, ...]
    moved: Moved
    groups: tuple[tuple[str, GroupChange], ...]
    broken: tuple[RuleCheck, ...] = ()


@dataclass(frozen=True, eq=False)
class Price:
    """What it costs to decide a pair otherwise than the proposal does.

    Attributes:
        forced: ``in`` or ``out``.
        alone: with all else as in the proposal; None where that cannot be tried.
        solved: with all else decided again: the best plan there is, less the proposal; None where there is no plan.
        answer: that plan.
        waivers: rules set aside for it, by name.
        objective: how much worse it is by the proposal's own measure and scale; negative where a rule that is set aside
            is all that stands in the way of a better plan; NaN without a plan.
        displaced: what else opens or closes in it.
        repairs: what would have to give, where no plan keeps the rules that cannot be set aside.
    """

    forced: str
    alone: Difference | None
    solved: Difference | None
    answer: Solved | None
    waivers: tuple[Waiver, ...]
    objective: float
    displaced: tuple[Displaced, ...]
    repairs: tuple[Repair, ...]

    @property
    def status(self) -> str:
        """How the search ended."""
        return "infeasible" if self.answer is None else self.answer.status.value


@dataclass(frozen=True)
class Remedy:
    """One thing that would have to change before the pair could be taken in, or would be.

    Attributes:
        kind: ``threshold`` (a number of the scenario), ``decision``, ``rule`` (without a number), ``demand`` (more
            visits from where the patients live), ``home`` (another ceiling of the share at home) or ``minute`` (what a
            saved minute is worth).
        rule: the rule that says no; empty for ``home`` and ``minute``.
        path: dotted path of what changes; empty where it has none.
        before, after: its values; for ``demand`` 1 and the factor.
        unit: of the values.
        enough: whether this alone would do, by the judge; ``minute``: whether it would pay.
    """

    kind: str
    rule: str
    path: str
    before: float
    after: float
    unit: str
    enough: bool


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why a function is, or is not, at a site, and what it would cost to insist on the contrary.

    Attributes:
        function, site: ids.
        note: the study's note; of a hospital that has none, one made for the question.
        rules: those the pair meets, the broken ones first.
        areas: where the patients live, most visits first.
        edges: areas for which a few minutes decide between this site and the next.
        price: of deciding the contrary.
        remedies: what would have to change, one thing at a time; empty where the pair is in the proposal.
        alternative: the other house nearest to taking the function in; None where there is none.
    """

    function: str
    site: str
    note: PairNote
    rules: tuple[RuleNote, ...]
    areas: tuple[AreaNote, ...]
    edges: tuple[KnifeEdge, ...]
    price: Price
    remedies: tuple[Remedy, ...]
    alternative: PairNote | None

    @property
    def is_in(self) -> bool:
        """Whether the proposal has it."""
        return self.note.recommended
