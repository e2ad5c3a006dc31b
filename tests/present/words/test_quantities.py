"""The numbers of a scenario by name."""

from __future__ import annotations

import pytest

from placement.present.words.quantities import path_in_words
from placement.present.words.voice import Language, Voice
from placement.questions.proposal.evidence import assumptions
from placement.scenario.load import load
from tests.helpers import flagship
from tests.helpers.taught import FOLDER, FULL, NAMES


@pytest.mark.parametrize(
    ("path", "danish", "english"),
    [
        ("policy.max_changes", "Højst så mange ændringer", "Most changes"),
        (
            "functions.diabetes_amb.min_visits_per_year",
            "Diabetesambulatorium: mindstekrav, besøg om året",
            "Diabetes clinic: minimum, visits a year",
        ),
        (
            "staff_roles.speciallaege.extra_days_per_week.rh_viborg",
            "Speciallæge: dage om ugen, Regionshospitalet Viborg kan sende ud",
            "Consultant: days a week Viborg Regional Hospital can send out",
        ),
        (
            "sites.sh_skive.free_room_days_per_week.konsultation",
            "Skive Sundhedshus: ledige lokaledage om ugen, Konsultationsrum",
            "Skive Health House: free room days a week, Consulting room",
        ),
        ("functions.dialyse.visits_per_clinic_day", "Hæmodialyse: besøg på en klinikdag", None),
        ("functions.nobody.what_is_new", "nobody: what_is_new", "nobody: what_is_new"),
        ("travel.detour_factor", None, "how much longer roads are than the straight line"),
        ("areas.*.share_65plus", None, "65 and over, mean of the areas"),
        ("policy.placements.dialyse.sh_skive", None, "what is decided about Haemodialysis, Skive Health House"),
    ],
)
def test_a_path_is_told_by_title_and_phrase(path: str, danish: str | None, english: str | None) -> None:
    scenario = flagship.solved()[2].scenario
    expected: dict[Language, str | None] = {"da": danish, "en": english}
    for lang, words in expected.items():
        if words is not None:
            assert path_in_words(path, Voice(lang), [scenario]) == words


def test_every_number_that_is_shipped_has_words() -> None:
    """Words have no underscores; an id without a title is told with spaces."""
    say, told = Voice("en"), 0
    for name in [*NAMES, *FULL]:
        scenario = load(FOLDER / name).scenario
        for number in assumptions(scenario, "price", scenario.objectives.weights):
            words = path_in_words(number.path, say, [scenario])
            assert number.path not in words
            assert "_" not in words, words
            told += 1
    assert told > 1000


def test_what_an_item_needs_is_told_with_its_title() -> None:
    scenario = flagship.solved()[2].scenario
    title = scenario.equipment["dialyseplads"].title.da
    told = path_in_words("functions.dialyse.equipment.dialyseplads.minutes_per_visit", Voice("da"), [scenario])
    assert told == f"Hæmodialyse: {title}, minutter pr. besøg"
