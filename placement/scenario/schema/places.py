"""The part of the schema about places: areas, sites, travel between them, and what is there today."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from placement.scenario.schema.base import AnyTitle, Id, Record, Text, refusal
from placement.scenario.schema.quantity import (
    Count,
    Factor,
    Flag,
    Growth,
    In,
    Km,
    Minutes,
    Money,
    Number,
    People,
    PlainDays,
    PlainMinutes,
    PlainShare,
    Quality,
    Quantity,
    Things,
    TripMinutes,
    Visits,
    Year,
)
from placement.scenario.schema.units import FACTOR, KM, KMH, SHARE

MAINLAND = "mainland"
"""The landmass of a place that names no other, where `terms.mainland` does not either."""

AREA_SHARES = ("share_without_car", "share_digitally_exempt", "share_outflow")
"""Shares of an area with a meaning of their own; every other `share_...` column is for segments."""

AreaShare = PlainShare
_TURN = 360


def _degrees(seen: float) -> float:
    """Refuse coordinates that are no degrees, such as metres of a map projection."""
    if abs(seen) > _TURN:
        raise refusal(
            "{seen} is no number of degrees; convert the coordinates to WGS 84 (EPSG:4326).", seen=f"{seen:.10g}"
        )
    return seen


Latitude = Annotated[Number, AfterValidator(_degrees), Field(ge=-90, le=90)]
Longitude = Annotated[Number, AfterValidator(_degrees), Field(ge=-180, le=180)]


class Area(Record):
    """People who live close together: a postal district, a parish."""

    name: Text
    """Name shown to people."""
    municipality: Text = ""
    """What the area belongs to, and is told together with: a municipality, a ward (`terms.grouping`)."""
    group: Text = ""
    """Another grouping to report by, chosen with `areas.group_by: group`."""
    catchment_hospital: Id | None = None
    """The hospital formally responsible for the area."""
    landmass: Id = MAINLAND
    """The mainland or an island."""
    lat: Latitude | None = None
    """Latitude in degrees (WGS 84)."""
    lon: Longitude | None = None
    """Longitude in degrees (WGS 84)."""
    people: People
    """Inhabitants."""
    need_index: Annotated[Number, Field(ge=0), In(FACTOR)] = 1.0
    """Need relative to the average; multiplies every rate."""
    share_without_car: AreaShare = 0.0
    """Share of the inhabitants without a car."""
    share_digitally_exempt: AreaShare = 0.0
    """Share exempt from digital post; they are never offered digital care."""
    share_outflow: AreaShare | None = None
    """Share of the visits, of every function, that leave the region's own sites by free choice; wins over a function's
    `outflow_share`."""
    growth_per_year: Annotated[Number, Field(ge=-0.2, le=0.2), In(SHARE)] | None = None
    """Growth of the inhabitants as a share a year, where there are `phases`; wins over a phase's."""
    segment_shares: dict[str, AreaShare] = Field(default_factory=dict)
    """Every other `share_...` column, for `segments`."""

    def share(self, column: str) -> float:
        """The area's value in the column ``name``, one of ``share_...``."""
        return getattr(self, column) if column in AREA_SHARES else self.segment_shares[column]

    @model_validator(mode="before")
    @classmethod
    def _collect_segment_shares(cls, seen: Any) -> Any:
        if not isinstance(seen, dict):
            return seen
        own = {k: v for k, v in seen.items() if str(k).startswith("share_") and k not in AREA_SHARES}
        if not own:
            return seen
        rest = {k: v for k, v in seen.items() if k not in own}
        more = rest.get("segment_shares", {})
        return {**rest, "segment_shares": {**own, **more} if isinstance(more, dict) else more}


class ColumnProvenance(Record):
    """Where a whole column of a table comes from."""

    source: Id | None = None
    """A key of `sources`."""
    quality: Quality = "assumption"
    """sourced · derived · assumption."""
    year: Year | None = None
    """The year of the figures."""
    owner: Text | None = None
    """Who can change them."""
    low_factor: PlainShare = 1.0
    """Lowest plausible value as a factor on each number."""
    high_factor: Annotated[Number, Field(ge=1), In(FACTOR)] = 1.0
    """Highest plausible value as a factor on each number."""
    note: Text | None = None
    """Free text."""


class Areas(Record):
    """The table of areas: inline in `rows`, or a CSV file with the columns of a row."""

    file: str | None = None
    """CSV file beside the scenario, with the column `id` and the fields of an area."""
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Keep only rows whose column has one of these values."""
    columns: dict[str, ColumnProvenance] = Field(default_factory=dict)
    """Provenance of whole columns."""
    group_by: Literal["municipality", "catchment_hospital", "landmass", "group"] = "municipality"
    """The grouping in which gains and losses are told."""
    social_share: Text | None = None
    """The `share_...` column that says how many are socially exposed; left out: no data, and it is said so."""
    rows: Annotated[dict[Id, Area], Field(min_length=1)]
    """The areas, keyed by id."""


class Segment(Record):
    """A part of the population with its own rates."""

    title: AnyTitle
    """Title shown to people."""
    people_share: str
    """The area column that holds its share (`share_65plus`), or `rest`."""
    growth_per_year: Growth | None = None
    """Growth of this part as a share a year, where there are `phases`; by default as the others."""


class RoomKind(Record):
    """A kind of room that clinics share."""

    title: AnyTitle
    """Title shown to people."""
    fitting_out: Money = Quantity(value=0)
    """Investment once at a site where no function uses such a room today, however many come to use it."""


class Partner(Record):
    """Somebody else under the same roof: general practice, rehabilitation."""

    title: AnyTitle
    """Title shown to people."""
    kind: Text = ""
    """What sort of partner."""


class Site(Record):
    """A place where functions are, or could be, offered."""

    title: AnyTitle
    """Title shown to people."""
    kind: Id
    """A key of `terms.site_kinds`."""
    parent_hospital: Id | None = None
    """The hospital that sends staff and takes the overflow; the nearest hospital where nothing is said."""
    catchment: Id | None = None
    """The hospital whose formal catchment the site belongs to; by default its parent's, a hospital's own."""
    municipality: Text = ""
    """The same for the site."""
    landmass: Id = MAINLAND
    """The mainland or an island."""
    lat: Latitude | None = None
    """Latitude in degrees (WGS 84)."""
    lon: Longitude | None = None
    """Longitude in degrees (WGS 84)."""
    scope: Literal["candidate", "outside"] = "candidate"
    """outside: known and explained, never chosen."""
    scope_reason: Text = ""
    """Why it is outside."""
    existing: Flag = True
    """false: the house does not stand today (see `policy.no_new_houses`)."""
    free_room_days_per_week: dict[Id, Count] | None = None
    """Free room-days a week by room kind beyond what today uses; left out: rooms set no limit."""
    room_per_day: Money = Quantity(value=0)
    """Cost of using a free room for a day (rent, or rent lost)."""
    let_room_days_per_week: dict[Id, Count] = Field(default_factory=dict)
    """Room-days a week let to others that can be taken back, by room kind, on top of the free ones."""
    let_room_per_year: Money = Quantity(value=0)
    """Rent lost a year for each weekly room-day taken back."""
    equipment_today: dict[Id, Things] = Field(default_factory=dict)
    """Units of equipment that stand here today; what is not named is inferred from today's visits."""
    partners: dict[Id, Literal["committed", "interested"]] = Field(default_factory=dict)
    """Partners in the house; only committed ones count."""
    note: Text = ""
    """Free text."""


class SpeedBand(Record):
    """Speed on the next kilometres of a trip."""

    up_to_km: Annotated[Number, Field(gt=0), In(KM)] | None = None
    """The band ends here; the last band has no end."""
    kmh: Annotated[Number, Field(gt=0), In(KMH)]
    """Speed in km/h."""


class Crossing(Record):
    """A ferry or bridge between two landmasses."""

    between: tuple[Id, Id]
    """The two landmasses."""
    minutes: Minutes
    """Minutes added one way."""


Mode = Literal["car", "without_car"]


class TravelTime(Record):
    """A known travel time; wins over the calculated one."""

    origin: Id
    """An area, or a site."""
    destination: Id
    """A site."""
    minutes: TripMinutes | None
    """Minutes one way by car, door to door; an empty cell (in YAML: null) where nobody can get there."""
    mode: Mode = "car"
    """Whom the time holds for; without a row of their own, those without a car use the car time × factor, except on the
    crossing between two landmasses."""
    km: Km | None = None
    """Road kilometres one way."""
    source: Text | None = None
    """A key of `sources`, or `assumption`."""
    note: Text | None = None
    """Free text."""


class TravelTimes(Record):
    """A table of travel times, inline in `rows` or as a CSV file."""

    file: str | None = None
    """CSV file with the columns origin, destination, minutes [, mode, km, source, note]."""
    rows: tuple[TravelTime, ...] = ()
    """The times."""


class Travel(Record):
    """How long it takes to get there."""

    method: Literal["straight_line", "table"] = "straight_line"
    """straight_line: crow-fly × detour and speed bands · table: an origin-destination table."""
    file: str | None = None
    """The origin-destination CSV of method `table`."""
    rows: tuple[TravelTime, ...] = ()
    """The origin-destination table, inline."""
    detour_factor: Factor = Quantity(value=1.343)
    """Road kilometres per crow-fly kilometre."""
    speed_bands: tuple[SpeedBand, ...] = (
        SpeedBand(up_to_km=10, kmh=35),
        SpeedBand(up_to_km=30, kmh=55),
        SpeedBand(kmh=70),
    )
    """Marginal: the first kilometres at the first speed, the next at the next."""
    access_minutes: Minutes = Quantity(value=6)
    """Parking and walking, added each way."""
    without_car_factor: Factor = Quantity(value=2.2)
    """Minutes without a car per minute with one (crossings excepted)."""
    crossings: dict[Id, Crossing] = Field(default_factory=dict)
    """Ways between landmasses; where there is none, nobody can cross."""
    overrides: TravelTimes = TravelTimes()
    """Single pairs with a known time."""
    tie_minutes: PlainMinutes = 5.0
    """Areas whose next site is less than this much further away are reported as knife-edge areas."""

    @model_validator(mode="after")
    def _bands_rise(self) -> Travel:
        ends = [band.up_to_km for band in self.speed_bands]
        inner = [end for end in ends[:-1] if end is not None]
        if not ends or ends[-1] is not None or len(inner) != len(ends) - 1 or inner != sorted(set(inner)):
            raise refusal("speed_bands must rise in up_to_km, and only the last band has no up_to_km.")
        return self


class BaselineEntry(Record):
    """A function at a site today."""

    status: Literal["open", "closed", "unknown"] = "open"
    """unknown is shown as unknown and counts as closed."""
    days_per_week: PlainDays | None = None
    """Clinic days a week; above five means parallel lines."""
    visits_observed_per_year: Visits | None = None
    """Observed visits, for calibration only."""
    fixed_visits_per_year: Visits = 0.0
    """Visits on top of the demand that never move (inpatients, emergencies)."""
    year: Year | None = None
    """The year of the figures."""
    source: Text | None = None
    """A key of `sources`, or `assumption`."""
    note: Text | None = None
    """Free text."""

    @model_validator(mode="after")
    def _open_some_day(self) -> BaselineEntry:
        if self.status == "open" and self.days_per_week == 0:
            raise refusal("open with 0 days a week; write the days, leave them out, or use status: closed.")
        return self

    @model_validator(mode="before")
    @classmethod
    def _from_days(cls, seen: Any) -> Any:
        if seen in ("unknown", "closed", "open"):
            return {"status": seen}
        return {"days_per_week": seen} if isinstance(seen, int | float) and not isinstance(seen, bool) else seen


class Baseline(Record):
    """Where the functions are today."""

    file: str | None = None
    """CSV file with the columns function, site, status, days_per_week, ..."""
    date: Text | None = None
    """The day it describes."""
    rows: dict[Id, dict[Id, BaselineEntry]] = Field(default_factory=dict)
    """Entries by function and site."""


class Demand(Record):
    """Known visits per area, where rates are not wanted."""

    file: str | None = None
    """CSV file with the columns area, function, visits_per_year."""
    rows: dict[Id, dict[Id, Visits]] = Field(default_factory=dict)
    """Visits a year by function and area."""


class ObservedVisits(Record):
    """Visits that were counted of one function from one area; `check` holds the model against them."""

    function: Id
    """The function."""
    area: Id
    """Where the citizens live."""
    site: Id | None = None
    """Where they were seen; left out: at any site of the region."""
    visits_per_year: Visits
    """Visits a year, those at home left out."""
    year: Year | None = None
    """The year of the count."""
    source: Text | None = None
    """A key of `sources`, or `assumption`."""


class Observed(Record):
    """Visits that were counted by area, for calibration only; those by site alone stand in `baseline`."""

    file: str | None = None
    """CSV file with the columns function, area, visits_per_year [, site, year, source]."""
    rows: tuple[ObservedVisits, ...] = ()
    """The counts."""
