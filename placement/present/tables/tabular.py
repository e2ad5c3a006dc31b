"""Tables as every folder holds them: a CSV file each, one workbook, and a description for programs."""

from __future__ import annotations

from collections.abc import Mapping

from placement.present.folder.manifest import Call
from placement.present.folder.reading import to_json
from placement.present.tables import datapackage as package
from placement.present.tables.columns import Table
from placement.present.tables.csv_dialect import dump
from placement.present.tables.workbook import About, workbook
from placement.scenario.load import Loaded
from placement.scenario.schema.scenario import Scenario
from placement.solve.versions import versions


def tabular_files(
    made: Mapping[str, Table], scenario: Scenario, call: Call, book: str, variants: str = ""
) -> dict[str, bytes]:
    """Every file by name.

    Args:
        made: the tables.
        scenario: what they are about.
        call: how the program was called.
        book: name of the workbook.
        variants: those that are in the tables, in words.
    """
    described = package.datapackage(scenario, made, call.dialect, call.stamp, call.suppress_below, book)
    return {
        **{f"{name}.csv": dump(table, call.dialect) for name, table in made.items()},
        book: workbook(made, about(scenario, call, variants), call.lang),
        package.NAME: to_json(described),
    }


def about(scenario: Scenario, call: Call, variants: str = "") -> About:
    """What the workbook's first sheet says; it follows from the scenario and the manifest alone."""
    facts = (
        ("scenario", scenario.name),
        ("variants", variants),
        ("purpose", scenario.about.purpose),
        ("not_in_model", "; ".join(scenario.about.not_in_model)),
        ("command", call.command),
        ("version", f"placement {versions()['placement']}"),
    )
    title = scenario.title.in_language(call.lang)
    return About(title, facts, call.moment, call.suppress_below)


def variants_in(loaded: Loaded) -> str:
    """The variants and overrides of a scenario, in words."""
    return ", ".join(["+".join(loaded.variants), *loaded.overrides]).strip(", ")
