"""Types of values on the command line, and what a shell offers to complete them."""

from __future__ import annotations

import difflib
import math
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem, get_completion_class, shell_complete

from placement.console.endings import Exit
from placement.console.output import write
from placement.locale import N_
from placement.present.words.voice import Voice
from placement.scenario.schema.text import settled
from placement.scenario.schema.units import WEIGHT, Unit
from placement.scenario.source.files import as_stored

AIMS = ("citizen", "quality", "economy")
"""The same as in ``scenario.schema.frame``; repeated here so that help need not import that."""
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_THOUSAND = 1000
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_MOST_SHOWN = 300
_COMMA_IN_WEIGHTS = re.compile(r"=\s*[+-]?\d+,\d+(?![^,]*=)")


def voice(ctx: click.Context | None) -> Voice:
    """The voice the command line speaks with."""
    found = ctx.find_object(Voice) if ctx else None
    return found or Voice()


def read_number(text: str) -> float | None:
    """A finite number written with a point; None where it is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


def read_decimal(text: str) -> float | None:
    """A finite number as options take it, with a decimal point or comma; None where it is none."""
    text = text.strip()
    return read_number(text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text)


class OneOf(click.Choice[str]):
    """One of a set of words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word; fails with the words there are."""
        if value not in self.choices:
            self.fail(
                voice(ctx)(N_("'{seen}' is not one of: {known}."), seen=value, known=", ".join(self.choices)),
                param,
                ctx,
            )
        return str(value)


class Decimal(click.ParamType[float]):
    """A number; a decimal comma is understood as well as a point.

    Where it could be 1,000 or more, ``1.500`` and ``1,500`` are refused: they may be 1.5 or 1500.
    """

    name = "number"

    def __init__(
        self, low: float = 0.0, high: float = math.inf, *, above: bool = False, unit: Unit | None = None
    ) -> None:
        self.low, self.high, self.above, self.unit = low, high, above, unit

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click asks so
        """The placeholder for a number in help."""
        return voice(ctx)(N_("NUMBER"))

    @property
    def allowed(self) -> str:
        """The allowed range as text, such as ``≥ 0 and ≤ 1``."""
        upper = "" if math.isinf(self.high) else f", ≤ {self.high:g}"
        return f"{'>' if self.above else '≥'} {self.low:g}{upper}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        text = str(value).strip()
        number = read_decimal(text)
        if number is None:
            self.fail(voice(ctx)(N_("'{seen}' is not a number."), seen=value), param, ctx)
        if self.high >= _THOUSAND and _THOUSANDS.fullmatch(text):
            told, meant = N_("'{seen}' may mean {decimal} or {meant}; write one of these."), re.sub("[.,]", "", text)
            decimal = f"{number:g}" if text.endswith("0") else f"{number:g}0"
            self.fail(voice(ctx)(told, seen=value, decimal=decimal, meant=meant), param, ctx)
        if number < self.low or number > self.high or (self.above and number == self.low):
            self.fail(
                voice(ctx)(N_("{seen} is outside what is allowed: {allowed}."), seen=value, allowed=self.allowed),
                param,
                ctx,
            )
        if self.unit is not None and self.unit.objection(number):
            allowed = f"0, ≥ {self.unit.least:g}, ≤ {min(self.high, self.unit.most):g}"
            self.fail(
                voice(ctx)(N_("{seen} is outside what is allowed: {allowed}."), seen=value, allowed=allowed), param, ctx
            )
        return number


class Whole(click.ParamType[int]):
    """A whole number that is at least ``low``."""

    name = "integer"

    def __init__(self, low: int = 0, high: int = 2**31 - 1) -> None:
        self.low, self.high = low, high

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click asks so
        """The placeholder for a whole number in help."""
        return voice(ctx)(N_("INTEGER"))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        text = str(value).strip()
        if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
            self.fail(voice(ctx)(N_("'{seen}' is not a whole number."), seen=value), param, ctx)
        if not self.low <= int(text) <= self.high:
            self.fail(
                voice(ctx)(
                    N_("{seen} is outside what is allowed: {allowed}."),
                    seen=value,
                    allowed=f"≥ {self.low}, ≤ {self.high}",
                ),
                param,
                ctx,
            )
        return int(text)


class WeightsType(click.ParamType[dict[str, float]]):
    """``citizen=1,quality=1,economy=1``: weights of one or more aims."""

    name = "weights"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, float]:
        """The weights by the aims that are named."""
        if isinstance(value, dict):
            return value
        wrong = self.what_is_wrong(str(value))
        if wrong:
            key, seen = wrong
            self.fail(voice(ctx)(key, seen=seen), param, ctx)
        return {name.strip(): float(number) for name, _, number in self._parts(str(value))}

    @staticmethod
    def _parts(text: str) -> list[tuple[str, str, str]]:
        return [part.partition("=") for part in text.split(",")]

    def what_is_wrong(self, text: str) -> tuple[str, str] | None:
        """The key of the phrase that says what is wrong, and the text at fault; None where nothing is."""
        if _COMMA_IN_WEIGHTS.search(text):
            return N_(
                "'{seen}' has a decimal comma; the comma separates the weights. Write a point, "
                "as in citizen=0.5,quality=1."
            ), text
        total, names = 0.0, set()
        for name, sign, number in self._parts(text):
            weight = read_number(number.strip())
            if not sign or weight is None:
                return N_("'{seen}' are no weights; write them as citizen=1,quality=1,economy=1."), text
            if name.strip() not in AIMS:
                return N_("'{seen}' is not an aim; they are citizen, quality and economy."), name.strip()
            if name.strip() in names:
                return N_("'{seen}' stands there twice."), name.strip()
            if weight < 0 or WEIGHT.objection(weight):
                return N_("{seen} is below 0; a weight is 0 or more.") if weight < 0 else N_(
                    "the weight {seen} is too large, or too near 0; what counts is how the weights relate."
                ), number.strip()
            names.add(name.strip())
            total += weight
        return None if total > 0 else (N_("all weights are 0; at least one must be above 0."), text)


class Name(click.ParamType[str]):
    """Ids and names, converted to Unicode NFC."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """The text."""
        return settled(str(value))


class Existing(click.ParamType[str]):
    """A file or folder that exists, under either Unicode form of its accents."""

    name = "path"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click asks so
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Leave completion of paths to the shell."""
        return [CompletionItem(incomplete, type="file")]

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The path as given, or if nothing is there, in the Unicode form in which it is stored on disk."""
        say, path = voice(ctx), Path(value)
        if not self._is_there(path):
            path = as_stored(path)
        if not self._is_there(path):
            near = self._near(path)
            hint = " " + say("Did you mean {words}?", words=near) if near else ""
            self.fail(say("'{seen}' does not exist.", seen=value[:_MOST_SHOWN]) + hint, param, ctx)
        return str(value) if path == Path(value) else str(path)

    @staticmethod
    def _is_there(path: Path) -> bool:
        try:
            return path.exists()
        except PermissionError:  # it may exist: the caller reports the cause
            raise
        except (OSError, ValueError):  # too long for a name, or with an impossible character
            return False

    @staticmethod
    def _near(path: Path) -> str:
        try:
            names = [each.name for each in path.parent.iterdir()]
        except (OSError, ValueError):
            return ""
        found = difflib.get_close_matches(path.name, names, 1)
        return str(path.parent / found[0]) if found else ""


ASKED = "_PLACEMENT_COMPLETE"
"""Environment variable by which a shell asks for completions."""
SHELLS = ("bash", "zsh", "fish")
Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
_JOINED = re.compile(r"[+,]")


def completion(shell: str) -> Exit:
    """Print the script that makes a shell ask the program for completions."""
    asking = get_completion_class(shell)
    if asking is None:
        raise click.BadParameter(shell)
    script = asking(click.Command("placement"), {}, "placement", ASKED)
    write((script.source_template % script.source_vars()).strip())
    return Exit.DONE


def answer(commands: click.Command, say: object) -> int:
    """Answer a shell that asks for completions; returns the exit status."""
    return shell_complete(commands, {"obj": say}, "placement", ASKED, os.environ[ASKED])


def names(section: str, *more: str) -> Complete:
    """A completer for an id of a section of the scenario, or one of the words ``more``."""

    def complete(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
        known = {**dict.fromkeys(more, ""), **_known(ctx, section)}
        return [CompletionItem(name, help=title or None) for name, title in known.items() if name.startswith(begun)]

    return complete


def combined(section: str) -> Complete:
    """A completer for the last of several ids separated by ``+`` or ``,``."""

    def complete(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
        before, last = _split(begun)
        used = _JOINED.split(before)
        return [
            CompletionItem(before + name, help=title or None)
            for name, title in _known(ctx, section).items()
            if name.startswith(last) and name not in used
        ]

    return complete


def _known(ctx: click.Context, section: str) -> dict[str, str]:
    from placement.scenario.unchecked import written_names  # noqa: PLC0415 - help needs no scenario

    # where the value of an option is missing, click leaves the arguments before it unread
    scenario = ctx.params.get("scenario") or next(iter(ctx.args), "")
    return written_names(scenario, section, voice(ctx).language) if scenario else {}


def _split(begun: str) -> tuple[str, str]:
    """The text before the last id, and the beginning of that id."""
    at = max(begun.rfind(sign) for sign in "+,") + 1
    return begun[:at], begun[at:]


def folders(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """A completer that leaves folders to the shell."""
    return [CompletionItem(begun, type="dir")]


def files(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """A completer that leaves files to the shell."""
    return [CompletionItem(begun, type="file")]
