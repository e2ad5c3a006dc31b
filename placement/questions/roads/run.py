"""``placement roads``: makes routing tiles, computes times, and writes a table and the scenario's lines that read it.

Both files are written only after everything is valid, the table first: a copy of the scenario with the new times is
read, and must be without faults.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from statistics import median
from typing import Any, cast

from placement.console.endings import Exit
from placement.console.output import remark, show
from placement.errors import Fault, Message, PlacementError, ScenarioError, UsageError, why
from placement.instance.instance import Floats
from placement.locale import N_
from placement.present.folder.writing import put
from placement.present.screen.lines import Line, wrapped
from placement.present.words.voice import Voice
from placement.questions.roads.extract import Extract, read_extract
from placement.questions.roads.study import Places, Row, Trips, all_rows, as_csv, ferries
from placement.questions.roads.valhalla import Costing, Programs, Roads, find_programs
from placement.scenario.checks.notes import few
from placement.scenario.load import FILE_NAME, Loaded, load, load_text
from placement.scenario.schema.scenario import Scenario
from placement.scenario.source.edit import TAKEN_OUT, EditError, edited, written
from placement.scenario.source.files import MAX_SCENARIO_BYTES, Unreadable, read_text
from placement.scenario.source.positions import Positions
from placement.scenario.source.yaml_source import parse

WITHOUT: dict[str, str] = {
    "factor": N_("Those without a car take the car's minutes × {factor}, as the scenario says."),
    "bicycle": N_("Those without a car take a bicycle."),
    "pedestrian": N_("Those without a car walk."),
    "bus": N_(
        "Those without a car take a bus that leaves at once, goes straight there and stops nowhere: no bus does, so "
        "the time is too short. Timetables are not read here."
    ),
}
_FAR = 100.0
"""Metres to the nearest road from which a place is remarked on."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """The result of the command.

    Attributes:
        metres: ``(areas + sites,)`` metres to the nearest road for cars.
        before: the scenario as it was; ``after``: with the new times.
    """

    places: Places
    rows: Sequence[Row]
    trips: Sequence[Trips]
    metres: Floats
    before: Scenario
    after: Scenario


def screen(found: Found, say: Voice, *, table: Path, scenario: Path, dry_run: bool) -> list[Line]:
    """The screen that shows the result."""
    done = N_("Nothing is written: {table} would hold {n}, and {scenario} would read it.")
    if not dry_run:
        done = N_("{table} holds {n}, and {scenario} reads it.")
    n = say.some("{n} time", "{n} times", len(found.rows))
    head = say(done, table=table.name, n=n, scenario=scenario.name)
    return [Line(part) for text in [head, *_said(found, say)] for part in wrapped(text)]


def _said(found: Found, say: Voice) -> Iterator[str]:
    areas = set(found.places.areas)
    for trips in found.trips:
        here = [row for row in found.rows if row.mode == trips.mode and row.origin in areas]
        yield from _minutes(here, trips, say)
    without = found.trips[1].costing if len(found.trips) > 1 else "factor"
    yield say(WITHOUT[without], factor=say.number(found.after.travel.without_car_factor.value, 1))
    farthest = int(found.metres.argmax())
    if found.metres[farthest] > _FAR:
        yield say(
            "Farthest from a road: {place}, {metres} m.",
            place=found.places.named(farthest),
            metres=say.number(float(found.metres[farthest])),
        )
    yield from _warnings(found, say)


def _minutes(rows: Sequence[Row], trips: Trips, say: Voice) -> Iterator[str]:
    known = [row.minutes for row in rows if row.minutes is not None]
    if known:
        text = N_("By car: {low}–{high} minutes, half of them under {middle}; {access} of them parking and walking.")
        if trips.mode == "without_car":
            text = N_("Without a car: {low}–{high} minutes, half of them under {middle}.")
        figures = {"low": min(known), "high": max(known), "middle": median(known), "access": trips.access}
        yield say(text, **{name: say.number(value) for name, value in figures.items()})
    none = [f"{row.origin} → {row.destination}" for row in rows if row.minutes is None]
    if none:
        text = N_("! No way by car between {n}: {pairs}.")
        if trips.mode == "without_car":
            text = N_("! No way without a car between {n}: {pairs}.")
        yield say(text, n=say.some("{n} pair", "{n} pairs", len(none)), pairs=few(none))


def _warnings(found: Found, say: Voice) -> Iterator[str]:
    after = found.after.travel
    if after.overrides.rows:
        rows = say.some("{n} row", "{n} rows", len(after.overrides.rows))
        yield say("! {n} of travel.overrides win over the table; take out those that the roads answer.", n=rows)
    if after.crossings and any(row.minutes is None for row in found.rows):
        yield say(
            "! The scenario has crossings, but the table says of some pairs that nobody can get there; where a ferry "
            "is missing on the map, write those pairs in travel.overrides."
        )


SOURCE = "osm_roads"
"""Key of `sources` for the times."""
LICENCE = "https://www.openstreetmap.org/copyright"


@dataclass(frozen=True, kw_only=True)
class Request:
    """The options of ``placement roads``, in the units of the options."""

    voice: Voice
    scenario: str
    extract: str
    table: str
    without_car: str
    access: float | None
    ferry_wait: float
    use_ferry: float
    snap: float
    cache: str | None
    threads: int | None
    dry_run: bool
    replace: bool

    @property
    def file(self) -> Path:
        """The scenario's own file."""
        path = Path(self.scenario)
        return (path / FILE_NAME if path.is_dir() else path).resolve()

    @property
    def csv(self) -> Path:
        """The path of the table of times."""
        return self.file.with_name(self.table)

    def trips(self, access: float) -> list[Trips]:
        """Trips by car, and without one if asked for; ``access`` minutes are added to trips by vehicle."""
        ferry = ferries(self.use_ferry, self.ferry_wait)
        car = Trips("car", "auto", ferry, access if self.access is None else self.access)
        if self.without_car == "factor":
            return [car]
        costing = cast("Costing", self.without_car)
        return [car, Trips("without_car", costing, ferry, car.access if costing == "bus" else 0.0)]


def roads(request: Request) -> Exit:
    """Calculate the times, write the table and the scenario, and show the result."""
    say = request.voice
    _refuse_name(request.table)
    programs = find_programs()
    loaded = load(request.scenario)
    places = Places(loaded)
    if not request.replace:
        _refuse_replacing(request, loaded)
    extract = read_extract(Path(request.extract))
    if extract.box:
        places.refuse_outside(extract.box)
    trips = request.trips(loaded.base.travel.access_minutes.value)
    with _tiles(request, programs, extract) as network:
        if extract.box is None:
            places.refuse_outside(network.box)
        metres = [places.metres_to_road(network, each, request.snap) for each in trips]
        remark(say("Asking for the times ..."))
        rows = all_rows(places, network, trips[0], trips[1] if len(trips) > 1 else None, request.snap)
    title, note = _provenance(extract, programs, trips, request.snap)
    source = {
        "title": title,
        "year": (extract.date or dt.datetime.now(dt.UTC).date()).year,
        "url": LICENCE,
        "note": note,
    }
    content = as_csv(rows, SOURCE)
    text = _new_text(request, source)
    after = _tried(request, loaded, text, content)
    if not request.dry_run:
        _write_both(request, content, text)
    found = Found(places=places, rows=rows, trips=trips, metres=metres[0], before=loaded.base, after=after.base)
    show(lambda: screen(found, say, table=request.csv, scenario=request.file, dry_run=request.dry_run))
    return Exit.DONE


def _refuse_name(name: str) -> None:
    if PurePosixPath(name).name != name or "\\" in name or not name.lower().endswith(".csv") or name == ".csv":
        raise UsageError(
            Message(
                "--file: '{seen}' is no plain name ending in .csv; the table is put beside the scenario.", seen=name
            )
        )


def _refuse_replacing(request: Request, loaded: Loaded) -> None:
    """Raise ScenarioError with everything present that would be overwritten."""
    tree = _tree(request.file)
    travel, sources = tree.get("travel"), tree.get("sources")
    faults = []
    if request.csv.exists():
        faults.append(
            Fault(
                Message("the table is there already; --replace writes it anew, --file another."), file=str(request.csv)
            )
        )
    for key in ("file", "rows"):
        if isinstance(travel, dict) and key in travel:
            message = Message("a table of times is given here; --replace puts the times by road in its place.")
            faults.append(loaded.fault_at(f"travel.{key}", message))
    if isinstance(sources, dict) and SOURCE in sources:
        message = Message("a source of that name is there already; --replace writes it anew.")
        faults.append(loaded.fault_at(f"sources.{SOURCE}", message))
    if faults:
        raise ScenarioError(faults)


def _text(file: Path) -> str:
    found = read_text(file, MAX_SCENARIO_BYTES)
    if isinstance(found, Unreadable):
        raise ScenarioError([Fault(found.message, "", str(file), found.line, found.column)])
    return found[0]


def _tree(file: Path) -> dict[str, Any]:
    tree = parse(_text(file), str(file), Positions()).value
    return tree if isinstance(tree, dict) else {}


@contextlib.contextmanager
def _tiles(request: Request, programs: Programs, extract: Extract) -> Iterator[Roads]:
    """A context with the tiles of the extract: from the cache, else made anew, without a cache for this call only."""
    say, threads = request.voice, request.threads or os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="placement-roads-") as spare:
        if request.cache is None:
            network = Roads(programs, Path(spare))
        else:
            network = Roads(programs, Path(request.cache) / f"{extract.sha256[:16]}-{programs.version}")
        if not network.built:
            size = say.number(extract.size / 1e6, 1)
            remark(say("Making road tiles of {file} ({size} MB) ...", file=extract.path.name, size=size))
            try:
                _build(network, programs, extract, threads)
            except OSError as error:
                raise UsageError(
                    Message("--cache: {folder} cannot be used: {why}.", folder=network.folder, why=why(error))
                ) from error
        yield network


def _build(network: Roads, programs: Programs, extract: Extract, threads: int) -> None:
    """Make the tiles in a temporary folder, and move them into the cache when they are complete."""
    network.folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=network.folder.parent) as fresh:
        made = Roads(programs, Path(fresh) / "tiles")
        made.build(extract.path, threads)
        if network.folder.exists() and not network.built:
            shutil.rmtree(network.folder)
        if not network.folder.exists():
            made.folder.rename(network.folder)


def _provenance(extract: Extract, programs: Programs, trips: list[Trips], snap: float) -> tuple[str, str]:
    """Title and note of the entry in ``sources``: which map, program and options."""
    date = f" ({extract.date:%Y-%m-%d})" if extract.date else ""
    title = f"© OpenStreetMap contributors, ODbL: {extract.path.name}{date}; Valhalla {programs.version}"
    note = "; ".join([*map(str, trips), f"snap {snap:g} m", f"sha256 {extract.sha256}"])
    return title, note


def _new_text(request: Request, source: dict[str, Any]) -> str:
    """The text of the scenario as now on disk, with the lines that read the table."""
    changes: dict[tuple[str, ...], Any] = {
        ("travel", "method"): "table",
        ("travel", "file"): request.table,
        ("travel", "rows"): TAKEN_OUT,
        ("sources", SOURCE): source,
    }
    try:
        return edited(_text(request.file), changes)
    except EditError as error:
        lines = [
            f"{'.'.join(path)}: {'' if value is TAKEN_OUT else written(value)}".rstrip()
            for path, value in changes.items()
        ]
        raise UsageError(
            Message(
                "{file} is written in a way that cannot be changed safely; write it yourself (an empty value: take it "
                "out): {lines}",
                file=str(request.file),
                lines="; ".join(lines),
            )
        ) from error


def _tried(request: Request, loaded: Loaded, text: str, content: bytes) -> Loaded:
    """The scenario with its new times, read from a copy.

    Raises:
        ScenarioError: with the new times it has faults, such as an area from which no site can be reached.
    """
    with tempfile.TemporaryDirectory(prefix="placement-roads-") as spare:
        for name in loaded.inputs:
            here, copy = request.file.parent / name, Path(spare) / name
            if here != request.file and here.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(here, copy)
        (Path(spare) / request.table).write_bytes(content)
        return load_text(text, folder=spare, file=str(request.file))


def _write_both(request: Request, content: bytes, text: str) -> None:
    """Write the table, then the scenario; if the latter fails, the former table is restored."""
    before = request.csv.read_bytes() if request.csv.exists() else None
    mark = b"\xef\xbb\xbf" if request.file.read_bytes().startswith(b"\xef\xbb\xbf") else b""
    put(request.csv, content)
    try:
        put(request.file, mark + text.encode())
    except PlacementError:
        if before is None:
            request.csv.unlink(missing_ok=True)
        else:
            put(request.csv, before)
        raise
