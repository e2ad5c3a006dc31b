"""Phones answer either-or questions: one ballot for each card, kept at once, counted by ``placement ballots``."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placement.cli import run
from placement.errors import ScenarioError
from placement.scenario.ballots import read_ballots
from placement.scenario.load import Opened
from placement.web.app import Settings, create_app
from placement.web.meeting.follow import MOST_PHONES, Asked, Cards, read_questions
from placement.web.meeting.record import Record
from tests.web.asking import HERE, SCENARIOS, Browser, text_of

SMALL = SCENARIOS / "til-en-pris"
NOW = dt.datetime.now().astimezone()
TWO = (Asked("q1-0123abcd", "Would you pay?"), Asked("q2-0123abcd", "Would <b>you</b>?"))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    found = Record(tmp_path / "meeting.sqlite", "x", NOW)
    yield found
    found.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("phones") / "small"
    return Path(shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("meeting-*", "ballots-*")))


def settings(place: Path, **more: object) -> Settings:
    return Settings(Opened(place), desks=1, language="en", phones=5, questions=TWO, **more)  # type: ignore[arg-type]


def test_a_card_gives_one_ballot(record: Record) -> None:
    cards = Cards(record, TWO, 3)
    words = [cards.word(n) for n in (1, 2, 3)]
    assert len(set(words)) == 3
    assert cards.word(4) is None
    first = words[0]
    assert first is not None
    assert cards.state(first) is False
    assert cards.vote(first, {"q1-0123abcd": True})
    assert not cards.vote(first, {"q1-0123abcd": False}), "a ballot sent again changes nothing"
    assert not cards.vote("unknown", {"q1-0123abcd": False})
    assert (cards.state(first), cards.state("unknown")) == (True, None)
    assert (cards.given, cards.total) == (1, 3)
    assert cards.table("Phone").decode() == "participant,q1-0123abcd,q2-0123abcd\nPhone 1,yes,\n"


def test_a_ballot_sent_by_many_at_once_is_one(record: Record) -> None:
    cards = Cards(record, TWO, 1)
    word = cards.word(1) or ""
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        taken = list(pool.map(lambda n: cards.vote(word, {"q1-0123abcd": n % 2 == 0}), range(40)))
    assert taken.count(True) == 1
    assert cards.given == 1


def test_cards_and_ballots_outlive_the_server_and_more_cards_may_come(record: Record, tmp_path: Path) -> None:
    cards = Cards(record, TWO, 2)
    word = cards.word(2)
    assert word is not None
    cards.vote(word, {"q2-0123abcd": False})

    again = Cards(Record(tmp_path / "meeting.sqlite", "x", NOW), TWO, 4)
    assert (again.word(2), again.total, again.given) == (word, 4, 1)
    assert again.state(word) is True
    others = Cards(record, (Asked("q1-ffffffff", "Other?"),), 2)
    assert (others.total, others.given, others.state(word)) == (2, 0, None), "other questions, other cards"
    assert again.given == 1


def test_ten_thousand_ballots_are_bearable(record: Record) -> None:
    began = time.monotonic()
    cards = Cards(record, TWO, MOST_PHONES)
    words = [word for (word,) in record.rows("SELECT word FROM card")]
    assert len(words) == MOST_PHONES
    for word in words[:1000]:
        assert cards.vote(word, {"q1-0123abcd": True, "q2-0123abcd": False})
    each = (time.monotonic() - began) / 1000
    assert each * MOST_PHONES < 120
    asked = time.monotonic()
    assert cards.given == 1000
    assert cards.table("Phone").count(b"\n") == 1001
    assert time.monotonic() - asked < 1


def test_a_phone_is_asked_thanked_and_refused(place: Path) -> None:
    with TestClient(create_app(settings(place, ballot=True)), base_url=HERE) as client:
        browser = Browser(client, place)
        cards: Cards = client.app.state.cards  # type: ignore[attr-defined]
        link = f"/vote/{cards.word(1)}"
        page = browser.get(link)
        assert page.status_code == 200, "also while ballots of another kind come first"
        assert "Would you pay?" in page.text
        assert "Would &lt;b&gt;you&lt;/b&gt;?" in page.text
        assert 'href="/minutes' not in page.text
        assert browser.post(link, {}).status_code == 400
        assert browser.post(link, {"q1-0123abcd": "perhaps", "q9-0123abcd": "yes"}).status_code == 400
        assert cards.given == 0
        sent = {"q1-0123abcd": "yes", "q2-0123abcd": "no"}
        assert browser.post(link, sent, headers={"Origin": "https://evil.example"}).status_code == 403
        assert browser.post(link, sent).headers["location"] == link
        assert "Thank you." in text_of(browser.get(link).text)
        replayed = browser.post(link, {"q1-0123abcd": "no"})
        assert replayed.headers["location"] == link
        assert "a card gives one" in text_of(browser.get(link).text)
        for unknown in ("/vote/nobody", f"{link}x"):
            assert browser.get(unknown).status_code == 404
            assert browser.post(unknown, sent).status_code == 404
        assert cards.table("Phone") == b"participant,q1-0123abcd,q2-0123abcd\nPhone 1,yes,no\n"
    kept = next(place.glob("meeting-*.sqlite"))
    assert sqlite3.connect(kept).execute("SELECT count(*) FROM card WHERE answers IS NOT NULL").fetchone() == (1,)


def test_the_chair_hands_out_cards_and_guests_do_not_see_them(place: Path) -> None:
    with TestClient(create_app(settings(place, guests=True, anew=True)), base_url=HERE) as client:
        browser = Browser(client, place)
        cards: Cards = client.app.state.cards  # type: ignore[attr-defined]
        assert browser.get("/phones").status_code == 403
        assert browser.get(f"/vote/{cards.word(1)}").status_code == 200, "the card's own link lets in to its ballot"
        client.get(client.app.state.passes.path("guest"))  # type: ignore[attr-defined]
        for path in ("/phones", "/phones/1.svg", "/export/answers"):
            assert browser.get(path).headers["location"] == "/follow"
        client.get(client.app.state.passes.path("chair"))  # type: ignore[attr-defined]
        page = browser.get("/phones").text
        assert re.findall(r"/vote/[\w-]+", page) == [f"/vote/{cards.word(n)}" for n in range(1, 6)]
        assert "0 of 5 cards have given a ballot." in text_of(page)
        assert b"<svg" in browser.get("/phones/5.svg").content
        for number in ("6", "0", "-1", "9" * 20, "9" * 5000, "x"):
            assert browser.get(f"/phones/{number}.svg").status_code == 404
        assert len(re.findall(r"/vote/[\w-]+", browser.get("/phones?from=4").text)) == 2
        assert browser.get("/export/answers").text == "participant,q1-0123abcd,q2-0123abcd\n"


def test_what_phones_answer_is_counted(record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "q.csv"
    assert run(["ballots", str(SMALL), "--questions", str(file), "--lang", "en"]) == 0
    questions = read_questions(file)
    assert questions
    cards = Cards(record, questions, 3)
    for n in (1, 2):
        cards.vote(cards.word(n) or "", {each.id: n == 1 for each in questions})
    answers = tmp_path / "answers.csv"
    answers.write_bytes(cards.table("Phone"))
    assert [dict(each.given) for each in read_ballots(answers).participants].count({questions[0].id: True}) == 1
    capsys.readouterr()
    assert run(["ballots", str(SMALL), str(answers), "--lang", "en"]) == 0
    assert "Phone 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the heading lacks question and text"),
        ("a,b\n1,2\n", "the heading lacks question and text"),
        ("question,text\n", "there are 0 questions; 1 to 60 can be asked."),
        ("question,text\nx,Why?\n", "'x' is no id of a question"),
        ("question,text\nq1-0123abcd,\n", "the question q1-0123abcd has no text."),
        ("question,text\nq1-0123abcd,A?\nq1-0123abcd,B?\n", "stands twice"),
        ("question,text\nq1-0123abcd,A?\nq2-ffffffff,B?\n", "was not asked together with q1-0123abcd."),
        ("question,text\n" + "".join(f"q{n}-0123abcd,A?\n" for n in range(1, 62)), "there are 61 questions"),
    ],
)
def test_a_faulty_file_of_questions_is_told(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "q.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=re.escape(said)):
        read_questions(file)


def test_questions_may_come_from_a_danish_spreadsheet(tmp_path: Path) -> None:
    file = tmp_path / "q.csv"
    file.write_bytes('﻿question;text;money\r\nq1-0123abcd;"Vil du, ja?";1,5\r\n'.encode())
    assert read_questions(file) == (Asked("q1-0123abcd", "Vil du, ja?"),)
    with pytest.raises(ScenarioError, match="the file cannot be read"):
        read_questions(tmp_path / "none.csv")


def test_phones_need_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", str(SMALL), "--phones", "3", "--lang", "en"]) == 2
    assert "--phones and --questions belong together; give both, or neither." in " ".join(
        capsys.readouterr().err.split()
    )
