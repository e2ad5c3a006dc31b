"""Which of many alternatives are shown: farthest first, in an order that depends on nothing but the plans."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from placement.errors import InfeasibleError
from placement.questions.compare.choice import Alternative, most_different, placements
from placement.scenario.load import Loaded, load
from placement.solve.result import Solved
from placement.solve.run import solve

NO_PLAN = InfeasibleError("No plan keeps all the rules.")


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load("scenarios/lemvig-foerste")


@pytest.fixture(scope="module")
def solved(loaded: Loaded) -> Solved:
    return solve(loaded)


def alternatives(loaded: Loaded, solved: Solved, offers: str) -> list[Alternative]:
    """One for each word, called so: a letter is an offer it has; ``-`` has no plan."""
    made = []
    for word in offers.split():
        letters = np.array([chr(ord("a") + n) in word for n in range(solved.plan.open.size)])
        plan = replace(solved.plan, open=letters.reshape(solved.plan.open.shape))
        has = None if word.startswith("-") else replace(solved, plan=plan)
        made.append(Alternative(word, loaded, has, None if has else NO_PLAN))
    return made


def chosen(found: list[Alternative], most: int, *always: str) -> tuple[list[str], dict[str, tuple[str, int]]]:
    shown, left = most_different(found, most, {*always})
    return [each.name for each in shown], {each.name: (each.nearest, each.apart) for each in left}


def test_few_are_all_shown(loaded: Loaded, solved: Solved) -> None:
    found = alternatives(loaded, solved, "a a -")
    assert most_different(found, 3) == (tuple(found), ())


def test_the_farthest_come_first_and_keep_their_order(loaded: Loaded, solved: Solved) -> None:
    found = alternatives(loaded, solved, "a ab abc ef abcdef")
    assert chosen(found, 2) == (["a", "abcdef"], {"ab": ("a", 1), "abc": ("a", 2), "ef": ("a", 3)})
    assert chosen(found, 3) == (["a", "ef", "abcdef"], {"ab": ("a", 1), "abc": ("a", 2)})
    assert chosen(found, 4) == (["a", "abc", "ef", "abcdef"], {"ab": ("a", 1)})


def test_what_must_be_there_is_there(loaded: Loaded, solved: Solved) -> None:
    found = alternatives(loaded, solved, "a ab abc ef abcdef")
    assert chosen(found, 2, "ab") == (["a", "ab"], {"abc": ("ab", 1), "ef": ("a", 3), "abcdef": ("ab", 4)})


def test_the_same_plan_is_shown_once(loaded: Loaded, solved: Solved) -> None:
    found = alternatives(loaded, solved, "a b c")
    twice = [*found, *(replace(each, name=f"{each.name}'") for each in found)]
    assert chosen(twice, 4) == (["a", "b", "c"], {"a'": ("a", 0), "b'": ("b", 0), "c'": ("c", 0)})


def test_those_without_a_plan_have_what_room_is_left(loaded: Loaded, solved: Solved) -> None:
    found = alternatives(loaded, solved, "a -1 b -2 b")
    found[4] = replace(found[4], name="b again")
    assert chosen(found, 3) == (["a", "-1", "b"], {"-2": ("", 0), "b again": ("b", 0)})
    assert chosen(found, 2) == (["a", "b"], {"-1": ("", 0), "-2": ("", 0), "b again": ("b", 0)})
    first = [found[1], found[0], found[2]]
    assert chosen(first, 2) == (["-1", "a"], {"b": ("a", 2)})


def test_home_counts_as_a_place(loaded: Loaded, solved: Solved) -> None:
    level = solved.plan.home_level.copy()
    level[0] += 1
    at_home = Alternative("home", loaded, replace(solved, plan=replace(solved.plan, home_level=level)))
    other = Alternative("not", loaded, solved)
    assert len(placements(at_home) ^ placements(other)) in (1, 2)


def test_what_is_shown_is_at_most_half_as_good_as_can_be(loaded: Loaded, solved: Solved) -> None:
    """What farthest-first promises: what is left out is at most twice as far away as with the best choice."""
    found = alternatives(loaded, solved, "a ab bcd def f abcf")
    sets = {each.name: placements(each) for each in found}

    def radius(names: tuple[str, ...]) -> int:
        return max(min(len(sets[name] ^ sets[other]) for other in names) for name in sets)

    best = min(radius((found[0].name, *others)) for others in combinations(list(sets)[1:], 2))
    shown, left = chosen(found, 3)
    assert radius(tuple(shown)) == max(apart for _, apart in left.values()) <= 2 * best
