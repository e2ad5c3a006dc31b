"""What is not for us is refused, whatever it looks like, and the server goes on answering."""

from __future__ import annotations

import re

import pytest

from placement.web.security import HEADERS, MOST_ADDRESS, MOST_BODY, is_loopback, names_of
from tests.web.asking import HERE, Browser, text_of

FIELDS = {"participant": "x", "citizen": "1", "quality": "1", "economy": "1"}


@pytest.mark.parametrize("path", ["/", "/ballot", "/nowhere", "/static/workbench.css", "/?w=x"])
def test_every_answer_has_the_headers(browser: Browser, path: str) -> None:
    headers = browser.get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_pages_hold_neither_scripts_nor_styles_of_their_own(browser: Browser) -> None:
    for path in ("/", "/ballot", "/minutes", "/?citizen=7&at="):
        page = browser.page(path)
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\bsrc=)", page)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", ""])
def test_a_foreign_host_is_refused(browser: Browser, host: str) -> None:
    assert browser.get("/", Host=host).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": HERE, "Sec-Fetch-Site": "same-site"},
        {"Origin": f"{HERE}.evil.example"},
        {"Origin": "http://localhost:8001"},
    ],
)
def test_a_form_from_elsewhere_is_refused(browser: Browser, headers: dict[str, str]) -> None:
    for path in ("/ballot", "/ballot/close", "/save", "/stop", "/go-on"):
        assert browser.post(path, FIELDS, headers=headers).status_code == 403
    assert not list(browser.folder.glob("ballots-*"))


def test_a_page_of_others_cannot_use_this_one(browser: Browser) -> None:
    assert browser.get("/", **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}).status_code == 403
    assert browser.get("/", **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}).status_code == 200


def test_what_is_too_large_is_refused(browser: Browser) -> None:
    assert browser.get(f"/?at={'x' * MOST_ADDRESS}").status_code == 414
    assert browser.post("/ballot", {"participant": "x" * MOST_BODY}).status_code == 413
    headers = {"Origin": HERE, "Transfer-Encoding": "chunked"}
    chunked = browser.client.post("/ballot", content=iter([b"x" * 10]), headers=headers)
    assert chunked.status_code == 411
    assert browser.get("/?" + "&".join(f"v=x{n}" for n in range(900))).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(browser: Browser, method: str) -> None:
    assert browser.client.request(method, "/").status_code == 405


@pytest.mark.parametrize(
    "path", ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "....//app.py", "/etc/passwd", "..\\app.py"]
)
def test_no_other_file_is_read(browser: Browser, path: str) -> None:
    assert browser.get(f"/static/{path}").status_code == 404


MARKUP = '"><script>alert(1)</script>'


def test_markup_is_only_text(browser: Browser) -> None:
    answer = browser.get(f"/?v={MARKUP}")
    assert answer.status_code == 400
    assert MARKUP not in answer.text
    assert MARKUP in text_of(answer.text)


def test_long_names_are_refused(browser: Browser) -> None:
    answer = browser.post("/ballot", {**FIELDS, "participant": "n" * 10_000})
    assert answer.status_code == 400
    assert "højst 100 tegn" in text_of(answer.text)
    assert browser.post("/save", {"state": "", "name": "n" * 10_000, "reason": "r"}).status_code == 400


def test_it_still_answers(browser: Browser) -> None:
    assert "Planen" in text_of(browser.page("/"))


def test_only_this_machine_unless_asked() -> None:
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert not is_loopback("0.0.0.0")  # noqa: S104 - that is the question
    assert not is_loopback("example.org")
    assert set(names_of("127.0.0.1")) == {"localhost", "127.0.0.1", "::1", "[::1]"}
    assert "board" in names_of("192.0.2.7", ["board"])
    assert "192.0.2.7" in names_of("192.0.2.7")
