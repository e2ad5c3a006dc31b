"""A browser without scripts: it follows what it is sent, and waits by asking again."""

from __future__ import annotations

import html
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from urllib.parse import urlencode

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from benchmarks.regions import Size, region, write
from placement.web.solving import jobs, process

HERE = "http://localhost"
SCENARIOS = Path(__file__).parents[2] / "scenarios"
OURS = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
BUSY = 'http-equiv="refresh"'


@contextmanager
def forked_desks() -> Iterator[None]:
    """Solving processes are forked, where that can be, from one that has imported all they need and solved nothing.

    Each spares the second that it takes to import; servers of their own (``tests/web/test_ending.py``,
    ``tests/browser``) start theirs as anybody's does.
    """
    if "forkserver" not in get_all_start_methods():
        yield
        return
    context = get_context("forkserver")
    context.set_forkserver_preload([process.__name__])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "get_context", lambda _: context)
        yield


def copy_weighing(folder: Path) -> None:
    """A scenario, in a folder of its own, whose aims are weighed, whatever a minute may cost."""
    shutil.copytree(SCENARIOS / "profiler", folder, ignore=shutil.ignore_patterns("meeting-*", "ballots-*"))
    file = folder / "scenario.yaml"
    text = re.sub(r"^objectives: .*$", "objectives: {method: balanced}", file.read_text(), flags=re.MULTILINE)
    file.write_text(text)


def write_large(folder: Path) -> None:
    """A made-up scenario of thirty houses and forty functions in few areas, whose plan is soon found."""
    made = region(Size("large", areas=8, houses=30, functions=40, hospitals=4), seed=1, max_changes=3)
    functions, sites = list(made.functions.items()), list(made.sites.items())
    wards = {
        name: each.model_copy(update={"responsible": f"Ward {'ABCDE'[n % 5] * 3}"})
        for n, (name, each) in enumerate(functions)
    }
    towns = {
        name: each.model_copy(update={"municipality": "" if made.is_hospital(name) else f"Town {'PQRST'[n % 5] * 3}"})
        for n, (name, each) in enumerate(sites)
    }
    write(made.model_copy(update={"functions": wards, "sites": towns}), folder / "scenario.yaml")


@dataclass
class Browser:
    client: TestClient
    folder: Path

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers=headers, follow_redirects=False)

    def post(self, path: str, fields: dict[str, str], headers: dict[str, str] | None = None) -> Response:
        sent = {"Content-Type": "application/x-www-form-urlencoded", **(OURS if headers is None else headers)}
        return self.client.post(path, content=urlencode(fields), headers=sent, follow_redirects=False)

    def page(self, path: str, seconds: float = 60) -> str:
        """The page when it has nothing more to say."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            answer = self.client.get(path)
            assert answer.status_code in (200, 202), answer.text
            if BUSY not in answer.text:
                return answer.text
            time.sleep(0.2)
        raise AssertionError(f"{path} is still busy after {seconds:g} seconds")


def text_of(page: str) -> str:
    """What is read on a page, on one line."""
    body = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def fields_of(page: str) -> list[tuple[str, str]]:
    """Name and value of the main form's fields, as a browser would send them."""
    form = re.search(r'<form id="controls".*?</form>', page, re.DOTALL)
    assert form
    found = []
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = (re.search(rf'\b{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and value and ('type="checkbox"' not in tag or "checked" in tag):
            found.append((html.unescape(name[1]), html.unescape(value[1])))
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found.append((name, chosen[1] if chosen else ""))
    return found
