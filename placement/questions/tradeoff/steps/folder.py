"""The document of the staircase, and its picture as a file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from placement.present.folder.manifest import TRADEOFF as KIND
from placement.present.folder.reading import AIM_NAMES, SCHEMA_VERSION, plain
from placement.present.words.currency import unit_in_currency
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.document import exact_plan, made_of
from placement.questions.proposal.page.choices import STAIRS
from placement.questions.proposal.page.stairs import Rise, drawn
from placement.questions.proposal.views import Titles
from placement.questions.tradeoff.steps.differences import Change, Difference, Kept
from placement.questions.tradeoff.steps.study import Stairway
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import official_price

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
        "plans": [_plan(found, n) for n in range(len(found.plans))],
        "start": None if found.start is None else _difference(found.start),
        "steps": [
            {"step": n, **_parts(step, "price", "low", "high", "unproven", "minutes", "money"), **_difference(told)}
            for n, (step, told) in enumerate(zip(found.steps, found.differences, strict=True), 1)
        ],
        "today": [{**asdict(one), "money_per_minute": one.price} for one in found.standing],
        "manifest": made_of(loaded, found.options, command),
    }
    return plain(made)  # type: ignore[no-any-return]  # a mapping stays a mapping


def _plan(found: Stairway, n: int) -> dict[str, Any]:
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
        "changes": [_change(change) for change in told.changes],
    }


def _change(change: Change) -> dict[str, Any]:
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


def picture(found: Stairway, lang: Language) -> str:
    """The picture of the steps; where there are none, of the reference lines alone."""
    rises = [
        Rise(step.price, step.low, step.high, step.minutes, step.money, told.changes)
        for step, told in zip(found.steps, found.differences, strict=True)
    ]
    return drawn(rises, found.price, Titles(found.instance, Voice.of(found.instance.scenario, lang)))
