"""What the proposal rests on, as tables.

``calibration``, ``knife_edge``, ``assumptions``, ``rules``, ``vulnerability`` and ``profiles``.
"""

from __future__ import annotations

from placement.locale import N_, P_
from placement.plan.plan import RuleCheck
from placement.present.tables.columns import Cell, Row, Table, flag, key, number, table_kind, text, whole
from placement.present.words.currency import unit_in_currency
from placement.present.words.vocabulary import RULE
from placement.questions.proposal.findings import Assumption, Calibration, KnifeEdge, PoolLoss
from placement.questions.proposal.views import TableView, known
from placement.scenario.schema.frame import Profile
from placement.scenario.schema.rules import Rule
from placement.solve.result import ProfileAnswer
from placement.solve.scalarisation import prices_of_profile

CALIBRATION = table_kind(
    "calibration",
    N_("Calibration"),
    N_("Modelled against observed visits today."),
    key("function", N_("Function, id"), N_("Function id.")),
    key("site", N_("Site, id"), N_("Site id.")),
    number("observed_visits_per_year", N_("Observed visits a year"), "visits/year", N_("Observed.")),
    number("modelled_visits_per_year", N_("Modelled visits a year"), "visits/year", N_("What the model has today.")),
    number("ratio", N_("Modelled / observed"), "ratio", N_("Modelled divided by observed.")),
    whole("year", P_("column", "Year"), "year", N_("Year of the observation.")),
    text("source", N_("Source"), N_("Source of the observation.")),
    text("note", N_("Note"), N_("Free text.")),
    flag(
        "rate_from_it",
        N_("Rate from the same source"),
        N_("Whether the rate has the same source; then it tests where visits go, hardly how many there are."),
    ),
)

KNIFE_EDGE = table_kind(
    "knife_edge",
    N_("Knife edge"),
    N_("Areas that almost go elsewhere."),
    key("area", N_("Area, id"), N_("Area id.")),
    key("function", N_("Function, id"), N_("Function id.")),
    flag("without_car", N_("Without car"), N_("Whether it is about citizens without a car."), is_key=True),
    text("site", N_("Site, id"), N_("Site they use.")),
    text("next_site", N_("Next site, id"), N_("Open site next in their order.")),
    number(
        "difference_minutes",
        N_("Difference, minutes"),
        "minutes one way",
        N_("How much further the next is, pull included."),
    ),
    number("visits_per_year", N_("Visits a year"), "visits/year", N_("Visits that hang on it.")),
    text("hangs_on_it", N_("What hangs on it"), N_("Rules the visits would break or mend.")),
    by_area=True,
)

ASSUMPTIONS = table_kind(
    "assumptions",
    N_("Assumptions"),
    N_("Every number used, with range, source and owner."),
    key("path", N_("Path"), N_("Dotted path in the scenario.")),
    number("value", N_("Value"), "", N_("The number used; unit in the path's last part.")),
    number("low", N_("Lowest"), "", N_("Lowest plausible value.")),
    number("high", N_("Highest"), "", N_("Highest plausible value.")),
    text("source", N_("Source"), N_("Key of the scenario's sources.")),
    text("quality", N_("Quality of the source"), N_("How good the source is."), ("sourced", "derived", "assumption")),
    text("owner", N_("Owner"), N_("Who can change the number.")),
    whole("year", P_("column", "Year"), "year", N_("Year of the number.")),
    number("tipping_value", N_("Tips at"), "", N_("Where the proposal is known to tip.")),
    flag("written", N_("In the scenario"), N_("Whether the scenario states it; false: a default.")),
)


def calibration(view: TableView) -> Table:
    """One row per observed figure."""
    return Table(CALIBRATION, [calibration_row(item) for item in view.study.calibration])


def calibration_row(item: Calibration) -> Row:
    """The row of one observed figure."""
    return (
        item.function,
        item.site,
        known(item.observed),
        known(item.modelled),
        known(item.ratio),
        item.year,
        item.source,
        item.note,
        item.rate_from_it,
    )


def knife_edge(view: TableView) -> Table:
    """One row per area × function × mobility group with two sites almost equally near."""
    return Table(KNIFE_EDGE, [_edge(edge) for edge in view.study.knife_edges])


def _edge(edge: KnifeEdge) -> Row:
    return (
        edge.area,
        edge.function,
        edge.without_car,
        edge.site,
        edge.next_site,
        known(edge.difference_minutes),
        known(edge.visits),
        edge.hangs_on_it,
    )


def assumptions(view: TableView) -> Table:
    """One row per number used."""
    return Table(ASSUMPTIONS, [_assumption(item) for item in view.study.assumptions])


def _assumption(item: Assumption) -> Row:
    return (
        item.path,
        known(item.value),
        known(item.low),
        known(item.high),
        item.source,
        item.quality,
        item.owner,
        item.year,
        known(item.tipping_value),
        item.written,
    )


RULES = table_kind(
    "rules",
    N_("Rules"),
    N_("Every rule, place by place."),
    whole("order", N_("No."), "rows", N_("1, 2, 3, ... in the order of the rules."), is_key=True),
    text("rule", N_("Rule"), N_("Name of the rule, as in the model.")),
    text("function", N_("Function, id"), N_("Function id; empty where the rule is not about one.")),
    text("site", N_("Site, id"), N_("Site id; empty where the rule is not about one.")),
    text("item", N_("Item"), P_("item", "What else it is about: equipment, role, room, another function.")),
    text("rule_title", N_("Rule in words"), N_("The rule in words.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
    number("have", N_("Here"), "as in unit", N_("What the judge sees.")),
    number("need", N_("Needed"), "as in unit", N_("The bound that binds this plan.")),
    number("slack", N_("Room left"), "as in unit", N_("Room left; negative: broken.")),
    text("unit", N_("Unit"), N_("Unit of have, need and slack.")),
    flag("binds", N_("Binds"), N_("Whether it binds: not waived, not only reported.")),
    flag("kept", N_("Kept"), N_("Whether it is kept.")),
    text("waived_by", N_("Waived by"), N_("Exception that waives it.")),
    number(
        "threshold",
        N_("Own threshold"),
        "as in unit",
        N_("Its own threshold where today allows less."),
    ),
    text(
        "soft_rule",
        N_("Soft rule"),
        N_("Soft rule that lets it be broken at a price."),
    ),
    number("price_per_year", N_("Price, DKK a year"), "DKK/year", N_("The price of what is broken.")),
    text("owner", N_("Owner"), N_("Who owns the threshold.")),
    text("phase", N_("Phase, id"), N_("Phase id of a rule between phases; other rules are of the last.")),
)

_ORDER = {rule: position for position, rule in enumerate(Rule)}


def rules(view: TableView) -> Table:
    """One row per rule and place where it applies, in the order of the rules."""
    links = view.solved.course.links if view.solved.course else ()
    checks = sorted((*view.now.checks, *links), key=_place)
    return Table(RULES, [(order, *_rule(view, check)) for order, check in enumerate(checks, 1)])


def _place(check: RuleCheck) -> tuple[int, str, str, str, str]:
    return _ORDER[check.rule], check.function, check.site, check.item, check.unit


def _rule(view: TableView, check: RuleCheck) -> Row:
    screen = view.screen
    return (
        str(check.rule),
        check.function,
        check.site,
        check.item,
        screen.say(RULE[check.rule]),
        screen.function(check.function) if check.function else "",
        screen.site(check.site) if check.site else "",
        known(check.have),
        known(check.need),
        known(check.slack),
        unit_in_currency(check.unit),
        check.binds,
        check.kept,
        check.waived_by,
        None if check.threshold is None else known(check.threshold),
        check.soft,
        known(check.price) if check.soft else None,
        check.owner,
        check.phase,
    )


VULNERABILITY = table_kind(
    "vulnerability",
    N_("Vulnerability"),
    N_("What falls if a hospital's people lose a day."),
    key("hospital", N_("Hospital, id"), N_("Site id of the hospital that sends them.")),
    key("role", N_("Professional group, id"), N_("Id of the professional group.")),
    text("role_title", N_("Professional group"), N_("Name of the professional group.")),
    number("people", N_("Persons"), "persons", N_("Persons in the role; empty: not said.")),
    number("days_per_week", N_("Days a week"), "person-days/week", N_("Days at its houses in the proposal.")),
    number(
        "slack_days_per_week",
        N_("Left to send, days a week"),
        "person-days/week",
        N_("Days left to send; empty: no limit."),
    ),
    number("lacks_days_per_week", N_("Lacking, days a week"), "person-days/week", N_("Lacking when a day is lost.")),
    number(
        "shortened_days_per_week",
        N_("Given up, days a week"),
        "person-days/week",
        N_("Given up by clinics that stay within their own rules."),
    ),
    text("falls", N_("What falls"), N_("Offers that then close, function@site with a space between.")),
    number(
        "visits_lost_per_year", N_("Visits in what falls"), "visits/year", N_("Visits seen at those in the proposal.")
    ),
)


def vulnerability(view: TableView) -> Table:
    """One row per hospital × role it sends out."""
    return Table(VULNERABILITY, [_loss(view, loss) for loss in view.study.losses])


def _loss(view: TableView, loss: PoolLoss) -> Row:
    role = view.instance.scenario.staff_roles[loss.role]
    people = role.people.get(loss.hospital)
    return (
        loss.hospital,
        loss.role,
        view.title(role.title),
        people.value if people else None,
        loss.days,
        known(loss.slack),
        loss.lacks,
        loss.shortened,
        " ".join(f"{function}@{site}" for function, site in loss.falls),
        loss.visits_lost,
    )


ILLUSTRATION = "illustration"
"""The origin of weights made up as an illustration."""

PROFILES = table_kind(
    "profiles",
    N_("Profiles"),
    N_("What other prices or weights would propose."),
    key("profile", N_("Profile, id"), N_("Profile id.")),
    text("title", N_("Name"), N_("Name of the profile.")),
    text("origin", N_("Who gave them"), N_("Who gave the prices or weights; illustration: nobody.")),
    flag("illustration", N_("Illustration"), N_("Whether nobody gave them.")),
    number("price_minute", N_("Price of a minute"), "DKK/minute", N_("What a saved minute may cost.")),
    number(
        "price_lost_quality_visit",
        N_("Price of a lost-quality visit"),
        "DKK/visit",
        N_("What it may cost to keep a visit from losing quality."),
    ),
    number("weight_citizen", N_("Weight, citizen"), "weight", N_("Weight of the citizen aim.")),
    number("weight_quality", N_("Weight, quality"), "weight", N_("Weight of the quality aim.")),
    number("weight_economy", N_("Weight, economy"), "weight", N_("Weight of the economy aim.")),
    number("citizen_minutes", N_("Citizen, minutes a year"), "minutes/year", N_("Citizen aim of its proposal.")),
    number("quality_visits", N_("Lost quality, visits a year"), "visits/year", N_("Visits of lost quality.")),
    number("economy", N_("Economy, DKK a year"), "DKK/year", P_("economy", "Economy aim, relative to today.")),
    whole("placements_new", N_("New placements"), "placements", N_("New placements.")),
    whole("placements_closed", N_("Placements that close"), "placements", N_("Placements that close.")),
    whole(
        "placements_differing",
        N_("Differ from the proposal"),
        "placements",
        N_("Placements that differ from the proposal's."),
    ),
    text("status", N_("How it ended"), N_("How the search ended.")),
    number("gap", N_("Gap to the best"), "share", N_("Proven gap: share of the range, or of the gain over today.")),
)


def profiles(view: TableView) -> Table:
    """One row per profile that was solved; none unless asked for."""
    return Table(PROFILES, [_profile(view, answer) for answer in view.study.profiles])


def _asked(profile: Profile) -> tuple[Cell, ...]:
    """A profile's two prices and three weights, in the order of the columns; empty cells where it gives none."""
    prices = None if profile.prices is None else prices_of_profile(profile.prices)
    given = (None, None) if prices is None else (prices.minute, prices.lost_quality_visit)
    weights = profile.weights
    return (*given, *((None,) * 3 if weights is None else (weights.citizen, weights.quality, weights.economy)))


def _profile(view: TableView, answer: ProfileAnswer) -> Row:
    profile = view.instance.scenario.profiles[answer.profile]
    before, now = view.solved.today.open, answer.plan.open
    return (
        answer.profile,
        view.title(profile.title),
        profile.origin,
        profile.origin == ILLUSTRATION,
        *_asked(profile),
        *answer.evaluation.objectives.as_tuple(),
        int((now & ~before).sum()),
        int((before & ~now).sum()),
        int((now != view.solved.plan.open).sum()),
        str(answer.status),
        known(answer.gap),
    )
