"""Requests to commands that solve: the scenario with its variants, how to search, and which executor calculates."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from placement.console.command import call_of
from placement.console.endings import Exit, explain, usage_words
from placement.console.output import remark, show, show_json
from placement.errors import Message, ResultError, UsageError
from placement.locale import N_, SOURCE
from placement.present.words.currency import close_enough, speak_of
from placement.present.words.voice import Voice
from placement.scenario.load import Loaded, load
from placement.scenario.schema.frame import AIMS, Method, Weights
from placement.scenario.source.former import Former
from placement.scenario.source.paths import nearest
from placement.scenario.variants import parse_variants
from placement.solve.result import Options, Prices
from placement.solve.stage import Clock
from placement.time_limit import patient

if TYPE_CHECKING:
    from placement.executor.batch import Executor
    from placement.present.folder.manifest import Call
    from placement.present.screen.lines import Line

CLUSTER: dict[str, str] = {
    "missing": N_(
        "--cluster needs distributed, which is missing; in your copy of the program: pip install '.[cluster]'."
    ),
    "unreachable": N_("There is no Dask scheduler at {address}: {why}. An address looks like tcp://10.0.0.5:8786."),
    "no_worker": N_("The cluster at {address} has no worker that answers."),
    "unlike": N_(
        "The workers of {address} would not answer as this program does: {why}. Install the same versions there."
    ),
}


@dataclass(frozen=True, kw_only=True)
class SearchRequest:
    """What every command that solves needs: the scenario, how close to the best, and by which solver."""

    voice: Voice
    command: str
    scenario: str
    gap: float
    gap_money: float | None
    time_limit: float | None
    threads: int
    seed: int
    formulation: str
    solver: str

    @property
    def options(self) -> Options:
        """How to solve; what is close enough in money is of the currency that is spoken of, once a scenario is read."""
        return Options(
            gap=self.gap,
            gap_money=close_enough() if self.gap_money is None else self.gap_money,
            time_limit=self.time_limit,
            threads=self.threads,
            seed=self.seed,
            solver=self.solver,
            formulation=self.formulation,
        )


@dataclass(frozen=True, kw_only=True)
class SolvingRequest(SearchRequest):
    """What commands that look for plans need besides; each adds fields of its own."""

    variant: str | None
    overrides: Sequence[str]
    price: float | None
    weights: dict[str, float] | None
    method: str | None
    out: str | None
    csv: str
    every: bool
    as_json: bool
    quiet: bool

    @property
    def options(self) -> Options:
        """The options of the search.

        Raises:
            UsageError: weights are given, but not of every aim; or a price, with a method that has none.
        """
        prices = None if self.price is None else Prices(self.price)
        method = cast("Method | None", self.method or (None if prices is None else "price"))
        if prices is not None and method != "price":
            raise UsageError(self.voice("--price is for the method price; leave one of --price and --method out."))
        return replace(super().options, method=method, weights=self._all_weights(), prices=prices)

    def _all_weights(self) -> Weights | None:
        """The weights of all aims. All must be given: one left out could mean 0, 1 or the scenario's own."""
        if self.weights is None:
            return None
        lacking = [aim for aim in AIMS if aim not in self.weights]
        if lacking:
            stated = ",".join(f"{aim}={self.weights.get(aim, 1.0):g}" for aim in AIMS)
            raise UsageError(
                self.voice(
                    "--weights says nothing of {names}; write all three, as in {example} (0 where an "
                    "aim is not to count).",
                    names=", ".join(lacking),
                    example=stated,
                )
            )
        return Weights(**self.weights)

    def deliver(
        self,
        done: Exit,
        *,
        write: Callable[[Call], object] | None,
        document: Callable[[], Any],
        screen: Callable[[str], Iterable[Line]],
        suppress_below: float = 0.0,
        to_stderr: bool = False,
    ) -> Exit:
        """Write the folder asked for, show the answer, return the exit status; a folder that fails is reported last.

        Args:
            done: the exit status if the folder can be written.
            write: writes the folder; None if there is nothing to write.
            document: makes the answer's JSON document.
            screen: makes the answer's screen from the folder's name, which is empty if none is written.
            suppress_below: see `Call`.
            to_stderr: whether the screen goes to standard error, as it is no answer.
        """
        from placement.present.folder.manifest import Call  # noqa: PLC0415 - the solver has run
        from placement.present.tables.csv_dialect import dialect_named  # noqa: PLC0415

        problem, folder = None, ""
        if self.out and write is not None:
            try:
                write(Call(self.command, self.scenario, self.voice.language, dialect_named(self.csv), suppress_below))
                folder = f"{Path(self.out)}/"
            except ResultError as error:
                problem = error
        if self.as_json:
            show_json(document())
        else:
            show(lambda: screen(folder), to_stderr=to_stderr)
        return done if problem is None else explain(problem, self.voice)

    @property
    def shows_progress(self) -> bool:
        """Whether progress is shown: on a terminal, unless ``--quiet`` or ``--json`` is asked for."""
        return shows_progress(self.quiet, self.as_json)


def shows_progress(*unless: bool) -> bool:
    """Whether progress is shown: on a terminal, if none of ``unless`` is True."""
    return not any(unless) and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def reading(limit: float | None) -> AbstractContextManager[None]:
    """A context for reading a scenario within the time limit of the whole call: seconds, or None without a limit.

    Raises:
        OutOfTimeError: reading takes longer.
    """
    clock = Clock(limit)
    return patient("reading", lambda: clock.over)


def side_by_side(path: str, variant: str | None, overrides: Sequence[str], say: Voice) -> list[Loaded]:
    """The scenario read once for each combination of variants: ``a+b,c`` gives two."""
    if variant is None:
        found = [load(path, overrides=overrides)]
    else:
        base = load(path)
        _check_names(variant, list(base.base.variants), say)
        groups = parse_variants(variant, base.base.variants)
        found = [load(path, variants=group, overrides=overrides) for group in groups]
    say_remarks(found[0], say)
    return told_of_former(found, path, say)


def say_remarks(loaded: Loaded, say: Voice) -> None:
    """Write the remarks on the scenario's files to standard error."""
    for text in loaded.remarks:
        remark(say.told(text))


def told_of_former(found: list[Loaded], path: str, say: Voice) -> list[Loaded]:
    """Returns ``found``, after making its currency that of all texts and reporting old names of fields once each."""
    speak_of(found[0].scenario.about.currency)
    places: dict[tuple[str, str], list[Former]] = {}
    for one_of_them in dict.fromkeys(former for loaded in found for former in loaded.former):
        if not one_of_them.old.isdigit():
            places.setdefault((one_of_them.old, one_of_them.new), []).append(one_of_them)
    for (old, new), where in places.items():
        first = f"{where[0].file}:{where[0].line}" if where[0].line else where[0].file
        remark(say("{place}: {old} is called {new} now.", place=first, old=old, new=new))
    if any(where[0].line for where in places.values()):
        remark(say("The old names are still read; placement migrate {path} rewrites them.", path=path))
    return found


def _check_names(text: str, known: Sequence[str], say: Voice) -> None:
    """Raise UsageError for a variant the scenario does not have, with the nearest name or all names."""
    for name in (name.strip() for group in text.split(",") for name in group.split("+")):
        if name not in known:
            near = nearest(name, known)
            listed = say("Variants: {known}.", known=", ".join(known) or say("none"))
            hint = say("Did you mean {words}?", words=f"'{near}'") if near else listed
            raise UsageError(say("There is no variant '{name}' in the scenario.", name=name) + f" {hint}")


def one(path: str, variant: str | None, overrides: Sequence[str], say: Voice) -> Loaded:
    """The scenario with one combination of variants.

    Raises:
        UsageError: several are asked for.
    """
    loaded = side_by_side(path, variant, overrides, say)
    if len(loaded) > 1:
        raise UsageError(
            say(
                "{names} are several calculations side by side; only one fits here. Use + to combine them.",
                names=names(loaded),
            )
        )
    return loaded[0]


def names(loaded: Sequence[Loaded]) -> str:
    """The combinations of variants as the command line names them."""
    return ", ".join("+".join(each.variants) for each in loaded)


def executor_for(workers: int | None, cluster: str | None, say: Voice) -> Executor:
    """The executor for ``--workers`` and ``--cluster``; UsageError where a cluster cannot be used."""
    if cluster is None:
        from placement.executor.processes import Processes  # noqa: PLC0415 - the solver, only when it is needed

        return Processes(workers)
    if workers is not None:
        raise UsageError(say("--workers is for this machine and --cluster for a cluster; choose one of them."))
    from placement.executor.cluster import Cluster, ClusterError  # noqa: PLC0415

    try:
        return Cluster(cluster)
    except ClusterError as error:
        raise UsageError(say(CLUSTER[error.reason], address=error.address, why=error.why)) from error


NOT_FOR_PROGRAMS = frozenset({"csv", "debug", "help", "json", "out", "questions", "quiet"})
"""Options that Python's functions do not have: about a terminal, or about files, which ``save`` writes."""
_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)")


def keywords_of(command: click.Command) -> dict[str, click.Option]:
    """The options of a command by their keywords: ``--time-limit`` is ``time_limit``."""
    options = [param for param in command.params if isinstance(param, click.Option)]
    named = {max(each.opts, key=len).lstrip("-").replace("-", "_"): each for each in options}
    return {keyword: option for keyword, option in named.items() if keyword not in NOT_FOR_PROGRAMS}


def asked(
    command: click.Command, places: Sequence[str | os.PathLike[str]], keywords: Mapping[str, object]
) -> dict[str, Any]:
    """The fields of a command's request from Python arguments, with the command line that asks the same.

    Args:
        command: the command.
        places: its positional arguments: paths and ids.
        keywords: its options; None as if not given, a mapping or sequence for several values.

    Raises:
        TypeError: there is no such keyword.
        UsageError: a value cannot be, or a path is not there.
    """
    options, named = keywords_of(command), [os.fspath(place) for place in places]
    for keyword in keywords:
        if keyword not in options:
            near = get_close_matches(keyword, options, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(sorted(options))}."
            raise TypeError(f"{command.name}() got an unexpected keyword argument '{keyword}'; {hint}")
    args = [arg for keyword, value in keywords.items() for arg in _written(keyword, options[keyword], value)]
    say, line = Voice(SOURCE), ["placement", str(command.name), *named, *args]
    try:
        with command.make_context(f"placement {command.name}", [*args, "--", *named], obj=say) as ctx:
            ctx.meta["placement.command"] = shlex.join(line)
            return {**call_of(ctx), **ctx.params}
    except click.UsageError as error:
        raise UsageError(in_keywords(usage_words(error, say))) from None


def in_keywords(text: str) -> str:
    """A message with options renamed to keywords: ``--time-limit`` becomes ```time_limit```."""
    return _OPTION.sub(lambda option: f"`{option[1].replace('-', '_')}`", text)


def _written(keyword: str, option: click.Option, value: object) -> Iterator[str]:
    """A keyword and its value as arguments of the command line."""
    name = max(option.opts, key=len)
    if value is None or (option.is_flag and value is False):
        return
    if option.is_flag:
        if value is not True:
            raise UsageError(Message("`{keyword}` is True or False, not {value}.", keyword=keyword, value=repr(value)))
        yield name
    elif option.multiple:
        for each in _pairs(value) if isinstance(value, Mapping) else _several(value):
            yield f"{name}={each}"
    elif isinstance(value, Mapping):
        yield f"{name}={','.join(f'{key}={each}' for key, each in value.items())}"
    else:
        yield f"{name}={','.join(_several(value))}"


def _pairs(values: Mapping[Any, Any]) -> Iterator[str]:
    """``path=value`` for each entry, the value written as YAML."""
    for path, value in values.items():
        try:
            yield f"{path}={json.dumps(value, ensure_ascii=False, allow_nan=False)}"
        except (TypeError, ValueError):
            raise UsageError(
                Message(
                    "`set` cannot make {path} {value}; give a text, a number, True, False, None, a list or a dict.",
                    path=path,
                    value=repr(value),
                )
            ) from None


def _several(value: object) -> list[str]:
    """A value, or each of several, as text."""
    return [str(value)] if isinstance(value, str) or not isinstance(value, Sequence) else list(map(str, value))
