"""The screen of ``robust``: what can be decided, discussed and dropped, and what that rests on."""

from __future__ import annotations

from collections.abc import Sequence

from placement.locale import N_
from placement.present.screen.lines import Column, Line, headed, paragraph, spaced, table, wrapped
from placement.present.words.vocabulary import METHOD, WHY_STOPPED
from placement.present.words.voice import Language
from placement.questions.robust.best_plans import LOST_QUALITY_VISIT
from placement.questions.robust.findings import Core, Regret, Robust, least_regret, worth_a_look
from placement.questions.robust.tables import differences, kind_of
from placement.questions.robust.words import MOST_NAMED, Hinged, counted
from placement.questions.robust.worlds import HOME, offers_of

_CLASS_HEADING = {
    "decide": N_("CAN BE DECIDED NOW"),
    "discuss": N_("SHOULD BE DISCUSSED"),
    "drop": N_("CAN BE PUT ASIDE"),
}
_CLASS_COUNT = {
    "decide": N_("{n} can be decided now"),
    "discuss": N_("{n} should be discussed"),
    "drop": N_("{n} hold almost nowhere"),
}
"""Sentences counting the proposal's changes of a class."""
_PLAN = {
    "today": N_("Today"),
    "proposal": N_("The proposal"),
    "least_regret": N_("Least to regret"),
    "found": N_("A plan between"),
}
"""Names of plans, by ``kind_of``."""
MOST_ROWS = 12
"""Placements of a class shown without ``--all``."""
_MOST_PLANS = 5
_CLASSES = ("decide", "discuss", "drop")


def robust_screen(found: Robust, language: Language = "da", *, folder: str = "", every: bool = False) -> list[Line]:
    """The headline, the placements by class, and what that rests on: plans, numbers, staff, work."""
    said = _Said(found, language, every=every)
    sections = [
        said.headline(),
        *(said.placements(name) for name in _CLASSES),
        said.regret(),
        said.hinges(),
        said.different(),
        said.steps(),
        said.losses(),
        said.evidence(folder),
    ]
    return spaced(sections)


class _Said(Hinged):
    """One study in one language."""

    def headline(self) -> list[Line]:
        """The proposal's changes by class, what else should be discussed, and in how many worlds that was counted."""
        found, say = self.found, self.say
        variants = " + ".join(found.loaded[0].variants)
        title = found.solved.instance.scenario.title.in_language(say.language)
        top = [Line(line) for line in wrapped(f"{title} ({variants})" if variants else title, " ")]
        own = [row for row in found.core if row.proposed != row.stands]
        parts = [(name, sum(self._class(row) == name for row in own)) for name in _CLASSES]
        told = say.listed([say(_CLASS_COUNT[name], n=n) for name, n in parts if n])
        others = [row for row in found.core if row.proposed == row.stands and self._class(row) == "discuss"]
        if not found.done:
            unknown = say("The proposal is calculated, but no world was reached; whether it holds is not known.")
            return [*top, *paragraph(say("HOW SURE?"), [unknown])]
        sentences = [
            say.some(
                "The proposal changes {n} placement: {parts}.",
                "The proposal changes {n} placements: {parts}.",
                len(own),
                parts=told,
            )
            if own
            else say("The proposal is to leave all as today."),
            say.some(
                "{n} placement outside the proposal should be discussed.",
                "{n} placements outside the proposal should be discussed.",
                len(others),
            )
            if others
            else "",
            *counted(found, say),
        ]
        return [*top, *paragraph(say("HOW SURE?"), sentences)]

    def _class(self, row: Core) -> str:
        """The class of the proposal's decision on a placement.

        The verdict is on the placement being open; for one that the proposal closes it is inverted, to be on the
        closing.
        """
        if row.stands and not row.proposed:
            return {"decide": "drop", "drop": "decide"}.get(row.verdict, row.verdict)
        return row.verdict

    def placements(self, verdict: str) -> list[Line]:
        """The placements of one class; offers of today that no plan closes are only counted."""
        found, say = self.found, self.say
        if not found.done:
            return []
        thresholds = found.design.thresholds
        share = thresholds.decide if verdict == "decide" else thresholds.drop
        heading = headed(say(_CLASS_HEADING[verdict]), say(self.words.meaning[verdict], share=say.percent(share)))
        rows = [row for row in found.core if row.verdict == verdict]
        quiet = [] if self.every else [row for row in rows if row.stands and row.index == 1]
        rows = [row for row in rows if row not in quiet]
        shown = rows if self.every else rows[:MOST_ROWS]
        lines = table(self._columns(), [self._row(row) for row in shown], indent=4) if shown else []
        remarks = [
            say("none") if not rows else "",
            say("{n} more: --all, or the table of placements (robust_placements.csv).", n=len(rows) - len(shown))
            if len(rows) > len(shown)
            else "",
            say.some(
                "{n} placement of today is in every plan and not shown (--all).",
                "{n} placements of today are in every plan and not shown (--all).",
                len(quiet),
            )
            if quiet
            else "",
            say.some(
                "{n} other placement that is possible is in no plan.",
                "{n} other placements that are possible are in no plan.",
                len(found.never),
            )
            if verdict == "drop" and found.never
            else "",
        ]
        return [heading, *map(Line, lines), *self.remarks(remarks)]

    def _columns(self) -> list[Column]:
        say = self.say
        shares = map(say, self.words.shares)
        return [
            *(Column((words,), gives=True, names=True) for words in (say("House"), say("Offer"))),
            *(Column(tuple(words.split("|")), right=True) for words in (*shares, say("Today"), say("Proposal"))),
        ]

    def _row(self, row: Core) -> list[str]:
        say = self.say
        return [
            self.names.site(row.site),
            self.names.function(row.function),
            *(say.percent(share) for share in (row.index, row.at_base, row.own)),
            *(say(N_("yes") if there else N_("–")) for there in (row.stands, row.proposed)),
        ]

    def regret(self) -> list[Line]:
        """The minimax regret plan, the proposal and today, and plans worth a look between them."""
        found, say = self.found, self.say
        if not found.regrets:
            return []
        columns = [
            Column((say("Plan"),)),
            *(
                Column(tuple(words.split("|")), right=True)
                for words in (say("Breaks|rules in"), *map(say, self.words.regret_heads))
            ),
            *([Column(tuple(say("At kr.|a minute").split("|")), right=True)] if found.prices else []),
            Column((say("Against the proposal"),), gives=True),
        ]
        rows = [self._plan(one) for one in self._shown_plans()]
        own = next(one for one in found.regrets if one.offers.key == found.proposal.key)
        least = least_regret(found.regrets)
        remarks = [
            self._least(least),
            say("The proposal most often breaks: {rule}.", rule=self.rule(own.why)) if own.why else "",
            say(self.words.regret, judged=len(found.regrets), plans=say.number(self._distinct())),
        ]
        lines = table(columns, rows, indent=4)
        return [headed(say("LEAST TO REGRET")), *map(Line, lines), *self.remarks(remarks)]

    def _least(self, least: Regret | None) -> str:
        """The changes from today of the minimax regret plan; empty where that is today."""
        found, say = self.found, self.say
        if least is None or kind_of(found, least.offers) == "today":
            return ""
        if least.offers.key == found.proposal.key:
            return say("The proposal is itself the plan that is least to regret.")
        stands = frozenset(row.pair for row in found.core if row.stands)
        what = self.changes(least.offers.placements - stands, stands - least.offers.placements, most=2 * MOST_NAMED)
        return say("Least to regret is, against today: {what}.", what=what)

    def _distinct(self) -> int:
        """The number of distinct plans, the proposal and today among them."""
        return max(self.found.plans, len(self.found.regrets))

    def _shown_plans(self) -> list[Regret]:
        """The plans worth a look, with the proposal and today always among them."""
        front = worth_a_look(self.found.regrets)
        front = front if self.every else front[:_MOST_PLANS]
        keys = {one.offers.key for one in front}
        always = (one for one in self.found.regrets if kind_of(self.found, one.offers) in ("proposal", "today"))
        return [*front, *(one for one in always if one.offers.key not in keys)]

    def _plan(self, one: Regret) -> list[str]:
        say, kind = self.say, kind_of(self.found, one.offers)
        differs = self.changes(*differences(self.found, one.offers), most=4)
        return [
            say(_PLAN[kind]),
            say("{n} of {of}", n=one.broken, of=self.found.done),
            self.words.cell(say, one.most),
            self.words.cell(say, one.mean),
            *([self._worst_price(one)] if self.found.prices else []),
            say("as the proposal") if kind == "proposal" else differs,
        ]

    def _worst_price(self, one: Regret) -> str:
        """The price of a minute at which a plan's regret is largest; a dash where it has none."""
        there = self.found.found[one.world]
        return self.say.exact_price(there.prices[one.point]) if there and there.prices and one.most >= 1 else "–"

    def different(self) -> list[Line]:
        """The section on plans nearly as good that differ most."""
        found, say = self.found, self.say
        how = say(self.words.nearly, share=say.percent(found.design.within, 1))
        heading = headed(say("NEARLY AS GOOD, BUT DIFFERENT"), how)
        if not found.different:
            not_asked = N_("Not looked for: the chosen solver cannot be asked.")
            none = N_("No other plan is that close to the proposal.")
            return [heading, *self.remarks([say(not_asked if found.different is None else none)])]
        lines: list[Line] = []
        for one in found.different:
            what = self.changes(
                *differences(found, offers_of(found.solved.instance, found.solved.today, one.plan)), most=2 * MOST_NAMED
            )
            worse = self.words.amount(say, max(0.0, one.apart))
            as_good = worse == self.words.amount(say, 0.0)
            text = say("as good: {what}.", what=what) if as_good else say(self.words.worse, worse=worse, what=what)
            lines += self.text(text, "  · ")
        return [heading, *lines]

    def steps(self) -> list[Line]:
        """The section on the best plans with few changes."""
        found, say = self.found, self.say
        if not found.fewest:
            return []
        lines: list[Line] = []
        for one in found.fewest:
            what = self.changes(one.opens, one.closes, most=2 * MOST_NAMED) or say("no change of places")
            gain = say.percent(one.gain) if one.gain == one.gain else "–"
            if self.words.money:
                gain = f"{self.words.cell(say, one.better).rjust(9)} {gain.rjust(6)}"
            nested = "" if one.nested else say(" (does not build on the one before)")
            lines += self.text(what + nested, f"  {one.changes}: {gain.rjust(6)}  ")
        how = (
            N_("kr. a year, and share of what the proposal gains")
            if self.words.money
            else N_("share of what the proposal gains")
        )
        if any(site == HOME for one in found.fewest for _, site in one.opens):
            lines += self.text(say("Programmes at home do not count as changes."), "    ")
        return [headed(say("THE BEST 1, 2, 3 ... CHANGES"), say(how)), *lines]

    def evidence(self, folder: str) -> list[Line]:
        """What the shares rest on, what is missing, and the work done."""
        found, say = self.found, self.say
        unproven = sum(not asked.proven for one in found.found if one for asked in one.asked)
        sentences = [
            say("Each number is drawn as often below its value as above it; seed {seed}.", seed=found.options.seed)
            if len(found.worlds) > len(found.loaded)
            else "",
            *self._varied(),
            self._impossible(),
            say("{n} worlds were not reached; the shares rest on the {done} that were.", n=found.left, done=found.done)
            if found.left
            else "",
            say("{n} answers were not proven as closely as asked.", n=unproven) if unproven else "",
            say(WHY_STOPPED[found.stopped]) if found.stopped else "",
            say(
                "{solves} questions to the solver, {seconds} s.",
                solves=say.number(found.solves),
                seconds=say.number(found.seconds, 1),
            ),
            say("Everything is in {folder}.", folder=folder) if folder else "",
        ]
        return paragraph(say("EVIDENCE"), sentences)

    def _impossible(self) -> str:
        found = self.found
        if not found.impossible:
            return ""
        named = [self.world(*one) for one in found.impossible]
        shown: Sequence[str] = named if self.every else named[:MOST_NAMED]
        names = ", ".join(shown) + (", ..." if len(shown) < len(named) else "")
        return self.say(
            "In {n} worlds no plan keeps the rules: {names}. They are not counted.", n=len(named), names=names
        )

    def _varied(self) -> list[str]:
        """How prices or weights were varied in the worlds."""
        found, say = self.found, self.say
        used, own = found.solved.method, found.solved.instance.scenario.objectives.method
        other = (
            say("The scenario's own method does not weigh the aims; here: {method}.", method=say(METHOD[used]))
            if not found.options.method and own != used
            else ""
        )
        if found.weights:
            return [say("No aim weighs less than {share}.", share=say.percent(found.design.least_weight)), other]
        short = sum(bool(one and not one.complete) for one in found.found)
        return [
            other,
            say("What a visit of lost quality may cost is drawn with the other numbers.")
            if any(number.path == LOST_QUALITY_VISIT for number in found.numbers)
            else "",
            say.some(
                "In {n} world there are more steps between prices than were looked into.",
                "In {n} worlds there are more steps between prices than were looked into.",
                short,
            )
            if short
            else "",
        ]
