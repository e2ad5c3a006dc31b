"""What each profile of weights would propose, on the live model of a solved scenario."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from placement.errors import NoPlanError
from placement.solve.result import ProfileAnswer, Progress

if TYPE_CHECKING:
    from placement.scenario.load import Loaded
    from placement.solve.run import Live


def solve_profiles(
    live: Live,
    loaded: Loaded,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> tuple[ProfileAnswer, ...]:
    """The proposal of each profile; the time limit holds for each, and one that finds no plan in time is left out.

    Args:
        live: the solved scenario; its scale, method and options are used again.
        loaded: the same scenario.
        progress: called with each line of progress.
        stop: set it to end the search; profiles not yet begun are left out.
    """
    stop = stop or threading.Event()
    answers = []
    for name, profile in loaded.scenario.profiles.items():
        if stop.is_set():
            break
        options = replace(live.solved.options, method=live.solved.method, weights=profile.weights)
        with contextlib.suppress(NoPlanError):
            found = live.ask(loaded, options, progress=progress, stop=stop)
            answers.append(ProfileAnswer(name, found.plan, found.evaluation, found.status, found.gap))
    return tuple(answers)
