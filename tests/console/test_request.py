"""Who makes many solves, from the options; and how far they are, in words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from placement.console.request import executor_for
from placement.errors import UsageError
from placement.executor import cluster
from placement.executor.batch import BatchProgress
from placement.executor.processes import Processes
from placement.present.screen.progress import batch_text
from placement.present.words.voice import Voice

if TYPE_CHECKING:
    from placement.present.words.voice import Language

DA, EN = Voice("da"), Voice("en")


def test_processes_unless_a_cluster_is_asked_for() -> None:
    few = executor_for(3, None, DA)
    assert isinstance(few, Processes)
    assert few.workers == 3
    assert isinstance(executor_for(None, None, DA), Processes)


@pytest.mark.parametrize(
    ("language", "said"), [("da", "--workers er for denne maskine"), ("en", "--workers is for this machine")]
)
def test_one_or_the_other(language: Language, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        executor_for(2, "tcp://127.0.0.1:9", Voice(language))


def test_a_cluster_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "distributed", None)
        with pytest.raises(UsageError, match=r"pip install '\.\[cluster\]'"):
            executor_for(None, "tcp://127.0.0.1:9", DA)
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.2)
    with pytest.raises(UsageError, match=r"Der er ingen Dask-scheduler på tcp://127\.0\.0\.1:9: "):
        executor_for(None, "tcp://127.0.0.1:9", DA)


@pytest.mark.parametrize(
    ("left", "danish", "english"),
    [
        (None, "stemmer: 3 af 1.200", "votes: 3 of 1,200"),
        (42.4, "stemmer: 3 af 1.200, ca. 42 s tilbage", "votes: 3 of 1,200, about 42 s left"),
        (500.0, "stemmer: 3 af 1.200, ca. 8 min. tilbage", "votes: 3 of 1,200, about 8 min left"),
        (9000.0, "stemmer: 3 af 1.200, ca. 2,5 t tilbage", "votes: 3 of 1,200, about 2.5 h left"),
    ],
)
def test_how_far_it_is(left: float | None, danish: str, english: str) -> None:
    assert batch_text(DA, "stemmer", BatchProgress(3, 1200, 1.0, left)) == danish
    assert batch_text(EN, "votes", BatchProgress(3, 1200, 1.0, left)) == english
