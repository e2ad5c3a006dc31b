"""Titles in a comparison, where a variant may know a function or a site the others do not."""

from __future__ import annotations

from placement.report.text_numbers import Language
from placement.scenario.schema import Scenario
from placement.study.compare import Alternative, SideBySide


class Names:
    """Titles of functions, sites and alternatives in one language."""

    def __init__(self, found: SideBySide, lang: Language) -> None:
        self._scenarios = [found.plain.scenario, *(each.loaded.scenario for each in found.alternatives)]
        self._lang = lang

    def function(self, name: str) -> str:
        """Title of a function; its id where nobody has it."""
        return self._title("functions", name)

    def site(self, name: str) -> str:
        """Title of a site; its id where nobody has it."""
        return self._title("sites", name)

    def alternative(self, each: Alternative) -> str:
        """Titles of its variants; the scenario's own where it has none."""
        scenario: Scenario = each.loaded.scenario
        titles = [scenario.variants[name].title for name in each.loaded.variants] or [scenario.title]
        return " + ".join(title.in_language(self._lang) for title in titles)

    def _title(self, table: str, name: str) -> str:
        known = (getattr(scenario, table).get(name) for scenario in self._scenarios)
        return next((each.title.in_language(self._lang) for each in known if each is not None), name)
