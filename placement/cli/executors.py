"""Where many solves are made: on this machine, or on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placement.errors import UsageError
from placement.report.text import Voice

if TYPE_CHECKING:
    from placement.study.executor.executor import Executor


def executor_for(workers: int | None, cluster: str | None, say: Voice) -> Executor:
    """Who answers, from the options ``--workers`` and ``--cluster``; UsageError where a cluster cannot be used."""
    if cluster is None:
        from placement.study.executor.processes import Processes  # noqa: PLC0415 - the solver, only when it is needed

        return Processes(workers)
    if workers is not None:
        raise UsageError(say("usage.workers_or_cluster"))
    from placement.study.executor.cluster import Cluster, ClusterError  # noqa: PLC0415

    try:
        return Cluster(cluster)
    except ClusterError as error:
        raise UsageError(say(f"cluster.{error.reason}", address=error.address, why=error.why)) from error
