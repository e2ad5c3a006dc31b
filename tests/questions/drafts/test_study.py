"""Two versions of a scenario: what changed, who stands by it, and what each part of it does."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from placement.errors import ScenarioError
from placement.questions.compare.choice import Alternative
from placement.questions.drafts.study import (
    NEW,
    OLD,
    Drafts,
    UnrelatedError,
    drafts,
    input_changes,
    origin_of,
    put_back,
)
from placement.scenario.dump import dump, lock
from placement.scenario.load import Loaded, load, load_text
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import Options
from placement.solve.run import Live
from tests.helpers.one_choice import TODAY, WITH_S1, decided, world
from tests.helpers.taught import NAMES, variants_of
from tests.questions.compare.test_study import PRICED

EXACT = Options(gap=0.0)


def scenario(sets: dict[str, Any]) -> Scenario:
    return world(sets).scenario


def live(loaded: Loaded) -> Live:
    return Live(loaded, EXACT)


def versions(old: dict[str, Any], new: dict[str, Any]) -> tuple[Drafts, Live]:
    before, after = world({**PRICED, **old}), world({**PRICED, **new})
    asked = live(after)
    return drafts(Alternative(OLD, before, live(before).solved), Alternative(NEW, after, asked.solved)), asked


def test_a_changed_number_is_told_with_who_stood_and_stands_by_it() -> None:
    old = {"functions.f.target_visits_per_year": {"value": 2000, "owner": "A"}}
    new = {
        "functions.f.target_visits_per_year": {"value": 1000, "quality": "sourced", "source": "report", "owner": "B"},
        "functions.f.responsible": "Council",
        "sources": {"report": {"title": "A report"}},
    }
    changes = {each.path: each for each in input_changes(scenario(old), scenario(new))}

    change = changes["functions.f.target_visits_per_year"]
    assert (change.kind, change.before.number, change.after.number) == ("changed", 2000, 1000)
    assert (change.before_from.quality, change.before_from.owner, change.before_from.source) == ("assumption", "A", "")
    after = change.after_from
    assert (after.quality, after.source, after.owner, after.responsible) == ("sourced", "report", "B", "Council")
    assert set(changes) == {"functions.f.target_visits_per_year", "functions.f.responsible"}


def test_only_another_source_is_a_change_too() -> None:
    old = scenario({"functions.f.target_visits_per_year": {"value": 2000}})
    new = scenario({"functions.f.target_visits_per_year": {"value": 2000, "owner": "B"}})

    (change,) = input_changes(old, new)
    assert change.before.number == change.after.number
    assert change.before_from != change.after_from


def test_decisions_come_and_go_whole_with_who_decided() -> None:
    row = {"s1": {"decision": "must", "reason": "x", "decided_by": "The council"}}
    with_it = scenario({"policy.placements": {"f": row}})

    (added,) = input_changes(scenario({}), with_it)
    (removed,) = input_changes(with_it, scenario({}))
    assert (added.kind, removed.kind) == ("added", "removed")
    assert added.part == "policy"
    assert added.after_from.decided_by == removed.before_from.decided_by == "The council"


def test_a_cell_of_a_table_has_the_provenance_of_its_column_or_row() -> None:
    asked = load("scenarios/midtjylland").scenario
    area = next(iter(asked.areas.rows))

    people = origin_of(asked, f"areas.rows.{area}.people")
    assert (people.source, people.quality) == (
        asked.areas.columns["people"].source,
        asked.areas.columns["people"].quality,
    )
    function, rows = next((name, rows) for name, rows in asked.baseline.rows.items() if rows)
    entry = origin_of(asked, f"baseline.rows.{function}.{next(iter(rows))}.days_per_week")
    assert entry.responsible == asked.functions[function].responsible != ""


def test_what_is_no_path_is_nobodys() -> None:
    asked = scenario({})
    assert origin_of(asked, "functions.nix.x").source == ""
    assert origin_of(asked, "baseline.rows.nix.x.days_per_week").responsible == ""


def test_the_new_proposal_is_held_against_the_old() -> None:
    found, _ = versions(decided(s1="must_not", s2="must_not"), decided(s1="must"))

    versus = found.beside.versus[NEW]
    assert versus.opens == (("f", "s1"),)
    assert versus.moved is not None
    assert versus.moved.visits_shorter == pytest.approx(1000)
    assert found.beside.reference_name == OLD


def test_each_part_is_put_back_alone() -> None:
    old = {**decided(s1="must_not", s2="must_not"), "prices.hospital_release_share": 0}
    new = {**decided(s1="must"), "prices.hospital_release_share": 0.1}
    found, asked = versions(old, new)

    parts = {each.part: each for each in put_back(asked, found, EXACT)}
    assert set(parts) == {"prices", "policy"}
    policy, prices = parts["policy"], parts["prices"]
    assert (policy.closes, policy.opens) == ((("f", "s1"),), ())
    assert policy.solved is not None
    assert policy.solved.objectives.as_tuple()[0] == pytest.approx(TODAY[0])
    assert (prices.closes, prices.opens, prices.inputs) == ((), (), 1)
    assert prices.solved is not None
    assert prices.solved.objectives.as_tuple() == pytest.approx(WITH_S1, rel=1e-6)


def test_a_part_that_others_need_cannot_be_put_back_alone() -> None:
    new = world(PRICED)
    old = replace(new, scenario=new.scenario.model_copy(update={"sites": dict(list(new.scenario.sites.items())[:2])}))
    asked = live(new)
    found = Drafts(drafts(Alternative(OLD, old, asked.solved), Alternative(NEW, new, asked.solved)).beside)

    (part,) = put_back(asked, found, EXACT)
    assert (part.part, part.status, part.solved) == ("sites", "", None)
    assert isinstance(part.failure, ScenarioError)


def test_a_part_without_which_nothing_is_possible_is_told() -> None:
    needed = {"functions.f.number_of_sites": {"at_least": 3}}
    found, asked = versions({}, needed)
    old = world(decided(s1="must_not", s2="must_not"))
    both = Drafts(replace(found.beside, alternatives=(replace(found.old, loaded=old), found.new)))

    policy = next(each for each in put_back(asked, both, EXACT) if each.part == "policy")
    assert (policy.status, policy.solved) == ("infeasible", None)


def test_stopping_keeps_what_is_done() -> None:
    found, asked = versions({}, decided(s1="must"))
    stop = threading.Event()
    stop.set()

    assert [each.status for each in put_back(asked, found, EXACT, stop=stop)] == ["no_plan_found"]


@pytest.mark.parametrize("what", ["sites", "functions"])
def test_scenarios_with_nothing_in_common_are_no_versions(what: str) -> None:
    one, other = load("scenarios/lukning"), load("scenarios/overloeb")
    renamed = {f"x_{name}": item for name, item in getattr(one.scenario, what).items()}
    apart = replace(other, scenario=one.scenario.model_copy(update={what: renamed}))

    with pytest.raises(UnrelatedError, match=f"have no {what} in common"):
        drafts(Alternative(OLD, one, None), Alternative(NEW, apart, None))


@pytest.mark.parametrize("name", NAMES)
def test_what_was_solved_can_be_read_again_whatever_the_variant(name: str) -> None:
    for variant in [(), *((each,) for each in variants_of(name))]:
        asked = load(f"scenarios/{name}", variants=variant).scenario
        again = load_text(lock(asked)).scenario
        assert again == asked.model_copy(update={"variants": {}}), variant


def test_the_register_of_variants_may_name_what_a_variant_took_away() -> None:
    asked = load("scenarios/skaerm", variants=("alle_til_stede",)).scenario
    with pytest.raises(ScenarioError):
        load_text(dump(asked))
