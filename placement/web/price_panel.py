"""The values that the sliders of prices are filled with, and the steps along that of the minute."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

from placement.locale import N_
from placement.web.jobs import Job
from placement.web.prices import OFFICIAL, Slider, sliders
from placement.web.steps import Rung, Steps, ladder
from placement.web.what_ifs import MILLION, Address, Controls, short
from placement.web.words import PRICE, PRICED, Words


@dataclass(frozen=True, eq=False)
class PricePanel:
    """The prices of one page.

    Attributes:
        controls: of the scenario; ``address``: of the page; ``words``: in its language.
        stairs: the search for the prices at which the plan changes; None before it has begun.
    """

    controls: Controls
    address: Address
    words: Words
    stairs: Job | None = None

    @property
    def offered(self) -> bool:
        """Whether the aims can be traded off in kroner."""
        return "price" in self.controls.methods

    @property
    def varied(self) -> bool:
        """Whether the chosen variants have prices of their own, which the sliders cannot know."""
        own = self.controls.scenario.objectives.prices
        return self.offered and self.controls.objectives(self.address.whatif.variants).prices != own

    @cached_property
    def sliders(self) -> list[Slider]:
        """Of a minute, and of a visit of lost quality."""
        return sliders(self.controls, self.address.whatif)

    def name(self, slider: Slider) -> str:
        """What is priced, in words."""
        return self.words.say(PRICE[slider.name])

    def price(self, slider: Slider) -> str:
        """The price in words."""
        say = self.words.say
        if slider.own is None and slider.name not in dict(self.address.whatif.prices):
            return say("no price yet")
        return say(PRICED[slider.name], dkk=say.short(slider.value, 4))

    def value(self, slider: Slider) -> str:
        """The price as the slider has it."""
        return short(slider.value)

    def unit(self, slider: Slider) -> str:
        """The price in words, with a sign where the number stands."""
        return self.words.say(PRICED[slider.name], dkk="#")

    def end(self, slider: Slider) -> str:
        """Where the slider ends."""
        return short(slider.top)

    def own(self, slider: Slider) -> str:
        """What the scenario says of the price."""
        say = self.words.say
        if slider.own is None:
            return say("The scenario gives no price.") + " " + self.official
        own = say.short(slider.own, 4)
        if slider.low is None or slider.high is None:
            return say("The scenario says {own} kr.", own=own)
        low, high = say.short(slider.low, 4), say.short(slider.high, 4)
        return say("The scenario says {own} kr.; {low} to {high} is plausible.", own=own, low=low, high=high)

    @property
    def official(self) -> str:
        """What the state reckons with."""
        return self.words.say(
            "The official unit price of travel time is about {dkk} kr. a minute (an assumption until it is looked up).",
            dkk=self.words.say.short(OFFICIAL),
        )

    def marks(self, slider: Slider) -> list[tuple[str, float, str]]:
        """Kind, place in per cent, and words of what the scenario says: the ends of the range and its own price."""
        said = (("low", slider.low), ("own", slider.own), ("high", slider.high))
        return [(kind, slider.at(price), self.words.say.short(price, 4)) for kind, price in said if price is not None]

    # ---- the steps

    @property
    def in_kroner(self) -> bool:
        """Whether what is asked is answered in kroner."""
        return self.controls.method_of(self.address.whatif) == "price"

    @property
    def steps(self) -> Steps | None:
        """The steps, when the search for them is over."""
        found = self.stairs.told if self.stairs is not None else None
        searching = self.stairs is not None and self.stairs.state in ("waiting", "running")
        return found if isinstance(found, Steps) and (found.changes or not searching) else None

    @property
    def sought(self) -> bool:
        """Whether the steps are still to come."""
        return self.stairs is None or self.stairs.state in ("waiting", "running", "aside")

    @cached_property
    def rungs(self) -> list[Rung]:
        """Every step, the cheapest first."""
        return ladder(self.steps, self.sliders[0]) if self.steps is not None else []

    @property
    def told(self) -> list[tuple[str, str, str, str]]:
        """For each step a price above it, what it does, what it costs, and the page with the plan there."""
        say, whatif = self.words.say, self.address.whatif
        return [
            (
                say("from {dkk} kr.", dkk=say.short(rung.price, 6)),
                self.words.change(rung.change),
                say(
                    N_("{minutes} minutes less for {dkk} million kr. a year, lost quality included")
                    if self.sliders[1].value
                    else N_("{minutes} minutes less for {dkk} million kr. a year"),
                    minutes=say.about(rung.change.minutes),
                    dkk=say.number(rung.change.kroner / MILLION, 2),
                ),
                replace(self.address, whatif=replace(whatif, minute=rung.price)).link(),
            )
            for rung in self.rungs
        ]

    @property
    def sure(self) -> str:
        """Whether there may be other steps."""
        say, steps = self.words.say, self.steps
        if steps is None or not steps.complete or not math.isfinite(steps.unproven):
            return say("There may be others.")
        if not steps.unproven:
            return say("It is proven that there are no others.")
        most = say.number(math.ceil(steps.unproven))
        return say("There may be others, whose plans are at most {dkk} kr. a year better.", dkk=most)

    def label(self, rung: Rung) -> str:
        """The price of a step, where it is drawn."""
        return self.words.say.short((rung.change.low + rung.change.high) / 2, 1)
