"""All pairs on the screen: what came close, what could be done without, and which rules say no."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from placement.present.screen.lines import Column, Line, table
from placement.present.words.voice import Voice
from placement.questions.pairs.study import Kind, PairPrice, PairRow, PairTable
from placement.questions.proposal.screen.changes import lacking
from placement.questions.proposal.screen.context import Titles, without_range
from placement.solve.result import WEIGHING, Solved

_MOST = 10
_MOST_KEPT = 5
_LEAST_NAME = 14
_LEAST_WHY = 24
_BELOW_TENTH = 0.001
"""Shares smaller than a tenth of a per cent are shown with two decimals."""


def every_pair_screen(
    solved: Solved, found: PairTable, say: Voice, *, folder: str = "", every: bool = False
) -> list[Line]:
    """What came close first, then what could be done without, then the rules; never the unchanged in full."""
    without = without_range(say, solved.scale) if solved.method in WEIGHING else ""
    screen = _Screen(Titles(solved.instance, say), found, without, every=every)
    parts = [screen.title(), screen.close(), screen.new(), screen.kept(), screen.rules(), screen.rest()]
    lines: list[Line] = []
    for part in filter(None, [*parts, screen.proof(folder)]):
        lines += [Line(""), *part] if lines else part
    return lines


class _Screen:
    """The table in one language."""

    def __init__(self, view: Titles, found: PairTable, without: str, *, every: bool) -> None:
        self.view, self.say, self.found, self.without_range, self.every = view, view.say, found, without, every

    def title(self) -> list[Line]:
        """How many pairs there are."""
        rows = self.found.rows
        numbers = {
            "functions": len({row.note.function for row in rows}),
            "sites": len({row.note.site for row in rows}),
            "n": len(rows),
            "open": sum(row.note.recommended for row in rows),
        }
        return self.view.paragraph(self.say("pairs.title"), [self.say("pairs.count", **numbers)])

    def close(self) -> list[Line]:
        """What is not in the proposal and could be, at a price."""
        rows = [row for row in self.found.rows if not row.note.recommended and row.price.kind is not Kind.NONE]
        return self._section("pairs.close", sorted(rows, key=_nearest), _MOST)

    def new(self) -> list[Line]:
        """What is new in the proposal."""
        return self._section("pairs.new", [row for row in self.found.rows if row.note.change == "new"], _MOST)

    def kept(self) -> list[Line]:
        """What is there today and could be done without; what is known best and costs least first."""
        rows = [row for row in self.found.rows if row.note.change == "kept" and row.price.kind is not Kind.NONE]
        told = [row for row in rows if math.isfinite(row.price.low) or math.isfinite(row.price.high)]
        order = sorted(rows if self.every else told, key=_nearest)
        return self._section("pairs.kept", order, _MOST_KEPT, more=len(rows) - len(order)) if rows else []

    def rest(self) -> list[Line]:
        """What no plan can do, when everything is asked for."""
        rows = [row for row in self.found.rows if row.price.kind is Kind.NONE]
        return self._section("pairs.rest", rows, len(rows)) if self.every and rows else []

    def _section(self, key: str, rows: Sequence[PairRow], most: int, *, more: int = 0) -> list[Line]:
        say, heading = self.say, f" {self.say(key)}"
        if not rows:
            return [Line(f"{heading}  {say('pairs.none')}", len(heading))]
        shown = rows if self.every else rows[:most]
        columns = [
            Column((say("col.house"),), gives=True, least=_LEAST_NAME, names=True),
            Column((say("col.offer"),), gives=True, least=_LEAST_NAME, names=True),
            Column((say("pairs.col.why"),), gives=True, least=_LEAST_WHY),
            *(
                Column(tuple(say(f"pairs.col.{name}").split("|")), right=True)
                for name in ("worse", "minutes", "operating", "investment")
            ),
        ]
        lines = table(columns, [self._row(row) for row in shown], indent=4)
        left = len(rows) - len(shown) + more
        end = [say("pairs.more", n=left)] if left else []
        return [Line(heading, len(heading)), *map(Line, lines), *(Line(f"    {text}") for text in end)]

    def _row(self, row: PairRow) -> list[str]:
        say, solved = self.say, row.price.solved
        amounts = ["", "", ""]
        if solved:
            amounts = [
                say.about(solved.minutes_per_year, signed=True),
                say.millions(solved.operating_dkk_per_year, signed=True),
                say.millions(solved.investment_dkk, signed=True),
            ]
        note = row.note
        names = self.view.site(note.site), self.view.function(note.function)
        return [*names, self._why(row), self._worse(row.price), *amounts]

    def _why(self, row: PairRow) -> str:
        say, decides = self.say, row.note.deciding_limit
        if not decides:
            return say("pairs.stays")
        if decides == "price" or row.note.recommended:
            return say("pairs.price" if decides == "price" else f"rule.{decides}")
        return lacking(self.view, row.rule.check, brief=True) if row.rule else say(f"rule.{decides}")

    def _worse(self, price: PairPrice) -> str:
        """The interval; an equals sign where it does not leave out 0."""
        say = self.say
        if price.kind is Kind.NONE:
            return say("pairs.no_plan")
        low, high = math.isfinite(price.low), math.isfinite(price.high)
        ends = {"low": self._share(price.low), "high": self._share(price.high)}
        key = {(True, True): "between", (True, False): "at_least", (False, True): "at_most"}.get((low, high), "unknown")
        same = low and high and ends["low"] == ends["high"]
        text = ends["low"] if same else say(f"pairs.{key}", **ends)
        return text if price.proven or not (low or high) else f"= {text}"

    def _share(self, share: float) -> str:
        return self.say.number(100 * share, 2 if abs(share) < 10 * _BELOW_TENTH else 1)

    def rules(self) -> list[Line]:
        """What decides how many pairs, alone or with others, and who owns it."""
        say = self.say
        out = [row for row in self.found.rows if not row.note.recommended]
        decides = Counter(row.note.deciding_limit for row in out)
        alone = Counter(row.note.deciding_limit for row in out if len({c.rule for c in row.note.blocking}) <= 1)
        owners: dict[str, list[str]] = {}
        for row in out:
            if row.rule and row.rule.owner:
                owners.setdefault(row.note.deciding_limit, []).append(row.rule.owner)
        columns = [
            Column((say("pairs.col.rule"),), gives=True),
            Column((say("pairs.col.decides"),), right=True),
            Column((say("pairs.col.alone"),), right=True),
            Column((say("pairs.col.owner"),), gives=True),
        ]
        rows = [
            [
                say("pairs.price") if rule == "price" else say(f"rule.{rule}"),
                say.number(count),
                say.number(alone[rule]),
                ", ".join(dict.fromkeys(owners.get(rule, []))),
            ]
            for rule, count in decides.most_common()
        ]
        heading = f" {say('pairs.rules')}"
        return [Line(heading, len(heading)), *map(Line, table(columns, rows, indent=4))] if rows else []

    def proof(self, folder: str) -> list[Line]:
        """How the prices are known, and where the table is."""
        say, found = self.say, self.found
        priced = [row for row in found.rows if row.price.kind is not Kind.NONE]
        unknown = sum(row.price.unknown for row in priced)
        counts = {str(kind): found.count(kind) for kind in Kind} | {"unknown": unknown}
        counts["bound"] -= unknown
        proven = sum(row.price.proven for row in priced)
        seconds = {"seconds": say.number(found.seconds, 1), "limit": say.number(found.limit)}
        sentences = [say("pairs.proof", **counts), say("pairs.proven", proven=proven), say("pairs.waived")]
        sentences += [self.without_range] if self.without_range else []
        sentences += [say("pairs.time", **seconds)]
        sentences += [say("pairs.stopped")] if found.stopped else []
        sentences += [say("explain.folder", folder=folder)] if folder else []
        return self.view.paragraph(say("evidence"), sentences)


def _nearest(row: PairRow) -> tuple[bool, bool, float, float]:
    """Prices that are solved first, the smallest of them first; then bounds, and last what is not known."""
    price = row.price
    return price.kind is not Kind.EXACT, price.unknown, price.low, price.high
