"""Work for the tests of executors: functions that other processes can import, quickly where nothing is solved."""

import math
import os
import signal
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from placement.errors import InfeasibleError

if TYPE_CHECKING:
    from placement.scenario.load import Loaded


@dataclass(frozen=True)
class Squared:
    item: float
    square: float
    chunk: tuple[float, ...]


def squares(factor: float, items: Sequence[float], stop: threading.Event) -> list[Squared]:
    """Each item's square, and the chunk it was in."""
    return [Squared(item, factor * item * item, tuple(items)) for item in items if not stop.is_set()]


def many_squares(_: str, items: Sequence[float], stop: threading.Event) -> list[Squared]:
    """The same, whatever is given."""
    return squares(1.0, items, stop)


def unending(_: float, items: Sequence[float], stop: threading.Event) -> list[Squared]:
    """The first chunk is done at once; the others give one result and then wait to be told to end."""
    if items[0] == 0:
        return squares(1.0, items, stop)
    first = squares(1.0, items[:1], stop)
    stop.wait(60)
    return first


def refusing(_: float, items: Sequence[float], __: threading.Event) -> list[Squared]:
    raise InfeasibleError(f"not {items[0]:g}")


@dataclass(frozen=True)
class Fragile:
    """What ``mortal`` is given: a folder for its marks, who is killed at which item, and how often."""

    folder: str
    item: float
    times: float


def mortal(given: Fragile, items: Sequence[float], stop: threading.Event) -> list[Squared]:
    """Squares, slowly; the process is killed in the middle of the chunk with the item, so many times."""
    done = []
    for item in items:
        if item == given.item and len(list(Path(given.folder).glob("killed-*"))) < given.times:
            (Path(given.folder) / f"killed-{os.getpid()}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        (Path(given.folder) / f"worked-{os.getpid()}").touch()
        time.sleep(0.05)
        done.append(Squared(item, item * item, tuple(items)))
    return done if not stop.is_set() else []


@dataclass(frozen=True)
class Proposed:
    """What a weighting proposes; all numbers as they are, to the last digit."""

    aims: tuple[float, float, float]
    open: tuple[tuple[str, str], ...]
    bound: float


def proposals(given: "Loaded", items: Sequence[tuple[float, float, float]], stop: threading.Event) -> list[Proposed]:
    """What a scenario proposes with each weighting, one warm object for the chunk."""
    from placement.scenario.schema.frame import Weights  # noqa: PLC0415 - these take a second
    from placement.solve.result import Options  # noqa: PLC0415
    from placement.solve.run import Live  # noqa: PLC0415

    live, found = None, []
    for citizen, quality, economy in items:
        options = Options(method="balanced", weights=Weights(citizen=citizen, quality=quality, economy=economy))
        if live is None:
            live = Live(given, options, stop=stop)
            solved = live.solved
        else:
            solved = live.ask(given, options, stop=stop)
        ids = solved.instance
        where = zip(*solved.plan.open.nonzero(), strict=True)
        opened = tuple((ids.function_ids[f], ids.site_ids[s]) for f, s in where)
        found.append(Proposed(solved.objectives.as_tuple(), opened, solved.bound))
    assert math.isfinite(found[0].bound)
    return found
