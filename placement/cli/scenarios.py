"""Scenarios and variants, as asked for on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from placement.errors import UsageError
from placement.report.text import Voice
from placement.scenario.load import Loaded, load
from placement.scenario.variants import parse_variants


def side_by_side(path: str, variant: str | None, overrides: Sequence[str]) -> list[Loaded]:
    """The scenario once for each combination of variants: ``a+b,c`` gives two."""
    if variant is None:
        return [load(path, overrides=overrides)]
    base = load(path)
    return [load(path, variants=group, overrides=overrides) for group in parse_variants(variant, base.base.variants)]


def one(path: str, variant: str | None, overrides: Sequence[str], say: Voice) -> Loaded:
    """The scenario, where only one calculation makes sense."""
    loaded = side_by_side(path, variant, overrides)
    if len(loaded) > 1:
        raise UsageError(say("usage.side_by_side", names=names(loaded)))
    return loaded[0]


def names(loaded: Sequence[Loaded]) -> str:
    """The combinations as they were asked for."""
    return ", ".join("+".join(each.variants) for each in loaded)
