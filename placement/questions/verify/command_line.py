"""Whether a manifest says the same as the command line it names."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from placement.present.folder.differences import Difference, same
from placement.present.folder.manifest import NAME
from placement.present.folder.manifest_schema import shown
from placement.scenario.schema.frame import AIMS
from placement.solve.confirmation import ANY
from placement.solve.result import MOST_ALTERNATIVES, Options

_PROGRAM = "placement"
_NUMBERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "--gap": ("gap", float),
    "--time-limit": ("time_limit", float),
    "--threads": ("threads", int),
    "--seed": ("seed", int),
    "--method": ("method", str),
    "--formulation": ("formulation", str),
    "--solver": ("solver", str),
}
_PAGE: dict[str, tuple[str, Callable[[str], Any]]] = {
    "--csv": ("dialect", str),
    "--lang": ("lang", str),
    "--suppress-below": ("suppress_below", float),
}
_COMMANDS = ("solve", "compare", "explain", "tradeoff", "robust", "ballots", "drafts")
_SIDE_BY_SIDE = ("compare", "robust")
"""Commands whose folder names several variants, each by itself."""
_AS_SAID = "as in the command"
_WITHOUT_VALUE = frozenset({"--alternatives"})


def called_differences(manifest: Mapping[str, Any]) -> Iterator[Difference]:
    """Where the options, the scenario or the language are not those of the command.

    Nothing is said of a command line that does not name the scenario's place as the manifest has it: a program that
    uses the API may give any words, and the place is then whole.
    """
    path, words = manifest["scenario"]["path"], words_of(manifest["command"])
    if manifest["options"]["seed"] != manifest["seed"]:
        yield _difference("seed", manifest["seed"], manifest["options"]["seed"])
    if words[:1] != [_PROGRAM]:
        return
    asked = _Asked(words[1:])
    if path in asked.alone:
        yield from _options(manifest["options"], asked)
        yield from _told("csv", manifest["csv"], _PAGE, asked)
        yield from _scenario(manifest, asked)
    elif asked.command and not Path(path).is_absolute():
        yield _difference("scenario.path", path, _AS_SAID)


class _Asked:
    """The words of a command line: which command, what stands alone, and the value of each option."""

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
                value = left[0]  # a flag before another word is as good as an option: it is not asked for here
            self.given.setdefault(name, []).append(value)

    @property
    def command(self) -> str:
        """The command's name; empty where there is none."""
        return next((word for word in self.alone if word in _COMMANDS), "")

    def value(self, flag: str, read: Callable[[str], Any]) -> Any:
        """What an option was given last; None where it was not, or cannot be read."""
        try:
            return read(self.given[flag][-1]) if flag in self.given else None
        except ValueError:
            return None


def words_of(command: str) -> list[str]:
    """The words of a command line; none where it is no such line."""
    try:
        return shlex.split(command)
    except ValueError:
        return []


def _options(options: Mapping[str, Any], asked: _Asked) -> Iterator[Difference]:
    yield from _told("options", options, _NUMBERS, asked)
    if not asked.command:
        return
    plain = Options()
    for flag, (name, _) in _NUMBERS.items():
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
    known = variants == given if asked.command in _SIDE_BY_SIDE else "+".join(variants) in (given or [""])
    if not known and asked.command != "drafts":
        yield _difference("variants", ", ".join(variants), ", ".join(given) or "none")


def _difference(path: str, seen: Any, expected: Any) -> Difference:
    return Difference(NAME, "", path, shown(seen), shown(expected))
