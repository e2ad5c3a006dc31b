"""What ``ballots`` says: what the participants' weights choose, where they agree and how far they are apart."""

from __future__ import annotations

BALLOTS: dict[str, tuple[str, str]] = {
    "help.ballots": (
        "Hvad deltagernes egne vægte (BALLOTS.csv, givet før nogen så et kort) ville vælge, og hvad de er enige om.",
        "What the participants' own weights (BALLOTS.csv, given before anybody saw a map) would choose and agree on.",
    ),
    "option.anonymous": (
        "Skriv numre i stedet for deltagernes navne.",
        "Write numbers instead of participants' names.",
    ),
    "usage.ballots_method": (
        "Stemmer er vægte, og metoden {method} bruger ingen; brug --method med {known}.",
        "Ballots are weights, and the method {method} uses none; use --method with {known}.",
    ),
    "stage.ballots": ("stemmer", "ballots"),
    "ballots.participant": ("Deltager", "Participant"),
    # ---- headline
    "ballots": ("STEMMER", "BALLOTS"),
    "ballots.who.one": ("{n} deltager", "{n} participant"),
    "ballots.who.many": ("{n} deltagere", "{n} participants"),
    "ballots.ways.one": ("vægter på én måde", "with one way of weighing"),
    "ballots.ways.many": ("vægter på {n} måder", "with {n} ways of weighing"),
    "ballots.plans.one": ("de vælger alle den samme plan.", "all of them choose the same plan."),
    "ballots.plans.many": ("de vælger {n} forskellige planer.", "they choose {n} different plans."),
    "ballots.so_far": (
        "Kun {n} af {of} deltageres vægte er beregnet; resten af siden handler om dem.",
        "Only {n} of {of} participants' weights are solved; the rest of the page is about those.",
    ),
    "ballots.theirs": (
        "Vægtene er deltagernes egne, og ingen har besluttet dem.",
        "The weights are the participants' own, and nobody has decided them.",
    ),
    # ---- what they agree on
    "ballots.agreed": ("ENIGE OM", "AGREED"),
    "ballots.new": ("nyt:", "new:"),
    "ballots.closed": ("lukkes:", "closed:"),
    "ballots.pair": ("{function} i {site}", "{function} at {site}"),
    "ballots.agreed.nothing": ("Ingen ændring vælges af alle.", "No change is chosen by all."),
    "ballots.kept.none": ("Ingen placering er hos alle som i dag.", "No placement is as today for all."),
    "ballots.kept.one": ("{n} placering er hos alle som i dag.", "{n} placement is as today for all."),
    "ballots.kept.many": ("{n} placeringer er hos alle som i dag.", "{n} placements are as today for all."),
    "ballots.unchosen.one": ("{n} mulig placering vælger ingen.", "{n} possible placement is chosen by nobody."),
    "ballots.unchosen.many": ("{n} mulige placeringer vælger ingen.", "{n} possible placements are chosen by nobody."),
    "ballots.disagreed": ("UENIGE OM", "NOT AGREED"),
    "ballots.column.function": ("Funktion", "Function"),
    "ballots.column.site": ("Sted", "Site"),
    "ballots.column.today": ("I dag", "Today"),
    "ballots.column.for": ("Vil have|det", "Would|have it"),
    "ballots.open": ("åben", "open"),
    "ballots.of": ("{n} af {of}", "{n} of {of}"),
    "ballots.more.one": (
        "... og {n} til: --all, eller tabellen over placeringer (ballot_placements.csv)",
        "... and {n} more: --all, or the table of placements (ballot_placements.csv)",
    ),
    "ballots.more.many": (
        "... og {n} til: --all, eller tabellen over placeringer (ballot_placements.csv)",
        "... and {n} more: --all, or the table of placements (ballot_placements.csv)",
    ),
    # ---- plans
    "ballots.plans": ("PLANER", "PLANS"),
    "ballots.plans.against": ("forskel fra i dag, pr. år", "difference from today, a year"),
    "ballots.plans.absolute": ("pr. år", "a year"),
    "ballots.column.chosen": ("Vælges|af", "Chosen|by"),
    "ballots.column.worst": ("Største|tab", "Worst|regret"),
    "ballots.column.mean_regret": ("Tab i|snit", "Mean|regret"),
    "ballots.regret": (
        (
            "Tab: hvor meget dårligere planen er end den bedste af dem, målt med deltagerens egne vægte, som andel af "
            "spændet fra bedst til dårligst."
        ),
        (
            "Regret: how much worse the plan is than the best of these, by the participant's own weights, as a share "
            "of the range from best to worst."
        ),
    ),
    "ballots.compromise": (
        (
            "▸ Plan {plan} har det mindste største tab: {regret}, hos {who}. En plan, som ingen har valgt, kan være "
            "endnu mildere."
        ),
        "▸ Plan {plan} has the least worst regret: {regret}, for {who}. A plan nobody chose may be milder still.",
    ),
    "ballots.compromise.none": (
        "▸ Plan {plan} koster ingen deltager noget.",
        "▸ Plan {plan} costs no participant anything.",
    ),
    "ballots.mean": (
        "Gennemsnittet af vægtene ({weights}) vælger plan {plan}.",
        "The mean of the weights ({weights}) chooses plan {plan}.",
    ),
    "ballots.mean.unsolved": (
        "Gennemsnittet af vægtene ({weights}) er ikke beregnet.",
        "The mean of the weights ({weights}) is not solved.",
    ),
    # ---- distance
    "ballots.apart": ("AFSTAND", "APART"),
    "ballots.apart.weights": (
        (
            "Vægte: længst fra hinanden er {first} og {second}; {share} af vægten måtte flyttes for at blive enige. "
            "I snit er to deltagere {mean} fra hinanden."
        ),
        (
            "Weights: farthest apart are {first} and {second}; {share} of the weight would have to be moved for them "
            "to agree. On average two participants are {mean} apart."
        ),
    ),
    "ballots.apart.weights.none": ("Alle vægter ens.", "All weigh alike."),
    "ballots.apart.plans": (
        (
            "Planer: længst fra hinanden er {first} og {second}; deres planer har {n} forskellige placeringer. I snit "
            "er det {mean}."
        ),
        (
            "Plans: farthest apart are {first} and {second}; their plans differ in {n} placements. On average it is "
            "{mean}."
        ),
    ),
    "ballots.apart.plans.none": ("Alle vælger de samme placeringer.", "All choose the same placements."),
    # ---- participants
    "ballots.participants": ("DELTAGERE", "PARTICIPANTS"),
    "ballots.participants.heading": ("andel af vægten", "share of the weight"),
    "ballots.column.citizen": ("Borger", "Citizen"),
    "ballots.column.quality": ("Faglig-|hed", "Quality"),
    "ballots.column.economy": ("Økonomi", "Economy"),
    "ballots.column.plan": ("Plan", "Plan"),
    "ballots.column.regret": ("Tab ved|plan {plan}", "Regret at|plan {plan}"),
    # ---- evidence
    "ballots.proven": (
        "Metode: {method}. For hver deltagers vægte er ingen plan mere end {gap} bedre, målt på spændet.",
        "Method: {method}. For each participant's weights no plan is more than {gap} better, measured on the range.",
    ),
    "ballots.unproven": (
        "Metode: {method}. Ikke alle planer er bevist bedst: den største afstand er {gap} af spændet.",
        "Method: {method}. Not every plan is proven best: the largest gap is {gap} of the range.",
    ),
    "ballots.scale": (
        "Alle måles med scenariets egen målestok.",
        "All are measured by the scenario's own scale.",
    ),
    "ballots.stopped": ("Stoppet af brugeren.", "Stopped by the user."),
    "ballots.resume": (
        "Samme kommando går videre herfra.",
        "The same command goes on from here.",
    ),
    "ballots.use_out": (
        "Med --out gemmes det undervejs, og samme kommando går videre.",
        "With --out it is kept on the way, and the same command goes on.",
    ),
    "ballots.folder": ("Tabeller: {folder}", "Tables: {folder}"),
}
