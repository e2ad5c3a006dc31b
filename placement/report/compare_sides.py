"""What the sections of a comparison's screen share: letters, titles and the voice."""

from __future__ import annotations

from collections.abc import Sequence

from placement.report.compare_names import Names
from placement.report.tables import Line
from placement.report.text import Language, Voice
from placement.study.compare import Alternative, SideBySide
from placement.study.versus import Pair, Versus

LETTERS = "ABCDEFGH"
"""So many alternatives fit beside each other."""
FEW_VISITS = 10
MOST_NAMED = 4
PAYERS = (("region", ("region",)), ("municipalities", ("municipality", "state")), ("patients", ("citizen",)))
"""Who pays, as a screen tells it apart: its word, and the payers in it."""


class Sides:
    """What the sections share: the comparison, titles, letters and the voice.

    Args:
        found: the comparison.
        language: of the screen.
        voice: what speaks; a plain one where nothing is said.
        letters: what each alternative is called on it, in their order.
        about: begins the names of the phrases that say what kind of alternatives they are.
    """

    def __init__(
        self,
        found: SideBySide,
        language: Language,
        voice: Voice | None = None,
        letters: Sequence[str] = LETTERS,
        about: str = "compare",
    ) -> None:
        self.found, self.say, self.names = found, voice or Voice(language), Names(found, language)
        self.about = about
        self.letter = {each.name: letter for each, letter in zip(found.alternatives, letters, strict=False)}

    @property
    def versus(self) -> list[tuple[str, Versus]]:
        """Letter and proposal of each alternative that has one, the reference left out."""
        reference = self.found.reference_name
        return [(self.letter[name], each) for name, each in self.found.versus.items() if name != reference]

    @property
    def reference(self) -> str:
        """``i dag`` or the letter of the reference."""
        name = self.found.reference_name
        return self.say("compare.today") if self.found.reference is None else self.letter[name]

    def pair(self, pair: Pair) -> str:
        """A function and where."""
        return self.say("compare.pair", function=self.names.function(pair[0]), site=self.names.site(pair[1]))

    def named(self, pairs: Sequence[Pair], most: int = MOST_NAMED) -> str:
        """So many of the pairs by name, and how many more."""
        shown = [self.pair(pair) for pair in pairs[:most]]
        left = len(pairs) - len(shown)
        return self.say.listed([*shown, self.say("compare.more", n=left)] if left > 0 else shown)


def heading_line(words: str) -> Line:
    """A line that is a heading."""
    return Line(f" {words}", len(words) + 1)


def visits_by_hospital(each: Versus) -> dict[str, tuple[float, float]]:
    """Visits with the reference and now, of all functions."""
    total: dict[str, tuple[float, float]] = {}
    for one in each.hospitals:
        before, now = total.get(one.hospital, (0.0, 0.0))
        total[one.hospital] = before + one.visits_reference, now + one.visits
    return total


def change_share(before: float, now: float) -> float:
    """The change as a share of what was before; 0 where that was nothing."""
    return (now - before) / before if before > 0 else 0.0


def paid(each: Alternative, payers: Sequence[str], part: int = 0) -> float:
    """Running cost (part 0) or investment (1) of some payers, against today."""
    return sum(amounts[part] for (payer, _), amounts in each.dkk_by_payer.items() if payer in payers)
