"""What is not for us is refused, whatever it looks like, and the server goes on answering."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from urllib.parse import quote

import pytest

from placement.scenario.load import load
from placement.web.meeting.minutes import MOST_BALLOTS
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
        {"Origin": "http://localhost@evil.example"},
        {"Origin": "http://evil.example#http://localhost"},
        {"Origin": f"{HERE}, https://evil.example"},
        {"Origin": "//localhost"},
        {"Origin": "file://localhost"},
        {"Origin": "http://["},
        {"Origin": ""},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": HERE, "Sec-Fetch-Site": "none"},
        {"Referer": f"{HERE}/"},
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


@pytest.mark.parametrize(
    "name",
    [
        "   ",
        "\N{RIGHT-TO-LEFT MARK}\N{LEFT-TO-RIGHT MARK}",
        "\N{IDEOGRAPHIC SPACE}",
        "\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}",
        "\N{RIGHT-TO-LEFT OVERRIDE}\N{TAG LATIN CAPITAL LETTER A}",
        "\0\x1b\x7f",
    ],
)
def test_a_name_that_nobody_can_see_is_none(browser: Browser, name: str) -> None:
    before = sorted(browser.folder.glob("scenario-*"))
    answer = browser.post("/save", {"state": "", "name": name, "reason": "r"})
    assert answer.status_code == 400
    assert "'Navn' mangler" in text_of(answer.text)
    assert sorted(browser.folder.glob("scenario-*")) == before


@pytest.mark.parametrize(
    "weight",
    [
        "NaN",
        "inf",
        "1e400",
        "-1",
        "9" * 400,
        "\N{ARABIC-INDIC DIGIT THREE}",
        "1\N{RIGHT-TO-LEFT OVERRIDE}2",
        "0x1",
        "1_0",
        "",
    ],
)
def test_a_weight_that_is_no_number_is_no_ballot(open_browser: Callable[..., Browser], weight: str) -> None:
    browser = open_browser(alone="numbers", language="en")
    answer = browser.post("/ballot", {**FIELDS, "citizen": weight})
    assert answer.status_code == 400
    assert "is not a number from 0 to 10." in text_of(answer.text)
    assert len(answer.text) < 3000, "no more of it is repeated than is needed"
    assert "has voted" not in text_of(browser.page("/ballot"))


@pytest.mark.parametrize("answer", ["NaN", "yes\N{RIGHT-TO-LEFT OVERRIDE}", "1" * 5000, "\0", "yes no"])
def test_an_answer_that_is_neither_yes_nor_no_is_no_ballot(open_browser: Callable[..., Browser], answer: str) -> None:
    browser = open_browser("trappen", alone="answers", language="en")
    (first, *_) = re.findall(r'name="(q\d[^"]*)"', browser.page("/ballot"))
    refused = browser.post("/ballot", {first: answer})
    assert refused.status_code == 400
    assert "is neither yes nor no." in text_of(refused.text)
    assert len(refused.text) < 3000
    assert "has voted" not in text_of(browser.page("/ballot"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": f"placement_pass={'x' * 30_000}"},
        {"Cookie": ";;;==;placement_pass"},
        {"HX-Current-URL": "http://["},
        {"HX-Current-URL": f"{HERE}/?minute={'9' * 20_000}"},
        {"HX-Target": '"><script>alert(1)</script>'},
        {"X-Forwarded-Host": "evil.example"},
        {"Sec-Fetch-Site": "weird"},
    ],
)
def test_strange_headers_change_nothing(browser: Browser, headers: dict[str, str]) -> None:
    browser.page("/")
    answer = browser.get("/", **{"HX-Request": "true", **headers})
    assert answer.status_code == 200
    assert "evil" not in answer.text
    assert "<script>alert" not in answer.text


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


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 20, "٣", "-1", "1e9", "0x1", "\N{SUPERSCRIPT TWO}"])
@pytest.mark.parametrize("path", ["/?seen={}", "/tradeoffs?point={}", "/replay?step={}", "/follow?seen={}-{}"])
def test_strange_numbers_in_an_address_are_no_fault_of_ours(browser: Browser, path: str, number: str) -> None:
    browser.page("/")
    asked = path.format(quote(number), quote(number))
    assert browser.get(asked[:7000], **{"HX-Request": "true"}).status_code == 200


TRICKS = [
    "../../../evil",
    "..",
    "/etc/passwd",
    "C:\\Windows\\x",
    "CON",
    "a\0b",
    ".hidden",
    "-rf",
    "\N{RIGHT-TO-LEFT OVERRIDE}lmay.exe",
    "~/$(id)`id`",
    "%2e%2e%2fevil",
    "!!python/object:os.system",
    "a: b\n- c",
    "{x} {0} %s {{7*7}}",
    "|",
    "æ" * 100,
]
EVIL = "<img src=x onerror=alert(1)> &amp; '\" {x} {0} %s {{7*7}} {% raw %}\r\n- a: *b\r\n!!python/x ]]> =1+1"


def test_names_of_what_is_saved_lead_nowhere_else_and_reasons_are_only_text(
    open_browser: Callable[..., Browser],
) -> None:
    browser = open_browser("til-en-pris", alone="tricks", language="en")
    around = set(browser.folder.parent.iterdir())
    for name in TRICKS:
        sent = {"state": "minute=9", "name": name, "reason": EVIL, "who": "<b>=cmd|' /C calc'!A0</b>"}
        assert browser.post("/save", sent).status_code == 303, name
    assert set(browser.folder.parent.iterdir()) == around
    copies = [file for file in browser.folder.iterdir() if file.name not in ("scenario.yaml", "README.md")]
    copies = [file for file in copies if not file.name.startswith("meeting-")]
    assert len(copies) == len(TRICKS)
    assert all(re.fullmatch(r"scenario-[\d-]{10}-\w+(-\d+)?\.yaml", file.name) for file in copies), copies
    assert all(len(file.name.encode()) < 200 for file in copies)

    minutes = browser.page("/minutes")
    assert minutes.count("&lt;img src=x onerror=alert(1)&gt;") == len(TRICKS)
    assert "{x} {0} %s {{7*7}} {% raw %}" in minutes
    for page in (minutes, browser.page("/replay?step=1"), browser.get("/export/log").text):
        assert not re.search(r"<(img|b)\b", page)
    last = max(copies, key=lambda file: file.stat().st_size)
    variants = load(last).base.variants
    reasons = [variant.reason for variant in variants.values() if variant.reason]
    assert reasons.count(EVIL.replace("\r\n", "\n")) == len(TRICKS), "word for word, in a file that can be read again"


def test_ballots_that_are_sent_again_or_by_thousands_count_as_far_as_they_may(
    open_browser: Callable[..., Browser],
) -> None:
    browser = open_browser(alone="thousands", language="en")
    one = {"citizen": "1", "quality": "1", "economy": "1"}
    began = time.monotonic()
    statuses = Counter(browser.post("/ballot", {**one, "participant": f"=1+{n}"}).status_code for n in range(600))
    assert statuses == {303: MOST_BALLOTS, 400: 600 - MOST_BALLOTS}
    assert (time.monotonic() - began) / 600 * 10_000 < 300, "ten thousand are refused in minutes, not hours"
    refused = text_of(browser.post("/ballot", {**one, "participant": "=1+0"}).text)
    assert "'=1+0' has voted" in refused
    assert f"At most {MOST_BALLOTS} can vote" in refused
    browser.post("/ballot/close", {})
    (file,) = browser.folder.glob("ballots-*.csv")
    rows = file.read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == MOST_BALLOTS + 1
    assert not any(row.startswith(("=", '"=')) for row in rows), "no cell that a spreadsheet would run"
