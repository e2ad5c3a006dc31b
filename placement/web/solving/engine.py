"""Solving for the pages: each question goes to a lane of processes by how long it takes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from placement.present.words.voice import Language
from placement.scenario.ballots import Ballot
from placement.web.solving.answers import Picture
from placement.web.solving.jobs import EndingError, Job, Lane, TooManyError
from placement.web.solving.messages import Setup, Solution
from placement.web.solving.shelf import Kept, order_from, solution_at, within
from placement.web.steps import Steps
from placement.web.what_ifs import Controls, Pair, Question, WhatIf

_TIDY_SECONDS = 1.0
"""Seconds between two searches for questions that nobody asks for any more."""
_LOOKS_NICE, _STUDIES_NICE = 4, 10
"""Niceness (as of ``os.nice``) of the processes for maps and comparisons, and of the one for long studies."""


@dataclass(frozen=True)
class Seen:
    """What is known of a what-if.

    Attributes:
        job: the question to the solving processes.
    """

    job: Job

    @property
    def picture(self) -> Picture | None:
        """The best plan so far; None before the first, and where there is none."""
        told = self.job.told
        return told.picture if isinstance(told, Solution) else told if isinstance(told, Picture) else None

    @property
    def packed(self) -> bytes | None:
        """The whole answer, packed by ``pack``; None while the search goes on."""
        return self.job.told.packed if isinstance(self.job.told, Solution) else None


class Engine:
    """Lanes of processes for three kinds of questions: what-ifs, quick looks at answers, and long studies.

    What is asked about a plan is None as long as there is no plan. Whatever asks raises `TooManyError` where too much
    is waiting.
    """

    def __init__(self, controls: Controls, setup: Setup, desks: int) -> None:
        self._controls = controls
        self.plans = Lane(setup, desks)
        self.looks = Lane(replace(setup, nice=_LOOKS_NICE), 1)
        self.studies = Lane(replace(setup, nice=_STUDIES_NICE), 1)
        self._lanes = (self.plans, self.looks, self.studies)
        self._tidying: asyncio.Task[None] | None = None
        self._sought: Job | None = None

    def start(self) -> None:
        """Solve the unchanged scenario, and start the processes for what-ifs."""
        self._tidying = asyncio.create_task(self._tidy())
        self.plan(WhatIf())
        self.plans.warm()

    async def _tidy(self) -> None:
        with contextlib.suppress(EndingError):
            while True:
                drawing = self._next_kept()
                if drawing is None:
                    await asyncio.sleep(_TIDY_SECONDS)
                else:
                    await drawing.news(drawing.version, _TIDY_SECONDS)
                for lane in self._lanes:
                    lane.tidy()

    def end(self) -> None:
        """Release everybody who waits for an answer: the server ends."""
        for lane in self._lanes:
            lane.end()

    async def close(self) -> None:
        """End every process."""
        if self._tidying is not None:
            self._tidying.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._tidying
        for lane in self._lanes:
            lane.close()

    def question(self, whatif: WhatIf) -> Question:
        """A what-if in the form solving processes take."""
        return self._controls.question(whatif)

    def plan(self, whatif: WhatIf) -> Seen:
        """The plan a what-if leads to, under way, or known where its price lies within a step of a staircase."""
        if self.plans.known(key_of(whatif)) is None:
            self._take_from_shelf(whatif)
        return Seen(self.plans.ask(key_of(whatif), "solve", (self.question(whatif),)))

    def compare(self, seen: Sequence[tuple[WhatIf, Seen]], group: str = "") -> Job | None:
        """Plans side by side, pictured for one ``group`` of areas or for all; None as long as one is not there."""
        sides = tuple((self.question(whatif), each.packed) for whatif, each in seen if each.packed is not None)
        if len(sides) < len(seen):
            return None
        key = "|".join(f"{key_of(whatif)} {each.job.version}" for whatif, each in seen)
        return self.looks.ask(f"{key} {group}", "compare", (sides, group))

    def map(self, whatif: WhatIf, seen: Seen, lang: Language, group: str = "") -> Job | None:
        """The map of a plan, of one ``group`` of areas with the others faint."""
        return self._look(_key_of_map(whatif, seen, lang, group), "map", seen, lang, self._controls.groups.get(group))

    def known_map(self, whatif: WhatIf, seen: Seen, lang: Language, group: str) -> Job | None:
        """The map of a plan if it has been asked for; asks for nothing."""
        return self.looks.known(_key_of_map(whatif, seen, lang, group))

    def place(self, whatif: WhatIf, seen: Seen, kind: str, name: str) -> Job | None:
        """The sheet of an area, a group of areas or a site in a plan."""
        return self._look(f"{key_of(whatif)} {seen.job.version} {kind} {name}", "place", seen, kind, name)

    def step(self, whatif: WhatIf, seen: Seen, price: str, group: str) -> Job | None:
        """The sheet of a step of the staircase."""
        return self._study(f"{_key_of_steps(whatif)} {price} {group}", "step", whatif, seen, float(price), group)

    def explain(self, whatif: WhatIf, seen: Seen, pair: Pair) -> Job | None:
        """Why a pair of function and site is in a plan or not."""
        return self._study(f"{key_of(whatif)} {seen.job.version} {'.'.join(pair)}", "explain", whatif, seen, pair)

    def tradeoff(self, whatif: WhatIf, seen: Seen) -> Job | None:
        """The plans there is a choice between; weights only choose among them, and are no part of the key."""
        return self._study(f"{key_of(whatif)} tradeoff", "tradeoff", whatif, seen)

    def steps(self, whatif: WhatIf, seen: Seen) -> Job | None:
        """The search for the prices of a minute at which the plan changes."""
        found = self._study(_key_of_steps(whatif), "steps", whatif, seen)
        self._sought = found or self._sought
        return found

    def stairs(self, whatif: WhatIf, seen: Seen) -> Job | None:
        """The staircase of prices with what each step does."""
        return self._study(f"{key_of(whatif)} {seen.job.version} stairs", "stairs", whatif, seen)

    def files(self, whatif: WhatIf, seen: Seen, lang: Language) -> Job | None:
        """The result folder of a plan."""
        return self._study(f"{key_of(whatif)} {seen.job.version} {lang} files", "files", whatif, seen, lang)

    def _look(self, key: str, what: str, seen: Seen, *given: object) -> Job | None:
        """A quick question about a plan; None as long as there is no plan."""
        return None if seen.packed is None else self.looks.ask(key, what, (seen.packed, *given))

    def _study(self, key: str, what: str, whatif: WhatIf, seen: Seen, *given: object) -> Job | None:
        """A long question about a plan; None as long as there is no plan."""
        packed = seen.packed
        return None if packed is None else self.studies.ask(key, what, (self.question(whatif), packed, *given))

    def known_steps(self, whatif: WhatIf) -> Job | None:
        """The search for the steps if it has been asked for; one search serves every price of a minute."""
        found = self.studies.known(_key_of_steps(whatif))
        self._sought = found or self._sought
        return found

    # ---- plans that a staircase has found

    def _next_kept(self) -> Job | None:
        """The next plan of the staircase looked at last, being drawn: one at a time, since others wait their turn."""
        job = self._sought
        if job is None or job.state != "done" or not isinstance(job.told, Steps):
            return None
        question, _ = job.given
        price = question.minute if question.minute is not None else self._controls.prices[0]
        for n in order_from(job.told.ranges, price or 0.0):
            key = f"{job.key} {n}"
            known = self.studies.known(key)
            if known is None or known.state != "done":
                with contextlib.suppress(TooManyError):
                    return self.studies.ask(key, "kept", (question, n))
        return None

    def _take_from_shelf(self, whatif: WhatIf) -> None:
        """Where a plan that has been drawn is proven best at the price asked for, it is the answer, with its maps."""
        given, price = self._controls.objectives(whatif.variants).prices, self._controls.minute_of(whatif)
        steps = self.studies.known(_key_of_steps(whatif))
        if price is None or steps is None or not isinstance(steps.told, Steps):
            return
        n = within(steps.told.ranges, price)
        kept = None if n is None else self.studies.known(f"{steps.key} {n}")
        if kept is None or not isinstance(kept.told, Kept):
            return
        solution = solution_at(kept.told, price, self._controls.scenario, given)
        self.plans.put(key_of(whatif), "solve", (self.question(whatif),), solution)
        seen = self.plan(whatif)
        for lang, drawn in kept.told.maps.items():
            self.looks.put(_key_of_map(whatif, seen, lang, ""), "map", (solution.packed, lang, None), drawn)

    def paper(self) -> Job:
        """The either-or questions of the unchanged scenario."""
        return self.studies.ask("paper", "paper", ())

    def count(self, ballots: tuple[Ballot, ...]) -> Job:
        """The plan that each participant's weights would choose."""
        return self.studies.ask(f"{len(ballots)} {hash(ballots)} ballots", "count", (ballots,))

    @property
    def warm(self) -> bool:
        """Whether the unchanged scenario has been solved, so that what-ifs are answered quickly."""
        plain = self.plans.known(key_of(WhatIf()))
        return plain is not None and plain.state == "done"

    @property
    def ground(self) -> Picture | None:
        """The plan of the unchanged scenario; None before it is known."""
        plain = self.plans.known(key_of(WhatIf()))
        return Seen(plain).picture if plain is not None else None

    def stop(self, whatif: WhatIf) -> None:
        """End the search of a what-if; its best plan so far is kept."""
        self.plans.stop(key_of(whatif))

    def go_on(self, whatif: WhatIf) -> None:
        """Go on with a search that was stopped."""
        self.plans.go_on(key_of(whatif))

    def leave(self, whatif: WhatIf) -> None:
        """Let a what-if's search lapse: the browser that watched it has gone on to another what-if."""
        job = self.plans.known(key_of(whatif))
        if job is not None:
            job.leave()
            self.plans.tidy()


def key_of(whatif: WhatIf) -> str:
    """The key under which a what-if is solved once for all who ask; weights count by their proportions alone."""
    return whatif.question.text


def _key_of_map(whatif: WhatIf, seen: Seen, lang: Language, group: str) -> str:
    return f"{key_of(whatif)} {seen.job.version} {lang} map {group}"


def _key_of_steps(whatif: WhatIf) -> str:
    return f"{key_of(replace(whatif, minute=None))} steps"
