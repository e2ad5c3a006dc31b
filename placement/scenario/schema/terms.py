"""The part of the schema about the scenario's own words: what places and payers are called, and what they are.

Every key here is the scenario's own. What a kind *does* is a field of it, so that no name has a meaning in the program.
A heading that is left out has neutral kinds; one that is written replaces them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from placement.scenario.schema.base import AnyTitle, Id, Record, Text, is_written, refusal
from placement.scenario.schema.places import MAINLAND
from placement.scenario.schema.quantity import Things


class Word(Record):
    """A word in one language, in the forms that sentences need."""

    one: Text
    """Of one: ward."""
    other: Text = ""
    """Of several: wards; left out: as of one."""
    definite: Text = ""
    """Of a known one, where the language bends the word for it; left out: in English *the* and the word."""
    definite_other: Text = ""
    """Of several known ones, likewise."""


def _word(seen: Any) -> Any:
    return {"one": seen} if is_written(seen) else seen


AnyWord = Annotated[Word, BeforeValidator(_word, json_schema_input_type=str | Word)]


class Term(Record):
    """A word in each language of the scenario; where one is missing, that of `about.language`, then the other."""

    da: AnyWord | None = None
    """Danish: a word, or `{one, other, definite, definite_other}`."""
    en: AnyWord | None = None
    """English: a word, or `{one, other, definite, definite_other}`."""

    @model_validator(mode="after")
    def _some_word(self) -> Term:
        if self.da is None and self.en is None:
            raise refusal("no word is given; write it under da or en.")
        return self


def _term(seen: Any) -> Any:
    return {"da": seen, "en": seen} if is_written(seen) else seen


AnyTerm = Annotated[Term, BeforeValidator(_term, json_schema_input_type=str | Term)]
"""Plain text, or `{da: ..., en: ...}`, each a word or `{one, other, definite, definite_other}`."""

Symbol = Literal["square", "circle", "diamond", "triangle"]


class SiteKind(Record):
    """A kind of site."""

    name: AnyTerm | None = None
    """What it is called."""
    role: Literal["hospital", "house"] = "house"
    """hospital: sends staff out and takes what a house does not see · house: gets both from a hospital."""
    symbol: Symbol = "circle"
    """Its mark on maps: square · circle · diamond · triangle."""


class PlanningLevel(Record):
    """A planning level: which sites may offer a function of it."""

    name: AnyTerm | None = None
    """What it is called."""
    sites: Literal["any", "approved", "hospitals", "approved_departments"] = "any"
    """any: every site · approved: those in the function's `approved_sites` · hospitals: hospitals only ·
    approved_departments: approved sites, and houses whose parent hospital is one."""
    most_approved_sites: Annotated[Things, Field(ge=1)] | None = None
    """Most sites that may be approved for a function of this level; at least one must be then."""


class Payer(Record):
    """Somebody who pays a part of the running cost."""

    name: AnyTerm | None = None
    """What it is called in sentences and headings."""
    title: AnyTitle | None = None
    """What stands at the head of what it pays; left out: its name, of several where it is not the own budget's."""
    budget: Literal["own", "other"] = "other"
    """own: pays what nobody else is named for, and all investment, and has the limits in `policy`; exactly one payer
    does · other: pays its shares."""


Measure = Literal[
    "p90_minutes",
    "share_beyond_45_min",
    "between_groups",
    "without_car",
    "social",
    "home_share",
    "longer_visits",
    "experience",
    "mean_minutes_per_visit",
    "share_beyond_30_min",
    "house_share",
    "operating_per_year",
    "operating_gross_per_year",
    "investment",
    "health",
]
"""What can be measured under a vision; `between_groups` gives two rows, `social` too where there are data."""
MEASURES: tuple[Measure, ...] = get_args(Measure)


class Vision(Record):
    """Something the region wants, and what of it is measured."""

    title: AnyTitle | None = None
    """The vision in words."""
    measures: tuple[Measure, ...] = ()
    """The rows of the report card that stand under it, in this order."""


HOSPITAL, HOUSE = "hospital", "house"


def _site_kinds() -> dict[str, SiteKind]:
    return {
        "hospital": SiteKind(role="hospital", symbol="square"),
        "health_house": SiteKind(),
        "outreach_point": SiteKind(symbol="triangle"),
    }


def _levels() -> dict[str, PlanningLevel]:
    return {
        "general": PlanningLevel(),
        "approved": PlanningLevel(sites="approved"),
        "hospitals_only": PlanningLevel(sites="hospitals"),
        "outreach": PlanningLevel(sites="approved_departments"),
    }


def _payers() -> dict[str, Payer]:
    return {"region": Payer(budget="own"), "others": Payer()}


def _statuses() -> dict[str, AnyTerm | None]:
    return dict.fromkeys(("draft", "consultation", "settled"))


def _visions() -> dict[str, Vision]:
    return {
        "equity": Vision(measures=MEASURES[:5]),
        "premises": Vision(measures=MEASURES[5:8]),
        "near": Vision(measures=MEASURES[8:11]),
        "value": Vision(measures=MEASURES[11:]),
    }


class Terms(Record):
    """The scenario's own words, and what the things are that they name."""

    grouping: AnyTerm | None = None
    """What an area belongs to (`areas.rows.*.municipality`): municipality, ward, county."""
    mainland: Id = MAINLAND
    """The landmass of areas and sites that name none."""
    site_kinds: Annotated[dict[Id, SiteKind], Field(min_length=1)] = Field(default_factory=_site_kinds)
    """Kinds of site, for `sites.*.kind` and `functions.*.allowed_at`."""
    levels: Annotated[dict[Id, PlanningLevel], Field(min_length=1)] = Field(default_factory=_levels)
    """Planning levels, for `functions.*.level` and `policy.max_travel_by_level`; the first is that of a function that
    names none."""
    payers: Annotated[dict[Id, Payer], Field(min_length=1)] = Field(default_factory=_payers)
    """Payers, for `prices.paid_by` and `functions.*.home.paid_by`; one has its own budget."""
    statuses: Annotated[dict[Id, AnyTerm | None], Field(min_length=1)] = Field(default_factory=_statuses)
    """Statuses of the scenario, for `about.status`; the first is that of a scenario that names none."""
    visions_title: AnyTerm | None = None
    """What a vision is called, and all of them together (`definite_other`), above the report card."""
    visions: dict[Id, Vision] = Field(default_factory=_visions)
    """What the region wants, in its order; none: no report card."""

    @model_validator(mode="after")
    def _one_budget(self) -> Terms:
        own = [key for key, payer in self.payers.items() if payer.budget == "own"]
        if len(own) != 1:
            raise refusal(
                "{n} of the payers have budget: own; exactly one must, whose limits and investment they are.",
                n=len(own),
            )
        if "citizen" in self.payers:
            raise refusal("'citizen' is no payer's key; what citizens pay themselves is told apart from all payers.")
        return self

    @property
    def own_payer(self) -> str:
        """Key of the payer with the scenario's own budget."""
        return next(key for key, payer in self.payers.items() if payer.budget == "own")

    @property
    def payer_keys(self) -> tuple[str, ...]:
        """Keys of the payers, the one with the own budget first."""
        own = self.own_payer
        return (own, *(key for key in self.payers if key != own))

    @property
    def payer_columns(self) -> dict[str, tuple[str, ...]]:
        """By name of a column or indicator, the payers it adds up.

        ``region`` has the payer with the own budget, ``municipality`` the first other, ``state`` all further ones.
        """
        own, *others = self.payer_keys
        return {"region": (own,), "municipality": tuple(others[:1]), "state": tuple(others[1:])}

    @property
    def usual_kinds(self) -> tuple[str, ...]:
        """Keys of the first kind of site that is a hospital and the first that is a house; empty if there is none."""
        first = (
            next((k for k, kind in self.site_kinds.items() if kind.role == role), "") for role in (HOSPITAL, HOUSE)
        )
        return tuple(filter(None, first))

    @property
    def default_level(self) -> str:
        """Key of the planning level of a function that names none."""
        return next(iter(self.levels))

    @property
    def default_status(self) -> str:
        """Key of the status of a scenario that names none."""
        return next(iter(self.statuses))
