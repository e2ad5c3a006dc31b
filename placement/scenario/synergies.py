"""Trips saved when two functions are seen to on the same day in the same house."""

from __future__ import annotations

from pydantic import model_validator

from placement.scenario.base import Id, Record, Text, refusal, unique
from placement.scenario.quantity import PartOf

MAX_COMBINED = 0.5
"""Largest share of a function's visits that all its pairs together may save."""


class Synergy(Record):
    """Two functions whose visits can be joined; only with a figure that somebody stands by."""

    functions: tuple[Id, Id]
    """The two functions."""
    saved_trips_share: PartOf
    """Saved trips per visit of the smaller of the two, among the citizens of one municipality at one house."""
    reason: Text = ""
    """Why."""

    @model_validator(mode="after")
    def _stood_by(self) -> Synergy:
        unique(self.functions)
        share = self.saved_trips_share
        if not (share.source or share.owner):
            raise refusal(
                "saved_trips_share has neither source nor owner; a saving that nobody stands by is not counted."
            )
        return self
