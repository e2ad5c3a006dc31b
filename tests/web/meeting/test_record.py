"""What a meeting has written is there after the server was killed, and goes on; what cannot be read is left alone."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placement.cli import run
from placement.errors import ResultError
from placement.questions.ballots.questionnaire import ask
from placement.scenario.ballots import Answers, Ballot, read_ballots
from placement.scenario.load import Opened, load
from placement.web.app import Settings, create_app
from placement.web.meeting.ballots import Paper, paper_of
from placement.web.meeting.minutes import Decided, Minutes
from placement.web.meeting.record import GOES_ON, Given, Line, LockedError, Record, take_up
from placement.web.requests import whatif_in
from placement.web.what_ifs import Controls, WhatIf
from tests.web.asking import HERE, SCENARIOS, Browser, copy_weighing, text_of

ROOT = Path(__file__).parents[3]
SMALL = SCENARIOS / "til-en-pris"
NOW = dt.datetime.now().astimezone()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "small"
    place.mkdir()
    for file in SMALL.iterdir():
        if file.suffix in {".yaml", ".csv"} and not file.name.startswith("ballots-"):
            (place / file.name).write_bytes(file.read_bytes())
    return place


@pytest.fixture(scope="module")
def paper() -> Paper:
    return paper_of(ask(load(SMALL)))


def answers(paper: Paper, name: str, price: float) -> Answers:
    """Of somebody to whom a minute is worth so much."""
    return Answers(name, tuple((one.id, one.price <= price) for one in paper.sheet.questions))


def meeting(folder: Path, *, anew: bool = False) -> Minutes:
    controls = Controls(Opened(folder))
    return Minutes(controls, folder, understood=partial(whatif_in, controls), first=True, anew=anew)


def test_everything_is_there_when_the_next_server_starts(folder: Path, paper: Paper) -> None:
    one = meeting(folder)
    assert not one.went_on
    site = next(iter(one.controls.scenario.sites))
    function = next(iter(one.controls.scenario.functions))
    asked = WhatIf(minute=9.0).deciding((function, site), "must")
    one.note("move", asked, WhatIf())
    one.ask(paper)
    anna, bo = answers(paper, "Anna", 6.0), answers(paper, "Bo", 2.5)
    mine = one.vote(anna)
    one.vote(bo)
    saved = one.save(WhatIf(minute=7.0), "Seven", "It is enough.", "The group")
    one.count()
    # nothing is closed: the server was killed

    other = meeting(folder)
    assert other.went_on
    assert other.log_file == one.log_file
    assert [(entry.what, entry.whatif, entry.words) for entry in other.entries] == [
        ("move", asked, ""),
        ("ballot", WhatIf(), "Anna"),
        ("ballot", WhatIf(), "Bo"),
        ("save", WhatIf(minute=7.0), f"Seven ({saved.file.name})"),
        ("count", WhatIf(), ""),
    ]
    assert other.paper == paper
    assert other.ballots == [anna, bo]
    assert other.answers_of(mine) == anna
    assert other.ballot_file.read_bytes() == other.ballot_table == one.ballot_table
    assert (other.counting, other.blocking) == (True, False)
    assert other.saved == [saved]
    assert other.saved_as(saved.name) == WhatIf(minute=7.0)

    again = other.save(WhatIf(minute=8.0), "Seven", "Eight, rather.", "")
    assert again.name != saved.name
    assert {saved.name, again.name} <= set(load(again.file).base.variants), "the copy goes on from the copy before"
    assert [line["what"] for line in map(json.loads, other.log.splitlines())] == [
        "move", "ballot", "ballot", "save", "count", "save",
    ]  # fmt: skip


def test_a_new_meeting_begins_where_it_is_asked_for_or_the_last_one_is_long_ago(folder: Path) -> None:
    first = meeting(folder)
    first.note("move", WhatIf(minute=9.0))
    first.close()
    second = meeting(folder, anew=True)
    assert (second.went_on, second.entries) == (False, [])
    assert second.log_file != first.log_file
    about = second.record.fact("about")
    second.close()

    old = Record(folder / "meeting-2999-01-01-000000.sqlite", about, NOW - 2 * GOES_ON)
    with old.change() as base:
        old.add_line(base, Line((NOW - GOES_ON * 1.1).isoformat(), "move", "plain", None, ""))
    old.close()
    assert meeting(folder).entries == []


@pytest.mark.parametrize(("away", "goes_on"), [(0.9, True), (1.1, False)])
@pytest.mark.parametrize("ahead", [True, False])
def test_a_meeting_goes_on_though_the_clock_was_wrong_before(
    folder: Path, ahead: bool, away: float, goes_on: bool
) -> None:
    first = meeting(folder)
    first.note("move", WhatIf(minute=9.0))
    about = first.record.fact("about")
    first.close()
    when = NOW + GOES_ON * (away if ahead else -away)
    other = Record(
        folder / ("meeting-2999-01-01-000000.sqlite" if ahead else "meeting-1999-01-01-000000.sqlite"), about, when
    )
    with other.change() as base:
        other.add_line(base, Line(when.isoformat(), "move", "minute:7", None, ""))
    other.close()
    if not ahead:
        first.log_file.unlink()
    expected = 7.0 if goes_on else 9.0 if ahead else None
    assert [entry.whatif.minute for entry in meeting(folder).entries] == ([] if expected is None else [expected])


def test_two_servers_of_one_meeting_write_each_others_ballots_too(folder: Path, paper: Paper) -> None:
    one, other = meeting(folder), meeting(folder)
    assert one.log_file == other.log_file
    given = [answers(paper, "Anna", 6.0), answers(paper, "Bo", 2.5)]
    for each, ballot in zip((one, other), given, strict=True):
        each.ask(paper)
        each.vote(ballot)
    one.count()
    assert list(read_ballots(one.ballot_file).participants) == given


def test_another_scenario_or_another_way_of_trading_off_has_a_meeting_of_its_own(folder: Path) -> None:
    record = take_up(folder, "one")
    record.close()
    other = take_up(folder, "other")
    assert other.file != record.file
    other.close()
    assert take_up(folder, "one").file == record.file


def test_what_cannot_be_asked_any_more_is_still_told(folder: Path) -> None:
    one = meeting(folder)
    with one.record.change() as base:
        one.record.add_line(base, Line(NOW.isoformat(), "move", "must:gone.nowhere", None, ""))
    one.close()

    (entry,) = meeting(folder).entries
    assert (entry.whatif, entry.words) == (WhatIf(), "must:gone.nowhere")


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at " * 20, b""])
def test_a_file_that_cannot_be_read_is_left_as_it_is(
    folder: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    broken = folder / "meeting-2999-01-01-000000.sqlite"
    broken.write_bytes(content)
    if not content:
        sqlite3.connect(broken).execute("CREATE TABLE fact (other TEXT)").connection.commit()
    before = broken.read_bytes()
    with caplog.at_level(logging.ERROR, "placement.web"):
        one = meeting(folder)
    one.note("move", WhatIf(minute=9.0))
    assert one.log_file != broken
    assert before == broken.read_bytes()
    assert "cannot be read, and is left as it is" in caplog.text
    one.close()


def test_where_nothing_can_be_written_the_meeting_goes_on_in_memory(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sqlite3.connect

    def only_memory(file: Path | str, *args: object, **options: object) -> sqlite3.Connection:
        if str(file) != ":memory:":
            raise sqlite3.OperationalError("unable to open database file")
        return real(file, *args, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", only_memory)
    one = meeting(folder)
    one.note("move", WhatIf(minute=9.0))
    one.vote(Answers("Anna", (("q1-0123abcd", True),)))
    assert len(one.record.lines()) == 2
    assert "the log cannot be written to" in caplog.text
    assert list(folder.glob("meeting-*")) == []


def test_a_change_that_fails_half_way_leaves_nothing(folder: Path) -> None:
    one = meeting(folder)
    given = Answers("Anna", (("q1-0123abcd", True),))
    mine = one.vote(given)
    with pytest.raises(ResultError, match="cannot be written to: UNIQUE"):
        one.vote(Answers("Anna", (("q1-0123abcd", False),)))
    assert one.record.ballots() == [Given("Anna", (["q1-0123abcd", True],), mine)]
    assert len(one.record.lines()) == len(one.entries) == 1
    assert one.ballots == [given]


def test_what_another_process_is_in_the_way_of_is_written_when_it_is_gone(folder: Path, paper: Paper) -> None:
    one = meeting(folder)
    one.ask(paper)
    with closing(sqlite3.connect(one.log_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        one.note("move", WhatIf(minute=9.0))
        assert one.record.is_behind
        with pytest.raises(LockedError):
            one.vote(answers(paper, "Anna", 6.0))
        assert ([entry.what for entry in one.entries], one.ballots) == (["move"], [])
        other.execute("ROLLBACK")
    one.vote(answers(paper, "Anna", 6.0))
    assert [line.what for line in one.record.lines()] == [entry.what for entry in one.entries] == ["move", "ballot"]


@pytest.mark.parametrize("ends", ["close", "log"])
def test_what_waits_is_written_when_the_server_ends_or_the_log_is_fetched(folder: Path, ends: str) -> None:
    one = meeting(folder)
    with closing(sqlite3.connect(one.log_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        one.note("move", WhatIf(minute=9.0))
        other.execute("ROLLBACK")
    if ends == "close":
        one.close()
    else:
        assert b"minute:9" in one.log
    assert [entry.whatif for entry in meeting(folder).entries] == [WhatIf(minute=9.0)]


def full(one: Minutes) -> None:
    """No page more goes into the file, as on a full disk."""
    one.record.rows(f"PRAGMA max_page_count = {one.record.rows('PRAGMA page_count')[0][0]}")
    while not one.record.is_behind:
        one.note("move", WhatIf(minute=9.0), words="x" * 1000)


def test_on_a_full_disk_nothing_is_noted_that_was_refused_and_nothing_noted_is_lost(
    folder: Path, paper: Paper, caplog: pytest.LogCaptureFixture
) -> None:
    one = meeting(folder)
    one.ask(paper)
    with caplog.at_level(logging.ERROR, "placement.web"):
        full(one)
    assert "is full" in caplog.text
    noted = list(one.entries)
    decided = Decided("strike", (("diabetes_amb", "sh_vesterby", "must_not"),), "Too small.", "")
    for refused in (
        lambda: one.vote(answers(paper, "Anna", 6.0)),
        lambda: one.save(WhatIf(minute=7.0), "Seven", "Enough.", ""),
        lambda: one.decide(decided, WhatIf(), WhatIf(), "struck"),
        one.count,
    ):
        with pytest.raises(ResultError, match="is full"):
            refused()
    assert (one.entries, one.ballots, one.saved, one.counting) == (noted, [], [], False)
    assert not list(folder.glob("scenario-*")), "no copy that the minutes do not name"
    one.record.rows("PRAGMA max_page_count = 1000000")
    assert one.save(WhatIf(minute=7.0), "Seven", "Enough.", "").name == "seven"
    assert [line.what for line in one.record.lines()] == ["move"] * len(noted) + ["save"]


def test_the_page_tells_that_the_minutes_are_in_memory_and_a_locked_file_can_be_tried_again(folder: Path) -> None:
    with TestClient(create_app(Settings(Opened(folder), desks=1, language="en")), base_url=HERE) as client:
        browser = Browser(client, folder)
        minutes: Minutes = client.app.state.site.minutes  # type: ignore[attr-defined]
        browser.page("/?minute=9")
        with closing(sqlite3.connect(minutes.log_file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            minutes.note("move", WhatIf(minute=9.0))
            told = text_of(browser.page("/minutes"))
            assert f"{folder} cannot be written to. What was asked last is in memory alone" in told
            assert "All of it is kept" not in told
            sent = {"name": "Nine kroner", "reason": "That is enough.", "who": "", "state": "minute=9"}
            refused = browser.post("/save", sent)
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
            other.execute("ROLLBACK")
        assert browser.post("/save", sent).status_code == 303
        assert "All of it is kept" in text_of(browser.page("/minutes"))


def test_a_ballot_is_changed_by_its_secret_after_a_restart(folder: Path, paper: Paper) -> None:
    one = meeting(folder)
    one.ask(paper)
    mine = one.vote(answers(paper, "Anna", 6.0))
    one.count()
    one.close()
    two = meeting(folder)
    two.reopen()
    changed = answers(paper, "Anne", 2.5)
    assert two.vote(changed, mine) == mine
    two.close()
    three = meeting(folder)
    assert (three.counting, three.ballots, three.own) == (False, [changed], {mine: "Anne"})


def test_questions_nobody_has_answered_are_made_again(folder: Path, paper: Paper) -> None:
    one = meeting(folder)
    one.ask(paper)
    one.close()
    assert meeting(folder).paper is None


def test_weights_are_there_after_a_restart(tmp_path: Path) -> None:
    copy_weighing(tmp_path / "weighing")
    one = meeting(tmp_path / "weighing")
    given = Ballot("Anna", (3.0, 2.0, 0.5))
    one.vote(given)
    one.close()
    two = meeting(tmp_path / "weighing")
    assert two.ballots == [given]
    assert two.ballot_table == b"participant,citizen,quality,economy\nAnna,3,2,0.5\n"


KILLED = """
import datetime, os, sys
from pathlib import Path
from placement.web.meeting.record import Given, Line, Record
record = Record(Path(sys.argv[1]), "x", datetime.datetime.now().astimezone())
for n in range(1000):
    with record.change() as base:
        record.add_line(base, Line(f"2026-01-01T00:00:00+00:00", "move", str(n), None, ""))
        record.put_ballot(base, Given(str(n), (1.0,), str(n)))
    print(n, flush=True)
"""


def test_what_was_answered_is_on_the_disk_when_the_process_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "meeting.sqlite"
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(file)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    for _ in range(40):
        told = int(process.stdout.readline())
    process.kill()
    rest, _ = process.communicate()
    told = max([told, *(int(line) for line in rest.split("\n")[:-1])])

    record = Record(file, "x", NOW)
    lines, ballots = record.lines(), record.ballots()
    assert [line.asked for line in lines] == [str(n) for n in range(len(lines))]
    assert len(lines) == len(ballots), "a ballot and its line, or neither"
    assert len(lines) >= told + 1
    record.close()


def test_ten_thousand_changes_are_bearable(tmp_path: Path) -> None:
    record = Record(tmp_path / "meeting.sqlite", "x", NOW)
    began = time.monotonic()
    for n in range(1000):
        with record.change() as base:
            record.put_ballot(base, Given(str(n), (1.0,), str(n)))
    assert (time.monotonic() - began) * 10 < 120
    record.close()


def test_names_that_were_saved_work_after_a_restart(folder: Path) -> None:
    settings = Settings(Opened(folder), desks=1, language="en")
    with TestClient(create_app(settings), base_url=HERE) as client:
        one = Browser(client, folder)
        assert one.get("/?v=nine_kroner").status_code == 400
        sent = {"name": "Nine kroner", "reason": "That is enough.", "who": "", "state": "minute=9"}
        assert one.post("/save", sent).status_code == 303
    with TestClient(create_app(settings), base_url=HERE) as client:
        one = Browser(client, folder)
        told = one.page("/minutes")
        assert "Nine kroner" in text_of(told)
        assert "That is enough." in told
        assert '<p><a href="/?minute=9">' in told
        answer = one.get("/?v=nine_kroner")
        assert (answer.status_code, answer.headers["location"]) == (303, "/?minute=9")
        assert one.get("/?v=nine_kroner&minute=8").headers["location"] == "/?minute=8", "what is said aloud wins"
        assert one.get("/?v=nine").status_code == 400


def test_the_meeting_can_be_replayed_however_long_ago_it_was(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = meeting(folder)
    one.note("move", WhatIf(minute=9.0), WhatIf())
    one.note("stop", WhatIf(minute=7.0))
    file = one.log_file
    one.close()
    with sqlite3.connect(file) as base:
        base.execute("UPDATE entry SET time = '2020-01-01T10:00:00+01:00'")
        base.execute("UPDATE fact SET value = '2020-01-01T09:00:00+01:00' WHERE name = 'begun'")
    base.close()
    settings = Settings(Opened(folder), desks=1, language="en", meeting=file)
    with TestClient(create_app(settings), base_url=HERE) as client:
        browser = Browser(client, folder)
        first = browser.page("/replay")
        assert "1 of 2 · 10:00:00" in text_of(first)
        assert "a minute may cost 9 kr." in text_of(first)
        assert "The plan" in text_of(first)
        until = time.monotonic() + 20
        while "<div inert><svg" not in first and time.monotonic() < until:
            first = browser.page("/replay")
        assert "<div inert><svg" in first, "the map of that step"
        assert 'href="/replay?step=2"' in first
        assert "Step back" not in first
        last = browser.page("/replay?step=2")
        assert "a minute may cost 7 kr." in text_of(last)
        assert '<a class="button" href="/?minute=7">' in last
        assert "Step on" not in last
        for odd in ("0", "99", "x", "-1", "9" * 40):
            assert browser.get(f"/replay?step={odd}").status_code == 200
    assert meeting(folder).entries == [], "without being named it is over"
    other = folder / "other.sqlite"
    Record(other, "other", NOW).close()
    assert run(["serve", str(folder), "--meeting", str(other), "--lang", "en"]) == 2
    assert "holds no meeting about this scenario and its method." in " ".join(capsys.readouterr().err.split())
    assert run(["serve", str(folder), "--meeting", str(other), "--new-meeting", "--lang", "en"]) == 2
    assert "contradict each other" in " ".join(capsys.readouterr().err.split())
