"""The scenario as frozen arrays: everything the mathematics and the judge need, joined by id once.

Index letters used throughout: ``U`` demand units (area × mobility group), ``A`` areas, ``S`` sites, ``F`` functions,
``E`` equipment types, ``R`` staff roles, ``K`` room kinds; ``L`` home levels of one function, ``P`` payers. All arrays
are read-only.

The judge, the model and the reading of today share them. Where the region allocates visits freely, a clinic day is
filled to its last visit, so sums end a rounding error above or below the limit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from placement.scenario.brief import brief
from placement.scenario.schema.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from placement.scenario.schema.scenario import Scenario


SAME = 1e-6
"""Relative tolerance, absolute for numbers below 1: ten times HiGHS's own feasibility tolerance for a row."""
SAME_MINUTES = 1e-6
"""Minutes by which a trip may be longer than a limit and still be within it."""


def slack(need: float) -> float:
    """By how much a sum may miss ``need``, in the unit of ``need``."""
    return SAME * max(1.0, abs(need))


def enough(have: float, need: float) -> bool:
    """Whether ``have`` is at least ``need``, within the tolerance."""
    return have >= need - slack(need)


def whole(amount: float) -> int:
    """The least whole number that is at least ``amount``, within the tolerance."""
    return math.ceil(amount - slack(amount))


Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Ranks = NDArray[np.int16]
NO_SITE = -1
"""The site index where there is no site."""
DAYS_A_WEEK = 7.0
FORTSAT_SLACK = 0.10
"""δ: what falls short of a rule today may get worse by this share of what it is today (*fortsat* in the glossary)."""


@dataclass(frozen=True, eq=False)
class Travel:
    """Minutes and kilometres from demand units to sites, and the order in which units prefer the sites.

    Attributes:
        minutes: ``(U, S)`` one way; inf where nobody can get there.
        km: ``(A, S)`` road kilometres one way.
        parent_minutes: ``(S,)`` car minutes from a site to its parent hospital; 0 without one and at hospitals, inf
            where nobody can get there.
        parent_km: ``(S,)`` kilometres likewise.
        rank: ``(F, U, S)`` preference rank of the site for the unit, 0 first; equal keys share a rank.
        covered: ``(F, U, S)`` bool: within the function's ``base_radius_minutes`` or in the same group of areas; only
            read where ``site_by: patient_base``.
    """

    minutes: Floats
    km: Floats
    parent_minutes: Floats
    parent_km: Floats
    rank: Ranks
    covered: Bools


@dataclass(frozen=True, eq=False)
class Demand:
    """Visits a year by function and demand unit, and how many of them can be seen at home.

    Attributes:
        people: ``(U,)`` inhabitants.
        visits: ``(F, U)`` visits a year, home included, fixed visits not; ``total_visits``: of all functions.
        movable_share: ``(F,)`` share of the site visits a house may see, those who choose a hospital left out.
        home_share: one ``(L, U)`` array per function: share of the visits at home at each level; level 0 is today.
        home_ceiling: one tuple per function: the ceiling of each level; level 0 holds today's share.
        outflow: ``(F,)`` visits a year that leave by free choice; counted in none of the other arrays.
        bypass_share: ``(F,)`` share of the visits a house could see that go to a hospital by free choice.
        fixed: ``(F, S)`` visits a year that come on top at a site while the function is open there.
        visits_per_patient: ``(F,)``, NaN where unknown.
    """

    people: Floats
    visits: Floats
    total_visits: float
    movable_share: Floats
    home_share: tuple[Floats, ...]
    home_ceiling: tuple[tuple[float, ...], ...]
    outflow: Floats
    bypass_share: Floats
    fixed: Floats
    visits_per_patient: Floats


@dataclass(frozen=True, eq=False)
class Clinics:
    """How many visits a clinic day holds, and every demand on a clinic.

    Attributes:
        visits_per_day: ``(F, S)`` visits a clinic day holds; 0 where none fits.
        weeks: ``(F,)`` clinic weeks a year.
        expand: ``(F,)`` bool: days follow the whole catchment (also every ``free`` or ``within_minutes`` function).
        fractions: one sorted tuple per function: the allowed parts of a day; empty where exact days are asked.
        exact_days: ``(F,)`` days a week of one line; NaN where steps apply.
        min_days: ``(F,)`` days a week, 0 without a minimum.
        max_gap: ``(F,)`` calendar days between clinic days, inf without a limit.
        min_visits: ``(F,)`` visits a year, 0 without a minimum.
        min_patients: ``(F,)`` the patients' minimum in visits a year, 0 without.
        target: ``(F,)`` visits a year, 0 without a target.
        target_slope: ``(F,)`` k: quality visits lost per visit below target.
        hybrid_share: ``(F, S)`` share of the visits at a house that are seen with a specialist by video.
        house_parity: ``(F, S)`` quality at houses relative to hospitals.
        home_parity: ``(F,)`` quality at home likewise.
        retained_share: ``(F,)`` share of today's visits that a hospital must keep; 0 without the rule.
        retained_visits: ``(F,)`` visits a year that a hospital must keep; 0 without the rule.
        max_travel_minutes: ``(F,)`` longest trip, minutes one way; inf without a limit.
        max_travel_share: ``(F,)`` share of the visits that must be within it.
        travel_demanded: ``(F,)`` bool: that share must be reached even where today's is lower.
        sites_at_least, sites_at_most: ``(F,)`` numbers of sites.
        requires: ``(F, F)`` bool: row needs column at the same house.
        room: ``(F,)`` index of the room kind.
        free_rooms: ``(S, K)`` room-days a week beyond today; inf without a limit.
        let_rooms: ``(S, K)`` room-days a week let to others that can be taken back.
    """

    visits_per_day: Floats
    weeks: Floats
    expand: Bools
    fractions: tuple[tuple[float, ...], ...]
    exact_days: Floats
    min_days: Floats
    max_gap: Floats
    min_visits: Floats
    min_patients: Floats
    target: Floats
    target_slope: Floats
    hybrid_share: Floats
    house_parity: Floats
    home_parity: Floats
    retained_share: Floats
    retained_visits: Floats
    max_travel_minutes: Floats
    max_travel_share: Floats
    travel_demanded: Bools
    sites_at_least: Floats
    sites_at_most: Floats
    requires: Bools
    room: Ints
    free_rooms: Floats
    let_rooms: Floats

    def steps(self, function: int, up_to: float) -> tuple[float, ...]:
        """Allowed days a week, rising, from the least up to the first that is at least ``up_to`` (minimum ignored)."""
        if not np.isnan(self.exact_days[function]):
            line = float(self.exact_days[function])
            return tuple(line * n for n in range(1, max(1, whole(up_to / line)) + 1))
        lines = range(1, max(1, whole(up_to)) + 1)
        return (*self.fractions[function], *map(float, lines))


@dataclass(frozen=True, eq=False)
class Apparatus:
    """Equipment: which functions need it, how much a unit can be used, and the units there are today.

    Attributes:
        needed: ``(F, E)`` bool: the function needs the type.
        minutes_per_visit: ``(F, E)`` minutes of a unit an average visit takes (share of visits included).
        capacity: ``(E,)`` minutes a unit can be used in a year; inf where utilisation is not counted.
        min_utilisation, max_utilisation: ``(E,)`` shares.
        units_listed: ``(E, S)`` units listed as there today; -1 where none are listed.
    """

    needed: Bools
    minutes_per_visit: Floats
    capacity: Floats
    min_utilisation: Floats
    max_utilisation: Floats
    units_listed: Ints


@dataclass(frozen=True, eq=False)
class Staff:
    """Staff that hospitals send out, to houses and to patients' homes.

    Attributes:
        per_day: ``(F, R)`` persons in a clinic day.
        stationed: ``(R,)`` bool: works at the house, does not travel.
        extra_days: ``(R, S)`` days a week a hospital may send beyond today; inf without a limit.
        recruit_days: ``(R, S)`` days a week a hospital may recruit for on top.
        recruit_in_all: ``(R,)`` days a week that may be recruited for in all; inf without a limit.
        away: ``(F, R, S)`` persons away from their hospital in a mean clinic day at a house.
        most_away: ``(R, S)`` days a week a hospital's people may be away; inf without a limit.
        home_days: ``(F, R)`` days a week that one visit a year at home takes.
        home_hospital: ``(U,)`` index of the hospital whose people see the unit's visits at home; NO_SITE without one.
    """

    per_day: Floats
    stationed: Bools
    extra_days: Floats
    recruit_days: Floats
    recruit_in_all: Floats
    away: Floats
    most_away: Floats
    home_days: Floats
    home_hospital: Ints


@dataclass(frozen=True, eq=False)
class Economics:
    """Money, in DKK of the price year.

    Attributes:
        staff_day: ``(F,)`` staff cost of a clinic day.
        travel_day: ``(F, S)`` staff travel cost of a clinic day at a site.
        hospital_visit: ``(F,)`` staff cost of a visit at a hospital.
        release, absorb: shares of ``hospital_visit`` saved or added when volume leaves or arrives.
        variable_visit: ``(F,)`` variable cost of a site visit.
        room_day: ``(S,)`` cost of a free room for a day.
        let_price: ``(S,)`` rent lost a year for a weekly room-day taken back.
        recruit_price: ``(R,)`` cost a year of a weekly day recruited for.
        home_visit: ``(F,)`` cost of a home visit, its part of the onboarding included.
        home_payers: ``(F, P)`` shares of the payers, the one with the own budget first.
        payers: ``(3,)`` the same shares of each other item of the running cost, by its name.
        transport_share: ``(F,)`` share of the visits whose transport the region pays.
        transport_km: DKK a km of that transport.
        citizen_km: DKK a km of citizens' own travel.
        equipment_price: ``(E,)`` price of a unit; ``equipment_site_price``: ``(E,)`` on top where the type is new.
        equipment_service: ``(E,)`` service of a unit a year.
        equipment_annuity: ``(E,)`` yearly share of both prices.
        fitting_out: ``(F, S)`` where the function is new; ``room_fitting_out``: ``(K,)`` once a site, where the kind of
            room is new; ``fitting_out_annuity``: yearly share of both.
        max_investment, max_extra_operating: budgets, once and a year; inf without one.
        max_phase_investment: budget of what is invested in the scenario's phase; inf without one.
    """

    staff_day: Floats
    travel_day: Floats
    hospital_visit: Floats
    release: float
    absorb: float
    variable_visit: Floats
    room_day: Floats
    let_price: Floats
    recruit_price: Floats
    home_visit: Floats
    home_payers: Floats
    payers: Mapping[str, Floats]
    transport_share: Floats
    transport_km: float
    citizen_km: float
    equipment_price: Floats
    equipment_site_price: Floats
    equipment_service: Floats
    equipment_annuity: Floats
    fitting_out: Floats
    room_fitting_out: Floats
    fitting_out_annuity: float
    max_investment: float
    max_extra_operating: float
    max_phase_investment: float


@dataclass(frozen=True, eq=False)
class Baseline:
    """Where functions are today, as listed.

    Attributes:
        open: ``(F, S)`` bool.
        unknown: ``(F, S)`` bool: said to be unknown; counts as closed.
        days: ``(F, S)`` days a week as listed; NaN where open without days, 0 where closed.
        observed: ``(F, S)`` observed visits a year; NaN without.
        exists: whether any function is open anywhere.
    """

    open: Bools
    unknown: Bools
    days: Floats
    observed: Floats
    exists: bool


@dataclass(frozen=True, eq=False)
class Floor:
    """A floor under coverage, for the citizens of one group.

    Attributes:
        name: its id in the scenario; ``label``: the group; empty for the whole region.
        functions: ids of the functions it is about.
        units: ``(U,)`` bool: demand units in the group.
        minutes: one way; ``share``: the least share of the visits within them.
        demanded: whether that holds though today's share is lower.
        visits: visits a year of those functions in the group.
    """

    name: str
    label: str
    functions: tuple[str, ...]
    units: Bools
    minutes: float
    share: float
    demanded: bool
    visits: float

    @property
    def item(self) -> str:
        """What rule checks and rows call the floor: its id, and the group where it is about one."""
        return f"{self.name}: {self.label}" if self.label else self.name


@dataclass(frozen=True)
class Synergy:
    """A pair of functions that saves citizens trips where both are at one house.

    Attributes:
        name: its id in the scenario.
        functions: ids of the two.
        share: trips saved per visit of the smaller of the two.
        weight: the smaller of their weights in the citizen aim.
    """

    name: str
    functions: tuple[str, str]
    share: float
    weight: float


@dataclass(frozen=True, eq=False)
class Zone:
    """Citizens who can join their errands in one trip: those of a group of areas, or of one area that is in no group.

    Attributes:
        label: of the group or area.
        units: ``(U,)`` bool: its demand units.
        minutes: ``(S,)`` mean minutes one way of its people; inf if some have no way.
    """

    label: str
    units: Bools
    minutes: Floats


@dataclass(frozen=True, eq=False)
class Instance:
    """A scenario as arrays.

    Attributes:
        scenario: what the planner wrote (titles, owners, reasons).
        area_ids, site_ids, function_ids, equipment_ids, role_ids, room_ids: the ids behind each index.
        unit_area: ``(U,)`` area index of a demand unit.
        unit_without_car: ``(U,)`` bool.
        group: ``(A,)`` label of the reporting group of an area.
        is_hospital: ``(S,)`` bool.
        parent: ``(S,)`` index of the parent hospital; NO_SITE without one and at hospitals.
        overflow_site: ``(F, S)`` index of the hospital that takes a house's overflow; NO_SITE at hospitals.
        barred: by pair (f, s), the rules that keep it closed whatever else is decided (``must_not`` included).
        allowed: ``(F, S)`` bool: the pair may be open in a plan: nothing bars it, or it is open today and not
            ``must_not``; a fixed hospital closed today is not allowed.
        must: ``(F, S)`` bool.
        must_not: ``(F, S)`` bool.
        hospital_fixed: ``(F,)`` bool: hospitals stay as today for this function.
        waived: for each waivable rule a ``(F, S)`` bool mask of where an exception waives it.
        floors: the floors under coverage.
        synergies: pairs of functions that save trips; ``zones``: whose trips are joined, empty without a pair.
    """

    scenario: Scenario
    area_ids: tuple[str, ...]
    site_ids: tuple[str, ...]
    function_ids: tuple[str, ...]
    equipment_ids: tuple[str, ...]
    role_ids: tuple[str, ...]
    room_ids: tuple[str, ...]
    unit_area: Ints
    unit_without_car: Bools
    group: tuple[str, ...]
    is_hospital: Bools
    parent: Ints
    overflow_site: Ints
    barred: Mapping[tuple[int, int], tuple[Rule, ...]]
    allowed: Bools
    must: Bools
    must_not: Bools
    hospital_fixed: Bools
    waived: Mapping[Rule, Bools]
    demand: Demand
    travel: Travel
    clinics: Clinics
    apparatus: Apparatus
    staff: Staff
    economics: Economics
    baseline: Baseline
    floors: tuple[Floor, ...]
    synergies: tuple[Synergy, ...]
    zones: tuple[Zone, ...]

    __repr__ = brief

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of functions, units and sites."""
        return len(self.function_ids), len(self.unit_area), len(self.site_ids)

    def choice(self, function: int) -> str:
        """``nearest``, ``catchment``, ``free`` or ``within_minutes``."""
        choice = self.scenario.functions[self.function_ids[function]].choice
        return choice if isinstance(choice, str) else "within_minutes"

    def within_minutes(self, function: int) -> float:
        """Minutes beyond the nearest open site over which the region allocates; inf for ``free``."""
        choice = self.scenario.functions[self.function_ids[function]].choice
        return float("inf") if isinstance(choice, str) else choice.within_minutes

    def follows_order(self, function: int) -> bool:
        """Whether citizens follow a preference order (``nearest``, ``catchment``)."""
        return self.choice(function) in ("nearest", "catchment")

    def least_days(self, function: int, site: int) -> float:
        """Fewest days a week of a new clinic, by its minimum and the longest gap between its days; 0 without either."""
        minimum = 0.0 if self.is_waived(Rule.MIN_DAYS_PER_WEEK, function, site) else self.clinics.min_days[function]
        gap = np.inf if self.is_waived(Rule.MAX_DAYS_BETWEEN, function, site) else self.clinics.max_gap[function]
        return max(float(minimum), DAYS_A_WEEK / float(gap))

    def is_waived(self, rule: Rule, function: int, site: int) -> bool:
        """Whether an exception waives the rule for the pair."""
        mask = self.waived.get(rule)
        return mask is not None and bool(mask[function, site])


STEEPEST = 16.0
"""Largest κ · minutes: e¹⁶ is about 9 million, and beyond it one trip would drown all others, in a solver too."""


@dataclass(frozen=True)
class Fairness:
    """How much a minute counts in the citizen aim; fixed by today's trips, so that the aim is linear in the visits.

    A trip of m minutes counts m (``mean``), slope·(e^κm − 1)/κ (``ede``) or slope·max(0, m − η) (``worst_share``).

    Attributes:
        equity: ``mean``, ``ede`` or ``worst_share``.
        kappa: κ of the Kolm-Pollak measure, per minute.
        threshold: η: minutes from which the worst-off share of the visits begins.
        slope: factor on the curve, in aim minutes per minute.
        constant: aim minutes a year added to the sum over trips, so that today the aim equals the measure itself.
    """

    equity: str = "mean"
    kappa: float = 0.0
    threshold: float = 0.0
    slope: float = 1.0
    constant: float = 0.0


@dataclass(frozen=True, eq=False)
class Today:
    """What the model must know about today; the judge computes it (``plan.evaluate``).

    Attributes:
        open: ``(F, S)`` bool.
        days: ``(F, S)`` clinic days a week at houses; 0 at hospitals.
        units: ``(E, S)`` units there today, listed or inferred.
        volume: ``(F, S)`` visits a year seen at the site, fixed visits included.
        utilisation: ``(E, S)`` share of the units' capacity in use; 0 without units or where capacity is not counted.
        travel_share: ``(F,)`` share of the visits within ``max_travel_minutes``.
        site_visits: ``(F,)`` visits a year at sites, fixed ones left out.
        home_visits: ``(F,)`` visits a year at home.
        visit_km: ``(F,)`` Σ km one way × visits at sites.
        citizen_minutes, quality_visits: the aims' values.
        fairness: how much a minute counts in the citizen aim.
        coverage: share of the visits within each floor's minutes.
        digital_share: share of all visits by telemedicine.
    """

    open: Bools
    days: Floats
    units: Ints
    volume: Floats
    utilisation: Floats
    travel_share: Floats
    site_visits: Floats
    home_visits: Floats
    visit_km: Floats
    citizen_minutes: float
    quality_visits: float
    fairness: Fairness
    coverage: Floats
    digital_share: float

    __repr__ = brief
