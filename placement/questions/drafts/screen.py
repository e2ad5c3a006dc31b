"""The screen of ``drafts``: which input changed, its source and owner, and what effect each change has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from placement.locale import N_
from placement.present.screen.lines import Line, headed, spaced, wrapped
from placement.present.words.quantities import PART
from placement.present.words.vocabulary import METHOD
from placement.present.words.voice import Language, Voice
from placement.questions.compare.screen import evidence, plans, told_without_plan
from placement.questions.compare.sides import MOST_NAMED, Sides, begins, named, shown_value
from placement.questions.compare.summary import prices_in_words
from placement.questions.drafts.study import Drafts, InputChange, Origin, PutBack
from placement.questions.drafts.tables import Version, aims_changed, outcome, reason
from placement.scenario.schema.scenario import Scenario
from placement.solve.result import WEIGHING, Solved

_ONE_CHANGE = {
    "changed": N_("{path}: {before} → {after}{who}"),
    "added": N_("+ {path}: {after}{who}"),
    "removed": N_("− {path}: {before}{who}"),
}
_MANY_CHANGES = {
    "changed": N_("{path}: {n} values{spread}{who}"),
    "added": N_("+ {path}: {n} rows ({names}){who}"),
    "removed": N_("− {path}: {n} rows ({names}){who}"),
}
"""Both by ``InputChange.kind``."""
_QUALITY = {"assumption": N_("assumption"), "derived": N_("derived"), "sourced": N_("sourced")}
_NOT_PUT_BACK = {
    "infeasible": N_("no plan keeps all the rules"),
    "no_plan_found": N_("stopped without a proposal"),
    "not_alone": N_("cannot be put back alone: {why}"),
}
"""By ``outcome``, where there is no proposal."""
_MOST_INPUTS = 20
_ALIKE = 4
"""From this many changes of the same column on, they share a line."""


def drafts_screen(
    found: Drafts,
    versions: tuple[Version, Version],
    language: Language = "da",
    *,
    folder: str = "",
    every: bool = False,
) -> list[Line]:
    """What changed in the input, its effect on the proposal, and the effect of each part where asked for."""
    say = Voice.of(found.new.loaded.scenario, language)
    sides = Sides(found.beside, language, say, (say("Before"), say("Now")), "drafts")
    head = [_header(sides, found, versions), _inputs(sides, found, every=every)]
    if len(found.beside.solved) < 2:
        return spaced([*head, told_without_plan(sides)])
    return spaced([*head, *plans(sides, every=every), _put_back(sides, found), evidence(sides, folder)])


def _header(sides: Sides, found: Drafts, versions: tuple[Version, Version]) -> list[Line]:
    """The title, where each version was read from, and whether method or title differ."""
    say, old, new = sides.say, found.old.loaded.scenario, found.new.loaded.scenario
    lines = [headed(new.title.in_language(say.language))]
    for each, version in zip(found.beside.alternatives, versions, strict=True):
        lines += map(Line, wrapped(_version(say, version), f" {sides.letter[each.name]} = "))
    lines += map(Line, _weighed(sides, found))
    if old.name != new.name:
        lines += map(
            Line,
            wrapped(
                say("The two scenarios are not called the same: {old} and {new}.", old=old.name, new=new.name), " "
            ),
        )
    return lines


def _weighed(sides: Sides, found: Drafts) -> list[str]:
    """How the aims are traded off in each version, where that differs."""
    say = sides.say
    both = [(sides.letter[each.name], each.solved) for each in found.beside.solved if each.solved]
    told = [(letter, _traded_off(say, each)) for letter, each in both]
    if len({words for _, words in told}) < 2:
        return []
    what = " ".join(say("{letter}: {words}.", letter=letter, words=words) for letter, words in told)
    return wrapped(say("The aims are not traded off alike. {what}", what=what), " ")


def _traded_off(say: Voice, solved: Solved) -> str:
    """The prices or weights, or the method that uses neither."""
    if solved.prices is not None:
        return prices_in_words(say, solved.prices)
    method = say(METHOD[solved.method])
    if solved.method not in WEIGHING:
        return method
    weights = " · ".join(say.short(weight) for weight in solved.weights.model_dump().values())
    return say("{method}, weights {weights}", method=method, weights=weights)


def _version(say: Voice, version: Version) -> str:
    made = (
        say("calculated {date}", date=version.created[:16].replace("T", " "))
        if version.created
        else say("calculated now")
    )
    names = [name for name in version.variants if name]
    variants = say(" with {names}", names=", ".join(names)) if names else ""
    status = say.status(version.status)
    return say("{path}{variants} ({status}, {made})", path=version.path, variants=variants, status=status, made=made)


@dataclass(frozen=True)
class _Told:
    """Changes that are shown on one line: one, or many of the same column."""

    path: str
    changes: tuple[InputChange, ...]


def _inputs(sides: Sides, found: Drafts, *, every: bool) -> list[Line]:
    """The section on every value that differs; many of one column as one."""
    say = sides.say
    if not found.inputs:
        return [headed(say("NO INPUT HAS CHANGED"))]
    counts = {kind: sum(each.kind == kind for each in found.inputs) for kind in ("changed", "added", "removed")}
    told = [_Told(each.path, (each,)) for each in found.inputs] if every else _grouped(found.inputs)
    shown = told if every else told[:_MOST_INPUTS]
    left = sum(len(each.changes) for each in told) - sum(len(each.changes) for each in shown)
    texts = [_sentence(sides, found, each) for each in shown]
    more = [say("{n} more: --all, or the table of what changed (draft_inputs.csv)", n=left)] if left else []
    return [
        headed(say("INPUT THAT CHANGED")),
        *map(Line, wrapped(say("{changed} changed · {added} added · {removed} removed", **counts), "   ")),
        *(Line(line) for text in [*texts, *more] for line in wrapped(text, "   ", "     ")),
    ]


def _grouped(changes: Sequence[InputChange]) -> list[_Told]:
    """Changes of the same kind to the same field of many rows together, in the order of the first."""
    alike: dict[tuple[str, str], list[InputChange]] = defaultdict(list)
    for change in changes:
        alike[change.kind, _column(change.path)].append(change)
    told = []
    for (_, column), group in alike.items():
        if len(group) >= _ALIKE:
            told.append(_Told(column, tuple(group)))
        else:
            told += [_Told(change.path, (change,)) for change in group]
    return told


def _column(path: str) -> str:
    """The path with ``*`` for every id in it: a table's name and, of a cell, the field."""
    table, *inner = path.split(".")
    rows = inner[:1] == ["rows"]
    ids = inner[1:] if rows else inner
    if len(ids) == 1:
        return f"{table}.*"
    return ".".join([table, *["*"] * (len(ids) - 1), ids[-1]])


def _sentence(sides: Sides, found: Drafts, told: _Told) -> str:
    say, first = sides.say, told.changes[0]
    who = _who(sides, found, told.changes)
    if len(told.changes) == 1:
        before, after = (shown_value(sides, replace(value, quality="")) for value in (first.before, first.after))
        titles = {"added": _title(sides, found.new.loaded.scenario, first), "removed": ""}
        titles["removed"] = _title(sides, found.old.loaded.scenario, first)
        title = titles.get(first.kind, "")
        values = {"before": title or before, "after": title or after}
        return say(_ONE_CHANGE[first.kind], path=begins(named(sides, told.path)), who=who, **values)
    names = say.listed(_few(say, [sides.names.thing(change.path.rpartition(".")[2]) for change in told.changes]))
    spread = _spread(say, told.changes)
    path = begins(_column_in_words(sides, told))
    return say(_MANY_CHANGES[first.kind], path=path, n=len(told.changes), names=names, spread=spread, who=who)


def _column_in_words(sides: Sides, told: _Told) -> str:
    """What many rows have in common: the field that changed, else the part of the scenario."""
    first = told.changes[0].path
    _, _, field = named(sides, first).partition(": ")
    return field if field and not told.path.endswith("*") else sides.say(PART[first.partition(".")[0]])


def _few(say: Voice, names: list[str]) -> list[str]:
    left = len(names) - MOST_NAMED
    return [*names[:MOST_NAMED], say("{n} more", n=left)] if left > 0 else names


def _title(sides: Sides, scenario: Scenario, change: InputChange) -> str:
    """Title of an added or removed row; empty for anything without a title."""
    table, *inner = change.path.split(".")
    ids = inner[1:] if inner[:1] == ["rows"] else inner
    held = getattr(getattr(scenario, table), "rows", getattr(scenario, table))
    record = held.get(ids[0]) if len(ids) == 1 and isinstance(held, dict) else None
    title = getattr(record, "title", None)
    return title.in_language(sides.say.language) if title is not None else str(getattr(record, "name", "") or "")


def _spread(say: Voice, changes: Sequence[InputChange]) -> str:
    """By how much numbers changed, least and most; empty where that cannot be said."""
    if changes[0].kind != "changed":
        return ""
    both = [(each.before.number, each.after.number) for each in changes]
    shares = [after / before - 1 for before, after in both if before and after is not None]
    if len(shares) < len(changes):
        return ""
    least, most = (say.percent(share, 1, signed=True) for share in (min(shares), max(shares)))
    return say(", all {most}", most=most) if least == most else say(", from {least} to {most}", least=least, most=most)


def _who(sides: Sides, found: Drafts, changes: Sequence[InputChange]) -> str:
    """Source, owner and who is responsible, in brackets.

    Before and now where they changed; empty where many changes do not share them.
    """
    told = {_stands_by(sides, found, each) for each in changes}
    what = told.pop() if len(told) == 1 else ""
    return sides.say(" ({what})", what=what) if what else ""


def _stands_by(sides: Sides, found: Drafts, change: InputChange) -> str:
    say = sides.say
    before = _origin(say, change.before_from, found.old.loaded.scenario) if change.before.text else ""
    after = _origin(say, change.after_from, found.new.loaded.scenario) if change.after.text else ""
    both = before and after and before != after
    latest = change.before_from if change.kind == "removed" else change.after_from
    parts = [
        say("{before} → {after}", before=before, after=after) if both else after or before,
        say("responsible: {name}", name=latest.responsible) if latest.responsible else "",
        say("decided by: {name}", name=latest.decided_by) if latest.decided_by else "",
    ]
    return "; ".join(filter(None, parts))


def _origin(say: Voice, origin: Origin, scenario: Scenario) -> str:
    """Source, or that there is none, and owner, in words."""
    known = scenario.sources.get(origin.source)
    source = say("source: {name}", name=known.title if known else origin.source) if origin.source else ""
    quality = say(_QUALITY[origin.quality]) if origin.quality and not source else ""
    return ", ".join(filter(None, (source or quality, say("owner: {name}", name=origin.owner) if origin.owner else "")))


def _put_back(sides: Sides, found: Drafts) -> list[Line]:
    """The section on how the proposal differs when one part of the changes is undone."""
    say = sides.say
    if found.put_back is None:
        return (
            list(map(Line, wrapped(say("Which change does what has not been calculated; --put-back does it."), "   ")))
            if found.inputs
            else []
        )
    texts = [
        say(
            "{part} ({n}): {what}",
            part=begins(say(PART[each.part])),
            n=each.inputs,
            what=", ".join(_done(sides, found, each)),
        )
        for each in found.put_back
    ]
    texts += [say("Parts can act together: the effects do not add up.")] if len(texts) > 1 else []
    return [
        headed(say("WHAT EACH PART DOES: the new one, solved again with one part at a time as before")),
        *(Line(line) for text in texts for line in wrapped(text, "   ", "     ")),
    ]


def _done(sides: Sides, found: Drafts, each: PutBack) -> Iterator[str]:
    say = sides.say
    if each.solved is None:
        yield say(_NOT_PUT_BACK[outcome(each)], why=reason(each))
        return
    if each.closes:
        yield say("without {pairs}", pairs=sides.named(each.closes))
    if each.opens:
        yield say("with {pairs}", pairs=sides.named(each.opens))
    citizen, quality, economy = (value or 0.0 for value in aims_changed(found, each))
    aims = {
        "citizen": say.about(citizen, signed=True),
        "quality": say.about(quality, signed=True),
        "economy": say.millions(economy, signed=True),
    }
    if not each.opens and not each.closes:
        yield say("no offer opens or closes")
    yield say("the aims {citizen} min., {quality} visits, {economy} million kr. a year", **aims)
