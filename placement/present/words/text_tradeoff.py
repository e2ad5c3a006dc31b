"""What ``tradeoff`` says: the plans between which there is a choice, what buys what, and what is proven."""

from __future__ import annotations

TRADEOFF: dict[str, tuple[str, str]] = {
    "help.tradeoff": (
        "Find de planer, der er et valg imellem: Pareto-mængden af de tre hensyn.",
        "Find the plans there is a choice between: the Pareto set of the three aims.",
    ),
    "option.spacing": (
        "Lad en plan stå for andre inden for denne andel af spændet; 0 tager dem alle.",
        "Let a plan stand for others within this share of the range; 0 takes them all.",
    ),
    "option.points": ("Stop ved så mange planer; 0 stopper ikke.", "Stop at so many plans; 0 does not stop."),
    "stage.pareto": ("afvejning", "trade-off"),
    "progress.zones": (
        "{stage}: {plans} planer, {zones} områder tilbage, højst {gap} af spændet mellem",
        "{stage}: {plans} plans, {zones} zones left, at most {gap} of the range between",
    ),
    "folder.tradeoff_strangers": (
        "{folder} rummer andet end en tidligere afvejning: {found}. Vælg en anden mappe med --out.",
        "{folder} holds something else than an earlier trade-off: {found}. Choose another folder with --out.",
    ),
    "folder.tradeoff_other": (
        (
            "{path} hører til et andet scenarie, en anden formulering eller en anden version. Vælg en anden mappe med "
            "--out, eller slet filen for at begynde forfra."
        ),
        (
            "{path} belongs to another scenario, formulation or version. Choose another folder with --out, or delete "
            "the file to begin again."
        ),
    ),
    "folder.tradeoff_unreadable": (
        "{path} kan ikke læses: {why}. Slet filen for at begynde forfra.",
        "{path} cannot be read: {why}. Delete the file to begin again.",
    ),
    # ---- headline
    "tradeoff": ("AFVEJNING", "TRADE-OFF"),
    "tradeoff.one": (
        "Der er intet at vælge imellem: én plan er bedst i alle tre hensyn.",
        "There is nothing to choose between: one plan is best in all three aims.",
    ),
    "tradeoff.one.so_far": (
        "Der er fundet én plan; om der er andre at vælge imellem, er ikke undersøgt til ende.",
        "One plan is found; whether there are others to choose between has not been settled.",
    ),
    "tradeoff.many": (
        "{n} planer, hvor intet hensyn kan blive bedre, uden at et andet bliver dårligere.",
        "{n} plans in which no aim can get better without another getting worse.",
    ),
    "tradeoff.many.so_far": (
        "{n} planer, hvoraf ingen er dårligere end en anden i alle tre hensyn.",
        "{n} plans, none of which is worse than another in all three aims.",
    ),
    "tradeoff.ends": (
        (
            "Fra den bedste til den dårligste: {citizen} minutter om året, {quality} besøg i tabt faglighed og "
            "{economy} kr. om året."
        ),
        (
            "From the best to the worst: {citizen} minutes a year, {quality} visits of lost quality and {economy} kr. "
            "a year."
        ),
    ),
    # ---- pay-off table
    "payoff": ("MÅLESTOK", "PAY-OFF"),
    "payoff.against": ("forskel fra i dag, pr. år", "difference from today, a year"),
    "payoff.absolute": ("pr. år", "a year"),
    "payoff.row": ("{aim} først", "{aim} first"),
    "payoff.ideal": ("Idealpunkt", "Ideal"),
    "payoff.nadir": ("Nadir, fra tabellen", "Nadir, from the table"),
    "payoff.worst": ("Dårligst blandt planerne", "Worst among the plans"),
    "payoff.how": (
        "Hver række gør ét hensyn bedst muligt og dernæst de to andre. Nadir er det dårligste i rækkerne.",
        "Each row makes one aim as good as can be, then the other two. The nadir is the worst of the rows.",
    ),
    "payoff.true": (
        "Mængden er komplet, så det dårligste blandt planerne er det sande nadir.",
        "The set is complete, so the worst among the plans is the true nadir.",
    ),
    "payoff.beyond": (
        "Planerne når ud over tabellens nadir: {aims}.",
        "The plans reach beyond the table's nadir: {aims}.",
    ),
    "payoff.rough": (
        "Tabellen blev ikke færdig; spændet er et skøn.",
        "The table was not finished; the range is an estimate.",
    ),
    "front.aim.citizen": ("Rejsetid|minutter", "Travel|minutes"),
    "front.aim.quality": ("Tabt faglig-|hed, besøg", "Lost quality,|visits"),
    "front.aim.economy": ("Økonomi|kr.", "Economy|kr."),
    # ---- plans
    "plans": ("PLANER, den billigste først", "PLANS, the cheapest first"),
    "front.new": ("Nye", "New"),
    "front.closed": ("Lukkes", "Closed"),
    "front.stands_for": ("Bedst ved vægtene|B · F · Ø", "Best with weights|C · Q · E"),
    "front.share": ("Andel af|alle vægte", "Share of|all weights"),
    "plans.never": ("ingen", "none"),
    "plans.chosen": (
        "▸ den plan, vægtene {weights} vælger.",
        "▸ the plan that the weights {weights} choose.",
    ),
    "plans.more.one": (
        "{n} plan til: --all, eller tabellen over planer (pareto.csv).",
        "{n} more plan: --all, or the table of plans (pareto.csv).",
    ),
    "plans.more.many": (
        "{n} planer til: --all, eller tabellen over planer (pareto.csv).",
        "{n} more plans: --all, or the table of plans (pareto.csv).",
    ),
    # ---- exchange
    "exchange": ("DE NÆSTE 100.000 KR. OM ÅRET", "THE NEXT 100,000 KR. A YEAR"),
    "exchange.from": ("regnet fra plan {plan}", "counted from plan {plan}"),
    "exchange.citizen": ("{gain} minutter om året", "{gain} minutes a year"),
    "exchange.quality": ("{gain} besøg mindre i tabt faglighed", "{gain} fewer visits of lost quality"),
    "exchange.within": (
        "køber {what} (plan {plan}, {price} kr.){other}.",
        "buy {what} (plan {plan}, {price} kr.){other}.",
    ),
    "exchange.beyond": (
        "køber ikke {aim}; den næste plan her, der gør, er nr. {plan}: {price} kr. for {what}{other}.",
        "buy no {aim}; the next plan here that does is no. {plan}: {price} kr. for {what}{other}.",
    ),
    "exchange.nothing": (
        "køber ikke {aim}, og det gør ingen dyrere plan her heller.",
        "buy no {aim}, nor does any dearer plan here.",
    ),
    "exchange.aim.citizen": ("kortere rejsetid", "shorter trips"),
    "exchange.aim.quality": ("bedre faglighed", "better quality"),
    "exchange.other.citizen": (", med {change} minutter om året", ", with {change} minutes a year"),
    "exchange.other.quality": (", med {change} besøg i tabt faglighed", ", with {change} visits of lost quality"),
    "exchange.steps": (
        "FRA PLAN TIL PLAN: hvad flere kroner køber, når det andet hensyn får lov at følge med",
        "FROM PLAN TO PLAN: what more kroner buy when the other aim may follow",
    ),
    "front.gained": ("Køber", "Buys"),
    "front.from": ("Fra", "From"),
    "front.to": ("Til", "To"),
    "front.price": ("Pris|kr. om året", "Price|kr. a year"),
    "front.gain": ("Gevinst|om året", "Gain|a year"),
    "front.per_unit": ("Pr. 100.000|kr.", "Per 100,000|kr."),
    "front.third": ("Det andet|hensyn", "The other|aim"),
    "gained.citizen": ("minutter", "minutes"),
    "gained.quality": ("besøg", "visits"),
    # ---- weights
    "weighing": ("VÆGTE", "WEIGHTS"),
    "weighing.best": (
        (
            "Med {weights} (metode {method}) er plan {plan} bedst af disse. Det bliver den ved med, så længe vægten på "
            "{spans}; én ad gangen, de andre som de er."
        ),
        (
            "With {weights} (method {method}) plan {plan} is the best of these. It stays so as long as the weight of "
            "{spans}; one at a time, the others as they are."
        ),
    ),
    "weighing.method": (
        "Scenariets egen metode bruger ingen vægte.",
        "The scenario's own method uses no weights.",
    ),
    "weighing.between": ("{aim} er mellem {low} og {high}", "{aim} is between {low} and {high}"),
    "weighing.above": ("{aim} er mindst {low}", "{aim} is at least {low}"),
    "weighing.any": ("{aim} er hvad som helst", "{aim} is anything"),
    "weighing.never.one": (
        "{n} plan er ikke bedst ved nogen vægte, og kan alligevel være et godt kompromis.",
        "{n} plan is best for no weights, and may still be a good compromise.",
    ),
    "weighing.never.many": (
        "{n} planer er ikke bedst ved nogen vægte, og kan alligevel være gode kompromiser.",
        "{n} plans are best for no weights, and may still be good compromises.",
    ),
    "name.citizen": ("borger", "citizen"),
    "name.quality": ("faglighed", "quality"),
    "name.economy": ("økonomi", "economy"),
    # ---- evidence
    "proof.complete": (
        (
            "Mængden er komplet: enhver anden plan er i alle tre hensyn højst så god som en af disse. Forskelle under "
            "{minutes} minutter, {visits} besøg og {dkk} kr. om året skelnes ikke."
        ),
        (
            "The set is complete: any other plan is at most as good, in all three aims, as one of these. Differences "
            "below {minutes} minutes, {visits} visits and {dkk} kr. a year are not told apart."
        ),
    ),
    "proof.spaced": (
        (
            "Bevist med en afstand på {share}: for enhver anden plan er der her en, som i intet hensyn er mere end "
            "{share} af spændet dårligere."
        ),
        (
            "Proven with a spacing of {share}: for any other plan there is one here that is worse by no more than "
            "{share} of the range in any aim."
        ),
    ),
    "proof.partial": (
        (
            "Mængden er ikke komplet. Bevist er: for enhver anden plan er der her en, som i intet hensyn er mere end "
            "{share} af spændet dårligere."
        ),
        (
            "The set is not complete. Proven is: for any other plan there is one here that is worse by no more than "
            "{share} of the range in any aim."
        ),
    ),
    "proof.unknown": (
        "Mængden er ikke komplet, og hvor meget der mangler, vides ikke.",
        "The set is not complete, and how much is missing is not known.",
    ),
    "proof.points": ("Der blev stoppet ved {n} planer, som ønsket.", "It stopped at {n} plans, as asked."),
    "proof.time_limit": ("Tiden løb ud.", "The time ran out."),
    "proof.interrupt": ("Beregningen blev afbrudt.", "The calculation was interrupted."),
    "proof.doubtful": (
        "Resten kan solveren ikke afgøre inden for sin nøjagtighed.",
        "The solver cannot decide the rest within its tolerance.",
    ),
    "proof.zones.one": ("{n} område er ikke undersøgt.", "{n} zone has not been looked into."),
    "proof.zones.many": ("{n} områder er ikke undersøgt.", "{n} zones have not been looked into."),
    "proof.again": (
        "Kør igen med samme --out for at gå videre herfra.",
        "Run again with the same --out to go on from here.",
    ),
    "proof.again.points": (
        "Kør igen med samme --out og flere --points for at gå videre herfra.",
        "Run again with the same --out and more --points to go on from here.",
    ),
    "proof.use_out": (
        "Med --out kan en senere kørsel gå videre, hvor denne slap.",
        "With --out a later run can go on where this one left off.",
    ),
    "proof.resumed": ("{n} planer er fra en tidligere kørsel.", "{n} plans are from an earlier run."),
    "proof.work": (
        "{solves} spørgsmål til solveren, {seconds} sekunder.",
        "{solves} questions to the solver, {seconds} seconds.",
    ),
    "tradeoff.aborted": (
        "Afbrudt; ingen tabeller er skrevet. Det fundne og beviste står i {file}; samme kommando går videre derfra.",
        "Aborted; no tables are written. What is found and proven is in {file}; the same command goes on from there.",
    ),
    "proof.folder": ("Alt ligger i {folder}.", "Everything is in {folder}."),
}
"""Danish and English by key."""
