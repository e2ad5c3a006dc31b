"""Where the proposal tips: the smallest change of each minimum that would alter it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from placement.instance.instance import Instance
from placement.scenario.rules import Rule
from placement.study.contract import PairNote


def tipping_values(instance: Instance, pairs: Sequence[PairNote]) -> Mapping[str, float]:
    """By path of a minimum, the value nearest to it at which a house would be left out, or could be taken in.

    A house that is in tips when the minimum rises above its visits; a house that only the minimum keeps out, when it
    falls to them. What stays anyway, and what something else keeps out, does not tip.
    """
    nearest: dict[str, float] = {}
    for note in pairs:
        for path, minimum, value in _tips(instance, note):
            if abs(value - minimum) < abs(nearest.get(path, math.inf) - minimum):
                nearest[path] = value
    return nearest


def _tips(instance: Instance, note: PairNote) -> Iterator[tuple[str, float, float]]:
    """Path, minimum and tipping value of each minimum that the pair hangs on, in the minimum's own unit."""
    if math.isnan(note.tipping_value):
        return
    function = instance.scenario.functions[note.function]
    per_patient = function.visits_per_patient_per_year
    visits, patients = function.min_visits_per_year, function.min_patients_per_year
    if visits is not None and _hangs_on(instance, note, Rule.MIN_VISITS):
        yield f"functions.{note.function}.min_visits_per_year", visits.value, note.tipping_value
    if patients is not None and per_patient is not None and _hangs_on(instance, note, Rule.MIN_PATIENTS):
        yield f"functions.{note.function}.min_patients_per_year", patients.value, note.tipping_value / per_patient.value


def _hangs_on(instance: Instance, note: PairNote, rule: Rule) -> bool:
    """Whether the pair would be left out, or could be taken in, if this minimum alone were another."""
    if note.recommended:
        pair = instance.function_ids.index(note.function), instance.site_ids.index(note.site)
        return note.deciding_limit not in ("", Rule.MUST) and not instance.is_waived(rule, *pair)
    return {check.rule for check in note.blocking} == {rule}
