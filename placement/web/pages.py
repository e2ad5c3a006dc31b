"""Pages as their templates see them: everything a template of the workbench prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from placement.present.words.vocabulary import RULE
from placement.present.words.voice import Voice
from placement.scenario.schema.frame import AIMS
from placement.web.choices import FrontView, PricePanel, StairsView
from placement.web.matrix import Matrix
from placement.web.solving.answers import Picture, Refusal, Told
from placement.web.solving.engine import Seen
from placement.web.solving.jobs import Job
from placement.web.solving.messages import Account, Choice, Stairs
from placement.web.touch import Sheet, led
from placement.web.what_ifs import (
    PANELS,
    PRICES,
    STEP,
    TOP,
    Address,
    Controls,
    Field,
    Filter,
    Pair,
    WhatIf,
    short,
    shown,
)
from placement.web.words import CELL, DECISION_BUTTON, METHOD, PANEL, WEIGHT, Words, status

LETTERS = "ABC"
"""Letters of pins, and so the most pins."""
MOST_CELLS = 2000
"""A larger matrix is part of the page only where it is open."""


@dataclass(frozen=True, eq=False)
class Pin:
    """A pinned what-if: its letter, what is known of it, and a link to the page without it."""

    letter: str
    whatif: WhatIf
    seen: Seen
    asked: str
    link: str


@dataclass(frozen=True, eq=False)
class Page:
    """The workbench as one browser sees it.

    Attributes:
        controls: of the scenario; ``address``: what this browser asks for.
        seen: what is known of the what-if; ``pinned``: of each pinned one.
        warm: whether the engine is ready for what-ifs.
        study: a study of what is shown, under way or done: of all pins and this, of one pair, or of all choices.
        point: position of the selected plan among the choices.
        ground: the unchanged scenario's plan, whose matrix is shown where there is no other.
        stairs: the search for the prices at which the plan changes, if it has begun.
        today: the map before anything is calculated, as SVG; empty where there is none.
        drawn: the map of the what-if's plan, if it is known already.
        touching: the content of the sheet about what was touched, under way or done.
    """

    controls: Controls
    address: Address
    seen: Seen
    pinned: tuple[Seen, ...] = ()
    warm: bool = True
    study: Job | None = None
    point: int | None = None
    ground: Picture | None = None
    stairs: Job | None = None
    today: str = ""
    drawn: Job | None = None
    touching: Job | None = None

    @cached_property
    def say(self) -> Voice:
        """Speaks the language of the page."""
        return Voice.of(self.controls.scenario, self.address.lang)

    @cached_property
    def words(self) -> Words:
        """Titles and sentences in the language of the page."""
        return Words(self.controls, self.say)

    @property
    def title(self) -> str:
        """Title of the scenario."""
        return self.controls.scenario.title.in_language(self.address.lang)

    @property
    def picture(self) -> Picture | None:
        """The best plan so far; None before there is one."""
        return self.seen.picture

    @property
    def shown(self) -> Picture | None:
        """The plan whose matrix is shown: the what-if's, or for lack of it the unchanged scenario's."""
        return self.picture or self.ground

    @property
    def decisions(self) -> list[tuple[str, str]]:
        """Each decision of the what-if in words, and a link to the page without it."""
        address, whatif = self.address, self.address.whatif
        return [
            (self.words.decision(each), replace(address, whatif=whatif.deciding(each[:2], "")).link())
            for each in whatif.decisions
        ]

    @property
    def told(self) -> Told | None:
        """The text about the best plan; None before there is one."""
        return self.picture.told[self.address.lang] if self.picture else None

    @property
    def refusal(self) -> Refusal | None:
        """Why there is no plan; None where there is one or may still come."""
        return self.seen.job.told if isinstance(self.seen.job.told, Refusal) else None

    @property
    def bare(self) -> Page:
        """The page without any study."""
        return replace(self, study=None)

    @property
    def map(self) -> str:
        """The map with links, as SVG; empty where there is none."""
        found = next((job.told for job in (self.study, self.drawn) if job and isinstance(job.told, str)), "")
        return led(found, self.address)

    @property
    def drawing(self) -> bool:
        """Whether somebody draws the map of the plan."""
        return self.drawn is not None and self.drawn.state in ("waiting", "running")

    @property
    def ground_map(self) -> str:
        """The map of today, before anything is calculated, with links."""
        return led(self.today, self.address)

    @cached_property
    def sheet(self) -> Sheet:
        """The sheet about the touched area, group, site or step."""
        return Sheet(self.controls, self.address, self.words, self.touching)

    @property
    def has_map(self) -> bool:
        """Whether any area has coordinates."""
        rows = self.controls.scenario.areas.rows.values()
        return any(row.lat is not None and row.lon is not None for row in rows)

    def opens(self, panel: str) -> bool:
        """Whether a panel is open; the one of a pair opens by itself where a pair is looked at."""
        return panel in self.address.panels or (panel == "where" and self.at is not None)

    @property
    def panels(self) -> list[tuple[str, str, str, bool]]:
        """Id, words, link and whether it is open, of each panel; the link opens or closes it."""
        opened = [panel for panel in PANELS if self.opens(panel)]
        return [
            (
                panel,
                self.say(PANEL[panel]),
                replace(
                    self.address,
                    at=None if panel == "where" and panel in opened else self.address.at,
                    panels=tuple(one for one in PANELS if (one in opened) != (one == panel)),
                ).link()
                + ("" if panel in opened else f"#{panel}"),
                panel in opened,
            )
            for panel in PANELS
        ]

    @property
    def account(self) -> Account | None:
        """The explanation that the study gives; None before there is one."""
        return self.study.told if self.study and isinstance(self.study.told, Account) else None

    @property
    def study_refused(self) -> Refusal | None:
        """Why the study has no answer; None where it has one or may still get it."""
        return self.study.told if self.study and isinstance(self.study.told, Refusal) else None

    @property
    def studying(self) -> bool:
        """Whether the study, or the plan it needs, is still under way."""
        return self.busy if self.study is None else self.study.state in ("waiting", "running")

    @property
    def comparing(self) -> bool:
        """Whether the comparison of the pins with the plan is under way, or can be asked for by the next request."""
        if not self.pinned or self.account is not None:
            return False
        sides = (*self.pinned, self.seen)
        if self.study is None and all(each.packed is not None for each in sides):
            return True  # the last plan came after this request had looked
        jobs = [each.job for each in sides] + ([self.study] if self.study else [])
        return any(job.state in ("waiting", "running") for job in jobs)

    @property
    def without_plan(self) -> list[str]:
        """Letters of the pins that have no plan."""
        return [pin.letter for pin in self.pins if pin.seen.packed is None]

    @property
    def beside(self) -> list[tuple[str, str]]:
        """Letter and words of each side of a comparison, the current what-if last."""
        asked = [*map(self.words.asked, self.address.pins), self.asked]
        names = [*LETTERS[: len(asked) - 1], (f"{(LETTERS + 'D')[len(asked) - 1]} (" + self.say("Now") + ")")]
        return list(zip(names, asked, strict=True))

    @property
    def deciding(self) -> list[tuple[str, str]]:
        """Words and link of each possible decision on the pair looked at."""
        at, address, account = self.address.at, self.address, self.account
        if at is None:
            return []
        found = [
            (self.say(button), replace(address, whatif=address.whatif.deciding(at, decision)).link())
            for decision, button in DECISION_BUTTON.items()
        ]
        rules = tuple(rule for rule in (account.rules if account else ()) if self.controls.knows_rule(rule))
        if rules:
            words = self.say(
                "Must be here; set aside: {rules}", rules=self.say.listed([self.say(RULE[rule]) for rule in rules])
            )
            found.append((words, replace(address, whatif=address.whatif.deciding(at, "must", rules)).link()))
        return found

    # ---- the plans there is a choice between

    @property
    def choice(self) -> Choice | None:
        """The plans there is a choice between; None before any is known."""
        return self.study.told if self.study and isinstance(self.study.told, Choice) else None

    @property
    def staircase(self) -> StairsView | None:
        """The staircase of prices; None before it is known."""
        found = self.study.told if self.study and isinstance(self.study.told, Stairs) else None
        return StairsView(found, self.address, self.words, self.prices.sliders[0].notch) if found else None

    @property
    def front(self) -> FrontView | None:
        """The Pareto front as far as it is known; None before that."""
        return FrontView(self.choice, self.address, self.words, self.controls, self.point) if self.choice else None

    @property
    def to_front(self) -> str:
        """Link to the page with the Pareto front, under a method that weighs."""
        method = "" if self.controls.method == "balanced" else "balanced"
        whatif = replace(self.address.whatif, minute=None, lost=None, method=method)
        return replace(self.address, whatif=whatif, at=None).link("/tradeoffs")

    @property
    def busy(self) -> bool:
        """Whether the search for the plan is under way."""
        return self.seen.job.state in ("waiting", "running")

    @property
    def can_go_on(self) -> bool:
        """Whether the search was stopped by the user and can be resumed."""
        return not self.busy and self.seen.job.why == "user"

    @property
    def status(self) -> str:
        """A sentence on how far the search has come."""
        return status(self.seen.job, self.picture, self.say, warm=self.warm)

    @property
    def asked(self) -> str:
        """The what-if in words."""
        return self.words.asked(self.address.whatif)

    def other_language(self, path: str) -> str:
        """Link to the same page in the other language."""
        return replace(self.address, lang="en" if self.address.lang == "da" else "da").link(path)

    @property
    def reset(self) -> str:
        """Link to the unchanged scenario; pins stay."""
        return self.address.about(WhatIf(), pins=self.address.pins).link()

    @property
    def can_pin(self) -> bool:
        """Whether there is a plan to pin, and room for it."""
        pins = self.address.pins
        return self.picture is not None and len(pins) < len(LETTERS) and self.address.whatif not in pins

    def here(self, path: str) -> str:
        """Link to this page again, which waits for more than is now known of its study."""
        more = {} if self.point is None else {"point": str(self.point + 1)}
        if self.study is not None and self.study.told is not None:
            more["seen"] = str(self.study.version)
        return self.address.link(path, **more)

    def swapped(self, pin: int) -> str:
        """Link to the page on which a pin and the current what-if change places."""
        pins = self.address.pins
        others = dict.fromkeys((*pins[:pin], self.address.whatif, *pins[pin + 1 :]))
        return replace(self.address, whatif=pins[pin], pins=tuple(others)).link()

    def instead(self, pin: WhatIf) -> list[tuple[str, str, bool]]:
        """Options for a pin's place: what-if, words, and whether it is the current one.

        These are the pin itself, the scenario, and each variant.
        """
        variants = (WhatIf(variants=(name,)) for name in self.controls.variants)
        return [(one.text, self.words.asked(one), one == pin) for one in dict.fromkeys((pin, WhatIf(), *variants))]

    @property
    def beside_pins(self) -> list[tuple[str, str]]:
        """Names and values of the address without its pins, as hidden fields of a form."""
        return [(name, value) for name, value in self.address.parts() if name != "pin"]

    def with_pins(self, pins: Sequence[WhatIf]) -> Address:
        """The address with other pins."""
        return replace(self.address, pins=tuple(pins))

    # ---- controls

    @cached_property
    def in_money(self) -> bool:
        """Whether the what-if's method is ``price``."""
        return self.controls.method_of(self.address.whatif) == "price"

    @cached_property
    def prices(self) -> PricePanel:
        """The sliders of prices, and the steps along that of the minute."""
        stairs = self.study if self.study is not None and self.study.kind == "steps" else self.stairs
        return PricePanel(self.controls, self.address, self.words, stairs)

    @property
    def sliders(self) -> list[tuple[str, str, str, str]]:
        """Name and words of the slider of each weight; where it stands, and the same as it is read."""
        weights = self.address.whatif.weights or self.controls.weights
        named = zip(AIMS, weights, strict=True)
        return [(aim, self.say(WEIGHT[aim]), short(at), self.say.short(at, 3)) for aim, at in named]

    step, top = short(STEP), short(TOP)

    @property
    def variants(self) -> list[tuple[str, str, bool]]:
        """Name, title and whether it is chosen, of each variant."""
        known = self.controls.scenario.variants
        lang, on = self.address.lang, self.address.whatif.variants
        return [(name, variant.title.in_language(lang), name in on) for name, variant in known.items()]

    @property
    def methods(self) -> list[tuple[str, str, bool]]:
        """Name, words and whether it is chosen, of each method."""
        chosen = self.address.whatif.method or self.controls.method
        return [(name, self.say(METHOD[name]), name == chosen) for name in self.controls.methods]

    def fields(self, *, thresholds: bool) -> list[tuple[Field, str, str]]:
        """Each field of the form with its words and value: either the thresholds or all others."""
        given = dict(self.address.whatif.fields)
        return [
            (field, self.words.function(field.function) if field.function else self.words.field(field), value)
            for field in self.controls.fields.values()
            if bool(field.function) is thresholds
            for setting in [given.get(field.name, field.own)]
            for value in ["" if setting is None else shown(setting)]
        ]

    @property
    def held(self) -> list[tuple[str, str]]:
        """Names and values of the address that no visible field has, as hidden fields of the form."""
        shown_by = {"w", *PRICES, "m", "v", *self.controls.fields}
        shown_by |= {name for name, _ in self.address.filter.parts()} if self.has_matrix else set()
        return [(name, value) for name, value in self.address.parts() if name not in shown_by]

    # ---- the answer

    @cached_property
    def matrix(self) -> Matrix | None:
        """The matrix of functions and sites; None before there is a plan."""
        return Matrix(self.shown, self.address, self.words) if self.shown else None

    @property
    def has_matrix(self) -> bool:
        """Whether the matrix is part of the page, and not fetched when somebody opens it."""
        scenario = self.controls.scenario
        is_small = len(scenario.functions) * len(scenario.sites) <= MOST_CELLS
        return self.shown is not None and (is_small or self.opens("where"))

    @property
    def unfiltered(self) -> str:
        """Link to the page with the whole matrix."""
        return replace(self.address, filter=Filter()).link()

    @property
    def at(self) -> Pair | None:
        """The pair of function and site that is looked at."""
        return self.address.at

    @property
    def at_state(self) -> str:
        """The pair's state in the plan, in words; empty before there is a plan."""
        if self.at is None or self.shown is None or self.picture is None:
            return ""
        scenario = self.controls.scenario
        row, column = list(scenario.functions).index(self.at[0]), list(scenario.sites).index(self.at[1])
        return self.say(CELL[self.picture.matrix[row][column]])

    @property
    def at_decision(self) -> str:
        """The decision on the pair: the what-if's, or that of the scenario and its variants."""
        if self.at is None:
            return ""
        found = {(function, site): what for function, site, what in self.shown.decided} if self.shown else {}
        return self.address.whatif.decision(self.at) or found.get(self.at, "may")

    @property
    def pins(self) -> list[Pin]:
        """Each pin with a link to the page without it."""
        pins = self.address.pins
        return [
            Pin(
                LETTERS[n],
                pin,
                self.pinned[n],
                self.words.asked(pin),
                self.with_pins(pins[:n] + pins[n + 1 :]).link(),
            )
            for n, pin in enumerate(pins)
        ]
