"""Valhalla's own programs, run one by one: tiles from an extract, the road nearest to each place, matrices of times.

No program listens on a port or fetches anything. The programs come with the package ``pyvalhalla`` (extra ``roads``,
Python 3.12 and newer) or with the system; they do not depend on the version of Python.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np

from placement.errors import Message, SolverError, UsageError, why
from placement.instance.instance import Floats
from placement.instance.travel import paired_km
from placement.questions.roads.extract import Box

Costing = Literal["auto", "bicycle", "pedestrian", "bus"]
COSTINGS: tuple[Costing, ...] = ("auto", "bicycle", "pedestrian", "bus")
BUILD, ASK = "valhalla_build_tiles", "valhalla_service"
FOLDER_IS = "PLACEMENT_VALHALLA"
"""Environment variable with the folder of the programs; takes precedence over other places."""
BLOCK = 100
"""Most origins, and most destinations, in one request."""
FARTHEST_LOOK = 35_000.0
"""Metres within which the nearest road is searched, to report how far away it is."""
_NO_ROADS = re.compile(r"Finished with 0 (routable ways|nodes contained|graph nodes)")
"""Text in Valhalla's output when an extract has no roads; it may go on without failing."""
_TILE_DEGREES = 0.25
_TILE_COLUMNS = 1440
_LIMIT = 1e7


@dataclass(frozen=True)
class Programs:
    """The paths of the programs, and their version."""

    folder: Path
    version: str


class Point(NamedTuple):
    """Latitude and longitude in degrees."""

    lat: float
    lon: float


def find_programs(environ: Mapping[str, str] = os.environ) -> Programs:
    """The programs: in the folder ``FOLDER_IS`` names, else of the installed package, else on the ``PATH``.

    Raises:
        UsageError: there are none, or they do not run here.
    """
    for folder in _folders(environ):
        build, ask = (shutil.which(name, path=folder) for name in (BUILD, ASK))
        if build and ask:
            return Programs(Path(build).parent, _version(Path(build)))
    raise UsageError(
        Message(
            "{build} and {ask}, the programs of Valhalla, are not found. With Python 3.12 or newer, in your copy of "
            "the program: pip install '.[roads]'. Else put them on the path, or name their folder in {variable}.",
            build=BUILD,
            ask=ASK,
            variable=FOLDER_IS,
        )
    )


def _folders(environ: Mapping[str, str]) -> Iterator[str]:
    if named := environ.get(FOLDER_IS):
        yield named
        return
    package = find_spec("valhalla")
    for place in (package.submodule_search_locations or ()) if package else ():
        yield str(Path(place) / "bin")
    yield environ.get("PATH", "")


def _version(program: Path) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the program that was found
            [program, "--version"], capture_output=True, text=True, errors="replace", check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(Message("{program} does not run here: {why}.", program=program, why=why(error))) from error
    found = re.search(r"\d+\.\d+\.\d+", done.stdout)
    if done.returncode or not found:
        said = _last(done.stderr or done.stdout)
        raise UsageError(Message("{program} does not run here: {why}.", program=program, why=said))
    return found[0]


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "?"


def _config(folder: Path) -> dict[str, Any]:
    """Valhalla's settings: only those it needs to run, with raised limits, and without address or port."""
    limit = {
        "max_distance": _LIMIT,
        "max_locations": BLOCK * BLOCK,
        "max_matrix_distance": _LIMIT,
        "max_matrix_location_pairs": BLOCK * BLOCK,
    }
    return {
        "mjolnir": {"tile_dir": str(folder / "tiles")},
        "loki": {
            "actions": ["locate", "sources_to_targets"],
            "use_connectivity": False,  # a place that cannot be reached must not fail the request
            "service_defaults": {
                "radius": 0,
                "minimum_reachability": 50,
                "search_cutoff": FARTHEST_LOOK,
                "node_snap_tolerance": 5,
                "street_side_tolerance": 5,
                "street_side_max_distance": 1000,
                "heading_tolerance": 60,
                "mvt_min_zoom_road_class": [7, 7, 8, 11, 11, 12, 13, 14],
                "mvt_cache_min_zoom": 11,
            },
        },
        "thor": {"costmatrix": {"allow_second_pass": True}},
        "meili": {"default": {"breakage_distance": 2000}},
        "service_limits": {
            **{costing: {**limit} for costing in COSTINGS},
            "allow_hard_exclusions": True,
            "skadi": {"max_shape": 750000, "min_resample": 10.0},
            "isochrone": {
                "max_contours": 4,
                "max_time_contour": 120,
                "max_distance": 25000.0,
                "max_locations": 1,
                "max_distance_contour": 200,
            },
            "trace": {
                "max_distance": 200000.0,
                "max_gps_accuracy": 100.0,
                "max_search_radius": 100.0,
                "max_shape": 16000,
                "max_alternates": 3,
                "max_alternates_shape": 100,
            },
            "max_exclude_locations": 50,
            "max_reachability": 100,
            "max_radius": 200,
            "max_alternates": 2,
            "max_exclude_polygons_length": 10000,
        },
    }


class Roads:
    """The road network of an extract as tiles in a folder.

    Args:
        programs: as found by `find_programs`.
        folder: for tiles and requests; created if missing.
    """

    def __init__(self, programs: Programs, folder: Path) -> None:
        self.programs, self.folder = programs, folder.resolve()
        self._config = folder / "config.json"

    @property
    def built(self) -> bool:
        """Whether the tiles exist and are complete."""
        return (self.folder / "built").exists()

    def build(self, extract: Path, threads: int) -> None:
        """Make the tiles.

        Raises:
            UsageError: the extract has no roads, or Valhalla fails; the message has its last line of output.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write_config()
        done = self._run([BUILD, "-c", self._config, "-j", str(threads), extract.resolve()])
        if _NO_ROADS.search(done.stdout + done.stderr) or not (done.returncode or self._tiles()):
            raise UsageError(
                Message("{file} holds no roads; take an extract with the ways and their tags.", file=extract)
            )
        if done.returncode:
            raise UsageError(
                Message(
                    "Valhalla made no tiles of {file} ({why}). Is the file whole, and is there room for about four "
                    "times as much in {folder}?",
                    file=extract,
                    why=_last(done.stderr or done.stdout),
                    folder=self.folder.parent,
                )
            )
        (self.folder / "built").touch()

    def _write_config(self) -> None:
        self._config.write_text(json.dumps(_config(self.folder)), encoding="utf-8")

    def _tiles(self) -> list[int]:
        """Numbers of the tiles of the lowest level, squares of a quarter of a degree."""
        level = self.folder / "tiles" / "2"
        return sorted(int("".join(path.relative_to(level).with_suffix("").parts)) for path in level.rglob("*.gph"))

    @property
    def box(self) -> Box:
        """The box around all tiles with roads, to a quarter of a degree."""
        rows, columns = zip(*(divmod(tile, _TILE_COLUMNS) for tile in self._tiles()), strict=True)
        return Box(
            west=min(columns) * _TILE_DEGREES - 180,
            south=min(rows) * _TILE_DEGREES - 90,
            east=(max(columns) + 1) * _TILE_DEGREES - 180,
            north=(max(rows) + 1) * _TILE_DEGREES - 90,
        )

    def metres_to_road(self, points: Sequence[Point], costing: Costing, within: float) -> Floats:
        """``(P,)`` metres from each point to the nearest road of a costing; inf where none lies ``within`` metres."""
        found = np.full(len(points), np.inf)
        for start in range(0, len(points), BLOCK):
            part = points[start : start + BLOCK]
            asked = {"locations": [_place(point, within) for point in part], "costing": costing, "verbose": False}
            for n, answer in enumerate(self._ask("locate", asked)):
                near = [*(answer.get("edges") or ()), *(answer.get("nodes") or ())]
                found[start + n] = min((_metres(part[n], each) for each in near), default=np.inf)
        return found

    def matrix(
        self,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        costing: Costing,
        options: Mapping[str, Any],
        within: float,
    ) -> tuple[Floats, Floats]:
        """Seconds and km ``(origins, destinations)``; NaN where there is no way."""
        seconds = np.full((len(origins), len(destinations)), np.nan)
        km = seconds.copy()
        for row in range(0, len(origins), BLOCK):
            for column in range(0, len(destinations), BLOCK):
                here = np.s_[row : row + BLOCK, column : column + BLOCK]
                asked = {
                    "sources": [_place(point, within) for point in origins[row : row + BLOCK]],
                    "targets": [_place(point, within) for point in destinations[column : column + BLOCK]],
                    "costing": costing,
                    "costing_options": {costing: options},
                    "units": "kilometers",
                    "verbose": False,
                }
                answer = self._ask("sources_to_targets", asked)["sources_to_targets"]
                seconds[here] = np.array(answer["durations"], dtype=np.float64)
                km[here] = np.array(answer["distances"], dtype=np.float64)
        return seconds, np.where(np.isnan(seconds), np.nan, km)

    def _ask(self, action: str, request: Mapping[str, Any]) -> Any:
        self._write_config()
        question = self.folder / f"asked-{os.getpid()}.json"
        question.write_text(json.dumps(request), encoding="utf-8")
        try:
            done = self._run([ASK, self._config, action, question])
        finally:
            question.unlink(missing_ok=True)
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            answer = {"error": _last(done.stderr or done.stdout)}
        if done.returncode or (isinstance(answer, dict) and "error" in answer):
            said = answer["error"] if isinstance(answer, dict) and "error" in answer else _last(done.stderr)
            raise SolverError(
                Message("Valhalla {version} does not answer: {why}.", version=self.programs.version, why=said)
            )
        return answer

    def _run(self, words: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        program = shutil.which(str(words[0]), path=self.programs.folder) or str(words[0])
        return subprocess.run(  # noqa: S603 - the programs that were found
            [program, *words[1:]],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )


def _place(point: Point, within: float) -> dict[str, Any]:
    """A point as a location of a request; routing must not start or end on a ferry."""
    return {
        "lat": point.lat,
        "lon": point.lon,
        "search_cutoff": math.ceil(within),
        "search_filter": {"exclude_ferry": True},
    }


def _metres(point: Point, near: Mapping[str, Any]) -> float:
    """Metres from a point to its place on a road (an edge) or at a junction (a node)."""
    lat = near.get("correlated_lat", near.get("lat"))
    lon = near.get("correlated_lon", near.get("lon"))
    if lat is None or lon is None:
        return math.inf
    return 1000 * float(paired_km(*(np.array(each) for each in (point.lat, point.lon, lat, lon))))
