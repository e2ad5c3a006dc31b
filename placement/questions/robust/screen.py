"""The screen of ``robust``: what can be decided, discussed and put aside, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from placement.locale import N_
from placement.present.screen.lines import NO_BREAK, Column, Line, table, wrapped
from placement.present.screen.sections import headed, paragraph, spaced
from placement.present.words.vocabulary import RULE, WHY_STOPPED
from placement.present.words.voice import Language, Voice
from placement.questions.robust.findings import Core, Loss, Regret, Robust, least_regret, worth_a_look
from placement.questions.robust.hinges import End, Hinge
from placement.questions.robust.tables import Names, differences, kind_of, variant_of
from placement.questions.robust.worlds import Pair, offers_of
from placement.solve.result import WEIGHING

_CLASS_HEADING = {
    "decide": N_("CAN BE DECIDED NOW"),
    "discuss": N_("SHOULD BE DISCUSSED"),
    "drop": N_("CAN BE PUT ASIDE"),
}
_CLASS_MEANING = {
    "decide": N_("in at least {share} of the good plans"),
    "discuss": N_("in some and not in others"),
    "drop": N_("in at most {share} of the good plans"),
}
_CLASS_COUNT = {
    "decide": N_("{n} can be decided now"),
    "discuss": N_("{n} should be discussed"),
    "drop": N_("{n} hold almost nowhere"),
}
"""Of the proposal's changes."""
_PLAN = {
    "today": N_("Today"),
    "proposal": N_("The proposal"),
    "least_regret": N_("Least to regret"),
    "found": N_("A plan between"),
}
"""By ``kind_of``."""
_NOT_SOLVED = {
    "infeasible": N_("At {value} there is no plan."),
    "contradiction": N_("At {value} the number contradicts another."),
    "stopped": N_("At {value} time ran out."),
}
"""By ``End.outcome``."""
MOST_ROWS = 12
"""Placements of a class shown without ``--all``."""
MOST_HINGES = 6
_MOST_PLANS = 5
_MOST_NAMED = 6
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


class _Said:
    """One study, told in one language."""

    def __init__(self, found: Robust, language: Language, *, every: bool) -> None:
        self.found, self.every = found, every
        self.say, self.names = Voice(language), Names(found, language)

    def headline(self) -> list[Line]:
        """The proposal's changes by class, what else should be discussed, and what that was counted in."""
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
            say(
                "Calculated in {worlds} worlds (the scenario's own numbers, and all uncertain "
                "numbers drawn anew) with {weights} sets of weights: {good} good plans, {plans} "
                "of them distinct. A good plan is the best for some of the weights and not "
                "beaten by another in all three aims.",
                worlds=say.number(found.done),
                weights=len(found.weights),
                good=say.number(found.good),
                plans=say.number(found.plans),
            ),
        ]
        return [*top, *paragraph(say("HOW SURE?"), sentences)]

    def _class(self, row: Core) -> str:
        """The class of what the proposal does with a placement.

        The verdict is on the placement being there; of one that closes it is turned round, to be on the closing.
        """
        if row.stands and not row.proposed:
            return {"decide": "drop", "drop": "decide"}.get(row.verdict, row.verdict)
        return row.verdict

    def placements(self, verdict: str) -> list[Line]:
        """The placements of one class; what stands today and no plan closes is only counted."""
        found, say = self.found, self.say
        if not found.done:
            return []
        thresholds = found.design.thresholds
        share = thresholds.decide if verdict == "decide" else thresholds.drop
        heading = headed(say(_CLASS_HEADING[verdict]), say(_CLASS_MEANING[verdict], share=say.percent(share)))
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
        return [heading, *map(Line, lines), *self._remarks(remarks)]

    def _remarks(self, remarks: Iterable[str]) -> list[Line]:
        return [Line(line) for text in remarks if text for line in wrapped(text, "    ")]

    def _columns(self) -> list[Column]:
        say = self.say
        shares = say("Core|index"), say("Weights|alone vary"), say("Numbers|alone vary")
        return [
            *(Column((words,), gives=True, names=True) for words in (say("House"), say("Offer"))),
            *(Column(tuple(words.split("|")), right=True) for words in (*shares, say("Today"), say("Proposal"))),
        ]

    def _row(self, row: Core) -> list[str]:
        say = self.say
        return [
            self.names.site(row.site),
            self.names.function(row.function),
            *(say.percent(share) for share in (row.index, row.at_base, row.own_weights)),
            *(say(N_("yes") if there else N_("–")) for there in (row.stands, row.proposed)),
        ]

    def _changes(self, opens: Iterable[Pair], closes: Iterable[Pair], most: int = _MOST_NAMED) -> str:
        """``+`` what comes and ``−`` what goes; the programmes at home among them."""
        told = [
            f"{sign}{NO_BREAK}{self._place(pair)}"
            for sign, pairs in (("+", opens), ("−", closes))
            for pair in sorted(pairs)
        ]
        if len(told) <= most or self.every:
            return ", ".join(told)
        return self.say("{what} and {n} more", what=", ".join(told[:most]), n=len(told) - most)

    def _place(self, pair: Pair) -> str:
        return f"{self.names.short(pair[0])} {self.names.short(pair[1])}"

    def regret(self) -> list[Line]:
        """The plan of least regret, the proposal and today, and plans worth a look between them."""
        found, say = self.found, self.say
        if not found.regrets:
            return []
        columns = [
            Column((say("Plan"),)),
            *(
                Column(tuple(words.split("|")), right=True)
                for words in (say("Breaks|rules in"), say("Largest|regret"), say("Mean|regret"))
            ),
            Column((say("Against the proposal"),), gives=True),
        ]
        rows = [self._plan(one) for one in self._shown_plans()]
        own = next(one for one in found.regrets if one.offers.key == found.proposal.key)
        least = least_regret(found.regrets)
        remarks = [
            self._least(least),
            say("The proposal most often breaks: {rule}.", rule=self._rule(own.why)) if own.why else "",
            say(
                "Largest regret: how much worse a plan is than the best for the same numbers and "
                "weights, in the world and for the weights where it does worst; share of the "
                "range. Worlds where it breaks a rule are not in the regret. Plans judged: "
                "{judged} of {plans}; the answer is the best of those.",
                judged=len(found.regrets),
                plans=say.number(self._distinct()),
            ),
        ]
        lines = table(columns, rows, indent=4)
        return [headed(say("LEAST TO REGRET")), *map(Line, lines), *self._remarks(remarks)]

    def _least(self, least: Regret | None) -> str:
        """The changes from today of the plan of least regret; empty where that is today."""
        found, say = self.found, self.say
        if least is None or kind_of(found, least.offers) == "today":
            return ""
        if least.offers.key == found.proposal.key:
            return say("The proposal is itself the plan that is least to regret.")
        stands = frozenset(row.pair for row in found.core if row.stands)
        what = self._changes(least.offers.placements - stands, stands - least.offers.placements, most=2 * _MOST_NAMED)
        return say("Least to regret is, against today: {what}.", what=what)

    def _distinct(self) -> int:
        """Plans found, with the proposal and today among them."""
        return max(self.found.plans, len(self.found.regrets))

    def _shown_plans(self) -> list[Regret]:
        """The plans worth a look, and always the proposal and today."""
        front = worth_a_look(self.found.regrets)
        front = front if self.every else front[:_MOST_PLANS]
        keys = {one.offers.key for one in front}
        always = (one for one in self.found.regrets if kind_of(self.found, one.offers) in ("proposal", "today"))
        return [*front, *(one for one in always if one.offers.key not in keys)]

    def _plan(self, one: Regret) -> list[str]:
        say, kind = self.say, kind_of(self.found, one.offers)
        differs = self._changes(*differences(self.found, one.offers), most=4)
        return [
            say(_PLAN[kind]),
            say("{n} of {of}", n=one.broken, of=self.found.done),
            say.percent(one.most, 1) if one.most == one.most else "–",
            say.percent(one.mean, 1) if one.mean == one.mean else "–",
            say("as the proposal") if kind == "proposal" else differs,
        ]

    def _rule(self, broken: str) -> str:
        """A rule and the place in words."""
        name, *places = broken.split()
        rule = self.say(RULE[name]) if name in RULE else name
        where = ", ".join(self.names.thing(place) for place in places)
        return f"{rule} ({where})" if where else rule

    def hinges(self) -> list[Line]:
        """The numbers tried one at a time that change the proposal; the most serious first."""
        found, say = self.found, self.say
        heading = headed(say("WHAT THE PROPOSAL HINGES ON, one number at a time"))
        if not found.numbers:
            return [heading, *self._remarks([say("No number has a range.")])]
        if not found.hinges:
            return []
        telling = [hinge for hinge in found.hinges if hinge.changes or self.every]
        shown = telling if self.every else telling[:MOST_HINGES]
        lines = [line for n, hinge in enumerate(shown) for line in self._hinge(n + 1, hinge)]
        remarks = [
            "" if telling else say("None of the numbers tried changes the proposal by itself."),
            say("{n} more: --all, or the table of numbers (robust_numbers.csv).", n=len(telling) - len(shown))
            if len(telling) > len(shown)
            else "",
            say(
                "Numbers with a range: {ranged}. Looked at, at both ends: {looked}{others}. "
                "Solved again: {solved}, those where the proposal fared worst. Change the "
                "proposal: {changes}.",
                ranged=say.number(len(found.numbers)),
                looked=say.number(found.looked),
                others=say("; the others are of functions about which all plans agree")
                if found.looked < len(found.numbers)
                else "",
                solved=len(found.hinges),
                changes=sum(hinge.changes for hinge in found.hinges),
            ),
        ]
        return [heading, *lines, *self._remarks(remarks)]

    def _hinge(self, n: int, hinge: Hinge) -> list[Line]:
        say, number = self.say, hinge.number
        ends = {end.side: end.value for end in hinge.ends}
        assumed = say(", assumption") if number.quality == "assumption" else ""
        owner = say(", {owner}", owner=number.owner) if number.owner else ""
        head = say(
            "{n}. {path}: {value} ({low} to {high}){owner}",
            n=n,
            path=number.path,
            value=self._number(number.value),
            low=self._number(ends.get("low", number.value)),
            high=self._number(ends.get("high", number.value)),
            owner=assumed + owner,
        )
        told = [self._end(end) for end in hinge.ends]
        if number.tipping_value == number.tipping_value:
            told.append(say("Tips at {value}.", value=self._number(number.tipping_value)))
        return [*(Line(line) for line in wrapped(head, "  ", "     ")), *self._text(" ".join(told), "     ")]

    def _text(self, text: str, first: str) -> list[Line]:
        return [Line(line) for line in wrapped(text, first, " " * len(first))]

    def _number(self, value: float) -> str:
        return self.say.about(value) if abs(value) >= 100 else self.say.short(value, 3)

    def _end(self, end: End) -> str:
        say, value = self.say, self._number(end.value)
        if end.outcome != "solved":
            return say(_NOT_SOLVED[end.outcome], value=value)
        what = self._changes(end.opens, end.closes) or say("no change of places")
        if end.broken:
            return say(
                "At {value} the proposal breaks {rule}; best is then: {what}.",
                value=value,
                rule=self._rule(end.broken),
                what=what,
            )
        if not end.opens and not end.closes:
            return say("At {value} the proposal is still best.", value=value)
        return say(
            "At {value} another plan is {regret} better: {what}.",
            value=value,
            regret=say.percent(end.regret or 0.0, 1),
            what=what,
        )

    def different(self) -> list[Line]:
        """Plans nearly as good that differ most."""
        found, say = self.found, self.say
        how = say("at most {share} of the range worse", share=say.percent(found.design.within, 1))
        heading = headed(say("NEARLY AS GOOD, BUT DIFFERENT"), how)
        if not found.different:
            not_asked = N_("Not looked for: the chosen solver cannot be asked.")
            none = N_("No other plan is that close to the proposal.")
            return [heading, *self._remarks([say(not_asked if found.different is None else none)])]
        lines: list[Line] = []
        for one in found.different:
            what = self._changes(
                *differences(found, offers_of(found.solved.instance, found.solved.today, one.plan)),
                most=2 * _MOST_NAMED,
            )
            worse = say.percent(max(0.0, one.worse), 1)
            as_good = worse == say.percent(0.0, 1)
            text = (
                say("as good: {what}.", what=what) if as_good else say("{worse} worse: {what}.", worse=worse, what=what)
            )
            lines += self._text(text, "  · ")
        return [heading, *lines]

    def steps(self) -> list[Line]:
        """The best plans with few changes."""
        found, say = self.found, self.say
        if not found.fewest:
            return []
        lines: list[Line] = []
        for one in found.fewest:
            what = self._changes(one.opens, one.closes, most=2 * _MOST_NAMED) or say("no change of places")
            gain = say.percent(one.gain) if one.gain == one.gain else "–"
            nested = "" if one.nested else say(" (does not build on the one before)")
            lines += self._text(what + nested, f"  {one.changes}: {gain.rjust(6)}  ")
        return [headed(say("THE BEST 1, 2, 3 ... CHANGES"), say("share of what the proposal gains")), *lines]

    def losses(self) -> list[Line]:
        """What gives way when a hospital loses a day, and what rests on one person."""
        found, say = self.found, self.say
        if not found.study.losses and not found.on_one_person:
            return []
        lines = [line for loss in found.losses for line in self._text(self._loss(loss), "  · ")]
        alone = [self._place(pair) for pair in found.on_one_person]
        told = [*alone[:_MOST_NAMED], *(["..."] if len(alone) > _MOST_NAMED and not self.every else [])]
        remarks = [
            "" if lines else say("Nothing falls."),
            say.some(
                "{n} placement rests on one person: {what}.",
                "{n} placements rest on one person: {what}.",
                len(alone),
                what=", ".join(alone if self.every else told),
            )
            if alone
            else "",
        ]
        return [headed(say("IF A HOSPITAL LOSES A DAY A WEEK")), *lines, *self._remarks(remarks)]

    def _loss(self, loss: Loss) -> str:
        say, pool = self.say, loss.pool
        falls = (
            say("{what} falls, all else as proposed.", what=", ".join(map(self._place, pool.falls)))
            if pool.falls
            else say("the day is found in other offers, none falls.")
        )
        if loss.regret is None:
            again = say(" Not solved again: there is no day beyond today's to take.")
        else:
            what = self._changes(loss.opens, loss.closes) or say("no change of places")
            again = say(" Solved again: {what}, {regret} worse.", what=what, regret=say.percent(loss.regret, 1))
        role, hospital = self.names.role(pool.role), self.names.short(pool.hospital)
        return say("{role}, {hospital}: {falls}{again}", role=role, hospital=hospital, falls=falls, again=again)

    def evidence(self, folder: str) -> list[Line]:
        """What the shares rest on, what is missing, and the work."""
        found, say = self.found, self.say
        own = found.solved.instance.scenario.objectives.method
        unproven = sum(not asked.proven for one in found.found if one for asked in one.asked)
        sentences = [
            say("Each number is drawn as often below its value as above it; seed {seed}.", seed=found.options.seed)
            if len(found.worlds) > len(found.loaded)
            else "",
            say("No aim weighs less than {share}.", share=say.percent(found.design.least_weight)),
            ""
            if found.options.method or own in WEIGHING
            else say("The scenario's own method uses no weights; here {method} is used.", method=found.method),
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
        named = [self._world(n) for n in range(len(found.impossible))]
        shown: Sequence[str] = named if self.every else named[:_MOST_NAMED]
        names = ", ".join(shown) + (", ..." if len(shown) < len(named) else "")
        return self.say(
            "In {n} worlds no plan keeps the rules: {names}. They are not counted.", n=len(named), names=names
        )

    def _world(self, n: int) -> str:
        world, one = self.found.impossible[n]
        name = f"{variant_of(self.found, world)} {world.name}" if len(self.found.loaded) > 1 else world.name
        return f"{name} ({self.say.told(one.why)})" if one.why else name
