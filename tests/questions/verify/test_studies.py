"""``verify`` on the folders of a comparison, an explanation, the table of all pairs and a trade-off."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from placement.cli import run
from placement.present.folder.manifest import sealed, sha256
from placement.questions.verify.study import verify

COMMANDS: dict[str, list[str]] = {
    "compare.json": ["compare", "scenarios/lemvig-foerste", "--variant", "base,hoejere_krav"],
    "explain.json": ["explain", "scenarios/lemvig-foerste", "lunge_amb", "sh_lemvig", "--variant", "hoejere_krav"],
    "pairs.json": ["explain", "scenarios/lemvig-foerste", "--variant", "hoejere_krav"],
    "tradeoff.json": ["tradeoff", "scenarios/lukning"],
    "all tradeoff.json": ["tradeoff", "scenarios/profiler", "--all"],
}
PLANS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "compare.json": lambda document: document["alternatives"][1],
    "explain.json": lambda document: document["proposal"],
    "pairs.json": lambda document: document["proposal"],
    "tradeoff.json": lambda document: document["plans"][0],
    "all tradeoff.json": lambda document: document["plans"][0],
}
TABLES = {
    "compare.json": "compare_payers.csv",
    "explain.json": "explain_price.csv",
    "pairs.json": "pairs.csv",
    "tradeoff.json": "staircase.csv",
    "all tradeoff.json": "pareto.csv",
}
Made = tuple[str, Path]
"""Name of the document, after a word where two kinds share it, and a folder that may be spoilt."""


def file_of(name: str) -> str:
    """The file of a document."""
    return name.rsplit(maxsplit=1)[-1]


@pytest.fixture(scope="module", params=COMMANDS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("out") / "made"
    assert run([*COMMANDS[request.param], "--out", str(folder)]) == 0
    return request.param, folder


@pytest.fixture
def made(written: Made, tmp_path: Path) -> Made:
    name, folder = written
    own = tmp_path / "made"
    own.mkdir()
    for entry in folder.iterdir():
        (own / entry.name).write_bytes(entry.read_bytes())
    return name, own


def rewrite(folder: Path, name: str, change: Callable[[dict[str, Any]], Any], *, hidden: bool = True) -> None:
    """Change a document; ``hidden``: the manifest gets its new fingerprint too, so that only the judge can tell."""
    name = file_of(name)
    document = json.loads((folder / name).read_text(encoding="utf-8"))
    change(document)
    (folder / name).write_text(json.dumps(document), encoding="utf-8")
    if hidden:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest["outputs"][name] = sha256((folder / name).read_bytes())
        (folder / "manifest.json").write_text(json.dumps(sealed(manifest)), encoding="utf-8")


def test_an_untouched_folder_agrees(made: Made) -> None:
    assert verify(made[1]) == []


def test_every_table_is_described(made: Made) -> None:
    described = json.loads((made[1] / "datapackage.json").read_text(encoding="utf-8"))

    assert {each["path"] for each in described["resources"]} == {path.name for path in made[1].glob("*.csv")}


def test_a_value_of_an_aim_is_recomputed(made: Made) -> None:
    name, folder = made

    def change(document: dict[str, Any]) -> None:
        PLANS[name](document)["objectives"]["citizen_minutes"] += 1000

    rewrite(folder, name, change)
    assert any(each.column.endswith(".objectives.citizen_minutes") for each in verify(folder))


def test_a_plan_that_breaks_a_rule_is_told(made: Made) -> None:
    name, folder = made

    def change(document: dict[str, Any]) -> None:
        told = PLANS[name](document)
        (told["exact"] if "exact" in told else told["plan"])["open"].clear()

    rewrite(folder, name, change)
    assert "visits_served" in {each.column for each in verify(folder)}


def test_a_changed_table_is_told(made: Made) -> None:
    name, folder = made
    table = folder / TABLES[name]
    table.write_bytes(table.read_bytes().replace(b"0", b"9"))

    assert TABLES[name] in {each.file for each in verify(folder)}


def test_aims_in_a_table_are_recomputed(made: Made) -> None:
    name, folder = made
    table, heading = {
        "compare.json": ("compare_alternatives.csv", "citizen_minutes"),
        "tradeoff.json": ("staircase.csv", "money"),
        "all tradeoff.json": ("pareto.csv", "economy"),
        "pairs.json": ("pairs.csv", "need"),
    }.get(name, ("", ""))
    if not table:
        pytest.skip("its tables hold changes alone")
    lines = (folder / table).read_text(encoding="utf-8").splitlines()
    at = lines[0].split(",").index(heading)
    cells = lines[-1].split(",")
    cells[at] = "77777"
    (folder / table).write_text("\n".join([*lines[:-1], ",".join(cells)]) + "\n", encoding="utf-8")

    assert (table, heading, "77777") in {(e.file, e.column, e.seen.removesuffix(".0")) for e in verify(folder)}


def test_a_document_that_lacks_something_is_told(made: Made) -> None:
    name, folder = made
    rewrite(folder, name, lambda document: document.pop("manifest"), hidden=False)

    assert (file_of(name), "manifest") in {(each.file, each.column) for each in verify(folder)}


def test_what_is_missing_and_what_is_strange_is_told(made: Made) -> None:
    name, folder = made
    (folder / TABLES[name]).unlink()
    (folder / "notes.txt").write_text("mine")

    assert {(each.file, each.seen) for each in verify(folder)} >= {(TABLES[name], "no file"), ("notes.txt", "a file")}


def test_another_scenario_is_told(made: Made, tmp_path: Path) -> None:
    name, folder = made
    for entry in Path(COMMANDS[name][1]).iterdir():
        if entry.is_file():
            (tmp_path / entry.name).write_bytes(entry.read_bytes())
    with (tmp_path / "scenario.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")

    assert ("scenario.yaml", "sha256") in {(each.file, each.column) for each in verify(folder, tmp_path)}


def test_the_price_of_insisting_is_recomputed(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    assert run([*COMMANDS["explain.json"], "--out", str(folder)]) == 0

    def change(document: dict[str, Any]) -> None:
        document["price"]["decided_again"]["change_minutes_per_year"] += 1000

    rewrite(folder, "explain.json", change)
    assert [each.column for each in verify(folder)] == ["price.decided_again.change_minutes_per_year"]


def steps(tmp_path: Path) -> Path:
    folder = tmp_path / "steps"
    assert run(["tradeoff", "scenarios/lukning", "--out", str(folder), "--quiet"]) == 0
    return folder


@pytest.mark.parametrize(
    ("field", "told"),
    [("price", "steps.0.price"), ("minutes", "steps.0.minutes"), ("money", "steps.0.money"), ("low", "steps.0.low")],
)
def test_the_price_of_a_step_follows_from_its_neighbours(field: str, told: str, tmp_path: Path) -> None:
    folder = steps(tmp_path)

    def change(document: dict[str, Any]) -> None:
        document["steps"][0][field] *= 1.01

    rewrite(folder, "tradeoff.json", change)
    assert told in {each.column for each in verify(folder)}


def test_what_is_kept_on_trial_is_tried_again(tmp_path: Path) -> None:
    folder = steps(tmp_path)

    def change(document: dict[str, Any]) -> None:
        (out,) = (one for one in document["start"]["changes"] if one["kind"] == "out")
        out["kept"]["money"] += 1000

    rewrite(folder, "tradeoff.json", change)
    assert {each.column for each in verify(folder)} == {"start.changes.0.kept.money"}


def test_a_picture_that_was_changed_is_told(tmp_path: Path) -> None:
    folder = steps(tmp_path)
    picture = folder / "staircase.svg"
    picture.write_text(picture.read_text(encoding="utf-8").replace("17,6", "7,6"), encoding="utf-8")
    assert "staircase.svg" in {each.file for each in verify(folder)}


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [("unproven_money", -1.0, "unproven_money"), ("asked", -1, "asked"), ("stopped", "time_limit", "complete")],
)
def test_a_search_that_cannot_have_been_is_told(field: str, value: object, told: str, tmp_path: Path) -> None:
    folder = steps(tmp_path)
    rewrite(folder, "tradeoff.json", lambda document: document.update({field: value}))
    assert told in {each.column for each in verify(folder)}
