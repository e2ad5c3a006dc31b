"""Either-or ballots in the browser: the questions of ``placement ballots``, without scripts, and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from placement.cli import run
from placement.present.tables.csv_dialect import DIALECTS, Dialect
from placement.present.words.voice import Voice
from placement.questions.ballots.questionnaire import Questionnaire, ask
from placement.questions.ballots.study import count
from placement.scenario.ballots import Answers, read_ballots
from placement.scenario.load import Opened, load
from placement.web.meeting.ballots import Own, Paper, Result, ballots_file, paper_of, without_names
from placement.web.meeting.minutes import Minutes
from placement.web.requests import whatif_in
from placement.web.what_ifs import Controls
from tests.web.asking import OURS, SCENARIOS, Browser, text_of

Opener = Callable[..., Browser]
SMALL = "trappen"


@pytest.fixture(scope="module")
def asked() -> Questionnaire:
    return ask(load(SCENARIOS / SMALL))


@pytest.fixture(scope="module")
def paper(asked: Questionnaire) -> Paper:
    return paper_of(asked)


def up_to(paper: Paper, name: str, price: float) -> Answers:
    """The answers of somebody to whom a minute is worth so much."""
    return Answers(name, tuple((one.id, one.price <= price) for one in paper.sheet.questions))


def form(answers: Answers) -> dict[str, str]:
    return {"participant": answers.participant, **{name: "yes" if yes else "no" for name, yes in answers.given}}


def questions_on(page: str) -> list[str]:
    return re.findall(r"<legend>(.*?)</legend>", page)


def voted(browser: Browser, answers: Answers, **more: str) -> str:
    """Where a ballot leads: the participant's own page."""
    sent = browser.post("/ballot", {**form(answers), "lang": "en", **more})
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def test_a_ballot_from_questions_to_plans_without_scripts(
    open_browser: Opener, paper: Paper, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = open_browser(SMALL, ballot=True, language="en")
    assert browser.get("/steps").headers["location"] == "/ballot"
    page = browser.page("/ballot", 60)
    assert questions_on(page) == list(paper.asked["en"])
    assert "Vesterby" not in page
    assert "Høreklinik" not in page
    prices = sorted(one.price for one in paper.sheet.questions)
    for name, worth in (("Anna", prices[-2]), ("Bo", prices[1]), ("Carl", prices[3]), ("", prices[3])):
        voted(browser, up_to(paper, name, worth))
    own = text_of(browser.page(voted(browser, up_to(paper, "Eva", prices[2]))))
    low, high = (f"{price:.2f}" for price in prices[2:4])
    assert f"Kr. for a minute: {low} or more, less than {high}" in own
    assert "contradict" not in own

    assert browser.get("/ballot/answers.csv").status_code == 303, "not while it is open"
    assert browser.post("/ballot/close", {}).status_code == 303
    counted = browser.page("/ballot")
    told = text_of(counted)
    assert "5 have voted" in told
    assert "Everybody takes every step up to " + f"{prices[1]:.2f}" in told
    assert "Vesterby" in told, "now the steps are named"
    assert "Anna" not in told
    assert f"{prices[1]:.2f} or more, less than {prices[2]:.2f}" in told
    link = re.search(r'href="(/\?minute=[^"]*)"', counted)
    assert link is not None
    assert browser.get(link[1]).status_code == 200

    sent = browser.get("/ballot/answers.csv?lang=en")
    assert "Anna" not in sent.text
    for file, content in (("download.csv", sent.content), ("kept.csv", kept(browser))):
        (tmp_path / file).write_bytes(content)
        assert run(["ballots", str(SCENARIOS / SMALL), str(tmp_path / file), "--lang", "en"]) == 0
        assert f"Everybody takes every step up to {prices[1]:.2f}" in " ".join(capsys.readouterr().out.split())


def kept(browser: Browser) -> bytes:
    return next(browser.folder.glob("ballots-*.csv")).read_bytes()


def test_contradictions_are_shown_to_the_participant_alone_who_may_change_the_answers(
    open_browser: Opener, paper: Paper
) -> None:
    browser = open_browser(SMALL, alone="contradicting", language="en")
    browser.page("/ballot", 60)
    cheap, *_, dear = paper.sheet.by_price
    strange = Answers("Dina", ((dear.id, True), (cheap.id, False)))
    mine = voted(browser, strange)
    own = browser.page(mine)
    assert "contradict each other" in own
    assert text_of(own).count(text_of(paper.words(dear, "en"))) == 2, "told, and asked again"
    assert "contradict" not in browser.page("/ballot")
    assert "contradict" not in browser.page(re.sub("mine=[^&]*", "mine=guessed", mine))
    assert "checked" in own
    secret = re.search("mine=([^&]*)", mine)
    assert secret is not None
    assert voted(browser, up_to(paper, "", 1e9), mine=secret[1]) == mine
    assert "contradict" not in browser.page(mine)
    assert text_of(browser.page("/ballot")).count("1 has voted") == 1
    assert browser.post("/ballot/close", {}).status_code == 303
    found = read_ballots(next(browser.folder.glob("ballots-*.csv")))
    assert [(one.participant, len(one.given)) for one in found.participants] == [("Dina", len(paper.ids))]


def test_what_cannot_be_counted_is_refused_all_at_once(open_browser: Opener, paper: Paper) -> None:
    browser = open_browser(SMALL, alone="refusing", language="en")
    browser.page("/ballot", 60)
    first = paper.ids[0]
    voted(browser, up_to(paper, "Anna", 5))
    for fields, words in (
        ({first: "perhaps", "participant": "ANNA"}, ("neither yes nor no", "'ANNA' has voted")),
        ({"participant": "Bo"}, ("Nothing is answered",)),
        ({"q1-00000000": "yes", "participant": "Bo"}, ("The questions have changed",)),
    ):
        refused = browser.post("/ballot", {**fields, "lang": "en"})
        assert refused.status_code == 400
        for each in words:
            assert each in text_of(refused.text).replace("&#39;", "'")
    assert browser.post("/ballot/close", {}).status_code == 303
    assert len(read_ballots(next(browser.folder.glob("ballots-*.csv"))).participants) == 1


def test_before_the_questions_are_made_nobody_can_answer(open_browser: Opener) -> None:
    browser = open_browser(SMALL, alone="early", language="en")
    refused = browser.post("/ballot", {"q1-00000000": "yes", "lang": "en"})
    assert refused.status_code == 400
    assert "The questions are not ready yet" in text_of(refused.text)


def test_few_ballots_tell_nothing(paper: Paper) -> None:
    """Of four nothing is told, not even that they agree; of five all is."""
    say = Voice("en")
    four = [up_to(paper, name, 5.0) for name in "abcd"]
    silent = Result(paper, four, say)
    assert (silent.is_told, silent.accepted, silent.steps, silent.intervals, silent.plans) == (False, [], [], [], [])
    nothing_said = Answers("e", ())
    assert not Result(paper, [*four, nothing_said], say).is_told, "who answers nothing hides nobody"
    told = Result(paper, [*four, up_to(paper, "e", 2.0)], say)
    assert len(told.intervals) == 5
    assert Result(paper, four, say, least=4).is_told
    assert not Result(paper, [], say, least=1).is_told


def test_few_ballots_tell_nothing_in_the_browser_either(open_browser: Opener, paper: Paper) -> None:
    browser = open_browser(SMALL, alone="few", language="en")
    browser.page("/ballot", 60)
    for name in "abcd":
        voted(browser, up_to(paper, name, 5.0))
    browser.post("/ballot/close", {})
    told = text_of(browser.page("/ballot"))
    assert "What the ballots say is shown from 5 answers on" in told
    assert "Everybody" not in told
    assert browser.get("/ballot/answers.csv").status_code == 303
    assert browser.get("/export/ballots").status_code == 303


def test_a_result_says_what_the_command_says(asked: Questionnaire, paper: Paper) -> None:
    worths = (1.0, 3.0, 5.0, 5.0, 9.0)
    ballots = [up_to(paper, f"p{n}", worth) for n, worth in enumerate(worths)]
    result, counted = Result(paper, ballots, Voice("en")), count(asked, ballots)
    assert result.opinions.everybody_accepts == counted.everybody_accepts
    assert result.opinions.majority_accepts == counted.majority_accepts
    assert next(span for _, span in result.plans) == counted.best_at(counted.everybodys_plan)
    assert sum(len(steps) for _, steps in result.steps) == len(asked.questions)


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_the_file_is_read_back_as_it_was_answered(paper: Paper, tmp_path: Path, dialect: Dialect) -> None:
    ballots = [up_to(paper, '=Anna; "A"', 4.0), Answers("Bo", ((paper.ids[2], True),))]
    file = tmp_path / "ballots.csv"
    file.write_bytes(ballots_file(paper.ids, ballots, dialect))
    read = read_ballots(file).participants
    assert [one.given for one in read] == [one.given for one in ballots]
    hidden = without_names(ballots, "Participant")
    assert [one.participant for one in hidden] == ["Participant 1", "Participant 2"]
    assert {frozenset(one.given) for one in hidden} == {frozenset(one.given) for one in ballots}
    assert hidden == without_names(ballots[::-1], "Participant"), "the order tells nothing"


def test_a_participants_own_page_needs_the_secret(paper: Paper, tmp_path: Path) -> None:
    controls = Controls(Opened(SCENARIOS / SMALL))
    minutes = Minutes(controls, tmp_path, understood=partial(whatif_in, controls))
    minutes.ask(paper)
    secrets = [minutes.vote(up_to(paper, name, 4.0)) for name in ("a", "b")]
    assert len(set(secrets)) == 2
    assert [minutes.answers_of(each) for each in secrets] == minutes.answers
    assert minutes.answers_of("") is None
    changed = up_to(paper, "a", 9.0)
    assert minutes.vote(changed, secrets[0]) == secrets[0]
    assert minutes.answers == [changed, up_to(paper, "b", 4.0)]
    assert paper.ids[0] not in minutes.log.decode(), "the log tells no answers"
    assert Own(paper, changed, Voice("en")).contradictions == []


def once(page: str, action: str) -> dict[str, str]:
    """The secret word of a form, with which it counts once."""
    found = re.search(rf'<form action="{action}".*?name="once" value="([^"]+)"', page, re.DOTALL)
    assert found
    return {"once": found[1]}


def test_the_same_ballot_sent_again_counts_once_whoever_sends_it(open_browser: Opener, paper: Paper) -> None:
    browser = open_browser(SMALL, alone="again", language="en")
    first, second = (once(browser.page("/ballot", 60), "/ballot") for _ in range(2))
    given = up_to(paper, "", 5.0)
    mine = voted(browser, given, **first)
    assert voted(browser, given, **first) == mine
    other = voted(browser, given, **second)
    assert other != mine, "two who answer alike are two"
    changed = up_to(paper, "", 9.0)
    refused = browser.post("/ballot", {**form(changed), "lang": "en", **second})
    assert refused.status_code == 400
    assert "This page has given a ballot. Open it anew to give another." in text_of(refused.text)
    secret = {"mine": other.partition("mine=")[2].partition("&")[0], **once(browser.page(other), "/ballot")}
    for again in (changed, given):
        assert voted(browser, again, **secret) == other, "one's own answers may be changed as often as one likes"
    browser.post("/ballot/close", {})
    assert voted(browser, given, **first) == mine, "it came before the ballot was closed"
    assert "2 have voted" in text_of(browser.page("/ballot"))


def test_the_same_reason_or_decision_sent_again_counts_once(open_browser: Opener) -> None:
    browser = open_browser(SMALL, alone="repeated", language="en")
    page = browser.page("/?minute=9")
    saved = {"state": "minute=9", "name": "Nine", "reason": "Enough.", "who": "", **once(page, "/save")}
    pair = "in diabetes_amb.sh_vesterby"
    struck = {"state": "", "do": "strike", "pair": pair, "reason": "Too small.", **once(browser.page("/"), "/save")}
    for path, form in (("/save", saved), ("/decide", struck)):
        first, again = browser.post(path, form), browser.post(path, form)
        assert (first.status_code, again.status_code) == (303, 303)
        assert again.headers["location"] == first.headers["location"]
    assert len(list(browser.folder.glob("scenario-*.yaml"))) == 1
    assert browser.get("/export/log").text.count("Too small.") == 1
    assert browser.post("/save", {**saved, "reason": "More than enough."}).status_code == 303
    assert len(list(browser.folder.glob("scenario-*.yaml"))) == 2, "other words from the same page are no repetition"


def test_the_same_weights_sent_again_count_once_also_for_a_script(open_browser: Opener) -> None:
    browser = open_browser(alone="again", language="en")
    form = {"citizen": "5", "quality": "5", "economy": "5", **once(browser.page("/ballot"), "/ballot")}
    headers = {**OURS, "By-Script": "yes"}
    for _ in range(2):
        sent = browser.post("/ballot", form, headers)
        assert (sent.status_code, sent.headers["location"], sent.text) == (201, "/ballot?given=1", "")
    refused = browser.post("/ballot", {**form, "citizen": "x"}, headers)
    assert refused.status_code == 400
    assert refused.text.lstrip().startswith("<h2>"), "a part to be shown on the page, where all that was written stays"
    assert "1 has voted" in text_of(browser.page("/ballot"))
