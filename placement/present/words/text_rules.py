"""The rules in words: their names, and what is lacking where one of them says no."""

from __future__ import annotations

RULES: dict[str, tuple[str, str]] = {
    "rule.scope": ("uden for strategien", "outside the strategy"),
    "rule.no_new_houses": ("ingen nye huse", "no new houses"),
    "rule.allowed_at": ("slags sted", "kind of site"),
    "rule.planning_level": ("specialeplanens niveau", "planning level"),
    "rule.backup_hospital_within_minutes": ("afstand til bagvagt", "distance to backup"),
    "rule.requires_on_site": ("krav om andet på stedet", "something else on site"),
    "rule.must": ("skal være der", "must be there"),
    "rule.must_not": ("må ikke være der", "must not be there"),
    "rule.hospital_functions": ("hospitalerne beholder, hvad de har", "hospitals keep what they have"),
    "rule.existing_in_houses": ("husene beholder, hvad de har", "houses keep what they have"),
    "rule.number_of_sites": ("antal steder", "number of sites"),
    "rule.max_changes": ("antal ændringer", "number of changes"),
    "rule.visits_served": ("alle har et sted", "everybody has a site"),
    "rule.preference_order": ("hvor borgerne søger hen", "where citizens go"),
    "rule.within_minutes": ("fordeling inden for få minutter", "allocation within minutes"),
    "rule.overflow_hospital": ("hospital, der tager resten", "hospital that takes the rest"),
    "rule.clinic_capacity": ("plads på klinikdagene", "room on the clinic days"),
    "rule.days_per_week_steps": ("mulige klinikdage", "possible clinic days"),
    "rule.min_days_per_week": ("mindste antal klinikdage", "fewest clinic days"),
    "rule.max_days_between_clinics": ("dage mellem klinikdage", "days between clinic days"),
    "rule.min_visits_per_year": ("fagligt mindstekrav til besøg", "minimum visits"),
    "rule.min_patients_per_year": ("fagligt mindstekrav til patienter", "minimum patients"),
    "rule.target_visits_per_year": ("målvolumen", "target volume"),
    "rule.max_travel_minutes": ("længste rejsetid", "longest trip"),
    "rule.required_equipment": ("apparatur på stedet", "equipment on site"),
    "rule.min_utilisation": ("mindste udnyttelse af apparatur", "lowest utilisation of equipment"),
    "rule.max_utilisation": ("højeste udnyttelse af apparatur", "highest utilisation of equipment"),
    "rule.free_room_days_per_week": ("ledige lokaler", "free rooms"),
    "rule.extra_days_per_week": ("personale, der kan sendes ud", "staff who can be sent out"),
    "rule.recruitment": ("personale, der kan rekrutteres", "staff who can be recruited"),
    "rule.max_days_away": ("dage, personalet er ude", "days staff are away"),
    "rule.retained_volume": ("patientgrundlag, hospitalet beholder", "volume the hospital keeps"),
    "rule.max_investment_dkk": ("anlægsramme", "investment budget"),
    "rule.max_extra_operating_dkk_per_year": ("driftsramme", "running cost budget"),
    "rule.home_level": ("andel i eget hjem", "share at home"),
    "rule.coverage": ("hvor mange der skal have kort vej", "how many must have a short way"),
    "rule.max_digital_share": ("loft over digitale besøg", "ceiling on digital visits"),
    "rule.no_flip_flop": ("åbner eller lukker kun én gang", "opens or closes only once"),
    "rule.phase_budget": ("etapens anlægsramme", "the phase's investment budget"),
    "rule.phase_changes": ("højeste antal ændringer i etapen", "most changes in the phase"),
    "close.price": (
        "opfylder kravene; afvejningen taler imod ({dkk} kr./minut)",
        "keeps the rules; the trade-off says no ({dkk} kr./minute)",
    ),
    "close.no_gain": (
        "opfylder kravene, men gavner ikke samlet",
        "keeps the rules, but does not pay off on the whole",
    ),
    "close.other": ("{rule}: {have} mod {need}", "{rule}: {have} against {need}"),
    "close.more.one": ("{text} (+ {n} regel)", "{text} (+ {n} rule)"),
    "close.more.many": ("{text} (+ {n} regler)", "{text} (+ {n} rules)"),
    "close.min_visits_per_year": (
        "mangler {missing} besøg om året til mindstekravet",
        "lacks {missing} visits a year to the minimum",
    ),
    "close.min_patients_per_year": (
        "patienter til mindstekravet: mangler {missing}",
        "patients to the minimum: lacks {missing}",
    ),
    "close.extra_days_per_week": (
        "{site} mangler {missing} dage om ugen: {item}",
        "{site} lacks {missing} days a week: {item}",
    ),
    "close.free_room_days_per_week": (
        "lokaledage om ugen: mangler {missing} ({item})",
        "room-days a week: lacks {missing} ({item})",
    ),
    "close.recruitment": (
        "rekruttering: mangler {missing} dage om ugen ({item})",
        "recruitment: lacks {missing} days a week ({item})",
    ),
    "close.max_days_away": (
        "{site}: {missing} dage om ugen for meget ude ({item})",
        "{site}: {missing} days a week too many away ({item})",
    ),
    "close.requires_on_site": ("kræver {item} i huset", "requires {item} in the house"),
    "close.retained_volume": (
        "{site} kommer {missing} besøg om året under sin bund",
        "{site} falls {missing} visits a year below its floor",
    ),
    "close.min_utilisation": (
        "{item} bliver brugt {have_share}; kravet er {need_share}",
        "{item} is used {have_share}; {need_share} is required",
    ),
    "close.max_utilisation": (
        "{item} bliver brugt {have_share}; højst {need_share} er tilladt",
        "{item} is used {have_share}; at most {need_share} is allowed",
    ),
    "close.max_investment_dkk": (
        "anlægsrammen mangler {missing_millions} mio. kr.",
        "the investment budget lacks {missing_millions} million kr.",
    ),
    "close.max_extra_operating_dkk_per_year": (
        "driftsrammen mangler {missing_millions} mio. kr. om året",
        "the running cost budget lacks {missing_millions} million kr. a year",
    ),
    "close.coverage": (
        "{item}: {have_share} har kort nok vej; kravet er {need_share}",
        "{item}: {have_share} have a short enough way; {need_share} is required",
    ),
    "close.max_digital_share": (
        "{have_share} af alle besøg bliver digitale; højst {need_share} er tilladt",
        "{have_share} of all visits become digital; at most {need_share} is allowed",
    ),
    "close.max_changes": (
        "der er ikke plads til flere ændringer (højst {need})",
        "there is no room for more changes (at most {need})",
    ),
    "close.number_of_sites": (
        "funktionen må ikke ligge flere steder (højst {need})",
        "the function may not be at more sites (at most {need})",
    ),
    "close.no_way": ("ingen kan komme dertil fra hospitalet", "nobody can get there from the hospital"),
    "close.backup_hospital_within_minutes": (
        "for langt til moderhospitalet: {have} minutter, højst {need}",
        "too far to the parent hospital: {have} minutes, at most {need}",
    ),
    "close.clinic_capacity": (
        "mangler plads til {missing} besøg om året",
        "lacks room for {missing} visits a year",
    ),
    "close.max_days_between_clinics": (
        "{have} dage mellem klinikdagene; højst {need} er tilladt",
        "{have} days between clinic days; at most {need} are allowed",
    ),
    "close.min_days_per_week": (
        "{have} dage om ugen; mindst {need} kræves",
        "{have} days a week; at least {need} are required",
    ),
}
