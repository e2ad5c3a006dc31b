"""What can still be read of a scenario when the schema refuses parts of it, so that the rest is checked too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError

from placement.scenario.base import Title
from placement.scenario.paths import Tree, alternatives, annotation_at
from placement.scenario.positions import Path
from placement.scenario.quantity import Quantity
from placement.scenario.schema import Scenario
from placement.scenario.translate import Refusal, refusals, value_at

_ROUNDS = 8


def salvaged(tree: Tree, refused: Sequence[Refusal]) -> Scenario | None:
    """The scenario without what is refused, with something in place of what is missing; None where that fails."""
    for _ in range(_ROUNDS):
        for one in refused:
            tree = _repaired(tree, one)
        try:
            return Scenario.model_validate(tree)
        except ValidationError as error:
            refused = refusals(error.errors(include_url=False), tree)
    return None


def _repaired(tree: Any, refusal: Refusal) -> Any:
    path = refusal.path
    if refusal.kind == "missing":
        found = _something(annotation_at(path))
        return _changed(tree, path, found) if found is not None else _changed(tree, path[:-1], None)
    return _changed(tree, path, None)


def _something(annotation: Any) -> Any:
    """A value the schema accepts, whatever it is; None where there is none so simple."""
    for part in alternatives(annotation):
        if get_origin(part) is Literal:
            return get_args(part)[0]
        if part in (str, Title):
            return "x"
        if part in (float, int, Quantity):
            return 1
    return None


def _changed(tree: Any, path: Path, value: Any) -> Any:
    """A copy of ``tree`` with ``value`` at ``path``; None takes out what stands there."""
    if not path or not isinstance(value_at(tree, path[:-1]), dict | list):
        return tree
    key, rest = path[0], path[1:]
    if isinstance(tree, list):
        inner = [_changed(item, rest, value) if rest else value for n, item in enumerate(tree) if str(n) == key]
        before, after = tree[: int(key)], tree[int(key) + 1 :]
        return [*before, *(item for item in inner if item is not None), *after]
    if not rest and value is None:
        return {name: part for name, part in tree.items() if name != key}
    return {**tree, key: _changed(tree.get(key), rest, value) if rest else value}
