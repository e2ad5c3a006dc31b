"""The screen of ``explain`` for all pairs: what came close, what could be done without, and which rules say no."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from placement.locale import N_
from placement.present.screen.lines import Column, Line, headed, spaced, table, wrapped
from placement.present.words.currency import KRONER, currency
from placement.present.words.vocabulary import RULE
from placement.present.words.voice import Voice
from placement.questions.explain.price import NO_PAIR, displaced
from placement.questions.explain.price_screen import briefly, other_name
from placement.questions.pairs.findings import Kind, PairPrice, PairRow, PairTable
from placement.questions.proposal.screen.left_out import lacking
from placement.questions.proposal.views import Titles, without_range
from placement.scenario.schema.rules import Rule
from placement.solve.result import WEIGHING, Solved
from placement.solve.scarce import Thing, Worth, Worths

_MORE = {
    Rule.FREE_ROOM_DAYS: N_("one more day a week in {item} at {site}"),
    Rule.STAFF_DAYS: N_("one more day a week of {item} from {site}"),
    Rule.MAX_INVESTMENT: N_("100,000 kr. more for investment"),
    Rule.MAX_EXTRA_OPERATING: N_("100,000 kr. a year more for running costs"),
    Rule.MAX_CHANGES: N_("one more change"),
    Rule.NUMBER_OF_SITES: N_("one more site with {function}"),
    Rule.RETAINED_VOLUME: N_("100 fewer visits a year of {function} that {site} must keep"),
    Rule.MAX_UTILISATION: N_("5 percentage points more use of {item}"),
}
"""One step more of each scarce thing (`placement.solve.scarce.MORE`)."""
_MOST_SCARCE = 8
_MOST_OTHERS = 4
_INDENT = "    "


def scarce_section(view: Titles, solved: Solved, found: Worths | None, *, every: bool) -> list[Line]:
    """What one step more of each scarce thing is worth, most first, with its effect; worthless ones are counted."""
    if found is None:
        return []
    say = view.say
    lines = [
        headed(say("WHAT IS SCARCE, and what a little more of it is worth"), "" if found.found else say("nothing"))
    ]
    shown = found.found if every else found.found[:_MOST_SCARCE]
    for worth in shown:
        lines += [Line(text) for text in wrapped(_worth(view, solved, worth), _INDENT, _INDENT * 2)]
    rest = len(found.found) - len(shown)
    if rest:
        lines.append(Line(_INDENT + say("... {n} more (--all, scarce.csv)", n=rest)))
    for text in _counts(view, found):
        lines += [Line(line) for line in wrapped(text, _INDENT, _INDENT)]
    return lines


def _worth(view: Titles, solved: Solved, worth: Worth) -> str:
    say = view.say
    text = say(
        "{more} is worth {money} kr. a year{then}",
        more=thing_words(view, worth.thing),
        money=say.money(worth.money_per_year),
        then=_then(view, solved, worth),
    )
    return text[:1].upper() + text[1:] + "."


def _then(view: Titles, solved: Solved, worth: Worth) -> str:
    """What the best plan with more of a thing has and the proposal has not, and the other way round."""
    if worth.answer is None:
        return ""
    say = view.say
    others = list(displaced(solved, worth.answer, NO_PAIR))
    told = []
    for opens, key in ((True, N_("then comes {offers}")), (False, N_("then goes {offers}"))):
        names = [other_name(view, one) for one in others if one.opens is opens]
        if names:
            told.append(say(key, offers=" · ".join(names[:_MOST_OTHERS])))
    return f": {'; '.join(told)}" if told else ""


def thing_words(view: Titles, thing: Thing) -> str:
    """One step more of a scarce thing, in words."""
    return view.say(
        _MORE[thing.rule],
        item=view.item(thing.item) if thing.item else "",
        site=view.site(thing.site) if thing.site else "",
        function=view.function(thing.function) if thing.function else "",
    )


def _counts(view: Titles, found: Worths) -> Iterator[str]:
    say = view.say
    if found.nothing:
        yield say.some(
            "{n} other thing that binds, or nearly does, is worth nothing.",
            "{n} other things that bind, or nearly do, are worth nothing.",
            len(found.nothing),
        )
    if found.unasked:
        yield say.some(
            "There was no time to ask about {n}; --time-limit allows more.",
            "There was no time to ask about {n}; --time-limit allows more.",
            len(found.unasked),
        )


_INTERVAL = {
    (True, True): N_("{low} to {high}"),
    (True, False): N_("at least {low}"),
    (False, True): N_("at most {high}"),
    (False, False): N_("?"),
}
"""By whether the low and the high end of a price are known."""
_MOST = 10
_MOST_KEPT = 5
_LEAST_NAME = 14
_LEAST_WHY = 24
_TEN_THOUSAND = 10_000
"""From here on thousands are shown without decimals."""
_BELOW_TENTH = 0.001
"""Smaller shares are shown in per cent with two decimals, ten times this and more with one."""


def every_pair_screen(
    solved: Solved, found: PairTable, say: Voice, *, folder: str = "", every: bool = False
) -> list[Line]:
    """What came close first, then what could be done without, then the rules.

    ``every`` shows all rows; otherwise each section has the first few, and pairs that no plan can have are left out.
    """
    without = without_range(say, solved.scale) if solved.method in WEIGHING else ""
    view = Titles(solved.instance, say)
    screen = _Screen(view, found, without, every=every)
    parts = [screen.title(), screen.close(), screen.new(), screen.kept(), screen.rules(), screen.rest()]
    parts.append(scarce_section(view, solved, found.scarce, every=every))
    return spaced([*parts, screen.proof(folder)])


class _Screen:
    """The screen of all pairs in one language."""

    def __init__(self, view: Titles, found: PairTable, without: str, *, every: bool) -> None:
        self.view, self.say, self.found, self.without_range, self.every = view, view.say, found, without, every
        self.by_prices = found.minute is not None

    def title(self) -> list[Line]:
        """The title, with the number of pairs."""
        rows = self.found.rows
        numbers = {
            "functions": len({row.note.function for row in rows}),
            "sites": len({row.note.site for row in rows}),
            "n": len(rows),
            "open": sum(row.note.recommended for row in rows),
        }
        return self.view.paragraph(
            self.say("ALL PAIRS"),
            [self.say("{functions} functions × {sites} sites = {n} pairs; {open} are in the proposal.", **numbers)],
        )

    def close(self) -> list[Line]:
        """The section on pairs that are not in the proposal but could be."""
        rows = [row for row in self.found.rows if not row.note.recommended and row.price.kind is not Kind.NONE]
        rows.sort(key=lambda row: (self._away(row), _nearest(row)))
        return self._section(N_("CLOSEST TO GETTING IN, and the price of insisting"), rows, _MOST)

    def _away(self, row: PairRow) -> float:
        """Distance of the price of a minute from the nearest one at which the pair is in; inf where none is known."""
        minute = self.found.minute
        if minute is None:
            return 0.0
        return min((max(span.low - minute, minute - span.high) for span in row.spans), default=math.inf)

    def new(self) -> list[Line]:
        """The section on pairs that are new in the proposal."""
        return self._section(
            N_("NEW IN THE PROPOSAL, and the price of doing without"),
            [row for row in self.found.rows if row.note.change == "new"],
            _MOST,
        )

    def kept(self) -> list[Line]:
        """The section on pairs of today that could be done without; exact prices first, the smallest first."""
        rows = [row for row in self.found.rows if row.note.change == "kept" and row.price.kind is not Kind.NONE]
        told = [row for row in rows if math.isfinite(row.price.low) or math.isfinite(row.price.high)]
        order = sorted(rows if self.every else told, key=_nearest)
        return (
            self._section(
                N_("THERE TODAY, and the price of doing without"), order, _MOST_KEPT, more=len(rows) - len(order)
            )
            if rows
            else []
        )

    def rest(self) -> list[Line]:
        """The section on pairs that no plan can decide otherwise; only with ``every``."""
        rows = [row for row in self.found.rows if row.price.kind is Kind.NONE]
        return self._section(N_("THE REST"), rows, len(rows)) if self.every and rows else []

    def _section(self, key: str, rows: Sequence[PairRow], most: int, *, more: int = 0) -> list[Line]:
        say = self.say
        if not rows:
            return [headed(say(key), say("none"))]
        shown = rows if self.every else rows[:most]
        columns = [
            Column((say("House"),), gives=True, least=_LEAST_NAME, names=True),
            Column((say("Offer"),), gives=True, least=_LEAST_NAME, names=True),
            Column((say("Decided by"),), gives=True, least=_LEAST_WHY),
            *self._price_columns(),
            Column((say("Min./year"),), right=True),
            *([] if self.by_prices else self._million_columns()),
        ]
        lines = table(columns, [self._row(row) for row in shown], indent=4)
        left = len(rows) - len(shown) + more
        end = [say("... {n} more: --all, or the table of all pairs (pairs.csv)", n=left)] if left else []
        return [headed(say(key)), *map(Line, lines), *(Line(f"    {text}") for text in end)]

    def _million_columns(self) -> list[Column]:
        """The columns of money that the price includes, where it is in kroner."""
        say, full = self.say, currency() != KRONER
        heads = (
            say("Running|m. kr.") if full else say("Running|million"),
            say("Invest.|m. kr.") if full else say("Invest.|million"),
        )
        return [Column(tuple(head.split("|")), right=True) for head in heads]

    def _price_columns(self) -> list[Column]:
        """The columns of the prices at which a pair is in, and of the price of the contrary; or of the latter alone."""
        say = self.say
        if not self.by_prices:
            return [Column(tuple(say("Price, % of|the range").split("|")), right=True)]
        return [
            Column(tuple(say("In at kr.|a minute").split("|")), right=True),
            Column(tuple(say("Price, 1,000|kr. a year").split("|")), right=True),
        ]

    def _row(self, row: PairRow) -> list[str]:
        say, solved = self.say, row.price.solved
        amounts = ["", "", ""]
        if solved:
            amounts = [
                say.about(solved.minutes_per_year, signed=True),
                say.millions(solved.operating_per_year, signed=True),
                say.millions(solved.investment, signed=True),
            ]
        note = row.note
        names = self.view.site(note.site), self.view.function(note.function)
        prices = [briefly(say, row.spans)] if self.by_prices else []
        return [*names, self._why(row), *prices, self._worse(row.price), *(amounts[:1] if self.by_prices else amounts)]

    def _why(self, row: PairRow) -> str:
        say, decides = self.say, row.note.deciding_limit
        if not decides:
            return say("stays as today")
        if decides == "price" or row.note.recommended:
            return say(N_("the trade-off") if decides == "price" else RULE[decides])
        return lacking(self.view, row.rule.check, brief=True) if row.rule else say(RULE[decides])

    def _worse(self, price: PairPrice) -> str:
        """The price as an interval, with an equals sign before it where it includes 0."""
        say = self.say
        if price.kind is Kind.NONE:
            return say("no plan")
        low, high = math.isfinite(price.low), math.isfinite(price.high)
        ends = {"low": self._share(price.low), "high": self._share(price.high)}
        same = low and high and ends["low"] == ends["high"]
        text = ends["low"] if same else say(_INTERVAL[low, high], **ends)
        return text if price.proven or not (low or high) else f"= {text}"

    def _share(self, share: float) -> str:
        if self.by_prices:
            return self.say.thousands(share, 0 if abs(share) >= _TEN_THOUSAND else 1)
        return self.say.number(100 * share, 2 if abs(share) < 10 * _BELOW_TENTH else 1)

    def rules(self) -> list[Line]:
        """How many pairs each rule decides, how many of them alone, and who owns the rule."""
        say = self.say
        out = [row for row in self.found.rows if not row.note.recommended]
        decides = Counter(row.note.deciding_limit for row in out)
        alone = Counter(row.note.deciding_limit for row in out if len({c.rule for c in row.note.blocking}) <= 1)
        owners: dict[str, list[str]] = {}
        for row in out:
            if row.rule and row.rule.owner:
                owners.setdefault(row.note.deciding_limit, []).append(row.rule.owner)
        columns = [
            Column((say("Rule"),), gives=True),
            Column((say("Decides"),), right=True),
            Column((say("Alone"),), right=True),
            Column((say("Owner"),), gives=True),
        ]
        rows = [
            [
                say("the trade-off") if rule == "price" else say(RULE[rule]),
                say.number(count),
                say.number(alone[rule]),
                ", ".join(dict.fromkeys(owners.get(rule, []))),
            ]
            for rule, count in decides.most_common()
        ]
        return [headed(say("WHAT SAYS NO")), *map(Line, table(columns, rows, indent=4))] if rows else []

    def proof(self, folder: str) -> list[Line]:
        """How the prices are known, and where the table is."""
        say, found = self.say, self.found
        priced = [row for row in found.rows if row.price.kind is not Kind.NONE]
        unknown = sum(row.price.unknown for row in priced)
        counts = {str(kind): found.count(kind) for kind in Kind} | {"unknown": unknown}
        counts["bound"] -= unknown
        proven = sum(row.price.proven for row in priced)
        seconds = {"seconds": say.number(found.seconds, 1), "limit": say.number(found.limit)}
        sentences = [
            say(
                "Prices solved again: {exact}; with bounds only: {bound}; of what no plan can do: {none}; not reached: "
                "{unknown}.",
                **counts,
            ),
            say("Proven to differ from 0: {proven}; a price led by = is not.", proven=proven),
            say("To put something in, the rules that say no to it alone are set aside (they stand in pairs.csv)."),
        ]
        sentences += [self.without_range] if self.without_range else []
        sentences += self._prices_known()
        sentences += [
            say("The questions took {seconds} seconds (at most {limit}; --time-limit allows more).", **seconds)
        ]
        sentences += [say("Stopped on the way.")] if found.stopped else []
        sentences += [say("Tables are in {folder}.", folder=folder)] if folder else []
        return self.view.paragraph(say("EVIDENCE"), sentences)

    def _prices_known(self) -> list[str]:
        """Whether all prices at which pairs are in are known, and how the price of the contrary is counted."""
        say, found = self.say, self.found
        if found.minute is None:
            return []
        told = [say("The price counts a minute at {here} kr.", here=say.exact_price(found.minute))]
        if not found.every_price:
            told.append(say("Not every price of a minute was reached."))
        return told


def _nearest(row: PairRow) -> tuple[bool, bool, float, float]:
    """Sort key: exact prices, smallest first; then intervals, and last what is not known."""
    price = row.price
    return price.kind is not Kind.EXACT, price.unknown, price.low, price.high
