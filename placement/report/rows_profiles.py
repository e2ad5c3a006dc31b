"""``profiles``: what other weights would propose, and how far they agree with the proposal."""

from __future__ import annotations

from placement.report.columns import Row, Table, flag, key, number, text, whole
from placement.report.view import View, known
from placement.solve.result import ProfileAnswer

ILLUSTRATION = "illustration"
"""The origin of weights that nobody gave."""
PROFILES = (
    key("profile", "Profile id.", "Profilens id."),
    text("title", "Name of the profile.", "Profilens navn."),
    text("origin", "Who gave the weights; illustration: nobody.", "Hvem der har angivet vægtene; illustration: ingen."),
    flag("illustration", "Whether nobody gave the weights.", "Om ingen har angivet vægtene."),
    number("weight_citizen", "weight", "Weight of the citizen aim.", "Vægt på borger."),
    number("weight_quality", "weight", "Weight of the quality aim.", "Vægt på faglighed."),
    number("weight_economy", "weight", "Weight of the economy aim.", "Vægt på økonomi."),
    number("citizen_minutes", "minutes/year", "Citizen aim of its proposal.", "Borger i profilens forslag."),
    number("quality_visits", "visits/year", "Quality aim.", "Faglighed."),
    number("economy_dkk", "DKK/year", "Economy aim, relative to today.", "Økonomi i forhold til i dag."),
    whole("placements_new", "placements", "New placements.", "Nye placeringer."),
    whole("placements_closed", "placements", "Placements that close.", "Placeringer, der lukkes."),
    whole(
        "placements_differing", "placements", "Placements that differ from the proposal's.", "Afviger fra forslaget."
    ),
    text("status", "How the search ended.", "Hvordan søgningen endte."),
    number("gap", "share", "Proven gap, share of the range.", "Bevist afstand til bedste, andel af spændet."),
)


def profiles(view: View) -> Table:
    """One row per profile that was solved; none unless asked for."""
    return Table("profiles", PROFILES, [_profile(view, answer) for answer in view.study.profiles])


def _profile(view: View, answer: ProfileAnswer) -> Row:
    profile = view.instance.scenario.profiles[answer.profile]
    before, now = view.solved.today.open, answer.plan.open
    return (
        answer.profile,
        view.title(profile.title),
        profile.origin,
        profile.origin == ILLUSTRATION,
        *(float(weight) for weight in profile.weights.model_dump().values()),
        *answer.evaluation.objectives.as_tuple(),
        int((now & ~before).sum()),
        int((before & ~now).sum()),
        int((now != view.solved.plan.open).sum()),
        str(answer.status),
        known(answer.gap),
    )
