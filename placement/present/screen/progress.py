"""A line on standard error that says how far a search has come; it is rewritten in place and gone at the end."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING

from placement.locale import N_
from placement.present.screen.lines import Terminal, cut, printable, writing_to
from placement.present.words.voice import Voice

if TYPE_CHECKING:
    from rich.live import Live

    from placement.executor.batch import BatchProgress
    from placement.solve.result import Progress

STAGE: dict[str, str] = {
    "building": N_("building the model"),
    "none": N_("calculating"),
    "relaxation": N_("a first estimate"),
    "pay-off citizen": N_("fewest minutes"),
    "pay-off quality": N_("least quality lost"),
    "pay-off economy": N_("lowest cost"),
    "proposal": N_("the proposal"),
    "equally good plans": N_("the best of equally good plans"),
    "other plans": N_("other plans as good"),
    "any plan": N_("a plan that can be carried out"),
    "smallest change": N_("fewest changes"),
    "second opinion": N_("making sure that there is no plan"),
    "smallest amounts": N_("the smallest changes that do"),
    "confirmation": N_("asking another solver"),
    "pareto": N_("trade-off"),
    "staircase": N_("the steps"),
    "worlds": N_("worlds"),
    "judging": N_("plans are judged"),
    "looking": N_("numbers are looked at"),
    "numbers": N_("numbers one at a time"),
}
"""By name of a stage of ``solve`` or of a study of robustness, words for what is being done."""

FRONT_STAGE = "pareto"
"""The stage whose progress counts plans and zones instead of objectives."""
PATIENCE = 1.0
"""Seconds before the line appears."""


class ProgressLine:
    """Shows one line that is rewritten; call it with each ``Progress``. It shows nothing unless ``wanted``.

    Its first text, that the model is being built, appears after ``patience`` seconds.
    """

    def __init__(self, say: Voice, *, wanted: bool, patience: float = PATIENCE) -> None:
        self._say = say
        self._wanted = wanted
        self._patience = patience
        self._began = time.monotonic()
        self._text = say("{stage} ...", stage=say("building the model"))
        self._live: Live | None = None
        self._alone = threading.RLock()
        self._alarm: threading.Timer | None = None

    def __enter__(self) -> ProgressLine:
        self._began = time.monotonic()
        if self._wanted:
            self._alarm = threading.Timer(self._patience, self._appear)
            self._alarm.daemon = True
            self._alarm.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._alone:
            self._wanted = False
            if self._alarm is not None:
                self._alarm.cancel()
            if self._live is not None:
                self._live.stop()
                self._live = None

    def __call__(self, progress: Progress) -> None:
        """Show where the search is."""
        self.show(progress_text(self._say, progress))

    def show(self, text: str) -> None:
        """Show a text in the line, the first only after ``patience`` seconds."""
        self._text = text
        if time.monotonic() - self._began >= self._patience:
            self._appear()

    def _appear(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - a quick command need not wait for rich
        from rich.live import Live  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        with self._alone:
            if not self._wanted:
                return
            if self._live is None:
                self._live = Live(console=Console(stderr=True), transient=True, refresh_per_second=4)
                self._live.start()
            console = self._live.console
            with writing_to(Terminal(console.width, console.encoding)):
                shown = cut(printable(self._text), console.width - 1)
            self._live.update(Text(shown, no_wrap=True))


def progress_text(say: Voice, progress: Progress) -> str:
    """What the search is looking for, how much better the plan can get at most, and the seconds so far."""
    stage = stage_words(say, progress.stage)
    seconds = f"{say.number(progress.seconds)} s"
    if progress.stage == FRONT_STAGE:
        return f"{_zones(say, progress, stage)}, {seconds}"
    if progress.best is None or progress.gap is None:
        return say("{stage} ...", stage=stage) + f" {seconds}"
    return say("{stage}: at most {gap} better", stage=stage, gap=say.percent(progress.gap, 1)) + f", {seconds}"


def batch_text(say: Voice, stage: str, told: BatchProgress) -> str:
    """How many solves of a batch are done, and about how long the rest takes."""
    shown = say("{stage}: {done} of {of}", stage=stage, done=say.number(told.done), of=say.number(told.of))
    return shown if told.left is None else shown + say(", about {left} left", left=_duration(say, told.left))


def _duration(say: Voice, seconds: float) -> str:
    if seconds < 100:
        return say("{n} s", n=say.number(seconds))
    if seconds < 100 * 60:
        return say("{n} min", n=say.number(seconds / 60))
    return say("{n} h", n=say.number(seconds / 3600, 1))


def _zones(say: Voice, progress: Progress, stage: str) -> str:
    """How many plans of a Pareto set are found, how many zones are left, and how wide the widest is."""
    return say(
        "{stage}: {plans} plans, {zones} zones left, at most {gap} of the range between",
        stage=stage,
        plans=say.number(progress.best or 0),
        zones=say.number(progress.bound or 0),
        gap="–" if progress.gap is None else say.percent(progress.gap, 1),
    )


def stage_words(say: Voice, stage: str) -> str:
    """The stage of the calculation in words; a stage without words is shown by its name, and is no error."""
    return say(STAGE[stage]) if stage in STAGE else stage
