"""The folder of a comparison: its tables, the document, a description and a manifest."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from pathlib import Path

from placement.report import manifest as manifests
from placement.report.compare_document import compare_document
from placement.report.files import REPORT, write_files
from placement.report.html.comparison import comparison_page
from placement.report.json_text import to_json
from placement.report.manifest import Call, Page
from placement.report.rows_compare import tables
from placement.report.tabular import tabular_files
from placement.solve.result import Options
from placement.study.compare import SideBySide

DOCUMENT = "compare.json"
WORKBOOK = "compare.xlsx"


def compare_files(found: SideBySide, options: Options, call: Call) -> dict[str, bytes]:
    """Every file of the folder by name.

    Args:
        found: today and the alternatives.
        options: as asked.
        call: how the program was called.
    """
    call = replace(call, created=call.created or dt.datetime.now(dt.UTC))
    made = tables(found, call.lang)
    page = Page(call.moment.astimezone().date().isoformat(), call.lang)
    names = [each.name for each in found.alternatives]
    files = tabular_files(made, found.plain.scenario, call, WORKBOOK, ", ".join(names))
    files[DOCUMENT] = to_json(compare_document(found, options, call.command))
    files[REPORT] = comparison_page(found, date=page.day, lang=page.lang).encode()
    told = manifests.folder_manifest(
        manifests.COMPARISON,
        found.plain,
        options,
        names,
        call,
        files,
        reference=found.reference_name,
        page=asdict(page),
    )
    return {**files, manifests.NAME: to_json(told)}


def write_comparison(folder: Path | str, found: SideBySide, options: Options, call: Call) -> Path:
    """Write the folder, in place of an earlier one; ResultError where that cannot be."""
    return write_files(folder, compare_files(found, options, call))
