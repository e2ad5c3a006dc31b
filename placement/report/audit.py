"""What every folder of ours is held against: its own list of files, and the scenario as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from placement.errors import ScenarioError, UsageError
from placement.report.csv_dialect import Dialect, dialect_named
from placement.report.differences import Difference
from placement.report.files import strangers
from placement.report.manifest import OURS, read_manifest, sha256
from placement.report.refused import RefusedError
from placement.scenario.load import Loaded, load
from placement.study.versions import versions


class Audit:
    """One folder under audit; ``found`` grows.

    Args:
        folder: the folder.
        scenario_path: where the scenario lies now; the place the manifest names where nothing is said.

    Raises:
        ResultError: the folder is none of ours, or the scenario is not found.
    """

    besides: frozenset[str] = frozenset()
    """Files of ours that the manifest does not list."""

    def __init__(self, folder: Path, scenario_path: Path | str | None) -> None:
        self.folder = folder
        self.manifest: dict[str, Any] = read_manifest(folder, OURS)
        self.scenario_path = Path(scenario_path or self.manifest["scenario"]["path"])
        self.listed: dict[str, str] = self.manifest["outputs"]
        self.dialect: Dialect = dialect_named(self.manifest["csv"]["dialect"])
        self.content = {name: (folder / name).read_bytes() for name in self.listed if (folder / name).is_file()}
        self.changed = {name for name, content in self.content.items() if sha256(content) != self.listed[name]}
        self.found: list[Difference] = []
        self.ours = self.manifest["versions"].get("placement") == versions()["placement"]

    def run(self) -> list[Difference]:
        """Files, inputs, contents; then what changed without any of them telling."""
        self._names()
        loaded = self._reload(self.manifest_variants)
        if loaded is not None:
            self._inputs(loaded.inputs)
            self.contents(loaded)
        told = {difference.file for difference in self.found}
        for name in sorted(self.changed - told):
            self.tell(name, "", "sha256", sha256(self.content[name]), self.listed[name])
        return self.found

    @property
    def manifest_variants(self) -> list[str]:
        """Variants of the scenario whose files the manifest lists."""
        return list(self.manifest["variants"])

    def contents(self, loaded: Loaded) -> None:
        """What the files say; each kind of folder adds its own."""

    def tell(self, file: str, row: str, column: str, seen: str, expected: str) -> None:
        """Note a difference."""
        self.found.append(Difference(file, row, column, seen, expected))

    def _names(self) -> None:
        there = {entry.name for entry in self.folder.iterdir()}
        for name in sorted(strangers(there, set(self.listed) | self.besides)):
            self.tell(name, "", "", "a file", "none")
        for name in sorted(set(self.listed) - set(self.content)):
            self.tell(name, "", "", "no file", "a file")

    def _reload(self, variants: list[str]) -> Loaded | None:
        """The scenario with variants and the overrides of the result; None where changed files broke it."""
        if not self.scenario_path.exists():
            raise RefusedError("no_scenario", scenario=self.scenario_path)
        try:
            return load(self.scenario_path, variants=variants, overrides=self.manifest["overrides"])
        except (ScenarioError, UsageError):
            before = len(self.found)
            self._inputs(self._fingerprints())
            if len(self.found) == before:
                raise
            return None

    def _fingerprints(self) -> dict[str, str]:
        """What the files of the scenario are now."""
        place = self.scenario_path if self.scenario_path.is_dir() else self.scenario_path.parent
        names = [name for name in self.manifest["inputs"] if (place / name).is_file()]
        return {name: sha256((place / name).read_bytes()) for name in names}

    def _inputs(self, now: Mapping[str, str]) -> None:
        then = self.manifest["inputs"]
        for name in sorted({*then, *now}):
            if then.get(name) != now.get(name):
                self.tell(name, "input", "sha256", now.get(name, "no file"), then.get(name, "no file"))
