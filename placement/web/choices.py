"""What pages show of the choice between plans: the sliders of prices, the steps, the staircase, and the front."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

from placement.locale import N_
from placement.present.charts import Point, scatter
from placement.present.parts import Part
from placement.present.svg import write
from placement.present.words.currency import million
from placement.present.words.vocabulary import PLAN_CHART_TITLE, PLAN_CHART_UP
from placement.questions.proposal.page.stairs import official
from placement.questions.tradeoff.steps.screen import HEADINGS, Row
from placement.web.solving.answers import Picture
from placement.web.solving.jobs import Job
from placement.web.solving.messages import Choice, Stairs
from placement.web.steps import Rung, Slider, Steps, ladder, middle, price_inside, sliders
from placement.web.what_ifs import MILLION, TOP, Address, Controls, short
from placement.web.words import PRICE, PRICED, Words


@dataclass(frozen=True, eq=False)
class PricePanel:
    """The sliders of prices on one page, and the steps along that of the minute.

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
        """Whether the scenario has what the method ``price`` needs."""
        return "price" in self.controls.methods

    @property
    def varied(self) -> bool:
        """Whether the chosen variants change the prices, so that the sliders do not show those in force."""
        own = self.controls.scenario.objectives.prices
        return self.offered and self.controls.objectives(self.address.whatif.variants).prices != own

    @cached_property
    def sliders(self) -> list[Slider]:
        """The sliders: of a minute, and of a visit of lost quality."""
        return sliders(self.controls, self.address.whatif)

    def name(self, slider: Slider) -> str:
        """The label of a slider."""
        return self.words.say(PRICE[slider.name])

    def price(self, slider: Slider) -> str:
        """The price in words."""
        say = self.words.say
        if slider.own is None and slider.name not in dict(self.address.whatif.prices):
            return say("no price yet")
        return say(PRICED[slider.name], money=say.exact_price(slider.value, 4))

    def value(self, slider: Slider) -> str:
        """The slider's value as the attribute of its HTML input."""
        return short(slider.value)

    def unit(self, slider: Slider) -> str:
        """The words of a price with ``#`` for the number, which the script replaces."""
        return self.words.say(PRICED[slider.name], money="#")

    def end(self, slider: Slider) -> str:
        """The slider's maximum as the attribute of its HTML input."""
        return short(slider.top)

    def own(self, slider: Slider) -> str:
        """A sentence with the scenario's own price and its range."""
        say = self.words.say
        if slider.own is None:
            return " ".join(filter(None, (say("The scenario gives no price."), self.official)))
        own = say.exact_price(slider.own, 4)
        if slider.low is None or slider.high is None:
            return say("The scenario says {own} kr.", own=own)
        low, high = (say.exact_price(end, 4) for end in (slider.low, slider.high))
        return say("The scenario says {own} kr.; {low} to {high} is plausible.", own=own, low=low, high=high)

    @property
    def official(self) -> str:
        """A sentence with the government's official price of a minute."""
        return official(self.words.say)

    def marks(self, slider: Slider) -> list[tuple[str, float, str]]:
        """Kind, position in per cent, and words of each mark: the ends of the scenario's range and its own price."""
        said = (("low", slider.low), ("own", slider.own), ("high", slider.high))
        return [
            (kind, slider.at(price), self.words.say.exact_price(price, 4)) for kind, price in said if price is not None
        ]

    # ---- the steps

    @property
    def in_money(self) -> bool:
        """Whether the question's method is ``price``."""
        return self.controls.method_of(self.address.whatif) == "price"

    @property
    def steps(self) -> Steps | None:
        """The steps of the staircase; None before any is found."""
        found = self.stairs.told if self.stairs is not None else None
        searching = self.stairs is not None and self.stairs.state != "done"  # put aside, it will be gone on with
        return found if isinstance(found, Steps) and (found.changes or not searching) else None

    @property
    def sought(self) -> bool:
        """Whether the search for the steps is not over."""
        return self.stairs is None or self.stairs.state in ("waiting", "running", "aside")

    @cached_property
    def rungs(self) -> list[Rung]:
        """Every step with its place on the slider, the cheapest first."""
        return ladder(self.steps, self.sliders[0]) if self.steps is not None else []

    @cached_property
    def treads(self) -> list[Tread]:
        """The steps as drawn above the slider, each as high as all minutes saved up to it."""
        slider, within = self.sliders[0], [rung for rung in self.rungs if rung.at is not None]
        total = sum(rung.change.minutes for rung in within) or 1.0
        ends = [*(rung.at or 0.0 for rung in within[1:]), 100.0]
        saved, made = 0.0, []
        for rung, end in zip(within, ends, strict=True):
            saved += rung.change.minutes
            begins = middle(rung.change)
            sites = {site for _, site in (*rung.change.opened, *rung.change.closed)}
            made.append(
                Tread(
                    left=rung.at or 0.0,
                    width=round(max(end - (rung.at or 0.0), 0.0), 2),
                    height=round(100 * saved / total, 2),
                    price=begins,
                    label=self.label(rung) if rung.label else "",
                    words=self.words.change(rung.change),
                    sites=tuple(sorted(sites)),
                    lit=begins <= slider.value,
                    link=self._step(rung),
                )
            )
        return made

    @property
    def told(self) -> list[tuple[str, str, str, str, str]]:
        """For each step: a price above it, what it changes, what it costs, and links to its plan and its sheet."""
        say, whatif = self.words.say, self.address.whatif
        return [
            (
                say("from {money} kr.", money=say.exact_price(rung.price, 6)),
                self.words.change(rung.change),
                say(
                    N_("{minutes} minutes less for {money} million kr. a year, lost quality included")
                    if self.sliders[1].value
                    else N_("{minutes} minutes less for {money} million kr. a year"),
                    minutes=say.about(rung.change.minutes),
                    money=say.millions(rung.change.money, 2),
                ),
                replace(self.address, whatif=replace(whatif, minute=rung.price)).link(),
                self._step(rung),
            )
            for rung in self.rungs
        ]

    def at_site(self, site: str) -> list[tuple[str, str, str]]:
        """Price, words and link of each known step at which an offer comes to a site or leaves it."""
        say = self.words.say
        return [
            (say(PRICED["minute"], money=self.label(rung)), self.words.change(rung.change), self._step(rung))
            for rung in self.rungs
            if any(site == at for _, at in (*rung.change.opened, *rung.change.closed))
        ]

    def _step(self, rung: Rung) -> str:
        """Link to the page with the sheet of a step."""
        return self.address.touching("step", short(round(middle(rung.change), 3))).link()

    @property
    def sure(self) -> str:
        """A sentence on how sure it is that no step is missing."""
        say, steps = self.words.say, self.steps
        if steps is None or not steps.complete or not math.isfinite(steps.unproven):
            return say("There may be others.")
        if not steps.unproven:
            return say("It is proven that there are no others.")
        most = say.money(math.ceil(steps.unproven), None)
        return say("There may be others, whose plans are at most {money} kr. a year better.", money=most)

    def label(self, rung: Rung) -> str:
        """The price of a step as its label in the drawing."""
        return self.words.say.exact_price(middle(rung.change), 1)


@dataclass(frozen=True)
class Tread:
    """A step as drawn above the slider of the minute.

    Attributes:
        left, width: from its price to that of the next, in per cent of the slider.
        height: minutes saved up to it, in per cent of those that the slider can buy.
        price: of a minute at which it begins.
        label: that price; empty where there is no room for it.
        words: what it changes.
        sites: where something opens or closes.
        lit: whether the step is taken at the price asked for.
        link: the page with its sheet.
    """

    left: float
    width: float
    height: float
    price: float
    label: str
    words: str
    sites: tuple[str, ...]
    lit: bool
    link: str


@dataclass(frozen=True)
class Stair:
    """A row of the table of the steps.

    Attributes:
        row: as shown.
        plan: its plan in words; empty for a dividing line.
        link: the workbench with a price at which that plan is best; empty where none is proven.
        here: whether it is the plan chosen by the price asked for.
    """

    row: Row
    plan: str
    link: str
    here: bool


@dataclass(frozen=True, eq=False)
class StairsView:
    """The staircase of prices on a page.

    Attributes:
        found: what is known of it.
        address: of the page; ``words``: in its language.
        notch: step of the slider, of which suggested prices of a minute are a multiple where they can be.
    """

    found: Stairs
    address: Address
    words: Words
    notch: float

    @property
    def heads(self) -> list[str]:
        """Headings of the columns."""
        return [self.words.say(head).replace("|", " ").strip() for head in HEADINGS]

    @property
    def rows(self) -> list[Stair]:
        """The rows of the table of steps; where nothing is known of today the first plan has no row."""
        rows = self.found.rows[self.words.say.language]
        return [self._stair(row) for row in rows]

    def _stair(self, row: Row) -> Stair:
        if row.plan is None:
            return Stair(row, "", "", here=False)
        return Stair(row, self._name(row.plan), self._link(row.plan), here=row.plan == self.found.chosen)

    @property
    def first(self) -> tuple[str, str] | None:
        """Words and link of the first plan where it has no row; None where it has one."""
        if any(stair.row.plan == 0 for stair in self.rows):
            return None
        return self._name(0), self._link(0)

    def _name(self, plan: int) -> str:
        if plan == self.found.chosen and self.found.is_proposal:
            return self.words.say("Plan {n}, the workbench's", n=plan + 1)
        return self.words.say("Plan {n}", n=plan + 1)

    def _link(self, plan: int) -> str:
        """Link to the workbench at a price well inside a plan's range; unchanged for the plan chosen now."""
        address = replace(self.address, at=None)
        if plan == self.found.chosen:
            return address.link()
        price = price_inside(*self.found.ranges[plan], self.notch)
        return "" if price is None else replace(address, whatif=replace(address.whatif, minute=price)).link()

    @property
    def other(self) -> str:
        """A sentence where the workbench shows another plan than the price chooses; else empty."""
        found, say = self.found, self.words.say
        if found.chosen is None or found.is_proposal:
            return ""
        if found.dearer < 1:
            return say("The workbench shows another plan, which costs the same as plan {n}.", n=found.chosen + 1)
        return say(
            "The workbench shows another plan: at this price it is {money} kr. a year dearer than plan {n}. Its search "
            "ends where no plan can be much better; this one goes on to the last krone.",
            money=say.money(math.ceil(found.dearer), None),
            n=found.chosen + 1,
        )

    @property
    def picture(self) -> str:
        """The steps, as SVG."""
        return self.found.pictures[self.words.say.language]

    @property
    def remark(self) -> str:
        """The text below the table."""
        return self.found.remark[self.words.say.language]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The text beside the steps, beginning with where the price asked for lies among them."""
        return self.found.told[self.words.say.language]


@dataclass(frozen=True, eq=False)
class FrontView:
    """The Pareto front on a page: all plans that no other beats in every aim.

    Attributes:
        choice: what is known of the plans.
        address: of the page; ``words``: in its language; ``controls``: of the scenario.
        point: position of the selected plan; None: none is.
    """

    choice: Choice
    address: Address
    words: Words
    controls: Controls
    point: int | None = None

    @property
    def scatters(self) -> list[str]:
        """Two scatter charts as SVG: kroner across, minutes or lost visits up; each plan is a link."""
        choice, say = self.choice, self.words.say
        return [
            write(
                scatter(
                    f"front-{aim}",
                    [self._point(choice, n, at, unit) for n in range(len(choice.aims))],
                    say,
                    title=say(PLAN_CHART_TITLE[aim]),
                    description=say("{n} plans; each is a link to the plan.", n=len(choice.aims)),
                    x_words=say("million kr. a year →"),
                    y_words=say(PLAN_CHART_UP[aim]),
                )
            )
            for at, (aim, unit) in enumerate((("citizen", MILLION), ("quality", 1e3)))
        ]

    def _point(self, choice: Choice, n: int, aim: int, unit: float) -> Point:
        minutes, visits, money = choice.aims[n]
        say = self.words.say
        told = say(
            "Plan {n}: {citizen} million minutes of travel, {quality} visits of lost quality, {economy} million kr. "
            "a year",
            n=n + 1,
            citizen=say.number(minutes / MILLION, 1, signed=True),
            quality=say.about(visits, signed=True),
            economy=say.millions(money, 2, signed=True),
        )
        return Point(
            money / million(),
            choice.aims[n][aim] / unit,
            str(n + 1) if n in (self.point, choice.best) else "",
            "proposal" if n == choice.best else "end" if n == self.point else "plan",
            self.address.link("/tradeoffs", point=str(n + 1)),
            told,
        )

    @property
    def chosen_picture(self) -> Picture | None:
        """The picture of the selected plan; None before it is known."""
        choice = self.choice
        return choice.pictures[self.point] if self.point is not None and self.point < len(choice.pictures) else None

    @property
    def chosen_link(self) -> str:
        """The workbench with weights that lead to the selected plan; empty where no weights do."""
        choice = self.choice
        weights = choice.weights[self.point] if self.point is not None and self.chosen_picture else None
        if weights is None:
            return ""
        method = "" if choice.method == self.controls.method else choice.method
        citizen, quality, economy = (round(TOP * weight / max(weights), 2) for weight in weights)
        asked = (citizen, quality, economy)
        whatif = replace(self.address.whatif, weights=asked, minute=None, lost=None, method=method)
        return replace(self.address, whatif=whatif).link()
