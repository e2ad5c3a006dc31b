"""What participants' weights choose, in words: who leads to which plan, and what is in all of them."""

from __future__ import annotations

import numpy as np

from placement.instance.instance import Bools
from placement.locale import N_
from placement.present.screen.lines import Column, Line, table, wrapped
from placement.present.screen.sections import headed, paragraph, spaced
from placement.present.words.voice import Language, Voice
from placement.questions.ballots.weighing import Count
from placement.questions.proposal.views import Titles


def ballots_screen(found: Count, language: Language = "da") -> list[Line]:
    """What all choose and what only some do, the plans, and how sure that is; after a line with the title."""
    say = Voice.of(found.instance.scenario, language)
    return spaced([_headline(found, say), _agreed(found, say), _plans(found, say), _evidence(found, say)])


def _headline(found: Count, say: Voice) -> list[Line]:
    counts = (
        say.some("{n} participant", "{n} participants", len(found.ballots)),
        say.some("with one way of weighing", "with {n} ways of weighing", found.weightings) + ";",
        say.some("all of them choose the same plan.", "they choose {n} different plans.", len(found.plans)),
        say("The weights are the participants' own, and nobody has decided them."),
    )
    title = found.instance.scenario.title.in_language(say.language)
    return [*map(Line, wrapped(title, " ")), *paragraph(say("BALLOTS"), [" ".join(counts)])]


def _agreed(found: Count, say: Voice) -> list[Line]:
    everywhere, somewhere, today = found.chosen_by_all, found.chosen_by_some, found.today
    told = (
        (N_("New in every plan: {offers}."), everywhere & ~today),
        (N_("Closed in every plan: {offers}."), today & ~somewhere),
        (N_("In some plans and not in others: {offers}."), somewhere & ~everywhere),
    )
    said = [say(text, offers=say.listed(_named(found, say, pairs))) for text, pairs in told if pairs.any()]
    return paragraph(say("AGREED"), said or [say("No change is chosen by all.")])


def _named(found: Count, say: Voice, pairs: Bools) -> list[str]:
    names, ids = Titles(found.instance, say), found.instance
    return [
        say("{function} at {site}", function=names.function(ids.function_ids[f]), site=names.site(ids.site_ids[s]))
        for f, s in np.argwhere(pairs).tolist()
    ]


def _plans(found: Count, say: Voice) -> list[Line]:
    heads = (N_("Plan"), N_("Minutes|a year"), N_("Lost quality,|visits"), N_("Kr.|a year"))
    columns = [
        *(Column(tuple(say(head).split("|")), right=True) for head in heads),
        Column((say("Chosen by"),), gives=True),
    ]
    against, signed = found.reference or (0.0, 0.0, 0.0), found.reference is not None
    rows = [
        [
            str(n),
            *(say.about(v - b, signed=signed) for v, b in zip(plan.proposed.aims, against, strict=True)),
            ", ".join(found.ballots[at].participant for at in plan.chosen_by),
        ]
        for n, plan in enumerate(found.plans, 1)
    ]
    beside = say("difference from today, a year") if signed else say("a year")
    return [headed(say("PLANS"), beside), *map(Line, table(columns, rows, indent=2))]


def _evidence(found: Count, say: Voice) -> list[Line]:
    proven = (
        say("Every plan is proven best to the asked gap.") if found.proven else say("Not every plan is proven best.")
    )
    missing = (
        say.some("{n} way of weighing is not solved.", "{n} ways of weighing are not solved.", found.unsolved)
        if found.unsolved
        else ""
    )
    return paragraph(say("EVIDENCE"), [proven, say("All are measured by the scenario's own scale."), missing])
