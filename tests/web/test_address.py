"""What is asked is text in the address: the same page has always the same, and strange ones are told what is wrong."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.scenario.load import Opened
from placement.scenario.schema.rules import WAIVABLE
from placement.web.matrix import GROUPINGS, ONLY
from placement.web.requests import AskedWrongError, read
from placement.web.what_ifs import DECISIONS, Address, Controls, Filter, WhatIf
from tests.web.asking import SCENARIOS


@cache
def controls() -> Controls:
    return Controls(Opened(SCENARIOS / "midtjylland"))


def given_in(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


weights = st.tuples(*[st.integers(0, 20).map(lambda n: n / 2)] * 3).filter(lambda w: sum(w) > 0)


patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine drawing takes its time."""


def quarters(number: int) -> float:
    return number / 4


@st.composite
def whatifs(draw: st.DrawFn) -> WhatIf:
    known, scenario = controls(), controls().scenario
    functions, sites = st.sampled_from(list(scenario.functions)), st.sampled_from(list(scenario.sites))
    decided = draw(st.dictionaries(st.tuples(functions, sites), st.sampled_from(DECISIONS), max_size=6))
    waived = draw(st.sets(st.tuples(functions, sites, st.sampled_from(sorted(map(str, WAIVABLE)))), max_size=4))
    fields = {}
    for name in draw(st.sets(st.sampled_from(list(known.fields)), max_size=5)):
        field = known.fields[name]
        amounts = st.integers(0, 5000).map(float if field.kind == "whole" else quarters)
        value = draw(st.sampled_from(field.choices) if field.kind == "choice" else st.none() | amounts)
        if value != field.own:
            fields[name] = value
    method = draw(st.sampled_from(["", *known.methods]))
    in_money = method in ("", "price")
    asked = None if in_money else draw(st.none() | weights)
    minute, lost = (draw(st.none() | st.integers(0, 4000).map(quarters)) if in_money else None for _ in range(2))
    chosen = draw(st.sets(st.sampled_from(known.variants), max_size=3))
    return WhatIf(
        weights=None if asked == known.weights else asked,
        minute=None if minute == known.prices[0] else minute,
        lost=None if lost == known.prices[1] else lost,
        method="" if method == known.method else method,
        variants=tuple(name for name in known.variants if name in chosen),
        decisions=tuple(sorted((*pair, what) for pair, what in decided.items())),
        waived=tuple(sorted(waived)),
        fields=tuple((name, fields[name]) for name in known.fields if name in fields),
    )


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    scenario = controls().scenario
    pair = st.tuples(st.sampled_from(list(scenario.functions)), st.sampled_from(list(scenario.sites)))
    pins = draw(st.lists(whatifs(), max_size=3, unique=True))
    shown = st.builds(
        Filter,
        find=st.sampled_from(["", "øjen", "50 % & <b>", "a  b"]),
        only=st.sampled_from(["", *ONLY]),
        rows=st.sampled_from(["", *GROUPINGS["rows"]]),
        columns=st.sampled_from(["", *GROUPINGS["columns"]]),
    )
    lang = draw(st.sampled_from(("da", "en")))
    return Address(draw(whatifs()), lang, tuple(pins), draw(st.none() | pair), filter=draw(shown))


@patient
@given(addresses())
def test_what_is_written_is_read_again_whatever_its_order(address: Address) -> None:
    written = given_in(address.query)
    assert read(controls(), written) == address
    assert read(controls(), reversed(written)).whatif == address.whatif


@patient
@given(weights, st.sampled_from((0.5, 2.0)))
def test_proportions_are_what_is_asked(given_weights: tuple[float, float, float], times: float) -> None:
    citizen, quality, economy = (times * weight for weight in given_weights)
    assert WhatIf(weights=given_weights).question == WhatIf(weights=(citizen, quality, economy)).question


def test_what_the_scenario_says_is_nothing_asked() -> None:
    known = controls()
    same = [(name, "" if field.own is None else str(field.own)) for name, field in known.fields.items()]
    assert (
        read(
            known,
            [
                ("minute", "9"),
                ("lost", "400.0"),
                ("citizen", "5"),
                ("quality", "5,0"),
                ("economy", "5.0"),
                ("m", known.method),
                *same,
            ],
        ).query
        == ""
    )


def test_a_danish_decimal_is_a_number() -> None:
    assert read(controls(), [("investment", "7,5")]).query == "investment=7.5"
    assert read(controls(), [("minute", "9,25"), ("lost", "350")]).query == "minute=9.25&lost=350"


def test_only_what_the_method_asks_for_is_kept() -> None:
    sent = [("minute", "10"), ("lost", "300"), ("citizen", "7"), ("quality", "5"), ("economy", "5")]
    assert read(controls(), sent).query == "minute=10&lost=300"
    assert read(controls(), [*sent, ("m", "weighted")]).query == "w=7,5,5&m=weighted"
    assert read(controls(), [("w", "7,5,5"), ("m", "weighted")]).query == "w=7,5,5&m=weighted"


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("m=balanced&w=1,2", ["Weights are three numbers with commas between, not '{seen}'."]),
        ("m=balanced&w=0,0,0", ["All weights are 0; at least one must be above."]),
        ("m=balanced&w=1,2,nan", ["{name}: '{seen}' is not a number from {low} to {high}."]),
        ("w=5,5,10", ["Weights say nothing where all is counted in kroner; choose a method that weighs."]),
        ("minute=abc", ["{name}: '{seen}' is not a number from {low} to {high}."]),
        ("minute=-1", ["{name}: '{seen}' is not a number from {low} to {high}."]),
        ("minute=inf", ["{name}: '{seen}' is not a number from {low} to {high}."]),
        ("minute=", ["{name}: '{seen}' is not a number from {low} to {high}."]),
        ("minute=1001&lost=1e9", 2 * ["{name}: '{seen}' is not a number from {low} to {high}."]),
        ("citizen=11", ["{name}: '{seen}' is not a number from {low} to {high}."]),
        ("citizen=1e300", ["{name}: '{seen}' is not a number from {low} to {high}."]),
        ("m=magic", ["{name}: '{seen}' is not known."]),
        ("m=epsilon", ["{name}: '{seen}' is not known."]),
        ("v=naerhospital", ["{name}: '{seen}' is not known. Is '{near}' meant?"]),
        ("must=dialyse", ["{name}: '{seen}' is not known."]),
        (
            "must=dialyse.nowhere&changes=-1",
            ["{name}: '{seen}' is not known.", "{name}: '{seen}' is not a number from {low} to {high}."],
        ),
        ("must=dialyse.sh_lemvig&must_not=dialyse.sh_lemvig", ["{pair} is decided in two ways."]),
        ("waive=dialyse.sh_lemvig.budget", ["The rule '{seen}' cannot be set aside."]),
        ("changes=1.5", ["{name}: '{seen}' is not a whole number."]),
        ("existing=maybe", ["{name}: '{seen}' is not known."]),
        ("lang=fr", ["{name}: '{seen}' is not known."]),
        ("wieghts=1", ["'{name}' is nothing that can be asked."]),
        ("pin=v:nothing", ["{name}: '{seen}' is not known."]),
        ("pin=m:magic;x:1", ["'{name}' is nothing that can be asked.", "{name}: '{seen}' is not known."]),
        ("pin=plain&pin=minute:1&pin=minute:2&pin=minute:3", ["At most {most} can be pinned."]),
        ("only=opne", ["{name}: '{seen}' is not known. Is '{near}' meant?"]),
        (
            f"find={'x' * 101}&rows=kind&columns=x",
            ["{name}: at most {most} characters.", *2 * ["{name}: '{seen}' is not known."]],
        ),
        (f"at={'x' * 10_000}", ["{name}: '{seen}' is not known.", "{name}: '{seen}' is not known."]),
    ],
)
def test_what_cannot_be_asked_is_said(query: str, keys: list[str]) -> None:
    with pytest.raises(AskedWrongError) as refused:
        read(controls(), given_in(query))
    assert [wrong.key for wrong in refused.value.wrong] == keys
    assert all(len(value) < 100 for wrong in refused.value.wrong for value in wrong.values.values())


@patient
@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=30)), max_size=6))
def test_anything_else_is_refused_and_never_fails(pairs: list[tuple[str, str]]) -> None:
    try:
        address = read(controls(), pairs)
    except AskedWrongError:
        return
    assert read(controls(), given_in(address.query)) == address


@patient
@given(whatifs())
def test_a_question_is_something_the_scenario_can_be_asked(whatif: WhatIf) -> None:
    """Every change is of the form the scenario's own reader takes, apart from values it has objections to."""
    question = controls().question(whatif)
    paths = [text.partition("=")[0] for text in question.overrides]
    assert len(paths) == len(set(paths))
    assert set(question.variants) <= set(controls().variants)
