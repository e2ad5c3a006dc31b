"""HiGHS that writes nothing to the screen: the only way this program makes one.

The options HiGHS is given for a search, and why each is not left at its default.

Limits and gaps that change from stage to stage are set where a stage is posed (`placement.solve.highs.search`); output
and threads where a solver is made (`placement.solve.highs.quiet_highs`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
import pulp

from placement.instance.instance import Floats, Ints
from placement.model.linear import name_of
from placement.solve.quiet import quiet
from placement.time_limit import in_time

if TYPE_CHECKING:
    from placement.model.formulation import Model


class QuietHighs(highspy.Highs):  # noqa: TID251 - here it is made quiet
    """A solver that writes nothing to the screen, not even where its options cannot prevent it (decision 0021).

    Args:
        threads: it uses. HiGHS' default of 0 means half of those the machine has: answers within a gap would then
            depend on the machine, and several processes at once would be in each other's way. All solvers of a process
            use the same number; for another one ``resetGlobalScheduler`` is called first.
    """

    def __init__(self, threads: int = 1) -> None:
        with quiet():  # 1.16 presents itself before it takes options
            super().__init__()  # type: ignore[no-untyped-call]
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", threads)
        self._raised: BaseException | None = None

    def setCallback(self, called: Any, data: Any) -> highspy.HighsStatus:
        """Let a function be called during a search; what it raises ends the search, and is raised by `run`."""

        def guarded(*given: Any) -> None:
            try:
                called(*given)
            except BaseException as error:  # noqa: BLE001 - some versions take it for a fault of the solver's
                self._raised = error
                if given[3] is not None:
                    given[3].user_interrupt = True

        return super().setCallback(guarded, data)

    def run(self) -> highspy.HighsStatus:
        """Solve.

        Raises:
            BaseException: what the function given to `setCallback` has raised.
        """
        with quiet():
            status = super().run()
        if self._raised is not None:
            raised, self._raised = self._raised, None
            raise raised
        return status

    def presolve(self) -> highspy.HighsStatus:
        """Make the model smaller without solving it."""
        with quiet():
            return super().presolve()


SMALL = 1000
"""Columns of the largest model that is solved without presolve."""
MIDDLING = 3000
"""Columns of the largest model that is searched without restarts and symmetry detection."""
_PROBING, _ENUMERATION = 1 << 15, 1 << 16
"""Bits of HiGHS' presolve rules 15 and 16, as its log numbers them (1.16)."""

Option = str | float | bool


def search_options(columns: int, seed: int) -> dict[str, Option]:
    """Options by name for a model with so many columns."""
    return {
        "random_seed": seed,
        # HiGHS' default, fixed: `placement.solve.stage.SLACK` is the same number, and columns are scaled for it.
        "primal_feasibility_tolerance": 1e-7,
        # Aims are counted from today, so an objective may be near 0 and a share of it says nothing. HiGHS stops at
        # whichever gap is reached first: only the absolute one is left, a share of the pay-off table's range.
        "mip_rel_gap": 0.0,
        # Presolve has cut off the best plan of one random model in 320, and no status gives that away. Small models
        # cost little without it; larger ones took one and a half to four times as long (decision 0009).
        "presolve": "off" if columns <= SMALL else "choose",
        # Both take most of the time on large models, and the search begins as well without them (decision 0011).
        "presolve_rule_off": _PROBING | _ENUMERATION,
        # A restart presolves and solves the root node anew once enough columns are fixed there. That, and looking for
        # symmetry, pays on large models only.
        "mip_allow_restart": columns > MIDDLING,
        "mip_detect_symmetry": columns > MIDDLING,
        # Sub-searches around the relaxation and the best plan. Searches here begin with a good plan, and with one these
        # took half of the time and found nothing.
        "mip_heuristic_run_rins": False,
        "mip_heuristic_run_rens": False,
    }


SHARED = -1
"""Stands for the function of a column that belongs to none."""
_IN_COMMON = ("units", "aim", "saved_trips")
"""Kinds of columns that functions have in common, whatever their names say."""


def as_lp(model: Model) -> tuple[highspy.HighsLp, list[str]]:
    """A written model, row by row and without an objective, and the names of its columns.

    PuLP sends a solver only the columns that some row or objective mentions; here every variable has a column, so that
    a later stage can give any of them a cost or a bound.

    Raises:
        OutOfTimeError: a time limit ends while rows are read.
    """
    problem, variables = model.problem, list(model.draft.variables.values())
    column = {variable: n for n, variable in enumerate(variables)}
    lower, upper, starts, indices, values = [], [], [0], [], []
    for constraint in problem.constraints():
        in_time()
        terms = [(column[v], c) for v, c in constraint.items() if c]
        indices += [n for n, _ in terms]
        values += [c for _, c in terms]
        starts.append(len(indices))
        bound = -constraint.constant
        lower.append(-highspy.kHighsInf if constraint.sense == pulp.LpConstraintLE else bound)
        upper.append(highspy.kHighsInf if constraint.sense == pulp.LpConstraintGE else bound)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(variables), len(lower)
    lp.col_cost_ = np.zeros(len(variables))
    lp.col_lower_ = np.array([-highspy.kHighsInf if v.lowBound is None else v.lowBound for v in variables])
    lp.col_upper_ = np.array([highspy.kHighsInf if v.upBound is None else v.upBound for v in variables])
    lp.row_lower_, lp.row_upper_ = np.array(lower, dtype=float), np.array(upper, dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(indices, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(values, dtype=float)
    kinds = {pulp.LpInteger: highspy.HighsVarType.kInteger, pulp.LpBinary: highspy.HighsVarType.kInteger}
    lp.integrality_ = [kinds.get(v.cat, highspy.HighsVarType.kContinuous) for v in variables]
    return lp, [v.name for v in variables]


def matrix(lp: highspy.HighsLp) -> tuple[Ints, Ints, Floats]:
    """Row, column and value of every entry, each ``(entries,)``, in the order in which the model keeps them.

    HiGHS turns a model from rows into columns when it sees fit, so both orders occur.
    """
    entries = lp.a_matrix_
    starts, minor = np.array(entries.start_, dtype=np.int64), np.array(entries.index_, dtype=np.int64)
    major = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    rowwise = entries.format_ == highspy.MatrixFormat.kRowwise
    return (major, minor, np.array(entries.value_)) if rowwise else (minor, major, np.array(entries.value_))


def function_of_columns(names: Sequence[str], model: Model) -> Ints:
    """``(n,)`` index of the function in each column's name, such as ``open(function,site)``; ``SHARED`` without one.

    With phases a name begins with the phase, and the function comes second.
    """
    functions = {name_of("", f)[1:-1]: n for n, f in enumerate(model.draft.instance.function_ids)}
    first = 1 if model.draft.phase else 0
    groups = np.full(len(names), SHARED)
    for n, name in enumerate(names):
        kind, _, ids = name.partition("(")
        of = ids.rstrip(")").split(",", first + 1)
        if kind not in _IN_COMMON and len(of) > first:
            groups[n] = functions.get(of[first], SHARED)
    return groups


def site_of_offers(names: Sequence[str], model: Model) -> Ints:
    """``(n,)`` index of the site in each column's name that says what is offered, ``open(function,site)``.

    All other columns have ``SHARED``. With phases a name begins with the phase, and one site has one index in all.
    """
    sites = {name_of("", s)[1:-1]: n for n, s in enumerate(model.draft.instance.site_ids)}
    found = np.full(len(names), SHARED)
    for n, name in enumerate(names):
        kind, _, ids = name.partition("(")
        if kind == "open":
            found[n] = sites.get(ids.rstrip(")").split(",")[-1], SHARED)
    return found
