"""An executor that computes chunks on the workers of a running Dask cluster."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from typing import Any, Literal

from placement.errors import Message, SolverError, UsageError
from placement.executor.batch import Batch, Executor, Given, Item, Result, Tally, gather
from placement.locale import N_
from placement.solve.quiet import quiet
from placement.solve.result import version_of

DECIDING = ("placement", "highspy", "numpy", "pulp")
"""Packages whose versions affect the results: workers must have the same versions."""
CONNECT_SECONDS = 10.0
"""Seconds to wait for the scheduler."""
FIRST_WORKER_SECONDS = 60.0
"""Seconds to wait for a worker; a cluster that grows on demand needs some time."""
LISTEN_SECONDS = 1.0
"""Seconds between a worker's checks whether its chunk should end."""

Reason = Literal["missing", "unreachable", "no_worker", "unlike"]
_SAID: dict[Reason, str] = {
    "missing": "A cluster needs distributed, which is missing; in your copy of the program: pip install '.[cluster]'.",
    "unreachable": "There is no Dask scheduler at {address}: {why}. An address looks like tcp://10.0.0.5:8786.",
    "no_worker": "The cluster at {address} has no worker that answers.",
    "unlike": "The workers of {address} would not answer as this program does: {why}. Install the same versions there.",
}
LOST = N_("The cluster at {address} gave the work up: {why}. What is done is kept where a folder was asked for.")


class ClusterError(UsageError):
    """A cluster that cannot be used.

    Attributes:
        reason: which kind of failure it is.
        address: of the scheduler, as given.
        why: details, in words.
    """

    def __init__(self, reason: Reason, address: str, why: object = "") -> None:
        self.reason, self.address, self.why = reason, address, str(why)
        super().__init__(_SAID[reason].format(address=address, why=why))

    def __reduce__(self) -> tuple[Any, ...]:
        return ClusterError, (self.reason, self.address, self.why)


class Cluster(Executor):
    """Computes chunks on the workers of a Dask cluster. If one is killed, others compute its chunks.

    Args:
        address: of the scheduler, such as ``tcp://10.0.0.5:8786``; ``tls://`` where Dask is configured for it.

    Raises:
        ClusterError: Dask is not installed, no scheduler answers, or the workers have other versions.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
        except ImportError as error:
            raise ClusterError("missing", address) from error
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise ClusterError("unreachable", address, _in_words(error)) from error
        try:
            self._check()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Disconnect from the cluster, which goes on running."""
        self._client.close(timeout=CONNECT_SECONDS)

    def _check(self) -> None:
        """Wait for a worker and compare its versions of the ``DECIDING`` packages with those here.

        Raises:
            ClusterError: no worker answers, or its versions are others.
        """
        try:
            theirs = self._client.submit(versions, pure=False).result(timeout=FIRST_WORKER_SECONDS)
        except TimeoutError as error:
            raise ClusterError("no_worker", self.address) from error
        except ImportError as error:
            raise ClusterError("unlike", self.address, _in_words(error)) from error
        other = [
            f"{name} {theirs[name] or '–'} ({ours or '–'})" for name, ours in versions().items() if theirs[name] != ours
        ]
        if other:
            raise ClusterError("unlike", self.address, ", ".join(other))

    def _answer(
        self, batch: Batch[Given, Item, Result], tally: Tally[Given, Item, Result], stop: threading.Event
    ) -> None:
        from distributed import Event  # noqa: PLC0415
        from distributed.scheduler import KilledWorker  # noqa: PLC0415

        name = f"placement-{uuid.uuid4().hex}"
        flag = Event(name, client=self._client)
        given = self._client.submit(_as_it_is, batch.given, pure=False)  # a task: made again if its worker is killed
        pool = self._client.get_executor(pure=False)
        futures = {
            pool.submit(_answered, name, batch.work, given, chunk, priority=-number): number
            for number, chunk in tally.left.items()
        }
        try:
            gather(futures, tally.take, stop, flag.set)
        except (KilledWorker, CancelledError, OSError) as error:
            raise SolverError(Message(LOST, address=self.address, why=_in_words(error))) from error
        finally:
            if not all(future.done() for future in futures):
                with contextlib.suppress(OSError):
                    flag.set()
            pool.shutdown(wait=False)


def versions() -> dict[str, str]:
    """By ``DECIDING`` package, its version here; empty where it is not installed."""
    return {name: version_of(name) for name in DECIDING}


def _in_words(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def _as_it_is(given: Any) -> Any:
    """Identity: the task whose result is the data that all chunks share."""
    return given


def _answered(
    name: str, work: Callable[[Any, Sequence[Any], threading.Event], list[Any]], given: Any, chunk: Sequence[Any]
) -> list[Any]:
    """On a worker: compute a chunk, ending early when the cluster's event ``name`` is set."""
    from distributed import Event, get_client  # noqa: PLC0415

    stop, over = threading.Event(), threading.Event()
    flag = Event(name, client=get_client())
    if flag.is_set():
        return []

    def listen() -> None:
        while not over.is_set() and not stop.is_set():
            if flag.wait(timeout=LISTEN_SECONDS):
                stop.set()

    threading.Thread(target=listen, daemon=True).start()
    try:
        with quiet():
            return work(given, chunk, stop)
    finally:
        over.set()
