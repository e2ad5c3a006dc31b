"""Numbers of a scenario by name, for those who have not read its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from placement.present.words.voice import Voice
from placement.scenario.schema.scenario import Scenario

_TITLED = ("functions", "sites", "equipment", "staff_roles", "rooms", "partners")


def path_in_words(path: str, say: Voice, scenarios: Sequence[Scenario]) -> str:
    """A path with the title of what it is about, and the rule's name where the number is a rule.

    Args:
        path: where the number is in the scenario.
        say: the voice.
        scenarios: those that may know a title; the first that does gives it.
    """
    if say.knows(f"html.field.{path}"):
        return say(f"html.field.{path}")
    first, *rest = path.split(".")
    if len(rest) < 2:
        return path
    title = _title(rest[0], say, scenarios, (first,)) if first in _TITLED else f"{first}.{rest[0]}"
    return f"{title}: {_field(rest[1:], say, scenarios)}"


def _field(parts: Sequence[str], say: Voice, scenarios: Sequence[Scenario]) -> str:
    """Its phrase; one that names an item may hold for any item."""
    field = ".".join(parts)
    known = next((key for key in (f"html.field.{field}", f"rule.{field}") if say.knows(key)), None)
    if known is not None:
        return say(known)
    for general, item in _with_item(parts):
        if say.knows(f"html.field.{general}"):
            return say(f"html.field.{general}", item=_title(item, say, scenarios, _TITLED))
    return field


def _with_item(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The field with each of its parts but the first called an item, and that part."""
    for at, part in enumerate(parts):
        if at:
            yield ".".join((*parts[:at], "item", *parts[at + 1 :])), part


def _title(name: str, say: Voice, scenarios: Sequence[Scenario], tables: Sequence[str]) -> str:
    """The title of an id; the id itself where nobody has one."""
    known = (getattr(scenario, table).get(name) for scenario in scenarios for table in tables)
    titles = (getattr(each, "title", None) for each in known)
    return next((title.in_language(say.language) for title in titles if title), name)
