"""The words of ``robust``."""

from __future__ import annotations

ROBUST: dict[str, tuple[str, str]] = {
    "help.robust": (
        "Hvor sikkert er forslaget? Hvad kan besluttes nu, bør drøftes eller kan lægges til side.",
        "How sure is the proposal? What can be decided now, should be discussed or can be put aside.",
    ),
    "option.draws": (
        "Verdener, hvor alle tal med interval trækkes på én gang; for hver variant.",
        "Worlds in which all numbers with a range are drawn at once; for each variant.",
    ),
    "option.numbers": (
        "Højst så mange tal prøves ét ad gangen i begge ender; 0 prøver ingen.",
        "At most so many numbers are tried one at a time at both ends; 0 tries none.",
    ),
    "option.least_weight": (
        "Intet hensyn vejer mindre end denne andel; 0 er alle tænkelige vægte.",
        "No aim weighs less than this share; 0 is all weights there are.",
    ),
    "option.within": (
        "Vis planer, der højst er så meget ringere (andel af spændet), og adskiller sig mest.",
        "Show plans that are at most so much worse (share of the range) and differ most.",
    ),
    "option.decide": (
        "Andel af gode planer, hvorfra noget kan besluttes nu.",
        "Core index from which on a thing can be decided.",
    ),
    "option.drop": (
        "Andel af gode planer, hvortil noget kan lægges til side.",
        "Core index up to which a thing is put aside.",
    ),
    "usage.robust_thresholds": (
        "--drop {drop} skal være under --decide {decide}; ellers er der intet at drøfte imellem dem.",
        "--drop {drop} must be below --decide {decide}; otherwise there is nothing between them to discuss.",
    ),
    "usage.robust_phases": (
        "robust ser på ét tidspunkt, og scenariet har etaper; tag etaperne ud (phases).",
        "robust looks at one moment, and the scenario has phases; leave out the phases.",
    ),
    "stage.worlds": ("verdener", "worlds"),
    "stage.judging": ("planer efterregnes", "plans are judged"),
    "stage.looking": ("tal efterses", "numbers are looked at"),
    "stage.numbers": ("tal ét ad gangen", "numbers one at a time"),
    # ---- headline
    "robust": ("HVOR SIKKERT?", "HOW SURE?"),
    "robust.changes.one": ("Forslaget ændrer {n} placering: {parts}.", "The proposal changes {n} placement: {parts}."),
    "robust.changes.many": (
        "Forslaget ændrer {n} placeringer: {parts}.",
        "The proposal changes {n} placements: {parts}.",
    ),
    "robust.changes.none": ("Forslaget er at lade alt stå som i dag.", "The proposal is to leave all as today."),
    "robust.part.decide": ("{n} kan besluttes nu", "{n} can be decided now"),
    "robust.part.discuss": ("{n} bør drøftes", "{n} should be discussed"),
    "robust.part.drop": ("{n} holder næsten ingen steder", "{n} hold almost nowhere"),
    "robust.nothing": (
        "Forslaget er beregnet, men ingen verden blev nået; om det holder, vides ikke.",
        "The proposal is calculated, but no world was reached; whether it holds is not known.",
    ),
    "robust.others.one": (
        "{n} placering uden for forslaget bør drøftes.",
        "{n} placement outside the proposal should be discussed.",
    ),
    "robust.others.many": (
        "{n} placeringer uden for forslaget bør drøftes.",
        "{n} placements outside the proposal should be discussed.",
    ),
    "robust.sample": (
        (
            "Regnet i {worlds} verdener (scenariets egne tal, og alle usikre tal trukket på ny) med {weights} sæt "
            "vægte: {good} gode planer, heraf {plans} forskellige. En god plan er den bedste ved nogle af vægtene og "
            "slås ikke af en anden i alle tre hensyn."
        ),
        (
            "Calculated in {worlds} worlds (the scenario's own numbers, and all uncertain numbers drawn anew) with "
            "{weights} sets of weights: {good} good plans, {plans} of them distinct. A good plan is the best for some "
            "of the weights and not beaten by another in all three aims."
        ),
    ),
    # ---- classes
    "robust.decide": ("KAN BESLUTTES NU", "CAN BE DECIDED NOW"),
    "robust.discuss": ("BØR DRØFTES", "SHOULD BE DISCUSSED"),
    "robust.drop": ("KAN LÆGGES TIL SIDE", "CAN BE PUT ASIDE"),
    "robust.decide.how": ("i mindst {share} af de gode planer", "in at least {share} of the good plans"),
    "robust.discuss.how": ("i nogle, men ikke i andre", "in some and not in others"),
    "robust.drop.how": ("i højst {share} af de gode planer", "in at most {share} of the good plans"),
    "robust.none": ("ingen", "none"),
    "robust.never.one": (
        "{n} anden placering, der er mulig, er ikke med i nogen plan.",
        "{n} other placement that is possible is in no plan.",
    ),
    "robust.never.many": (
        "{n} andre placeringer, der er mulige, er ikke med i nogen plan.",
        "{n} other placements that are possible are in no plan.",
    ),
    "robust.stays.one": (
        "{n} placering fra i dag er med i alle planer og vises ikke (--all).",
        "{n} placement of today is in every plan and not shown (--all).",
    ),
    "robust.stays.many": (
        "{n} placeringer fra i dag er med i alle planer og vises ikke (--all).",
        "{n} placements of today are in every plan and not shown (--all).",
    ),
    "robust.more": (
        "{n} til: --all, eller tabellen over placeringer (robust_placements.csv).",
        "{n} more: --all, or the table of placements (robust_placements.csv).",
    ),
    "robust.col.site": ("Hus", "House"),
    "robust.col.function": ("Tilbud", "Offer"),
    "robust.col.index": ("Andel af|gode planer", "Core|index"),
    "robust.col.base": ("Kun vægte|ændres", "Weights|alone vary"),
    "robust.col.own": ("Kun tal|ændres", "Numbers|alone vary"),
    "robust.col.now": ("I dag", "Today"),
    "robust.col.proposed": ("Forslag", "Proposal"),
    "robust.yes": ("ja", "yes"),
    "robust.no": ("–", "–"),
    "robust.home": ("Eget hjem", "At home"),
    # ---- regret
    "robust.regret": ("MINDST AT FORTRYDE", "LEAST TO REGRET"),
    "robust.regret.how": (
        (
            "Største tab: hvor meget ringere en plan er end den bedste ved de samme tal og vægte, i den verden og "
            "med de vægte, hvor den klarer sig dårligst; andel af spændet. Verdener, hvor den bryder en regel, er "
            "ikke med i tabet. Efterregnede planer: {judged} af {plans}; svaret er det bedste blandt dem."
        ),
        (
            "Largest regret: how much worse a plan is than the best for the same numbers and weights, in the world and "
            "for the weights where it does worst; share of the range. Worlds where it breaks a rule are not in the "
            "regret. Plans judged: {judged} of {plans}; the answer is the best of those."
        ),
    ),
    "robust.regret.today": ("I dag", "Today"),
    "robust.regret.proposal": ("Forslaget", "The proposal"),
    "robust.regret.least": ("Mindst at fortryde", "Least to regret"),
    "robust.regret.found": ("En plan imellem", "A plan between"),
    "robust.regret.same": (
        "Forslaget er selv den plan, der er mindst at fortryde.",
        "The proposal is itself the plan that is least to regret.",
    ),
    "robust.regret.is": (
        "Mindst at fortryde er, i forhold til i dag: {what}.",
        "Least to regret is, against today: {what}.",
    ),
    "robust.col.plan": ("Plan", "Plan"),
    "robust.col.broken": ("Bryder|regler i", "Breaks|rules in"),
    "robust.col.most": ("Største|tab", "Largest|regret"),
    "robust.col.mean": ("Tab i|snit", "Mean|regret"),
    "robust.col.differs": ("I forhold til forslaget", "Against the proposal"),
    "robust.of": ("{n} af {of}", "{n} of {of}"),
    "robust.as_proposed": ("som forslaget", "as the proposal"),
    "robust.why": ("Forslaget bryder oftest: {rule}.", "The proposal most often breaks: {rule}."),
    "robust.and_more": ("{what} og {n} til", "{what} and {n} more"),
    # ---- hinges
    "robust.hinges": (
        "HVAD FORSLAGET HVILER PÅ, ét tal ad gangen",
        "WHAT THE PROPOSAL HINGES ON, one number at a time",
    ),
    "robust.hinge": ("{n}. {path}: {value} ({low} til {high}){owner}", "{n}. {path}: {value} ({low} to {high}){owner}"),
    "robust.hinge.assumed": (", antagelse", ", assumption"),
    "robust.hinge.owner": (", {owner}", ", {owner}"),
    "robust.end.same": ("Ved {value} er forslaget stadig bedst.", "At {value} the proposal is still best."),
    "robust.end.other": (
        "Ved {value} er en anden plan {regret} bedre: {what}.",
        "At {value} another plan is {regret} better: {what}.",
    ),
    "robust.end.broken": (
        "Ved {value} bryder forslaget {rule}; bedst er da: {what}.",
        "At {value} the proposal breaks {rule}; best is then: {what}.",
    ),
    "robust.end.none": ("Ved {value} er der ingen plan.", "At {value} there is no plan."),
    "robust.end.contradiction": (
        "Ved {value} modsiger tallet et andet.",
        "At {value} the number contradicts another.",
    ),
    "robust.end.stopped": ("Ved {value} løb tiden ud.", "At {value} time ran out."),
    "robust.tips": ("Vipper ved {value}.", "Tips at {value}."),
    "robust.hinges.none": (
        "Ingen af de prøvede tal ændrer forslaget, hvert for sig.",
        "None of the numbers tried changes the proposal by itself.",
    ),
    "robust.hinges.no_ranges": ("Ingen tal har et interval.", "No number has a range."),
    "robust.hinges.left": (
        (
            "Tal med interval: {ranged}. Efterset i begge ender: {looked}{others}. Regnet om: {solved}, dem hvor "
            "forslaget klarede sig dårligst. Ændrer forslaget: {changes}."
        ),
        (
            "Numbers with a range: {ranged}. Looked at, at both ends: {looked}{others}. Solved again: {solved}, those "
            "where the proposal fared worst. Change the proposal: {changes}."
        ),
    ),
    "robust.hinges.others": (
        "; de andre hører til funktioner, som alle planer er enige om",
        "; the others are of functions about which all plans agree",
    ),
    "robust.hinges.more": (
        "{n} til: --all, eller tabellen over tal (robust_numbers.csv).",
        "{n} more: --all, or the table of numbers (robust_numbers.csv).",
    ),
    "robust.unchanged": ("ingen ændring af steder", "no change of places"),
    # ---- different
    "robust.different": ("NÆSTEN LIGE SÅ GODT, MEN ANDERLEDES", "NEARLY AS GOOD, BUT DIFFERENT"),
    "robust.different.how": ("højst {share} af spændet ringere", "at most {share} of the range worse"),
    "robust.different.worse": ("{worse} ringere: {what}.", "{worse} worse: {what}."),
    "robust.different.as_good": ("lige så god: {what}.", "as good: {what}."),
    "robust.different.none": (
        "Ingen anden plan er så tæt på forslaget.",
        "No other plan is that close to the proposal.",
    ),
    "robust.different.unknown": (
        "Ikke undersøgt: den valgte solver kan ikke spørges om det.",
        "Not looked for: the chosen solver cannot be asked.",
    ),
    # ---- few changes
    "robust.steps": ("DE BEDSTE 1, 2, 3 ... ÆNDRINGER", "THE BEST 1, 2, 3 ... CHANGES"),
    "robust.steps.how": ("andel af forslagets gevinst, hver regnet for sig", "share of what the proposal gains"),
    "robust.step.not_nested": (" (bygger ikke på den forrige)", " (does not build on the one before)"),
    "robust.steps.none": (
        "Forslaget åbner og lukker intet, så der er ingen ændringer at vælge imellem.",
        "The proposal opens and closes nothing, so there are no changes to choose between.",
    ),
    # ---- losses
    "robust.losses": ("MISTER ET HOSPITAL EN DAG OM UGEN", "IF A HOSPITAL LOSES A DAY A WEEK"),
    "robust.loss": ("{role}, {hospital}: {falls}{again}", "{role}, {hospital}: {falls}{again}"),
    "robust.loss.falls": ("{what} falder, hvis alt andet er som i forslaget.", "{what} falls, all else as proposed."),
    "robust.loss.shorter": (
        "dagen findes i andre tilbud, og intet falder.",
        "the day is found in other offers, none falls.",
    ),
    "robust.loss.again": (" Regnet om: {what}, {regret} ringere.", " Solved again: {what}, {regret} worse."),
    "robust.loss.not_again": (
        " Ikke regnet om: der er ingen dag ud over i dag at tage af.",
        " Not solved again: there is no day beyond today's to take.",
    ),
    "robust.losses.none": ("Intet falder.", "Nothing falls."),
    "robust.person.one": ("{n} placering hviler på én person: {what}.", "{n} placement rests on one person: {what}."),
    "robust.person.many": (
        "{n} placeringer hviler på én person: {what}.",
        "{n} placements rest on one person: {what}.",
    ),
    # ---- evidence
    "robust.evidence.numbers": (
        "Hvert tal trækkes lige ofte under og over sin værdi; frø {seed}.",
        "Each number is drawn as often below its value as above it; seed {seed}.",
    ),
    "robust.evidence.weights": (
        "Intet hensyn vejer mindre end {share}.",
        "No aim weighs less than {share}.",
    ),
    "robust.evidence.method": (
        "Scenariets egen metode bruger ingen vægte; her er brugt {method}.",
        "The scenario's own method uses no weights; here {method} is used.",
    ),
    "robust.impossible": (
        "I {n} verdener er der ingen plan, der overholder reglerne: {names}. De er ikke talt med.",
        "In {n} worlds no plan keeps the rules: {names}. They are not counted.",
    ),
    "robust.left": (
        "{n} verdener blev ikke nået; andelene hviler på de {done}, der blev.",
        "{n} worlds were not reached; the shares rest on the {done} that were.",
    ),
    "robust.unproven": (
        "{n} svar blev ikke bevist inden for det ønskede.",
        "{n} answers were not proven as closely as asked.",
    ),
    "robust.work": (
        "{solves} spørgsmål til solveren, {seconds} sekunder.",
        "{solves} questions to the solver, {seconds} s.",
    ),
}
"""Danish and English by key."""
