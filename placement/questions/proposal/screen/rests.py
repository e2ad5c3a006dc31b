"""What the answer rests on, and how sure it is: assumptions, knife edges, weights, exceptions, evidence.

What a second solver says of a proposal, in sentences.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from placement.instance.instance import Bools
from placement.plan.plan import Plan
from placement.present.screen.lines import Line, wrapped
from placement.present.words.voice import Voice
from placement.questions.proposal.evidence import within20
from placement.questions.proposal.findings import Change, KnifeEdge
from placement.questions.proposal.screen.changes import lacking
from placement.questions.proposal.screen.context import View
from placement.questions.proposal.tables.evidence import ILLUSTRATION
from placement.scenario.schema.frame import AIMS
from placement.solve.confirmation import PRECISION, Confirmation, Verdict
from placement.solve.result import Solved, Status, Ties
from placement.solve.scalarisation import regrets

_MOST_NAMED = 4
_MOST_TIES = 3
_CLOSE = 1e-3
"""Values closer than this share of the range are the same."""


def rests(view: View) -> list[Line]:
    """Warnings first (``!``), then what is only good to know."""
    heading = view.say("rests")
    lines = [Line(f" {heading}", len(heading) + 1)]
    for text in warnings(view):
        first, *more = wrapped(text, "  ! ")
        lines += [Line(first, mark="warning"), *map(Line, more)]
    return [*lines, *(Line(line) for text in remarks(view) for line in wrapped(text, "    "))]


def warnings(view: View) -> list[str]:
    """What may tip the answer."""
    loud = [
        _thresholds(view),
        _edges(view) if view.study.knife_edges else "",
        _weights(view),
        _unknown(view),
        _aims_without_range(view),
        _beyond_the_range(view),
    ]
    return list(filter(None, loud))


def remarks(view: View) -> list[str]:
    """What is only good to know."""
    quiet = [
        view.say("rests.edge.none") if view.study.examined and not view.study.knife_edges else "",
        _numbers(view),
        *_exceptions(view),
        _pull(view),
        _social(view),
        _profiles(view),
        _not_measured(view),
    ]
    return list(filter(None, quiet))


def _profiles(view: View) -> str:
    """Where other weights agree with the proposal; nothing where nobody asked."""
    say, answers = view.say, view.study.profiles
    if not answers:
        return ""
    titled = view.instance.scenario.profiles
    invented = sum(titled[answer.profile].origin == ILLUSTRATION for answer in answers)
    origin = say.some("profiles.illustration.some", invented) if 0 < invented < len(answers) else ""
    if invented == len(answers):
        origin = say("profiles.illustration")
    new = view.solved.plan.open & ~view.solved.today.open
    agreed = np.logical_and.reduce([new, *(answer.plan.open for answer in answers)])
    differing = int((answers[0].plan.open != view.solved.plan.open).sum())
    name = titled[answers[0].profile].title.in_language(say.language)
    if len(answers) > 1 and not new.any():
        opening = sum(bool((answer.plan.open & ~view.solved.today.open).any()) for answer in answers)
        return say("profiles.no_new", n=len(answers), origin=origin, opening=opening)
    return say.some(
        "profiles",
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
        text = say("rests.thresholds")
    else:
        text = say("rests.thresholds.some", assumed=len(assumed), all=len(bound))
    binding = [change for change in assumed if change.headroom >= 0]
    if not binding:
        return text
    tightest = min(binding, key=lambda change: change.headroom)
    note = view.notes.get((tightest.function, tightest.site))
    tips = note.tipping_value if note and math.isfinite(note.tipping_value) else tightest.visits
    return f"{text} {say('rests.tips', order=view.new.index(tightest) + 1, value=say.about(tips))}"


def _is_assumed(view: View, change: Change) -> bool:
    function = view.instance.scenario.functions[change.function]
    stated = [each for each in (function.min_visits_per_year, function.min_patients_per_year) if each is not None]
    return any(each.quality == "assumption" for each in stated)


def _edges(view: View) -> str:
    say = view.say
    edges = view.study.knife_edges
    total = float(view.instance.demand.visits.sum())
    minutes = view.instance.scenario.travel.tie_minutes
    within = say("minutes.one" if minutes == 1 else "minutes.many", n=say.short(minutes, 1))
    share = sum(edge.visits for edge in edges) / max(total, 1.0)
    text = say("rests.edge", share=say.percent(share, 0 if share >= 0.01 else 1), minutes=within)
    deciding = _places(view, [edge for edge in edges if edge.hangs_on_it])
    return f"{text} {say('rests.edge.decides', areas=say.listed(deciding))}" if deciding else text


def _places(view: View, edges: list[KnifeEdge], most: int = 3) -> list[str]:
    """Where most visits hang on a few minutes, those of new offers first."""
    changed = {change.function for change in view.study.changes}
    edges = sorted(edges, key=lambda edge: (edge.function not in changed, -edge.visits))
    named = [view.say("rests.edge.place", area=view.area(e.area), function=view.function(e.function)) for e in edges]
    return list(dict.fromkeys(named))[:most]


def _weights(view: View) -> str:
    say, solved = view.say, view.solved
    objectives = view.instance.scenario.objectives
    price = solved.implied_dkk_per_minute
    known = price is not None and math.isfinite(price)
    dkk = say.number(price, 0 if price >= 10 else 1) if price is not None and known else ""
    if solved.method not in ("balanced", "weighted"):
        text = say("rests.method", method=say(f"method.{solved.method}"))
        return f"{text} {say('rests.implied.stated', dkk=dkk)}" if known else text
    shown = " · ".join(say.short(getattr(solved.weights, aim)) for aim in AIMS)
    if solved.weights != objectives.weights:
        text = say("rests.weights.own", weights=shown)
    elif objectives.weights_status == "decided":
        who = ", ".join(part for part in (objectives.decided_by, objectives.date) if part)
        text = say("rests.weights.decided", weights=shown, who=who)
    else:
        text = say("rests.weights.not_decided", weights=shown)
    return f"{text} {say('rests.implied', dkk=dkk)}" if known else text


def _unknown(view: View) -> str:
    count = int(view.instance.baseline.unknown.sum())
    return view.say.some("rests.unknown", count) if count else ""


def _aims_without_range(view: View) -> str:
    scale, solved = view.solved.scale, view.solved
    if not scale.proven:
        return ""
    told: dict[str, list[str]] = {}
    for aim, best, value in zip(AIMS, scale.ideal, solved.objectives.as_tuple(), strict=True):
        if aim in solved.indifferent:
            worse = value - best > _CLOSE * max(1.0, abs(best))
            told.setdefault("rests.indifferent_worse" if worse else "rests.indifferent", []).append(
                view.say(f"aim.{aim}")
            )
    return " ".join(view.say(key, aims=view.say.listed(names)) for key, names in told.items())


def _beyond_the_range(view: View) -> str:
    """Aims that a variant takes past the worst of the base scenario, where the scale was made."""
    scale = view.solved.scale
    if not scale.proven or not view.solved.variants:
        return ""
    regret = regrets(view.solved.objectives.as_tuple(), scale)
    far = [
        view.say(f"aim.{aim}")
        for aim, r, same in zip(AIMS, regret, scale.indifferent, strict=True)
        if r > 1 + _CLOSE and not same
    ]
    return view.say("rests.beyond", aims=view.say.listed(far)) if far else ""


def _numbers(view: View) -> str:
    say, study = view.say, view.study
    assumed = sum(number.quality == "assumption" for number in study.assumptions)
    hits, known = within20(study.calibration)
    return " ".join(
        (
            say("rests.assumptions", n=say.number(assumed), all=say.number(len(study.assumptions))),
            say("rests.calibration", hits=hits, all=known) if known else say("rests.calibration.none"),
        )
    )


def _exceptions(view: View) -> list[str]:
    """Exceptions the proposal really needs: by name, or counted where one site has several."""
    exceptions = view.instance.scenario.exceptions
    used: dict[str, dict[str, set[str]]] = {}
    for check in view.evaluation.checks:
        if check.waived_by and not check.kept:
            at_site = used.setdefault(exceptions[check.waived_by].site, {})
            at_site.setdefault(check.waived_by, set()).add(view.say(f"rule.{check.rule}"))
    texts = [_exceptions_at(view, site, waived) for site, waived in sorted(used.items())]
    return texts or [view.say("rests.no_exceptions")]


def _exceptions_at(view: View, site: str, waived: dict[str, set[str]]) -> str:
    rules = ", ".join(sorted(set().union(*waived.values())))
    if len(waived) > 1:
        return view.say("rests.exceptions", place=view.site(site), rules=rules, n=len(waived))
    exception = view.instance.scenario.exceptions[next(iter(waived))]
    place = view.site(site)
    if exception.function:
        place = f"{place}, {view.function(exception.function)}"
    reason = exception.reason if exception.reason.endswith(".") else f"{exception.reason}."
    return view.say("rests.exception", place=place, rules=rules, reason=reason)


def _pull(view: View) -> str:
    """Whether quality and economy are best served by the same plan."""
    scale = view.solved.scale
    if not scale.proven or len(scale.rows) != len(AIMS) or any(scale.indifferent[1:]):
        return ""
    _, quality, economy = scale.ranges
    same = (
        abs(scale.rows[1][2] - scale.ideal[2]) <= _CLOSE * economy
        or abs(scale.rows[2][1] - scale.ideal[1]) <= _CLOSE * quality
    )
    return view.say("rests.shared" if same else "rests.not_shared")


def _social(view: View) -> str:
    """How the socially exposed fare beside the others, or that nothing is known of them."""
    if view.instance.scenario.areas.social_share is None:
        return view.say("rests.social.none")

    def minutes(name: str) -> tuple[str, str]:
        both = (view.evaluation, view.today)
        now, before = (view.say.number(each.indicators[name] if each else math.nan, 1) for each in both)
        return now, before

    (exposed, exposed_today), (others, others_today) = minutes("mean_minutes_social"), minutes("mean_minutes_others")
    return view.say(
        "rests.social", exposed=exposed, exposed_today=exposed_today, others=others, others_today=others_today
    )


def _not_measured(view: View) -> str:
    what = view.instance.scenario.about.not_in_model
    if not what:
        return ""
    shown, left = ", ".join(what[:_MOST_NAMED]), len(what) - _MOST_NAMED
    return view.say("rests.not_measured.more" if left > 0 else "rests.not_measured", what=shown, n=left)


def _otherwise(view: View, plans: Sequence[Plan]) -> list[str]:
    """What each plan that is as good has open, and closed, otherwise than the proposal."""
    sentences = []
    for number, plan in enumerate(plans, 1):
        moved = {True: plan.open & ~view.solved.plan.open, False: view.solved.plan.open & ~plan.open}
        parts = [
            view.say("equal.with" if more else "equal.without", pairs=", ".join(_named(view, pairs)))
            for more, pairs in moved.items()
            if pairs.any()
        ]
        parts = parts or [view.say("equal.home")]
        sentences.append(view.say("equal.plan", n=number, how=", ".join(parts)))
    return sentences


def _named(view: View, pairs: Bools) -> list[str]:
    instance = view.instance
    return [
        f"{view.function(instance.function_ids[f])} × {view.site(instance.site_ids[s])}" for f, s in np.argwhere(pairs)
    ]


def evidence(view: View, folder: str = "") -> list[Line]:
    """In words: how sure, how many equally good, how long it took, where everything is."""
    say = view.say
    last = say("files", folder=folder) if folder else say("files.none")
    lines = view.paragraph(say("evidence"), proof(view))
    return [*lines, *map(Line, wrapped(last, " " * (len(say("evidence")) + 3)))]


def proof(view: View) -> list[str]:
    """How sure, how many equally good, how long it took, in sentences."""
    say, solved, study = view.say, view.solved, view.study
    sentences = [_proof(view)]
    if not solved.scale.proven:
        sentences.append(say("evidence.scale"))
    if not solved.undominated:
        sentences.append(say("evidence.beaten"))
    broken = solved.violations
    if broken:
        places = [f"{say(f'rule.{check.rule}')}: {lacking(view, check)}" for check in broken[:3]]
        sentences.append(say.some("evidence.broken", len(broken), rules="; ".join(places)))
    else:
        sentences.append(say("evidence.audited"))
    sentences.append(say("evidence.seconds", n=say.number(solved.seconds.get("total", math.nan), 1)))
    if study.confirmation is not None:
        sentences += confirmation(solved, study.confirmation, say)
    if study.equally_good is not None:
        sentences.append(say.some("equal", study.equally_good) if study.equally_good else say("equal.none"))
        sentences += _otherwise(view, view.solved.alternatives or ())
    elif solved.ties is not None:
        sentences += _ties(view, solved.ties)
    return sentences


def _ties(view: View, ties: Ties) -> list[str]:
    """Other plans that are exactly as good, by name as far as there is room."""
    say, count = view.say, len(ties.plans)
    further = [say("ties.further")] if ties.more else []
    if not count:
        return further
    told = say.some("ties", count) if ties.complete else say("ties.at_least", n=count)
    left = [say("ties.left", n=count - _MOST_TIES)] if count > _MOST_TIES else []
    return [told, *_otherwise(view, ties.plans[:_MOST_TIES]), *left, *further]


def _proof(view: View) -> str:
    say, solved = view.say, view.solved
    if not math.isfinite(solved.gap):
        return say("evidence.no_bound")
    if solved.status is Status.OPTIMAL:
        return say("evidence.best") if solved.gap < 5e-7 else say("evidence.optimal", gap=_gap(view))
    return say(f"evidence.stopped.{solved.stopped}", gap=_gap(view))


def _gap(view: View) -> str:
    """The gap as a share of the range, rounded up so that it never promises too much."""
    gap = max(0.0, view.solved.gap)
    decimals = next((n for n in (1, 2, 3) if gap >= 10.0 ** -(n + 2)), 4)
    unit = 10.0 ** -(decimals + 2)
    return view.say.percent(math.ceil(gap / unit - 1e-9) * unit, decimals)


_NAMES = {"scip": "SCIP", "cbc": "CBC", "highs": "HiGHS"}
_DIGITS = 7


def confirmation(solved: Solved, found: Confirmation, say: Voice) -> list[str]:
    """Whether it agrees, with what both found; where it does not, that the proposal is in doubt."""
    verdict = found.verdict(solved)
    infeasible = verdict is Verdict.NONE_SO_GOOD and found.status is Status.INFEASIBLE
    first = say(
        f"confirm.{'infeasible' if infeasible else verdict}",
        solver=_NAMES.get(found.solver, found.solver),
        objective=_shown(found.objective, say),
        bound=_shown(found.bound, say),
        own=_shown(solved.objective, say),
        proven=_shown(solved.bound, say),
        precision=say.percent(PRECISION, 4),
        better=say.percent(found.better(solved), 3),
        n=say.number(found.seconds, 1),
        why=say.told(found.fault),
    )
    return [first, say("confirm.doubt")] if verdict.agrees is False else [first]


def _shown(value: float, say: Voice) -> str:
    """With as many digits as tell two solvers apart."""
    if not math.isfinite(value):
        return "–"
    before = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return say.number(value, max(0, _DIGITS - before))
