"""Scenarios and variants, as asked for on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from placement.errors import UsageError
from placement.patience import patient
from placement.report.text import Voice
from placement.scenario.load import Loaded, load
from placement.scenario.paths import nearest
from placement.scenario.variants import parse_variants
from placement.solve.stage import Clock


def reading(limit: float | None) -> AbstractContextManager[None]:
    """For reading, which is part of what a limit in seconds is for."""
    clock = Clock(limit)
    return patient("reading", lambda: clock.over)


def side_by_side(path: str, variant: str | None, overrides: Sequence[str], say: Voice) -> list[Loaded]:
    """The scenario once for each combination of variants: ``a+b,c`` gives two."""
    if variant is None:
        return [load(path, overrides=overrides)]
    base = load(path)
    _check_names(variant, list(base.base.variants), say)
    return [load(path, variants=group, overrides=overrides) for group in parse_variants(variant, base.base.variants)]


def _check_names(text: str, known: Sequence[str], say: Voice) -> None:
    """Refuse a variant the scenario does not have, with the nearest name or all of them."""
    for name in (name.strip() for group in text.split(",") for name in group.split("+")):
        if name not in known:
            near = nearest(name, known)
            listed = say("usage.variants", known=", ".join(known) or say("none"))
            hint = say("usage.suggestion", words=f"'{near}'") if near else listed
            raise UsageError(f"{say('usage.no_variant', name=name)} {hint}")


def one(path: str, variant: str | None, overrides: Sequence[str], say: Voice) -> Loaded:
    """The scenario, where only one calculation makes sense."""
    loaded = side_by_side(path, variant, overrides, say)
    if len(loaded) > 1:
        raise UsageError(say("usage.side_by_side", names=names(loaded)))
    return loaded[0]


def names(loaded: Sequence[Loaded]) -> str:
    """The combinations as they were asked for."""
    return ", ".join("+".join(each.variants) for each in loaded)
