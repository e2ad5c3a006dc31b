"""Northshire's sites, what they offer today, the prices, what is decided, the years and the what-ifs. All made up."""

from __future__ import annotations

from typing import Any, NamedTuple

from tools.northshire.numbers import Money, between, guess, share
from tools.northshire.offers import FINANCE, FUNCTIONS

BOARD = "Northshire Health Board"
ACUTE, SALTMOUTH, ALDERMOOR = "ah_kingsminster", "ch_saltmouth", "ch_aldermoor"


class Site(NamedTuple):
    """A site: its title, its town, km east and north of the town's middle, kind, parent, and what is free in it."""

    title: str
    town: str
    east: float
    north: float
    kind: str
    parent: str = ""
    rooms: dict[str, float] | None = None
    more: dict[str, Any] | None = None


BOTH = {"partners": {"general_practice": "committed", "reablement": "committed"}}

SITES = {
    ACUTE: Site("Kingsminster Hospital", "Kingsminster", 0.6, 1.1, "hospital"),
    SALTMOUTH: Site("Saltmouth Community Hospital", "Saltmouth", -0.5, 0.4, "hospital"),
    ALDERMOOR: Site("Aldermoor Community Hospital", "Aldermoor", 0.4, -0.6, "hospital"),
    "hc_millgate": Site(
        "Millgate Health Centre", "Millgate", 0, 0, "health_house", ACUTE,
        {"consulting": 4, "treatment": 1, "sampling": 2},
        BOTH | {"note": "Ten minutes from the acute hospital"},
    ),
    "hc_eastholme": Site(
        "Eastholme Health Centre", "Eastholme", 0, 0, "health_house", ACUTE,
        {"consulting": 12, "treatment": 9, "sampling": 5, "imaging": 10, "dialysis": 6},
        BOTH | {"note": "Opened in 2024 beside the station, with room to grow; 4,000 homes are being built"},
    ),
    "hc_wetherfold": Site(
        "Wetherfold Health Centre", "Wetherfold", 0, 0, "health_house", ACUTE,
        {"consulting": 7, "treatment": 2, "sampling": 3, "imaging": 3}, BOTH,
    ),
    "hc_harrowby": Site(
        "Harrowby Health Centre", "Harrowby", 0, 0, "health_house", ACUTE,
        {"consulting": 5, "treatment": 3, "sampling": 2, "imaging": 2}, BOTH,
    ),
    "hc_thornwick": Site(
        "Thornwick Health Centre", "Thornwick", 0, 0, "health_house", ACUTE,
        {"consulting": 6, "treatment": 4, "sampling": 3, "imaging": 3, "dialysis": 6},
        BOTH | {"let_room_days_per_week": {"consulting": 3}, Money.LOST_RENT: guess(4_200)},
    ),
    "hc_ravensby": Site(
        "Ravensby Health Centre", "Ravensby", 0, 0, "health_house", SALTMOUTH,
        {"consulting": 1, "sampling": 2},
        {"partners": {"general_practice": "committed", "reablement": "interested"}, "note": "Small, nearly full"},
    ),
    "hc_stanbeck": Site(
        "Stanbeck Health Centre", "Stanbeck", 0, 0, "health_house", ALDERMOOR,
        {"consulting": 6, "treatment": 3, "sampling": 3, "imaging": 2, "dialysis": 6},
        BOTH | {"note": "The old cottage hospital: plenty of room, few people near"},
    ),
    "hc_kelby": Site(
        "Kelby Health Centre (planned)", "Kelby", 0, 0, "health_house", ACUTE, None,
        {
            "existing": False, "scope": "outside",
            "scope_reason": "Not built; the board's strategy is to use the seven centres that stand",
        },
    ),
}  # fmt: skip
"""One acute hospital, two community hospitals, seven centres, and one that is only talked of."""

TODAY: dict[str, dict[str, float]] = {
    "blood_tests": {
        ACUTE: 30,
        SALTMOUTH: 10,
        ALDERMOOR: 9,
        "hc_millgate": 6,
        "hc_eastholme": 4,
        "hc_wetherfold": 5,
        "hc_thornwick": 5,
        "hc_harrowby": 3,
        "hc_stanbeck": 2,
    },
    "x_ray": {ACUTE: 30, SALTMOUTH: 10, ALDERMOOR: 5, "hc_wetherfold": 5, "hc_thornwick": 5},
    "minor_injuries": {ACUTE: 42, SALTMOUTH: 14, ALDERMOOR: 7, "hc_thornwick": 7},
    "ultrasound": {ACUTE: 20, SALTMOUTH: 4, ALDERMOOR: 3},
    "ct": {ACUTE: 35, SALTMOUTH: 5},
    "antenatal": {ACUTE: 10, SALTMOUTH: 2, ALDERMOOR: 2, "hc_eastholme": 1, "hc_stanbeck": 0.5},
    "gynaecology": {ACUTE: 12, SALTMOUTH: 1},
    "paediatrics": {ACUTE: 10, SALTMOUTH: 1},
    "general_medicine": {ACUTE: 14, SALTMOUTH: 3, ALDERMOOR: 3, "hc_thornwick": 1},
    "diabetes": {ACUTE: 12, SALTMOUTH: 3, "hc_wetherfold": 1},
    "foot_care": {ACUTE: 14, ALDERMOOR: 2},
    "cardiology": {ACUTE: 24, SALTMOUTH: 3},
    "respiratory": {ACUTE: 12, SALTMOUTH: 2},
    "rheumatology": {ACUTE: 12},
    "older_people": {ACUTE: 10, SALTMOUTH: 3, ALDERMOOR: 2},
    "orthopaedics": {ACUTE: 24, SALTMOUTH: 4, ALDERMOOR: 3},
    "physiotherapy": {ACUTE: 35, SALTMOUTH: 8, ALDERMOOR: 6, "hc_millgate": 4, "hc_wetherfold": 4},
    "dermatology": {ACUTE: 16},
    "eyes": {ACUTE: 16, SALTMOUTH: 3},
    "hearing": {ACUTE: 16, ALDERMOOR: 2},
    "urology": {ACUTE: 12, SALTMOUTH: 1},
    "endoscopy": {ACUTE: 16},
    "chemotherapy": {ACUTE: 14},
    "dialysis": {ACUTE: 30},
    "vascular": {ACUTE: 5},
}
"""Clinic days a week of what is open today."""

OBSERVED = {
    ("blood_tests", "hc_thornwick"): 10_900,
    ("blood_tests", "hc_millgate"): 12_600,
    ("x_ray", "hc_wetherfold"): 5_600,
    ("x_ray", SALTMOUTH): 23_400,
    ("minor_injuries", "hc_thornwick"): 2_900,
    ("minor_injuries", ALDERMOOR): 7_700,
    ("ct", SALTMOUTH): 9_800,
    ("general_medicine", "hc_thornwick"): 500,
    ("diabetes", "hc_wetherfold"): 540,
    ("physiotherapy", "hc_wetherfold"): 3_600,
    ("eyes", SALTMOUTH): 4_300,
    ("hearing", ALDERMOOR): 1_650,
}
"""Visits that were counted last year: made up too, and two of them are meant to miss."""


def decision(word: str, reason: str) -> dict[str, str]:
    """A decision about a function at a site."""
    return {"decision": word, "reason": reason, "decided_by": BOARD + " (made up)"}


OBJECTIVES = {
    "method": "price",
    "prices": {
        "minute": between(
            0.30, 0.10, 0.60, owner=BOARD,
            note="About 18 pounds an hour. Made up in the manner of an official value of time; nobody has decided it",
        ),
        "lost_quality_visit": between(15, 5, 60, owner=BOARD),
        "status": "not_decided",
    },
    "citizen": {"equity": "mean"},
}  # fmt: skip

PROFILES = {
    "near": {"title": "Most weight on travel", "prices": {"minute": 0.6}, "origin": "Patients' panel (made up)"},
    "large": {
        "title": "Most weight on large clinics", "prices": {"minute": 0.3, "lost_quality_visit": 60},
        "origin": "Clinical councils (made up)",
    },
    "thrift": {"title": "Most weight on money", "prices": {"minute": 0.1}, "origin": "Director of finance (made up)"},
}  # fmt: skip

PRICES = {
    "discount_rate": 0.035,
    "hospital_release_share": between(0.4, 0.1, 0.7, owner=FINANCE),
    "hospital_absorb_share": between(0.9, 0.7, 1, owner=FINANCE),
    Money.PATIENT_KM: guess(1.1, owner=FINANCE),
    Money.STAFF_KM: guess(0.45, 0.2),
    Money.CITIZEN_KM: guess(0.35, 0.3, note="Told, not weighed"),
    "fitting_out_lifetime_years": guess(20, 0.25),
    "paid_by": {"lost_rent": {"board": 0.5, "councils": 0.5}},
}

PHASES = {
    "first": {
        "title": "The first years", "from_year": 2027, "years": 3,
        Money.INVESTMENT: guess(300_000, owner=BOARD),
    },
    "second": {
        "title": "When Eastholme has grown", "from_year": 2030, "years": 7, "growth_per_year": between(0.004, 0, 0.008),
        Money.INVESTMENT: guess(900_000, owner=BOARD),
    },
}  # fmt: skip

SEGMENTS = {
    "young": {"title": "Under 18", "people_share": "share_under18", "growth_per_year": between(-0.004, -0.01, 0.004)},
    "older": {"title": "65 and over", "people_share": "share_65plus", "growth_per_year": between(0.017, 0.01, 0.025)},
    "middle": {"title": "18 to 64", "people_share": "rest"},
}

POLICY: dict[str, Any] = {
    "no_new_houses": True,
    "hospital_functions": "keep",
    "existing_in_houses": "keep",
    "max_changes": 24,
    Money.INVESTMENT: between(1_200_000, 400_000, 3_000_000, owner=BOARD),
    Money.OPERATING: between(1_500_000, 500_000, 4_000_000, owner=BOARD),
    "max_digital_share": share(0.1, owner=BOARD),
    "rule_owners": {"free_room_days_per_week": "Manager of each centre", "extra_days_per_week": "Chief nurse"},
    "coverage": {
        "blood_near": {
            "functions": ["blood_tests"], "within_minutes": guess(30, 0.2, owner=BOARD),
            "min_share": share(0.85, 0.1, owner=BOARD), "by": "region",
            "reason": "A blood test should not take a morning",
        },
    },
    "placements": {
        "minor_injuries": {
            "hc_millgate": decision("must_not", "Ten minutes from the emergency department; two doors confuse people"),
        },
        "foot_care": {
            "hc_ravensby": decision("must", "Promised when the podiatry school closed: a foot clinic on the coast"),
        },
        "dialysis": {
            "hc_stanbeck": decision("must_not", "The ambulance is more than half an hour away in winter"),
        },
        "older_people": {
            "hc_harrowby": decision("may", "Asked for by the parish councils of the hills; left to the calculation"),
        },
    },
}  # fmt: skip

EXCEPTIONS = {
    "stanbeck_antenatal": {
        "site": "hc_stanbeck", "function": "antenatal",
        "rules": ["min_visits_per_year", "target_visits_per_year", "min_days_per_week"],
        "reason": "The pass to Aldermoor closes in snow; the midwife comes every other week", "decided_by": BOARD,
    },
    "stanbeck_blood": {
        "site": "hc_stanbeck", "function": "blood_tests", "rules": ["min_visits_per_year"],
        "reason": "The furthest dale; people without a car cannot reach another place and return by noon",
        "decided_by": BOARD,
    },
}  # fmt: skip

SYNERGIES = {
    "feet_and_diabetes": {
        "functions": ["foot_care", "diabetes"], "saved_trips_share": share(0.3, 0.5, owner="Therapies board"),
        "reason": "Three in ten see the podiatrist on the day of their diabetes visit",
    },
}  # fmt: skip


def highest(field: str) -> dict[str, Any]:
    """Every function's threshold, at the top of its range."""
    return {
        f"functions.{name}.{field}.value": function[field]["high"]
        for name, function in FUNCTIONS.items()
        if field in function
    }


VARIANTS: dict[str, dict[str, Any]] = {
    "in_two_phases": {
        "title": "What if the years count: growth in Eastholme, more older people, and a budget for each phase?",
        "asked_by": "Council of Holme and Thornwick (made up)",
        "set": {"phases": PHASES},
    },
    "minutes_worth_more": {
        "title": "What if a saved minute may cost 45 pence?",
        "set": {"objectives.prices.minute.value": 0.45},
    },
    "more_podiatrists": {
        "title": "What if Kingsminster had four more days of a podiatrist to send?",
        "asked_by": "Therapies board (made up)",
        "set": {"staff_roles.podiatrist.extra_days_per_week.ah_kingsminster": 7},
    },
    "higher_minimums": {
        "title": "What if every minimum were at the top of its range?",
        "asked_by": "Clinical councils (made up)",
        "set": highest("min_visits_per_year")
        | {
            "exceptions.ravensby_feet": {
                "site": "hc_ravensby", "function": "foot_care", "rules": ["min_visits_per_year"],
                "reason": "Promised, whatever the minimum", "decided_by": BOARD + " (made up)",
            },
        },
    },
    "nothing_to_invest": {
        "title": "What if there is hardly any money to invest?",
        "asked_by": "Director of finance (made up)",
        "set": {"policy." + Money.INVESTMENT: 100_000},
    },
    "home_as_today": {
        "title": "What if no more takes place at home than today?",
        "set": {
            f"functions.{name}.home.max_share": None
            for name in ("diabetes", "respiratory", "physiotherapy", "dialysis")
        }
        | {"functions.dialysis.home.steps": []},
    },
    "close_too": {
        "title": "What if what the centres have may also close, or change its days?",
        "asked_by": "Director of finance (made up)",
        "set": {"policy.existing_in_houses": "free"},
    },
    "dialysis_stanbeck": {
        "title": "What if there must be dialysis in Stanbeck?",
        "asked_by": "Aldermoor Dales Council (made up)",
        "set": {
            "policy.placements.dialysis.hc_stanbeck": {
                "decision": "must", "reason": "Asked for by the dales", "decided_by": "(not decided)",
            },
            "staff_roles.nurse.extra_days_per_week.ch_aldermoor": 12,
            "exceptions.stanbeck_dialysis": {
                "site": "hc_stanbeck", "function": "dialysis",
                "rules": [
                    "min_visits_per_year", "target_visits_per_year", "min_utilisation",
                    "backup_hospital_within_minutes",
                ],
                "reason": "Follows from the wish; there are too few patients", "decided_by": "(not decided)",
            },
        },
    },
    "kelby_centre": {
        "title": "What if the centre in Kelby is built?",
        "asked_by": "Harrow Hills Council (made up)",
        "set": {
            "policy.no_new_houses": False,
            "sites.hc_kelby.scope": "candidate",
            "sites.hc_kelby.scope_reason": "",
            "sites.hc_kelby.free_room_days_per_week": {"consulting": 5, "treatment": 2, "sampling": 3},
        },
    },
}  # fmt: skip
