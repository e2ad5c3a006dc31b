"""The matrix of functions and sites: its cells, which of them match the filter, and the groups of rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from placement.locale import N_
from placement.present.words.terms import capital, short_names
from placement.scenario.schema.scenario import Scenario
from placement.web.groups import USED
from placement.web.solving.answers import BARRED, Picture
from placement.web.what_ifs import Address
from placement.web.words import CELL, SIGN, Words

_DECIDED = "d"
ONLY: dict[str, tuple[str, str]] = {
    "changes": (N_("what changes"), "nc"),
    "open": (N_("what is in the plan"), "kn"),
    "new": (SIGN["n"], "n"),
    "closes": (SIGN["c"], "c"),
    "kept": (SIGN["k"], "k"),
    "possible": (N_("what could be, and is not in the plan"), "a"),
    "barred": (SIGN["b"], BARRED),
    "decided": (N_("decided beforehand"), _DECIDED),
}
"""Filters on kinds of cells: words, and the signs of the cells that match (see ``answers``)."""
GROUPINGS: dict[str, dict[str, str]] = {
    "rows": {"level": N_("planning level"), "responsible": N_("party responsible")},
    "columns": {"kind": N_("kind of site"), "municipality": N_("{grouping}")},
}
"""What rows (functions) and columns (sites) can be grouped by."""
Groups = list[tuple[str, list[int]]]
"""Title and members of each group; one without a title where nothing is grouped."""


@dataclass(frozen=True)
class Cell:
    """One cell: its site, its sign, the decision in force, whether the what-if took it, if the filter matches."""

    site: str
    sign: str
    decision: str
    ours: bool
    asked: bool


@dataclass(frozen=True, eq=False)
class Matrix:
    """The matrix of one page.

    Attributes:
        picture: the plan it is about.
        address: of the page: what is decided, looked at and asked for, and for which group; ``words``: in its language.
    """

    picture: Picture
    address: Address
    words: Words

    @property
    def rows(self) -> list[tuple[str, list[tuple[int, str, str, list[Cell]]]]]:
        """Groups of functions: the group's title, and of each function its row number, id, title and cells."""
        names, number, sites = list(self._scenario.functions), count(), self._in_order(self._columns)
        return [
            (
                title,
                [
                    (next(number), names[f], self.words.function(names[f]), [self._cells[f][s] for s in sites])
                    for f in members
                ],
            )
            for title, members in self._rows
        ]

    @property
    def sites(self) -> list[tuple[str, str]]:
        """Title and short title of each column, in the order shown."""
        titles = [self.words.site(name) for name in self._scenario.sites]
        every = list(zip(titles, short_names(titles), strict=True))
        return [every[s] for s in self._in_order(self._columns)]

    @property
    def groups(self) -> list[tuple[str, int]]:
        """Title and number of columns of each group of sites."""
        return [(title, len(members)) for title, members in self._columns]

    @property
    def signs(self) -> dict[str, str]:
        """The words of each sign and each decision, for the legend."""
        return {sign: self.words.say(words) for sign, words in CELL.items()}

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many functions and sites are shown, and how many of their cells match the filter."""
        sites = self._in_order(self._columns)
        asked = sum(row[s].asked for row in self._cells for s in sites)
        return len(self._in_order(self._rows)), len(sites), asked

    @property
    def narrowed(self) -> bool:
        """Whether the filter leaves anything out."""
        return bool(self._sought or self.address.filter.only)

    def choices(self, which: str) -> list[tuple[str, str, bool]]:
        """Options of a filter field (``only``, ``rows`` or ``columns``): value, words, and whether it is chosen."""
        say, chosen = self.words.say, getattr(self.address.filter, which)
        if which == "only":
            return [(name, capital(say(words)), name == chosen) for name, (words, _) in ONLY.items()]
        return [
            (name, capital(say(words)), name == chosen)
            for name, words in GROUPINGS[which].items()
            if name == chosen or len(set(self._labels(name))) > 1
        ]

    # ---- what is shown

    @property
    def _scenario(self) -> Scenario:
        return self.words.controls.scenario

    @cached_property
    def _sought(self) -> list[str]:
        """What is searched for: the whole phrase where any text contains it, else its words one by one."""
        phrase = " ".join(self.address.filter.find.casefold().split())
        everywhere = [text for texts in self._texts.values() for text in texts]
        return [phrase] if phrase and any(phrase in text for text in everywhere) else phrase.split()

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        """The texts that are searched: of each function and each site its title and all groups it belongs to."""
        titles = {
            "rows": map(self.words.function, self._scenario.functions),
            "columns": map(self.words.site, self._scenario.sites),
        }
        return {
            which: [" ".join(each).casefold() for each in zip(own, *map(self._labels, GROUPINGS[which]), strict=True)]
            for which, own in titles.items()
        }

    @cached_property
    def _cells(self) -> list[list[Cell]]:
        """The cells by function, then site."""
        ours = {(function, site) for function, site, _ in self.address.whatif.decisions}
        decided = {(f, s): what for f, s, what in (*self.picture.decided, *self.address.whatif.decisions)}
        in_row, in_column = self._found("rows"), self._in_column
        return [
            [
                Cell(
                    site,
                    sign,
                    what,
                    pair in ours,
                    concerned
                    and all(word in here or word in there for word in self._sought)
                    and self._meant(sign, what),
                )
                for site, sign, there, concerned in zip(
                    self._scenario.sites, signs, in_column, self._concerned(f), strict=True
                )
                for pair in [(function, site)]
                for what in [decided.get(pair, "")]
            ]
            for f, (function, signs, here) in enumerate(
                zip(self._scenario.functions, self.picture.matrix, in_row, strict=True)
            )
        ]

    def _concerned(self, function: int) -> list[bool]:
        """Of each site, whether a function there concerns the group that is looked at.

        It does where its people come, and where they live; nothing they never need does.
        """
        group, sites = self.address.within, self._scenario.sites.values()
        if group not in self.picture.used:
            return [True] * len(sites)
        used = self.picture.used[group][function]
        return [
            sign == USED or (USED in used and site.municipality == group)
            for sign, site in zip(used, sites, strict=True)
        ]

    def _found(self, which: str) -> list[set[str]]:
        """For each function or site, the searched words that its texts contain."""
        return [{word for word in self._sought if word in text} for text in self._texts[which]]

    @cached_property
    def _in_column(self) -> list[set[str]]:
        return self._found("columns")

    def _meant(self, sign: str, decision: str) -> bool:
        """Whether a cell is of the kind the filter asks for."""
        only = self.address.filter.only
        return not only or sign in ONLY[only][1] or (bool(decision) and _DECIDED in ONLY[only][1])

    @cached_property
    def _rows(self) -> Groups:
        kept = [f for f, row in enumerate(self._cells) if any(cell.asked for cell in row)]
        return self._grouped(kept, self.address.filter.rows)

    @cached_property
    def _columns(self) -> Groups:
        """Sites with a matching cell; without a filter, sites at which nothing is possible are left out."""
        only, at = self.address.filter.only, self.address.at
        kept = [
            s
            for s, column in enumerate(zip(*self._cells, strict=True))
            if any(cell.asked for cell in column)
            and (
                only
                or self._in_column[s]
                or (at and at[1] == column[0].site)
                or any(cell.sign != BARRED or cell.decision for cell in column)
            )
        ]
        return self._grouped(kept, self.address.filter.columns)

    def _grouped(self, kept: Sequence[int], grouping: str) -> Groups:
        if not grouping:
            return [("", list(kept))]
        labels, groups = self._labels(grouping), dict[str, list[int]]()
        for each in kept:
            groups.setdefault(labels[each], []).append(each)
        unknown = groups.pop("", [])
        return [*groups.items(), *([(self.words.say("Not said"), unknown)] if unknown else [])]

    def _labels(self, grouping: str) -> list[str]:
        """The group that each function, or site, belongs to; empty where it names none."""
        scenario, say = self._scenario, self.words.say
        match grouping:
            case "level":
                return [capital(say.words.level(scenario.level_key(each), say.language)) for each in scenario.functions]
            case "responsible":
                return [each.responsible for each in scenario.functions.values()]
            case "kind":
                return [capital(say.kind(each.kind)) for each in scenario.sites.values()]
        return [each.municipality for each in scenario.sites.values()]

    @staticmethod
    def _in_order(groups: Groups) -> list[int]:
        return [each for _, members in groups for each in members]
