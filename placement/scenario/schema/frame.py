"""The part of the schema about decisions and goals: aims, policy, exceptions, variants and phases."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from placement.scenario.schema.base import AnyTitle, Id, Ids, Record, Text, refusal
from placement.scenario.schema.offers import WhenLower
from placement.scenario.schema.quantity import (
    Aversion,
    Broken,
    ChangeOfAim,
    Flag,
    Growth,
    In,
    Minutes,
    Money,
    Number,
    PartOf,
    Quantity,
    Share,
    Things,
    Weight,
    Year,
)
from placement.scenario.schema.rules import SOFTENABLE, WAIVABLE, Rule
from placement.scenario.schema.units import SHARE, YEARS

Aim = Literal["citizen", "quality", "economy"]
AIMS: tuple[Aim, Aim, Aim] = ("citizen", "quality", "economy")
Method = Literal["price", "balanced", "weighted", "lexicographic", "epsilon"]


class Weights(Record):
    """How much each aim counts; only their proportions matter."""

    citizen: Weight = 1.0
    """Citizen (travel time)."""
    quality: Weight = 1.0
    """Quality (volume)."""
    economy: Weight = 1.0
    """Economy (running cost and investment)."""

    @model_validator(mode="after")
    def _some_weight(self) -> Weights:
        if self.citizen + self.quality + self.economy <= 0:
            raise refusal("all weights are 0; at least one must be above 0.")
        return self


class CitizenAim(Record):
    """How the citizen aim is measured."""

    equity: Literal["mean", "worst_share", "ede"] = "mean"
    """mean: every minute counts the same · worst_share: only the minutes of the longest trips count ·
    ede: Kolm-Pollak's equally distributed equivalent, where a long trip counts more than its minutes."""
    worst_share: PartOf = Quantity(value=0.10)
    """For worst_share: how large a share of the visits are the longest trips."""
    longest_from_minutes: Minutes | None = None
    """For worst_share: minutes one way from which a trip counts; left out: where the longest trips begin today."""
    aversion: Aversion = Quantity(value=1)
    """For ede (and the indicator `ede_minutes`): aversion to inequality; the larger, the more the long trips count."""


class Bounds(Record):
    """Upper bounds for the method `epsilon`, in real units, as changes from today."""

    minimise: Aim = "citizen"
    """The aim that is minimised."""
    citizen_minutes: ChangeOfAim | None = None
    """Largest change in minutes of travel a year, both ways."""
    quality_visits: ChangeOfAim | None = None
    """Largest change in visits of lost quality a year."""
    economy: ChangeOfAim | None = None
    """Largest change in money a year."""


OFFICIAL_PRICE_PER_MINUTE = 1.7
"""The official Danish unit price of a minute of travel, approximately; an assumption until somebody looks it up."""


def official_price(currency: str) -> float | None:
    """The official unit price of a minute in a currency, to compare prices with; None if none is known."""
    return OFFICIAL_PRICE_PER_MINUTE if currency == "DKK" else None


class AimPrices(Record):
    """What the aims are worth in money, for the method `price`."""

    minute: Money | None = None
    """What a saved minute of a citizen's travel may cost."""
    lost_quality_visit: Money = Quantity(value=0)
    """What it may cost to keep a visit of lost quality from being one; 0: quality counts through its floors only."""
    status: Literal["not_decided", "decided"] = "not_decided"
    """Shown on the screen."""
    decided_by: Text = ""
    """Who decided the prices."""
    date: Text = ""
    """When."""

    @model_validator(mode="after")
    def _decided_by_somebody(self) -> AimPrices:
        if self.status == "decided" and not self.decided_by:
            raise refusal("status is 'decided' but decided_by is empty; say by whom.")
        return self


def _known_method(seen: Any) -> Any:
    if seen == "monetised":
        raise refusal("method 'monetised' is now 'price'; what a minute may cost is objectives.prices.minute.")
    return seen


class Objectives(Record):
    """The aims and how they are traded off."""

    method: Annotated[Method, BeforeValidator(_known_method)] = "price"
    """price · balanced · weighted · lexicographic · epsilon."""
    prices: AimPrices = AimPrices()
    """For price."""
    weights: Weights = Weights()
    """For balanced and weighted."""
    weights_status: Literal["not_decided", "decided"] = "not_decided"
    """Shown on the screen."""
    decided_by: Text = ""
    """Who decided the weights."""
    date: Text = ""
    """When."""
    scale: Literal["base_scenario"] = "base_scenario"
    """For balanced, weighted, lexicographic and epsilon: aims are measured between ideal and nadir of the scenario
    asked about, variants and changes applied. The only value there is, whatever its name says; price has no range, and
    it says nothing there."""
    order: Annotated[tuple[Aim, ...], Field(min_length=1, max_length=3)] = AIMS
    """For lexicographic: most important first."""
    tolerance: Annotated[Number, Field(ge=0, lt=1), In(SHARE)] = 0.001
    """For lexicographic: share of the range an earlier aim may give to a later one."""
    epsilon: Bounds = Bounds()
    """For epsilon."""
    citizen: CitizenAim = CitizenAim()
    """How the citizen aim is measured."""

    @model_validator(mode="after")
    def _decided_by_somebody(self) -> Objectives:
        if self.weights_status == "decided" and not self.decided_by:
            raise refusal("weights_status is 'decided' but decided_by is empty; say by whom.")
        if len(set(self.order)) != len(self.order):
            raise refusal("order names an aim twice.")
        return self


class ProfilePrices(Record):
    """What the aims are worth in money to somebody."""

    minute: Money
    """What a saved minute of a citizen's travel may cost."""
    lost_quality_visit: Money | None = None
    """As in `objectives.prices`, whose price it is where this is left out."""


class Profile(Record):
    """A named set of prices, or of weights for the methods that weigh."""

    title: AnyTitle
    """Title shown to people."""
    prices: ProfilePrices | None = None
    """The prices."""
    weights: Weights | None = None
    """The weights."""
    origin: Text = "illustration"
    """Who gave them; `illustration` is said aloud wherever they are used."""

    @model_validator(mode="after")
    def _one_of_them(self) -> Profile:
        if (self.prices is None) == (self.weights is None):
            raise refusal("a profile gives either prices or weights; write one of them.")
        return self


class Decision(Record):
    """What has been decided about one function at one site."""

    decision: Literal["must", "may", "must_not"]
    """must · may · must_not."""
    reason: Text
    """Why; shown in every export."""
    decided_by: Text = ""
    """By whom."""


class Coverage(Record):
    """A floor: how many of the visits must be near, in the whole region or in every group of areas."""

    functions: Ids = ()
    """The functions it is about, taken together; empty: all of them."""
    within_minutes: Minutes
    """Longest trip one way that counts as near; a visit at home is near."""
    min_share: Share
    """Least share of the visits that must be near."""
    when_today_is_lower: WhenLower = "keep_today"
    """What holds where fewer are near today. keep_today: today's share must be kept · demand: it must rise to
    `min_share`."""
    by: Literal["region", "group", "municipality"] = "region"
    """region: in the region as a whole · group: in each of the groups of `areas.group_by` · municipality:
    in each of what areas belong to by their column of that name (`terms.grouping`)."""
    reason: Text = ""
    """Why."""


def _any_rule(seen: Any) -> Any:
    if seen not in list(Rule):
        raise refusal("'{seen}' is no rule; the rules are named in docs/model.md.", seen=str(seen))
    return seen


class TravelLimit(Record):
    """The longest trip, and how many it must hold for."""

    minutes: Minutes
    """Longest trip one way."""
    share: Share = Quantity(value=1)
    """Share of a function's visits that it must hold for."""
    when_today_is_lower: WhenLower = "keep_today"
    """What holds where it is less today. keep_today: today's share must be kept · demand: it must rise to `share`."""


def _softenable(rule: Rule) -> Rule:
    if rule not in SOFTENABLE:
        raise refusal(
            "'{rule}' cannot be broken at a price; these can: {allowed}. Where '{rule}' must yield at one place, "
            "write an exception with a reason, if it can be waived.",
            rule=str(rule),
            allowed=", ".join(sorted(SOFTENABLE)),
        )
    return rule


class SoftRule(Record):
    """A rule that may be broken at a price. The price is weighed in the economy aim; nobody pays it."""

    rule: Annotated[Rule, AfterValidator(_softenable)]
    """Name of the rule."""
    function: Id | None = None
    """Only for this function; left out: for every function."""
    site: Id | None = None
    """Only at this site; left out: at every site."""
    item: Id | None = None
    """Only for this equipment type, staff role or kind of room; left out: for every one."""
    price_per_unit: Money
    """Price a year of each unit broken. A unit is a visit, a day a week, a site, a change, a minute of equipment time a
    year, a unit of money; for `max_travel_minutes` a visit a year that travels further."""
    most: Broken | None = None
    """By how many units it may be broken at one place; left out: without limit."""
    reason: Text
    """Why it may be broken; shown wherever it is."""
    decided_by: Text = ""
    """By whom."""


class Policy(Record):
    """The political frame."""

    no_new_houses: Flag = True
    """Houses that do not stand today are not used."""
    hospital_functions: Literal["keep", "free"] = "keep"
    """keep: hospitals keep what they have · free: the model may open and close there."""
    existing_in_houses: Literal["keep", "days_may_grow", "days_may_change", "free"] = "keep"
    """keep: nothing in the houses is closed or changed · days_may_grow: clinics may get more days ·
    days_may_change: more or fewer · free: may close too."""
    max_changes: Things | None = None
    """Most new or closed offers; changed days do not count, a move counts twice."""
    max_investment: Money | None = None
    """Most investment in all."""
    max_extra_operating_per_year: Money | None = None
    """Most extra running cost for the region."""
    max_digital_share: Share | None = None
    """Largest share of all visits by telemedicine; today's share where that is larger."""
    coverage: dict[Id, Coverage] = Field(default_factory=dict)
    """Floors: how many of the visits must be near."""
    max_travel_by_level: dict[Id, TravelLimit] = Field(default_factory=dict)
    """Longest trip by planning level (`terms.levels`), for functions that give no `max_travel_minutes` of their own."""
    rule_owners: dict[Annotated[Rule, BeforeValidator(_any_rule)], Text] = Field(default_factory=dict)
    """Who decides about a rule, by its name; said wherever the rule's own number names no owner."""
    placements: dict[Id, dict[Id, Decision]] = Field(default_factory=dict)
    """Decisions by function and site."""
    soft_rules: dict[Id, SoftRule] = Field(default_factory=dict)
    """Rules that may be broken at a price. The first that fits a place counts there."""


def _waivable(rule: Rule) -> Rule:
    if rule not in WAIVABLE:
        raise refusal(
            "'{rule}' cannot be waived; an exception may waive: {allowed}.",
            rule=str(rule),
            allowed=", ".join(sorted(WAIVABLE)),
        )
    return rule


class ExceptionToRules(Record):
    """Rules that do not hold at one place."""

    site: Id
    """The site."""
    function: Id | None = None
    """The function; left out: every function at the site."""
    rules: Annotated[tuple[Annotated[Rule, AfterValidator(_waivable)], ...], Field(min_length=1)]
    """Names of the rules."""
    reason: Text
    """Why; shown in every export."""
    decided_by: Text = ""
    """By whom."""


BASE, TODAY = "base", "today"
"""What a comparison calls the scenario without variants, and what stands today; no variant is called so."""


class Variant(Record):
    """A what-if: changes to dotted paths, on top of other variants."""

    title: AnyTitle
    """The question, as somebody would ask it."""
    asked_by: Text = ""
    """Who asked."""
    reason: Text = ""
    """Why it is asked, in the words of those who did."""
    include: Ids = ()
    """Variants this one builds on."""
    set: dict[str, Any] = Field(default_factory=dict)
    """New values by dotted path."""


class Phase(Record):
    """Some years of the plan; all phases are decided together, and what one opens the next does not close."""

    title: AnyTitle
    """Title shown to people."""
    from_year: Year
    """Its first year, the year its visits are reckoned for; the scenario's numbers are those of the first phase."""
    years: Annotated[Number, Field(gt=0), In(YEARS)]
    """How many years it lasts; the aims are means over all years."""
    growth_per_year: Growth = Quantity(value=0)
    """Growth of the inhabitants as a share a year, from the first year of the phase before to that of this one."""
    max_investment: Money | None = None
    """Most investment in this phase."""
    max_extra_operating_per_year: Money | None = None
    """Most extra running cost for the region in this phase, in place of `policy`'s."""
    max_changes: Things | None = None
    """Most new or closed offers in this phase."""
    set: dict[str, Any] = Field(default_factory=dict)
    """What is otherwise than in the scenario while this phase lasts: new values by dotted path."""
