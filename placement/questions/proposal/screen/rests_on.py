"""What the proposal rests on: what may change it, what is assumed, excepted and not measured."""

from __future__ import annotations

import math

import numpy as np

from placement.locale import N_
from placement.present.screen.lines import Line, wrapped
from placement.present.words.vocabulary import AIM, METHOD, RULE
from placement.questions.proposal.counts_by_area import sums_by_area
from placement.questions.proposal.evidence import NEAR, not_independent, within20
from placement.questions.proposal.findings import Change, KnifeEdge
from placement.questions.proposal.tables.evidence import ILLUSTRATION
from placement.questions.proposal.views import View, headed, loud
from placement.scenario.schema.frame import AIMS
from placement.solve.result import Prices

_MOST_NAMED = 4
_WORST_AREAS = 3
_CLOSE = 1e-3
"""Values closer than this share of the range are the same."""


def rests(view: View) -> list[Line]:
    """The warnings, then the remarks."""
    return [
        *headed(view.say("WHAT IT RESTS ON"), []),
        *(line for text in warnings(view) for line in loud(text)),
        *(Line(line) for text in remarks(view) for line in wrapped(text, "    ")),
    ]


def warnings(view: View) -> list[str]:
    """Sentences on what may change the proposal: assumed minimums, near ties, weights, gaps in what is known."""
    loud = [
        _thresholds(view),
        _edges(view) if view.study.knife_edges else "",
        trade_off(view),
        unknown(view),
        _aims_without_range(view),
    ]
    return list(filter(None, loud))


def remarks(view: View) -> list[str]:
    """Sentences that do not call the proposal into question: assumptions, exceptions, equity, what is not measured."""
    quiet = [
        view.say("No area has two sites that are almost equally far away.")
        if view.study.examined and not view.study.knife_edges
        else "",
        _numbers(view),
        *_exceptions(view),
        _pull(view),
        _social(view),
        _profiles(view),
        _not_measured(view),
    ]
    return list(filter(None, quiet))


def _profiles(view: View) -> str:
    """How far the proposals of other profiles agree with this one; empty where they were not asked for."""
    say, answers = view.say, view.study.profiles
    if not answers:
        return ""
    titled = view.instance.scenario.profiles
    invented = sum(titled[answer.profile].origin == ILLUSTRATION for answer in answers)
    origin = (
        say.some(" ({n} is an illustration that nobody gave)", " ({n} are illustrations that nobody gave)", invented)
        if 0 < invented < len(answers)
        else ""
    )
    if invented == len(answers):
        origin = say(" (illustrations that nobody gave)")
    new = view.solved.plan.open & ~view.solved.today.open
    agreed = np.logical_and.reduce([new, *(answer.plan.open for answer in answers)])
    differing = int((answers[0].plan.open != view.solved.plan.open).sum())
    name = titled[answers[0].profile].title.in_language(say.language)
    if len(answers) > 1 and not new.any():
        opening = sum(bool((answer.plan.open & ~view.solved.today.open).any()) for answer in answers)
        return say(
            "{n} profiles were solved{origin}. The proposal has no new offers; {opening} of them have.",
            n=len(answers),
            origin=origin,
            opening=opening,
        )
    return say.some(
        "{n} profile was solved{origin}: {name} places {differing} otherwise than the proposal.",
        "{n} profiles were solved{origin}. All agree on {agreed} of the proposal's {new} new offers.",
        len(answers),
        origin=origin,
        name=name,
        differing=differing,
        agreed=int(agreed.sum()),
        new=int(new.sum()),
    )


def _thresholds(view: View) -> str:
    say = view.say
    bound = [change for change in view.new if change.threshold > 0]
    assumed = [change for change in bound if _is_assumed(view, change)]
    if not assumed:
        return ""
    if len(assumed) == len(bound):
        text = say("The minimum volumes are assumptions.")
    else:
        text = say(
            "{assumed} of {all} minimum volumes of new offers are assumptions.", assumed=len(assumed), all=len(bound)
        )
    binding = [change for change in assumed if change.headroom >= 0]
    if not binding:
        return text
    tightest = min(binding, key=lambda change: change.headroom)
    note = view.notes.get((tightest.function, tightest.site))
    tips = note.tipping_value if note and math.isfinite(note.tipping_value) else tightest.visits
    tipping = say(
        "No. {order} tips at {value} at the latest: it falls if the minimum is higher, and may fall before.",
        order=view.new.index(tightest) + 1,
        value=say.about(tips),
    )
    return f"{text} {tipping}"


def _is_assumed(view: View, change: Change) -> bool:
    function = view.instance.scenario.functions[change.function]
    stated = [each for each in (function.min_visits_per_year, function.min_patients_per_year) if each is not None]
    return any(each.quality == "assumption" for each in stated)


def _edges(view: View) -> str:
    say = view.say
    edges = view.study.knife_edges
    total = float(view.instance.demand.visits.sum())
    minutes = view.instance.scenario.travel.tie_minutes
    within = say(N_("{n} minute") if minutes == 1 else N_("{n} minutes"), n=say.short(minutes, 1))
    share = sum(edge.visits for edge in edges) / max(total, 1.0)
    text = say(
        "{share} of the visits have another site at most {minutes} further away (knife_edge.csv).",
        share=say.percent(share, 0 if share >= 0.01 else 1),
        minutes=within,
    )
    deciding = _places(view, [edge for edge in edges if edge.hangs_on_it])
    decides = say(
        "It decides something here: {areas}. Look up the real travel time before anybody concludes.",
        areas=say.listed(deciding),
    )
    return f"{text} {decides}" if deciding else text


def _places(view: View, edges: list[KnifeEdge], most: int = 3) -> list[str]:
    """At most ``most`` functions with their area; functions that change first, then by visits."""
    changed = {change.function for change in view.study.changes}
    edges = sorted(edges, key=lambda edge: (edge.function not in changed, -edge.visits))
    named = [
        view.say("{function} in {area}", area=view.area(e.area), function=view.function(e.function)) for e in edges
    ]
    return list(dict.fromkeys(named))[:most]


def trade_off(view: View) -> str:
    """The weights, or the price of lost quality, and who has decided them."""
    say, solved = view.say, view.solved
    objectives = view.instance.scenario.objectives
    price = solved.implied_price_per_minute
    known = price is not None and math.isfinite(price)
    money = say.price(price, 0 if price >= 10 else 1) if price is not None and known else ""
    if solved.prices is not None:
        return _quality_price(view, solved.prices)
    if solved.method not in ("balanced", "weighted"):
        text = say("Trade-off: {method}.", method=say(METHOD[solved.method]))
        price_of_minute = say("One minute weighs as much as {money} kr.", money=money)
        return f"{text} {price_of_minute}" if known else text
    shown = " · ".join(say.short(getattr(solved.weights, aim)) for aim in AIMS)
    if solved.weights != objectives.weights:
        text = say("The weights {weights} were chosen for this calculation.", weights=shown)
    elif objectives.weights_status == "decided":
        who = ", ".join(part for part in (objectives.decided_by, objectives.date) if part)
        text = say("The weights {weights} are decided: {who}.", weights=shown, who=who)
    else:
        text = say("The weights {weights} have not been decided.", weights=shown)
    price_of_minute = say("They let one minute weigh as much as {money} kr.", money=money)
    return f"{text} {price_of_minute}" if known else text


def _quality_price(view: View, prices: Prices) -> str:
    """What a visit of lost quality may cost, and who has decided it."""
    say, given = view.say, view.instance.scenario.objectives.prices
    if not prices.lost_quality_visit:
        return say("Lost quality has no price: it counts through its floors only.")
    visit, own = say.price(prices.lost_quality_visit, 0), given.lost_quality_visit
    text = say("It may cost {money} kr. to keep a visit from losing quality.", money=visit)
    if prices.lost_quality_visit != own.value:
        more = say("That was chosen for this calculation.")
    elif given.status == "decided":
        who = ", ".join(part for part in (given.decided_by, given.date) if part)
        more = say("That is decided: {who}.", who=who)
    elif own.low is None or own.high is None:
        more = say("That has not been decided.")
    else:
        low, high = say.price(own.low, 0), say.price(own.high, 0)
        more = say("That has not been decided; {low} to {high} is plausible.", low=low, high=high)
    return f"{text} {more}"


def unknown(view: View) -> str:
    """How many offers today are unknown; empty where none is."""
    count = int(view.instance.baseline.unknown.sum())
    return (
        view.say.some(
            "{n} placement today is unknown and counts as closed.",
            "{n} placements today are unknown and count as closed.",
            count,
        )
        if count
        else ""
    )


def _aims_without_range(view: View) -> str:
    scale, solved = view.solved.scale, view.solved
    if scale is None or not scale.proven:
        return ""
    told: dict[str, list[str]] = {}
    for aim, best, value in zip(AIMS, scale.ideal, solved.objectives.as_tuple(), strict=True):
        if aim in solved.indifferent:
            worse = value - best > _CLOSE * max(1.0, abs(best))
            told.setdefault(
                N_("As good in the best proposal for each aim, but worse in this one: {aims}.")
                if worse
                else N_("No difference between the best proposals for each aim: {aims}."),
                [],
            ).append(view.say(AIM[aim]))
    return " ".join(view.say(key, aims=view.say.listed(names)) for key, names in told.items())


def _numbers(view: View) -> str:
    say, study = view.say, view.study
    assumed = sum(number.quality == "assumption" for number in study.assumptions)
    counted = say(
        "{n} of {all} numbers are assumptions.", n=say.number(assumed), all=say.number(len(study.assumptions))
    )
    return f"{counted} {fit(view)}"


def fit(view: View) -> str:
    """How many counted visits the model matches, and how many of those share the source of their rate."""
    say, found = view.say, view.study.calibration
    hits, known = within20(found)
    by_area = _by_area(view)
    if not known:
        return by_area or say("No known visit counts to hold the model against.")
    text = say("The model hits {hits} of {all} known visit counts within 20%.", hits=hits, all=known)
    circular = not_independent(found)
    if not circular:
        return " ".join(filter(None, (text, by_area)))
    but = say.some(
        "{n} of the counts has the same source as the rate it is held against: it tests where visits go, hardly how "
        "many there are.",
        "{n} of the counts have the same source as the rate they are held against: they test where visits go, hardly "
        "how many there are.",
        circular,
    )
    return " ".join(filter(None, (text, but, by_area)))


def _by_area(view: View) -> str:
    """The same of visits that were counted by area, with those furthest off; empty where none were."""
    say = view.say
    sums = sums_by_area(view.instance, view.today) if view.today is not None else []
    hits, known = within20(sums)
    if not known:
        return ""
    told = say("Of the areas visits were counted from it hits {hits} of {all} within 20%.", hits=hits, all=known)
    off = [one for one in sums if abs(one.modelled - one.observed) > NEAR * one.observed]
    off.sort(key=lambda one: -abs(one.modelled - one.observed))
    worst = [
        say(
            "{area} {modelled} for {observed}",
            area=view.area(one.name),
            modelled=say.about(one.modelled),
            observed=say.number(one.observed),
        )
        for one in off[:_WORST_AREAS]
    ]
    if not worst:
        return told
    furthest = say("Furthest off, calculated for counted: {what}.", what=say.listed(worst))
    return f"{told} {furthest}"


def _exceptions(view: View) -> list[str]:
    """Exceptions without which the proposal would break a rule: by name, or counted where a site has several."""
    exceptions = view.instance.scenario.exceptions
    used: dict[str, dict[str, set[str]]] = {}
    for check in view.evaluation.checks:
        if check.waived_by and not check.kept:
            at_site = used.setdefault(exceptions[check.waived_by].site, {})
            at_site.setdefault(check.waived_by, set()).add(view.say(RULE[check.rule]))
    texts = [_exceptions_at(view, site, waived) for site, waived in sorted(used.items())]
    return texts or [view.say("Exceptions in use: none.")]


def _exceptions_at(view: View, site: str, waived: dict[str, set[str]]) -> str:
    rules = ", ".join(sorted(set().union(*waived.values())))
    if len(waived) > 1:
        return view.say(
            "Excepted: {place}, {n} offers ({rules}). The reasons are in the result (result.json).",
            place=view.site(site),
            rules=rules,
            n=len(waived),
        )
    exception = view.instance.scenario.exceptions[next(iter(waived))]
    place = view.site(site)
    if exception.function:
        place = f"{place}, {view.function(exception.function)}"
    reason = exception.reason if exception.reason.endswith(".") else f"{exception.reason}."
    return view.say("Excepted: {place} ({rules}). {reason}", place=place, rules=rules, reason=reason)


def _pull(view: View) -> str:
    """Whether the best plan for quality and the best for economy are the same."""
    scale = view.solved.scale
    if scale is None or not scale.proven or len(scale.rows) != len(AIMS) or any(scale.indifferent[1:]):
        return ""
    _, quality, economy = scale.ranges
    same = (
        abs(scale.rows[1][2] - scale.ideal[2]) <= _CLOSE * economy
        or abs(scale.rows[2][1] - scale.ideal[1]) <= _CLOSE * quality
    )
    return view.say(
        N_("Quality and economy share their best proposal; they pull the same way.")
        if same
        else N_("Quality and economy each have their own best proposal.")
    )


def _social(view: View) -> str:
    """Mean trips of the socially exposed and of the others, or a sentence that there are no data."""
    if view.instance.scenario.areas.social_share is None:
        return view.say("No data on social exposure (areas.social_share).")

    def minutes(name: str) -> tuple[str, str]:
        both = (view.evaluation, view.today)
        now, before = (view.say.number(each.indicators[name] if each else math.nan, 1) for each in both)
        return now, before

    (exposed, exposed_today), (others, others_today) = minutes("mean_minutes_social"), minutes("mean_minutes_others")
    return view.say(
        "Socially exposed: {exposed} minutes on average ({exposed_today} today); others {others} ({others_today}).",
        exposed=exposed,
        exposed_today=exposed_today,
        others=others,
        others_today=others_today,
    )


def _not_measured(view: View) -> str:
    what = view.instance.scenario.about.not_in_model
    if not what:
        return ""
    shown, left = ", ".join(what[:_MOST_NAMED]), len(what) - _MOST_NAMED
    return view.say(
        N_("Not measured: {what} and {n} other things (about.not_in_model).")
        if left > 0
        else N_("Not measured: {what}."),
        what=shown,
        n=left,
    )
