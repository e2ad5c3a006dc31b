"""What there is a choice between: the proposal, today, the best for each aim and, where known, the plans between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placement.errors import Message, RefusedError
from placement.locale import N_
from placement.present.charts import Point, scatter
from placement.present.folder.manifest import TRADEOFF as KIND
from placement.present.folder.manifest import TRADEOFF_DOCUMENT as DOCUMENT
from placement.present.folder.reading import AIM_NAMES, json_in
from placement.present.parts import Part
from placement.present.svg import write
from placement.present.words.vocabulary import AIM, PLAN_CHART_TITLE, PLAN_CHART_UP
from placement.questions.proposal.page.paper import Paper, Section
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import AIMS

Aims = tuple[float, float, float]
_SAME = 1e-6


@dataclass(frozen=True)
class Front:
    """The plans that ``tradeoff`` found.

    Attributes:
        aims: the three aims of each plan.
        complete: whether all are there.
    """

    aims: tuple[Aims, ...]
    complete: bool

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Front:
        """From ``aims`` and ``complete`` as a document tells them."""
        return cls(tuple((citizen, quality, economy) for citizen, quality, economy in told["aims"]), told["complete"])


def read_front(folder: Path | str, loaded: Loaded) -> Front:
    """What a folder of ``tradeoff`` tells.

    Raises:
        ResultError: there is none, or it is of another scenario.
    """
    path = Path(folder) / DOCUMENT
    if not path.exists():
        raise RefusedError(
            Message(
                "{folder} holds no trade-off: {name} is missing. Name the folder of placement tradeoff --out.",
                folder=folder,
                name=DOCUMENT,
            )
        )
    try:
        told = json_in(path)
        found = tuple(_aims(plan["objectives"]) for plan in told["plans"])
        of = told["manifest"]["inputs"], told["variant"], told["kind"]
    except (ValueError, KeyError, TypeError) as error:
        raise RefusedError(
            Message("{path} cannot be read: {why}. Delete the file to begin again.", path=path, why=error)
        ) from error
    if of != (loaded.inputs, list(loaded.variants), KIND):
        raise RefusedError(
            Message("{path} is of another scenario or variant. Run placement tradeoff again for this one.", path=path)
        )
    return Front(found, bool(told["complete"]))


def _aims(told: Mapping[str, Any]) -> Aims:
    citizen, quality, economy = (float(told[name]) for name in AIM_NAMES)
    return citizen, quality, economy


def tradeoff(paper: Paper, front: Front | None) -> Section:
    """Pictures and a table; against today where there is one."""
    say, named = paper.say, _named(paper)
    others = [each for each in (front.aims if front else ()) if not any(_alike(each, aims) for _, aims, _ in named)]
    texts = [
        say(
            "Each point is a proposal. Kroner are the economy aim: all public payers, "
            "investment as a yearly amount. Below zero is better than today."
        ),
        _completeness(paper, front),
    ]
    pictures = tuple(_picture(paper, named, others, aim) for aim in ("citizen", "quality"))
    rows = [[name, *_cells(paper, aims)] for name, aims, _ in named]
    rows += [[say("Plan {n}", n=n), *_cells(paper, aims)] for n, aims in enumerate(sorted(others, key=_cheapest), 1)]
    grid = paper.grid(
        paper.say("What there is to choose between"), ("plan_name", "citizen", "quality", "economy"), rows
    )
    return Section(
        "tradeoff", say("What there is to choose between"), (Part("", tuple(texts), pictures=pictures, grid=grid),)
    )


def _cheapest(aims: Aims) -> float:
    return aims[2]


def _completeness(paper: Paper, front: Front | None) -> str:
    if front is None:
        return paper.say(
            "Here are the proposal, today and the best for each aim alone. The choices "
            "between them were not calculated."
        )
    return paper.say(
        N_("All {n} proposals that no other proposal beats on every aim are there.")
        if front.complete
        else N_("{n} proposals that no other known proposal beats on every aim; there may be more."),
        n=len(front.aims),
    )


def _named(paper: Paper) -> list[tuple[str, Aims, str]]:
    """Name, aims and kind of the plans that have a name; those that are the same once."""
    say, solved = paper.say, paper.view.solved
    found = [(say("The proposal"), solved.objectives.as_tuple(), "proposal")]
    if paper.view.before is not None:
        found.insert(0, (say("Today"), paper.view.before.objectives.as_tuple(), "today"))
    scale = solved.scale
    for aim, row in zip(AIMS, scale.rows if scale.proven else (), strict=False):
        if not any(_alike(row, aims) for _, aims, _ in found):
            found.append((say("Best for {aim}", aim=say(AIM[aim])), row, "end"))
    return found


def _alike(one: Aims, other: Aims) -> bool:
    return all(abs(a - b) <= _SAME * max(1.0, abs(a), abs(b)) for a, b in zip(one, other, strict=True))


def _against(paper: Paper, aims: Aims) -> Aims:
    """Minutes saved, visits and kroner, against today where there is one."""
    base = paper.view.before.objectives.as_tuple() if paper.view.before is not None else (0.0, 0.0, 0.0)
    citizen, quality, economy = (value - start for value, start in zip(aims, base, strict=True))
    return citizen, quality, economy


def _cells(paper: Paper, aims: Aims) -> list[str]:
    say, (citizen, quality, economy) = paper.say, _against(paper, aims)
    signed = paper.view.before is not None
    return [
        say.millions(citizen, signed=signed),
        say.about(quality, signed=signed),
        say.number(economy / 1e6, 2, signed=signed),
    ]


def _picture(paper: Paper, named: Sequence[tuple[str, Aims, str]], others: Sequence[Aims], aim: str) -> str:
    """Kroner across, one of the other aims up."""
    say, at = paper.say, AIMS.index(aim)
    unit = 1e6 if aim == "citizen" else 1e3

    def point(aims: Aims, name: str = "", kind: str = "plan") -> Point:
        moved = _against(paper, aims)
        return Point(moved[2] / 1e6, moved[at] / unit, name, kind)

    points = [*(point(aims, name, kind) for name, aims, kind in named), *(point(aims) for aims in others)]
    told = [say("{name}: {what}", name=name, what=" · ".join(_cells(paper, aims))) for name, aims, _ in named]
    drawn = scatter(
        f"tradeoff-{aim}",
        points,
        say,
        title=say(PLAN_CHART_TITLE[aim]),
        description=say(
            "Million minutes of travel a year, visits in offers below target and million kr. "
            "a year. {what}. And {n} other plans.",
            what="; ".join(told),
            n=len(others),
        ),
        x_words=say("million kr. a year →"),
        y_words=say(PLAN_CHART_UP[aim]),
    )
    return write(drawn)
