"""Why there is no plan, as the page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from placement.errors import InfeasibleError, NoPlanError, PlacementError, ScenarioError
from placement.present.folder.errors import sentences
from placement.present.parts import Part
from placement.present.screen.faults import impossible, repair_sentences
from placement.present.words.voice import LANGUAGES, Language, Voice
from placement.questions.proposal.left_out import contradictions
from placement.scenario.schema.scenario import Scenario
from placement.solve.repair import Repair


@dataclass(frozen=True)
class Refusal:
    """No plan: ``infeasible``, ``no_plan``, ``faulty`` or ``error``, and what is said of it by language."""

    kind: str
    told: Mapping[Language, tuple[Part, ...]]


def refusal(error: PlacementError, scenario: Scenario | None = None, found: Sequence[Repair] = ()) -> Refusal:
    """What is said of an error; ``scenario`` and the repairs ``found`` belong to a question without a plan."""
    kinds = {InfeasibleError: "infeasible", NoPlanError: "no_plan", ScenarioError: "faulty"}
    return Refusal(kinds.get(type(error), "error"), {lang: _told(error, scenario, found, lang) for lang in LANGUAGES})


def _told(
    error: PlacementError, scenario: Scenario | None, found: Sequence[Repair], lang: Language
) -> tuple[Part, ...]:
    say = Voice(lang)
    match error:
        case InfeasibleError():
            broken = contradictions(scenario) if scenario and not error.causes else ()
            parts = impossible(error.causes, broken, scenario, lang)
            if found and scenario:
                helping = Part(
                    say.some(
                        "THE SMALLEST CHANGE that makes it possible:",
                        "THE SMALLEST CHANGES that make it possible (each by itself):",
                        len(found),
                    ),
                    items=tuple(repair_sentences(found, scenario, say)),
                )
                if error.causes:  # they name fields of the file; what would help comes first
                    said = Part(
                        texts=(say("In the scenario's own words:"),),
                        items=tuple(say.told(cause.sentence) for cause in error.causes),
                    )
                    return (Part(parts[0].heading), helping, *parts[1:], said)
                return (*parts, helping)
            return (
                *parts,
                Part(
                    texts=(
                        say("Try: withdraw a decision (must), lower a minimum, or write an exception."),
                        say(
                            "Or: raise the budgets or the number of changes (max_changes), or give more room "
                            "or staff days."
                        ),
                    )
                ),
            )
        case NoPlanError():
            return (
                Part(
                    say("No plan"),
                    (
                        say(
                            "Stopped before any proposal was found; nothing is written. Allow more time with "
                            "--time-limit."
                        ),
                    ),
                ),
            )
        case ScenarioError():
            return (Part(say("The scenario cannot take that"), items=tuple(sentences(error, say)[:_MOST_FAULTS])),)
    return (Part(say("Something went wrong"), tuple(sentences(error, say))),)


_MOST_FAULTS = 8
