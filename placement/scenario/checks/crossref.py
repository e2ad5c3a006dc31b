"""Checks that references from one part of a scenario to another are valid. `check` runs these and all other checks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from placement.errors import Fault, Message, OwnWord
from placement.locale import N_
from placement.scenario.checks import agreement, phases, travel
from placement.scenario.checks.notes import Notes, few, quantities
from placement.scenario.schema.frame import BASE, TODAY, SoftRule
from placement.scenario.schema.offers import Function
from placement.scenario.schema.places import Area
from placement.scenario.schema.rules import SOFTENABLE, Rule
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.normalise import DEFAULTED
from placement.scenario.source.paths import Tree, child, nearest, record_of
from placement.scenario.source.positions import Path, Positions

_GROUPING, _GROUPINGS = OwnWord("grouping", "area group"), OwnWord("groupings", "area groups")


def check(
    scenario: Scenario, tree: Tree, positions: Positions, *, travel_checked: bool = False
) -> list[tuple[Path, Fault]]:
    """Every invalid reference and every contradiction, each with the path it is about.

    ``tree`` is the same scenario as written; ``scenario`` may lack entries that the schema refused. With
    ``travel_checked`` the travel table, which may be long, is not checked again.
    """
    notes = Notes(scenario, tree, positions)
    check_terms(notes)
    _sources(notes)
    _areas(notes)
    _boundaries(notes)
    _sites(notes)
    _rooms(notes)
    _functions(notes)
    _required_on_site(notes)
    _staff(notes)
    _policy(notes)
    _baseline(notes)
    _demand(notes)
    _observed(notes)
    _defaults(notes)
    _variants(notes)
    agreement.check(notes)
    phases.check(notes)
    if not travel_checked:
        travel.check(notes)
    return notes.found


def _variants(notes: Notes) -> None:
    """No variant is called what a comparison calls the scenario itself, or today."""
    for name in (BASE, TODAY):
        if name in notes.written("variants"):
            message = Message(
                "a variant may not be called '{name}': a comparison calls the scenario itself '{base}' and what stands "
                "today '{today}'.",
                name=name,
                base=BASE,
                today=TODAY,
            )
            notes.add(("variants", name), message, key=True)


def _sources(notes: Notes) -> None:
    for path, quantity in quantities(notes.scenario):
        if quantity.source is not None:
            notes.refer((*path, "source"), quantity.source, "sources")
    for name, column in notes.scenario.areas.columns.items():
        if column.source is not None:
            notes.refer(("areas", "columns", name, "source"), column.source, "sources")


def row_source(notes: Notes, path: Path, source: str | None) -> None:
    """Check the source of a row, which may also be the word `assumption`."""
    if source is not None and source != "assumption":
        notes.refer((*path, "source"), source, "sources")


def _areas(notes: Notes) -> None:
    areas = notes.scenario.areas
    columns = {name for area in areas.rows.values() for name in area.segment_shares}
    columns |= set(Area.model_fields) - {"segment_shares"}
    for name in areas.columns:
        if name not in columns:
            message = Message("the areas have no column '{name}'.", name=name)
            notes.add(("areas", "columns", name), message, key=True, suggestion=nearest(name, columns))
    for key, area in areas.rows.items():
        if area.catchment_hospital is not None:
            notes.refer_to_hospital(("areas", "rows", key, "catchment_hospital"), area.catchment_hospital)


def _boundaries(notes: Notes) -> None:
    boundaries, areas = notes.scenario.boundaries, notes.scenario.areas.rows
    if boundaries is None:
        return
    known = notes.written("boundaries", "rows")
    groups = dict.fromkeys(area.municipality for area in areas.values() if area.municipality)
    wanted = list(areas if boundaries.of == "area" else groups)
    missing = [name for name in wanted if name not in known]
    if not wanted:
        notes.add(
            ("boundaries", "of"),
            Message("the outlines are of {groupings}, but no area belongs to any.", groupings=_GROUPINGS),
        )
    elif missing:
        message = Message(
            "there is no outline of {missing}; there are outlines of {known}. Is 'property' the one "
            "that holds the id, or the name of the {grouping}?",
            missing=few(missing),
            known=few(known) or Message("nothing"),
            grouping=_GROUPING,
        )
        notes.add(("boundaries", "of"), message, suggestion=nearest(missing[0], known))


def _sites(notes: Notes) -> None:
    for key, site in notes.scenario.sites.items():
        path = ("sites", key)
        for field in ("parent_hospital", "catchment"):
            name = getattr(site, field)
            if name is not None:
                notes.refer_to_hospital((*path, field), name)
        for partner in site.partners:
            notes.refer((*path, "partners", partner), partner, "partners", key=True)
        for item in site.equipment_today:
            notes.refer((*path, "equipment_today", item), item, "equipment", key=True)


def _rooms(notes: Notes) -> None:
    used = {function.room for function in notes.scenario.functions.values()}
    used |= {str(entry.get("room", Function.model_fields["room"].default)) for entry in notes.entries("functions")}
    for kind in notes.scenario.rooms:
        if kind not in used:
            message = Message(
                "no function uses a room of kind '{kind}'; kinds in use: {used}.",
                kind=kind,
                used=", ".join(sorted(used)),
            )
            notes.add(("rooms", kind), message, key=True, suggestion=nearest(kind, used))
    for key, site in notes.scenario.sites.items():
        named = [("free_room_days_per_week", kind) for kind in site.free_room_days_per_week or {}]
        named += [("let_room_days_per_week", kind) for kind in site.let_room_days_per_week]
        for field, kind in named:
            if kind not in used:
                path = ("sites", key, field, kind)
                message = Message(
                    "no function uses a room of kind '{kind}'; kinds in use: {used}.",
                    kind=kind,
                    used=", ".join(sorted(used)),
                )
                notes.add(path, message, key=True, suggestion=nearest(kind, used))


def _functions(notes: Notes) -> None:
    for key, function in notes.scenario.functions.items():
        path = ("functions", key)
        for site in function.opening_hours_at:
            notes.refer((*path, "opening_hours_at", site), site, "sites", key=True)
        for index, site in enumerate(function.approved_sites):
            notes.refer((*path, "approved_sites", str(index)), site, "sites")
        for item in function.equipment:
            notes.refer((*path, "equipment", item), item, "equipment", key=True)
        for role in function.home.staff_minutes_per_visit if function.home else ():
            at_home = (*path, "home", "staff_minutes_per_visit", role)
            notes.refer(at_home, role, "staff_roles", key=True)
        for index, site in enumerate(function.hybrid.at if function.hybrid else ()):
            notes.refer((*path, "hybrid", "at", str(index)), site, "sites")
        for role in function.staff_per_clinic_day:
            notes.refer((*path, "staff_per_clinic_day", role), role, "staff_roles", key=True)
        for segment in function.visits_per_1000_per_year_by_segment:
            where = (*path, "visits_per_1000_per_year_by_segment", segment)
            notes.refer(where, segment, "segments", key=True)


def _required_on_site(notes: Notes) -> None:
    functions, partners = notes.ids("functions"), notes.ids("partners")
    for key, function in notes.scenario.functions.items():
        for index, name in enumerate(function.requires_on_site):
            path = ("functions", key, "requires_on_site", str(index))
            if name in functions and name in partners:
                notes.add(path, Message("'{name}' is a function and a partner; rename one of them.", name=name))
            elif name not in functions and name not in partners:
                message = Message("there is no function and no partner '{name}'.", name=name)
                notes.add(path, message, suggestion=nearest(name, [*functions, *partners]))
            elif name == key:
                notes.add(path, Message("'{name}' cannot require itself; take it out.", name=name))
            elif key in _all_required(notes.scenario, name):
                notes.add(
                    path,
                    Message(
                        "'{key}' requires '{name}', which requires '{key}' again; break the circle.", key=key, name=name
                    ),
                )


def _all_required(scenario: Scenario, name: str) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        function = scenario.functions.get(waiting.pop())
        new = set(function.requires_on_site) - found if function else set()
        found |= new
        waiting += new
    return found


def _staff(notes: Notes) -> None:
    for key, role in notes.scenario.staff_roles.items():
        for field in ("extra_days_per_week", "recruit_days_per_week", "people"):
            for hospital in getattr(role, field) or {}:
                notes.refer_to_hospital(("staff_roles", key, field, hospital), hospital, key=True)


def _policy(notes: Notes) -> None:
    for function, by_site in notes.scenario.policy.placements.items():
        path = ("policy", "placements", function)
        notes.refer(path, function, "functions", key=True)
        for site in by_site:
            notes.refer((*path, site), site, "sites", key=True)
    for key, floor in notes.scenario.policy.coverage.items():
        for index, function in enumerate(floor.functions):
            where = ("policy", "coverage", key, "functions", str(index))
            notes.refer(where, function, "functions")
    for key, pair in notes.scenario.synergies.items():
        for index, function in enumerate(pair.functions):
            notes.refer(("synergies", key, "functions", str(index)), function, "functions")
    for key, soft in notes.scenario.policy.soft_rules.items():
        _soft_rule(notes, ("policy", "soft_rules", key), soft)
    for key, exception in notes.scenario.exceptions.items():
        notes.refer(("exceptions", key, "site"), exception.site, "sites")
        if exception.function is not None:
            notes.refer(("exceptions", key, "function"), exception.function, "functions")


def _soft_rule(notes: Notes, path: Path, soft: SoftRule) -> None:
    """Check that a soft rule names only fields its rule is about, and only existing ids."""
    about = SOFTENABLE[soft.rule]
    _two_prices(notes, path, soft)
    for field in ("function", "site", "item"):
        name = getattr(soft, field)
        if name is None:
            continue
        if field not in about:
            message = Message("the rule {rule} is not about a {field}; take the line out.", rule=soft.rule, field=field)
            notes.add((*path, field), message, key=True)
        elif field == "item":
            kinds = _items(notes, soft.rule)
            if name not in kinds:
                message = Message(
                    "the rule {rule} knows no '{name}'; it knows: {kinds}.",
                    rule=soft.rule,
                    name=name,
                    kinds=", ".join(sorted(kinds)) or Message("nothing"),
                )
                notes.add((*path, field), message, suggestion=nearest(name, kinds))
        else:
            notes.refer((*path, field), name, f"{field}s")


def _two_prices(notes: Notes, path: Path, soft: SoftRule) -> None:
    """Check that no soft rule prices days of a role that can be recruited for, which have a price already."""
    roles = notes.scenario.staff_roles
    asked = [soft.item] if soft.item in roles else list(roles)
    recruited = [name for name in asked if name and roles[name].recruit_days_per_week]
    if soft.rule is Rule.STAFF_DAYS and recruited:
        message = Message(
            "{recruited} can be recruited for (recruit_days_per_week), so a day more has a price "
            "there; name another role as item, or take one of the two out.",
            recruited=", ".join(recruited),
        )
        notes.add((*path, "rule"), message)


def _items(notes: Notes, rule: Rule) -> Collection[str]:
    """The ids that ``item`` of a soft rule may be."""
    if rule is Rule.FREE_ROOM_DAYS:
        return {function.room for function in notes.scenario.functions.values()}
    utilisation = rule in (Rule.MIN_UTILISATION, Rule.MAX_UTILISATION)
    return notes.ids("equipment" if utilisation else "staff_roles")


def _baseline(notes: Notes) -> None:
    for function, by_site in notes.scenario.baseline.rows.items():
        path = ("baseline", "rows", function)
        known = notes.refer(_first_row(path, by_site), function, "functions", key=True)
        for site, entry in by_site.items():
            if known:
                notes.refer((*path, site), site, "sites", key=True)
            row_source(notes, (*path, site), entry.source)


def _first_row(path: Path, rows: Mapping[str, object]) -> Path:
    """The path for a fault about several rows: that of the first, so that the fault has a line in a file."""
    return (*path, next(iter(rows))) if rows else path


def _demand(notes: Notes) -> None:
    areas = notes.ids("areas")
    for function, by_area in notes.scenario.demand.rows.items():
        path = ("demand", "rows", function)
        notes.refer(_first_row(path, by_area), function, "functions", key=True)
        for area in by_area:
            if area not in areas:
                notes.refer((*path, area), area, "areas", key=True)


def _observed(notes: Notes) -> None:
    """Check the observed visits: known ids, no repeated count, and no area with both a total and counts by site."""
    rows = notes.scenario.observed.rows
    in_all = {(row.function, row.area) for row in rows if row.site is None}
    first: dict[tuple[str, str, str | None], str] = {}
    for index, row in enumerate(rows):
        path, at = ("observed", "rows", str(index)), str(index)
        for field, section in (("function", "functions"), ("area", "areas"), ("site", "sites")):
            name = getattr(row, field)
            if name is not None and name not in notes.ids(section):
                notes.refer((*path, field), name, section)
        row_source(notes, path, row.source)
        earlier = first.setdefault((row.function, row.area, row.site), at)
        what = " / ".join(filter(None, (row.function, row.area, row.site)))
        if earlier != at:
            line = notes.positions.find(("observed", "rows", earlier))[0].line
            message = Message(
                "the visits of {what} stand twice, first in line {line}; keep one of the rows.", what=what, line=line
            )
            notes.add(path, message)
        elif row.site and (row.function, row.area) in in_all:
            message = Message(
                "{what}: the visits from {area} are given in all too; give them in all or by site.",
                what=what,
                area=row.area,
            )
            notes.add((*path, "site"), message)


def _defaults(notes: Notes) -> None:
    """Check keys of ``defaults`` for sections without entries, which the schema does not see."""
    for section, key in DEFAULTED.items():
        annotation = child(child(Scenario, section), "id")
        record = record_of(annotation)
        if notes.ids(section) or record is None:
            continue
        for name in getattr(notes.scenario.defaults, key):
            if name not in record.model_fields:
                message = Message("the key '{name}' is unknown here.", name=name)
                notes.add(("defaults", key, name), message, key=True, suggestion=nearest(name, record.model_fields))


_UNKNOWN = {
    "site_kinds": N_("'{key}' is no kind of site here; terms.site_kinds has: {known}."),
    "levels": N_("'{key}' is no planning level here; terms.levels has: {known}."),
    "payers": N_("'{key}' is no payer here; terms.payers has: {known}."),
    "statuses": N_("'{key}' is no status here; terms.statuses has: {known}."),
}
"""By heading under ``terms``, the message about a key that is not declared there."""


def check_terms(notes: Notes) -> None:
    """Add faults for keys not declared under ``terms``, and for functions with too few or too many approved sites."""
    for heading, path, key, is_key in _used(notes):
        known = dict.fromkeys([*getattr(notes.scenario.terms, heading), *notes.written("terms", heading)])
        if key not in known:
            message = Message(_UNKNOWN[heading], key=key, known=", ".join(known))
            notes.add(path, message, key=is_key, suggestion=nearest(key, known))
    for key in notes.scenario.functions:
        _approved(notes, key)


def _used(notes: Notes) -> Iterator[tuple[str, Path, str, bool]]:
    """Every use of a key of ``terms``: heading, path, key, and whether it is itself a key of a mapping there."""
    scenario = notes.scenario
    if scenario.about.status is not None:
        yield "statuses", ("about", "status"), scenario.about.status, False
    for key, site in scenario.sites.items():
        yield "site_kinds", ("sites", key, "kind"), site.kind, False
    for key, function in scenario.functions.items():
        path = ("functions", key)
        for n, kind in enumerate(function.allowed_at or ()):
            yield "site_kinds", (*path, "allowed_at", str(n)), kind, False
        if function.level is not None:
            yield "levels", (*path, "level"), function.level, False
        if function.home is not None and function.home.paid_by is not None:
            yield from _keys("payers", (*path, "home", "paid_by"), function.home.paid_by)
    for item, shares in scenario.prices.paid_by.items():
        yield from _keys("payers", ("prices", "paid_by", item), shares)
    yield from _keys("levels", ("policy", "max_travel_by_level"), scenario.policy.max_travel_by_level)


def _keys(heading: str, path: Path, keys: Iterable[str]) -> Iterator[tuple[str, Path, str, bool]]:
    for key in keys:
        yield heading, (*path, key), key, True


def _approved(notes: Notes, key: str) -> None:
    level, named = notes.scenario.level_of(key), len(notes.scenario.functions[key].approved_sites)
    most = level.most_approved_sites
    if most is not None and not 1 <= named <= most:
        message = Message(
            "the level '{level}' needs 1 to {most} approved_sites; {n} are named.",
            level=notes.scenario.level_key(key),
            most=most,
            n=named,
        )
        notes.add(("functions", key), message, key=True)
