"""Phases drawn at random on top of tiny random scenarios, from dice of their own."""

from __future__ import annotations

from functools import cache

from placement.errors import ScenarioError
from placement.scenario.load import Loaded, load_text
from tests.properties.random_scenario import Dice, Tree, random_tree, written

_DICE = 7919
_PACKAGE = 5


@cache
def random_phases(seed: int) -> Loaded:
    """The random scenario of a seed in two phases: the first drawing that is in order."""
    tree, _ = random_tree(seed)
    for attempt in range(20):
        try:
            return load_text(written(in_two_phases(tree, Dice((seed * _DICE + _PACKAGE) * 100 + attempt))))
        except ScenarioError:
            continue
    raise AssertionError(f"no phases in order for seed {seed}")


def in_two_phases(tree: Tree, dice: Dice) -> Tree:
    """``tree`` with growth, budgets and settings that differ; little else, so that all plans can be gone through."""
    areas = {key: {**row, **dice.some(0.2, growth_per_year=(-0.05, 0.1))} for key, row in tree["areas"]["rows"].items()}
    segments = {key: {**row, **dice.some(0.3, growth_per_year=(0.05, 0.2))} for key, row in tree["segments"].items()}
    first = {
        "title": "A",
        "from_year": 2026,
        "years": dice.pick(1, 3, 4),
        **dice.some(0.3, max_investment=(0, 5000, 20000)),
        **dice.some(0.2, max_changes=(0, 1, 2)),
    }
    second = {
        "title": "B",
        "from_year": 2030,
        "years": dice.pick(1, 4, 10),
        **dice.some(0.6, growth_per_year=(-0.1, 0.05, 0.2)),
        **dice.some(0.3, max_investment=(0, 5000, 20000)),
        **dice.some(0.2, max_extra_operating_per_year=(0, 20000, 200000)),
        **dice.some(0.2, max_changes=(0, 1, 2)),
    }
    for phase in (first, second):
        if dice.chance(0.5):
            phase["set"] = _settings(tree, dice)
    # units below today's are likelier to matter where houses may lose what they have
    policy = {**tree["policy"], **dice.some(0.4, existing_in_houses=("free", "free", "days_may_change"))}
    return {
        **tree,
        "areas": {"rows": areas},
        "segments": segments,
        "policy": policy,
        "phases": {"a": first, "b": second},
    }


def _settings(tree: Tree, dice: Dice) -> Tree:
    """A few values that hold in one phase only."""
    house = dice.pick(*(key for key, site in tree["sites"].items() if site["kind"] != "hospital"))
    found = dice.some(
        0.3,
        **{
            "functions.f.min_visits_per_year": (0, 60, 200),
            "functions.f.max_house_share": (0.3, 0.7),
            f"sites.{house}.scope": ("outside",),
            "policy.max_changes": (1, 3),
            "prices.hospital_release_share": (0, 1),
            "policy.existing_in_houses": ("free", "keep", "days_may_change"),
        },
    )
    if "home" in tree["functions"]["f"] and dice.chance(0.5):
        found["functions.f.home.acceptance"] = dice.pick(0.3, 1)
    if tree["equipment"] and dice.chance(0.4):
        found["equipment.e1.min_utilisation"] = dice.pick(0, 0.3, 0.7)
    return found
