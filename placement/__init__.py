"""Decision support for where a health region should offer its hospital functions.

One door for programs (``placement.door``), with the words of the command line:

::

    import placement as pl

    proposal = pl.solve("scenarios/midtjylland", time_limit=120)
    proposal.tables.recommendation.to_frame()
    proposal.plot_map().save("out/map.svg")
    proposal.save("out/midtjylland")

Nothing is loaded before it is asked for: a command line that only prints its help should not load a solver. The rooms
behind the door can be imported as modules; ``placement.solve`` is both, a room and the question (decision 0036).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from placement.distribution import DISTRIBUTION, version

if TYPE_CHECKING:
    from placement.door import Answer as Answer
    from placement.door import Ballots as Ballots
    from placement.door import Check as Check
    from placement.door import Comparison as Comparison
    from placement.door import EveryPair as EveryPair
    from placement.door import EveryPlan as EveryPlan
    from placement.door import LabelledPlan as LabelledPlan
    from placement.door import Loaded as Loaded
    from placement.door import PlacementError as PlacementError
    from placement.door import Proposal as Proposal
    from placement.door import Questions as Questions
    from placement.door import Robustness as Robustness
    from placement.door import Staircase as Staircase
    from placement.door import Versions as Versions
    from placement.door import WhyNot as WhyNot
    from placement.door import ballots as ballots
    from placement.door import check as check
    from placement.door import compare as compare
    from placement.door import drafts as drafts
    from placement.door import explain as explain
    from placement.door import load as load
    from placement.door import read as read
    from placement.door import robust as robust
    from placement.door import solve as solve
    from placement.door import tradeoff as tradeoff
    from placement.door import verify as verify

    __version__: str

__all__ = [
    "DISTRIBUTION",
    "Answer",
    "Ballots",
    "Check",
    "Comparison",
    "EveryPair",
    "EveryPlan",
    "LabelledPlan",
    "Loaded",
    "PlacementError",
    "Proposal",
    "Questions",
    "Robustness",
    "Staircase",
    "Versions",
    "WhyNot",
    "__version__",
    "ballots",
    "check",
    "compare",
    "drafts",
    "explain",
    "load",
    "read",
    "robust",
    "solve",
    "tradeoff",
    "verify",
]


def __getattr__(name: str) -> Any:
    """The version, and what stands in the door, looked up when it is asked for."""
    from importlib import import_module  # noqa: PLC0415 - slow; until then nothing takes care of Ctrl-C

    if name == "__version__":
        return version()
    if name == "solve":
        return import_module(f"{__name__}.solve")
    if name in __all__:
        return getattr(import_module(f"{__name__}.door"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
