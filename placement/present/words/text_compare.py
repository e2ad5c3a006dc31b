"""The screen of ``compare``, sentence by sentence."""

from __future__ import annotations

COMPARE: dict[str, tuple[str, str]] = {
    "compare.today": ("i dag", "today"),
    "compare.base": ("scenariet uden varianter (base)", "the scenario without variants (base)"),
    "compare.reference": ("Målestok: {name}", "Held against: {name}"),
    "compare.short": ("I KORTE TRÆK", "IN SHORT"),
    "compare.pair": ("{function} i {site}", "{function} in {site}"),
    "compare.more": ("{n} til", "{n} more"),
    "compare.infeasible": (
        "{letter}: ingen plan overholder alle reglerne.{why}",
        "{letter}: no plan keeps all the rules.{why}",
    ),
    "compare.no_plan_found": (
        "{letter}: stoppet, før der var fundet noget forslag.{why}",
        "{letter}: stopped before any proposal was found.{why}",
    ),
    "compare.agree.one": ("{letters} er enige om {n} ændring.", "{letters} agree on {n} change."),
    "compare.agree.many": ("{letters} er enige om {n} ændringer.", "{letters} agree on {n} changes."),
    "compare.agree.none": ("{letters} er ikke enige om nogen ændring.", "{letters} agree on no change."),
    "compare.alone": ("{letters}: {what}.", "{letters}: {what}."),
    "compare.alone.none": ("ikke andet", "nothing else"),
    "compare.alone.nothing": ("åbner og lukker intet", "opens and closes nothing"),
    "compare.alone.opens.one": ("åbner {names}", "opens {names}"),
    "compare.alone.opens.many": ("åbner {n}: {names}", "opens {n}: {names}"),
    "compare.alone.closes.one": ("lukker {names}", "closes {names}"),
    "compare.alone.closes.many": ("lukker {n}: {names}", "closes {n}: {names}"),
    "compare.longer": ("Længere vej: {what}", "Longer trips: {what}"),
    "compare.shorter": ("Kortere vej: {what}", "Shorter trips: {what}"),
    "compare.nobody": ("{letter} ingen", "{letter} nobody"),
    "compare.few": ("{letter} færre end 10 besøg om året", "{letter} fewer than 10 visits a year"),
    "compare.visits": (
        "{letter} {visits} besøg om året, {minutes} minutter",
        "{letter} {visits} visits a year, {minutes} minutes",
    ),
    "compare.loss": (
        "Største tab: {group} ({minutes} min. pr. besøg i {letter}).",
        "Largest loss: {group} ({minutes} min. a visit in {letter}).",
    ),
    "compare.gain": (
        "Størst gevinst: {group} ({minutes} min. pr. besøg i {letter}).",
        "Largest gain: {group} ({minutes} min. a visit in {letter}).",
    ),
    "compare.no_gain": ("Ingen gevinst: {groups}.", "No gain: {groups}."),
    "compare.no_gain.anywhere": (
        "Ingen steder bliver vejen i gennemsnit kortere.",
        "Nowhere is the mean trip shorter.",
    ),
    "compare.running": (
        "Drift mod {reference}, mio. kr. om året: {what}",
        "Running cost against {reference}, million kr. a year: {what}",
    ),
    "compare.money": ("{letter} {what}", "{letter} {what}"),
    "compare.dearer": ("{millions} dyrere for {who}", "{millions} dearer for {who}"),
    "compare.cheaper": ("{millions} billigere for {who}", "{millions} cheaper for {who}"),
    "compare.region": ("regionen", "the region"),
    "compare.municipalities": ("kommuner og stat", "municipalities and state"),
    "compare.same_money": ("under 0,1 i forskel", "less than 0.1 in difference"),
    "compare.gives": ("{letter} {site} ({share})", "{letter} {site} ({share})"),
    "compare.gives_most": ("Afgiver størst del af sine besøg: {what}", "Gives away most of its visits: {what}"),
    "compare.gives_none": ("Intet hospital afgiver besøg.", "No hospital gives visits away."),
    # ---- aims
    "compare.affected": ("Berørte besøg om året, mod {reference}", "Visits a year affected, against {reference}"),
    "compare.affected_before": ("Deres rejsetid før, minutter", "Their trip before, minutes"),
    "compare.affected_now": ("Deres rejsetid nu, minutter", "Their trip now, minutes"),
    "compare.mean_minutes_per_visit": ("Rejsetid, alle besøg", "Trip, all visits"),
    "compare.share_beyond_45_min": ("Besøg med over 45 minutter, %", "Visits beyond 45 minutes, %"),
    "compare.home_share": ("Foregår i hjemmet, %", "At home, %"),
    "compare.clinics_below_target": ("Tilbud under målvolumen", "Offers below target volume"),
    "compare.visits_below_target": ("Besøg i dem", "Visits in them"),
    "compare.row.region": ("Drift, region, mio. kr. om året", "Running cost, region, million kr. a year"),
    "compare.row.municipalities": ("Drift, kommuner og stat, mio. kr.", "Running cost, municipalities and state"),
    "compare.row.patients": ("Patienters egen transport, mio. kr.", "Patients' own transport, million kr."),
    "compare.row.investment": ("Anlæg, mio. kr. i alt", "Investment, million kr. in all"),
    # ---- what changes
    "compare.changes": ("ÆNDRINGER MOD {reference}", "CHANGES AGAINST {reference}"),
    "compare.closes": ("Lukker: {names}.", "Closes: {names}."),
    "compare.opens": ("Åbner: {names}.", "Opens: {names}."),
    "compare.days": ("Andre dage: {names}.", "Other days: {names}."),
    "compare.moves": ("Flytter: {names}.", "Moves: {names}."),
    "compare.move": ("{function} fra {origin} til {target}", "{function} from {origin} to {target}"),
    "compare.home": ("Hjemme: {what}.", "At home: {what}."),
    "compare.home.share": ("{function} {before} → {now}", "{function} {before} → {now}"),
    "compare.nothing": ("Intet åbner, lukker eller flytter.", "Nothing opens, closes or moves."),
    # ---- groups and hospitals
    "compare.groups.municipality": ("KOMMUNER", "MUNICIPALITIES"),
    "compare.groups.other": ("OMRÅDER", "AREAS"),
    "compare.groups.none": ("{groups}: ingen berøres", "{groups}: none is affected"),
    "compare.groups.more": (
        "{n} til: --all, eller tabellen over grupper (compare_groups.csv)",
        "{n} more: --all, or the table of groups (compare_groups.csv)",
    ),
    "compare.block.reach": ("Tilbud inden for 30 min.", "Offers within 30 min."),
    "compare.block.trip": ("Rejsetid, alle besøg", "Trip, all visits"),
    "compare.block.visits": ("Besøg: længere / kortere vej", "Visits: longer / shorter trip"),
    "compare.block.money": (
        "1.000 kr. om året til befordring og hjemmebehandling: region / kommune / borger",
        "1,000 kr. a year for transport and care at home: region / municipality / citizen",
    ),
    "compare.hospitals": ("HOSPITALER, BESØG MOD {reference}", "HOSPITALS, VISITS AGAINST {reference}"),
    "compare.hospital": ("Hospital", "Hospital"),
    "compare.tightest": ("Nærmest sin bund", "Nearest to what it must keep"),
    "compare.room": ("{function} ({letter}): luft {share}", "{function} ({letter}): room {share}"),
    # ---- agreement and assumptions
    "compare.agreed": ("FÆLLES FOR {letters} (kan drøftes først)", "COMMON TO {letters} (can be discussed first)"),
    "compare.agreed.none": ("Ingen ændring er fælles.", "No change is common to all."),
    "compare.inputs": ("FORUDSÆTNINGER, DER ER FORSKELLIGE", "ASSUMPTIONS THAT DIFFER"),
    "compare.inputs.none": ("FORUDSÆTNINGERNE ER ENS", "THE ASSUMPTIONS ARE THE SAME"),
    "compare.inputs.more": (
        "{n} til: --all, eller tabellen over forudsætninger (compare_inputs.csv)",
        "{n} more: --all, or the table of assumptions (compare_inputs.csv)",
    ),
    "compare.input": ("{path}: {plain} → {told}", "{path}: {plain} → {told}"),
    "compare.input.nothing": ("intet", "nothing"),
    "compare.input.assumed": ("{value} (antagelse)", "{value} (assumption)"),
    "compare.turn.alike.most": (
        "Er {path} højst {last}, er {first} og {second} ens; ved {next} er de ikke.{unsure}",
        "If {path} is at most {last}, {first} and {second} are alike; at {next} they are not.{unsure}",
    ),
    "compare.turn.alike.least": (
        "Er {path} mindst {last}, er {first} og {second} ens; ved {next} er de ikke.{unsure}",
        "If {path} is at least {last}, {first} and {second} are alike; at {next} they are not.{unsure}",
    ),
    "compare.turn.other": (
        "Med {path} som i {first} ({value}) bliver {second} en anden plan, men ikke som {first}.{unsure}",
        "With {path} as in {first} ({value}) {second} becomes another plan, but not that of {first}.{unsure}",
    ),
    "compare.turn.no_plan": (
        "Med {path} som i {first} ({value}) er der ingen plan for {second}.{unsure}",
        "With {path} as in {first} ({value}) there is no plan for {second}.{unsure}",
    ),
    "compare.turn.nothing": (
        "Uden betydning hver for sig for {first} og {second}: {paths}.",
        "Each by itself of no account for {first} and {second}: {paths}.",
    ),
    "compare.turn.untold": (
        "Ikke undersøgt for {first} og {second} (intet tal, eller ikke tid): {paths}.",
        "Not looked into for {first} and {second} (no number, or no time): {paths}.",
    ),
    "compare.turn.same": (
        "{first} og {second} har de samme tilbud; intet vipper mellem dem.",
        "{first} and {second} have the same offers; nothing turns between them.",
    ),
    "compare.turn.unsure": (" Ikke bevist.", " Not proven."),
    # ---- evidence
    "compare.sure": (
        "Ingen af forslagene er mere end {gap} fra bevist bedst. En forskel mindre end det er intet fund.",
        "None of the proposals is more than {gap} from proven best. A smaller difference is no finding.",
    ),
    "compare.best": ("Hvert forslag er bevist bedst.", "Each proposal is proven best."),
    "compare.unsure": ("Mindst ét forslag har ingen bevist grænse.", "At least one proposal has no proven bound."),
    "compare.stopped": (
        "{letters} blev stoppet, før den ønskede sikkerhed var nået.",
        "{letters} stopped before the asked certainty was reached.",
    ),
    "compare.other_scale": (
        "Alle er målt på skalaen uden varianter, undtagen {aims}, der ikke skelner der: hver variants egen skala.",
        "All are measured on the scale without variants, but for {aims}, of no range there: each variant's own.",
    ),
    "compare.without_range": ("{letters}: {what}", "{letters}: {what}"),
    "compare.other_today": (
        "Mindst én variant regner også i dag anderledes; den er holdt op mod sit eget i dag.",
        "At least one variant reckons today otherwise too; it is held against its own today.",
    ),
    "compare.last_phase": (
        "Hvor der er etaper, er tallene den sidstes.",
        "Where there are phases, figures are the last one's.",
    ),
    "compare.no_files": ("--out MAPPE skriver alle tal.", "--out DIR writes every number."),
    # ---- the command
    "help.compare": (
        "Sæt i dag og varianter ved siden af hinanden: hvem mister, hvem vinder, hvem betaler.",
        "Put today and variants side by side: who loses, who gains, who pays.",
    ),
    "option.reference": (
        "Hvad der holdes op mod: today, base eller en af varianterne.",
        "What is held against: today, base or one of the variants.",
    ),
    "option.tips": (
        "Find også, hvor forskellen vipper, ét tal ad gangen; tager længere tid.",
        "Find where the difference turns too, one number at a time; takes longer.",
    ),
    "usage.reference": (
        "'{name}' er ikke med i sammenligningen; vælg {known}.",
        "'{name}' is not part of the comparison; choose {known}.",
    ),
    "usage.reference_today": (
        "Scenariet siger intet om i dag, så i dag kan ikke være målestok; vælg {known} med --reference.",
        "The scenario says nothing about today, so today cannot be the reference; choose {known} with --reference.",
    ),
    "usage.too_many": (
        "{n} er for mange ved siden af hinanden; højst {most} kan læses. Vælg dem med --variant a,b: {known}.",
        "{n} are too many side by side; at most {most} can be read. Choose them with --variant a,b: {known}.",
    ),
    "usage.twice": ("'{name}' er nævnt to gange; nævn den én gang.", "'{name}' is named twice; name it once."),
}
