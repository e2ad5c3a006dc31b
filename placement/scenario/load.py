"""Reads a scenario from files, checks it, and reports all its faults at once, each with its place.

Text becomes a tree of plain values, tables are read into it, variants and defaults are applied, the schema makes it a
`Scenario`, and the checks compare its parts with each other.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from placement.errors import Fault, Message, ScenarioError
from placement.scenario.brief import brief
from placement.scenario.checks import crossref
from placement.scenario.checks.phases import objection
from placement.scenario.checks.refusals import Refusal, as_faults, refusals, salvaged
from placement.scenario.dump import dump_written
from placement.scenario.price_year import with_prices_of_aims
from placement.scenario.schema.scenario import Scenario
from placement.scenario.schema.text import settled
from placement.scenario.source.files import MAX_SCENARIO_BYTES, Folder, Unreadable, read_file, read_text
from placement.scenario.source.former import Former, in_newest
from placement.scenario.source.normalise import DEFAULTED, Normaliser, fields_not_written, with_defaults
from placement.scenario.source.paths import PathError, Tree, split_path
from placement.scenario.source.positions import Path as Place
from placement.scenario.source.positions import Positions
from placement.scenario.source.tables import CsvTable
from placement.scenario.source.yaml_source import Parsed, parse
from placement.scenario.variants import Change, VariantBook, apply, check_names, parse_override
from placement.scenario.workbook.grid import MOST_BYTES, is_workbook
from placement.scenario.workbook.reading import read_workbook

FILE_NAME = "scenario.yaml"
MOST_FAULTS = 200
_LARGE = ("areas", "boundaries", "travel", "demand", "baseline", "observed")
"""Sections whose records are taken from the base scenario if a variant does not change them, as they are large."""


@dataclass(frozen=True)
class Loaded:
    """A scenario that has been read and is valid."""

    scenario: Scenario
    """The scenario with variants and overrides applied."""
    base: Scenario
    """The scenario without variants and overrides."""
    folder: Path
    """The folder of its files."""
    inputs: dict[str, str]
    """SHA-256 of each file read, by its name relative to the folder."""
    variants: tuple[str, ...]
    """Names of the variants applied."""
    overrides: tuple[str, ...]
    """The changes ``path=value`` applied on top."""
    defaults_used: tuple[tuple[str, Any], ...]
    """Fields left to their default, with the value; ``functions.*`` for a field that no function has."""
    positions: Positions = field(repr=False, compare=False)
    """The place of each value in the files."""
    seconds: float = field(default=0.0, compare=False)
    """Seconds that reading took."""
    remarks: tuple[Message, ...] = field(default=(), compare=False)
    """Remarks on the files that are no faults: sheets that were not read, hidden rows."""
    former: tuple[Former, ...] = field(default=(), compare=False)
    """Old names of fields and rules that were read as the new ones; the caller reports them."""

    __repr__ = brief

    def fault_at(self, path: str, message: str, *, suggestion: str = "") -> Fault:
        """A fault about the value at a dotted path, placed where it, or what is nearest to it, was written."""
        try:
            place = split_path(path)
        except PathError:
            place = ()
        return self.positions.fault(place, message, suggestion=suggestion)

    def placed(self, error: ScenarioError) -> ScenarioError:
        """The faults of an error found after reading, each at its place in the files."""
        return ScenarioError([self.fault_at(fault.path, fault.message) for fault in error.faults])


@dataclass
class _Build:
    """A tree of plain values, the scenario made from it (None if it has faults), and the faults."""

    tree: Tree
    positions: Positions
    faults: list[Fault]
    scenario: Scenario | None = None


def load(path: str | Path, *, variants: Sequence[str] = (), overrides: Sequence[str] = ()) -> Loaded:
    """Read the scenario in a YAML file or workbook, or in a folder with ``scenario.yaml``.

    Args:
        path: the file or folder.
        variants: names of variants to combine.
        overrides: changes ``path=value`` on top of the variants; the value is read as YAML.

    Raises:
        ScenarioError: with every fault found, in the order of the files.
        UsageError: an unknown variant, or an override that is not ``path=value``.
    """
    return _loading(path, tuple(variants), tuple(overrides)).run()


class Opened:
    """A scenario read once, to which different variants and overrides can be applied without reading it again.

    Args:
        path: as for `load`.

    Attributes:
        plain: the scenario without variants and overrides.
        file: the file read; ``text``: its content, as YAML also for a workbook.

    Raises:
        ScenarioError: as `load`.
    """

    def __init__(self, path: str | Path) -> None:
        self._loading = _loading(path, (), ())
        self.plain = self._loading.run()
        self.file = Path(self._loading.file)

    @property
    def text(self) -> str:
        """The scenario as YAML: as written, with comments, or made from the workbook."""
        return self._loading.text if self._loading.content is None else dump_written(self.written)

    @property
    def written(self) -> Tree:
        """The scenario as written, unchecked, with its tables read in."""
        return self._loading.written()

    def asked(self, variants: Sequence[str] = (), overrides: Sequence[str] = ()) -> Loaded:
        """The result of `load` for these variants and overrides, with the files as they were when first read.

        Raises:
            ScenarioError, UsageError: as `load`.
        """
        return self._loading.branch(tuple(variants), tuple(overrides)).ask()


def _loading(path: str | Path, variants: tuple[str, ...], overrides: tuple[str, ...]) -> _Loading:
    file = Path(path)
    file = file / FILE_NAME if file.is_dir() else file
    book = is_workbook(file)
    found = read_file(file, MOST_BYTES) if book else read_text(file, MAX_SCENARIO_BYTES)
    if isinstance(found, Unreadable):
        raise ScenarioError([Fault(found.message, "", str(file), found.line, found.column)])
    content, digest = found
    parent = str(path) if Path(path).is_dir() else str(file.parent)
    folder = Folder(file.parent, parent.rstrip("/") or "/", {file.name: digest})
    return _Loading(content, str(file), folder, variants, overrides)


def load_text(
    text: str,
    *,
    folder: str | Path | None = None,
    file: str = FILE_NAME,
    variants: Sequence[str] = (),
    overrides: Sequence[str] = (),
) -> Loaded:
    """Read a scenario given as text; tables in files can only be read if ``folder`` is given.

    Raises:
        ScenarioError: with every fault found.
        UsageError: as for `load`.
    """
    root = None if folder is None else Path(folder)
    return _Loading(text, file, Folder(root), tuple(variants), tuple(overrides)).run()


class _Loading:
    """One reading of a scenario: `run` reads it, `branch` and `ask` apply other variants to what was read."""

    def __init__(
        self, read: str | bytes, file: str, folder: Folder, variants: tuple[str, ...], overrides: tuple[str, ...]
    ) -> None:
        self.text = read if isinstance(read, str) else ""
        self.content = read if isinstance(read, bytes) else None
        """The workbook, where it is one."""
        self.remarks: tuple[Message, ...] = ()
        self.file = file
        self.folder = folder
        self.variants = tuple(map(settled, variants))
        self.overrides = tuple(map(settled, overrides))
        self.started = time.perf_counter()
        self.positions = Positions()
        self.faults: list[Fault] = []
        self.former: tuple[Former, ...] = ()
        self.cache: dict[tuple[str, ...], CsvTable | Unreadable] = {}
        self.incomplete = False
        self.no_areas_explained = False
        self._read: tuple[Tree, Tree, _Build, VariantBook]

    def run(self) -> Loaded:
        raw = self._raw()
        base, tables = self._base(raw)
        book = VariantBook(raw, self.positions)
        self._read = raw, tables, base, book
        check_names(self.variants, list(book.entries))
        self.faults += book.faults()
        for name in book.entries:
            if name not in self.variants or len(self.variants) > 1 or self.overrides:
                self._alone(raw, tables, base, *book.changes([name]))
        chosen = self._chosen(raw, tables, base, book)
        for build in (base,) if chosen is base else (base, chosen):
            self._phases(build)
        if self.faults or base.scenario is None or chosen.scenario is None:
            raise ScenarioError(self._in_order())
        return self._loaded(chosen, with_prices_of_aims(chosen.scenario), with_prices_of_aims(base.scenario))

    def branch(self, variants: tuple[str, ...], overrides: tuple[str, ...]) -> _Loading:
        """A copy of the reading with other variants and overrides, for `ask`."""
        other = copy(self)
        other.variants, other.overrides = tuple(map(settled, variants)), tuple(map(settled, overrides))
        other.faults, other.former, other.started = [], (), time.perf_counter()
        return other

    def ask(self) -> Loaded:
        """The scenario with the variants and overrides of this branch; the base must be valid."""
        raw, tables, base, book = self._read
        check_names(self.variants, list(book.entries))
        chosen = self._chosen(raw, tables, base, book)
        if chosen is not base:
            self._phases(chosen)
        if self.faults or base.scenario is None or chosen.scenario is None:
            raise ScenarioError(self._in_order())
        return self._loaded(chosen, with_prices_of_aims(chosen.scenario), with_prices_of_aims(base.scenario))

    def _loaded(self, chosen: _Build, scenario: Scenario, base: Scenario) -> Loaded:
        return Loaded(
            scenario=scenario,
            base=base,
            folder=self.folder.root or Path(),
            inputs=dict(self.folder.inputs),
            variants=self.variants,
            overrides=self.overrides,
            defaults_used=fields_not_written(scenario),
            positions=chosen.positions,
            seconds=time.perf_counter() - self.started,
            remarks=self.remarks,
            former=(*self.positions.former, *self.former),
        )

    def written(self) -> Tree:
        """The tree as written, with tables from files in ``rows``, also the areas that ``only`` leaves out."""
        return Normaliser(self.folder, self.positions.branch(), self.cache).brought_in(self._read[0])

    def _raw(self) -> Tree:
        parsed = self._parsed()
        self.faults += parsed.faults
        self.incomplete = not parsed.complete
        raw = parsed.value
        if isinstance(raw, dict):
            return in_newest(raw)
        if not self.faults:
            self.faults.append(self.positions.fault((), self._no_mapping(raw)))
        raise ScenarioError(self._in_order())

    def _parsed(self) -> Parsed:
        """The parsed content of the file, text or workbook."""
        if self.content is None:
            return parse(self.text, self.file, self.positions)
        read = read_workbook(self.content, self.file, self.positions)
        if isinstance(read, Unreadable):
            raise ScenarioError([Fault(read.message, "", self.file)])
        self.remarks = read.remarks
        return read.parsed

    def _no_mapping(self, raw: Any) -> Message:
        if raw is None:
            self.positions.values.clear()
            return Message("{file} is empty; a scenario begins with 'schema_version: 2'.", file=self.file)
        return Message(
            "the file holds {what}; a scenario is keys with values, beginning with 'schema_version: 2'.",
            what=Message("a list") if isinstance(raw, list) else Message("a single value"),
        )

    def _base(self, raw: Tree) -> tuple[_Build, Tree]:
        normaliser = Normaliser(self.folder, self.positions, self.cache)
        tables = normaliser.tables(raw)
        self.faults += normaliser.faults
        self.incomplete = self.incomplete or normaliser.incomplete
        self.no_areas_explained = normaliser.areas_explained
        build = self._checked(tables, self.positions, None)
        unread = {fault.location for fault in self.faults if fault.line}  # what could not be read is not missing too
        self.faults += [fault for fault in build.faults if fault.location not in unread]
        return build, tables

    def _alone(self, raw: Tree, tables: Tree, base: _Build, changes: list[Change], faults: list[Fault]) -> None:
        """Check a variant that is not applied, unless it changes tables, which are read only for applied variants."""
        if any(change.before_tables for change in changes):
            self.faults += faults
        else:
            self._changed(raw, tables, base, changes, faults)

    def _phases(self, build: _Build) -> None:
        """Check the changes of each phase on a scenario without faults so far."""
        for name, phase in build.scenario.phases.items() if build.scenario else ():
            changes: list[Change] = []
            faults: list[Fault] = []
            for key, value in phase.set.items():
                try:
                    changes.append(Change(split_path(key), value, name, key, section="phases"))
                except PathError as error:
                    faults.append(self.positions.fault(("phases", name, "set", key), error.message, key=True))
            allowed = [change for change in changes if not objection(change.path)]
            self._changed(build.tree, build.tree, build, allowed, faults)

    def _chosen(self, raw: Tree, tables: Tree, base: _Build, book: VariantBook) -> _Build:
        changes, faults = book.changes(self.variants)
        for text in self.overrides:
            change, wrong = parse_override(text)
            faults += wrong
            changes += [change] if change and not wrong else []
            self.former += change.former if change else ()
        return self._changed(raw, tables, base, changes, faults)

    def _changed(
        self, raw: Tree, tables: Tree, base: _Build, changes: Sequence[Change], faults: Sequence[Fault]
    ) -> _Build:
        """The scenario with ``changes`` applied; its faults are added to ``faults``."""
        self.faults += faults
        if not changes:
            return base
        positions = self.positions.branch()
        defaults = _defaults_of(tables)
        early = [change for change in changes if change.before_tables]
        if early:
            raw, lost = apply(raw, early, positions, defaults)
            normaliser = Normaliser(self.folder, positions, self.cache)
            tables = normaliser.tables(raw)
            self.faults += [*lost, *normaliser.faults]
            self.no_areas_explained = normaliser.areas_explained
        late = [change for change in changes if not change.before_tables]
        tables, lost = apply(tables, late, positions, defaults)
        build = self._checked(tables, positions, base)
        known = {(fault.location, fault.path) for fault in base.faults}
        self.faults += [*lost, *(fault for fault in build.faults if (fault.location, fault.path) not in known)]
        return build

    def _checked(self, tables: Tree, positions: Positions, base: _Build | None) -> _Build:
        build = _Build(with_defaults(tables, positions), positions, [])
        refused, build.scenario, without = _validate(build.tree, base)
        if self.no_areas_explained:
            refused = [one for one in refused if one.path != ("areas", "rows")]
        build.faults += as_faults(refused, positions)
        readable = build.scenario or without
        if readable is not None and not self.incomplete:
            found = crossref.check(readable, build.tree, positions, travel_checked=_same_travel(build, base))
            gone = [one.path for one in refused]
            build.faults += [fault for path, fault in found if not _touched(path, gone)]
        return build

    def _in_order(self) -> list[Fault]:
        """The faults in the order of the files, without repetition, at most ``MOST_FAULTS``."""
        files = list(self.positions.lines)  # and the sheets of a workbook
        once = {(fault.location, fault.message, "" if fault.line else fault.path): fault for fault in self.faults}
        rank = {file: number for number, file in enumerate(files)}
        stands = {fault: f"{fault.file}:{fault.sheet}" if fault.sheet else fault.file for fault in once.values()}
        ordered = sorted(
            once.values(), key=lambda fault: (rank.get(stands[fault], len(files)), fault.line, fault.column)
        )
        if len(ordered) > MOST_FAULTS:
            more = Fault(Message("and {n} more faults; correct these first.", n=len(ordered) - MOST_FAULTS))
            return [*ordered[:MOST_FAULTS], more]
        return ordered


def _defaults_of(tree: Tree) -> Mapping[str, Tree]:
    """By section, the default fields of its entries, from ``defaults``."""
    written = tree.get("defaults")
    defaults = written if isinstance(written, dict) else {}
    return {section: defaults[key] for section, key in DEFAULTED.items() if isinstance(defaults.get(key), dict)}


def _touched(path: Place, gone: Iterable[Place]) -> bool:
    """Whether the value at ``path``, or a value within it, has been refused already."""
    return any(path[: len(other)] == other or other[: len(path)] == path for other in gone)


def _validate(tree: Tree, base: _Build | None) -> tuple[list[Refusal], Scenario | None, Scenario | None]:
    """The schema's refusals; the scenario, if there are none; else what is left of it without the refused parts."""
    try:
        return [], Scenario.model_validate(_reused(tree, base)), None
    except ValidationError as error:
        refused = refusals(error.errors(include_url=False), tree)
    return refused, None, salvaged(tree, refused)


def _same_travel(build: _Build, base: _Build | None) -> bool:
    """Whether everything that travel times depend on is the same as in the base, which had no faults."""
    if base is None or base.scenario is None or base.faults:
        return False
    return all(build.tree.get(key) == base.tree.get(key) for key in ("areas", "sites", "travel", "sources"))


def _reused(tree: Tree, base: _Build | None) -> Tree:
    """``tree`` with large sections that equal the base's replaced by the base's validated records."""
    if base is None or base.scenario is None:
        return tree
    same = {key for key, part in tree.items() if part is base.tree.get(key)}
    parts = {key: getattr(base.scenario, key) for key in same if key in _LARGE}
    return {**tree, **parts}
