"""The audit common to all folders this program writes: the manifest, its files, its command line and the scenario.

How the contents are checked depends on the kind of folder: `StudyAudit` and the audit of a proposal add that.
"""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from placement.console.types import read_decimal
from placement.errors import Message, RefusedError, ResultError, ScenarioError, UsageError, why
from placement.present.folder.differences import Difference, few, same, tree_differences, workbook_differences
from placement.present.folder.manifest import (
    DIGEST,
    KINDS,
    NAME,
    Call,
    Page,
    digest_of,
    manifest_in,
    misfits,
    sha256,
    shown,
)
from placement.present.folder.reading import bytes_in, json_of
from placement.present.tables.columns import Table
from placement.present.tables.csv_dialect import Dialect, dialect_named, parse
from placement.present.tables.tabular import DATAPACKAGE, about, datapackage
from placement.present.tables.workbook import workbook
from placement.present.words.currency import close_enough, currency, speaking_of
from placement.questions.proposal.folder import strangers
from placement.scenario.load import Loaded, load
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.text import settled
from placement.scenario.source.files import as_stored, on_disk
from placement.solve.confirmation import ANY
from placement.solve.result import MOST_ALTERNATIVES, Options, Prices, versions

UNFIT = (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError, RecursionError, AssertionError)
"""Errors raised when a document is read that this program cannot have written."""
_SHOWN = 70
MADE_BY = ("inputs", "versions", "seed", "command")
"""Fields on how the folder was made that both the document and the manifest have."""
WITHOUT_SEED = ("explain.json", "pairs.json")
"""Documents without the seed."""


class Audit:
    """The audit of one folder; differences are collected in ``found``.

    Args:
        folder: the folder.
        scenario_path: where the scenario is now; None: where the manifest says.

    Raises:
        ResultError: the folder is not from this program, or the scenario is not found.
    """

    besides: frozenset[str] = frozenset()
    """Files of this program that may be in the folder without being listed in the manifest."""

    def __init__(self, folder: Path, scenario_path: Path | str | None) -> None:
        self.folder = folder
        self.manifest: dict[str, Any] = manifest_in(folder)
        self.found: list[Difference] = []
        self.moved = scenario_path

    def run(self) -> list[Difference]:
        """Audit manifest, files, inputs and contents; last, report changed files in which no difference was found."""
        self._manifest()
        if misfits(self.manifest):
            return self.found
        self._open()
        self._names()
        loaded = self._reload(self.manifest_variants)
        with speaking_of(currency() if loaded is None else loaded.scenario.about.currency):
            self.found += called_differences(self.manifest)
        if loaded is not None:
            self.inputs(loaded.inputs)
            if self.manifest["scenario"]["name"] != loaded.scenario.name:
                self.tell(NAME, "", "scenario.name", self.manifest["scenario"]["name"], loaded.scenario.name)
            with speaking_of(loaded.scenario.about.currency):
                self._safely(loaded)
        told = {difference.file for difference in self.found}
        for name in sorted(self.changed - told):
            self.tell(name, "", "sha256", sha256(self.content[name]), self.listed[name])
        return self.found

    def _manifest(self) -> None:
        self.found += [Difference(NAME, "", *misfit) for misfit in misfits(self.manifest)]
        seen, right = digest_of(self.manifest), self.manifest.get(DIGEST)
        if right is None:
            self.tell(NAME, "", DIGEST, "nothing", seen)
        elif seen != right:
            self.tell(NAME, "", DIGEST, seen, str(right))

    def _open(self) -> None:
        self.scenario_path = as_stored(Path(self.moved or self.manifest["scenario"]["path"]))
        self.listed: dict[str, str] = self.manifest["outputs"]
        csv = self.manifest["csv"]
        self.dialect: Dialect = dialect_named(csv["dialect"])
        places = {name: on_disk(self.folder, name) for name in self.listed}
        self.content = {name: bytes_in(place) for name, place in places.items() if place.is_file()}
        self.changed = {name for name, content in self.content.items() if sha256(content) != self.listed[name]}
        self.ours = self.manifest["versions"].get("placement") == versions()["placement"]
        created = dt.datetime.fromisoformat(self.manifest["created"])
        self.call = Call(
            self.manifest["command"],
            self.manifest["scenario"]["path"],
            csv["lang"],
            self.dialect,
            csv["suppress_below"],
            created,
        )
        page = self.manifest.get("page")
        self.page = Page(**page) if page else None

    @property
    def name(self) -> str:
        """The file name of the document."""
        return next((name for name in KINDS if name in self.listed), next(iter(KINDS)))

    @property
    def manifest_variants(self) -> list[str]:
        """The variants whose files the manifest lists."""
        return list(self.manifest["variants"])

    def contents(self, loaded: Loaded) -> None:
        """Audit the contents of the files; implemented for each kind of folder."""

    def _safely(self, loaded: Loaded) -> None:
        try:
            self.contents(loaded)
        except (*UNFIT, ResultError, UsageError) as error:
            self.unfit(error)

    def unfit(self, error: Exception) -> None:
        """Record that the document cannot be what was written."""
        said: object = why(error)
        if isinstance(error, UNFIT):
            said = f"{type(error).__name__}: {' '.join(str(error).split())}"[:_SHOWN]
        told = Message("a document that does not hold together ({why})", why=said)
        if isinstance(error, ResultError):
            told = Message("a document that {why}", why=said)
        self.tell(self.name, "", "", told, "the result")

    def document(self) -> dict[str, Any]:
        """The content of the document; ResultError if it is missing."""
        if self.name not in self.content:
            raise ResultError(Message("is missing"))
        found = json_of(self.content[self.name])
        if not isinstance(found, dict):
            raise ResultError(Message("is no map"))
        return found

    def made_by(self, document: Mapping[str, Any]) -> None:
        """Compare the document's fields on how it was made with the manifest."""
        names = [name for name in MADE_BY if name != "seed" or self.name not in WITHOUT_SEED]
        right = {"manifest": {name: self.manifest[name] for name in names}}
        found = tree_differences(self.name, {"manifest": document.get("manifest")}, right)
        self.found += [replace(each, expected=f"{each.expected} ({NAME})") for each in found]

    def tell(self, file: str, row: str, column: str, seen: str, expected: str) -> None:
        """Record a difference."""
        self.found.append(Difference(file, row, column, seen, expected))

    def text(self, name: str, page: str) -> None:
        """Compare a text file line by line with the text ``page`` it should have."""
        if name not in self.content:
            return
        seen, expected = settled(self.content[name].decode(errors="replace")).splitlines(), page.splitlines()
        longest = max(len(seen), len(expected))
        pairs = zip(_padded(seen, longest), _padded(expected, longest), strict=True)
        found = [
            Difference(name, f"line {at}", "", *_apart(*pair)) for at, pair in enumerate(pairs, 1) if pair[0] != pair[1]
        ]
        self.found += few(found[:1] if len(seen) != len(expected) else found)

    def describes(self, loaded: Loaded, expected: Mapping[str, Table], book: str) -> None:
        """Compare ``datapackage.json`` with the description of the expected tables."""
        csv = self.manifest["csv"]
        if DATAPACKAGE in self.content and self.ours:
            right = datapackage(
                loaded.scenario, expected, self.dialect, self.manifest["created"], csv["suppress_below"], book
            )
            try:
                self.found += tree_differences(DATAPACKAGE, json_of(self.content[DATAPACKAGE]), right)
            except ResultError as error:
                self.tell(DATAPACKAGE, "", "", Message("a document that {why}", why=why(error)), "the result")

    def workbook(self, loaded: Loaded, expected: Mapping[str, Table], book: str, variants: str) -> None:
        """Compare a workbook cell by cell with the CSV files.

        Only if this version wrote it: another version may use other words.
        """
        if book not in self.content or not self.ours:
            return
        made = {name: self._as_written(table) for name, table in expected.items()}
        right = workbook(made, about(loaded.scenario, self.call, variants), self.call.lang)
        self.found += workbook_differences(book, self.content[book], right)

    def _as_written(self, table: Table) -> Table:
        """The table as read from its CSV file, if that file is unchanged; else as given."""
        file = f"{table.name}.csv"
        if file not in self.content or file in self.changed or any(each.file == file for each in self.found):
            return table
        return parse(table, self.content[file], self.dialect)

    def _names(self) -> None:
        there = {settled(entry.name) for entry in self.folder.iterdir()}
        for name in sorted(strangers(there, set(self.listed), self.besides)):
            self.tell(name, "", "", "a file", "none")
        for name in sorted(set(self.listed) - set(self.content)):
            self.tell(name, "", "", "no file", "a file")

    def _reload(self, variants: Sequence[str]) -> Loaded | None:
        """The scenario with ``variants`` and the result's overrides; None, and a difference, if no longer readable."""
        if not self.scenario_path.exists():
            if self.found:
                self.tell(NAME, "", "scenario.path", str(self.scenario_path), "a scenario")
                return None
            raise RefusedError(
                Message(
                    "The scenario {scenario} is not there. Run verify where solve was run, or say "
                    "where the scenario lies now.",
                    scenario=self.scenario_path,
                )
            )
        try:
            return self.read(variants)
        except (ScenarioError, UsageError) as error:
            before = len(self.found)
            self.inputs(self._fingerprints())
            if len(self.found) == before and not before:
                raise
            if len(self.found) == before:
                told = Message("a scenario that cannot be read ({why})", why=why(error))
                self.tell(NAME, "", "scenario", told, "the scenario")
            return None

    def read(self, variants: Sequence[str]) -> Loaded:
        """The scenario read with ``variants`` and the result's overrides."""
        return load(self.scenario_path, variants=variants, overrides=self.manifest["overrides"])

    def _fingerprints(self) -> dict[str, str]:
        """By name, digests of the scenario's files as they are now."""
        place = self.scenario_path if self.scenario_path.is_dir() else self.scenario_path.parent
        files = {name: on_disk(place, name) for name in self.manifest["inputs"]}
        return {name: sha256(bytes_in(file)) for name, file in files.items() if file.is_file()}

    def inputs(self, now: Mapping[str, str]) -> None:
        """Compare the digests of the scenario's files in the manifest with the present ones."""
        then = self.manifest["inputs"]
        for name in sorted({*then, *now}):
            if then.get(name) != now.get(name):
                self.tell(name, "input", "sha256", now.get(name, "no file"), then.get(name, "no file"))


def _padded(lines: list[str], length: int) -> list[str]:
    return [*lines, *["nothing"] * (length - len(lines))]


def _apart(seen: str, expected: str) -> tuple[str, str]:
    """Two lines cut to begin shortly before they differ, so that the difference shows in long lines."""
    at = next((n for n, (one, other) in enumerate(zip(seen, expected, strict=False)) if one != other), 0)
    start = max(0, at - _SHOWN // 2) if max(len(seen), len(expected)) > 2 * _SHOWN else 0
    return _part(seen, start), _part(expected, start)


def _part(line: str, start: int) -> str:
    if start == 0 and len(line) <= 2 * _SHOWN:
        return line
    return f"{'…' if start else ''}{line[start : start + _SHOWN]}{'…' if len(line) > start + _SHOWN else ''}"


_PROGRAM = "placement"
_OPTION_FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "--gap": ("gap", read_decimal),
    "--gap-money": ("gap_money", read_decimal),
    "--time-limit": ("time_limit", read_decimal),
    "--threads": ("threads", int),
    "--seed": ("seed", int),
    "--method": ("method", str),
    "--formulation": ("formulation", str),
    "--solver": ("solver", str),
}
_CSV_FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "--csv": ("dialect", str),
    "--lang": ("lang", str),
    "--suppress-below": ("suppress_below", float),
}
"""By option of the command line, the field of the manifest it sets, and the function that reads its value."""
_COMMANDS = ("solve", "compare", "explain", "tradeoff", "robust", "ballots", "drafts")
_SIDE_BY_SIDE = ("compare", "robust")
"""Commands whose folder names several variants, each applied separately."""
_AS_SAID = "as in the command"
_WITHOUT_VALUE = frozenset({"--alternatives"})


def called_differences(manifest: Mapping[str, Any]) -> Iterator[Difference]:
    """Differences between a manifest's options, scenario or language and its command line.

    A command line without the manifest's path of the scenario is not compared: a program that uses the API may give any
    words, and the path is then absolute.
    """
    path, words = manifest["scenario"]["path"], words_of(manifest["command"])
    if manifest["options"]["seed"] != manifest["seed"]:
        yield _difference("seed", manifest["seed"], manifest["options"]["seed"])
    if words[:1] != [_PROGRAM]:
        return
    asked = _Asked(words[1:])
    if path in asked.alone:
        yield from _options(manifest["options"], asked)
        yield from _told("csv", manifest["csv"], _CSV_FIELDS, asked)
        yield from _scenario(manifest, asked)
    elif asked.command and not Path(path).is_absolute():
        yield _difference("scenario.path", path, _AS_SAID)


class _Asked:
    """A parsed command line: words that are no options (``alone``), and by option its values (``given``)."""

    def __init__(self, words: Sequence[str]) -> None:
        self.alone: list[str] = []
        self.given: dict[str, list[str]] = {}
        left = list(words)
        while left:
            word = left.pop(0)
            if not word.startswith("--"):
                self.alone.append(word)
                continue
            name, equals, value = word.partition("=")
            if not equals and name not in _WITHOUT_VALUE and left:
                value = left[0]  # also after a flag; values of flags are never looked up
            self.given.setdefault(name, []).append(value)

    @property
    def command(self) -> str:
        """The command's name; empty without one."""
        return next((word for word in self.alone if word in _COMMANDS), "")

    def value(self, flag: str, read: Callable[[str], Any]) -> Any:
        """The last value of an option, converted by ``read``; None if it is not given or cannot be read."""
        try:
            return read(self.given[flag][-1]) if flag in self.given else None
        except ValueError:
            return None


def words_of(command: str) -> list[str]:
    """The words of a command line; empty if it cannot be split."""
    try:
        return shlex.split(command)
    except ValueError:
        return []


def _options(options: Mapping[str, Any], asked: _Asked) -> Iterator[Difference]:
    yield from _told("options", options, _OPTION_FIELDS, asked)
    if not asked.command:
        return
    price = asked.value("--price", read_decimal)
    plain = Options(
        method=None if price is None else "price",
        prices=None if price is None else Prices(price),
        gap_money=close_enough(),
    )
    if options["prices"] != (expected := plain.prices and asdict(plain.prices)):
        yield _difference("options.prices", options["prices"], expected)
    for flag, (name, _) in _OPTION_FIELDS.items():
        if flag not in asked.given and not same(options[name], getattr(plain, name)):
            yield _difference(f"options.{name}", options[name], getattr(plain, name))
    most = MOST_ALTERNATIVES if "--alternatives" in asked.given else 0
    if options["alternatives"] != most:
        yield _difference("options.alternatives", options["alternatives"], most)
    confirm = asked.value("--confirm-with", str) or (ANY if "--confirm" in asked.given else "")
    if options["confirm"] != confirm:
        yield _difference("options.confirm", options["confirm"], confirm)
    yield from _weights(options["weights"], asked.value("--weights", str))


def _weights(weights: Mapping[str, Any] | None, given: str | None) -> Iterator[Difference]:
    if given is None or weights is None:
        if (given is None) != (weights is None):
            yield _difference("options.weights", weights, given)
        return
    for part in given.split(","):
        aim, _, value = part.partition("=")
        try:
            right = float(value)
        except ValueError:
            continue
        if aim.strip() in AIMS and not same(weights.get(aim.strip()), right):
            yield _difference(f"options.weights.{aim.strip()}", weights.get(aim.strip()), right)


def _told(
    part: str, values: Mapping[str, Any], known: Mapping[str, tuple[str, Callable[[str], Any]]], asked: _Asked
) -> Iterator[Difference]:
    for flag, (name, read) in known.items():
        right = asked.value(flag, read)
        if right is not None and not same(values[name], right):
            yield _difference(f"{part}.{name}", values[name], right)


def _scenario(manifest: Mapping[str, Any], asked: _Asked) -> Iterator[Difference]:
    overrides, variants = manifest["overrides"], manifest["variants"]
    if not asked.command:
        return
    if overrides != asked.given.get("--set", []):
        yield _difference("overrides", overrides, _AS_SAID)
    given = [name for text in asked.given.get("--variant", [])[-1:] for name in text.split(",")]
    apart = asked.command in _SIDE_BY_SIDE
    known = variants == given if apart else "+".join(variants) in given
    known = known or (not given and (apart or not variants))  # without names, all variants are compared
    if not known and asked.command != "drafts":
        yield _difference("variants", ", ".join(variants), ", ".join(given) or "none")


def _difference(path: str, seen: Any, expected: Any) -> Difference:
    return Difference(NAME, "", path, shown(seen), shown(expected))
