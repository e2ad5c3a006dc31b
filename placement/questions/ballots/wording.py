"""A question in words: what a step costs and whom it saves a trip, and neither what it is nor where."""

from __future__ import annotations

from placement.locale import N_
from placement.present.words.voice import Voice
from placement.questions.ballots.questionnaire import Question, Questionnaire
from placement.questions.ballots.rounding import Trips

MOST_DECIMALS = 5
"""As many as the roundest numbers can have."""


def sentence(question: Question, asked: Questionnaire, say: Voice) -> str:
    """The question, to be answered by yes or no."""
    told = question.told
    gains, losses = say.listed(_gains(question, say)), say.listed(_losses(question, say))
    kroner = say.short(abs(told.kroner), MOST_DECIMALS)
    if told.kroner < 0:
        text = say(
            "Would you accept that {losses}, when it saves {kroner} kr. a year and {gains}?",
            losses=losses,
            kroner=kroner,
            gains=gains,
        )
    elif losses:
        text = say(
            "Would you pay {kroner} kr. a year so that {gains}, although {losses}?",
            kroner=kroner,
            gains=gains,
            losses=losses,
        )
    else:
        text = say("Would you pay {kroner} kr. a year so that {gains}?", kroner=kroner, gains=gains)
    return " ".join(filter(None, (text, _weighed(question, asked, say), _means(asked, say))))


def _gains(question: Question, say: Voice) -> list[str]:
    told = question.told
    gains = []
    if told.spared.visits:
        gains.append(
            say(
                "{visits} can do without a trip of {minutes} each way",
                visits=_visits(told.spared, say),
                minutes=_minutes(told.spared.minutes, say),
            )
        )
    if told.shorter.visits:
        gains.append(
            say(
                "{visits} can have {minutes} less to travel each way",
                visits=_visits(told.shorter, say),
                minutes=_minutes(told.shorter.minutes, say),
            )
        )
    if not gains:
        gains.append(say("{minutes} less are travelled a year", minutes=_minutes(told.minutes, say)))
    return [*gains, *([_lost(question, say)] if told.lost_visits < 0 else [])]


def _losses(question: Question, say: Voice) -> list[str]:
    told = question.told
    losses = []
    if told.longer.visits:
        losses.append(
            say(
                "{visits} must travel {minutes} more each way",
                visits=_visits(told.longer, say),
                minutes=_minutes(told.longer.minutes, say),
            )
        )
    return [*losses, *([_lost(question, say)] if told.lost_visits > 0 else [])]


def _lost(question: Question, say: Voice) -> str:
    visits = question.told.lost_visits
    number = say.short(abs(visits), MOST_DECIMALS)
    if visits > 0:
        return say("quality is lost in {visits} more visits a year", visits=number)
    return say("quality is lost in {visits} fewer visits a year", visits=number)


def _weighed(question: Question, asked: Questionnaire, say: Voice) -> str:
    """What a reader must know to reckon the price from the sentence."""
    told, exact = question.told, asked.numbers[question.step]
    said = []
    if told.lost_visits and asked.lost_quality_visit:
        said.append(
            say(
                "Each visit in which quality is lost is counted as {price} kr.",
                price=say.short(asked.lost_quality_visit),
            )
        )
    if not exact.is_plain and (told.shorter.visits or told.spared.visits):
        said.append(
            say(
                "By the rules of the scenario it counts as {minutes} saved a year.",
                minutes=_minutes(told.minutes, say),
            )
        )
    return " ".join(said)


def _means(asked: Questionnaire, say: Voice) -> str:
    return say("All numbers are means over the years.") if len(asked.parts) > 1 else ""


def _visits(trips: Trips, say: Voice) -> str:
    one = trips.visits == 1
    return say(N_("{n} visit a year") if one else N_("{n} visits a year"), n=say.short(trips.visits, MOST_DECIMALS))


def _minutes(minutes: float, say: Voice) -> str:
    return say(N_("{n} minute") if minutes == 1 else N_("{n} minutes"), n=say.short(minutes, MOST_DECIMALS))
