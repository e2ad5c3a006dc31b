"""What people write into forms, checked before anything is done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from placement.report.text_numbers import Language
from placement.scenario.ballots import Ballot
from placement.scenario.characters import settled
from placement.scenario.frame import AIMS
from placement.web.controls import TOP
from placement.web.minutes import MOST_BALLOTS, MOST_NAME, MOST_REASON
from placement.web.reading import AskedWrongError, Wrong, number_in


class Form:
    """The fields of one form; everything wrong is noted, and refused at once.

    Args:
        given: by name.
        lang: the language of the page it was sent from.
    """

    def __init__(self, given: Mapping[str, str], lang: Language) -> None:
        self._given, self._lang = given, lang
        self._wrong: list[Wrong] = []

    def text(self, name: str, most: int, *, lines: bool = False, needed: bool = False) -> str:
        """Words without signs that cannot be shown; several ``lines`` where that makes sense."""
        found = settled(self._given.get(name, "").replace("\r\n", "\n").strip())
        kept = "".join(sign for sign in found if sign.isprintable() or (lines and sign == "\n"))
        if len(kept) > most:
            self._wrong.append(Wrong("ask.long", {"name": name, "most": str(most)}))
        if needed and not kept:
            self._wrong.append(Wrong("ask.missing", {"name": name}))
        return kept

    def weights(self) -> tuple[float, float, float]:
        """Three weights, at least one of them above 0."""
        found = []
        for aim in AIMS:
            number = number_in(self._given.get(aim, ""), 0, TOP)
            if number is None:
                seen = self._given.get(aim, "")[:MOST_NAME]
                self._wrong.append(Wrong("ask.number", {"name": aim, "seen": seen, "low": "0", "high": f"{TOP:g}"}))
            found.append(number or 0.0)
        if not self._wrong and sum(found) <= 0:
            self._wrong.append(Wrong("ask.weights.zero", {}))
        return found[0], found[1], found[2]

    def refuse(self, key: str, **values: str) -> None:
        """Note something else that is wrong."""
        self._wrong.append(Wrong(key, values))

    def done(self) -> None:
        """Nothing more is read.

        Raises:
            AskedWrongError: something was wrong.
        """
        if self._wrong:
            raise AskedWrongError(self._wrong, self._lang)


def ballot_in(given: Mapping[str, str], lang: Language, before: Sequence[Ballot], word: str) -> Ballot:
    """A participant's ballot; without a name it gets a number.

    Raises:
        AskedWrongError: the name is taken or too long, a weight is none, or there are far too many.
    """
    form = Form(given, lang)
    taken = {_plain(each.participant) for each in before}
    name = form.text("participant", MOST_NAME)
    if not name:
        name = next(each for n in range(len(before) + 1, 10_000) if _plain(each := f"{word} {n}") not in taken)
    if _plain(name) in taken:
        form.refuse("ask.voted", name=name)
    if len(before) >= MOST_BALLOTS:
        form.refuse("ask.ballots", most=str(MOST_BALLOTS))
    weights = form.weights()
    form.done()
    return Ballot(name, weights)


def note_in(given: Mapping[str, str], lang: Language) -> tuple[str, str, str]:
    """Name, reason and who asked, of a what-if to be saved.

    Raises:
        AskedWrongError: name or reason is lacking or too long.
    """
    form = Form(given, lang)
    name = form.text("name", MOST_NAME, needed=True)
    reason = form.text("reason", MOST_REASON, lines=True, needed=True)
    who = form.text("who", MOST_NAME)
    form.done()
    return name, reason, who


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
