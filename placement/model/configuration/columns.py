"""Sets and options as columns of the model, and the totals they bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pulp

from placement.instance.instance import Bools, Floats, Ints
from placement.model.configuration.neighbourhoods import Neighbourhood
from placement.model.configuration.sets import MEASURES, Options, Sets
from placement.model.configuration.tables import Table
from placement.model.draft import Choice, Draft, Pair
from placement.model.linear import Linear, total
from placement.scenario.rules import Rule

Columns = list[pulp.LpVariable]


def write_function(draft: Draft, function: int, tables: list[Table]) -> None:
    """All columns of one function: what is constant, then one set per neighbourhood and home level."""
    for pair in draft.possible:
        if pair[0] == function:
            draft.open[pair] = Linear(1.0) if pair in draft.certain else Linear()
            if pair in draft.certain and not draft.instance.allowed[pair]:
                draft.row(Rule.MUST, Linear(1.0), "<=", Linear(0.0), *draft.ids(*pair))
            if not draft.instance.is_hospital[pair[1]]:
                draft.days[pair] = Linear()
                if _has_target(draft, pair):
                    draft.short[pair] = Linear()
    _settled(draft, function, {id(group) for table in tables for group in table.hood.groups})
    for number, table in enumerate(tables):
        _Writer(draft, table, number).write()
    for pair in draft.possible:
        if pair[0] == function:
            draft.volume[pair].add(draft.open[pair], float(draft.instance.demand.fixed[pair]))


def _has_target(draft: Draft, pair: Pair) -> bool:
    clinics = draft.instance.clinics
    return bool(clinics.target[pair[0]] > 0) and not draft.instance.is_waived(Rule.TARGET_VISITS, *pair)


def _settled(draft: Draft, function: int, open_to_choice: set[int]) -> None:
    """Groups with no house on their list: only the home level moves them."""
    for group in draft.groups:
        if group.function != function or id(group) in open_to_choice:
            continue
        for level, chosen in enumerate(draft.level[function]):
            ids = draft.instance.function_ids[function], group.stream, group.number, level
            if not group.demand.sites and group.loads.volume[level] > 0:
                draft.row(Rule.VISITS_SERVED, Linear(0.0), "==", chosen, *ids)
            if not group.demand.sites:
                continue
            draft.volume[function, group.demand.sites[0]].add(chosen, float(group.loads.volume[level]))
            draft.minutes.add(chosen, float(group.loads.minutes[level, 0]))
            draft.km[function].add(chosen, float(group.loads.km[level, 0]))
            draft.within[function].add(chosen, float(group.loads.within[level, 0]))


@dataclass(eq=False)
class _Writer:
    """Writes the columns of one table: one neighbourhood at one home level."""

    draft: Draft
    table: Table
    number: int

    @property
    def hood(self) -> Neighbourhood:
        """The neighbourhood."""
        return self.table.hood

    @property
    def level(self) -> int:
        """The home level."""
        return self.table.level

    def write(self) -> None:
        """Sets that can be run, their options, and everything they add to the totals."""
        draft, f, sets, rows = self.draft, self.hood.function, self.table.sets, self.table.rows
        columns = self._columns("set", rows.tolist())
        chosen = total((Linear.of(column), 1.0) for column in columns)
        ids = draft.instance.function_ids[f], self.number, self.level
        draft.row(Rule.PREFERENCE_ORDER, chosen, "==", draft.level[f][self.level], *ids)
        for row, column in zip(rows.tolist(), columns, strict=True):
            members = frozenset(s for s, here in zip(self.hood.houses, sets.open[row], strict=True) if here)
            draft.choices.append(Choice(column.name, f, self.level, self.hood.houses, members))
        self._add_sets(sets, rows, columns)
        index = np.full(len(sets.open), -1)
        index[rows] = np.arange(len(rows))
        for way, alone in zip(self.table.ways, (self.table.count == 1).T, strict=True):
            self._add_options(sets, way, columns, index, alone)

    def _columns(self, kind: str, names: list[int] | list[str]) -> Columns:
        f = self.draft.instance.function_ids[self.hood.function]
        return [
            next(iter(self.draft.variable(kind, f, self.number, self.level, name, whole=True).terms)) for name in names
        ]

    def _add_sets(self, sets: Sets, rows: Ints, columns: Columns) -> None:
        """What a set brings by itself: openness, and visits that go straight to hospitals."""
        draft, f = self.draft, self.hood.function
        for n, s in enumerate(self.hood.candidates):
            _bring(draft.open[f, s], columns, sets.open[rows, n].astype(float))
        for s, volume in sets.hospital.items():
            _bring(draft.volume[f, s], columns, volume[rows])
        for measure in MEASURES:
            _bring(self._total(measure), columns, sets.rest[measure][rows])

    def _total(self, measure: str) -> Linear:
        if measure == "minutes":
            return self.draft.minutes
        totals: dict[int, Linear] = getattr(self.draft, measure)
        return totals[self.hood.function]

    def _add_options(self, sets: Sets, way: Options, columns: Columns, index: Ints, alone: Bools) -> None:
        """A house's only option belongs to its set; several become columns that add up to the set."""
        draft = self.draft
        written = index[way.row] >= 0
        only = written & alone[way.row]
        several = np.flatnonzero(written & ~alone[way.row])
        carriers: list[tuple[Columns, Ints]] = [([columns[index[r]] for r in way.row[only]], np.flatnonzero(only))]
        if len(several):
            site = draft.instance.site_ids[way.house]
            own = self._columns("option", [f"{site}_{way.row[k]}_{way.days[k]:g}" for k in several])
            self._tie(way, columns, index, several, own)
            carriers.append((own, several))
        for carrier, picked in carriers:
            self._bring_option(sets, way, carrier, picked)

    def _tie(self, way: Options, columns: Columns, index: Ints, several: Ints, own: Columns) -> None:
        draft, f = self.draft, self.hood.function
        by_set: dict[int, Linear] = {}
        for k, column in zip(several.tolist(), own, strict=True):
            by_set.setdefault(int(way.row[k]), Linear()).terms[column] = 1.0
            draft.choices.append(
                Choice(
                    column.name,
                    f,
                    self.level,
                    self.hood.houses,
                    None,
                    of=columns[index[way.row[k]]].name,
                    house=way.house,
                    days=float(way.days[k]),
                )
            )
        ids = draft.instance.function_ids[f], self.number, self.level, draft.instance.site_ids[way.house]
        for row, chosen in by_set.items():
            draft.row(Rule.DAYS_PER_WEEK_STEPS, chosen, "==", Linear.of(columns[index[row]]), *ids, row)

    def _bring_option(self, sets: Sets, way: Options, carrier: Columns, picked: Ints) -> None:
        draft, pair = self.draft, (self.hood.function, way.house)
        row, seen = way.row[picked], way.seen[picked]
        sent = sets.sent[row, way.column]
        _bring(draft.days[pair], carrier, way.days[picked])
        _bring(draft.volume[pair], carrier, sent * seen)
        target = int(draft.instance.overflow_site[pair])
        if (seen < 1).any():
            _bring(draft.volume[pair[0], target], carrier, sent * (1 - seen))
        for measure in MEASURES:
            here, away = sets.here[measure][row, way.column], sets.away[measure][row, way.column]
            _bring(self._total(measure), carrier, here * seen + away * (1 - seen))
        if pair in draft.short:
            fixed = float(draft.instance.demand.fixed[pair])
            missing = np.maximum(0.0, draft.instance.clinics.target[pair[0]] - sent * seen - fixed)
            _bring(draft.short[pair], carrier, missing)


def _bring(expression: Linear, columns: Columns, amounts: Floats) -> None:
    """Add amounts · columns in bulk; a column may have brought something already."""
    terms = expression.terms
    for n in np.flatnonzero(amounts):
        column = columns[n]
        terms[column] = terms.get(column, 0.0) + float(amounts[n])
