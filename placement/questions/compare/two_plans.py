"""Two plans as one picture: a map of where they differ, who loses, and who pays.

Everything is the second plan against the first: minutes one way of the same visits, and kroner against today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from placement.locale import N_
from placement.present.maps.draw import draw
from placement.present.maps.picture import Map
from placement.present.parts import Grid, Head, Part
from placement.present.words.quantities import Counts
from placement.present.words.voice import NOTHING
from placement.questions.compare.choice import Alternative
from placement.questions.compare.screen import at_home, grouping, other_days
from placement.questions.compare.sides import FEW_VISITS, Sides, paid
from placement.questions.compare.study import same_visits
from placement.questions.compare.summary import Row, less
from placement.questions.proposal.against_reference import GroupFigures, Standing, Versus, versus
from placement.questions.proposal.maps import Atlas
from placement.questions.proposal.tables.citizens import SAME_MINUTES
from placement.solve.result import Solved


def two_plans(sides: Sides, key: str, below: float = 0.0, within: str = "") -> tuple[Part, ...]:
    """The picture of the two whose difference is told; nothing where there are not two.

    Args:
        sides: the comparison.
        key: beginning of the ids in the map; another one for each map of a page.
        below: visits above 0 and below this are not told.
        within: a group of areas; map and trips keep to it, and the trips are told area by area.
    """
    first, second = sides.two or (None, None)
    if first is None or second is None or first.standing is None or second.solved is None or second.standing is None:
        return ()
    both = first.standing, second.standing
    before, now = (_by_area(each, within) for each in both) if within else both
    told = _Two(sides, first, second, before, second.solved, versus(before, now), below, within)
    return *told.where(key), *told.who(), told.money(), told.words()


@dataclass(frozen=True, eq=False)
class _Two:
    """The first and the second of the two, the second against the first; how few visits are not told, and of whom."""

    sides: Sides
    first: Alternative
    second: Alternative
    before: Standing
    solved: Solved
    against: Versus
    below: float
    within: str

    @property
    def _letters(self) -> tuple[str, str]:
        return self.sides.letter[self.first.name], self.sides.letter[self.second.name]

    def where(self, key: str) -> Iterator[Part]:
        """A map of what only one of them offers and of the areas that gain or lose, where there is anything to show."""
        title = self.sides.say("Where {second} differs from {first}", first=self._letters[0], second=self._letters[1])
        shown = self._map(title)
        if shown:
            yield Part(title, pictures=(draw(shown, key),), depth="summary")

    def words(self) -> Part:
        """What only one of them offers, by name; other days, and shares at home."""
        say, (one, other) = self.sides.say, self._letters
        only = [
            say("Only in {letter}: {offers}.", letter=letter, offers=self.sides.named(pairs, len(pairs)))
            for letter, pairs in ((one, self.against.closes), (other, self.against.opens))
            if pairs
        ]
        told = only or [say("{first} and {second} offer the same in the same places.", first=one, second=other)]
        told += filter(None, [other_days(self.sides, self.against.days), at_home(self.sides, self.against.home)])
        if not same_visits(self.before, self.against.now).all():
            text = N_("{first} and {second} do not have the same visits: each mean trip is that of its own.")
            told.append(say(text, first=one, second=other))
        return Part(
            say("In words: {second} against {first}", first=one, second=other), items=tuple(told), depth="meeting"
        )

    def _map(self, title: str) -> Map | None:
        """The map of areas, with the sites alone that do not offer the same; None where there is nothing to show."""
        say, (one, other) = self.sides.say, self._letters
        atlas = Atlas(self.solved, say.language, self.before, one)
        shown = atlas.change()
        sites = tuple(site for site in shown.sites if site.gained) if shown else ()
        if shown is None or not (sites or atlas.largest_change() > SAME_MINUTES):
            return None
        only = N_("only in {letter} (how many)")
        return replace(
            shown.about([name for name in self._groups if name]) if self.within else shown,
            title=title,
            sites=sites,
            states={"new": say(only, letter=other), "closed": say(only, letter=one)},
            notes=(say("+ offers only in {second}, − offers only in {first}.", first=one, second=other), *shown.notes),
        )

    def who(self) -> Iterator[Part]:
        """Table of groups that lose, most minutes first, then of those that only gain; the others are counted."""
        say = self.sides.say
        groups = {name: each for name, each in self._groups.items() if name}
        if not groups:
            return
        lose = sorted((name for name in groups if _loses(groups[name])), key=lambda name: -_lost(groups[name]))
        gain = [name for name in groups if name not in lose and groups[name].moved.visits_shorter >= FEW_VISITS]
        gain.sort(key=lambda name: -_won(groups[name]))
        rows: list[tuple[str, ...]] = []
        for heading, names in ((N_("With longer trips"), lose), (N_("With shorter trips only"), gain)):
            if names:
                rows += [(say(heading),), *(self._row(name, groups[name]) for name in names)]
        texts = [] if lose else [say("Nobody gets a longer trip.")]
        if rest := [name for name in groups if name not in lose and name not in gain]:
            few = N_("Fewer than {few} visits a year get a longer or a shorter trip: {groups}.")
            texts.append(say(few, few=FEW_VISITS, groups=say.listed(list(map(self._named, rest)))))
        if self.within:
            texts.insert(
                0, say("Map and trips are those of {group}; money and offers are everybody's.", group=self.within)
            )
        title = say("Who loses first: {second} against {first}", first=self._letters[0], second=self._letters[1])
        heads = (self._of_whom(), *self._heads())
        columns = tuple(Head(words, right=at > 0) for at, words in enumerate(heads))
        yield Part(title, tuple(texts), grid=Grid(title, columns, tuple(rows)) if rows else None, depth="summary")

    @property
    def _groups(self) -> Mapping[str, GroupFigures]:
        """Whose trips are told, those of nobody we ask about under the empty text: groups, or the areas of one."""
        return self.against.groups

    def _of_whom(self) -> str:
        if self.within:
            return self.sides.say("Area")
        return self.sides.say(N_("{Grouping}") if grouping(self.sides) == "municipality" else N_("Area group"))

    def _named(self, name: str) -> str:
        """A group, or an area, as people read it."""
        return (self.solved.instance.scenario.areas.rows[name].name or name) if self.within else name

    def _heads(self) -> tuple[str, ...]:
        say = self.sides.say
        longer = say("Visits with a longer trip"), say("Minutes longer")
        shorter = say("Visits with a shorter trip, home included"), say("Minutes shorter")
        means = (say("Trip, all visits, {letter}", letter=letter) for letter in self._letters)
        return (*longer, *shorter, *means, *less(self.sides))

    def _row(self, name: str, now: GroupFigures) -> tuple[str, ...]:
        say, moved = self.sides.say, now.moved
        counts = Counts(self.sides.found.plain.scenario, say, self.below)
        before = self._groups_before.get(name)
        trip = before.mean_minutes if before else float("nan")
        longer, shorter = (
            (counts(visits), say.number(minutes, 1) if visits else NOTHING)
            for visits, minutes in (
                (moved.visits_longer, moved.minutes_longer),
                (moved.visits_shorter, moved.minutes_shorter),
            )
        )
        means = Row("", trip, [trip, now.mean_minutes], 1)
        return (self._named(name), *longer, *shorter, *means.cells(say), means.less(say))

    @cached_property
    def _groups_before(self) -> Mapping[str, GroupFigures]:
        """The same with the first of the two."""
        return versus(self.before, self.before).groups

    def money(self) -> Part:
        """Each payer's running cost and investment in both, and the second less the first."""
        say = self.sides.say
        both, terms = (self.first, self.second), self.sides.found.plain.scenario.terms
        known = {payer for each in both for payer, _ in each.money_by_payer}
        payers = [*terms.payer_keys, *sorted(known - {*terms.payer_keys})]
        rows: list[tuple[str, ...]] = []
        for part, heading in enumerate((N_("Running cost a year, against today"), N_("Investment"))):
            rows.append((say(heading),))
            for payer in payers:
                amounts = [paid(each, (payer,), part) for each in both]
                row = Row(say.payer(payer), float("nan"), amounts, 1, signed=part == 0, is_money=True)
                if part == 0 or any(amounts):
                    rows.append((row.words, *row.cells(say), row.less(say)))
        title = say("Who pays: {second} against {first}", first=self._letters[0], second=self._letters[1])
        heads = (say("Million kr."), *self._letters, *less(self.sides))
        columns = tuple(Head(words, right=at > 0) for at, words in enumerate(heads))
        text = say("Plus is dearer. Running cost and investment are never added up.")
        return Part(title, (text,), grid=Grid(title, columns, tuple(rows)), depth="meeting")


def _by_area(standing: Standing, within: str) -> Standing:
    """The same, with each area of the group as a group of its own, and all others in none."""
    instance = standing.instance
    areas = (area if group == within else "" for area, group in zip(instance.area_ids, instance.group, strict=True))
    return replace(standing, instance=replace(instance, group=tuple(areas)))


def _loses(group: GroupFigures) -> bool:
    return group.moved.visits_longer >= FEW_VISITS


def _lost(group: GroupFigures) -> float:
    """Minutes one way a year by which trips get longer, in all."""
    return group.moved.visits_longer * group.moved.minutes_longer


def _won(group: GroupFigures) -> float:
    return group.moved.visits_shorter * group.moved.minutes_shorter
