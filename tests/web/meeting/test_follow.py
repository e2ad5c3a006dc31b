"""The chair steers, guests follow and cannot, nobody else gets in; and the links hold when the server starts anew."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from placement.scenario.load import Opened, load
from placement.web.app import Settings, create_app
from placement.web.meeting.follow import COOKIE, Passes
from tests.web.asking import HERE, OURS, SCENARIOS, text_of

SMALL = SCENARIOS / "til-en-pris"


class Meeting:
    """One served meeting, asked by the chair, a guest, or somebody without a link."""

    def __init__(self, client: TestClient, passes: Passes) -> None:
        self.client, self.passes = client, passes

    def ask(self, who: str, path: str, *, form: str | None = None, **headers: str) -> Response:
        self.client.cookies.clear()
        word = {"chair": self.passes.words["chair"], "guest": self.passes.words["guest"]}.get(who, who)
        sent = {**headers, **({"Cookie": f"{COOKIE}={word}"} if word else {})}
        if form is None:
            return self.client.get(path, headers=sent, follow_redirects=False)
        sent |= {"Content-Type": "application/x-www-form-urlencoded", **OURS}
        return self.client.post(path, content=form, headers=sent, follow_redirects=False)


def serve(folder: Path, *, ballot: bool = False) -> Iterator[Meeting]:
    told: list[Passes | None] = []
    settings = Settings(
        Opened(folder), desks=1, language="en", guests=True, ballot=ballot, hosts=("localhost", "10.0.0.9")
    )
    with TestClient(create_app(settings, told.append), base_url=HERE) as client:
        assert told[0] is not None
        yield Meeting(client, told[0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("follow") / "small"
    return Path(shutil.copytree(SMALL, place, ignore=shutil.ignore_patterns("meeting-*", "ballots-*")))


@pytest.fixture(scope="module")
def meeting(folder: Path) -> Iterator[Meeting]:
    yield from serve(folder)


POSTS = ["/save", "/decide", "/stop", "/go-on", "/ballot/close", "/ballot/reopen"]


def test_a_link_lets_in_and_nothing_else_does(meeting: Meeting) -> None:
    for path in ("/", "/follow", "/minutes", "/export/log", "/guests"):
        for word in ("", "wrong", "%C3%A6", "x" * 500):
            assert meeting.ask(word, path).status_code == 403
    assert meeting.ask("", "/enter/wrong").status_code == 403
    assert meeting.ask("", "/static/icon.svg").status_code == 200
    for role, place in (("chair", "/"), ("guest", "/follow")):
        answer = meeting.ask("", meeting.passes.path(role))  # type: ignore[arg-type]
        assert (answer.status_code, answer.headers["location"]) == (303, place)
        danish, odd = (meeting.ask("", f"{meeting.passes.path(role)}?lang={lang}") for lang in ("da", "//x.dk"))  # type: ignore[arg-type]
        assert [each.headers["location"] for each in (danish, odd)] == [f"{place}?lang=da", place]
        kept = answer.headers["set-cookie"]
        assert kept.startswith(f"{COOKIE}={meeting.passes.words[role]};")  # type: ignore[index]
        assert "HttpOnly" in kept
        assert "SameSite=lax" in kept
    assert meeting.passes.words["chair"] != meeting.passes.words["guest"]


@pytest.mark.parametrize("path", POSTS)
def test_a_guest_who_steers_is_refused(meeting: Meeting, path: str) -> None:
    before = meeting.ask("chair", "/export/log").text
    answer = meeting.ask("guest", path, form="state=minute%3D9&name=x&reason=y")
    assert (answer.status_code, answer.text) == (403, "Only the chair can do that. This is a link to look.")
    assert meeting.ask("", path, form="state=").status_code == 403
    assert meeting.ask("chair", "/export/log").text == before


def test_a_guest_sees_the_sheet_of_what_the_chair_touches_without_its_buttons(meeting: Meeting, folder: Path) -> None:
    site, about = next(iter(load(folder).scenario.sites.items()))
    until = time.monotonic() + 60
    while "What is offered" not in meeting.ask("guest", "/follow").text and time.monotonic() < until:
        meeting.ask("chair", f"/?site={site}")
        time.sleep(0.2)
    seen = meeting.ask("guest", "/follow").text
    assert f"<h2>{about.title.in_language('en')}</h2>" in seen
    assert "What is offered" in seen
    assert "/why?" not in seen
    meeting.ask("chair", "/")
    assert "What is offered" not in meeting.ask("guest", "/follow").text


@pytest.mark.parametrize(
    "path", ["/", "/?minute=9", "/minutes", "/tradeoffs", "/export/csv", "/guests", "/guests/code.svg"]
)
def test_a_guest_is_led_back_to_what_the_chair_looks_at(meeting: Meeting, path: str) -> None:
    answer = meeting.ask("guest", path, **{"HX-Request": "true", "HX-Current-URL": f"{HERE}/"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/follow")


def test_a_guest_finds_no_way_around(meeting: Meeting) -> None:
    """Other spellings of paths, other methods, two passes at once, addresses with more in them."""
    before = meeting.client.app.state.podium.query  # type: ignore[attr-defined]
    log = meeting.ask("chair", "/export/log").text
    for path in (
        "/follow/../minutes",
        "//minutes",
        "/follow%2f..%2fminutes",
        "/static/../minutes",
        "/static/%2e%2e/minutes",
        "/ballot/../export/log",
        "/ballot/../save",
        "/ballotx",
        "/Minutes",
        "/minutes/",
        "/follow/?minute=9",
        "/follow?minute=9&must=x.y&do=pin&lang=<script>",
        f"/follow?seen={'9' * 7000}-0",
    ):
        answer = meeting.ask("guest", path, **{"HX-Current-URL": f"{HERE}/?minute=3"})
        assert answer.status_code in (200, 303, 307, 404), path
        assert answer.headers.get("location", "/follow").removeprefix(HERE).startswith(("/follow", "/ballot")), path
        assert "<script>" not in answer.text.replace('<script src="/static/', "")
    guest = f"{COOKIE}={meeting.passes.words['guest']}"
    for cookie in (f"{guest}; {COOKIE}=chair", f"{COOKIE}=chair; {guest}", f"{guest}{guest}", f'{COOKIE}="{guest}"'):
        answer = meeting.ask("", "/minutes", Cookie=cookie)
        assert (answer.status_code, answer.headers.get("location")) in ((403, None), (303, "/follow"))
    for path in ("/ballot?x=/save", "/ballot/../save", "/ballot/close"):
        assert meeting.ask("guest", path, form="state=minute%3D9&name=x&reason=y").status_code in (303, 400, 403, 404)
    assert meeting.client.app.state.podium.query == before  # type: ignore[attr-defined]
    assert meeting.ask("chair", "/export/log").text == log


def whole_page(meeting: Meeting) -> str:
    """The page of a guest, asked for as a browser does until the map is there."""
    page, seen = "", "0-0"
    deadline = time.monotonic() + 30
    while "<svg" not in page and time.monotonic() < deadline:
        page = meeting.ask("guest", f"/follow?seen={seen}", **{"HX-Request": "true"}).text
        seen = re.findall(r"seen=(\d+-\d+)", page)[0]
    return page


def test_guests_follow_the_chair(meeting: Meeting) -> None:
    meeting.ask("chair", "/?minute=9")
    assert "a minute may cost 9 kr." in text_of(meeting.ask("guest", "/follow").text)
    page = whole_page(meeting)
    assert "You follow what the chair looks at." in page
    assert "<form" not in page
    assert 'href="/minutes' not in page

    moves = meeting.client.app.state.podium.moves  # type: ignore[attr-defined]
    found: list[Response] = []
    waits = threading.Thread(
        target=lambda: found.append(meeting.ask("guest", f"/follow?seen={moves}-9999", **{"HX-Request": "true"}))
    )
    began = time.monotonic()
    waits.start()
    time.sleep(1.0)
    assert not found, "it waits for news"
    meeting.ask("chair", "/?minute=7")
    waits.join(10)
    assert time.monotonic() - began < 8
    assert "a minute may cost 7 kr." in text_of(found[0].text)
    assert f"seen={moves + 1}-" in found[0].text
    assert "<html" not in found[0].text


def test_the_map_is_that_of_the_chair_and_leads_nowhere(meeting: Meeting) -> None:
    meeting.ask("chair", "/?minute=7&area=vesterby")
    page = whole_page(meeting)
    assert re.search(r'<div inert><svg[^>]*class="map\b', page)
    assert re.findall(r'class="map-outline" id="([^"]*)"', page) == ["map-around-vesterby"], (
        "what the chair touches is seen on the map"
    )


def test_the_chair_has_the_guests_link_as_text_and_as_a_code(meeting: Meeting) -> None:
    page = meeting.ask("chair", "/guests").text
    assert f"http://10.0.0.9/enter/{meeting.passes.words['guest']}" in page, "not localhost: phones could not open that"
    assert meeting.passes.words["chair"] not in page
    code = meeting.ask("chair", "/guests/code.svg")
    assert code.headers["content-type"] == "image/svg+xml"
    assert b"<svg" in code.content


def test_links_and_the_chairs_place_hold_when_the_server_starts_anew(folder: Path, meeting: Meeting) -> None:
    meeting.ask("chair", "/?minute=8")
    for again in serve(folder):
        assert again.passes == meeting.passes
        assert "a minute may cost 8 kr." in text_of(again.ask("guest", "/follow").text)


def test_guests_may_give_a_ballot_but_not_close_it(tmp_path: Path) -> None:
    place = shutil.copytree(SMALL, tmp_path / "small", ignore=shutil.ignore_patterns("meeting-*", "ballots-*"))
    for meeting in serve(Path(place), ballot=True):
        assert meeting.ask("guest", "/follow").headers["location"].startswith("/ballot")
        until, questions = time.monotonic() + 60, None
        while questions is None and time.monotonic() < until:
            page = meeting.ask("guest", "/ballot")
            assert page.status_code == 200
            questions = re.search(r'name="(q[0-9]+-[0-9a-f]{8})"', page.text)
        assert questions is not None
        assert meeting.ask("guest", "/ballot", form=f"participant=Anna&{questions[1]}=yes").status_code == 303
        assert meeting.ask("guest", "/ballot/close", form="").status_code == 403
        assert meeting.ask("chair", "/ballot/close", form="").status_code == 303
        assert meeting.ask("guest", "/follow").status_code == 200
