"""A small scenario served to the tests, from a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placement.present.words.voice import Language
from placement.web.app import Settings, create_app
from tests.web.asking import HERE, SCENARIOS, Browser, copy_weighing, forked_desks

WEIGHING = "weighing"
"""The scenario whose aims are weighed."""


@pytest.fixture(scope="session", autouse=True)
def _forked_desks() -> Iterator[None]:
    with forked_desks():
        yield


@pytest.fixture(scope="session")
def open_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Browser]]:
    """Serves a scenario; the same one to everybody who asks for it in the same way."""
    served: dict[object, Browser] = {}
    clients: list[TestClient] = []

    def opened(name: str = WEIGHING, *, ballot: bool = False, alone: str = "", language: Language = "da") -> Browser:
        if (name, ballot, alone, language) not in served:
            folder = tmp_path_factory.mktemp("served") / name
            if name == WEIGHING:
                copy_weighing(folder)
            else:
                shutil.copytree(SCENARIOS / name, folder, ignore=shutil.ignore_patterns("meeting-*", "ballots-*"))
            settings = Settings(str(folder), ballot=ballot, desks=1, language=language)
            client = TestClient(create_app(settings), base_url=HERE)
            client.__enter__()
            clients.append(client)
            served[name, ballot, alone, language] = Browser(client, folder)
        return served[name, ballot, alone, language]

    yield opened
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def browser(open_browser: Callable[..., Browser]) -> Browser:
    return open_browser()


@pytest.fixture
def file_of() -> Callable[[Path, str], Path]:
    return lambda folder, pattern: next(folder.glob(pattern))
