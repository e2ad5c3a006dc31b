"""Reading addresses and forms: from names and values to a what-if, or to a list of everything wrong with them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from placement.locale import LANGUAGES, N_
from placement.present.words.voice import Language
from placement.scenario.ballots import QUESTION, Answers, Ballot, is_yes
from placement.scenario.schema.frame import AIMS
from placement.scenario.schema.text import settled
from placement.scenario.source.paths import nearest
from placement.web.matrix import GROUPINGS, ONLY
from placement.web.meeting.minutes import MOST_BALLOTS, MOST_NAME, MOST_REASON, Decided
from placement.web.steps import MOST
from placement.web.what_ifs import (
    DECISIONS,
    NO_LIMIT,
    PANELS,
    PLAIN,
    PRICES,
    TOP,
    TOUCHED,
    Address,
    Controls,
    Field,
    Filter,
    Pair,
    Setting,
    Three,
    WhatIf,
    short,
)


class Form:
    """The fields of one form; faults are collected and raised together by ``done``.

    Args:
        given: by name.
        lang: the language of the page it was sent from.
    """

    def __init__(self, given: Mapping[str, str], lang: Language) -> None:
        self._given, self._lang = given, lang
        self._wrong: list[Wrong] = []

    def text(self, name: str, most: int, *, lines: bool = False, needed: bool = False) -> str:
        """A text without unprintable characters; line breaks stay with ``lines``."""
        found = settled(self._given.get(name, "").replace("\r\n", "\n").strip())
        kept = "".join(sign for sign in found if sign.isprintable() or (lines and sign == "\n"))
        if len(kept) > most:
            self._wrong.append(Wrong(N_("{name}: at most {most} characters."), {"name": name, "most": str(most)}))
        if needed and not kept:
            self._wrong.append(Wrong(N_("'{name}' is missing."), {"name": name}))
        return kept

    def weights(self) -> tuple[float, float, float]:
        """Three weights, at least one of them above 0."""
        found = [self.number(aim, TOP) for aim in AIMS]
        if not self._wrong and sum(found) <= 0:
            self._wrong.append(Wrong(N_("All weights are 0; at least one must be above."), {}))
        return found[0], found[1], found[2]

    def number(self, name: str, most: float) -> float:
        """A number from 0 to ``most``; 0 where it is not, which is noted as a fault."""
        number = number_in(self._given.get(name, ""), 0, most)
        if number is None:
            seen = self._given.get(name, "")[:MOST_NAME]
            self.refuse(
                N_("{name}: '{seen}' is not a number from {low} to {high}."),
                name=name,
                seen=seen,
                low="0",
                high=f"{most:g}",
            )
        return number or 0.0

    def either(self, name: str) -> bool | None:
        """Yes or no; None where nothing is answered."""
        seen = self._given.get(name, "").strip()
        answer = is_yes(seen)
        if seen and answer is None:
            self.refuse(N_("{name}: '{seen}' is neither yes nor no."), name=name, seen=seen[:MOST_NAME])
        return answer

    def refuse(self, key: str, **values: str) -> None:
        """Note a fault."""
        self._wrong.append(Wrong(key, values))

    def done(self) -> None:
        """End of the form.

        Raises:
            AskedWrongError: with all faults noted.
        """
        if self._wrong:
            raise AskedWrongError(self._wrong, self._lang)


def ballot_in(given: Mapping[str, str], lang: Language, before: Sequence[Ballot | Answers], word: str) -> Ballot:
    """A participant's ballot of weights; a participant without a name gets ``word`` and a number.

    Raises:
        AskedWrongError: the name is taken or too long, a weight is not a number, or there are far too many ballots.
    """
    form = Form(given, lang)
    name = _participant(form, [each.participant for each in before], word)
    made = Ballot(name, form.weights())
    form.done()
    return made


def answers_in(
    given: Mapping[str, str],
    lang: Language,
    before: Sequence[Ballot | Answers],
    word: str,
    questions: Sequence[str],
    own: Answers | None = None,
) -> Answers:
    """A participant's answers to either-or questions; a participant without a name gets ``word`` and a number.

    Args:
        given: the form: ``participant``, and yes, no or nothing by the id of each question.
        lang: the language of the page it was sent from.
        before: the ballots given so far.
        word: for a participant without a name.
        questions: ids of what is asked.
        own: the participant's earlier answers, which the new ones replace.

    Raises:
        AskedWrongError: the name is taken or too long, an answer is neither yes nor no, nothing is answered, other
            questions are answered than are asked, or there are far too many ballots.
    """
    form = Form(given, lang)
    others = [each.participant for each in before if own is None or each.participant != own.participant]
    name = _participant(form, others, word, own.participant if own is not None else "")
    if any(QUESTION.fullmatch(each) and each not in questions for each in given):
        form.refuse(N_("The questions have changed since the page was opened; open it again."))
    answers = [(each, form.either(each)) for each in questions]
    said = tuple((each, answer) for each, answer in answers if answer is not None)
    if not said:
        form.refuse(N_("Nothing is answered; say yes or no to at least one question."))
    form.done()
    return Answers(name, said)


def _participant(form: Form, others: Sequence[str], word: str, own: str = "") -> str:
    """The name for a ballot: the one written, the earlier one, or a new number; taken names are refused."""
    taken = set(map(_plain, others))
    name = form.text("participant", MOST_NAME) or own
    if not name:
        name = next(each for n in range(len(others) + 1, 10_000) if _plain(each := f"{word} {n}") not in taken)
    if _plain(name) in taken:
        form.refuse(N_("'{name}' has voted. Write another name."), name=name)
    if len(others) >= MOST_BALLOTS:
        form.refuse(N_("At most {most} can vote."), most=str(MOST_BALLOTS))
    return name


def note_in(given: Mapping[str, str], lang: Language) -> tuple[str, str, str]:
    """Name, reason and author of a what-if to be saved.

    Raises:
        AskedWrongError: name or reason is lacking or too long.
    """
    form = Form(given, lang)
    name = form.text("name", MOST_NAME, needed=True)
    reason = form.text("reason", MOST_REASON, lines=True, needed=True)
    who = form.text("who", MOST_NAME)
    form.done()
    return name, reason, who


def decisions_in(controls: Controls, given: Sequence[tuple[str, str]], lang: Language) -> Decided:
    """The group's decision on a step's offers.

    Kept, what comes in ``must`` be there and what goes out ``must_not``; struck out, the other way round.

    Raises:
        AskedWrongError: nothing is chosen, an offer is not known, or what is struck out has no reason.
    """
    form = Form(dict(given), lang)
    what, scenario = form.text("do", MOST_NAME), controls.scenario
    if what not in ("keep", "strike"):
        form.refuse(N_("{name}: '{seen}' is not known."), name="do", seen=what)
    found = []
    for chosen in (value for name, value in given if name == "pair"):
        way, _, pair = settled(chosen).partition(" ")
        function, _, site = pair.partition(".")
        if way in ("in", "out") and function in scenario.functions and site in scenario.sites:
            found.append((function, site, "must" if (way == "in") is (what == "keep") else "must_not"))
        else:
            form.refuse(N_("{name}: '{seen}' is not known."), name="pair", seen=_cut(chosen))
    if not any(name == "pair" for name, _ in given):
        form.refuse(N_("Choose at least one offer of the step."))
    reason = form.text("reason", MOST_REASON, lines=True, needed=what == "strike")
    who = form.text("who", MOST_NAME)
    form.done()
    return Decided(what, tuple(found), reason, who)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


MOST_PINS = 3
MOST_DECISIONS = 100
_SEEN = 60
"""The most characters of a rejected value that a message repeats."""
_DECIMAL = re.compile(r"[+-]?\d{1,12}([.,]\d{1,6})?", re.ASCII)
_FILTER = ("find", "only", "rows", "columns")
_ACTIONS = {"decide", "do", "waives"}
"""Buttons of the form, which are handled by the page and are no part of the what-if."""


@dataclass(frozen=True)
class Wrong:
    """One fault of an address or form: a phrase (key of the words), and the values it names."""

    key: str
    values: dict[str, str]


class AskedWrongError(Exception):
    """An address or form that cannot be understood; ``wrong`` holds every fault found."""

    def __init__(self, wrong: Sequence[Wrong], lang: Language | None) -> None:
        self.wrong, self.lang = tuple(wrong), lang
        super().__init__(", ".join(each.key for each in self.wrong))


def read(controls: Controls, given: Iterable[tuple[str, str]]) -> Address:
    """The page that an address, or the fields of a form, asks for.

    Raises:
        AskedWrongError: with every fault found.
    """
    return _Reading(controls, [(settled(name), settled(value)) for name, value in given]).address()


def language(given: Iterable[tuple[str, str]], home: Language) -> Language:
    """The language asked for; ``home``, the server's, where none is or it is not known."""
    return next((lang for name, value in given if name == "lang" for lang in LANGUAGES if lang == value), home)


def whatif_in(controls: Controls, text: str) -> WhatIf | None:
    """The what-if that `WhatIf.text` wrote; None where the scenario has changed so that it cannot be asked any more."""
    reading = _Reading(controls, [])
    found = reading.pin(text)
    return None if reading.wrong else found


@dataclass
class _Reading:
    controls: Controls
    given: list[tuple[str, str]]
    wrong: list[Wrong] = field(default_factory=list)

    def address(self) -> Address:
        lang = language(self.given, self.controls.home)
        whatif = self._whatif(self.given, {"pin", "at", "lang", "show", "within", *TOUCHED, *_FILTER, *_ACTIONS})
        pins = [self.pin(value) for name, value in self.given if name == "pin"]
        if len(pins) > MOST_PINS:
            self._note(N_("At most {most} can be pinned."), most=str(MOST_PINS))
        for value in self._all("lang", self.given):
            self._among("lang", value, LANGUAGES)
        at = next((self._pair("at", value) for value in self._all("at", self.given) if value), None)
        opened = self._all("show", self.given)
        for value in opened:
            self._among("show", value, PANELS)
        within = next(filter(None, self._all("within", self.given)), "")
        if within:
            self._among("within", within, list(self.controls.groups))
        touched, shown = self._touched(whatif), self._filter()
        if self.wrong:
            raise AskedWrongError(self.wrong, lang)
        panels = tuple(panel for panel in PANELS if panel in opened)
        return Address(whatif, lang, tuple(dict.fromkeys(pins)), at, self.controls.home, panels, touched, within, shown)

    def _touched(self, whatif: WhatIf) -> Pair | None:
        """What is touched, at most one; a step only for the method ``price``, and else ignored."""
        scenario = self.controls.scenario
        found = [(kind, value) for kind in TOUCHED for value in self._all(kind, self.given) if value]
        if len(found) > 1:
            self._note(N_("Only one area, {grouping}, site or step can be looked at at a time."))
        for kind, value in found[:1]:
            if kind == "step":
                price = self._number("step", value, 0, MOST["minute"])
                is_priced = price is not None and self.controls.method_of(whatif) == "price"
                return (kind, short(price)) if price is not None and is_priced else None
            known = {
                "area": list(scenario.areas.rows),
                "group": list(self.controls.groups),
                "site": list(scenario.sites),
            }
            return (kind, value) if self._among(kind, value, known[kind]) else None
        return None

    def _filter(self) -> Filter:
        """The filter of the matrix; the last value of a name counts, since it comes from the page's fields."""
        given = {name: _printable(value).strip() for name, value in self.given if name in _FILTER}
        known: dict[str, list[str]] = {"only": [*ONLY], **{name: [*each] for name, each in GROUPINGS.items()}}
        if len(given.get("find", "")) > MOST_NAME:
            self._note(N_("{name}: at most {most} characters."), name="find", most=str(MOST_NAME))
        sound = [self._among(name, given[name], known[name]) for name in known if given.get(name)]
        return Filter(**given) if all(sound) else Filter()

    def pin(self, text: str) -> WhatIf:
        """A what-if from one line of text, as `WhatIf.text` writes it."""
        parts = [] if text == PLAIN else [part.partition(":") for part in text.split(";")]
        return self._whatif([(name, value) for name, _, value in parts], set())

    def _whatif(self, given: list[tuple[str, str]], others: set[str]) -> WhatIf:
        controls = self.controls
        known = {"w", *AIMS, *PRICES, "m", "v", *DECISIONS, "waive", *controls.fields}
        for name in dict.fromkeys(name for name, _ in given if name not in known | others):
            near = nearest(_cut(name), sorted(known))
            self._note(
                N_("'{name}' is nothing that can be asked. Is '{near}' meant?")
                if near
                else N_("'{name}' is nothing that can be asked."),
                name=_cut(name),
                near=near,
            )
        chosen = self._listed("v", given)
        for name in chosen:
            self._among("v", name, controls.variants)
        method = next(iter(self._all("m", given)), "")
        if method:
            self._among("m", method, controls.methods)
        variants = tuple(name for name in controls.variants if name in chosen)
        weights, (minute, lost) = self._weights(given), self._prices(given)
        method = "" if method == controls.method else method
        in_money = controls.method_of(WhatIf(method=method, variants=variants)) == "price"
        if in_money and self._all("w", given):
            self._note(N_("Weights say nothing where all is counted in kroner; choose a method that weighs."))
        return WhatIf(
            weights=None if in_money else weights,
            minute=minute if in_money else None,
            lost=lost if in_money else None,
            method=method,
            variants=variants,
            decisions=self._decisions(given),
            waived=self._waived(given),
            fields=tuple(self._fields(given)),
        )

    # ---- prices and weights

    def _prices(self, given: list[tuple[str, str]]) -> tuple[float | None, float | None]:
        """The prices of a minute and of lost quality; None where it is the scenario's own or not given."""
        found = []
        for name, own in zip(PRICES, self.controls.prices, strict=True):
            text = next((text.strip() for text in self._all(name, given)), None)
            price = None if text is None else self._number(name, text, 0, MOST[name])
            found.append(None if price == own else price)
        return found[0], found[1]

    def _weights(self, given: list[tuple[str, str]]) -> Three | None:
        own = self.controls.weights
        together = next(iter(self._all("w", given)), None)
        if together is not None:
            found = self._three(together)
        else:
            texts = [next(iter(self._all(aim, given)), None) for aim in AIMS]
            numbers = [
                o if text is None else self._number("w", text, 0, TOP) for o, text in zip(own, texts, strict=True)
            ]
            found = None if None in numbers else numbers  # type: ignore[assignment]  # floats, once there is no None
        if found is None:
            return None
        if sum(found) <= 0:
            self._note(N_("All weights are 0; at least one must be above."))
            return None
        citizen, quality, economy = found
        return None if found == list(own) else (citizen, quality, economy)

    def _three(self, text: str) -> list[float] | None:
        texts = text.split(",")
        if len(texts) != len(AIMS):
            self._note(N_("Weights are three numbers with commas between, not '{seen}'."), seen=_cut(text))
            return None
        numbers = [self._number("w", each, 0, TOP) for each in texts]
        return None if None in numbers else [number for number in numbers if number is not None]

    # ---- decisions

    def _decisions(self, given: list[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
        found: dict[Pair, str] = {}
        for decision in DECISIONS:
            for text in self._listed(decision, given):
                pair = self._pair(decision, text)
                if pair is not None and found.setdefault(pair, decision) != decision:
                    self._note(N_("{pair} is decided in two ways."), pair=_cut(text))
        if len(found) > MOST_DECISIONS:
            self._note(N_("At most {most} decisions at a time."), most=str(MOST_DECISIONS))
        return tuple(sorted((*pair, decision) for pair, decision in found.items()))

    def _waived(self, given: list[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
        found = set()
        for text in self._listed("waive", given):
            place, _, rule = text.rpartition(".")
            pair = self._pair("waive", place)
            if pair is not None and not self.controls.knows_rule(rule):
                self._note(N_("The rule '{seen}' cannot be set aside."), seen=_cut(rule))
            elif pair is not None:
                found.add((*pair, rule))
        if len(found) > MOST_DECISIONS:
            self._note(N_("At most {most} decisions at a time."), most=str(MOST_DECISIONS))
        return tuple(sorted(found))

    def _pair(self, name: str, text: str) -> Pair | None:
        function, _, site = text.partition(".")
        scenario = self.controls.scenario
        sound = self._among(name, function, list(scenario.functions)) & self._among(name, site, list(scenario.sites))
        return (function, site) if sound else None

    # ---- fields

    def _fields(self, given: list[tuple[str, str]]) -> Iterable[tuple[str, Setting]]:
        for name, known in self.controls.fields.items():
            for text in self._all(name, given)[:1]:
                sound, value = self._setting(known, text.strip())
                if sound and value != known.own:
                    yield name, value

    def _setting(self, known: Field, text: str) -> tuple[bool, Setting]:
        if known.kind == "choice":
            return self._among(known.name, text, known.choices), text
        if text in ("", NO_LIMIT):
            return True, None
        number = self._number(known.name, text, 0, known.high)
        if number is not None and known.kind == "whole" and not number.is_integer():
            self._note(N_("{name}: '{seen}' is not a whole number."), name=known.name, seen=_cut(text))
            return False, None
        return number is not None, number

    # ---- words and numbers

    @staticmethod
    def _all(name: str, given: list[tuple[str, str]]) -> list[str]:
        return [value for each, value in given if each == name]

    def _listed(self, name: str, given: list[tuple[str, str]]) -> list[str]:
        return [part for value in self._all(name, given) for part in value.split(",") if part]

    def _among(self, name: str, seen: str, known: Sequence[str]) -> bool:
        if seen in known:
            return True
        near = nearest(_cut(seen), known)
        self._note(
            N_("{name}: '{seen}' is not known. Is '{near}' meant?") if near else N_("{name}: '{seen}' is not known."),
            name=name,
            seen=_cut(seen),
            near=near,
        )
        return False

    def _number(self, name: str, text: str, low: float, high: float) -> float | None:
        number = number_in(text, low, high)
        if number is not None:
            return number
        self._note(
            N_("{name}: '{seen}' is not a number from {low} to {high}."),
            name=name,
            seen=_cut(text),
            low=f"{low:g}",
            high=f"{high:g}",
        )
        return None

    def _note(self, key: str, **values: str) -> None:
        self.wrong.append(Wrong(key, values))


def number_in(text: str, low: float, high: float) -> float | None:
    """A number from ``low`` to ``high``, with a decimal comma or point; None where the text is none."""
    plain = text.strip()
    number = float(plain.replace(",", ".")) if _DECIMAL.fullmatch(plain) else math.nan
    return number if low <= number <= high else None


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def count_in(text: str) -> int | None:
    """A count that pages add to an address; None where it is not a number, or has nine digits or more."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _cut(text: str) -> str:
    return text if len(text) <= _SEEN else f"{text[:_SEEN]}…"
