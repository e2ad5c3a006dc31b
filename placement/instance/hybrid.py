"""Clinic days with and without the specialist on the spot: what they hold, and who is away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.instance.instance import Bools, Floats, Travel

if TYPE_CHECKING:
    from placement.instance.frame import Frame
    from placement.scenario.offers import Function


@dataclass(frozen=True, eq=False)
class Hybrids:
    """What follows from some of the staff taking part by video.

    Attributes:
        visits_per_day: ``(F, S)`` visits a mean clinic day holds; 0 where none fits.
        share: ``(F, S)`` share of the visits seen so; 0 where it is not done.
        stay: ``(F, R, S)`` share of the clinic days at which the role stays at the hospital.
        quality: ``(F, S)`` factor on the quality at a house.
    """

    visits_per_day: Floats
    share: Floats
    stay: Floats
    quality: Floats


def make_hybrids(frame: Frame, travel: Travel) -> Hybrids:
    """Everything about clinic days with and without everybody present.

    A day with everybody holds what the drive, both ways, leaves of the working day; one by video holds a whole day
    where nobody drives. With the share v of the visits by video and p and q visits a day with everybody and by video,
    a visit takes (1 − v)/p + v/q days.
    """
    rows = [_of(frame, travel, function) for function in frame.scenario.functions.values()]
    visits, share, days, quality = (np.array(part, dtype=float) for part in zip(*rows, strict=True))
    stays = np.array([_stays(frame, function) for function in frame.scenario.functions.values()])
    stays = stays.reshape(len(rows), len(frame.role_ids))
    return Hybrids(visits, share, stays[:, :, None] * days[:, None, :], quality)


def _of(frame: Frame, travel: Travel, function: Function) -> tuple[Floats, Floats, Floats, Floats]:
    """``(S,)`` visits a day, share of the visits by video, share of the days by video, factor on the quality."""
    share = _share(frame, function)
    travelling = _travelling(frame, function)
    present = _held(frame, travel, function, drives=bool(travelling.any()))
    staying = travelling & ~_stays(frame, function)
    video = _held(frame, travel, function, drives=bool(staying.any()))
    possible = ((present > 0) | (share == 1)) & ((video > 0) | (share == 0))
    by_video = np.divide(share, video, out=np.zeros_like(share), where=video > 0)
    days = by_video + np.divide(1 - share, present, out=np.zeros_like(share), where=present > 0)
    visits = np.where(share > 0, np.divide(possible, days, out=np.zeros_like(days), where=days > 0), present)
    parity = function.hybrid.quality_parity.value if function.hybrid else 1.0
    on_days = np.divide(by_video, days, out=np.zeros_like(days), where=days > 0)
    return visits, share, on_days, 1 - share * (1 - parity)


def _held(frame: Frame, travel: Travel, function: Function, *, drives: bool) -> Floats:
    """``(S,)`` visits a clinic day holds, where somebody drives from the parent hospital or nobody does.

    None where somebody must drive and there is no way.
    """
    away = 2 * travel.parent_minutes if drives else np.zeros(len(frame.sites))
    left = np.minimum(function.clinic_day_minutes.value, function.staff_workday_minutes.value - away)
    left = np.where(frame.is_hospital, function.clinic_day_minutes.value, left)
    return np.array([0.0 if np.isinf(minutes) else function.visits_in(minutes) for minutes in left], dtype=float)


def _share(frame: Frame, function: Function) -> Floats:
    """``(S,)`` share of the visits by video."""
    hybrid = function.hybrid
    if hybrid is None:
        return np.zeros(len(frame.sites))
    named = np.array([not hybrid.at or site in hybrid.at for site in frame.site_ids])
    return np.where(named & ~frame.is_hospital, hybrid.share_of_visits.value, 0.0)


def _travelling(frame: Frame, function: Function) -> Bools:
    """``(R,)`` roles that drive to the house."""
    roles = frame.scenario.staff_roles.items()
    found = [function.staff_per_clinic_day.get(key, 0.0) > 0 and not role.stationed_at_houses for key, role in roles]
    return np.array(found, dtype=bool)


def _stays(frame: Frame, function: Function) -> Bools:
    """``(R,)`` roles that stay at the hospital at visits by video."""
    return np.array(
        [function.hybrid is not None and role in function.hybrid.roles for role in frame.role_ids], dtype=bool
    )
