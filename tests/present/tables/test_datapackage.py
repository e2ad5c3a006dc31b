from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, validate

from placement.present.tables.csv_dialect import DIALECTS, EXCEL_DA, STANDARD, Dialect
from placement.questions.proposal.folder import result_files, write_files
from placement.questions.proposal.study import study
from placement.reference import TABLES
from tests.helpers import world
from tests.helpers.taught import loaded as loaded_scenario
from tests.helpers.taught import solved as taught

BOTH = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)


def folder(tmp_path: Path, dialect: Dialect, suppress_below: float = 0) -> Path:
    solved, studied, loaded = world.solved()
    files = result_files(solved, studied, loaded, world.call(loaded.folder, dialect, suppress_below))
    return write_files(tmp_path / "out", files)


@BOTH
@pytest.mark.parametrize("suppress_below", [0, 50])
def test_frictionless_finds_every_table_valid(tmp_path: Path, dialect: Dialect, suppress_below: float) -> None:
    report = validate(str(folder(tmp_path, dialect, suppress_below) / "datapackage.json"))
    assert report.valid, report.flatten(["type", "rowNumber", "fieldNumber", "note"])
    assert len(report.tasks) == len(TABLES) - 2  # those of phases are only there with phases


def test_areas_without_a_municipality_are_a_group_without_a_name(tmp_path: Path) -> None:
    solved, loaded = taught("lukning"), loaded_scenario("lukning")
    files = result_files(solved, study(solved, loaded), loaded, world.call())
    report = validate(str(write_files(tmp_path / "out", files) / "datapackage.json"))
    assert report.valid, report.flatten(["type", "rowNumber", "fieldNumber", "note"])


@BOTH
def test_frictionless_reads_typed_values(tmp_path: Path, dialect: Dialect) -> None:
    package = Package(str(folder(tmp_path, dialect) / "datapackage.json"))
    read = [row.to_dict() for row in package.get_resource("recommendation").read_rows()]
    (new,) = (row for row in read if (row["function"], row["site"]) == ("lunge", "nord"))
    assert new["recommended"] is True
    assert float(new["visits_per_year"]) == 405
    assert float(new["mean_minutes_per_visit"]) == pytest.approx(6.72)
    assert new["site_title"] == "'+Nord; hus"


def test_frictionless_catches_tampering(tmp_path: Path) -> None:
    path = folder(tmp_path, STANDARD)
    table = path / "steps.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",new,", ",old,", 1), encoding="utf-8")
    assert not validate(str(path / "datapackage.json")).valid


def document(tmp_path: Path, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder(tmp_path, **options) / "datapackage.json").read_text(encoding="utf-8"))
    return found


def test_every_column_says_what_it_means(tmp_path: Path) -> None:
    package = document(tmp_path, dialect=EXCEL_DA)
    assert package["name"] == "placement-proeve-scenarie"
    fields = [field for resource in package["resources"] for field in resource["schema"]["fields"]]
    assert all(field["type"] and field["description"] and field["description_da"] for field in fields)
    assert {field["decimalChar"] for field in fields if field["type"] == "number"} == {","}


def test_the_description_says_that_small_numbers_are_left_out(tmp_path: Path) -> None:
    package = document(tmp_path, dialect=STANDARD, suppress_below=5)
    said = {resource["name"]: resource for resource in package["resources"] if "suppressed_below" in resource}
    assert set(said) == {"assignments", "areas", "knife-edge"}
    assert "below 5 are left out" in said["areas"]["description"]
