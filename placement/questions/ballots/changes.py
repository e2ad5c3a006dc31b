"""What a step of the staircase changes in the plan: offers that open and close, home levels, clinic days, equipment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from placement.plan.phases import Situation
from placement.plan.plan import Evaluation, Plan
from placement.questions.ballots.questionnaire import Questionnaire

Kind = Literal["opened", "closed", "home", "days", "equipment"]
KINDS: tuple[Kind, ...] = ("opened", "closed", "home", "days", "equipment")
_SAME = 1e-6


@dataclass(frozen=True)
class Changed:
    """One thing that is otherwise after a step than before.

    Attributes:
        kind: ``opened`` and ``closed`` are offers, ``home`` the share of a function's visits seen at home, ``days`` the
            clinic days a week of an offer that stays, ``equipment`` units at a site.
        phase: in which phase of the scenario; empty without phases.
        item: id of the function or the equipment.
        site: its id; empty for ``home``.
        before, after: days a week, share of the visits, or units.
    """

    kind: Kind
    phase: str
    item: str
    site: str
    before: float
    after: float


def changes(asked: Questionnaire, step: int) -> tuple[Changed, ...]:
    """What a step changes, phase by phase; empty where only citizens go elsewhere."""
    return between(asked, step, step + 1)


def between(asked: Questionnaire, first: int, second: int) -> tuple[Changed, ...]:
    """What is otherwise in the second of two plans."""
    one, other = asked.landings[first], asked.landings[second]
    pairs = zip(asked.parts, one.plans, one.evaluations, other.plans, other.evaluations, strict=True)
    return tuple(change for part, *rest in pairs for change in _of_phase(part, *rest))  # type: ignore[arg-type]


def _of_phase(part: Situation, old: Plan, before: Evaluation, new: Plan, after: Evaluation) -> Iterator[Changed]:
    ids, phase = part.instance, part.phase
    for kind, where in (("opened", new.open & ~old.open), ("closed", old.open & ~new.open)):
        for f, s in np.argwhere(where).tolist():
            days = float(before.days[f, s]), float(after.days[f, s])
            yield Changed(kind, phase, ids.function_ids[f], ids.site_ids[s], *days)  # type: ignore[arg-type]
    homes = _at_home(before), _at_home(after)
    for f in np.flatnonzero(old.home_level != new.home_level).tolist():
        yield Changed("home", phase, ids.function_ids[f], "", homes[0][f], homes[1][f])
    stays = old.open & new.open & (np.abs(before.days - after.days) > _SAME) & ~ids.is_hospital
    for f, s in np.argwhere(stays).tolist():
        days = float(before.days[f, s]), float(after.days[f, s])
        yield Changed("days", phase, ids.function_ids[f], ids.site_ids[s], *days)
    for e, s in np.argwhere(old.units != new.units).tolist():
        units = float(old.units[e, s]), float(new.units[e, s])
        yield Changed("equipment", phase, ids.equipment_ids[e], ids.site_ids[s], *units)


def _at_home(evaluation: Evaluation) -> list[float]:
    """Share of each function's visits that are seen at home."""
    home, seen = evaluation.home.sum(axis=1), evaluation.seen.sum(axis=(1, 2))
    total = home + seen
    shares: list[float] = np.divide(home, total, out=np.zeros_like(home), where=total > 0).tolist()
    return shares
