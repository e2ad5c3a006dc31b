"""Whether a change of the scenario is enough to have a pair in the plan: the scenario is solved with it."""

from __future__ import annotations

from dataclasses import replace

from placement.errors import InfeasibleError, ScenarioError
from placement.questions.explain.break_even import Asking
from placement.questions.explain.case import Remedy
from placement.scenario.schema.rules import Rule
from placement.scenario.schema.scenario import Scenario
from placement.solve.scarce import with_number


def tried(asking: Asking, pair: tuple[int, int], remedy: Remedy) -> Remedy:
    """The remedy with what came out when the scenario was solved with it.

    A remedy that is no change of a number or a decision is not tried, nor is anything where there is no time.

    Args:
        asking: the proposal, and how it is asked again.
        pair: indices of function and site.
        remedy: as the judge sees it.
    """
    changed = None if remedy.tried else remedied(asking.loaded.scenario, remedy)
    if changed is None:
        return remedy
    try:
        answer = asking.at(asking.prices.minute, replace(asking.loaded, scenario=changed))
    except (InfeasibleError, ScenarioError):
        return replace(remedy, tried=True)
    return remedy if answer is None else replace(remedy, tried=True, enough=bool(answer.plan.open[pair]))


def remedied(scenario: Scenario, remedy: Remedy) -> Scenario | None:
    """The scenario with what a remedy changes; None where that is no number and no decision."""
    if remedy.kind == "threshold":
        return with_number(scenario, remedy.path, remedy.after)
    if remedy.kind != "decision":
        return None
    keys = remedy.path.split(".")
    if remedy.rule == Rule.MUST_NOT:
        function, site = keys[2:]
        row = {other: what for other, what in scenario.policy.placements[function].items() if other != site}
        placements = {**scenario.policy.placements, function: row}
        return scenario.model_copy(update={"policy": scenario.policy.model_copy(update={"placements": placements})})
    if remedy.rule == Rule.NO_NEW_HOUSES:
        return scenario.model_copy(update={"policy": scenario.policy.model_copy(update={"no_new_houses": False})})
    if remedy.rule == Rule.SCOPE:
        site = keys[1]
        inside = scenario.sites[site].model_copy(update={"scope": "candidate"})
        return scenario.model_copy(update={"sites": {**scenario.sites, site: inside}})
    return None
