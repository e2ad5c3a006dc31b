"""The door for Python: every question as a function, with the words of the command line (decision 0036).

``import placement as pl`` and ``pl.solve("scenarios/midtjylland")``; nothing is loaded before it is asked for. Keywords
are the options of the command of the same name: ``--time-limit 60`` is ``time_limit=60``. Nothing is printed, and no
other process is started unless ``workers`` asks for it.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypedDict, TypeVar, Unpack, cast, get_type_hints

from placement.console.output import laid_out
from placement.console.request import SolvingRequest, asked, in_keywords, one, reading, side_by_side
from placement.door.answers import (
    Answer,
    Ballots,
    Check,
    Comparison,
    EveryPair,
    EveryPlan,
    LabelledPlan,
    Proposal,
    Questions,
    Robustness,
    Staircase,
    Versions,
    WhyNot,
)
from placement.door.pictures import Picture
from placement.door.tables import Labelled, Table, Tables
from placement.errors import InfeasibleError, Message, PlacementError, UsageError
from placement.present.folder.differences import Difference
from placement.present.screen.lines import STANDARD
from placement.present.words.voice import Language, language_of
from placement.questions.ballots import run as _ballots_run
from placement.questions.ballots.command import command as _ballots
from placement.questions.check.command import command as _check
from placement.questions.check.run import look
from placement.questions.compare import run as _compare_run
from placement.questions.compare.command import command as _compare
from placement.questions.drafts import run as _drafts_run
from placement.questions.drafts.command import command as _drafts
from placement.questions.explain import run as _explain_run
from placement.questions.explain.command import command as _explain
from placement.questions.pairs import run as _pairs_run
from placement.questions.proposal import run as _proposal_run
from placement.questions.proposal.command import command as _solve
from placement.questions.report.source import read_result
from placement.questions.robust import run as _robust_run
from placement.questions.robust.command import command as _robust
from placement.questions.tradeoff import run as _tradeoff_run
from placement.questions.tradeoff.command import command as _tradeoff
from placement.questions.verify.study import verify as _differences
from placement.scenario.load import Loaded
from placement.scenario.schema.frame import Method
from placement.scenario.unchecked import written_language
from placement.solve.quiet import quiet

__all__ = [
    "Answer",
    "Ballots",
    "Check",
    "Comparison",
    "Difference",
    "EveryPair",
    "EveryPlan",
    "Labelled",
    "LabelledPlan",
    "Loaded",
    "Picture",
    "PlacementError",
    "Proposal",
    "Questions",
    "Robustness",
    "Staircase",
    "Table",
    "Tables",
    "Versions",
    "WhyNot",
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

Place = str | os.PathLike[str]
"""A path: of a scenario's folder or file, or of a result folder."""
Scenario = str | os.PathLike[str] | Loaded
"""A scenario: its path, or one that `load` has read."""


class Changes(TypedDict, total=False):
    """Which variant of a scenario a question is about.

    Attributes:
        variant: a variant, or several combined: ``"a+b"``; where a question compares, also ``["a", "b"]``.
        set: values to change, by path: ``{"policy.max_changes": 3}``.
        lang: language of sentences, titles and pages, ``da`` or ``en``; None: the scenario's own.
    """

    variant: str | Sequence[str] | None
    set: Mapping[str, object] | Sequence[str] | None
    lang: Language | None


class Effort(TypedDict, total=False):
    """How long to search and how close to the best to come; defaults are those of the command line.

    Attributes:
        gap: stop at a plan within this share of the proven bound.
        gap_money: with prices: stop also within this much money a year of the proven bound.
        time_limit: seconds after which the search stops with the best it has.
        threads: threads the solver uses.
        seed: seed of randomness.
        formulation: ``auto``, ``configuration`` or ``assignment``.
        solver: ``highs``, ``cbc`` or another that PuLP knows.
    """

    gap: float | None
    gap_money: float | None
    time_limit: float | None
    threads: int | None
    seed: int | None
    formulation: Literal["auto", "configuration", "assignment"] | None
    solver: str | None


class Search(Effort, total=False):
    """How to search for a plan.

    Attributes:
        price: what a saved minute may cost, in the scenario's currency; replaces the scenario's price of a minute.
        weights: of all three aims, for methods with weights: ``{"citizen": 1, "quality": 1, "economy": 1}``.
        method: ``price``, ``balanced``, ``weighted``, ``lexicographic`` or ``epsilon``.
    """

    price: float | None
    weights: Mapping[str, float] | str | None
    method: Method | None


class Solving(Changes, Search, total=False):
    """Keywords of `solve`.

    Attributes:
        alternatives: also find other plans that are as good, at most five.
        confirm: let another solver confirm the proposal; ``confirm_with``: the name of that solver.
        profiles: also solve with the prices or weights of each profile.
        suppress_below: visits below this are left out of tables of areas.
        all: `Answer.text` shows unchanged things too.
    """

    alternatives: bool
    confirm: bool
    confirm_with: str | None
    profiles: bool
    suppress_below: int | None
    all: bool


class Explaining(Changes, Search, total=False):
    """Keywords of `explain`.

    Attributes:
        exact: of all pairs: solve again for at most this many; the others get bounds.
        suppress_below: visits below this are left out of tables of areas.
        all: `Answer.text` shows unchanged things too.
    """

    exact: int | None
    suppress_below: int | None
    all: bool


class Comparing(Changes, Search, total=False):
    """Keywords of `compare`.

    Attributes:
        reference: what the others are compared with: ``today``, ``base`` or one of the variants.
        tips: also find, for one number at a time, the value at which the better alternative changes; takes longer.
        all: `Answer.text` shows unchanged things too.
    """

    reference: str | None
    tips: bool
    all: bool


class Drafting(Search, total=False):
    """Keywords of `drafts`.

    Attributes:
        put_back: solve the new version again with each changed part, one at a time, as in the old version.
        lang: language of sentences and titles.
        all: `Answer.text` shows unchanged things too.
    """

    put_back: bool
    lang: Language | None
    all: bool


class TradingOff(Changes, Search, total=False):
    """Keywords of `tradeoff`.

    Attributes:
        all: every Pareto-optimal plan in the three aims, not only those that are best at some price.
        spacing: with ``all``: leave out plans within this share of each aim's range of another; 0 keeps them all.
        points: with ``all``: stop at this many plans; 0 for no limit.
    """

    all: bool
    spacing: float | None
    points: int | None


class Sampling(Changes, Search, total=False):
    """Keywords of `robust`.

    Attributes:
        draws: number of worlds, for each variant, in which all numbers with a range are drawn at random.
        numbers: how many numbers are tried, one at a time, at both ends of their range.
        least_weight: with weights: the least share of the weight that an aim gets when weights are drawn.
        within: show the most different plans that are worse by at most this share of what is gained.
        decide: core index from which a placement can be decided; ``drop``: up to which it can be put aside.
        workers: number of processes, 1 by default. More need ``if __name__ == "__main__":`` around the call.
        cluster: address of a Dask scheduler.
        all: `Answer.text` shows unchanged things too.
    """

    draws: int | None
    numbers: int | None
    least_weight: float | None
    within: float | None
    decide: float | None
    drop: float | None
    workers: int | None
    cluster: str | None
    all: bool


class Asking(Changes, Effort, total=False):
    """Keywords of `ballots`.

    Attributes:
        anonymous: replace participants' names by numbers.
        all: `Answer.text` shows unchanged things too.
    """

    anonymous: bool
    all: bool


Function = TypeVar("Function", bound=Callable[..., Any])
Request = TypeVar("Request", bound=SolvingRequest)


_KEYWORDS = re.compile(r"^ +keywords: .*$", re.MULTILINE)
"""The line of a docstring that is replaced by the description of each keyword."""


def _spelled_out(keywords: type[Any], *shared: type[Any]) -> Callable[[Function], Function]:
    """A decorator that puts each keyword and its meaning into signature and docstring, for ``help`` and Tab.

    ``keywords`` is the TypedDict of the function, ``shared`` those it inherits from.
    """

    def decorate(function: Function) -> Function:
        shown = inspect.signature(function)
        given = [each for each in shown.parameters.values() if each.kind is not each.VAR_KEYWORD]
        more = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
            for name, kind in get_type_hints(keywords).items()
        ]
        function.__signature__ = shown.replace(parameters=[*given, *more])  # type: ignore[attr-defined]
        lines = [(inspect.getdoc(each) or "").partition("Attributes:\n")[2] for each in (keywords, *shared)]
        function.__doc__ = _KEYWORDS.sub("\n".join(lines).replace("\\", r"\\"), inspect.getdoc(function) or "")
        return function

    return decorate


@contextmanager
def _asking() -> Iterator[None]:
    """A context that silences what libraries print, and renames options to keywords in messages of UsageError."""
    with quiet():
        try:
            yield
        except UsageError as error:
            raise UsageError(in_keywords(error.message)) from error.__cause__


def _request(
    kind: type[Request], command: Any, scenario: Scenario, keywords: Mapping[str, object], *more: Place
) -> tuple[Request, Language]:
    """The request for a command's question, and the language of the answer."""
    path, keywords = _of(scenario, keywords)
    found = asked(command, [path, *more], keywords)
    return kind(**found), _language(keywords.get("lang"), found["scenario"])


def _of(scenario: Scenario, keywords: Mapping[str, object]) -> tuple[Place, Mapping[str, object]]:
    """The path of a scenario, with the variants and changes it was read with.

    Raises:
        UsageError: ``scenario`` has been read by `load`, and the keywords ask for other variants or changes.
    """
    if not isinstance(scenario, Loaded):
        return scenario, keywords
    if keywords.get("variant") or keywords.get("set"):
        raise UsageError(
            Message("The scenario is read already; give `variant` and `set` to load(), or its path to this function.")
        )
    variant = "+".join(scenario.variants) or None
    return Path(scenario.folder, next(iter(scenario.inputs), "")), {
        **keywords,
        "variant": variant,
        "set": scenario.overrides,
    }


def _language(wanted: object, path: str) -> Language:
    return language_of(cast("str | None", wanted), lambda: written_language(path))


def _read(scenario: Scenario, request: SolvingRequest) -> Loaded:
    if isinstance(scenario, Loaded):
        return scenario
    with reading(request.time_limit):
        return one(request.scenario, request.variant, request.overrides, request.voice)


def load(scenario: Place, *, variant: str | None = None, set: Mapping[str, object] | None = None) -> Loaded:  # noqa: A002 - as the option
    """Read a scenario.

    Args:
        scenario: a folder with ``scenario.yaml``, or the file.
        variant: a variant, or several combined: ``"a+b"``.
        set: values to change, by path: ``{"policy.max_changes": 3}``.

    Raises:
        ScenarioError: it is faulty; the message and ``faults`` hold every fault, each with its place.
        UsageError: there is no such variant, or nothing lies at the path.
    """
    with _asking():
        found = asked(_check, [scenario], {"variant": variant, "set": set})
        return one(found["scenario"], found["variant"], found["overrides"], found["voice"])


@_spelled_out(Changes)
def check(scenario: Scenario, **keywords: Unpack[Changes]) -> Check:
    """Examine what a scenario rests on, without solving.

    Args:
        scenario: its path, or what `load` has read.
        keywords: as of the command.

    Raises:
        ScenarioError: it is faulty; the message and ``faults`` hold every fault, each with its place.
    """
    with _asking():
        path, given = _of(scenario, keywords)
        found = asked(_check, [path], given)
        loaded = (
            scenario
            if isinstance(scenario, Loaded)
            else one(found["scenario"], found["variant"], found["overrides"], found["voice"])
        )
        return Check(look(loaded), _language(keywords.get("lang"), found["scenario"]))


@_spelled_out(Solving, Changes, Search, Effort)
def solve(scenario: Scenario, **keywords: Unpack[Solving]) -> Proposal:
    """Calculate a proposal.

    Args:
        scenario: its path, or what `load` has read.
        keywords: as of the command.

    Raises:
        ScenarioError: the scenario is faulty; all faults are in the message.
        UsageError: keywords that do not fit.
        InfeasibleError: no plan keeps all the rules; ``causes`` holds what is known of why, and its note (which a
            traceback shows) the smallest changes that would make one possible.
        NoPlanError: the time limit was reached before there was any plan.
        SolverError: the solver failed.
    """
    with _asking():
        request, lang = _request(_proposal_run.Request, _solve, scenario, keywords)
        loaded = _read(scenario, request)
        _proposal_run.check(request, [loaded])
        try:
            solved, studied = _proposal_run.calculate(request, loaded)
        except InfeasibleError as error:
            found = _proposal_run.repairs_of(request, loaded)
            screen = partial(_proposal_run.infeasible_lines, loaded, error, found, lang)
            error.add_note("\n".join(line.text for line in laid_out(screen, STANDARD)))
            raise
        return Proposal(request=request, lang=lang, loaded=loaded, solved=solved, study=studied)


@_spelled_out(Comparing, Changes, Search, Effort)
def compare(scenario: Place, **keywords: Unpack[Comparing]) -> Comparison:
    """Put today and variants side by side: ``variant=["base", "a", "b+c"]``; without names, those of the scenario.

    Args:
        scenario: its path.
        keywords: as of the command.

    Raises:
        ScenarioError, UsageError, SolverError: as `solve`.
        InfeasibleError, NoPlanError: the reference has no plan. Another alternative without one is listed as such.
    """
    with _asking():
        if isinstance(scenario, Loaded):
            raise UsageError(Message("A comparison reads the scenario with each variant; give its path."))
        request, lang = _request(_compare_run.Request, _compare, scenario, keywords)
        return Comparison(request=request, lang=lang, found=_compare_run.calculate(request))


@_spelled_out(Drafting, Search, Effort)
def drafts(old: Place, new: Place, **keywords: Unpack[Drafting]) -> Versions:
    """Put two versions of a scenario, or two result folders, side by side.

    Args:
        old: the earlier version.
        new: the later one.
        keywords: as of the command.

    Raises:
        ScenarioError, UsageError, SolverError: as `solve`.
        ResultError: a folder cannot be read.
    """
    with _asking():
        found = asked(_drafts, [old, new], keywords)
        request = _drafts_run.Request(**found, variant=None, overrides=())
        sides, told = _drafts_run.calculate(request)
        versions = sides[0].version, sides[1].version
        lang = _language(keywords.get("lang"), request.scenario)
        return Versions(request=request, lang=lang, found=told, versions=versions)


@_spelled_out(Explaining, Changes, Search, Effort)
def explain(
    scenario: Scenario, function: str = "", site: str = "", **keywords: Unpack[Explaining]
) -> WhyNot | EveryPair:
    """Explain why a function is, or is not, at a site, and what it costs to insist on the opposite.

    Args:
        scenario: its path, or what `load` has read.
        function: id of a function; without function and site, all pairs are examined.
        site: id of a site; without one, all sites of the function are examined.
        keywords: as of the command.

    Raises:
        ScenarioError, UsageError, InfeasibleError, NoPlanError, SolverError: as `solve`.
    """
    with _asking():
        pair = (function, site) if site else (function,) if function else ()
        request, lang = _request(_explain_run.Request, _explain, scenario, keywords, *pair)
        loaded = _read(scenario, request)
        _explain_run.check(request, loaded)
        if request.site:
            answer = _explain_run.calculate(request, loaded)
            return WhyNot(request=request, lang=lang, loaded=loaded, answer=answer)
        solved, found = _pairs_run.calculate(request, loaded)
        return EveryPair(request=request, lang=lang, loaded=loaded, solved=solved, found=found)


@_spelled_out(TradingOff, Changes, Search, Effort)
def tradeoff(scenario: Scenario, **keywords: Unpack[TradingOff]) -> Staircase | EveryPlan:
    """Find the best plan at each price of a saved minute, and at which prices it changes.

    Args:
        scenario: its path, or what `load` has read.
        keywords: as of the command.

    Raises:
        ScenarioError, UsageError, InfeasibleError, NoPlanError, SolverError: as `solve`.
    """
    with _asking():
        request, lang = _request(_tradeoff_run.Request, _tradeoff, scenario, keywords)
        _tradeoff_run.check(request)
        loaded = _read(scenario, request)
        if request.every:
            every = _tradeoff_run.every_plan(request, loaded)
            return EveryPlan(request=request, lang=lang, loaded=loaded, found=every)
        return Staircase(request=request, lang=lang, loaded=loaded, found=_tradeoff_run.steps(request, loaded))


@_spelled_out(Sampling, Changes, Search, Effort)
def robust(scenario: Scenario, **keywords: Unpack[Sampling]) -> Robustness:
    """Test how robust the proposal is: what can be decided now, should be discussed, or can be put aside.

    Args:
        scenario: its path, or what `load` has read.
        keywords: as of the command.

    Raises:
        ScenarioError, UsageError, InfeasibleError, NoPlanError, SolverError: as `solve`.
    """
    with _asking():
        alone: dict[str, object] = {} if keywords.get("workers") or keywords.get("cluster") else {"workers": 1}
        request, lang = _request(_robust_run.Request, _robust, scenario, {**keywords, **alone})
        with reading(request.time_limit):
            loaded = (
                [scenario]
                if isinstance(scenario, Loaded)
                else side_by_side(request.scenario, request.variant, request.overrides, request.voice)
            )
        _robust_run.check(request, loaded)
        return Robustness(request=request, lang=lang, found=_robust_run.ask(request, loaded))


@_spelled_out(Asking, Changes, Effort)
def ballots(scenario: Scenario, answers: Place | None = None, **keywords: Unpack[Asking]) -> Questions | Ballots:
    """Make questions, without names of places, on what a saved minute may cost; or count the answers to them.

    Args:
        scenario: its path, or what `load` has read.
        answers: a CSV file, a row for each participant: the empty sheet of ``Questions.save``, filled in. Without one
            the questions are found.
        keywords: as of the command.

    Raises:
        ScenarioError, UsageError, InfeasibleError, NoPlanError, SolverError: as `solve`; faults in the answers are
            a ScenarioError too.
    """
    with _asking():
        cast = () if answers is None else (answers,)
        request, lang = _request(_ballots_run.Request, _ballots, scenario, keywords, *cast)
        loaded = _read(scenario, request)
        if answers is None:
            return Questions(request=request, lang=lang, asked=_ballots_run.questions(request, loaded))
        return Ballots(request=request, lang=lang, found=_ballots_run.counted(request, loaded))


def read(folder: Place, scenario: Place | None = None, *, lang: Language | None = None) -> Proposal:
    """Read a proposal from its result folder; everything but the plan is recomputed, without the solver.

    Args:
        folder: of ``Proposal.save``, or ``placement solve --out``.
        scenario: where the scenario is now; None: where the folder's manifest says.
        lang: language of sentences, titles and pages.

    Raises:
        ResultError: the folder is no result, or the scenario is not there or no longer the same.
        ScenarioError: the scenario is faulty.
    """
    with _asking():
        source = read_result(Path(folder), None if scenario is None else Path(scenario))
        path = Path(source.loaded.folder, next(iter(source.loaded.inputs), ""))
        found = asked(_solve, [path], {"lang": lang})
        request = _proposal_run.Request(**{**found, "command": source.manifest["command"]})
        language = language_of(lang, lambda: source.loaded.scenario.about.language or "")
        return Proposal(request=request, lang=language, loaded=source.loaded, solved=source.solved, study=source.study)


def verify(folder: Place, scenario: Place | None = None) -> list[Difference]:
    """Audit a result folder against its scenario, without the solver; returns all differences.

    Args:
        folder: of any command that writes one.
        scenario: where the scenario is now; None: where the folder's manifest says.

    Raises:
        ResultError: the folder is no result, or the scenario is not there.
        ScenarioError: the scenario is faulty.
    """
    with _asking():
        return _differences(Path(folder), None if scenario is None else Path(scenario))
