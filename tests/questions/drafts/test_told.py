"""Two versions on the screen, as a document and in tables."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from frictionless import validate

from placement.errors import ResultError
from placement.present.folder.manifest import NAME, Call
from placement.present.screen.lines import WIDTH, cells
from placement.present.tables.csv_dialect import DIALECTS, Dialect
from placement.present.words.quantities import VALUE, WHOLE
from placement.present.words.voice import Language, Voice
from placement.questions.compare.choice import Alternative
from placement.questions.drafts.screen import drafts_screen
from placement.questions.drafts.study import NEW, OLD, Drafts, drafts, put_back
from placement.questions.drafts.tables import OTHERS, TABLES, Version, drafts_document, tables, write_drafts
from placement.questions.proposal.folder import write_result
from placement.questions.proposal.rebuild import is_result_folder, read_result
from placement.questions.proposal.study import study
from placement.scenario.load import load
from placement.solve.result import Options
from placement.solve.run import Live
from tests.helpers import world

VERSIONS = (Version("out/old", ("behold",), "2026-01-02T03:04:05Z", "draft"), Version("new", (), "", "consultation"))
EXACT = Options(gap=0.0)


@cache
def found(*overrides: str, asked: bool = False) -> Drafts:
    """Closing is allowed in the old version only; ``overrides`` are further changes of the new one."""
    before = load("scenarios/lukning")
    after = load("scenarios/lukning", variants=["behold"], overrides=list(overrides))
    live = Live(after, EXACT)
    both = drafts(Alternative(OLD, before, Live(before, EXACT).solved), Alternative(NEW, after, live.solved))
    return Drafts(both.beside, put_back(live, both, EXACT), live.solved) if asked else both


def told(language: Language = "da") -> str:
    """The change of the old version's one setting."""
    say = Voice(language)
    name = say(WHOLE["policy.existing_in_houses"])
    return f"   {name[0].upper()}{name[1:]}: {say(VALUE['free'])} → {say(VALUE['keep'])}"


def screen(shown: Drafts, language: Language = "da", *, every: bool = False) -> str:
    lines = drafts_screen(shown, VERSIONS, language, every=every)
    assert all(cells(line.text) <= WIDTH for line in lines)
    return "\n".join(line.text for line in lines)


def test_inputs_stand_before_what_they_did() -> None:
    shown = screen(found())
    wanted = (
        " Før = out/old med behold (udkast, beregnet 2026-01-02 03:04)",
        " Nu = new (i høring, beregnet nu)",
        "   1 ændret · 0 kommet til · 0 faldet bort",
        told(),
        " • Længere vej: Nu ingen",
        " • Kortere vej: Nu 300 besøg om året, 49 minutter",
        " ÆNDRINGER MOD FØR",
        " Nu  Beholder: Lungeambulatorium i Vesterby Sundhedshus.",
        "er ikke beregnet; --put-back gør det.",
    )
    at = [shown.index(each) for each in wanted]
    assert at == sorted(at)


def test_an_offer_that_was_proposed_and_never_there_is_left_out_and_not_closed() -> None:
    before = load("scenarios/trappen")
    after = load("scenarios/trappen", overrides=["functions.diabetes_amb.min_visits_per_year=350"])
    sides = (Alternative(name, loaded, Live(loaded, EXACT).solved) for name, loaded in ((OLD, before), (NEW, after)))
    shown = screen(drafts(*sides), "en")
    assert " Now  Leaves out: Diabetesambulatorium in Østerby Sundhedshus." in shown
    assert "Closes" not in shown


def test_the_same_in_english() -> None:
    shown = screen(found(asked=True), "en")
    for each in (
        " Before = out/old with behold (draft, calculated 2026-01-02 03:04)",
        " INPUT THAT CHANGED",
        " Now  Keeps: Lungeambulatorium in Vesterby Sundhedshus.",
        "   The frames (1): without Lungeambulatorium in Vesterby Sundhedshus",
        "the aims ",
    ):
        assert each in shown


def test_a_number_is_told_with_its_source_owner_and_the_responsible() -> None:
    shown = screen(
        found(
            "functions.lunge_amb.min_visits_per_year={value: 150, quality: derived, owner: Lungerådet}",
            "functions.lunge_amb.responsible=Lungesygdomme",
        )
    )
    flat = " ".join(shown.split())
    assert (
        "Lungeambulatorium: mindstekrav, besøg om året: 200 → 150 (antagelse → udledt, ejer: Lungerådet; "
        "ansvarlig: Lungesygdomme)"
    ) in flat


def test_many_changes_of_a_column_are_one_line_unless_all_are_wanted() -> None:
    before, after = load("scenarios/midtjylland"), load("scenarios/midtjylland")
    rows = {
        name: row.model_copy(update={"people": row.people * 1.1}) for name, row in after.scenario.areas.rows.items()
    }
    areas = after.scenario.areas.model_copy(update={"rows": rows})
    from dataclasses import replace  # noqa: PLC0415

    changed = replace(after, scenario=after.scenario.model_copy(update={"areas": areas}))
    both = drafts(Alternative(OLD, before, None), Alternative(NEW, changed, None))
    assert f"   Indbyggere: {len(rows)} værdier, alle +10,0\N{NO-BREAK SPACE}% (kilde:" in screen(both)
    assert f"{after.scenario.areas.rows[next(iter(rows))].name}: indbyggere: " in screen(both, every=True)


def test_rows_that_come_and_go_are_told_by_their_titles() -> None:
    shown = found("functions.ny={title: Ny klinik, visits_per_1000_per_year: 1, minutes_per_visit: 10}")
    assert "   + Ny klinik: Ny klinik" in screen(shown)
    turned = Drafts(
        drafts(*(Alternative(n, s.loaded, s.solved) for n, s in ((OLD, shown.new), (NEW, shown.old)))).beside
    )
    assert "   − Ny klinik: Ny klinik" in screen(turned)


def test_the_same_version_twice_says_so() -> None:
    old = found().old
    shown = screen(drafts(old, Alternative(NEW, old.loaded, old.solved)))
    assert " INGEN FORUDSÆTNINGER ER ÆNDRET" in shown
    assert "--put-back" not in shown


def test_other_weights_are_said() -> None:
    old = found().old
    other = Live(old.loaded, Options(gap=0.0, method="balanced")).solved
    flat = " ".join(screen(drafts(old, Alternative(NEW, old.loaded, other))).split())
    assert "Hensynene er ikke afvejet ens. Før: ét hensyn ad gangen." in flat
    assert "Nu: den ringest stillede af de tre stilles bedst muligt, vægte 1 · 1 · 1." in flat


def test_other_prices_are_said() -> None:
    before = load("scenarios/til-en-pris")
    dear = "objectives.prices={minute: 7, lost_quality_visit: 300}"
    after = load("scenarios/til-en-pris", overrides=[dear])
    sides = [Alternative(name, each, Live(each, EXACT).solved) for name, each in ((OLD, before), (NEW, after))]
    flat = " ".join(screen(drafts(*sides), "en").split())
    assert (
        "The aims are not traded off alike. Before: 5 kr. a minute. Now: 7 kr. a minute and 300 kr. a visit of lost "
        "quality."
    ) in flat
    assert "Now has other prices (7 kr. a minute and 300 kr. a visit of lost quality)" in flat
    assert "What a saved minute may cost, kr.: 5 → 7" in flat


def test_a_version_without_a_proposal_still_shows_what_changed() -> None:
    without = Alternative(NEW, found().new.loaded, None)
    shown = screen(drafts(found().old, without))
    assert told() in shown
    assert "ÆNDRINGER MOD FØR" not in shown


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_the_folder_is_whole_described_and_written_again(tmp_path: Path, dialect: Dialect) -> None:
    call = Call("placement drafts a b", "b", "da", dialect)
    for _ in range(2):
        folder = write_drafts(tmp_path / "out", found(asked=True), VERSIONS, EXACT, call)
    own = {name for name in OTHERS if "*" not in name}
    assert {path.name for path in folder.iterdir()} == {f"{name}.csv" for name in TABLES} | own
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "rowNumber", "fieldNumber", "note"])


def test_the_document_and_the_tables_say_the_same() -> None:
    document = drafts_document(found(asked=True), VERSIONS, EXACT, "x")
    made = tables(found(asked=True))
    (row,) = [dict(zip(made["draft_put_back"].headings, each, strict=True)) for each in made["draft_put_back"].rows]
    (told,) = document["put_back"]
    assert row["offers_closing"] == "lunge_amb@sh_vesterby"
    assert told["closes"] == [{"function": "lunge_amb", "site": "sh_vesterby"}]
    for name in ("part", "inputs", "status", "change_minutes_per_year", "change_economy_per_year"):
        assert told[name] == row[name]
    (change,) = document["inputs"]
    assert (change["path"], change["before"]["text"], change["after"]["text"]) == (
        "policy.existing_in_houses",
        "free",
        "keep",
    )
    assert document["old"]["path"] == "out/old"
    json.dumps(document, allow_nan=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    loaded = load("scenarios/lukning", variants=["behold"], overrides=["policy.max_changes=5"])
    solved = Live(loaded, EXACT).solved
    return write_result(tmp_path / "out", solved, study(solved, loaded), loaded, command="placement solve x")


def test_a_result_is_read_without_its_scenario(folder: Path) -> None:
    result = read_result(folder)
    assert is_result_folder(folder)
    assert result.variants == ("behold", "policy.max_changes=5")
    assert result.loaded.scenario.policy.existing_in_houses == "keep"
    told = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert result.solved.objectives.as_tuple() == pytest.approx(tuple(told["objectives"].values()))


def test_a_result_that_was_changed_is_incomplete_or_of_another_version_is_refused(folder: Path) -> None:
    manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    (folder / NAME).write_text(json.dumps({**manifest, "schema_version": 2}), encoding="utf-8")
    with pytest.raises(ResultError, match="is of version 2; this program reads version 1"):
        read_result(folder)
    (folder / NAME).write_text(json.dumps(manifest), encoding="utf-8")
    lock = folder / "scenario.lock.yaml"
    lock.write_text(lock.read_text(encoding="utf-8").replace("60000", "61000"), encoding="utf-8")
    with pytest.raises(ResultError, match=r"scenario.lock.yaml has changed since"):
        read_result(folder)
    lock.unlink()
    with pytest.raises(ResultError, match="cannot be read"):
        read_result(folder)


def test_a_document_that_does_not_hold_together_is_refused(folder: Path) -> None:
    path = folder / "result.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["plan"]["open"]
    path.write_text(json.dumps(document), encoding="utf-8")
    manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    from placement.present.folder.manifest import sha256  # noqa: PLC0415

    manifest["outputs"]["result.json"] = sha256(path.read_bytes())
    (folder / NAME).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ResultError, match="does not hold together"):
        read_result(folder)


def test_odd_names_stay_text(tmp_path: Path) -> None:
    solved, _, loaded = world.solved()
    both = drafts(Alternative(OLD, loaded, solved), Alternative(NEW, loaded, solved))
    out = write_drafts(tmp_path / "out", both, VERSIONS, Options(), Call("=x", "y"))
    assert b"'+Nord; hus" in (out / "compare_placements.csv").read_bytes()
