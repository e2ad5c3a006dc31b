"""In short: what the alternatives agree on, who loses, who wins, where, and who pays."""

from __future__ import annotations

from placement.plan.compare import Moved
from placement.report.compare_sides import (
    FEW_VISITS,
    MOST_NAMED,
    PAYERS,
    Sides,
    change_share,
    paid,
    visits_by_hospital,
)
from placement.study.compare import Alternative

_FEW = 3
"""More alternatives than this leave less room for names."""
_LITTLE_DKK = 50_000


def without_plan(sides: Sides) -> list[str]:
    """Why an alternative has no proposal."""
    return [_no_plan(sides, each) for each in sides.found.alternatives if each.solved is None]


def _no_plan(sides: Sides, each: Alternative) -> str:
    causes = [sides.say.told(cause.sentence) for cause in getattr(each.failure, "causes", ())]
    return sides.say(f"compare.{each.status}", letter=sides.letter[each.name], why=" ".join(["", *causes[:2]]))


def in_short(sides: Sides) -> list[str]:
    """What they agree on, who loses, who wins, where, and who pays."""
    texts = [_agreement(sides), *_trips(sides), *_gain(sides), *_money(sides), _gives_most(sides)]
    return list(filter(None, texts))


def _agreement(sides: Sides) -> str:
    """How many changes all share, and what some have alone; those that have the same are named together."""
    say, changed = sides.say, sides.found.changed_by
    shared = sum(map(len, (*sides.found.agreed, sides.found.agreed_at_home)))
    letters = say.listed([sides.letter[name] for name in changed])
    texts = [
        say.some("compare.agree", shared, letters=letters) if shared else say("compare.agree.none", letters=letters)
    ]
    alike: dict[str, list[str]] = {}
    for name in changed:
        alike.setdefault(_alone(sides, name), []).append(sides.letter[name])
    texts += [say("compare.alone", letters=say.listed(who), what=what) for what, who in alike.items()]
    return " ".join(texts if len(changed) > 1 else texts[1:])


def _alone(sides: Sides, name: str) -> str:
    """What an alternative opens or closes against today that not all do."""
    say, (opens, closes) = sides.say, sides.found.changed_by[name]
    most = MOST_NAMED if len(sides.found.changed_by) <= _FEW else 2
    own = [sorted(mine - set(all_)) for mine, all_ in zip((closes, opens), reversed(sides.found.agreed), strict=True)]
    parts = [
        say.some(f"compare.alone.{key}", len(pairs), names=sides.named(pairs, most))
        for key, pairs in zip(("closes", "opens"), own, strict=True)
        if pairs
    ]
    return say.listed(parts) or say(
        "compare.alone.none" if any((*sides.found.agreed, sides.found.agreed_at_home)) else "compare.alone.nothing"
    )


def _trips(sides: Sides) -> list[str]:
    """Losers before winners; nobody is said aloud. Visits, never inhabitants."""
    told = [(letter, each.moved) for letter, each in sides.versus if each.moved]
    if not told:
        return []
    longer = [_some_visits(sides, letter, m.visits_longer, m.minutes_longer) for letter, m in told]
    shorter = [_some_visits(sides, letter, m.visits_shorter, m.minutes_shorter) for letter, m in told]
    say = sides.say
    return [say(f"compare.{key}", what=" · ".join(each)) for key, each in (("longer", longer), ("shorter", shorter))]


def _some_visits(sides: Sides, letter: str, visits: float, minutes: float) -> str:
    say = sides.say
    if visits < FEW_VISITS:
        return say("compare.nobody" if visits < 0.5 else "compare.few", letter=letter)
    shown = say.number(minutes, 0 if minutes >= 2 else 1)
    return say("compare.visits", letter=letter, visits=say.about(visits), minutes=shown)


def _gain(sides: Sides) -> list[str]:
    """Where the trip gets longest and shortest on average, and where nobody gains."""
    changes = [
        (_saved(figures.moved) / figures.visits, letter, name)
        for letter, each in sides.versus
        if each.moved
        for name, figures in each.groups.items()
        if name and figures.visits > 0
    ]
    if not changes:
        return []
    say, texts = sides.say, []
    (least, *who_loses), (most, *who_gains) = min(changes), max(changes)
    for key, minutes, (letter, name) in (("loss", -least, who_loses), ("gain", most, who_gains)):
        if minutes >= 0.005:
            shown = say.number(minutes, 1 if minutes >= 0.1 else 2)
            texts.append(say(f"compare.{key}", group=name, minutes=shown, letter=letter))
    gaining = {name for saved, _, name in changes if saved > 1e-6}
    nowhere = sorted({name for *_, name in changes} - gaining)
    if nowhere:
        texts.append(_without_gain(sides, nowhere, some=bool(gaining)))
    return [" ".join(texts)] if texts else []


def _without_gain(sides: Sides, names: list[str], *, some: bool) -> str:
    if not some:
        return sides.say("compare.no_gain.anywhere")
    shown, left = names[:MOST_NAMED], len(names) - MOST_NAMED
    return sides.say(
        "compare.no_gain", groups=sides.say.listed([*shown, sides.say("compare.more", n=left)] if left > 0 else shown)
    )


def _saved(moved: Moved) -> float:
    """Minutes one way saved in all."""
    return moved.visits * (moved.minutes_today - moved.minutes_now)


def _money(sides: Sides) -> list[str]:
    """Region and municipalities against the reference; running cost and investment are never added."""
    say, found = sides.say, sides.found
    held = None if found.reference is None else found.alternatives[found.reference]
    parts = []
    for each in found.solved:
        if each is held:
            continue
        own = [paid(each, who) - (paid(held, who) if held else 0.0) for _, who in PAYERS[:2]]
        amounts = [
            say(
                f"compare.{'dearer' if dkk > 0 else 'cheaper'}",
                millions=say.millions(abs(dkk)),
                who=say(f"compare.{key}"),
            )
            for (key, _), dkk in zip(PAYERS, own, strict=False)
            if abs(dkk) >= _LITTLE_DKK
        ]
        what = say.listed(amounts) if amounts else say("compare.same_money")
        parts.append(say("compare.money", letter=sides.letter[each.name], what=what))
    return [say("compare.running", reference=sides.reference, what=" · ".join(parts))] if parts else []


def _gives_most(sides: Sides) -> str:
    """The hospital that gives most of its visits away, in each alternative."""
    say, parts = sides.say, []
    for letter, each in sides.versus:
        totals = visits_by_hospital(each)
        hospital = min(totals, key=lambda name: (change_share(*totals[name]), name), default="")
        if hospital and change_share(*totals[hospital]) < -0.0005:
            share = say.percent(-change_share(*totals[hospital]), 1)
            parts.append(say("compare.gives", letter=letter, site=sides.names.site(hospital), share=share))
    return say("compare.gives_most", what=" · ".join(parts)) if parts else say("compare.gives_none")
