"""What ``check`` says."""

from __future__ import annotations

CHECK: dict[str, tuple[str, str]] = {
    "faults.one": ("{n} fejl fundet.", "{n} fault found."),
    "faults.many": ("{n} fejl fundet.", "{n} faults found."),
    "fault.suggestion": ("Mente du '{word}'?", "Did you mean '{word}'?"),
    "check.none": ("Ingen fejl i {name}.", "No faults in {name}."),
    "check.counts": (
        "{areas} ({people} indbyggere), {hospitals}, {houses}, {functions}.",
        "{areas} ({people} inhabitants), {hospitals}, {houses}, {functions}.",
    ),
    "areas.one": ("{n} område", "{n} area"),
    "areas.many": ("{n} områder", "{n} areas"),
    "hospitals.one": ("{n} hospital", "{n} hospital"),
    "hospitals.many": ("{n} hospitaler", "{n} hospitals"),
    "functions.one": ("{n} funktion", "{n} function"),
    "functions.many": ("{n} funktioner", "{n} functions"),
    "check.numbers": (
        "{all} tal: {sourced} fra kilder, {derived} regnet af kilder, {assumption} antagelser.",
        "{all} numbers: {sourced} from sources, {derived} derived, {assumption} assumptions.",
    ),
    "check.defaults": (
        "STANDARDVÆRDIER, som scenariet ikke selv siger noget om",
        "DEFAULTS, where the scenario says nothing",
    ),
    "check.defaults.none": ("STANDARDVÆRDIER  ingen er brugt", "DEFAULTS  none are used"),
    "check.defaults.more": (
        "... og {n} mere, som kun gælder enkelte funktioner (--all)",
        "... and {n} more that hold for single functions only (--all)",
    ),
    "check.calibration": (
        "MODELLEN MOD VIRKELIGHEDEN, besøg om året i dag",
        "THE MODEL AGAINST REALITY, visits a year today",
    ),
    "check.calibration.none": (
        "MODELLEN MOD VIRKELIGHEDEN  ingen kendte besøgstal (baseline: visits_observed_per_year)",
        "THE MODEL AGAINST REALITY  no known visit counts (baseline: visits_observed_per_year)",
    ),
    "check.hits": (
        "Modellen rammer {hits} af {all} inden for 20 %.",
        "The model hits {hits} of {all} within 20%.",
    ),
    "check.structure": ("KAN IKKE LADE SIG GØRE, hvad man end vælger", "CANNOT BE DONE, whatever is chosen"),
    "check.structure.none": (
        "Ingen regel er umulig at opfylde hver for sig. Om de kan opfyldes tilsammen, viser solve.",
        "No rule is impossible by itself. Whether they can be kept together, solve will show.",
    ),
    "check.cut_off.one": (
        "For {n} par af område og sted kan ingen komme frem.",
        "For {n} pair of area and site nobody can get there.",
    ),
    "check.cut_off.many": (
        "For {n} par af område og sted kan ingen komme frem.",
        "For {n} pairs of area and site nobody can get there.",
    ),
    "check.odd": ("SER MÆRKELIGT UD, se efter", "LOOKS ODD, worth a look"),
    "check.odd.solve.one": (
        "{n} sted eller tid i scenariet ser mærkelig ud; placement check viser hvad.",
        "{n} place or time in the scenario looks odd; placement check shows it.",
    ),
    "check.odd.solve.many": (
        "{n} ting om steder og tider i scenariet ser mærkelige ud; placement check viser hvilke.",
        "{n} things about places and times in the scenario look odd; placement check shows them.",
    ),
    "col.observed": ("Kendt", "Known"),
    "col.modelled": ("Model", "Model"),
    "col.ratio": ("Model/|kendt", "Model/|known"),
    "col.year": ("År", "Year"),
    "value.yes": ("ja", "yes"),
    "value.no": ("nej", "no"),
}
