"""Raw files of a made-up region, in the forms in which a region has them, for ``docs/how-to/import.md``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.helpers.raw_files import dump, workbook

SITES = {
    "rh_midtown": ("Midtown Hospital", 56.452, 9.402),
    "hh_westmarket": ("Westmarket Health House", 56.571, 8.621),
    "hh_fiordtown": ("Fiordtown Health House", 56.691, 8.421),
    "hh_eastmarket": ("Eastmarket Health House", 56.512, 10.188),
}
"""The ids are those of the template, so that what it says of staff and of today still fits."""
AREAS = {
    "7001": ("Midtown North", "Midtown", 9.3, 56.46, 23800),
    "7002": ("Midtown South", "Midtown", 9.3, 56.36, 21400),
    "7003": ("Riverdale", "Midtown", 9.5, 56.36, 7600),
    "7004": ("Westmarket", "Westport", 8.5, 56.52, 14300),
    "7005": ("Fiordtown", "Westport", 8.3, 56.62, 6300),
    "7006": ("Heathtown", "Westport", 8.7, 56.42, 5500),
    "7007": ("Eastmarket", "Eastport", 10.1, 56.46, 12900),
    "7008": ("Headland", "Eastport", 10.3, 56.56, 5800),
}
"""Name, municipality, south-west corner, people."""
BANDS = {"0-17 år": 0.2, "18-64 år": 0.57, "65 år og derover": 0.23}
OBSERVED = [
    ["blood_tests", "rh_midtown", 31000],
    ["blood_tests", "hh_westmarket", 12400],
    ["blood_tests", "hh_eastmarket", 9100],
    ["lung_clinic", "rh_midtown", 2040],
    ["diabetes_clinic", "rh_midtown", 2790],
]


def write(folder: Path) -> None:
    """Write them."""
    folder.mkdir()
    dump(folder / "parishes.geojson", {"type": "FeatureCollection", "features": [_feature(key) for key in AREAS]})
    (folder / "folk.csv").write_text("\n".join(_people()) + "\n", encoding="cp1252")
    rows = [
        "id;navn;lat;lon",
        *(f"{key};{name};{lat};{lon}".replace(".", ",") for key, (name, lat, lon) in SITES.items()),
    ]
    (folder / "sites.csv").write_text("\n".join(rows) + "\n", encoding="utf-8-sig")
    dump(
        folder / "osrm.json", {"code": "Ok", "durations": [[_seconds(area, site) for site in SITES] for area in AREAS]}
    )
    workbook(
        folder / "visits.xlsx", [["Besøg 2025", "", ""], ["funktion", "sted", "besøg"], *OBSERVED], merge=["A1:C1"]
    )


def _feature(key: str) -> dict[str, Any]:
    name, town, west, south, _ = AREAS[key]
    ring = [[west, south], [west + 0.2, south], [west + 0.2, south + 0.1], [west, south + 0.1], [west, south]]
    return {
        "type": "Feature",
        "properties": {"sognekode": key, "navn": name, "kommune": town},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _people() -> list[str]:
    rows = ["OMRÅDE;ALDER;TID;INDHOLD"]
    for key, (name, _, _, _, people) in AREAS.items():
        rows += [f"{key} {name};{ages};2026K1;{round(people * share)}" for ages, share in BANDS.items()]
    return [*rows, "Hele landet;0-17 år;2026K1;1150000"]


def _seconds(area: str, site: str) -> float:
    """At about 60 km/h over the crow's way and a third more, and six minutes to park and walk."""
    _, _, west, south, _ = AREAS[area]
    _, lat, lon = SITES[site]
    km = (((south + 0.05 - lat) * 111) ** 2 + ((west + 0.1 - lon) * 61.5) ** 2) ** 0.5
    return float(round(360 + km * 1.33 * 60))
