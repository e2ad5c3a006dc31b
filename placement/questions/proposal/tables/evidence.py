"""``steps``, ``calibration``, ``knife_edge`` and ``assumptions``: what the study found, row by row.

``rules``: every rule of the judge by name, with what it sees, what it needs, the room left and who owns it.

``vulnerability``: what falls if a hospital's people lose a day.

``profiles``: what other weights would propose, and how far they agree with the proposal.
"""

from __future__ import annotations

from placement.plan.plan import RuleCheck
from placement.present.tables.columns import Cell, Row, Table, flag, key, number, text, whole
from placement.questions.proposal.findings import Assumption, Calibration, Change, KnifeEdge, PoolLoss, Step
from placement.questions.proposal.tables.lookups import View, known
from placement.scenario.schema.rules import Rule
from placement.solve.result import ProfileAnswer

KINDS = ("new", "closed", "days", "home", "units")
_OF_WHAT = (("new", "closed", "days"), ("home",), ("units",))
"""Kinds of change by what their numbers count: days, a ceiling, units."""

STEPS = (
    whole("step", "step", "1 is the best first change.", "1 er det bedste første skridt.", is_key=True),
    text("function", "Function id.", "Funktionens id."),
    text("site", "Site id, or home.", "Stedets id, eller home (i hjemmet)."),
    text("change", "What changes; days: only the clinic days.", "Hvad der ændres.", KINDS),
    number("days_per_week", "days/week", "Clinic days after the step.", "Klinikdage efter skridtet."),
    number("days_today", "days/week", "Clinic days today.", "Klinikdage i dag."),
    number("home_ceiling", "share", "Ceiling of the share at home after the step.", "Loft for hjemmet efter skridtet."),
    number("home_ceiling_today", "share", "Ceiling of the share at home today.", "Loft for hjemmet i dag."),
    text("equipment", "Equipment whose units change.", "Apparatur, der bliver flere eller færre af."),
    number("units", "units", "Its units after the step.", "Enheder efter skridtet."),
    number("units_today", "units", "Its units today.", "Enheder i dag."),
    number("visits_per_year", "visits/year", "Visits seen there; today's when it closes.", "Besøg, der ses der."),
    number("min_visits_per_year", "visits/year", "Hard minimum; empty without.", "Fagligt mindstekrav."),
    number("headroom", "share", "Visits above the minimum as a share of it.", "Luft over mindstekravet."),
    number("affected_visits_per_year", "visits/year", "Visits whose trip changes.", "Besøg, hvis rejse ændres."),
    number(
        "minutes_saved_per_visit",
        "minutes one way",
        "Mean saved by those; negative: longer.",
        "Sparet tid pr. berørt besøg.",
    ),
    number(
        "change_minutes_per_year", "minutes/year", "Change of the citizen aim, both ways.", "Ændring i rejsetid pr. år."
    ),
    number("operating_dkk_per_year", "DKK/year", "Region's running cost of the step.", "Skridtets drift for regionen."),
    number("investment_dkk", "DKK", "Investment of the step.", "Skridtets anlæg."),
    number(
        "economy_dkk_per_year",
        "DKK/year",
        "Change of the economy aim, annuities included.",
        "Ændring i økonomi, afskrivning med.",
    ),
    number(
        "dkk_per_minute", "DKK/minute", "Price of a saved minute; empty where none is saved.", "Pris pr. sparet minut."
    ),
    number("citizen_minutes", "minutes/year", "Citizen aim after this step.", "Borger efter skridtet."),
    number("quality_visits", "visits/year", "Quality aim after this step.", "Faglighed efter skridtet."),
    number("economy_dkk", "DKK/year", "Economy aim after this step.", "Økonomi efter skridtet."),
    flag("feasible", "Whether every rule is kept after this step.", "Om alle regler er overholdt efter skridtet."),
)

CALIBRATION = (
    key("function", "Function id.", "Funktionens id."),
    key("site", "Site id.", "Stedets id."),
    number("observed_visits_per_year", "visits/year", "Observed.", "Observeret."),
    number("modelled_visits_per_year", "visits/year", "What the model has today.", "Beregnet i dag."),
    number("ratio", "ratio", "Modelled divided by observed.", "Beregnet divideret med observeret."),
    whole("year", "year", "Year of the observation.", "Observationens år."),
    text("source", "Source of the observation.", "Kilde."),
    text("note", "Free text.", "Bemærkning."),
)

KNIFE_EDGE = (
    key("area", "Area id.", "Områdets id."),
    key("function", "Function id.", "Funktionens id."),
    flag("without_car", "Whether it is about citizens without a car.", "Om det gælder borgere uden bil.", is_key=True),
    text("site", "Site they use.", "Stedet, de bruger."),
    text("next_site", "Open site next in their order.", "Det næste åbne sted."),
    number(
        "difference_minutes",
        "minutes one way",
        "How much further the next is, pull included.",
        "Så meget længere er det næste væk.",
    ),
    number("visits_per_year", "visits/year", "Visits that hang on it.", "Besøg, der afhænger af det."),
    text("hangs_on_it", "Rules the visits would break or mend.", "Regler, der vipper med besøgene."),
)

ASSUMPTIONS = (
    key("path", "Dotted path in the scenario.", "Sti i scenariet."),
    number("value", "", "The number used; unit in the path's last part.", "Tallet, der er brugt."),
    number("low", "", "Lowest plausible value.", "Laveste rimelige værdi."),
    number("high", "", "Highest plausible value.", "Højeste rimelige værdi."),
    text("source", "Key of the scenario's sources.", "Kilde."),
    text("quality", "How good the source is.", "Kildens kvalitet.", ("sourced", "derived", "assumption")),
    text("owner", "Who can change the number.", "Hvem der kan ændre tallet."),
    whole("year", "year", "Year of the number.", "Tallets år."),
    number("tipping_value", "", "Where the proposal is known to tip.", "Hvor forslaget vipper."),
    flag("written", "Whether the scenario states it; false: a default.", "Om det står i scenariet."),
)


def steps(view: View) -> Table:
    """One row per change, best first."""
    return Table("steps", STEPS, [_step(step) for step in view.study.steps])


def _step(step: Step) -> Row:
    change = step.change
    return (
        step.order,
        change.function,
        change.site,
        change.kind,
        *(cell for kinds in _OF_WHAT[:2] for cell in _before_and_after(change, kinds)),
        change.item,
        *_before_and_after(change, _OF_WHAT[2]),
        known(change.visits),
        known(change.threshold) if change.threshold > 0 else None,
        known(change.headroom),
        known(change.affected_visits),
        known(change.minutes_saved),
        known(change.minutes_per_year),
        known(change.operating_dkk_per_year),
        known(change.investment_dkk),
        known(change.economy_dkk),
        known(change.dkk_per_minute),
        known(step.citizen_minutes),
        known(step.quality_visits),
        known(step.economy_dkk),
        step.feasible,
    )


def _before_and_after(change: Change, kinds: tuple[str, ...]) -> tuple[Cell, Cell]:
    """What the change makes of it and what it is today, where it is a change of these kinds."""
    return (known(change.days), known(change.days_today)) if change.kind in kinds else (None, None)


def calibration(view: View) -> Table:
    """One row per observed figure."""
    return Table("calibration", CALIBRATION, [_calibration(item) for item in view.study.calibration])


def _calibration(item: Calibration) -> Row:
    return (
        item.function,
        item.site,
        known(item.observed),
        known(item.modelled),
        known(item.ratio),
        item.year,
        item.source,
        item.note,
    )


def knife_edge(view: View) -> Table:
    """One row per area × function × mobility group that almost goes elsewhere."""
    return Table("knife_edge", KNIFE_EDGE, [_edge(edge) for edge in view.study.knife_edges])


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


def assumptions(view: View) -> Table:
    """One row per number used."""
    return Table("assumptions", ASSUMPTIONS, [_assumption(item) for item in view.study.assumptions])


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


RULES = (
    whole("order", "rows", "1, 2, 3, ... in the order of the rules.", "1, 2, 3, ... i reglernes orden.", is_key=True),
    text("rule", "Name of the rule, as in the model.", "Reglens navn, som i modellen."),
    text("function", "Function id; empty where the rule is not about one.", "Funktionens id."),
    text("site", "Site id; empty where the rule is not about one.", "Stedets id."),
    text("item", "What else it is about: equipment, role, room, another function.", "Hvad den ellers handler om."),
    text("rule_title", "The rule in words.", "Reglen i ord."),
    text("function_title", "Name of the function.", "Funktionens navn."),
    text("site_title", "Name of the site.", "Stedets navn."),
    number("have", "as in unit", "What the judge sees.", "Hvad efterregningen ser."),
    number("need", "as in unit", "The bound that binds this plan.", "Grænsen, der gælder for planen."),
    number("slack", "as in unit", "Room left; negative: broken.", "Luft; negativ: brudt."),
    text("unit", "Unit of have, need and slack.", "Enhed for de tre tal."),
    flag(
        "binds", "Whether it binds: not waived, not only reported.", "Om den binder: hverken fraveget eller kun vist."
    ),
    flag("kept", "Whether it is kept.", "Om den er overholdt."),
    text("waived_by", "Exception that waives it.", "Undtagelsen, der fraviger den."),
    number(
        "threshold",
        "as in unit",
        "Its own threshold where today allows less.",
        "Egen grænse, hvor i dag tillader mindre.",
    ),
    text(
        "soft_rule",
        "Soft rule that lets it be broken at a price.",
        "Den bløde regel, der lader den brydes til en pris.",
    ),
    number("price_dkk_per_year", "DKK/year", "The price of what is broken.", "Prisen for det, der er brudt."),
    text("owner", "Who owns the threshold.", "Hvem der ejer grænsen."),
    text(
        "phase", "Phase id of a rule between phases; other rules are of the last.", "Etapen for en regel mellem etaper."
    ),
)
_ORDER = {rule: position for position, rule in enumerate(Rule)}


def rules(view: View) -> Table:
    """One row per rule and place where it applies, in the order of the rules."""
    links = view.solved.course.links if view.solved.course else ()
    checks = sorted((*view.now.checks, *links), key=_place)
    return Table("rules", RULES, [(order, *_rule(view, check)) for order, check in enumerate(checks, 1)])


def _place(check: RuleCheck) -> tuple[int, str, str, str, str]:
    return _ORDER[check.rule], check.function, check.site, check.item, check.unit


def _rule(view: View, check: RuleCheck) -> Row:
    screen = view.screen
    return (
        str(check.rule),
        check.function,
        check.site,
        check.item,
        screen.say(f"rule.{check.rule}"),
        screen.function(check.function) if check.function else "",
        screen.site(check.site) if check.site else "",
        known(check.have),
        known(check.need),
        known(check.slack),
        check.unit,
        check.binds,
        check.kept,
        check.waived_by,
        None if check.threshold is None else known(check.threshold),
        check.soft,
        known(check.price_dkk) if check.soft else None,
        check.owner,
        check.phase,
    )


VULNERABILITY = (
    key("hospital", "Site id of the hospital that sends them.", "Hospitalet, der sender dem ud."),
    key("role", "Id of the professional group.", "Faggruppens id."),
    text("role_title", "Name of the professional group.", "Faggruppens navn."),
    number("people", "persons", "Persons in the role; empty: not said.", "Personer i faggruppen."),
    number("days_per_week", "person-days/week", "Days at its houses in the proposal.", "Dage i husene i forslaget."),
    number("slack_days_per_week", "person-days/week", "Days left to send; empty: no limit.", "Dage i overskud."),
    number(
        "lacks_days_per_week", "person-days/week", "Lacking when a day is lost.", "Mangler, når en dag falder bort."
    ),
    number(
        "shortened_days_per_week",
        "person-days/week",
        "Given up by clinics that stay within their own rules.",
        "Afgives af tilbud, der stadig opfylder deres krav.",
    ),
    text("falls", "Offers that then close, function@site with a space between.", "Tilbud, der så falder."),
    number(
        "visits_lost_per_year", "visits/year", "Visits seen at those in the proposal.", "Besøg i de tilbud, der falder."
    ),
)


def vulnerability(view: View) -> Table:
    """One row per hospital × role it sends out."""
    return Table("vulnerability", VULNERABILITY, [_loss(view, loss) for loss in view.study.losses])


def _loss(view: View, loss: PoolLoss) -> Row:
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
"""The origin of weights that nobody gave."""
PROFILES = (
    key("profile", "Profile id.", "Profilens id."),
    text("title", "Name of the profile.", "Profilens navn."),
    text("origin", "Who gave the weights; illustration: nobody.", "Hvem der har angivet vægtene; illustration: ingen."),
    flag("illustration", "Whether nobody gave the weights.", "Om ingen har angivet vægtene."),
    number("weight_citizen", "weight", "Weight of the citizen aim.", "Vægt på borger."),
    number("weight_quality", "weight", "Weight of the quality aim.", "Vægt på faglighed."),
    number("weight_economy", "weight", "Weight of the economy aim.", "Vægt på økonomi."),
    number("citizen_minutes", "minutes/year", "Citizen aim of its proposal.", "Borger i profilens forslag."),
    number("quality_visits", "visits/year", "Quality aim.", "Faglighed."),
    number("economy_dkk", "DKK/year", "Economy aim, relative to today.", "Økonomi i forhold til i dag."),
    whole("placements_new", "placements", "New placements.", "Nye placeringer."),
    whole("placements_closed", "placements", "Placements that close.", "Placeringer, der lukkes."),
    whole(
        "placements_differing", "placements", "Placements that differ from the proposal's.", "Afviger fra forslaget."
    ),
    text("status", "How the search ended.", "Hvordan søgningen endte."),
    number("gap", "share", "Proven gap, share of the range.", "Bevist afstand til bedste, andel af spændet."),
)


def profiles(view: View) -> Table:
    """One row per profile that was solved; none unless asked for."""
    return Table("profiles", PROFILES, [_profile(view, answer) for answer in view.study.profiles])


def _profile(view: View, answer: ProfileAnswer) -> Row:
    profile = view.instance.scenario.profiles[answer.profile]
    before, now = view.solved.today.open, answer.plan.open
    return (
        answer.profile,
        view.title(profile.title),
        profile.origin,
        profile.origin == ILLUSTRATION,
        *(float(weight) for weight in profile.weights.model_dump().values()),
        *answer.evaluation.objectives.as_tuple(),
        int((now & ~before).sum()),
        int((before & ~now).sum()),
        int((now != view.solved.plan.open).sum()),
        str(answer.status),
        known(answer.gap),
    )
