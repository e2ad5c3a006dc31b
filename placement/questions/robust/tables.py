"""``robust_*``: how sure each placement is, and what the proposal hinges on, row by row.

Titles in the study of robustness, where a variant may know a function or a site the others do not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from placement.present.tables.columns import Cell, Column, Row, Table, flag, key, number, text, whole
from placement.present.words.names import short_name
from placement.present.words.numbers import Language
from placement.present.words.voice import Voice
from placement.questions.proposal.tables.lookups import known
from placement.questions.robust.core_index import Regret, good_plans, least_regret
from placement.questions.robust.findings import Robust
from placement.questions.robust.hinges import Hinge
from placement.questions.robust.worlds import HOME, Found, Offers, Pair, World, offers_of
from placement.scenario.schema.frame import AIMS

VERDICTS = ("decide", "discuss", "drop")
OUTCOMES = ("solved", "infeasible", "contradiction", "stopped")
BASE = "base"

_PAIR = (
    key("function", "Function id.", "Funktionens id."),
    key("site", "Site id; `home` for a programme at home.", "Stedets id; `home` for et tilbud i eget hjem."),
)
_ORDER = whole("order", "rows", "1, 2, 3, ... in the order shown.", "1, 2, 3, ... i den viste orden.", is_key=True)
_WORLD = (
    key("variant", "Variants, with + between; `base` without.", "Varianter med + imellem; `base` uden."),
    key("world", "`base`: the scenario's own numbers; `draw 3`: all drawn.", "`base`: egne tal; `draw 3`: trukket."),
)
_OPENS = text("opens", "What it has more than the proposal, function@site.", "Hvad den har ud over forslaget.")
_CLOSES = text("closes", "What it lacks of the proposal, function@site.", "Hvad den mangler af forslaget.")

PLACEMENTS = (
    *_PAIR,
    text("function_title", "Name of the function.", "Funktionens navn."),
    text("site_title", "Name of the site.", "Stedets navn."),
    text("verdict", "Class by the thresholds asked for.", "Klasse efter de ønskede grænser.", VERDICTS),
    number(
        "core_index",
        "share",
        "Share of the non-dominated plans of all worlds that contain it.",
        "Andel af de ikke-dominerede planer i alle verdener, der har den med.",
    ),
    number(
        "core_index_own_numbers",
        "share",
        "The same where only the weights differ.",
        "Det samme, når kun vægtene er andre.",
    ),
    number(
        "share_of_worlds_own_weights",
        "share",
        "Share of the worlds whose best plan for the scenario's weights contains it.",
        "Andel af verdenerne, hvor den bedste plan ved scenariets vægte har den med.",
    ),
    flag("stands_today", "Whether it is there today.", "Om den er der i dag."),
    flag("proposed", "Whether it is in the proposal.", "Om den er i forslaget."),
)
PLANS = (
    _ORDER,
    text("kind", "What the plan is.", "Hvad planen er.", ("proposal", "today", "least_regret", "found")),
    whole("worlds_broken", "worlds", "Worlds in which it breaks a rule.", "Verdener, hvor den bryder en regel."),
    number(
        "largest_regret",
        "share of the range",
        "How much worse than the best plan, at most, over the worlds where it keeps the rules and all weights.",
        "Hvor meget ringere end den bedste plan, højst, i verdener hvor den overholder reglerne, og ved alle vægte.",
    ),
    number("mean_regret", "share of the range", "The mean of that.", "Gennemsnittet af det."),
    text("worst_variant", "Variant of the largest regret.", "Variant med det største tab."),
    text("worst_world", "World of it.", "Verden med det."),
    *(number(f"worst_weight_{aim}", "weight", f"Weight of {aim} there.", "Vægten der.") for aim in AIMS),
    text("most_often_broken", "Rule most often broken: rule function site.", "Regel, der oftest brydes."),
    _OPENS,
    _CLOSES,
)
WORLDS = (
    *_WORLD,
    text("outcome", "Whether there is a plan.", "Om der er en plan.", OUTCOMES),
    text("why", "Why not, where that is known.", "Hvorfor ikke, hvor det vides."),
    whole("plans", "plans", "Distinct plans found.", "Forskellige planer fundet."),
    whole("plans_not_dominated", "plans", "Those no other there beats.", "De, ingen anden der slår."),
    flag("proven", "Whether the asked gap was reached for all weights.", "Om alle er bevist."),
    number("cpu_seconds", "seconds", "Processor time.", "Processortid."),
)
VALUES = (
    *_WORLD,
    key("path", "Path of the number in the scenario.", "Tallets sti i scenariet."),
    number("value", "as in the scenario", "Its value in that world.", "Værdien i den verden."),
)
NUMBERS = (
    key("path", "Path of the number in the scenario.", "Tallets sti i scenariet."),
    Column("end", "string", "Which end of its range.", "Hvilken ende.", key=True, allowed=("low", "high")),
    whole("rank", "numbers", "1 is the most serious.", "1 er det alvorligste."),
    number("value", "as in the scenario", "As the scenario has it.", "Som i scenariet."),
    number("value_at_end", "as in the scenario", "At this end.", "I denne ende."),
    text("outcome", "Whether there is a plan at this end.", "Om der er en plan.", OUTCOMES),
    text("broken", "Rule the proposal breaks there: rule function site.", "Regel, forslaget bryder der."),
    number(
        "regret",
        "share of the range",
        "How much worse the proposal is than the best plan there; empty where it breaks a rule.",
        "Hvor meget ringere forslaget er end den bedste plan der.",
    ),
    _OPENS,
    _CLOSES,
    number(
        "tipping_value", "as in the scenario", "Where the proposal is known to tip.", "Her vides forslaget at vippe."
    ),
    text("source", "Key of its source.", "Kilden."),
    text("quality", "How good the source is.", "Kildens kvalitet.", ("sourced", "derived", "assumption")),
    text("owner", "Who can change it.", "Hvem der kan ændre tallet."),
)
DIFFERENT = (
    _ORDER,
    whole("differences", "placements", "Differences to the nearest shown before.", "Forskelle til den nærmeste før."),
    number("worse", "share of the range", "How much worse than the proposal.", "Hvor meget ringere end forslaget."),
    _OPENS,
    _CLOSES,
)
STEPS = (
    whole("changes", "placements", "At most so many changes from today.", "Højst så mange ændringer.", is_key=True),
    number("gain", "share", "Share of what the proposal gains on today.", "Andel af forslagets gevinst."),
    number("worse", "share of the range", "How much worse than the proposal.", "Hvor meget ringere end forslaget."),
    flag("nested", "Whether it keeps all of the plan before it.", "Om den bygger videre på den forrige."),
    text("opens", "New offers, function@site.", "Nye tilbud."),
    text("closes", "Offers of today that close, function@site.", "Tilbud, der lukkes."),
)
LOSSES = (
    key("hospital", "Site id of the hospital.", "Hospitalets id."),
    key("role", "Id of the professional group.", "Faggruppens id."),
    number(
        "lacks_days_per_week", "person-days/week", "Lacking when a day is lost.", "Mangler, når en dag falder bort."
    ),
    text("falls", "What the judge sees fall, all else as proposed.", "Hvad der falder, alt andet som i forslaget."),
    flag("solved_again", "Whether the best plan was found anew.", "Om den bedste plan er fundet på ny."),
    number("regret", "share of the range", "How much worse it is.", "Hvor meget ringere den er."),
    _OPENS,
    _CLOSES,
)
TABLES: dict[str, tuple[Column, ...]] = {
    "robust_placements": PLACEMENTS,
    "robust_plans": PLANS,
    "robust_worlds": WORLDS,
    "robust_values": VALUES,
    "robust_numbers": NUMBERS,
    "robust_different": DIFFERENT,
    "robust_steps": STEPS,
    "robust_losses": LOSSES,
}
"""The columns of every table of ``robust``."""


def tables(found: Robust, lang: Language = "da") -> Mapping[str, Table]:
    """Every table by name."""
    rows: dict[str, Iterable[Row]] = {
        "robust_placements": _placements(found, Names(found, lang)),
        "robust_plans": _plans(found),
        "robust_worlds": _worlds(found),
        "robust_values": _values(found),
        "robust_numbers": _numbers(found),
        "robust_different": _different(found),
        "robust_steps": _steps(found),
        "robust_losses": _losses(found),
    }
    return {name: Table(name, TABLES[name], list(made)) for name, made in rows.items()}


def listed(pairs: Iterable[Pair]) -> str:
    """``function@site``, with a space between."""
    return " ".join(f"{function}@{site}" for function, site in sorted(pairs))


def variant_of(found: Robust, world: World) -> str:
    """Names of the variants, with + between; ``base`` without."""
    return "+".join(found.loaded[world.variant].variants) or BASE


def _placements(found: Robust, names: Names) -> Iterator[Row]:
    for row in found.core:
        yield (
            row.function,
            row.site,
            names.function(row.function),
            names.site(row.site),
            row.verdict,
            row.index,
            row.at_base,
            row.own_weights,
            row.stands,
            row.proposed,
        )


def ranked(found: Robust) -> list[Regret]:
    """Fewest broken worlds first, then the least regret."""
    return sorted(
        found.regrets,
        key=lambda one: (one.broken, math.inf if math.isnan(one.most) else one.most, one.mean, one.offers.key),
    )


def kind_of(found: Robust, offers: Offers) -> str:
    """What a plan is, beside being found."""
    solved = found.solved
    if offers.key == found.proposal.key:
        return "proposal"
    if solved.today_plan is not None and offers.key == offers_of(solved.instance, solved.today, solved.today_plan).key:
        return "today"
    least = least_regret(found.regrets)
    return "least_regret" if least is not None and offers.key == least.offers.key else "found"


def differences(found: Robust, offers: Offers) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """What a plan has more than the proposal, and what it lacks."""
    own, proposed = offers.placements, found.proposal.placements
    return own - proposed, proposed - own


def _plans(found: Robust) -> Iterator[Row]:
    for n, one in enumerate(ranked(found)):
        world, weights = found.worlds[one.world], found.weights[one.weights]
        nowhere = math.isnan(one.most)
        worst: tuple[Cell, ...] = (variant_of(found, world), world.name, *(getattr(weights, aim) for aim in AIMS))
        yield (
            n + 1,
            kind_of(found, one.offers),
            one.broken,
            known(one.most),
            known(one.mean),
            *(("", "", None, None, None) if nowhere else worst),
            one.why,
            *map(listed, differences(found, one.offers)),
        )


def _worlds(found: Robust) -> Iterator[Row]:
    for world, one in zip(found.worlds, found.found, strict=True):
        there = one or Found("stopped")
        yield (
            variant_of(found, world),
            world.name,
            there.outcome,
            there.why,
            len({asked.offers.key for asked in there.asked}),
            len(good_plans(there)),
            bool(there.asked) and all(asked.proven for asked in there.asked),
            there.seconds,
        )


def _values(found: Robust) -> Iterator[Row]:
    for world in found.worlds:
        for path, value in world.values:
            yield variant_of(found, world), world.name, path, value


def _numbers(found: Robust) -> Iterator[Row]:
    for rank, hinge in enumerate(found.hinges):
        yield from _ends(hinge, rank + 1)


def _ends(hinge: Hinge, rank: int) -> Iterator[Row]:
    written = hinge.number
    for end in hinge.ends:
        yield (
            written.path,
            end.side,
            rank,
            written.value,
            end.value,
            end.outcome,
            end.broken,
            end.regret,
            listed(end.opens),
            listed(end.closes),
            known(written.tipping_value),
            written.source,
            written.quality,
            written.owner,
        )


def _different(found: Robust) -> Iterator[Row]:
    for n, one in enumerate(found.different or ()):
        opens, closes = differences(found, offers_of(found.solved.instance, found.solved.today, one.plan))
        yield n + 1, one.distance, max(0.0, one.worse), listed(opens), listed(closes)


def _steps(found: Robust) -> Iterator[Row]:
    for one in found.fewest:
        yield one.changes, known(one.gain), one.worse, one.nested, listed(one.opens), listed(one.closes)


def _losses(found: Robust) -> Iterator[Row]:
    for one in found.losses:
        again = one.regret is not None
        pool = one.pool
        yield (
            pool.hospital,
            pool.role,
            pool.lacks,
            listed(pool.falls),
            again,
            one.regret,
            listed(one.opens),
            listed(one.closes),
        )


class Names:
    """Titles of functions, sites, and roles in one language."""

    def __init__(self, found: Robust, lang: Language) -> None:
        self._scenarios = [one.scenario for one in found.loaded]
        self._say = Voice(lang)

    def function(self, name: str) -> str:
        """Title of a function; its id where nobody has it."""
        return self._title("functions", name)

    def site(self, name: str) -> str:
        """Title of a site, or the words for care at home."""
        return self._say("robust.home") if name == HOME else self._title("sites", name)

    def short(self, name: str) -> str:
        """A function or site in few words."""
        return short_name(self.site(name) if name == HOME else self.thing(name))

    def role(self, name: str) -> str:
        """Title of a professional group."""
        return self._title("staff_roles", name)

    def thing(self, name: str) -> str:
        """Title of a function or site, whichever it is."""
        for table in ("functions", "sites"):
            title = self._title(table, name)
            if title != name:
                return title
        return name

    def _title(self, table: str, name: str) -> str:
        known = (getattr(scenario, table).get(name) for scenario in self._scenarios)
        return next((each.title.in_language(self._say.language) for each in known if each is not None), name)
