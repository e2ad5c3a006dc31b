"""Write the land outline that maps are drawn on, ``placement/instance/land.json``.

The source is Natural Earth (naturalearthdata.com), which is in the public domain, as packed in the npm package
``world-atlas`` (ISC licence):

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python -m tools.land package

Each layer is cut to its box, thinned, and written as whole steps from point to point.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from placement.instance.instance import Floats
from placement.instance.land import Box, area, cut_to_box, simplified

TARGET = Path(__file__).parents[1] / "placement" / "instance" / "land.json"


class Wanted(NamedTuple):
    """A layer: its source, box, and how fine it is, in degrees; what is smaller than ``least`` is left out."""

    source: str
    box: Box
    tolerance: float
    unit: float
    least: float


LAYERS = (
    Wanted("land-10m.json", (6.0, 53.3, 16.5, 58.8), 0.0015, 0.002, 0.0),
    Wanted("land-10m.json", (-25.0, 34.0, 42.0, 72.0), 0.03, 0.01, 0.004),
    Wanted("land-50m.json", (-180.0, -60.0, 180.0, 84.0), 0.09, 0.02, 0.03),
)


def rings(topology: dict[str, Any]) -> list[Floats]:
    """The rings of a TopoJSON of polygons, the first point not again."""
    scale, translate = (np.array(topology["transform"][part]) for part in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]
    found = []
    for shape in topology["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            found += [np.concatenate([_arc(arcs, at)[:-1] for at in ring]) for ring in polygon]
    return found


def _arc(arcs: list[Floats], at: int) -> Floats:
    """An arc; a negative number is one that runs backwards."""
    return arcs[at] if at >= 0 else arcs[~at][::-1]


def steps(ring: Floats, unit: float) -> list[int]:
    """A ring in whole units: its first point, then the step to each next."""
    whole = np.rint(ring / unit).astype(int)
    moved = np.diff(whole, axis=0, prepend=whole[-1:]).any(axis=1)
    return np.diff(whole[moved], axis=0, prepend=[[0, 0]]).ravel().tolist() if moved.sum() > 2 else []


def layer(folder: Path, wanted: Wanted) -> dict[str, Any]:
    """One layer as it is written."""
    found = (cut_to_box(ring, wanted.box) for ring in rings(json.loads((folder / wanted.source).read_text())))
    large = (ring for ring in found if len(ring) > 2 and abs(area(ring)) >= wanted.least)
    written = [steps(simplified(ring, wanted.tolerance), wanted.unit) for ring in large]
    return {"box": wanted.box, "unit": wanted.unit, "rings": [ring for ring in written if ring]}


def main(folder: Path) -> None:
    """Write the file."""
    made = [json.dumps(layer(folder, wanted), separators=(",", ":")) for wanted in LAYERS]
    TARGET.write_text("[\n" + ",\n".join(made) + "\n]\n", encoding="utf-8")
    print(TARGET, TARGET.stat().st_size, "bytes;", *(len(part) for part in made), "per layer")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
