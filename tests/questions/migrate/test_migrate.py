"""``placement migrate``: new names where the old ones stood, and nothing else."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

from placement.cli import run
from placement.errors import ScenarioError
from placement.questions.migrate.run import newest
from placement.scenario.dump import lock
from placement.scenario.load import load, load_text
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.former import _FIELDS, new_path
from placement.scenario.source.paths import child

SCENARIOS = Path(__file__).parents[3] / "scenarios"
_OLD = {
    "cost_per_clinic_day": "dkk_per_clinic_day",
    "fitting_out": "fitting_out_dkk",
    "variable_per_visit": "variable_dkk_per_visit",
    "room_per_day": "room_dkk_per_day",
    "citizen_travel_per_km": "citizen_travel_dkk_per_km",
    "patient_transport_per_km": "patient_transport_dkk_per_km",
    "staff_travel_per_km": "staff_travel_dkk_per_km",
    "price_per_unit": "dkk_per_unit",
    "max_extra_operating_per_year": "max_extra_operating_dkk_per_year",
    "cost_per_visit": "dkk_per_visit",
}


def call(*args: str) -> tuple[int, str]:
    """Exit status of a call in English, and all that it said."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = run([*args, "--lang", "en"])
    return status, out.getvalue()


def aged(text: str) -> str:
    """A scenario's text with the names of version 1."""
    for new, old in _OLD.items():
        text = text.replace(f"{new}:", f"{old}:").replace(f".{new}", f".{old}")
    return text.replace("schema_version: 2", "schema_version: 1")


@pytest.mark.parametrize("name", ["hjemme", "hvem-betaler", "psykiatri", "kontinuitet", "midtjylland", "northshire"])
def test_an_old_scenario_becomes_the_new_one_to_the_byte_and_twice_changes_nothing(name: str, tmp_path: Path) -> None:
    written = (SCENARIOS / name / "scenario.yaml").read_text(encoding="utf-8")
    old = aged(written)
    assert "dkk" in old
    file = tmp_path / "scenario.yaml"
    for extra in (SCENARIOS / name).iterdir():
        (tmp_path / extra.name).write_bytes(extra.read_bytes())
    file.write_text(old, encoding="utf-8")
    before = load(tmp_path)
    assert before.former
    assert call("migrate", str(tmp_path), "--dry-run")[0] == 0
    assert file.read_text(encoding="utf-8") == old
    status, said = call("migrate", str(tmp_path))
    assert status == 0
    assert "schema_version" not in said or "1 → 2" in said
    assert file.read_text(encoding="utf-8") == written
    after = load(tmp_path)
    assert after.scenario == before.scenario
    assert not after.former
    assert "nothing to change" in " ".join(call("migrate", str(tmp_path))[1].split())
    assert file.read_text(encoding="utf-8") == written


def test_a_lock_of_version_1_is_rewritten_too(tmp_path: Path) -> None:
    text = lock(load(SCENARIOS / "hjemme").scenario)
    file = tmp_path / "scenario.lock.yaml"
    file.write_text(aged(text), encoding="utf-8")
    assert call("migrate", str(tmp_path))[0] == 0
    assert file.read_text(encoding="utf-8") == text


def test_comments_quotes_and_line_ends_stay(tmp_path: Path) -> None:
    text = aged((SCENARIOS / "hjemme" / "scenario.yaml").read_text(encoding="utf-8")).rstrip("\n") + (
        "\n  dear:  # price_dkk of nothing\n    title: Dear?\n"
        "    set: {'policy.max_investment_dkk': 5, \"prices.citizen_travel_dkk_per_km\":  2.5,"
        " policy.rule_owners: {max_investment_dkk: The region}}\n"
    )
    for extra in (SCENARIOS / "hjemme").iterdir():
        (tmp_path / extra.name).write_bytes(extra.read_bytes())
    file = tmp_path / "scenario.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert call("migrate", str(tmp_path))[0] == 0
    after = file.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\r\n") == after.count(b"\n") == text.count("\n")
    said = after.decode("utf-8-sig")
    assert "dear:  # price_dkk of nothing" in said
    assert "set: {'policy.max_investment': 5, \"prices.citizen_travel_per_km\":  2.5," in said
    assert "{max_investment: The region}" in said
    assert load(tmp_path, variants=["dear"]).scenario.policy.max_investment.value == 5  # type: ignore[union-attr]


def test_what_has_faults_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text("schema_version: 1\nname: x\npolicy: {max_investment_dkk: [}\n", encoding="utf-8")
    before = file.read_bytes()
    assert call("migrate", str(file))[0] != 0
    file.write_text("schema_version: 1\nname: x\npolicy: {max_investment_dkk: 5, maxx: 2}\n", encoding="utf-8")
    again = file.read_bytes()
    status, said = call("migrate", str(file))
    assert status != 0
    assert "maxx" in said
    assert before != again == file.read_bytes()


def test_both_names_are_one_fault() -> None:
    with pytest.raises(Exception, match="stands twice"):
        load_text("schema_version: 1\nname: x\npolicy: {max_investment_dkk: 5, max_investment: 5}\n")


def test_an_old_name_is_told_with_the_new_one(tmp_path: Path) -> None:
    for extra in (SCENARIOS / "hjemme").iterdir():
        (tmp_path / extra.name).write_bytes(extra.read_bytes())
    file = tmp_path / "scenario.yaml"
    file.write_text(aged(file.read_text(encoding="utf-8")), encoding="utf-8")
    said = " ".join(call("check", str(tmp_path), "--set", "policy.max_investment_dkk=5")[1].split())
    assert "policy.max_investment_dkk is called policy.max_investment now" in said
    assert "dkk_per_visit is called" in said
    assert "placement migrate" in said


def test_every_old_name_leads_to_a_field_that_there_is_and_is_told_with_it() -> None:
    names = [(record, old, new) for record, known in _FIELDS.items() for old, new in known.items()]
    assert len(names) > 20
    for record, old, new in names:
        annotation: object = Scenario
        for part in record:
            annotation = child(annotation, "x" if part == "*" else part)
        assert child(annotation, new) is not None, (record, new)
        assert child(annotation, old) is None or record[-1] == "rule_owners", (record, old)
        dotted = ".".join("x" if part == "*" else part for part in record)
        assert new_path(f"{dotted}.{old}") == f"{dotted}.{new}"


def test_an_old_option_says_the_new_one() -> None:
    status, said = call("solve", str(SCENARIOS / "hjemme"), "--gap-dkk", "5")
    assert status == 2
    assert "--gap-dkk is called --gap-money now" in " ".join(said.split())


@pytest.mark.parametrize("name", sorted(path.parent.name for path in SCENARIOS.glob("*/scenario.yaml")))
def test_the_repositorys_scenarios_are_of_the_newest_version(name: str) -> None:
    assert not newest(SCENARIOS / name / "scenario.yaml").former


FIRST = """\
# a scenario as version 1 was written: its words were the program's own
schema_version: 1
name: first
title: First
about: {status: hoering}
areas: {a: {name: A, people: 40000, lat: 56.0, lon: 9.0}, b: {name: B, people: 15000, lat: 56.0, lon: 8.5}}
sites:
  h: {title: H, kind: hospital, landmass: fastland, lat: 56.0, lon: 9.0}
  p: {title: P, kind: psychiatry_house, lat: 56.0, lon: 8.5, free_room_days_per_week: {konsultation: 5}}
staff_roles: {laege: {title: L, dkk_per_clinic_day: 8000}}
prices: {paid_by: {patient_transport: {region: 0.5, municipality: 0.5}}}
functions:
  f:
    title: F
    level: regionsfunktion
    approved_sites: [h, p]
    allowed_at: [hospital, psychiatry_house]
    visits_per_1000_per_year: 100
    visits_per_clinic_day: 12
    staff_per_clinic_day: {laege: 1}
objectives: {prices: {minute: {value: 2}}}
baseline: {f: {h: 5}}
"""


def test_the_words_that_version_1_had_by_itself_are_read_and_written_out(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(FIRST, encoding="utf-8")
    before = load(tmp_path).scenario
    assert before.functions["f"].room == "konsultation"
    assert before.areas.rows["a"].landmass == "fastland"
    assert before.level_of("f").most_approved_sites == 3
    assert set(before.terms.payer_keys) == {"region", "municipality", "state"}
    status, said = call("migrate", str(tmp_path))
    said = " ".join(said.split())  # long paths break lines
    assert (status, "terms added" in said, "defaults.function.room added" in said) == (0, True, True)
    written = file.read_text(encoding="utf-8")
    assert written.startswith(FIRST.splitlines()[0])
    assert "schema_version: 2" in written
    assert load(tmp_path).scenario == before
    assert "nothing to change" in " ".join(call("migrate", str(tmp_path))[1].split())


def test_a_default_room_of_its_own_and_the_newest_version_keep_what_they_say() -> None:
    own = FIRST + "defaults: {function: {room: ambulatorium}}\n"
    text = own.replace("{konsultation: 5}", "{ambulatorium: 5}")
    assert load_text(text).scenario.functions["f"].room == "ambulatorium"
    with pytest.raises(ScenarioError, match="hoering"):
        load_text(FIRST.replace("schema_version: 1", "schema_version: 2"))
