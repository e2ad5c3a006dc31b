"""The tables of the staircase, its document, and its picture as a file."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from placement.locale import N_
from placement.present.folder.manifest import TRADEOFF as KIND
from placement.present.folder.reading import AIM_NAMES, SCHEMA_VERSION, plain
from placement.present.staircase_chart import WIDTH
from placement.present.tables.columns import Row, Table, by_name, flag, key, number, table_kind, text, whole
from placement.present.words.currency import unit_in_currency
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.document import exact_plan, made_of
from placement.questions.proposal.findings import HOME
from placement.questions.proposal.page.choices import STAIRS
from placement.questions.proposal.page.stairs import KINDS, Rise, decimals, drawn, shown
from placement.questions.proposal.screen.left_out import lacking
from placement.questions.proposal.views import Titles, known
from placement.questions.tradeoff.steps.study import Change, Difference, Kept, Stairway, Standing
from placement.questions.tradeoff.tables import PLAN_COLUMNS
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import official_price
from placement.solve.staircase import Step


class Words(Titles):
    """One staircase in one language.

    Args:
        found: the staircase.
        say: its voice.
    """

    def __init__(self, found: Stairway, say: Voice) -> None:
        super().__init__(found.instance, say)
        self.found = found
        self.decimals = decimals([step.price for step in found.steps])

    def price(self, value: float) -> str:
        """A price of a minute, as shown."""
        return self.say.price(value, self.decimals)

    def step_price(self, step: Step) -> str:
        """The price of a step, as an interval where a gap is open."""
        return shown(self.say, step.price, step.low, step.high, self.decimals)

    def why(self, change: Change) -> str:
        """Why something closes, as tried in the later plan; empty for what does not close."""
        kept, say = change.kept, self.say
        if kept is None:
            return ""
        with_days = (
            N_("Kept at {amount}: {what}.")
            if change.kind == "home"
            else N_("Kept (1 day/week): {what}.")
            if kept.days == 1
            else N_("Kept ({amount} days/week): {what}.")
            if kept.days
            else N_("Kept: {what}.")
        )
        amount = say.percent(kept.days) if change.kind == "home" else say.short(kept.days)
        if kept.broken:
            what = "; ".join(lacking(self, check, brief=True) for check in kept.broken)
        elif kept.price is not None and kept.money > 0:
            what = say("no rule is broken, but a minute saved would cost {money} kr.", money=self.price(kept.price))
        elif kept.minutes < 0:
            what = say("no rule is broken, and it would cost nothing")
        else:
            what = say(
                "no rule is broken, but no minute is saved, at {money} kr. a year",
                money=say.money(kept.money, signed=True),
            )
        return say(with_days, amount=amount, what=what.removesuffix("."))


def nearness(words: Words) -> list[str]:
    """Sentences on the plan that the price chooses, and its distance from the steps beside it."""
    found, say = words.found, words.say
    value, at = found.price.value, found.chosen
    if value is None or at is None:
        return [say("It is not said what a saved minute may cost: no plan is marked as chosen.")]
    said = N_("At {price} kr. a minute plan {plan} is the best.")
    parts = [say(said, price=words.price(value), plan=at + 1)]
    if at < len(found.steps):
        step = found.steps[at]
        parts.append(
            say(
                "The next step begins at {price} kr. ({share}).",
                price=words.step_price(step),
                share=_apart(say, step.price, value),
            )
        )
    elif found.steps:
        parts.append(say("No step costs more."))
    if at:
        step = found.steps[at - 1]
        parts.append(
            say(
                "The last one before it begins at {price} kr. ({share}).",
                price=words.step_price(step),
                share=_apart(say, step.price, value),
            )
        )
    return parts


def _apart(say: Voice, price: float, value: float) -> str:
    """The distance of a step's price from the price in force, relative to the latter."""
    if value <= 0:
        return say("{money} kr. away", money=say.price(price - value, 2))
    share = price / value - 1
    return say.percent(share, 0 if math.fabs(share) >= 0.01 else 1, signed=True)


_STEP = whole("step", N_("Step"), "step", N_("Step, 1 is the cheapest; 0 is the first plan beside today."), is_key=True)
_PER_MINUTE = "DKK/minute"
STAIRCASE = table_kind(
    "staircase",
    N_("Staircase"),
    N_("What the next step costs for each minute it saves."),
    _STEP,
    whole("plan_before", N_("From plan"), "plan", N_("Plan before the step; empty: today.")),
    whole("plan_after", N_("To plan"), "plan", N_("Plan after the step.")),
    number("price", N_("DKK a minute"), _PER_MINUTE, N_("Price of a minute at which both plans cost the same.")),
    number("price_low", N_("DKK a minute, from"), _PER_MINUTE, N_("The same where a gap is open: from here.")),
    number("price_high", N_("DKK a minute, to"), _PER_MINUTE, N_("The same where a gap is open: to here.")),
    number(
        "unproven", N_("Not proven, DKK a year"), "DKK/year", N_("By which another plan may at most be cheaper there.")
    ),
    number("minutes_saved", N_("Minutes saved a year"), "minutes/year", N_("Less travel by the step.")),
    number("money", N_("DKK a year"), "DKK/year", N_("What the step costs: economy, and lost quality at its price.")),
    number("economy", N_("Economy, DKK a year"), "DKK/year", N_("The economy aim's part of it.")),
    number("quality_visits", N_("Lost quality, visits a year"), "visits/year", N_("More visits of lost quality.")),
    number(
        "operating_per_year", N_("Running cost, {own_payer}, DKK a year"), "DKK/year", N_("{The_own_payer}'s part.")
    ),
    number("investment", N_("Investment, DKK"), "DKK", N_("More investment.")),
    number(
        "minutes_saved_in_all",
        N_("Minutes saved in all"),
        "minutes/year",
        N_("Less travel than today after the step; than in the first plan where nothing is known of today."),
    ),
    number("money_in_all", N_("DKK in all"), "DKK/year", N_("What all steps so far cost, counted likewise.")),
    number(
        "shorter_visits",
        N_("Visits, shorter trip"),
        "visits/year",
        N_("Visits with a shorter trip, or seen at home instead."),
    ),
    number("shorter_minutes", N_("Minutes shorter"), "minutes", N_("Mean minutes one way they save.")),
    number("longer_visits", N_("Visits, longer trip"), "visits/year", N_("Visits with a longer trip.")),
    number("longer_minutes", N_("Minutes longer"), "minutes", N_("Mean minutes one way they travel more.")),
)
STAIRCASE_PLANS = table_kind(
    "staircase_plans",
    N_("Plans of the staircase"),
    N_("The plans that are best for some price of a minute."),
    whole("plan", N_("Plan"), "plan", N_("Plan, 1 is the cheapest."), is_key=True),
    number("price_from", N_("Best from, DKK a minute"), _PER_MINUTE, N_("Best from this price of a minute on.")),
    number("price_to", N_("Best to, DKK a minute"), _PER_MINUTE, N_("Best to this price; empty: without end.")),
    *PLAN_COLUMNS,
    flag("chosen", N_("Chosen by the price"), N_("Whether the scenario's price, or that asked for, chooses it.")),
)
STAIRCASE_CHANGES = table_kind(
    "staircase_changes",
    N_("Changes by step"),
    N_("What each step takes in and out, and what is scarce where something goes out."),
    _STEP,
    key("function", N_("Function, id"), N_("Function id.")),
    key("site", N_("Site, id"), N_("Site id; `home` for the share at home.")),
    key("change", N_("Change"), N_("In, out, clinic days, share at home, or units of equipment."), KINDS),
    key("item", N_("Equipment, id"), N_("Equipment id, for `units`.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
    number("before", N_("Before"), "days a week, share or units", N_("Clinic days, ceiling at home, or units.")),
    number("after", N_("After"), "days a week, share or units", N_("The same after the step.")),
    number("visits_before", N_("Visits before"), "visits/year", N_("Visits seen there before the step.")),
    number("visits_after", N_("Visits after"), "visits/year", N_("Visits seen there after it.")),
    text("scarce_rule", N_("Scarce, rule"), N_("The rule that breaks where it is kept as well; empty: none does.")),
    text("scarce_site", N_("Scarce, site"), N_("Where it breaks; empty where it is not about a site.")),
    text("scarce_item", N_("Scarce, what"), N_("What it is about: a staff role, a kind of room, equipment.")),
    number("scarce_have", N_("Scarce, used"), "unit of the rule", N_("What is seen then.")),
    number("scarce_need", N_("Scarce, limit"), "unit of the rule", N_("What the rule allows or asks.")),
    number("kept_days", N_("Kept with"), "days a week or share", N_("Clinic days, or ceiling at home, on trial.")),
    number("kept_minutes", N_("Kept, minutes"), "minutes/year", N_("More travel where it is kept; negative is less.")),
    number("kept_money", N_("Kept, DKK"), "DKK/year", N_("What the later plan would cost more.")),
    text("why", N_("Why"), N_("The same in words.")),
)
STAIRCASE_GROUPS = table_kind(
    "staircase_groups",
    N_("Groups by step"),
    N_("Whose trips get shorter and longer by each step."),
    _STEP,
    key("group", N_("Group"), N_("Reporting group.")),
    number("minutes_before", N_("Minutes before"), "minutes", N_("Mean minutes one way of all its visits before.")),
    number("minutes_after", N_("Minutes after"), "minutes", N_("The same after the step.")),
    number(
        "shorter_visits",
        N_("Visits, shorter trip"),
        "visits/year",
        N_("Visits with a shorter trip, or seen at home instead."),
    ),
    number("longer_visits", N_("Visits, longer trip"), "visits/year", N_("Visits with a longer trip.")),
)
STAIRCASE_TODAY = table_kind(
    "staircase_today",
    N_("Offers today"),
    N_("What keeping each of today's offers at the houses costs for each minute it saves: closed alone on trial."),
    key("function", N_("Function, id"), N_("Function id.")),
    key("site", N_("Site, id"), N_("Site id.")),
    text("function_title", N_("Function"), N_("Name of the function.")),
    text("site_title", N_("Site"), N_("Name of the site.")),
    number("price", N_("DKK a minute"), _PER_MINUTE, N_("0 where it saves money; empty where it saves no minute.")),
    number("minutes", N_("Minutes saved a year"), "minutes/year", N_("Less travel by it; empty: somebody needs it.")),
    number("money", N_("DKK a year"), "DKK/year", N_("What it costs, lost quality at its price included.")),
)
TABLES = by_name(STAIRCASE, STAIRCASE_PLANS, STAIRCASE_CHANGES, STAIRCASE_GROUPS, STAIRCASE_TODAY)


def tables(found: Stairway, lang: Language = "da") -> dict[str, Table]:
    """Every table of the staircase by its name; ``lang``: language of titles and sentences."""
    words = Words(found, Voice.of(found.instance.scenario, lang))
    told = list(steps(found))
    return {
        "staircase": Table(STAIRCASE, [_step(found, step, each) for step, each in told]),
        "staircase_plans": Table(STAIRCASE_PLANS, [_plan(found, n) for n in range(len(found.plans))]),
        "staircase_changes": Table(
            STAIRCASE_CHANGES, [_change(words, step, change) for step, each in told for change in each.changes]
        ),
        "staircase_groups": Table(STAIRCASE_GROUPS, [row for step, each in told for row in _groups(step, each)]),
        "staircase_today": Table(STAIRCASE_TODAY, [_today(words, one) for one in found.standing]),
    }


def steps(found: Stairway) -> Iterator[tuple[int, Difference]]:
    """Number and difference of each step; 0 is the first plan beside today."""
    if found.start is not None:
        yield 0, found.start
    yield from enumerate(found.differences, 1)


def _step(found: Stairway, number: int, told: Difference) -> Row:
    step = found.steps[number - 1] if number else None
    minutes, quality, economy = told.aims
    moved = told.travel.moved
    return (
        number,
        number or None,
        number + 1,
        step.price if step else None,
        step.low if step else None,
        step.high if step else None,
        step.unproven if step else found.evidence.unproven_money,
        -minutes,
        economy + found.lost_quality_visit * quality,
        economy,
        quality,
        told.operating,
        told.investment,
        *found.cumulative(number),
        moved.visits_shorter,
        moved.minutes_shorter,
        moved.visits_longer,
        moved.minutes_longer,
    )


def _plan(found: Stairway, n: int) -> Row:
    stand = found.plans[n]
    indicators = stand.evaluation.indicators
    before = found.today.open
    return (
        n + 1,
        *found.range_of(n),
        *stand.aims,
        indicators["operating_region_per_year"],
        indicators["investment"],
        int((stand.plan.open & ~before).sum()),
        int((before & ~stand.plan.open).sum()),
        n == found.chosen,
    )


def _change(words: Words, step: int, change: Change) -> Row:
    kept = change.kept
    scarce = kept.broken[0] if kept and kept.broken else None
    return (
        step,
        change.function,
        change.site,
        change.kind,
        change.item,
        words.function(change.function),
        "" if change.site == HOME else words.site(change.site),
        change.before,
        change.after,
        change.visits_before,
        change.visits_after,
        str(scarce.rule) if scarce else "",
        scarce.site if scarce else "",
        scarce.item if scarce else "",
        scarce.have if scarce else None,
        scarce.need if scarce else None,
        kept.days if kept else None,
        kept.minutes if kept else None,
        kept.money if kept else None,
        words.why(change),
    )


def _groups(step: int, told: Difference) -> Iterator[Row]:
    for name, group in told.travel.groups.items():
        moved = group.moved
        yield step, name, group.minutes_today, group.minutes_now, moved.visits_shorter, moved.visits_longer


def _today(words: Words, one: Standing) -> Row:
    titles = words.function(one.function), words.site(one.site)
    return one.function, one.site, *titles, one.price, known(one.minutes), one.money


PICTURE = "staircase.svg"


def document(found: Stairway, loaded: Loaded, command: str) -> dict[str, Any]:
    """The staircase as JSON; NaN and infinity are null."""
    made = {
        "schema_version": SCHEMA_VERSION,
        "kind": KIND,
        "set": STAIRS,
        "scenario": loaded.scenario.name,
        "variant": list(found.variants),
        "proven": found.proven,
        **asdict(found.evidence),
        "gap": found.options.gap,
        "gap_money": found.options.gap_money,
        "minute_price": {**asdict(found.price), "official": official_price(loaded.scenario.about.currency)},
        "lost_quality_visit_price": found.lost_quality_visit,
        "chosen": None if found.chosen is None else found.chosen + 1,
        "baseline": dict(zip(AIM_NAMES, found.reference, strict=True)) if found.today_plan else None,
        "plans": [_plan_document(found, n) for n in range(len(found.plans))],
        "start": None if found.start is None else _difference(found.start),
        "steps": [
            {"step": n, **_parts(step, "price", "low", "high", "unproven", "minutes", "money"), **_difference(told)}
            for n, (step, told) in enumerate(zip(found.steps, found.differences, strict=True), 1)
        ],
        "today": [{**asdict(one), "money_per_minute": one.price} for one in found.standing],
        "manifest": made_of(loaded, found.options, command),
    }
    return plain(made)  # type: ignore[no-any-return]  # a mapping stays a mapping


def _plan_document(found: Stairway, n: int) -> dict[str, Any]:
    stand, (low, high) = found.plans[n], found.range_of(n)
    return {
        "plan": n + 1,
        "price_from": low,
        "price_to": high,
        "objectives": dict(zip(AIM_NAMES, stand.aims, strict=True)),
        "indicators": dict(stand.evaluation.indicators),
        "exact": exact_plan(found.instance, stand.plan),
    }


def _parts(record: object, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _difference(told: Difference) -> dict[str, Any]:
    return {
        "aims": dict(zip(AIM_NAMES, told.aims, strict=True)),
        "operating_region_per_year": told.operating,
        "investment": told.investment,
        "travel": asdict(told.travel.moved),
        "groups": {name: asdict(group) for name, group in told.travel.groups.items()},
        "changes": [_change_document(change) for change in told.changes],
    }


def _change_document(change: Change) -> dict[str, Any]:
    return {
        **_parts(change, "kind", "function", "site", "item", "before", "after", "visits_before", "visits_after"),
        "kept": None if change.kept is None else _kept(change.kept),
    }


def _kept(kept: Kept) -> dict[str, Any]:
    return {
        "days": kept.days,
        "minutes": kept.minutes,
        "money": kept.money,
        "money_per_minute": kept.price,
        "broken": [
            {
                "rule": str(check.rule),
                **_parts(check, "function", "site", "item", "have", "need"),
                "unit": unit_in_currency(check.unit),
            }
            for check in kept.broken
        ],
    }


def picture(found: Stairway, lang: Language, width: float = WIDTH) -> str:
    """The picture of the steps; where there are none, of the reference lines alone."""
    rises = [
        Rise(step.price, step.low, step.high, step.minutes, step.money, told.changes)
        for step, told in zip(found.steps, found.differences, strict=True)
    ]
    return drawn(rises, found.price, Titles(found.instance, Voice.of(found.instance.scenario, lang)), width)
