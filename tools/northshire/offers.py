"""What Northshire's hospital offers: functions, the staff and the equipment they need. Every number is made up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.northshire.numbers import Money, between, guess, share

IMAGING, MEDICINE, SURGERY = "Imaging board", "Clinical council for medicine", "Clinical council for surgery"
FAMILIES, OLDER, CANCER = "Women's and children's board", "Board for older people", "Cancer board"
KIDNEY, URGENT, FINANCE = "Kidney unit", "Urgent care board", "Director of finance"
THERAPY, LABORATORY = "Therapies board", "Laboratory board"

ROLES = {
    "consultant": {
        "title": "Consultant",
        Money.CLINIC_DAY: guess(640, 0.15, owner=FINANCE, note="Pay and on-costs over 205 clinic days a year"),
        "extra_days_per_week": {"ah_kingsminster": 7, "ch_saltmouth": 1, "ch_aldermoor": 1},
        "recruit_days_per_week": {"ah_kingsminster": 1},
        Money.RECRUITING: guess(9000, owner=FINANCE),
        "people": {"ah_kingsminster": 64, "ch_saltmouth": 4, "ch_aldermoor": 4},
        "max_days_away_per_person_per_week": 1,
    },
    "nurse": {
        "title": "Specialist nurse",
        Money.CLINIC_DAY: guess(235, 0.12, owner=FINANCE),
        "extra_days_per_week": {"ah_kingsminster": 26, "ch_saltmouth": 8, "ch_aldermoor": 7},
    },
    "midwife": {
        "title": "Midwife",
        Money.CLINIC_DAY: guess(240, 0.12, owner=FINANCE),
        "extra_days_per_week": {"ah_kingsminster": 4, "ch_saltmouth": 2, "ch_aldermoor": 2},
    },
    "sonographer": {
        "title": "Sonographer",
        Money.CLINIC_DAY: guess(255, 0.12, owner=FINANCE, note="Hard to recruit"),
        "extra_days_per_week": {"ah_kingsminster": 2, "ch_saltmouth": 1, "ch_aldermoor": 1},
    },
    "podiatrist": {
        "title": "Podiatrist",
        Money.CLINIC_DAY: guess(220, 0.12, owner=FINANCE),
        "extra_days_per_week": {"ah_kingsminster": 3, "ch_saltmouth": 1, "ch_aldermoor": 1},
    },
    "audiologist": {
        "title": "Audiologist",
        Money.CLINIC_DAY: guess(225, 0.12, owner=FINANCE),
        "extra_days_per_week": {"ah_kingsminster": 3, "ch_saltmouth": 0, "ch_aldermoor": 1},
    },
    "physiotherapist": {
        "title": "Physiotherapist",
        Money.CLINIC_DAY: guess(225, 0.12, owner=FINANCE),
        "extra_days_per_week": {"ah_kingsminster": 8, "ch_saltmouth": 3, "ch_aldermoor": 3},
    },
    "radiographer": {
        "title": "Radiographer",
        Money.CLINIC_DAY: guess(220, 0.12, owner=FINANCE),
        "stationed_at_houses": True,
    },
    "phlebotomist": {
        "title": "Phlebotomist",
        Money.CLINIC_DAY: guess(130, 0.12, owner=FINANCE),
        "stationed_at_houses": True,
    },
    "practitioner": {
        "title": "Nurse practitioner, minor injuries",
        Money.CLINIC_DAY: guess(290, 0.12, owner=FINANCE),
        "stationed_at_houses": True,
    },
}
"""What a clinic day of each costs, and how many days more each hospital can send out."""


def apparatus(title: str, price: float, years: float, owner: str, use: float = 0, **more: Any) -> dict[str, Any]:
    """Equipment: its price, how long it lasts, service at 8 % of the price, and how well it must be used."""
    made = {
        "title": title,
        Money.PRICE: guess(price),
        "lifetime_years": guess(years, 0.2),
        Money.SERVICE: guess(round(price * 0.08)),
    }
    if use:
        made["capacity_minutes_per_week"] = guess(2100, 0.15)
        made["min_utilisation"] = share(use, 0.3, owner=owner)
        made["max_utilisation"] = between(0.85, 0.75, 0.95, owner=owner)
    return made | more


EQUIPMENT = {
    "xray_room": apparatus("X-ray room", 240_000, 10, IMAGING, 0.30),
    "ct_scanner": apparatus("CT scanner", 620_000, 10, IMAGING, 0.50),
    "ultrasound": apparatus("Ultrasound machine", 65_000, 7, IMAGING, 0.15),
    "echo": apparatus("Echocardiography machine", 90_000, 7, MEDICINE, 0.12),
    "oct": apparatus("OCT scanner, eyes", 48_000, 8, SURGERY, 0.12),
    "booth": apparatus("Audiometry booth", 32_000, 15, SURGERY, 0.15),
    "endoscopy_stack": apparatus("Endoscopy stack and washer", 210_000, 8, SURGERY, 0.40),
    "infusion_chair": apparatus("Infusion chair with pump", 6_500, 10, CANCER, 0.20),
    "spirometer": apparatus("Spirometer", 2_600, 8, MEDICINE),
    "foot_chair": apparatus("Podiatry chair", 5_200, 12, THERAPY),
    "dialysis_station": apparatus(
        "Dialysis station", 14_000, 10, KIDNEY, 0.55,
        **{Money.INSTALLATION: guess(150_000, note="Water treatment")},
        capacity_minutes_per_week=guess(2880, 0.2), weeks_per_year=52,
    ),
}  # fmt: skip
"""What stands in the rooms; a new one must be used at least so much."""


def clinic(
    title: str,
    owner: str,
    rate: float | Mapping[str, float],
    minutes: float,
    house: float,
    least: float,
    staff: Mapping[str, float],
    *,
    target: float = 0,
    days: float = 1,
    **more: Any,
) -> dict[str, Any]:
    """A function: visits per 1,000 people a year, minutes a visit, the share a centre sees, its least visits."""
    made: dict[str, Any] = {"title": title, "responsible": owner}
    if isinstance(rate, Mapping):
        made["visits_per_1000_per_year_by_segment"] = {part: guess(each, owner=owner) for part, each in rate.items()}
    else:
        made["visits_per_1000_per_year"] = guess(rate, owner=owner)
    made["minutes_per_visit"] = guess(minutes, 0.2)
    made["max_house_share"] = share(house, 0.2, owner=owner)
    made["min_visits_per_year"] = guess(least, 0.4, owner=owner)
    if target:
        made["target_visits_per_year"] = guess(target, 0.4, owner=owner)
    if "days_per_week_exactly" not in more:
        made["min_days_per_week"] = between(days, days / 2, days * 2, owner=owner)
    made["staff_per_clinic_day"] = dict(staff)
    return made | more


def ages(young: float, middle: float, older: float) -> dict[str, float]:
    """Visits per 1,000 a year of each age group."""
    return {"young": young, "middle": middle, "older": older}


def materials(pounds: float) -> dict[str, Any]:
    """What a visit uses up."""
    return {Money.MATERIALS: guess(pounds, 0.4)}


def rooms_fitted(pounds: float) -> dict[str, Any]:
    """What it costs to make the rooms fit, where the function is new."""
    return {Money.FITTING_OUT: guess(pounds)}


def by_video(today: float, pounds: float, yes: float = 0.7, most: float = 0, owner: str = "") -> dict[str, Any]:
    """Care at home by video; its price is the extra cost, the same clinician makes the call."""
    made = {
        "mode": "telemedicine",
        "today_share": share(today, 0.5),
        "acceptance": share(yes),
        Money.HOME_VISIT: guess(pounds, 0.4),
    }
    if most:
        made["max_share"] = share(most, owner=owner)
    return {"home": made}


def transport(entitled: float) -> dict[str, Any]:
    """Patient transport that the region pays."""
    return {"patient_transport": {"share_entitled": share(entitled)}}


def uses(name: str, minutes: float, part: float = 1) -> dict[str, Any]:
    """Equipment a visit takes."""
    need: dict[str, Any] = {"minutes_per_visit": guess(minutes, 0.2)}
    return {"equipment": {name: need | ({"share_of_visits": share(part)} if part < 1 else {})}}


WEEKDAYS = {"weekdays": "8-17"}
DOCTOR = {"consultant": 1, "nurse": 1}

FUNCTIONS: dict[str, dict[str, Any]] = {
    # open access: (nearly) the nearest
    "blood_tests": clinic(
        "Blood tests", LABORATORY, 560, 6, 0.9, 3000, {"phlebotomist": 1}, days=2,
        catchment_pull_minutes=guess(10, 0.5), overflow="expand", room="sampling", clinic_weeks_per_year=50,
        allowed_at=["hospital", "health_house"], opening_hours=WEEKDAYS, referral="Ordered by a doctor, then booked",
        **materials(2), home={
            "mode": "mobile_team", "today_share": share(0.02, 0.5), Money.HOME_VISIT: guess(19),
        },
    ),
    "x_ray": clinic(
        "X-ray", IMAGING, 310, 10, 0.5, 3000, {"radiographer": 1}, days=3,
        catchment_pull_minutes=guess(10, 0.5), overflow="expand", room="imaging", clinic_weeks_per_year=50,
        **rooms_fitted(35_000), **uses("xray_room", 10), **materials(3), opening_hours=WEEKDAYS,
        referral="Referred by a doctor",
    ),
    "minor_injuries": clinic(
        "Minor injuries unit", URGENT, 118, 20, 0.45, 3500, {"practitioner": 1, "nurse": 0.2},
        choice="nearest", overflow="expand", days_per_week_exactly=between(7, 5, 7, owner=URGENT),
        clinic_weeks_per_year=52, requires_on_site=["x_ray"], room="treatment", **materials(7),
        opening_hours={"every day": "8-20"},
        opening_hours_at={"ah_kingsminster": {"every day": "round the clock"}}, referral="None",
    ),
    # imaging on referral
    "ultrasound": clinic(
        "Ultrasound", IMAGING, 75, 20, 0.65, 800, {"sonographer": 1}, target=1500,
        room="imaging", **uses("ultrasound", 20), **materials(2), referral="Referred by a doctor",
    ),
    "ct": clinic(
        "CT scan", IMAGING, 150, 17, 0, 4000, {"radiographer": 2}, days=3, allowed_at=["hospital"],
        room="imaging", clinic_weeks_per_year=50, **rooms_fitted(160_000), **uses("ct_scanner", 17),
        **materials(7), referral="Referred by a doctor",
    ),
    # women and children
    "antenatal": clinic(
        "Antenatal clinic", FAMILIES, ages(0, 98, 0), 27, 0.85, 350, {"midwife": 1}, target=700,
        overflow="expand",
        max_days_between_clinics=between(14, 7, 28, owner=FAMILIES), target_group="Pregnant women",
        referral="Self-referral or general practice",
    ),
    "gynaecology": clinic(
        "Gynaecology clinic", FAMILIES, 40, 25, 0.6, 450, DOCTOR, target=900, **uses("ultrasound", 10),
        **materials(6), referral="Referred by a doctor",
    ),
    "paediatrics": clinic(
        "Children's clinic", FAMILIES, ages(150, 0, 0), 30, 0.5, 400, DOCTOR, target=800, **materials(4),
        referral="Referred by a doctor", target_group="Children and young people under 18",
    ),
    # medicine
    "general_medicine": clinic(
        "General medicine clinic", MEDICINE, ages(0, 45, 120), 30, 0.6, 450, DOCTOR, target=900,
        requires_on_site=["blood_tests"], **materials(6), **by_video(0.03, 24), referral="Referred by a doctor",
    ),
    "diabetes": clinic(
        "Diabetes clinic", MEDICINE, ages(8, 38, 75), 30, 0.8, 400, {"consultant": 0.3, "nurse": 1}, target=800,
        requires_on_site=["blood_tests"], visits_per_patient_per_year=guess(3), **materials(5),
        **by_video(0.04, 18, most=0.15, owner=MEDICINE), target_group="People with complicated diabetes",
    ),
    "foot_care": clinic(
        "Foot clinic", THERAPY, ages(0, 20, 150), 30, 0.9, 400, {"podiatrist": 1}, **uses("foot_chair", 30),
        **materials(7), **transport(0.15), target_group="People with diabetes or poor circulation",
    ),
    "cardiology": clinic(
        "Cardiology clinic with echo", MEDICINE, ages(5, 32, 130), 40, 0.7, 350, DOCTOR, target=800,
        requires_on_site=["blood_tests"], backup_hospital_within_minutes=between(60, 45, 75, owner=MEDICINE),
        **uses("echo", 25, 0.7), **materials(6), **by_video(0.02, 25),
    ),
    "respiratory": clinic(
        "Respiratory clinic", MEDICINE, ages(8, 18, 60), 30, 0.8, 400, {"consultant": 0.5, "nurse": 1}, target=800,
        **uses("spirometer", 20, 0.6), **materials(5), **transport(0.15),
        **by_video(0.03, 35, most=0.12, owner=MEDICINE),
    ),
    "rheumatology": clinic(
        "Rheumatology clinic", MEDICINE, ages(2, 28, 52), 30, 0.75, 400, DOCTOR, target=900,
        requires_on_site=["blood_tests"], visits_per_patient_per_year=guess(3), **materials(6), **by_video(0.03, 22),
    ),
    "older_people": clinic(
        "Clinic for older people", OLDER, ages(0, 0, 130), 50, 0.9, 300, {"consultant": 0.5, "nurse": 1}, target=600,
        requires_on_site=["reablement"], **materials(5), **transport(0.4),
        target_group="People over 65 with several illnesses, or who fall",
    ),
    # surgery, eyes, ears
    "orthopaedics": clinic(
        "Orthopaedic clinic", SURGERY, ages(60, 75, 150), 18, 0.6, 700, DOCTOR, target=1400,
        requires_on_site=["x_ray"], **materials(6), **by_video(0.03, 20),
    ),
    "physiotherapy": clinic(
        "Musculoskeletal physiotherapy", THERAPY, 120, 30, 0.9, 600, {"physiotherapist": 1},
        choice="nearest", overflow="expand", **by_video(0.05, 8, 0.6, 0.2, THERAPY), referral="Self-referral",
    ),
    "dermatology": clinic(
        "Dermatology clinic", SURGERY, ages(30, 45, 105), 18, 0.7, 600, DOCTOR, target=1200, room="treatment",
        **materials(9), hybrid={
            "share_of_visits": share(0.4), "roles": ["consultant"], Money.SCREENS: guess(6_000),
            "quality_parity": share(0.95, 0.1, owner=SURGERY),
        },
    ),
    "eyes": clinic(
        "Eye clinic (wet AMD)", SURGERY, ages(0, 0, 165), 24, 0.9, 1200, {"consultant": 0.4, "nurse": 2},
        target=2200, choice="nearest", overflow="expand", visits_per_patient_per_year=guess(7), room="treatment",
        **rooms_fitted(24_000), **uses("oct", 10), **materials(12), **transport(0.3),
        target_group="People with wet age-related macular degeneration",
    ),
    "hearing": clinic(
        "Hearing clinic", SURGERY, ages(10, 10, 85), 40, 0.9, 500, {"audiologist": 1}, target=1000,
        choice="nearest", overflow="expand", **uses("booth", 30), **materials(4),
    ),
    "urology": clinic(
        "Urology clinic", SURGERY, ages(4, 26, 90), 25, 0.6, 450, DOCTOR, target=900, **uses("ultrasound", 8, 0.5),
        allowed_at=["hospital"],
        **materials(8), **by_video(0.03, 20),
    ),
    "endoscopy": clinic(
        "Endoscopy", SURGERY, ages(1, 20, 58), 45, 0.5, 1200, {"consultant": 1, "nurse": 2}, target=2000, days=2,
        room="treatment", **rooms_fitted(90_000), **uses("endoscopy_stack", 45), **materials(35),
        backup_hospital_within_minutes=between(60, 45, 75, owner=SURGERY),
    ),
    # cancer, kidneys, vessels
    "chemotherapy": clinic(
        "Chemotherapy", CANCER, ages(2, 25, 105), 120, 0.5, 1000, {"consultant": 0.2, "nurse": 2.5}, target=1800,
        days=2, visits_per_clinic_day=guess(12, 0.2), visits_per_patient_per_year=guess(12),
        requires_on_site=["blood_tests"], backup_hospital_within_minutes=between(50, 40, 60, owner=CANCER),
        room="treatment", **rooms_fitted(70_000), **uses("infusion_chair", 120), **materials(25),
        **transport(0.35),
    ),
    "dialysis": clinic(
        "Haemodialysis", KIDNEY, ages(2, 40, 165), 240, 0.75, 2500, {"nurse": 3.5, "consultant": 0.1}, target=3700,
        days_per_week_exactly=between(3, 3, 6, owner=KIDNEY, note="3 is Monday, Wednesday and Friday"),
        visits_per_patient_per_year=guess(156, 0.01), visits_per_clinic_day=guess(12, 0.2), clinic_weeks_per_year=52,
        requires_on_site=["blood_tests"], backup_hospital_within_minutes=between(50, 40, 60, owner=KIDNEY),
        room="dialysis", **rooms_fitted(260_000), **uses("dialysis_station", 240), **materials(42),
        **transport(0.6), home={
            "mode": "home_treatment", "today_share": share(0.17, owner=KIDNEY), "max_share": share(0.25, owner=KIDNEY),
            "steps": [share(0.21, 0.05, owner=KIDNEY)], "acceptance": share(0.85, owner=KIDNEY),
            "staff_minutes_per_visit": {"nurse": guess(25, owner=KIDNEY)},
            Money.HOME_VISIT: guess(135, note="Machine, supplies, water, power and support"),
            Money.ONBOARDING: guess(4_000), "onboarding_lasts_years": guess(3),
            "paid_by": {"board": 0.95, "councils": 0.05},
        },
    ),
    "vascular": clinic(
        "Vascular surgery clinic", SURGERY, ages(0, 6, 40), 25, 0, 1200, DOCTOR, level="specialised",
        approved_sites=["ah_kingsminster"], allowed_at=["hospital"], number_of_sites={"at_most": 1},
        note="A specialised service: one place in Northshire is approved",
    ),
}  # fmt: skip
"""The 25 functions; everybody's visits are counted, urgent ones and inpatients' too where they use the same room."""
