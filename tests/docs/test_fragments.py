"""The scenario fragments in the how-to guides can be laid into a scenario as they stand."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from placement.scenario.load import load

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to"
KEY = re.compile(r"^(\w+):", re.MULTILINE)
TEMPLATE = ROOT / "placement" / "scenario" / "template" / "da"
YAML = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CSV = re.compile(r"^```\n(origin,.*?)^```$", re.MULTILINE | re.DOTALL)
HOSTS = {
    "another-region.md": "",
    "infeasible.md": "lukning",
    "maps.md": "lemvig-foerste",
    "own-travel-times.md": "lemvig-foerste",
    "paper.md": "lemvig-foerste",
    "phases.md": "",
    "prices.md": "overloeb",
    "variants.md": "",
}
"""The scenario each page's fragments are laid into; empty: the one that `placement init` writes."""
RENAMED = {"another-region.md": {"hospital": "district_hospital", "health_house": "clinic"}}
"""Words of a host that a page's fragments call otherwise."""
FRAGMENTS = [
    pytest.param(page, text, id=f"{page.stem}-{n}")
    for page in sorted(HOW_TO.glob("*.md"))
    for n, text in enumerate(YAML.findall(page.read_text(encoding="utf-8")), 1)
]


@pytest.mark.parametrize(("page", "text"), FRAGMENTS)
def test_a_fragment_can_be_laid_into_a_scenario(page: Path, text: str, tmp_path: Path) -> None:
    name = HOSTS[page.name]
    folder = tmp_path / "host"
    shutil.copytree(ROOT / "scenarios" / name if name else TEMPLATE, folder)
    _tables(folder, page, text)
    _outlines(folder, text)
    scenario = folder / "scenario.yaml"
    for own, renamed in RENAMED.get(page.name, {}).items():
        text_of_host = scenario.read_text(encoding="utf-8")
        scenario.write_text(re.sub(rf"\b{own}\b", renamed, text_of_host), encoding="utf-8")
    scenario.write_text(laid_into(scenario.read_text(encoding="utf-8"), text), encoding="utf-8")

    assert set(KEY.findall(text)) <= load(folder).scenario.model_fields_set


def laid_into(host: str, fragment: str) -> str:
    """The host with the fragment's parts in place of its own."""
    for key in KEY.findall(fragment):
        host = re.sub(rf"^{key}:.*\n(?:(?:[ #].*)?\n)*", "", host, flags=re.MULTILINE)
    return f"{host}\n{fragment}"


def _tables(folder: Path, page: Path, fragment: str) -> None:
    """The tables a fragment names: what the page shows, and a whole table of travel times."""
    found = CSV.search(page.read_text(encoding="utf-8"))
    if found:
        (folder / "travel_overrides.csv").write_text(found[1], encoding="utf-8")
    whole = re.search(r"^  file: (.*)$", fragment, re.MULTILINE)
    if whole:
        scenario = load(folder).scenario
        pairs = [(origin, site) for origin in (*scenario.areas.rows, *scenario.sites) for site in scenario.sites]
        rows = "".join(f"{origin},{site},30,40\n" for origin, site in pairs if origin != site)
        (folder / whole[1]).write_text(f"origin,destination,minutes,km\n{rows}", encoding="utf-8")


def _outlines(folder: Path, fragment: str) -> None:
    """The outlines a fragment names: a small square around each municipality."""
    named = re.search(r"^boundaries: {file: (\S+), of: municipality, property: (\w+)}$", fragment, re.MULTILINE)
    if named:
        square = [[9, 56], [9.1, 56], [9.1, 56.1], [9, 56]]
        features = [
            {"properties": {named[2]: name}, "geometry": {"type": "Polygon", "coordinates": [square]}}
            for name in {area.municipality for area in load(folder).scenario.areas.rows.values()}
        ]
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (folder / named[1]).write_text(text, encoding="utf-8")


def test_every_page_with_a_fragment_has_a_scenario_for_it() -> None:
    assert {page.name for page in HOW_TO.glob("*.md") if YAML.search(page.read_text(encoding="utf-8"))} == set(HOSTS)
