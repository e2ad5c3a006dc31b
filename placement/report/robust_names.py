"""Titles in the study of robustness, where a variant may know a function or a site the others do not."""

from __future__ import annotations

from placement.report.names import short_name
from placement.report.text import Voice
from placement.report.text_numbers import Language
from placement.study.offers import HOME
from placement.study.robustness import Robust


class Names:
    """Titles of functions, sites, and roles in one language."""

    def __init__(self, found: Robust, lang: Language) -> None:
        self._scenarios = [one.scenario for one in found.loaded]
        self._say = Voice(lang)

    def function(self, name: str) -> str:
        """Title of a function; its id where nobody has it."""
        return self._title("functions", name)

    def site(self, name: str) -> str:
        """Title of a site, or the words for care at home."""
        return self._say("robust.home") if name == HOME else self._title("sites", name)

    def short(self, name: str) -> str:
        """A function or site in few words."""
        return short_name(self.site(name) if name == HOME else self.thing(name))

    def role(self, name: str) -> str:
        """Title of a professional group."""
        return self._title("staff_roles", name)

    def thing(self, name: str) -> str:
        """Title of a function or site, whichever it is."""
        for table in ("functions", "sites"):
            title = self._title(table, name)
            if title != name:
                return title
        return name

    def _title(self, table: str, name: str) -> str:
        known = (getattr(scenario, table).get(name) for scenario in self._scenarios)
        return next((each.title.in_language(self._say.language) for each in known if each is not None), name)
