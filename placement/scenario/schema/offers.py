"""The part of the schema about supply: functions, equipment, staff, prices, and pairs of functions that save trips."""

from __future__ import annotations

import math
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from placement.scenario.schema.base import AnyTitle, Id, Ids, Record, Text, refusal, unique
from placement.scenario.schema.quantity import (
    Count,
    Days,
    Duration,
    Flag,
    In,
    Index,
    Minutes,
    Money,
    Number,
    PartOf,
    PlainMinutes,
    PlainShare,
    Positive,
    Quantity,
    Rate,
    Share,
    Things,
    Weeks,
    YearKey,
    Years,
)
from placement.scenario.schema.units import DAYS, SHARE, STAFF

WhenLower = Literal["keep_today", "demand"]
"""What a floor demands where today's share is below it."""
_WHOLE = 1e-9
"""Tolerance on whole visits of a day, and on shares that add up to 1."""
RunningItem = Literal[
    "staff_houses",
    "staff_travel",
    "recruitment",
    "staff_hospitals",
    "rooms",
    "lost_rent",
    "variable",
    "patient_transport",
    "equipment_service",
]
"""Items of the running cost whose payers `prices.paid_by` may name; visits at home have their own."""
RUNNING_ITEMS: tuple[RunningItem, ...] = get_args(RunningItem)


def _adding_up(paid_by: dict[str, float]) -> dict[str, float]:
    """The shares unchanged; refused if they do not add up to 1."""
    total = sum(paid_by.values())
    if abs(total - 1) > _WHOLE:
        raise refusal("paid_by adds up to {total}; the shares must add up to 1.", total=f"{total:g}")
    return paid_by


PaidBy = Annotated[dict[Id, PlainShare], AfterValidator(_adding_up)]
"""Who pays: a share for each payer of `terms.payers`, 1 in all."""


class WithinMinutes(Record):
    """The region allocates among open sites at most this much further than the first choice."""

    within_minutes: PlainMinutes
    """Minutes one way beyond the nearest open site."""


class EquipmentNeed(Record):
    """What a visit needs of an equipment type."""

    minutes_per_visit: Duration
    """Minutes a unit is taken by one visit that uses it."""
    share_of_visits: Share = Quantity(value=1)
    """Share of the visits that use it."""


class HomeProgramme(Record):
    """Care at home: the region sets one ceiling for the whole region, citizens decide the uptake."""

    mode: Literal["telemedicine", "home_treatment", "mobile_team"] = "home_treatment"
    """telemedicine is digital: citizens exempt from digital post are never counted in."""
    today_share: Share = Quantity(value=0)
    """Share of the visits that take place at home today."""
    max_share: Share | None = None
    """Professional ceiling the region may decide to use; left out: the share stays as today."""
    steps: tuple[Share, ...] = ()
    """Other ceilings the region may choose, between today's and the highest."""
    acceptance: Share = Quantity(value=1)
    """Share of those offered who say yes."""
    cost_per_visit: Money = Quantity(value=0)
    """Cost of a visit at home."""
    onboarding_per_patient: Money = Quantity(value=0)
    """Cost of starting a patient at home (equipment, teaching); spread over the visits and added to their price."""
    onboarding_lasts_years: Years = Quantity(value=1)
    """Years a patient stays in the programme."""
    staff_minutes_per_visit: dict[Id, Duration] = Field(default_factory=dict)
    """Minutes a visit at home takes of each staff role; they count against what the area's hospital can send out. The
    price per visit covers the wage."""
    paid_by: PaidBy | None = None
    """Who pays, by the keys of `terms.payers`; the shares add up to 1. Left out: the payer with the own budget."""
    quality_parity: Share = Quantity(value=1)
    """Professional quality of a home visit relative to the hospital's."""


class Hybrid(Record):
    """Clinic days at houses with some of the staff by video: the citizen comes to the house, the specialist stays."""

    share_of_visits: Share
    """Share of the visits at these houses that are seen so."""
    roles: Annotated[Ids, Field(min_length=1)]
    """Who stays at the hospital at those visits; they still take their time."""
    at: Ids = ()
    """Houses where it is done; left out: every house."""
    quality_parity: Share = Quantity(value=1)
    """Professional quality of such a visit relative to one with everybody present."""
    equipment_per_site: Money = Quantity(value=0)
    """Investment in screens and instruments where the function is new."""


class PatientTransport(Record):
    """Transport the region pays for."""

    share_entitled: Share
    """Share of the visits whose transport the region pays."""


class NumberOfSites(Record):
    """How many sites may offer a function, hospitals included."""

    at_most: Things | None = None
    """At most so many."""
    at_least: Things | None = None
    """At least so many."""
    exactly: Things | None = None
    """Exactly so many."""

    @model_validator(mode="after")
    def _agrees(self) -> NumberOfSites:
        low, high = self.at_least or 0, self.at_most
        if (high is not None and low > high) or (
            self.exactly is not None and (self.exactly < low or (high is not None and self.exactly > high))
        ):
            raise refusal("at_least, at_most and exactly contradict each other.")
        return self


class Function(Record):
    """A hospital function that can be offered at several sites."""

    title: AnyTitle
    """Title shown to people."""
    responsible: Text = ""
    """The party responsible for the function."""
    level: Id | None = None
    """Planning level, a key of `terms.levels`; left out: the first of them."""
    approved_sites: Ids = ()
    """Sites, or departments, approved for the function, where its level asks for it."""
    allowed_at: Annotated[Ids, Field(min_length=1)] | None = None
    """Kinds of site that may offer it, keys of `terms.site_kinds`; left out: its first kind of hospital and
    its first of house."""
    choice: Literal["nearest", "catchment", "free"] | WithinMinutes = "catchment"
    """nearest: citizens use the nearest · catchment: their own hospital's sites first · {within_minutes: n} or
    free: the region allocates."""
    catchment_pull_minutes: Minutes = Quantity(value=30)
    """Minutes added to sites of another hospital's catchment before citizens compare."""
    overflow: Literal["parent_hospital", "expand"] = "parent_hospital"
    """parent_hospital: a house sees what its days hold, the rest is seen at the hospital · expand: days follow the
    whole catchment."""
    site_by: Literal["distance", "patient_base"] = "distance"
    """patient_base: distance does not count in the aim, cover by a house does."""
    base_radius_minutes: Duration = Quantity(value=45)
    """With patient_base: citizens within this time, or in the same grouping, are covered."""
    citizen_weight: Positive = Quantity(value=1)
    """Weight of a minute for this function in the citizen aim."""

    visits_per_1000_per_year: Rate | None = None
    """Visits per 1,000 inhabitants a year."""
    visits_per_1000_per_year_by_segment: dict[Id, Rate] = Field(default_factory=dict)
    """The same by population segment, instead of one rate."""
    visits_per_patient_per_year: Positive | None = None
    """Turns visits into patients."""
    minutes_per_visit: Duration | None = None
    """Minutes of clinic time a visit takes."""
    max_house_share: Share = Quantity(value=1)
    """Share of the visits a house can see on professional grounds; the rest stays at a hospital."""
    outflow_share: Share = Quantity(value=0)
    """Free choice: share of the visits that leave the region's own sites, taken off before anything is counted. An area
    with a `share_outflow` of its own uses that."""
    house_bypass_share: Share = Quantity(value=0)
    """Free choice: share of the visits a house could see whose citizens choose a hospital, whatever stands nearer."""

    min_visits_per_year: Count | None = None
    """Hard minimum at a house."""
    min_patients_per_year: Count | None = None
    """Hard minimum of patients at a house."""
    target_visits_per_year: Count | None = None
    """Visits from which a clinic is large enough."""
    quality_loss_at_minimum: Share = Quantity(value=1)
    """Share of the visits that count as lost quality in a clinic exactly at the minimum."""
    quality_parity_at_houses: Share = Quantity(value=1)
    """Professional quality at a house relative to the hospital's, where a source says it differs."""

    min_days_per_week: Days | None = None
    """Fewest clinic days a week at a house."""
    days_per_week_exactly: Days | None = None
    """Clinic days a week at a house: this, or a whole number of parallel lines of it."""
    days_per_week_steps: tuple[Annotated[Number, Field(gt=0, lt=1), In(DAYS)], ...] = (0.25, 0.5)
    """Parts of a day that are possible (0.25: every fourth week); then 1, 2, 3, ..."""
    clinic_weeks_per_year: Weeks = 45.0
    """Weeks a year with clinic."""
    clinic_day_minutes: Duration = Quantity(value=360)
    """Patient time in a full clinic day."""
    staff_workday_minutes: Duration = Quantity(value=444)
    """Working day from which visiting staff's travel, both ways, is taken."""
    max_days_between_clinics: Positive | None = None
    """Continuity: most calendar days from one clinic day at a house to the next (7 / days a week)."""
    visits_per_clinic_day: Positive | None = None
    """Visits a clinic day holds; replaces the calculation from minutes."""

    room: Id = "consultation"
    """Kind of room a clinic day uses."""
    fitting_out: Money = Quantity(value=0)
    """Investment in rooms at a new site."""
    equipment: dict[Id, EquipmentNeed] = Field(default_factory=dict)
    """Equipment a visit needs."""
    staff_per_clinic_day: dict[Id, Annotated[Number, Field(ge=0), In(STAFF)]] = Field(default_factory=dict)
    """Staff of each role in a clinic day."""
    variable_per_visit: Money = Quantity(value=0)
    """Materials and the like; follows the visit (no such cost at home, where the price covers it)."""
    requires_on_site: Ids = ()
    """Functions that must be offered at the same site, or partners that must be committed there."""
    backup_hospital_within_minutes: Minutes | None = None
    """Longest way from the house to its parent hospital."""
    number_of_sites: NumberOfSites = NumberOfSites()
    """How many sites may offer it."""
    retained_share: Share | None = None
    """Share of today's volume a giving hospital keeps at least."""
    retained_visits_per_year: Count | None = None
    """Visits a giving hospital keeps at least (or 90 % of today's, if that is less)."""
    max_travel_minutes: Minutes | None = None
    """Longest trip one way, for at least `max_travel_share` of the visits."""
    max_travel_share: Share = Quantity(value=1)
    """Share of the visits that `max_travel_minutes` must hold for."""
    max_travel_when_today_is_lower: WhenLower = "keep_today"
    """What holds where that share is less today. keep_today: today's share must be kept · demand: it must rise to
    `max_travel_share`."""
    home: HomeProgramme | None = None
    """Care at home; left out: nothing takes place at home."""
    patient_transport: PatientTransport | None = None
    """Transport paid by the region."""
    hybrid: Hybrid | None = None
    """A specialist by video, the citizen at the house; left out: everybody is present."""

    opening_hours: dict[str, Text] = Field(default_factory=dict)
    """Shown, not calculated; other opening hours are another function."""
    opening_hours_at: dict[Id, dict[str, Text]] = Field(default_factory=dict)
    """By site, its own hours where they differ; shown in place of the others, not calculated."""
    target_group: Text = ""
    """Whom it is for; shown in the catalogue."""
    referral: Text = ""
    """How to be referred; shown in the catalogue."""
    note: Text = ""
    """Free text."""

    @model_validator(mode="after")
    def _holds_together(self) -> Function:
        if self.visits_per_1000_per_year is not None and self.visits_per_1000_per_year_by_segment:
            raise refusal("visits_per_1000_per_year and ..._by_segment are both given; keep one of them.")
        if self.minutes_per_visit is None and self.visits_per_clinic_day is None:
            raise refusal("minutes_per_visit is missing; give it, or visits_per_clinic_day.")
        minimum = self.min_visits_per_year.value if self.min_visits_per_year else 0
        target = self.target_visits_per_year
        if target is not None and minimum and target.value <= minimum:
            raise refusal(
                "target_visits_per_year {target} is not above min_visits_per_year {minimum}; a target must be higher.",
                target=f"{target.value:g}",
                minimum=f"{minimum:g}",
            )
        if self.min_patients_per_year is not None and self.visits_per_patient_per_year is None:
            raise refusal("min_patients_per_year needs visits_per_patient_per_year to count patients.")
        return self

    def visits_in(self, minutes: float) -> float:
        """Visits that fit in a clinic day with ``minutes`` of patient time; ``visits_per_clinic_day`` if given."""
        if self.visits_per_clinic_day is not None:
            return self.visits_per_clinic_day.value
        session = self.minutes_per_visit
        return 0.0 if session is None else float(math.floor(max(0.0, minutes) / session.value + _WHOLE))


class Equipment(Record):
    """A kind of apparatus, counted in units that the functions at a site share."""

    title: AnyTitle
    """Title shown to people."""
    price: Money = Quantity(value=0)
    """Price of a unit."""
    fixed_price_per_site: Money = Quantity(value=0)
    """Price of the first unit's installation at a site that has none."""
    lifetime_years: Years = Quantity(value=10)
    """Years it lasts; spreads the price in the economy aim."""
    service_per_year: Money = Quantity(value=0)
    """Service of a unit."""
    capacity_minutes_per_week: Duration | None = None
    """Minutes a unit can be used in a week; left out: one unit is enough, utilisation is not counted."""
    weeks_per_year: Weeks = 45.0
    """Weeks a year it is used."""
    min_utilisation: Share = Quantity(value=0)
    """Lowest utilisation at which a unit may stand."""
    max_utilisation: Share = Quantity(value=1)
    """Highest utilisation planned for."""

    @model_validator(mode="after")
    def _minimum_below_maximum(self) -> Equipment:
        if self.min_utilisation.value >= self.max_utilisation.value:
            raise refusal("min_utilisation must be below max_utilisation.")
        return self


class StaffRole(Record):
    """A professional group that parent hospitals send out."""

    title: AnyTitle
    """Title shown to people."""
    cost_per_clinic_day: Money = Quantity(value=0)
    """Cost of one person for one clinic day."""
    extra_days_per_week: dict[Id, Count] | None = None
    """Clinic days a week each hospital can send to its houses beyond today's; left out: no limit."""
    recruit_days_per_week: dict[Id, Count] = Field(default_factory=dict)
    """Clinic days a week each hospital can recruit for, on top of `extra_days_per_week`."""
    recruit_days_per_week_in_all: Count | None = None
    """Clinic days a week that can be recruited for in the whole region; left out: only each hospital's limit."""
    recruit_per_year: Money = Quantity(value=0)
    """Cost a year of each weekly clinic day recruited for, on top of `cost_per_clinic_day`."""
    people: dict[Id, Count] = Field(default_factory=dict)
    """Persons each hospital has in the role."""
    max_days_away_per_person_per_week: Days | None = None
    """Most clinic days a week a person works away from the hospital, today's included; needs `people`."""
    stationed_at_houses: Flag = False
    """true: works at the house every day; no travel is taken from the clinic day."""


class Prices(Record):
    """Money that is not tied to one function."""

    discount_rate: Annotated[Number, Field(ge=0, lt=1), In(SHARE)] = 0.035
    """Rate of the annuities."""
    index: dict[YearKey, Index] = Field(default_factory=dict)
    """Price index by year; a price with a `year` is multiplied by index[`about.price_year`] / index[`year`]."""
    hospital_release_share: Share = Quantity(value=0.15, low=0, high=0.5)
    """Share of the staff cost a hospital really saves when a visit leaves."""
    hospital_absorb_share: Share = Quantity(value=1)
    """Share of the staff cost a hospital really has when a visit arrives; at least the release share."""
    patient_transport_per_km: Money = Quantity(value=0)
    """Transport paid by the region, a kilometre."""
    staff_travel_per_km: Money = Quantity(value=0)
    """Staff's travel to houses, a kilometre and person."""
    citizen_travel_per_km: Money = Quantity(value=0)
    """Citizens' own travel, a kilometre; reported only, never in the aim."""
    fitting_out_lifetime_years: Years = Quantity(value=20)
    """Years fitted-out rooms last; spreads the investment in the economy aim."""
    paid_by: dict[RunningItem, PaidBy] = Field(default_factory=dict)
    """Who pays staff_houses, staff_travel, recruitment, staff_hospitals, rooms, lost_rent, variable, patient_transport,
    equipment_service; the payer with the own budget where nothing is said, and always the investment."""

    @model_validator(mode="after")
    def _absorbs_at_least_what_it_releases(self) -> Prices:
        if self.hospital_absorb_share.value < self.hospital_release_share.value:
            raise refusal("hospital_absorb_share must be at least hospital_release_share.")
        return self


MAX_COMBINED = 0.5
"""Largest share of a function's visits that all its pairs together may save."""


class Synergy(Record):
    """Two functions whose visits can be joined; only with a figure that somebody stands by."""

    functions: tuple[Id, Id]
    """The two functions."""
    saved_trips_share: PartOf
    """Saved trips per visit of the smaller of the two, among the citizens of one grouping at one house."""
    reason: Text = ""
    """Why."""

    @model_validator(mode="after")
    def _stood_by(self) -> Synergy:
        unique(self.functions)
        share = self.saved_trips_share
        if not (share.source or share.owner):
            raise refusal(
                "saved_trips_share has neither source nor owner; a saving that nobody stands by is not counted."
            )
        return self
