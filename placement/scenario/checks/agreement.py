"""Checks that numbers and choices of a scenario agree with each other; references and travel are checked elsewhere."""

from __future__ import annotations

from typing import Any

from placement.errors import Message
from placement.scenario.checks.notes import Notes, few, quantities
from placement.scenario.schema.offers import MAX_COMBINED, Function, HomeProgramme, Hybrid
from placement.scenario.schema.places import AREA_SHARES, Area
from placement.scenario.source.paths import nearest
from placement.scenario.source.positions import Path

REST = "rest"
"""The ``people_share`` of a segment that has the share all other segments leave."""
WITH_DEFAULT = ("share_without_car", "share_digitally_exempt")
"""Shares that are 0 in an area without them."""


def check(notes: Notes) -> None:
    """Add a fault for every contradiction."""
    _segments(notes)
    _grouping(notes)
    _price_years(notes)
    _coverage(notes)
    _synergies(notes)
    _social_share(notes)
    _let_rooms(notes)
    _staff(notes)
    _method(notes)
    for key, function in notes.scenario.functions.items():
        path = ("functions", key)
        _one_way_of_demand(notes, path, function)
        _nobody_twice(notes, path, function)
        _days(notes, path, function)
        _continuity(notes, path, function)
        _overflow(notes, path, function)
        if function.hybrid is not None:
            _hybrid(notes, (*path, "hybrid"), function, function.hybrid)
        if function.home is not None:
            _home(notes, (*path, "home"), function.home)
            _onboarding(notes, (*path, "home"), function)


def _segments(notes: Notes) -> None:
    segments = notes.scenario.segments
    rest = [key for key, segment in segments.items() if segment.people_share == REST]
    for key in rest[1:]:
        notes.add(
            ("segments", key, "people_share"),
            Message("'{rest}' is the rest already; only one segment can be.", rest=rest[0]),
        )
    columns: dict[str, str] = {}
    for key, segment in segments.items():
        if segment.people_share in columns:
            message = Message(
                "'{columns}' has the column '{people_share}' already.",
                columns=columns[segment.people_share],
                people_share=segment.people_share,
            )
            notes.add(("segments", key, "people_share"), message)
        elif segment.people_share != REST:
            columns[segment.people_share] = key
    for column, key in columns.items():
        _share_everywhere(notes, ("segments", key, "people_share"), column, Message("write 'rest'"))
    if rest:
        _shares_leave_a_rest(notes, list(columns))


def _social_share(notes: Notes) -> None:
    column = notes.scenario.areas.social_share
    if column is not None:
        _share_everywhere(notes, ("areas", "social_share"), column, Message("leave it out"), AREA_SHARES)


def _share_everywhere(notes: Notes, path: Path, column: str, otherwise: str, own: tuple[str, ...] = ()) -> None:
    """Check that all areas have a column of shares.

    Args:
        notes: the scenario being checked.
        path: of the value that names the column.
        column: its name.
        otherwise: what may be written in its place, for the message.
        own: columns with a meaning of their own (``AREA_SHARES``) that are allowed too; those with a default may be
            missing in some areas.
    """
    rows = notes.scenario.areas.rows
    given = {key: _shares(area, notes.written("areas", "rows", key), own) for key, area in rows.items()}
    without = [key for key, names in given.items() if column not in names]
    if len(without) == len(rows):
        columns = sorted(set().union(*given.values()))
        message = Message(
            "no area has a column '{column}'; columns: {columns}; or {otherwise}.",
            column=column,
            columns=", ".join(columns) or Message("none"),
            otherwise=otherwise,
        )
        if column in AREA_SHARES and column not in own:
            message = Message(
                "'{column}' has a meaning of its own, and is no segment; give the share a column of its own.",
                column=column,
            )
        notes.add(path, message, suggestion=nearest(column, columns))
    elif without and column not in WITH_DEFAULT:
        notes.add(
            path,
            Message("{n} areas have no '{column}': {without}.", n=len(without), column=column, without=few(without)),
        )


def _shares(area: Area, written: dict[str, Any], own: tuple[str, ...]) -> set[str]:
    """Columns of shares that an area has, also those the schema refused; of ``AREA_SHARES`` only those in ``own``."""
    named = {key for key, value in written.items() if str(key).startswith("share_") and value is not None}
    return (named - set(AREA_SHARES)) | (named & set(own)) | set(area.segment_shares)


def _shares_leave_a_rest(notes: Notes, columns: list[str]) -> None:
    for key, area in notes.scenario.areas.rows.items():
        total = sum(area.segment_shares.get(column, 0.0) for column in columns)
        if total > 1 + 1e-9:
            message = Message(
                "the segments' shares add up to {total:g}, which leaves no rest; at most 1 is possible.", total=total
            )
            notes.add(("areas", "rows", key), message)


def _grouping(notes: Notes) -> None:
    areas = notes.scenario.areas
    without = [key for key, area in areas.rows.items() if not getattr(area, areas.group_by)]
    if "group_by" in areas.model_fields_set and without and areas.group_by != "municipality":
        notes.add(
            ("areas", "group_by"),
            Message(
                "{n} areas have no '{group_by}': {without}.",
                n=len(without),
                group_by=areas.group_by,
                without=few(without),
            ),
        )


def _coverage(notes: Notes) -> None:
    """Check that a coverage floor for every group has a group for every area."""
    areas = notes.scenario.areas
    for key, floor in notes.scenario.policy.coverage.items():
        column = areas.group_by if floor.by == "group" else "municipality"
        without = [area for area, row in areas.rows.items() if not getattr(row, column)]
        if floor.by != "region" and without:
            message = Message(
                "{n} areas have no '{column}': {without}; fill it in, or use 'region'.",
                n=len(without),
                column=column,
                without=few(without),
            )
            notes.add(("policy", "coverage", key, "by"), message)


def _synergies(notes: Notes) -> None:
    """Check that functions of a synergy count minutes, and that a function's pairs save at most ``MAX_COMBINED``."""
    functions, combined = notes.scenario.functions, dict[str, float]()
    for key, pair in notes.scenario.synergies.items():
        path = ("synergies", key)
        for index, name in enumerate(pair.functions):
            if name in functions and functions[name].site_by == "patient_base":
                message = Message(
                    "{name} is placed by its patient base, not by minutes; a saved trip cannot be counted.", name=name
                )
                notes.add((*path, "functions", str(index)), message)
            combined[name] = combined.get(name, 0.0) + pair.saved_trips_share.value
            if combined[name] > MAX_COMBINED + 1e-9:
                message = Message(
                    "the pairs of {name} save {combined:g} of its visits together; at most {max_combined:g} "
                    "can be saved.",
                    name=name,
                    combined=combined[name],
                    max_combined=MAX_COMBINED,
                )
                notes.add((*path, "saved_trips_share"), message)


_OF_A_PRICE_YEAR = frozenset(
    {
        "cost_per_clinic_day", "cost_per_visit", "equipment_per_site", "fitting_out", "fixed_price_per_site",
        "let_room_per_year", "max_extra_operating_per_year", "max_investment", "onboarding_per_patient", "price",
        "price_per_unit", "recruit_per_year", "room_per_day", "service_per_year", "variable_per_visit",
        "patient_transport_per_km", "staff_travel_per_km", "citizen_travel_per_km",
    }
)  # fmt: skip
"""Fields of money that may be in the prices of another year."""


def _price_years(notes: Notes) -> None:
    index, year = notes.scenario.prices.index, notes.scenario.about.price_year
    if not index or len(index) != len(notes.written("prices", "index")):
        return
    years = ", ".join(str(known) for known in sorted(index))
    if year is None:
        notes.add(
            ("prices", "index"), Message("about.price_year is missing; say which year's money the index leads to.")
        )
    elif year not in index:
        notes.add(
            ("about", "price_year"), Message("prices.index has no {year}; years: {years}.", year=year, years=years)
        )
    for path, quantity in quantities(notes.scenario):
        money = path[-1] in _OF_A_PRICE_YEAR or path[-2:-1] == ("prices",)
        if money and quantity.year is not None and quantity.year not in index:
            notes.add(
                (*path, "year"), Message("prices.index has no {year}; years: {years}.", year=quantity.year, years=years)
            )


def _method(notes: Notes) -> None:
    """Check that ``epsilon`` does not bound the aim it minimises, and that profiles suit the method."""
    aims = notes.scenario.objectives
    bounded = {"citizen": "citizen_minutes", "quality": "quality_visits", "economy": "economy"}[aims.epsilon.minimise]
    if aims.method == "epsilon" and getattr(aims.epsilon, bounded) is not None:
        message = Message(
            "{aim} is what is minimised, and cannot be bounded too; bound the others.", aim=aims.epsilon.minimise
        )
        notes.add(("objectives", "epsilon", bounded), message)
    for key, profile in notes.scenario.profiles.items():
        if aims.method == "price" and profile.weights is not None:
            message = Message(
                "the method is price, which uses no weights; write what a minute may cost instead, as in "
                "prices: {{minute: 8}}, or write method: balanced or method: weighted under objectives."
            )
            notes.add(("profiles", key, "weights"), message, key=True)


def _let_rooms(notes: Notes) -> None:
    for key, site in notes.scenario.sites.items():
        if site.let_room_days_per_week and site.free_room_days_per_week is None:
            message = Message(
                "rooms set no limit here, so none is ever taken back; give free_room_days_per_week ({{}} for none)."
            )
            notes.add(("sites", key, "let_room_days_per_week"), message, key=True)


def _staff(notes: Notes) -> None:
    for key, role in notes.scenario.staff_roles.items():
        path = ("staff_roles", key)
        if role.recruit_days_per_week and role.extra_days_per_week is None:
            message = Message("no limit is set on what is sent out, so nobody is recruited; give extra_days_per_week.")
            notes.add((*path, "recruit_days_per_week"), message, key=True)
        if role.recruit_days_per_week_in_all is not None and not role.recruit_days_per_week:
            message = Message("nobody can be recruited anywhere; give recruit_days_per_week by hospital.")
            notes.add((*path, "recruit_days_per_week_in_all"), message, key=True)
        if role.max_days_away_per_person_per_week is not None and not role.people:
            message = Message("the persons are missing; give people by hospital.")
            notes.add((*path, "max_days_away_per_person_per_week"), message, key=True)


def _onboarding(notes: Notes, path: Path, function: Function) -> None:
    home = function.home
    if home is not None and home.onboarding_per_patient.value > 0 and function.visits_per_patient_per_year is None:
        message = Message("visits_per_patient_per_year is missing; the cost of a patient is spread over the visits.")
        notes.add((*path, "onboarding_per_patient"), message)


def _one_way_of_demand(notes: Notes, path: Path, function: Function) -> None:
    rows = notes.rows("demand", path[-1])
    rate = function.visits_per_1000_per_year is not None or bool(function.visits_per_1000_per_year_by_segment)
    if rows and rate:
        notes.add(path, Message("visits are given by a rate and in the demand table; keep one of them."), key=True)
    elif not rows and not rate:
        message = Message(
            "the visits are missing; give visits_per_1000_per_year, the same by segment, or a demand table."
        )
        notes.add(path, message, key=True)
    elif rows:
        without = [area for area in notes.scenario.areas.rows if area not in rows]
        if without:
            message = Message(
                "the demand table has no row for {n} areas: {without}; write 0 where it is none.",
                n=len(without),
                without=few(without),
            )
            notes.add(("demand", "rows", path[-1], next(iter(rows))), message)


def _nobody_twice(notes: Notes, path: Path, function: Function) -> None:
    """Check that the segments of a rate do not overlap; with a ``rest`` segment `_segments` checks that."""
    segments = notes.scenario.segments
    if any(segment.people_share == REST for segment in segments.values()):
        return
    columns = {segments[key].people_share for key in function.visits_per_1000_per_year_by_segment if key in segments}
    twice = [
        key
        for key, area in notes.scenario.areas.rows.items()
        if sum(area.segment_shares.get(column, 0.0) for column in columns) > 1 + 1e-9
    ]
    if twice:
        message = Message(
            "the segments are more than everybody in {n} areas: {twice}; nobody counts twice.",
            n=len(twice),
            twice=few(twice),
        )
        notes.add((*path, "visits_per_1000_per_year_by_segment"), message)


def _days(notes: Notes, path: Path, function: Function) -> None:
    exact, least = function.days_per_week_exactly, function.min_days_per_week
    if exact is not None and exact.value <= 0:
        notes.add((*path, "days_per_week_exactly"), Message("0 days a week is no clinic; write more than 0."))
    elif exact is not None and least is not None and least.value > exact.value:
        message = Message(
            "min_days_per_week {least:g} is above days_per_week_exactly {exact:g}; keep one of them.",
            least=least.value,
            exact=exact.value,
        )
        notes.add((*path, "min_days_per_week"), message)


def _continuity(notes: Notes, path: Path, function: Function) -> None:
    """Check that one line of exact days is often enough for ``max_days_between_clinics``."""
    exact, most = function.days_per_week_exactly, function.max_days_between_clinics
    if exact is not None and most is not None and exact.value > 0 and 7 / exact.value > most.value:
        message = Message(
            "{exact:g} days a week leave {value:g} days between clinic days, but "
            "max_days_between_clinics is {most:g}; change one of them.",
            exact=exact.value,
            value=7 / exact.value,
            most=most.value,
        )
        notes.add((*path, "max_days_between_clinics"), message)


def _overflow(notes: Notes, path: Path, function: Function) -> None:
    """Check that ``overflow`` is not written for a function whose visits the region allocates; a default is ignored."""
    where = (*path, "overflow")
    allocated = function.choice == "free" or not isinstance(function.choice, str)
    if not allocated or function.overflow != "parent_hospital" or "overflow" not in function.model_fields_set:
        return
    if notes.positions.moved.get(where, ("",))[0] != "defaults":
        notes.add(
            where, Message("the region allocates this function's visits, so nothing overflows; take the line out.")
        )


def _hybrid(notes: Notes, path: Path, function: Function, hybrid: Hybrid) -> None:
    """Check that roles that take part by video otherwise travel, and that hybrid sites are houses."""
    travelling = {
        role
        for role in function.staff_per_clinic_day
        if (known := notes.scenario.staff_roles.get(role)) is None or not known.stationed_at_houses
    }
    for index, role in enumerate(hybrid.roles):
        if role not in travelling:
            who = Message("'{role}' is not in staff_per_clinic_day", role=role)
            if role in function.staff_per_clinic_day:
                who = Message("'{role}' works at the house", role=role)
            message = Message(
                "{who}; those who can stay at the hospital: {travelling}.",
                who=who,
                travelling=few(sorted(travelling)) or Message("none"),
            )
            notes.add((*path, "roles", str(index)), message, suggestion=nearest(role, travelling))
    for index, key in enumerate(hybrid.at):
        site = notes.scenario.sites.get(key)
        if site is not None and notes.scenario.is_hospital(key):
            notes.add((*path, "at", str(index)), Message("'{key}' is a hospital; name houses.", key=key))


def _home(notes: Notes, path: Path, home: HomeProgramme) -> None:
    today, highest = home.today_share.value, home.max_share.value if home.max_share else None
    if highest is not None and highest < today:
        message = Message(
            "max_share {highest:g} is below today_share {today:g}; at least today's share is needed.",
            highest=highest,
            today=today,
        )
        notes.add((*path, "max_share"), message)
    if highest is None and home.steps:
        notes.add((*path, "steps"), Message("steps need a max_share to lead up to; give one."))
    for index, step in enumerate(home.steps):
        if highest is not None and not today <= step.value <= highest:
            message = Message(
                "{step:g} is not between today_share {today:g} and max_share {highest:g}.",
                step=step.value,
                today=today,
                highest=highest,
            )
            notes.add((*path, "steps", str(index)), message)
