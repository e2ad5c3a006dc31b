"""The scenario as a whole: the root of the schema."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from placement.scenario.schema.base import AnyTitle, Id, Record, Text, refusal
from placement.scenario.schema.frame import ExceptionToRules, Objectives, Phase, Policy, Profile, Variant
from placement.scenario.schema.offers import Equipment, Function, Prices, StaffRole, Synergy
from placement.scenario.schema.places import Areas, Baseline, Demand, Observed, Partner, RoomKind, Segment, Site, Travel
from placement.scenario.schema.quantity import Year
from placement.scenario.schema.terms import HOSPITAL, PlanningLevel, SiteKind, Terms
from placement.scenario.source.boundaries import Boundaries


class Source(Record):
    """Where figures come from, named once."""

    title: Text
    """What it is."""
    year: Year | None = None
    """When it was published."""
    url: Text | None = None
    """Where it can be read."""
    note: Text | None = None
    """Free text."""


def _currency(seen: Any) -> str:
    if not isinstance(seen, str) or not re.fullmatch("[A-Z]{3}", seen):
        raise refusal(
            "{seen} is no currency; write its ISO 4217 code, three capital letters such as EUR.", seen=str(seen)
        )
    return seen


class About(Record):
    """What the scenario is for."""

    purpose: Text = ""
    """Purpose, in a sentence."""
    prepared_by: Text = ""
    """Who prepared it."""
    status: Id | None = None
    """A key of `terms.statuses`; left out: the first of them."""
    language: Literal["da", "en"] | None = None
    """The scenario's main language: of screens and reports where nobody asks for another, and of a term that lacks one.
    Left out: that of the computer, else Danish."""
    price_year: Year | None = None
    """Year of the money."""
    currency: Annotated[str, BeforeValidator(_currency)] = "DKK"
    """Currency of all money in the scenario: its ISO 4217 code, such as EUR or GBP."""
    not_in_model: tuple[Text, ...] = ()
    """What is not measured; printed on every report."""
    next_steps: tuple[Text, ...] = ()
    """What follows a decision; printed on the paper for a meeting."""
    hearing: Text = ""
    """Who is heard, and when; printed on the paper for a meeting."""

    @property
    def first_language(self) -> str:
        """The main language, which documents are in; Danish where the scenario names none."""
        return self.language or "da"


class Defaults(Record):
    """Values for every function, site, equipment type or staff role that says nothing else."""

    function: dict[str, Any] = Field(default_factory=dict)
    """Fields of a function."""
    site: dict[str, Any] = Field(default_factory=dict)
    """Fields of a site."""
    equipment: dict[str, Any] = Field(default_factory=dict)
    """Fields of an equipment type."""
    staff_role: dict[str, Any] = Field(default_factory=dict)
    """Fields of a staff role."""


class Scenario(Record):
    """Everything the planner wrote, checked, with variants applied and tables read."""

    schema_version: Literal[2]
    """Version of this format."""
    name: Id
    """Short name, used in file names."""
    title: AnyTitle
    """Title shown to people."""
    about: About = About()
    """What the scenario is for."""
    terms: Terms = Field(default_factory=Terms)
    """The scenario's own words, and what they name."""
    sources: dict[Id, Source] = Field(default_factory=dict)
    """Where figures come from."""
    areas: Areas
    """Where citizens live."""
    boundaries: Boundaries | None = None
    """Outlines for maps; left out: the land nearest to each area's point."""
    segments: dict[Id, Segment] = Field(default_factory=dict)
    """Parts of the population with their own rates."""
    sites: Annotated[dict[Id, Site], Field(min_length=1)]
    """Hospitals and houses."""
    rooms: dict[Id, RoomKind] = Field(default_factory=dict)
    """Kinds of room that have a title, or a price of their own."""
    partners: dict[Id, Partner] = Field(default_factory=dict)
    """Others under the same roof."""
    travel: Travel = Travel()
    """Travel times."""
    equipment: dict[Id, Equipment] = Field(default_factory=dict)
    """Apparatus."""
    staff_roles: dict[Id, StaffRole] = Field(default_factory=dict)
    """Professional groups."""
    defaults: Defaults = Defaults()
    """Values for everything that says nothing else."""
    functions: Annotated[dict[Id, Function], Field(min_length=1)]
    """The functions."""
    demand: Demand = Demand()
    """Known visits per area."""
    prices: Prices = Prices()
    """Prices."""
    objectives: Objectives = Objectives()
    """The aims."""
    profiles: dict[Id, Profile] = Field(default_factory=dict)
    """Named weights."""
    policy: Policy = Policy()
    """The political frame."""
    exceptions: dict[Id, ExceptionToRules] = Field(default_factory=dict)
    """Rules that do not hold at one place."""
    baseline: Baseline = Baseline()
    """Where the functions are today."""
    observed: Observed = Observed()
    """Visits that were counted by area."""
    variants: dict[Id, Variant] = Field(default_factory=dict)
    """What-ifs."""
    synergies: dict[Id, Synergy] = Field(default_factory=dict)
    """Pairs of functions that save trips in the same house; none unless there is a figure."""
    phases: dict[Id, Phase] = Field(default_factory=dict)
    """A plan over several years, in the order of the years; left out: one plan, for the year of the numbers."""

    @model_validator(mode="after")
    def _by_the_terms(self) -> Scenario:
        """Fill in fields whose default is one of the scenario's own `terms`; they still count as not written."""
        terms = self.terms
        own: list[tuple[Record, str, Any]] = [(self.about, "status", terms.default_status)]
        for function in self.functions.values():
            own += [(function, "level", terms.default_level), (function, "allowed_at", terms.usual_kinds)]
            if function.home is not None:
                own.append((function.home, "paid_by", {terms.own_payer: 1.0}))
        own += [(place, "landmass", terms.mainland) for place in (*self.areas.rows.values(), *self.sites.values())]
        for record, name, value in own:
            if name not in record.model_fields_set or getattr(record, name) is None:
                vars(record)[name] = value
        return self

    def is_hospital(self, site: str) -> bool:
        """Whether the site's kind is a hospital, which sends staff to houses and sees what overflows there."""
        return self.kind_of(site).role == HOSPITAL

    def kind_of(self, site: str) -> SiteKind:
        """The site's kind; a house if its key is not declared, which the checks report."""
        return self.terms.site_kinds.get(self.sites[site].kind) or SiteKind()

    def allowed_at(self, function: str) -> tuple[str, ...]:
        """Keys of the kinds of site that may offer the function."""
        return self.functions[function].allowed_at or self.terms.usual_kinds

    def level_key(self, function: str) -> str:
        """Key of the function's planning level."""
        return self.functions[function].level or self.terms.default_level

    def level_of(self, function: str) -> PlanningLevel:
        """The function's planning level; one that allows every site if its key is not declared."""
        return self.terms.levels.get(self.level_key(function)) or PlanningLevel()

    @property
    def status(self) -> str:
        """Key of the scenario's status."""
        return self.about.status or self.terms.default_status

    @property
    def phase(self) -> Phase | None:
        """The phase, if there is exactly one; else None."""
        return next(iter(self.phases.values())) if len(self.phases) == 1 else None

    def __repr__(self) -> str:
        sizes = f"{len(self.areas.rows)} areas, {len(self.sites)} sites, {len(self.functions)} functions"
        return f"<Scenario {self.name}: {sizes}, {len(self.variants)} variants>"

    __str__ = __repr__
