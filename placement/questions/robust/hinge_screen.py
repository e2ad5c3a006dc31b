"""The part of the screen of ``robust`` on the numbers that the proposal hinges on, and on staff that may be lacking."""

from __future__ import annotations

from placement.locale import N_
from placement.present.screen.lines import Line, wrapped
from placement.present.screen.sections import headed
from placement.questions.robust.findings import Loss
from placement.questions.robust.hinges import End, Hinge
from placement.questions.robust.words import MOST_NAMED, Saying

_NOT_SOLVED = {
    "infeasible": N_("At {value} there is no plan."),
    "contradiction": N_("At {value} the number contradicts another."),
    "stopped": N_("At {value} time ran out."),
}
"""By ``End.outcome``."""
MOST_HINGES = 6


class Hinged(Saying):
    """The sections on single numbers and on staff."""

    def hinges(self) -> list[Line]:
        """The numbers tried one at a time that change the proposal; the most serious first."""
        found, say = self.found, self.say
        heading = headed(say("WHAT THE PROPOSAL HINGES ON, one number at a time"))
        if not found.numbers:
            return [heading, *self.remarks([say("No number has a range.")])]
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
        return [heading, *lines, *self.remarks(remarks)]

    def _hinge(self, n: int, hinge: Hinge) -> list[Line]:
        say, number = self.say, hinge.number
        ends = {end.side: end.value for end in hinge.ends}
        assumed = say(", assumption") if number.quality == "assumption" else ""
        owner = say(", {owner}", owner=number.owner) if number.owner else ""
        head = say(
            "{n}. {path}: {value} ({low} to {high}){owner}",
            n=n,
            path=self.number(number.path),
            value=self._shown(number.value),
            low=self._shown(ends.get("low", number.value)),
            high=self._shown(ends.get("high", number.value)),
            owner=assumed + owner,
        )
        told = [self._end(end) for end in hinge.ends]
        if number.tipping_value == number.tipping_value:
            told.append(say("Tips at {value}.", value=self._shown(number.tipping_value)))
        return [*(Line(line) for line in wrapped(head, "  ", "     ")), *self.text(" ".join(told), "     ")]

    def _shown(self, value: float) -> str:
        return self.say.about(value) if abs(value) >= 100 else self.say.short(value, 3)

    def _end(self, end: End) -> str:
        say, value = self.say, self._shown(end.value)
        if end.outcome != "solved":
            return say(_NOT_SOLVED[end.outcome], value=value)
        what = self.changes(end.opens, end.closes) or say("no change of places")
        if end.broken:
            return say(
                "At {value} the proposal breaks {rule}; best is then: {what}.",
                value=value,
                rule=self.rule(end.broken),
                what=what,
            )
        if not end.opens and not end.closes:
            return say("At {value} the proposal is still best.", value=value)
        return say(
            self.words.better,
            value=value,
            regret=self.words.amount(say, end.regret or 0.0),
            what=what,
        )

    def losses(self) -> list[Line]:
        """What gives way when a hospital loses a day, and what rests on one person."""
        found, say = self.found, self.say
        if not found.study.losses and not found.on_one_person:
            return []
        lines = [line for loss in found.losses for line in self.text(self._loss(loss), "  · ")]
        alone = [self.place(pair) for pair in found.on_one_person]
        told = [*alone[:MOST_NAMED], *(["..."] if len(alone) > MOST_NAMED and not self.every else [])]
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
        return [headed(say("IF A HOSPITAL LOSES A DAY A WEEK")), *lines, *self.remarks(remarks)]

    def _loss(self, loss: Loss) -> str:
        say, pool = self.say, loss.pool
        falls = (
            say("{what} falls, all else as proposed.", what=", ".join(map(self.place, pool.falls)))
            if pool.falls
            else say("the day is found in other offers, none falls.")
        )
        if loss.regret is None:
            again = say(" Not solved again: there is no day beyond today's to take.")
        else:
            what = self.changes(loss.opens, loss.closes) or say("no change of places")
            again = say(self.words.solved_again, what=what, regret=self.words.amount(say, loss.regret))
        role, hospital = self.names.role(pool.role), self.names.short(pool.hospital)
        return say("{role}, {hospital}: {falls}{again}", role=role, hospital=hospital, falls=falls, again=again)
