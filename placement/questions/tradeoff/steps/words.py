"""The staircase in words: what a step changes, why something goes out, and how near the price is to the next step."""

from __future__ import annotations

import math

from placement.locale import N_
from placement.present.words.voice import Voice
from placement.questions.proposal.page.stairs import decimals, shown
from placement.questions.proposal.screen.left_out import lacking
from placement.questions.proposal.views import Titles
from placement.questions.tradeoff.steps.differences import Change
from placement.questions.tradeoff.steps.study import Stairway
from placement.solve.staircase import Step


class Words(Titles):
    """One staircase in one language.

    Args:
        found: the staircase.
        say: its voice.
    """

    def __init__(self, found: Stairway, say: Voice) -> None:
        super().__init__(found.instance, say)
        self.found = found
        self.decimals = decimals([step.price for step in found.steps])

    def price(self, value: float) -> str:
        """A price of a minute."""
        return self.say.price(value, self.decimals)

    def step_price(self, step: Step) -> str:
        """The price of a step; from where to where it may be, where a gap is open."""
        return shown(self.say, step.price, step.low, step.high, self.decimals)

    def why(self, change: Change) -> str:
        """Why something goes out, as tried in the later plan; empty for what does not go out."""
        kept, say = change.kept, self.say
        if kept is None:
            return ""
        with_days = (
            N_("Kept at {amount}: {what}.")
            if change.kind == "home"
            else N_("Kept ({amount} days/week): {what}.")
            if kept.days
            else N_("Kept: {what}.")
        )
        amount = say.percent(kept.days) if change.kind == "home" else say.short(kept.days)
        if kept.broken:
            what = "; ".join(lacking(self, check, brief=True) for check in kept.broken)
        elif kept.price is not None and kept.money > 0:
            what = say("no rule is broken, but a minute saved would cost {money} kr.", money=self.price(kept.price))
        elif kept.minutes < 0:
            what = say("no rule is broken, and it would cost nothing")
        else:
            what = say(
                "no rule is broken, but no minute is saved, at {money} kr. a year",
                money=say.money(kept.money, signed=True),
            )
        return say(with_days, amount=amount, what=what.removesuffix("."))


def nearness(words: Words) -> list[str]:
    """Which plan the price chooses, and how far it is from the steps beside it."""
    found, say = words.found, words.say
    value, at = found.price.value, found.chosen
    if value is None or at is None:
        return [say("It is not said what a saved minute may cost: no plan is marked as chosen.")]
    said = N_("At {price} kr. a minute plan {plan} is the best.")
    parts = [say(said, price=words.price(value), plan=at + 1)]
    if at < len(found.steps):
        step = found.steps[at]
        parts.append(
            say(
                "The next step begins at {price} kr. ({share}).",
                price=words.step_price(step),
                share=_apart(say, step.price, value),
            )
        )
    elif found.steps:
        parts.append(say("No step costs more."))
    if at:
        step = found.steps[at - 1]
        parts.append(
            say(
                "The last one before it begins at {price} kr. ({share}).",
                price=words.step_price(step),
                share=_apart(say, step.price, value),
            )
        )
    return parts


def _apart(say: Voice, price: float, value: float) -> str:
    """How far a price lies from another, as a share of that."""
    if value <= 0:
        return say("{money} kr. away", money=say.price(price - value, 2))
    share = price / value - 1
    return say.percent(share, 0 if math.fabs(share) >= 0.01 else 1, signed=True)
