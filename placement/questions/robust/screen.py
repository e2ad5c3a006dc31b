"""The screen of ``robust``: what can be decided, discussed and put aside, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from placement.present.screen.lines import NO_BREAK, Column, Line, table, wrapped
from placement.present.words.voice import Language, Voice
from placement.questions.robust.core_index import Core, Regret, least_regret, worth_a_look
from placement.questions.robust.findings import Loss, Robust
from placement.questions.robust.hinges import End, Hinge
from placement.questions.robust.tables import Names, differences, kind_of, variant_of
from placement.questions.robust.worlds import Pair, offers_of
from placement.solve.result import WEIGHING

MOST_ROWS = 12
"""Placements of a class shown without ``--all``."""
MOST_HINGES = 6
_MOST_PLANS = 5
_MOST_NAMED = 6
_BLANK = Line("")
_CLASSES = ("decide", "discuss", "drop")


def robust_screen(found: Robust, language: Language = "da", *, folder: str = "", every: bool = False) -> list[Line]:
    """A sentence to repeat, the three classes, and what the classes rest on."""
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
    lines: list[Line] = []
    for section in filter(None, sections):
        lines += [_BLANK, *section] if lines else section
    return lines


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
        told = say.listed([say(f"robust.part.{name}", n=n) for name, n in parts if n])
        others = [row for row in found.core if row.proposed == row.stands and self._class(row) == "discuss"]
        if not found.done:
            return [*top, *self._paragraph(say("robust"), [say("robust.nothing")])]
        sentences = [
            say.some("robust.changes", len(own), parts=told) if own else say("robust.changes.none"),
            say.some("robust.others", len(others)) if others else "",
            say(
                "robust.sample",
                worlds=say.number(found.done),
                weights=len(found.weights),
                good=say.number(found.good),
                plans=say.number(found.plans),
            ),
        ]
        return [*top, *self._paragraph(say("robust"), sentences)]

    def _class(self, row: Core) -> str:
        """What a decision is worth: of what closes, how sure the closing is."""
        if row.stands and not row.proposed:
            return {"decide": "drop", "drop": "decide"}.get(row.verdict, row.verdict)
        return row.verdict

    def _paragraph(self, heading: str, sentences: Iterable[str]) -> list[Line]:
        first = f" {heading}  "
        lines = wrapped(" ".join(filter(None, sentences)), first)
        return [Line(lines[0], len(first.rstrip())), *map(Line, lines[1:])]

    def _heading(self, key: str, how: str = "") -> Line:
        heading = self.say(key)
        return Line(f" {heading}  {how}".rstrip(), len(heading) + 1)

    def placements(self, verdict: str) -> list[Line]:
        """The placements of one class; what stands today and no plan closes is only counted."""
        found, say = self.found, self.say
        if not found.done:
            return []
        thresholds = found.design.thresholds
        share = thresholds.decide if verdict == "decide" else thresholds.drop
        heading = self._heading(f"robust.{verdict}", say(f"robust.{verdict}.how", share=say.percent(share)))
        rows = [row for row in found.core if row.verdict == verdict]
        quiet = [] if self.every else [row for row in rows if row.stands and row.index == 1]
        rows = [row for row in rows if row not in quiet]
        shown = rows if self.every else rows[:MOST_ROWS]
        lines = table(self._columns(), [self._row(row) for row in shown], indent=4) if shown else []
        remarks = [
            say("robust.none") if not rows else "",
            say("robust.more", n=len(rows) - len(shown)) if len(rows) > len(shown) else "",
            say.some("robust.stays", len(quiet)) if quiet else "",
            say.some("robust.never", len(found.never)) if verdict == "drop" and found.never else "",
        ]
        return [heading, *map(Line, lines), *self._remarks(remarks)]

    def _remarks(self, remarks: Iterable[str]) -> list[Line]:
        return [Line(line) for text in remarks if text for line in wrapped(text, "    ")]

    def _columns(self) -> list[Column]:
        def column(name: str, *, right: bool = True) -> Column:
            heading = tuple(self.say(f"robust.col.{name}").split("|"))
            return Column(heading, right=right, gives=not right, names=not right)

        return [
            column("site", right=False),
            column("function", right=False),
            *(column(name) for name in ("index", "base", "own", "now", "proposed")),
        ]

    def _row(self, row: Core) -> list[str]:
        say = self.say
        return [
            self.names.site(row.site),
            self.names.function(row.function),
            *(say.percent(share) for share in (row.index, row.at_base, row.own_weights)),
            *(say("robust.yes" if there else "robust.no") for there in (row.stands, row.proposed)),
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
        return self.say("robust.and_more", what=", ".join(told[:most]), n=len(told) - most)

    def _place(self, pair: Pair) -> str:
        return f"{self.names.short(pair[0])} {self.names.short(pair[1])}"

    def regret(self) -> list[Line]:
        """The plan that is least to regret, the proposal and today, and what lies between."""
        found, say = self.found, self.say
        if not found.regrets:
            return []
        columns = [
            Column((say("robust.col.plan"),)),
            *(Column(tuple(say(f"robust.col.{n}").split("|")), right=True) for n in ("broken", "most", "mean")),
            Column((say("robust.col.differs"),), gives=True),
        ]
        rows = [self._plan(one) for one in self._shown_plans()]
        own = next(one for one in found.regrets if one.offers.key == found.proposal.key)
        least = least_regret(found.regrets)
        remarks = [
            self._least(least),
            say("robust.why", rule=self._rule(own.why)) if own.why else "",
            say("robust.regret.how", judged=len(found.regrets), plans=say.number(self._distinct())),
        ]
        return [
            self._heading("robust.regret"),
            *map(Line, table(columns, rows, indent=4)),
            *self._remarks(remarks),
        ]

    def _least(self, least: Regret | None) -> str:
        """What the plan that is least to regret does."""
        found, say = self.found, self.say
        if least is None or kind_of(found, least.offers) == "today":
            return ""
        if least.offers.key == found.proposal.key:
            return say("robust.regret.same")
        stands = frozenset(row.pair for row in found.core if row.stands)
        what = self._changes(least.offers.placements - stands, stands - least.offers.placements, most=2 * _MOST_NAMED)
        return say("robust.regret.is", what=what)

    def _distinct(self) -> int:
        """Plans found, with the proposal and today among them."""
        return max(self.found.plans, len(self.found.regrets))

    def _shown_plans(self) -> list[Regret]:
        """Those no other beats in both respects, and always the proposal and today."""
        front = worth_a_look(self.found.regrets)
        front = front if self.every else front[:_MOST_PLANS]
        keys = {one.offers.key for one in front}
        always = (one for one in self.found.regrets if kind_of(self.found, one.offers) in ("proposal", "today"))
        return [*front, *(one for one in always if one.offers.key not in keys)]

    def _plan(self, one: Regret) -> list[str]:
        say, kind = self.say, kind_of(self.found, one.offers)
        name = {"least_regret": "least"}.get(kind, kind)
        differs = self._changes(*differences(self.found, one.offers), most=4)
        return [
            say(f"robust.regret.{name}"),
            say("robust.of", n=one.broken, of=self.found.done),
            say.percent(one.most, 1) if one.most == one.most else "–",
            say.percent(one.mean, 1) if one.mean == one.mean else "–",
            say("robust.as_proposed") if kind == "proposal" else differs,
        ]

    def _rule(self, broken: str) -> str:
        """A rule and the place in words."""
        name, *places = broken.split()
        rule = self.say(f"rule.{name}") if self.say.knows(f"rule.{name}") else name
        where = ", ".join(self.names.thing(place) for place in places)
        return f"{rule} ({where})" if where else rule

    def hinges(self) -> list[Line]:
        """The numbers tried one at a time that change the proposal; the most serious first."""
        found, say = self.found, self.say
        if not found.numbers:
            return [self._heading("robust.hinges"), *self._remarks([say("robust.hinges.no_ranges")])]
        if not found.hinges:
            return []
        telling = [hinge for hinge in found.hinges if hinge.changes or self.every]
        shown = telling if self.every else telling[:MOST_HINGES]
        lines = [line for n, hinge in enumerate(shown) for line in self._hinge(n + 1, hinge)]
        remarks = [
            "" if telling else say("robust.hinges.none"),
            say("robust.hinges.more", n=len(telling) - len(shown)) if len(telling) > len(shown) else "",
            say(
                "robust.hinges.left",
                ranged=say.number(len(found.numbers)),
                looked=say.number(found.looked),
                others=say("robust.hinges.others") if found.looked < len(found.numbers) else "",
                solved=len(found.hinges),
                changes=sum(hinge.changes for hinge in found.hinges),
            ),
        ]
        return [self._heading("robust.hinges"), *lines, *self._remarks(remarks)]

    def _hinge(self, n: int, hinge: Hinge) -> list[Line]:
        say, number = self.say, hinge.number
        ends = {end.side: end.value for end in hinge.ends}
        assumed = say("robust.hinge.assumed") if number.quality == "assumption" else ""
        owner = say("robust.hinge.owner", owner=number.owner) if number.owner else ""
        head = say(
            "robust.hinge",
            n=n,
            path=number.path,
            value=self._number(number.value),
            low=self._number(ends.get("low", number.value)),
            high=self._number(ends.get("high", number.value)),
            owner=assumed + owner,
        )
        told = [self._end(end) for end in hinge.ends]
        if number.tipping_value == number.tipping_value:
            told.append(say("robust.tips", value=self._number(number.tipping_value)))
        return [*(Line(line) for line in wrapped(head, "  ", "     ")), *self._text(" ".join(told), "     ")]

    def _text(self, text: str, first: str) -> list[Line]:
        return [Line(line) for line in wrapped(text, first, " " * len(first))]

    def _number(self, value: float) -> str:
        return self.say.about(value) if abs(value) >= 100 else self.say.short(value, 3)

    def _end(self, end: End) -> str:
        say, value = self.say, self._number(end.value)
        if end.outcome != "solved":
            return say(f"robust.end.{'none' if end.outcome == 'infeasible' else end.outcome}", value=value)
        what = self._changes(end.opens, end.closes) or say("robust.unchanged")
        if end.broken:
            return say("robust.end.broken", value=value, rule=self._rule(end.broken), what=what)
        if not end.opens and not end.closes:
            return say("robust.end.same", value=value)
        return say("robust.end.other", value=value, regret=say.percent(end.regret or 0.0, 1), what=what)

    def different(self) -> list[Line]:
        """Plans nearly as good that differ most."""
        found, say = self.found, self.say
        how = say("robust.different.how", share=say.percent(found.design.within, 1))
        heading = self._heading("robust.different", how)
        if not found.different:
            word = "unknown" if found.different is None else "none"
            return [heading, *self._remarks([say(f"robust.different.{word}")])]
        lines: list[Line] = []
        for one in found.different:
            what = self._changes(
                *differences(found, offers_of(found.solved.instance, found.solved.today, one.plan)),
                most=2 * _MOST_NAMED,
            )
            worse = say.percent(max(0.0, one.worse), 1)
            key = "as_good" if worse == say.percent(0.0, 1) else "worse"
            text = say(f"robust.different.{key}", worse=worse, what=what)
            lines += self._text(text, "  · ")
        return [heading, *lines]

    def steps(self) -> list[Line]:
        """The best plans with few changes."""
        found, say = self.found, self.say
        if not found.fewest:
            return []
        lines: list[Line] = []
        for one in found.fewest:
            what = self._changes(one.opens, one.closes, most=2 * _MOST_NAMED) or say("robust.unchanged")
            gain = say.percent(one.gain) if one.gain == one.gain else "–"
            nested = "" if one.nested else say("robust.step.not_nested")
            lines += self._text(what + nested, f"  {one.changes}: {gain.rjust(6)}  ")
        return [self._heading("robust.steps", say("robust.steps.how")), *lines]

    def losses(self) -> list[Line]:
        """What gives way when a hospital loses a day, and what rests on one person."""
        found, say = self.found, self.say
        if not found.study.losses and not found.on_one_person:
            return []
        lines = [line for loss in found.losses for line in self._text(self._loss(loss), "  · ")]
        alone = [self._place(pair) for pair in found.on_one_person]
        told = [*alone[:_MOST_NAMED], *(["..."] if len(alone) > _MOST_NAMED and not self.every else [])]
        remarks = [
            "" if lines else say("robust.losses.none"),
            say.some("robust.person", len(alone), what=", ".join(alone if self.every else told)) if alone else "",
        ]
        return [self._heading("robust.losses"), *lines, *self._remarks(remarks)]

    def _loss(self, loss: Loss) -> str:
        say, pool = self.say, loss.pool
        falls = (
            say("robust.loss.falls", what=", ".join(map(self._place, pool.falls)))
            if pool.falls
            else say("robust.loss.shorter")
        )
        if loss.regret is None:
            again = say("robust.loss.not_again")
        else:
            what = self._changes(loss.opens, loss.closes) or say("robust.unchanged")
            again = say("robust.loss.again", what=what, regret=say.percent(loss.regret, 1))
        role, hospital = self.names.role(pool.role), self.names.short(pool.hospital)
        return say("robust.loss", role=role, hospital=hospital, falls=falls, again=again)

    def evidence(self, folder: str) -> list[Line]:
        """What the shares rest on, what is missing, and the work."""
        found, say = self.found, self.say
        own = found.solved.instance.scenario.objectives.method
        unproven = sum(not asked.proven for one in found.found if one for asked in one.asked)
        sentences = [
            say("robust.evidence.numbers", seed=found.options.seed) if len(found.worlds) > len(found.loaded) else "",
            say("robust.evidence.weights", share=say.percent(found.design.least_weight)),
            "" if found.options.method or own in WEIGHING else say("robust.evidence.method", method=found.method),
            self._impossible(),
            say("robust.left", n=found.left, done=found.done) if found.left else "",
            say("robust.unproven", n=unproven) if unproven else "",
            say(f"proof.{found.stopped}") if found.stopped else "",
            say("robust.work", solves=say.number(found.solves), seconds=say.number(found.seconds, 1)),
            say("proof.folder", folder=folder) if folder else "",
        ]
        return self._paragraph(say("evidence"), sentences)

    def _impossible(self) -> str:
        found = self.found
        if not found.impossible:
            return ""
        named = [self._world(n) for n in range(len(found.impossible))]
        shown: Sequence[str] = named if self.every else named[:_MOST_NAMED]
        names = ", ".join(shown) + (", ..." if len(shown) < len(named) else "")
        return self.say("robust.impossible", n=len(named), names=names)

    def _world(self, n: int) -> str:
        world, one = self.found.impossible[n]
        name = f"{variant_of(self.found, world)} {world.name}" if len(self.found.loaded) > 1 else world.name
        return f"{name} ({self.say.told(one.why)})" if one.why else name
