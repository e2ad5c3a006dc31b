"""The words of the table of all pairs."""

from __future__ import annotations

EVERY_PAIR: dict[str, tuple[str, str]] = {
    "pairs.title": ("ALLE PAR", "ALL PAIRS"),
    "pairs.count": (
        "{functions} funktioner × {sites} steder = {n} par; {open} er i forslaget.",
        "{functions} functions × {sites} sites = {n} pairs; {open} are in the proposal.",
    ),
    "pairs.close": (
        "TÆTTEST PÅ AT KOMME MED, og prisen for at insistere",
        "CLOSEST TO GETTING IN, and the price of insisting",
    ),
    "pairs.new": (
        "NYT I FORSLAGET, og prisen for at undvære det",
        "NEW IN THE PROPOSAL, and the price of doing without",
    ),
    "pairs.kept": ("DER I DAG, og prisen for at undvære det", "THERE TODAY, and the price of doing without"),
    "pairs.rest": ("RESTEN", "THE REST"),
    "pairs.more": (
        "... {n} til: --all, eller tabellen over alle par (pairs.csv)",
        "... {n} more: --all, or the table of all pairs (pairs.csv)",
    ),
    "pairs.none": ("ingen", "none"),
    "pairs.col.why": ("Afgøres af", "Decided by"),
    "pairs.col.worse": ("Pris, % af|spændet", "Price, % of|the range"),
    "pairs.col.minutes": ("Min./år", "Min./year"),
    "pairs.col.operating": ("Drift|mio.", "Running|million"),
    "pairs.col.investment": ("Anlæg|mio.", "Invest.|million"),
    "pairs.rules": ("DET SIGER NEJ", "WHAT SAYS NO"),
    "pairs.col.rule": ("Regel", "Rule"),
    "pairs.col.decides": ("Afgør", "Decides"),
    "pairs.col.alone": ("Alene", "Alone"),
    "pairs.col.owner": ("Ejer", "Owner"),
    "pairs.price": ("afvejningen", "the trade-off"),
    "pairs.stays": ("bliver som i dag", "stays as today"),
    "pairs.between": ("{low} til {high}", "{low} to {high}"),
    "pairs.at_least": ("mindst {low}", "at least {low}"),
    "pairs.at_most": ("højst {high}", "at most {high}"),
    "pairs.unknown": ("?", "?"),
    "pairs.no_plan": ("ingen plan", "no plan"),
    "pairs.proof": (
        "{exact} priser er regnet om, {bound} har grænser, {none} kan ingen plan, {unknown} er ikke nået.",
        "{exact} prices are solved again, {bound} have bounds, {none} no plan can do, {unknown} were not reached.",
    ),
    "pairs.proven": (
        "{proven} er bevist forskellige fra 0; en pris med = foran er ikke.",
        "{proven} are proven to differ from 0; a price led by = is not.",
    ),
    "pairs.waived": (
        "For at lægge noget ind er de regler sat ud af kraft, der siger nej til netop det (de står i pairs.csv).",
        "To put something in, the rules that say no to it alone are set aside (they stand in pairs.csv).",
    ),
    "pairs.time": (
        "Spørgsmålene tog {seconds} sekunder (højst {limit}; --time-limit giver mere).",
        "The questions took {seconds} seconds (at most {limit}; --time-limit allows more).",
    ),
    "pairs.stopped": ("Stoppet undervejs.", "Stopped on the way."),
    "pairs.progress": ("alle par: {n} af {of}", "all pairs: {n} of {of}"),
    "option.exact": (
        "Uden FUNKTION og STED: regn højst så mange par om; de andre får grænser.",
        "Without FUNCTION and SITE: solve again for at most so many pairs; the others get bounds.",
    ),
    "usage.exact": (
        "--exact gælder tabellen over alle par; lad STED være.",
        "--exact is for the table of all pairs; leave out SITE.",
    ),
}
"""Danish and English by key."""
