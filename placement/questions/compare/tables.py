"""The tables of a comparison: one row for each alternative and what it is about.

Titles in a comparison, where a variant may know a function or a site the others do not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict

from placement.plan.plan import Evaluation
from placement.present.tables.columns import Cell, Column, Row, Table, flag, key, number, text, whole
from placement.present.words.numbers import Language
from placement.questions.compare.assumptions import Turn, Turning
from placement.questions.compare.study import TODAY, Alternative, SideBySide
from placement.questions.proposal.tables.lookups import known
from placement.questions.proposal.tables.resources import EVERYBODY
from placement.questions.proposal.versus import GroupFigures, Pair
from placement.scenario.schema.scenario import Scenario

CHANGES = ("opens", "closes", "days", "stays")
_STATES = ("optimal", "feasible", "infeasible", "no_plan_found", TODAY)
_ALTERNATIVE = key(
    "alternative", "The variants, with + between; `base` without any.", "Varianterne med + imellem; `base` uden nogen."
)
_WITH_TODAY = key("alternative", "`today`, or the variants, or `base`.", "`today` (i dag), varianterne eller `base`.")

ALTERNATIVES = (
    _WITH_TODAY,
    text("title", "The question it asks.", "Spørgsmålet, den stiller."),
    text("reference", "What it is held against.", "Hvad den holdes op mod."),
    text("status", "How the search ended.", "Hvordan søgningen endte.", _STATES),
    number("gap", "share", "Proven distance from best, as a share of the range.", "Bevist afstand fra bedst."),
    number("citizen_minutes", "minutes/year", "Citizen: travel, both ways.", "Borger: rejsetid, begge veje."),
    number("quality_visits", "visits/year", "Quality: visits of lost quality.", "Faglighed: tabte besøg."),
    number("economy_dkk", "DKK/year", "Economy, annuities included, against today.", "Økonomi med annuiteter."),
    number("affected_visits", "visits/year", "Visits that move, against the reference.", "Besøg, der flytter."),
    number("affected_mean_minutes_reference", "minutes one way", "Their trip before.", "Deres rejsetid før."),
    number("affected_mean_minutes", "minutes one way", "Their trip now.", "Deres rejsetid nu."),
    number("visits_longer_per_year", "visits/year", "Visits with a longer way.", "Besøg med længere vej."),
    number("visits_shorter_per_year", "visits/year", "Visits with a shorter way.", "Besøg med kortere vej."),
    number("mean_minutes_per_visit", "minutes one way", "Mean over all visits, home as 0.", "Rejsetid, alle besøg."),
    number("share_beyond_45_min", "share", "Visits with a longer trip than that.", "Besøg med over 45 minutter."),
    number("home_share", "share", "Visits at home.", "Besøg i hjemmet."),
    whole("clinics_below_target", "offers", "Offers below the target volume.", "Tilbud under målvolumen."),
    number("visits_below_target", "visits/year", "Visits in them.", "Besøg i dem."),
    *(
        number(f"{payer}_dkk_per_year", "DKK/year", f"Running cost of the {payer}, against today.", "Drift mod i dag.")
        for payer in EVERYBODY
    ),
    number("investment_dkk", "DKK", "Investment of all payers.", "Anlæg i alt."),
    whole("opens", "offers", "Offers that open, against the reference.", "Tilbud, der åbner."),
    whole("closes", "offers", "Offers that close, against the reference.", "Tilbud, der lukker."),
    whole("moves", "offers", "Of these, offers that close in one place and open in another.", "Heraf flytninger."),
)

PLACEMENTS = (
    _ALTERNATIVE,
    key("function", "Function id.", "Funktionens id."),
    key("site", "Site id.", "Stedets id."),
    text("function_title", "Name of the function.", "Funktionens navn."),
    text("site_title", "Name of the site.", "Stedets navn."),
    text("change", "Against the reference; days: only the days.", "Mod målestokken; days: kun dagene.", CHANGES),
    text("moved_with", "Site it moves to or from; empty: it does not move.", "Stedet, det flytter til eller fra."),
    number("days_per_week", "days/week", "Clinic days.", "Klinikdage."),
    number("visits_per_year", "visits/year", "Visits seen there.", "Besøg dér."),
    text(
        "agreed",
        "Opened or closed, against today, in every alternative.",
        "Åbnet eller lukket i forhold til i dag i alle varianter.",
        ("opens", "closes"),
    ),
)

GROUPS = (
    key("group", "Label of the group.", "Gruppens navn."),
    _WITH_TODAY,
    number("visits_per_year", "visits/year", "Visits of all functions, home included.", "Besøg i alt, hjemmet med."),
    number("mean_minutes_per_visit", "minutes one way", "Mean over all visits, home as 0.", "Rejsetid, alle besøg."),
    whole(
        "functions_within_30_min",
        "functions",
        "Offered within 30 minutes of at least half the people.",
        "Inden for 30 minutter for mindst halvdelen.",
    ),
    number("visits_longer_per_year", "visits/year", "With a longer way than the reference.", "Med længere vej."),
    number("minutes_longer", "minutes one way", "How much longer.", "Hvor meget længere."),
    number("visits_shorter_per_year", "visits/year", "With a shorter way than the reference.", "Med kortere vej."),
    number("minutes_shorter", "minutes one way", "How much shorter.", "Hvor meget kortere."),
    *(
        number(
            f"{payer}_dkk_per_year",
            "DKK/year",
            f"Transport and care at home paid by the {payer}, against the reference.",
            "Befordring og hjemmebehandling, mod målestokken.",
        )
        for payer in ("region", "municipality", "citizen")
    ),
)

HOSPITALS = (
    _ALTERNATIVE,
    key("hospital", "Site id of the hospital.", "Hospitalets id."),
    key("function", "Function id.", "Funktionens id."),
    text("hospital_title", "Name of the hospital.", "Hospitalets navn."),
    text("function_title", "Name of the function.", "Funktionens navn."),
    number("visits_reference", "visits/year", "Visits with the reference, fixed included.", "Besøg med målestokken."),
    number("visits_per_year", "visits/year", "Visits, fixed ones included.", "Besøg."),
    number("change_visits_per_year", "visits/year", "Visits gained; negative: given away.", "Ændring i besøg."),
    number("change_share", "share", "The change as a share.", "Ændring som andel."),
    number("retained_bound_visits_per_year", "visits/year", "Visits it keeps at least.", "Besøg, det mindst beholder."),
    number("retained_slack_visits_per_year", "visits/year", "Room above that bound.", "Luft over den bund."),
)

PAYER_ITEMS = (
    _ALTERNATIVE,
    Column("payer", "string", "Who pays.", "Hvem der betaler.", key=True, allowed=EVERYBODY),
    key("item", "Cost item.", "Udgiftens art."),
    number("dkk_per_year", "DKK/year", "Running cost, against today.", "Drift mod i dag."),
    number("investment_dkk", "DKK", "Investment.", "Anlæg."),
    number("difference_dkk_per_year", "DKK/year", "Running cost, against the reference.", "Drift mod målestokken."),
    number("difference_investment_dkk", "DKK", "Investment, against the reference.", "Anlæg mod målestokken."),
)

INPUTS = (
    key("path", "Dotted path of what differs.", "Stien til det, der er forskelligt."),
    key("alternative", "`scenario` without variants and overrides from them, or the alternative.", "Varianten."),
    text("value", "The value; empty where there is none.", "Værdien; tom, hvor der ingen er."),
    number("number", "", "The same where it is one number.", "Det samme som tal."),
    text("quality", "What is known of it.", "Hvad der vides om den.", ("sourced", "derived", "assumption")),
)
TIPS = (
    key("first", "The alternative that is held against.", "Varianten, der holdes op mod."),
    key("second", "The other; all else is as in this one.", "Den anden; alt andet er som i denne."),
    key("path", "Dotted path of the one number that is put back.", "Stien til det ene tal, der sættes tilbage."),
    number("value_first", "", "Its value in the first.", "Tallets værdi i den første."),
    number("value_second", "", "Its value in the second.", "Tallets værdi i den anden."),
    text(
        "turn",
        "What the second does at the first one's value.",
        "Hvad den anden gør ved den førstes værdi.",
        tuple(str(turn) for turn in Turn),
    ),
    number("alike_up_to", "", "The two are alike from the first one's value to here.", "Så langt er de ens."),
    number("differ_at", "", "Here they differ.", "Her er de forskellige."),
    flag("proven", "Whether every answer was solved to the asked gap.", "Om alle svar er bevist."),
)
PLAIN = "scenario"
"""The scenario without variants, among the inputs."""

OPTIONAL: dict[str, tuple[Column, ...]] = {"compare_tips": TIPS}
"""Only there where it is asked for."""
TABLES: dict[str, tuple[Column, ...]] = {
    "compare_alternatives": ALTERNATIVES,
    "compare_placements": PLACEMENTS,
    "compare_groups": GROUPS,
    "compare_hospitals": HOSPITALS,
    "compare_payers": PAYER_ITEMS,
    "compare_inputs": INPUTS,
}


def tables(found: SideBySide, lang: Language = "da") -> dict[str, Table]:
    """Every table of a comparison by its name; titles in ``lang``."""
    names = Names(found, lang)
    rows = {
        "compare_alternatives": _alternatives(found, names),
        "compare_placements": _placements(found, names),
        "compare_groups": _groups(found),
        "compare_hospitals": _hospitals(found, names),
        "compare_payers": _payers(found),
        "compare_inputs": _inputs(found),
    }
    made = {name: Table(name, columns, list(rows[name])) for name, columns in TABLES.items()}
    if found.turnings is not None:
        made["compare_tips"] = Table("compare_tips", TIPS, [_tip(each) for each in found.turnings.found])
    return made


def _tip(each: Turning) -> Row:
    values = each.at_first, each.at_second
    ends = known(each.last), known(each.next)
    return each.first, each.second, each.path, *values, str(each.turn), *ends, each.proven


def _indicators(judged: Evaluation) -> tuple[Cell, ...]:
    told = judged.indicators
    return (
        *(known(told[name]) for name in ("mean_minutes_per_visit", "share_beyond_45_min", "home_share")),
        int(told["clinics_below_target"]),
        known(told["visits_below_target"]),
    )


def _alternatives(found: SideBySide, names: Names) -> Iterator[Row]:
    if found.today is not None:
        judged = found.today.evaluation
        aims = judged.objectives.as_tuple()
        nothing = (None,) * 5
        yield (TODAY, "", "", TODAY, None, *aims, *nothing, *_indicators(judged), *(None,) * 8)
    for each in found.alternatives:
        yield _alternative(found, names, each)


def _alternative(found: SideBySide, names: Names, each: Alternative) -> Row:
    head = (each.name, names.alternative(each), found.reference_name)
    if each.solved is None:
        return (*head, str(each.status), *(None,) * (len(ALTERNATIVES) - len(head) - 1))
    solved, against = each.solved, found.versus[each.name]
    moved = asdict(against.moved) if against.moved else {}
    trips = ("visits", "minutes_today", "minutes_now", "visits_longer", "visits_shorter")
    by_payer = [_payer(each, payer) for payer in EVERYBODY]
    return (
        *head,
        str(each.status),
        solved.gap,
        *solved.objectives.as_tuple(),
        *(moved.get(name) for name in trips),
        *_indicators(solved.evaluation),
        *(running for running, _ in by_payer),
        sum(investment for _, investment in by_payer),
        len(against.opens),
        len(against.closes),
        len(against.moves),
    )


def _payer(each: Alternative, payer: str) -> tuple[float, float]:
    own = [amounts for (who, _), amounts in each.dkk_by_payer.items() if who == payer]
    return sum(running for running, _ in own), sum(investment for _, investment in own)


def _placements(found: SideBySide, names: Names) -> Iterator[Row]:
    agreed = {"opens": set(found.agreed[0]), "closes": set(found.agreed[1])}
    for each in found.solved:
        against = found.versus[each.name]
        standing = against.now
        instance = standing.instance
        change: dict[Pair, str] = {}
        for name in ("opens", "closes", "days"):
            change |= dict.fromkeys(getattr(against, name), name)
        with_: dict[Pair, str] = {}
        for move in against.moves:
            with_ |= {(move.function, move.origin): move.target, (move.function, move.target): move.origin}
        at = {
            (function, site): (f, s)
            for f, function in enumerate(instance.function_ids)
            for s, site in enumerate(instance.site_ids)
        }
        stays = {pair for pair, place in at.items() if standing.plan.open[place]}
        for pair in sorted(stays | change.keys()):
            place = at.get(pair)
            shared = next((what for what, pairs in agreed.items() if pair in pairs), "")
            judged = standing.evaluation
            amounts = (float(judged.days[place]), float(judged.volume[place])) if place else (0.0, 0.0)
            told = (change.get(pair, "stays"), with_.get(pair, ""))
            yield (each.name, *pair, names.function(pair[0]), names.site(pair[1]), *told, *amounts, shared)


def _groups(found: SideBySide) -> Iterator[Row]:
    per = {TODAY: found.groups_today} | {name: against.groups for name, against in found.versus.items()}
    for group in dict.fromkeys(group for figures in per.values() for group in figures):
        for name, figures in per.items():
            if group in figures:
                yield group, name, *_group(figures[group])


def _group(figures: GroupFigures) -> tuple[Cell, ...]:
    moved = figures.moved
    return (
        figures.visits,
        figures.mean_minutes,
        figures.functions_near,
        moved.visits_longer,
        moved.minutes_longer,
        moved.visits_shorter,
        moved.minutes_shorter,
        *figures.dkk.values(),
    )


def _hospitals(found: SideBySide, names: Names) -> Iterator[Row]:
    for name, against in found.versus.items():
        for each in against.hospitals:
            before = each.visits_reference
            share = each.change / before if before > 0 else None
            ids = (name, each.hospital, each.function)
            titles = (names.site(each.hospital), names.function(each.function))
            bound = None if each.bound is None or not math.isfinite(each.bound) else each.bound
            yield (*ids, *titles, before, each.visits, each.change, share, bound, each.slack if bound else None)


def _payers(found: SideBySide) -> Iterator[Row]:
    held = {} if found.reference is None else found.alternatives[found.reference].dkk_by_payer
    for each in found.solved:
        own = each.dkk_by_payer
        for who in sorted(own.keys() | held.keys()):
            now, before = own.get(who, (0.0, 0.0)), held.get(who, (0.0, 0.0))
            yield (each.name, *who, *now, now[0] - before[0], now[1] - before[1])


def _inputs(found: SideBySide) -> Iterator[Row]:
    names = (PLAIN, *(each.name for each in found.alternatives))
    for difference in found.inputs:
        for name, value in zip(names, difference.values, strict=True):
            yield difference.path, name, value.text, value.number, value.quality


class Names:
    """Titles of functions, sites and alternatives in one language."""

    def __init__(self, found: SideBySide, lang: Language) -> None:
        self._scenarios = [found.plain.scenario, *(each.loaded.scenario for each in found.alternatives)]
        self._lang = lang

    def function(self, name: str) -> str:
        """Title of a function; its id where nobody has it."""
        return self._title("functions", name)

    def site(self, name: str) -> str:
        """Title of a site; its id where nobody has it."""
        return self._title("sites", name)

    def alternative(self, each: Alternative) -> str:
        """Titles of its variants; the scenario's own where it has none."""
        scenario: Scenario = each.loaded.scenario
        titles = [scenario.variants[name].title for name in each.loaded.variants] or [scenario.title]
        return " + ".join(title.in_language(self._lang) for title in titles)

    def _title(self, table: str, name: str) -> str:
        known = (getattr(scenario, table).get(name) for scenario in self._scenarios)
        return next((each.title.in_language(self._lang) for each in known if each is not None), name)
