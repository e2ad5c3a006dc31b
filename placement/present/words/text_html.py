"""The report page, sentence by sentence; keys that end in ``.page`` replace what only makes sense on a screen."""

from __future__ import annotations

HTML: dict[str, tuple[str, str]] = {
    # ---- said otherwise on a page
    "rests.edge.page": (
        "{share} af besøgene har et andet sted højst {minutes} længere væk.",
        "{share} of the visits have another site at most {minutes} further away.",
    ),
    "rests.exceptions.page": (
        "Undtaget: {place}, {n} tilbud ({rules}). Grundene står under Undtagelser fra reglerne.",
        "Excepted: {place}, {n} offers ({rules}). The reasons are under Exceptions from the rules.",
    ),
    "rests.not_measured.page": ("Hvad der ikke måles, står på side 1.", "What is not measured is on page 1."),
    "rests.not_measured.more.page": ("Hvad der ikke måles, står på side 1.", "What is not measured is on page 1."),
    "rests.social.none.page": ("Ingen data om social udsathed.", "No data on social exposure."),
    "sheet.about.page": (
        "{scenario}. Et beregnet forslag, ikke en beslutning.",
        "{scenario}. A calculated proposal, not a decision.",
    ),
    # ---- counts
    "count.few": ("under {below}", "under {below}"),
    "count.between": ("{visits} ({low}–{high})", "{visits} ({low}–{high})"),
    # ---- the frame of the page
    "html.skip": ("Spring til indholdet", "Skip to the content"),
    "html.contents": ("Indhold", "Contents"),
    "html.appendix": ("Bilag {letter}: {title}", "Appendix {letter}: {title}"),
    "html.page": ("Side", "Page"),
    "html.of": ("af", "of"),
    "html.top": ("Til indholdsfortegnelsen", "To the contents"),
    "html.prepared_by": ("Udarbejdet af: {who}", "Prepared by: {who}"),
    "html.short": ("Kort fortalt", "In short"),
    "html.calculated": ("Et beregnet forslag. Beslutningen er menneskers.", "A calculated proposal. People decide."),
    "html.three_aims": ("De tre hensyn, i dag og i forslaget", "The three aims, today and in the proposal"),
    "html.head.row": ("Mål", "Measure"),
    "html.head.remark": ("Bemærkning", "Remark"),
    "html.not_measured": ("Hvad der ikke måles", "What is not measured"),
    "html.not_measured.none": (
        "Scenariet siger ikke, hvad der ikke måles (about.not_in_model).",
        "The scenario does not say what is not measured (about.not_in_model).",
    ),
    "html.nothing": ("Ingen.", "None."),
    "html.link": ("Åbnes på nettet: {title}", "Opens on the web: {title}"),
    # ---- map and matrix
    "html.map": ("På kortet", "On the map"),
    "html.maps": ("Hvor langt der er, og hvem der kører hvorhen", "How far it is, and who goes where"),
    "html.matrix": ("Tilbud og huse", "Offers and houses"),
    "html.matrix.caption": (
        "Hvert tilbud i hvert hus: i dag, i forslaget, eller hvorfor ikke",
        "Each offer at each house: today, in the proposal, or why not",
    ),
    "html.sign.new": ("nyt", "new"),
    "html.sign.kept": ("som i dag", "as today"),
    "html.sign.closed": ("lukkes", "closes"),
    "html.sign.price": ("afvejningen taler imod", "the trade-off says no"),
    "html.sign.rule": ("en regel siger nej", "a rule says no"),
    "html.sign.none": ("kommer ikke på tale", "out of the question"),
    # ---- aims
    "html.aims": ("De tre hensyn ved siden af i dag", "The three aims beside today"),
    "html.card": ("Strategiens fire visioner", "The strategy's four visions"),
    "html.payers": ("Hvem der betaler", "Who pays"),
    "html.payers.how": (
        (
            "Mio. kr. i forhold til i dag; plus er dyrere. Drift og anlæg lægges aldrig sammen, og "
            "borgernes egen transport vises for sig."
        ),
        (
            "Million kr. relative to today; plus is dearer. Running cost and investment are never added up, "
            "and citizens' own transport is shown apart."
        ),
    ),
    "html.payer.region": ("Regionen", "Region"),
    "html.payer.municipality": ("Kommunerne", "Municipalities"),
    "html.payer.state": ("Staten", "State"),
    "html.payer.citizen": ("Borgerne", "Citizens"),
    "html.phases": ("Hvornår", "When"),
    "html.soft": ("Regler, der brydes til en pris", "Rules broken at a price"),
    # ---- trips
    "html.trips": ("Hvem mister, og hvem vinder", "Who loses and who gains"),
    "html.groups": ("Kommune for kommune", "Municipality by municipality"),
    "html.groups.how": (
        (
            "Dem, der får længere vej, står først. Tallene er besøg om året, ikke indbyggere. Kroner er "
            "regionens og kommunens udgift til transport og hjemmebehandling, i forhold til i dag."
        ),
        (
            "Those with a longer trip come first. Figures are visits a year, not inhabitants. Kroner are "
            "the region's and the municipality's cost of transport and care at home, relative to today."
        ),
    ),
    "html.groups.picture": (
        "Besøg om året med længere og kortere vej, efter kommune",
        "Visits a year with a longer and a shorter trip, by municipality",
    ),
    "html.bars": ("Længere vej: {lost}. Kortere vej: {won}.", "Longer trip: {lost}. Shorter trip: {won}."),
    "html.bar": ("{name} {visits}", "{name} {visits}"),
    "html.by_function": ("Tilbud for tilbud", "Offer by offer"),
    "html.hospitals": ("Hvad hospitalerne afgiver og får", "What hospitals give and get"),
    "html.hospitals.how": (
        "Den udgift, der bliver tilbage, er løn til besøg, hospitalet mister uden at kunne spare.",
        "The cost left behind is pay for visits the hospital loses without being able to save.",
    ),
    "html.most": ("{function} {share}", "{function} {share}"),
    # ---- calibration
    "html.calibration": ("Passer modellen med det, man ved?", "Does the model fit what is known?"),
    "html.ratios": ("Beregnede besøg i forhold til kendte", "Calculated visits relative to known ones"),
    "html.ratios.words": (
        "1 er som kendt; båndet er 20 % til hver side. {what}.",
        "1 is as known; the band is 20% to each side. {what}.",
    ),
    "html.ratio": ("{name}: {ratio}", "{name}: {ratio}"),
    # ---- trade-off
    "html.tradeoff": ("Hvad der er at vælge imellem", "What there is to choose between"),
    "html.tradeoff.how": (
        (
            "Hvert punkt er et forslag. Kroner er hensynet økonomi: alle offentlige betalere, anlæg "
            "omregnet til et beløb om året. Under nul er bedre end i dag."
        ),
        (
            "Each point is a proposal. Kroner are the economy aim: all public payers, investment as a "
            "yearly amount. Below zero is better than today."
        ),
    ),
    "html.tradeoff.ends": (
        ("Her er forslaget, i dag og det bedste for hvert hensyn alene. Mulighederne imellem er ikke beregnet."),
        ("Here are the proposal, today and the best for each aim alone. The choices between them were not calculated."),
    ),
    "html.tradeoff.all": (
        "Alle {n} forslag, som intet andet forslag slår på alle tre hensyn, er med.",
        "All {n} proposals that no other proposal beats on every aim are there.",
    ),
    "html.tradeoff.some": (
        "{n} forslag, som intet andet kendt forslag slår på alle tre hensyn; der kan være flere.",
        "{n} proposals that no other known proposal beats on every aim; there may be more.",
    ),
    "html.plan": ("Plan {n}", "Plan {n}"),
    "html.proposal": ("Forslaget", "The proposal"),
    "html.best_for": ("Bedst for {aim}", "Best for {aim}"),
    "html.point": ("{name}: {what}", "{name}: {what}"),
    "html.scatter.citizen": ("Kroner mod rejsetid", "Kroner against travel"),
    "html.scatter.quality": ("Kroner mod faglighed", "Kroner against quality"),
    "html.scatter.words": (
        (
            "Mio. minutters rejse om året, besøg i tilbud under målvolumen og mio. kr. om året. {what}. "
            "Desuden {n} andre planer."
        ),
        (
            "Million minutes of travel a year, visits in offers below target and million kr. a year. "
            "{what}. And {n} other plans."
        ),
    ),
    "html.axis.economy": ("mio. kr. om året →", "million kr. a year →"),
    "html.axis.citizen": ("↑ mio. minutters rejse om året", "↑ million minutes of travel a year"),
    "html.axis.quality": ("↑ tusinde besøg under målvolumen", "↑ thousand visits below target"),
    # ---- choices
    "html.choices": ("Hvorfor, og hvorfor ikke", "Why, and why not"),
    "html.closed": ("Lukkes", "Closes"),
    "html.new": ("Nye tilbud", "New offers"),
    "html.new.how": (
        (
            "I den rækkefølge, der giver mest pr. krone. I parentes står, hvad besøgene kan være, når "
            "satsen er i den ene eller den anden ende af sit spænd."
        ),
        (
            "In the order that gives most for the money. In brackets what the visits may be when their rate "
            "is at either end of its range."
        ),
    ),
    "html.new.why": ("{place}: {why}", "{place}: {why}"),
    "html.days": ("Andre dage", "Other days"),
    "html.home": ("I eget hjem", "At home"),
    "html.close": ("Var tæt på", "Came close"),
    "html.close.how": (
        ("Hvad der manglede mindst, eller kun var for dyrt. Alle andre nej står på husets eget ark i bilaget."),
        ("What lacked least, or was only too dear. Every other no is on the house's own sheet in the appendix."),
    ),
    "html.decided": ("Afgjort på forhånd", "Settled beforehand"),
    "html.decision.must": ("skal være der", "must be there"),
    "html.decision.must_not": ("må ikke være der", "must not be there"),
    "html.exceptions": ("Undtagelser fra reglerne", "Exceptions from the rules"),
    "html.every_offer": ("alle tilbud", "every offer"),
    # ---- hinges
    "html.hinges": ("Hvad det hviler på", "What it rests on"),
    "html.assumptions": ("Tal, der betyder noget for svaret", "Numbers that matter to the answer"),
    "html.assumptions.how": (
        (
            "{shown} af {all} tal: dem, der kan vippe svaret, rammerne, og tallene for de tilbud, der "
            "ændres. Resten står i tabellen over alle tal (assumptions.csv)."
        ),
        (
            "{shown} of {all} numbers: those that can tip the answer, the frame, and those of the offers "
            "that change. The rest are in the table of all numbers (assumptions.csv)."
        ),
    ),
    "html.sourced": ("{source} ({quality})", "{source} ({quality})"),
    "html.quality.sourced": ("læst i kilden", "read at the source"),
    "html.quality.derived": ("udledt", "derived"),
    "html.quality.assumption": ("antagelse", "assumption"),
    "html.edges": (
        "Områder, der næsten lige så godt kunne bruge et andet sted",
        "Areas that could almost as well use another site",
    ),
    "html.edges.how": (
        "{shown} af {all}, dem, der afgør noget, først. Slå den rigtige køretid op, før nogen konkluderer.",
        ("{shown} of {all}, those that decide something first. Look up the real travel time before anybody concludes."),
    ),
    "html.decides": ("ja", "yes"),
    "html.vulnerable": ("Hvis et hospital mister en dag om ugen", "If a hospital loses a day a week"),
    "html.vulnerable.how": (
        "Tilbud, der falder, hvis der er én persondag mindre om ugen til husene.",
        "Offers that fall if there is one person-day a week less for the houses.",
    ),
    "html.vulnerable.none": (
        "Intet tilbud falder, hvis et hospital kan sende én persondag mindre om ugen.",
        "No offer falls if a hospital can send one person-day a week less.",
    ),
    # ---- method
    "html.method": ("Sådan er det beregnet", "How it was calculated"),
    "html.method.how": ("Fremgangsmåde", "Procedure"),
    "html.method.visits": (
        (
            "Besøg er indbyggere gange en sats pr. 1.000, område for område; de, der ses i hjemmet eller "
            "vælger andet, er trukket fra."
        ),
        (
            "Visits are inhabitants times a rate per 1,000, area by area; those seen at home or who choose "
            "otherwise are taken off."
        ),
    ),
    "html.method.travel": (
        ("Borger: rejsetid i minutter, begge veje, for alle besøg; hjemme er nul. På siden vises minutter én vej."),
        ("Citizen: travel in minutes, both ways, of all visits; home is zero. The page shows minutes one way."),
    ),
    "html.method.quality": (
        ("Faglighed: besøg i tilbud, der er mindre end målvolumen. Mindstekrav er en regel og ikke en afvejning."),
        ("Quality: visits in offers smaller than their target volume. Minimum volumes are a rule, not a trade-off."),
    ),
    "html.method.money": (
        ("Økonomi: drift i forhold til i dag for alle offentlige betalere og anlæg omregnet til et beløb om året."),
        "Economy: running cost relative to today for all public payers, and investment as a yearly amount.",
    ),
    "html.method.aims": (
        ("Hvert hensyn måles fra det bedste, der kan nås for det alene (0), til det dårligste i de andres bedste (1)."),
        "Each aim is measured from the best it can reach alone (0) to the worst in the others' best (1).",
    ),
    "html.method.search": (
        (
            "Et program for heltalsoptimering leder blandt alle planer, der overholder reglerne, og "
            "beviser, hvor god den bedste kan være."
        ),
        ("An integer programming solver searches all plans that keep the rules, and proves how good the best can be."),
    ),
    "html.method.judge": (
        "Et andet program, som ikke deler formler med det første, regner hver regel og hvert tal efter.",
        "Another program, which shares no formulas with the first, recomputes every rule and every number.",
    ),
    "html.method.weights": ("Afvejning: {method}; vægte {weights}.", "Trade-off: {method}; weights {weights}."),
    "html.method.sure": ("Hvor sikkert er det", "How sure it is"),
    "html.method.numbers": ("Om tallene", "About the numbers"),
    "html.method.rounded": (
        "Beregnede besøg er rundet til tre cifre; de er ikke kendt nøjagtigere.",
        "Calculated visits are rounded to three digits; they are known no better.",
    ),
    "html.method.range": (
        "Tal i parentes er spændet, når satsen for besøg er lavest og højest, alt andet lige.",
        "Figures in brackets are the range when the rate of visits is lowest and highest, all else equal.",
    ),
    "html.method.small": (
        "Besøgstal under {below} om året er skjult, hvor de kunne vise enkelte borgere.",
        "Visit counts under {below} a year are hidden where they might show single citizens.",
    ),
    "html.method.all_told": ("Ingen besøgstal er skjult.", "No visit counts are hidden."),
    "html.method.made": ("Hvad det er lavet af", "What it was made of"),
    "html.made.scenario": ("Scenarie: {name}", "Scenario: {name}"),
    "html.made.variants": ("Varianter: {names}", "Variants: {names}"),
    "html.made.overrides": ("Ændret på kommandolinjen: {what}", "Changed on the command line: {what}"),
    "html.made.version": ("Beregnet med placement {version}", "Calculated with placement {version}"),
    "html.made.prices": ("Priser i {year}-niveau", "Prices of {year}"),
    "html.made.input": ("{name}, fingeraftryk {digest}", "{name}, fingerprint {digest}"),
    "html.sources": ("Kilder", "Sources"),
    # ---- appendices
    "html.houses": ("Et ark for hvert hus", "A sheet for each house"),
    "html.giving": ("Et ark for hvert hospital, der afgiver besøg", "A sheet for each hospital that gives visits away"),
    "html.municipalities": ("Et ark for hver kommune", "A sheet for each municipality"),
    "html.other_groups": ("Et ark for hver gruppe af områder", "A sheet for each group of areas"),
    "html.catalogue": ("Borgernes katalog", "The citizens' catalogue"),
    "html.catalogue.how": (
        "Hvad man kan komme til i hvert hus, hvis forslaget bliver til noget. Nyt er mærket.",
        "What one can come for in each house if the proposal comes about. What is new is marked.",
    ),
    "html.catalogue.at": ("Katalog: {house}", "Catalogue: {house}"),
    "html.catalogue.new": ("{function} (nyt)", "{function} (new)"),
    "html.group.about": (
        "Hvad forslaget betyder her. Et beregnet forslag, ikke en beslutning.",
        "What the proposal means here. A calculated proposal, not a decision.",
    ),
    "html.group.short": ("Kort fortalt", "In short"),
    "html.group.people": (
        "Ca. {people} indbyggere og {visits} besøg om året",
        "About {people} inhabitants and {visits} visits a year",
    ),
    "html.group.moved": (
        "Besøg om året med længere vej: {longer}; med kortere vej: {shorter}",
        "Visits a year with a longer trip: {longer}; with a shorter trip: {shorter}",
    ),
    "html.group.trip": (
        "Rejsetid, alle besøg: {now} minutter (i dag {today})",
        "Trip, all visits: {now} minutes (today {today})",
    ),
    "html.group.no_car": (
        "Rejsetid for dem uden bil: {now} minutter (i dag {today})",
        "Trip of those without a car: {now} minutes (today {today})",
    ),
    "html.group.near": (
        "Tilbud inden for 30 minutter: {now} (i dag {today})",
        "Offers within 30 minutes: {now} (today {today})",
    ),
    "html.group.money": (
        ("Transport og hjemmebehandling, kr. om året: regionen {region}, kommunen {municipality}, borgerne {citizen}"),
        ("Transport and care at home, kr. a year: region {region}, municipality {municipality}, citizens {citizen}"),
    ),
    "html.group.offers": ("Tilbud for tilbud", "Offer by offer"),
    "html.group.offers.of": ("Tilbud for tilbud: {group}", "Offer by offer: {group}"),
    # ---- the command
    "help.report": (
        "Skriv en HTML-side (og PDF) af en resultatmappe, en sammenligning eller et scenarie.",
        "Write an HTML page (and PDF) of a result folder, a comparison or a scenario.",
    ),
    "option.out_page": (
        "Fil, siden skrives i; ellers report.html i mappen eller her.",
        "File the page is written to; otherwise report.html in the folder, or here.",
    ),
    "option.tradeoff": ("Mappe fra tradeoff --out, vist som punkter.", "Folder of tradeoff --out, shown as points."),
    "option.pdf": ("Skriv også en mærket PDF (kræver WeasyPrint).", "Write a tagged PDF too (needs WeasyPrint)."),
    "option.below": (
        "Skjul besøgstal under dette; 0 skjuler intet. Ellers 5.",
        "Hide visit counts below this; 0 hides none. Otherwise 5.",
    ),
    "report.done": ("Skrev {file}.", "Wrote {file}."),
    "usage.no_weasyprint": (
        "PDF kræver WeasyPrint; i din kopi af programmet: pip install '.[pdf]'. En browser kan også udskrive siden.",
        "PDF needs WeasyPrint; in your copy of the program: pip install '.[pdf]'. A browser can print the page too.",
    ),
    "usage.weasyprint_lacks": (
        "WeasyPrint mangler et systembibliotek ({why}). På Debian: apt-get install libpangoft2-1.0-0.",
        "WeasyPrint lacks a system library ({why}). On Debian: apt-get install libpangoft2-1.0-0.",
    ),
    "usage.report_scenario": (
        "{what} er et scenarie; et andet scenarie kan kun nævnes efter en resultatmappe.",
        "{what} is a scenario; another scenario can only be named after a result folder.",
    ),
    "usage.report_solved": (
        "{what} er allerede beregnet, så {options} har ingen virkning. Nævn scenariet i stedet, eller udelad det.",
        "{what} is solved already, so {options} has no effect. Name the scenario instead, or leave it out.",
    ),
    "usage.report_tradeoff": (
        "--tradeoff passer kun til ét forslag, ikke til en sammenligning.",
        "--tradeoff fits a single proposal only, not a comparison.",
    ),
    # ---- comparisons
    "html.compare.title": ("Sammenligning: {title}", "Comparison: {title}"),
    "html.compare.is": ("{letter}: {words}", "{letter}: {words}"),
    "html.compare.changes": ("Hvad der er forskelligt", "What differs"),
    "html.compare.offers": ("Tilbud, der ikke er ens", "Offers that are not the same"),
    "html.compare.opens": ("åbner", "opens"),
    "html.compare.closes": ("lukker", "closes"),
    "html.compare.days": ("andre dage", "other days"),
    "html.compare.stays": ("uændret", "unchanged"),
    "html.compare.agreed": ("Fælles for alle (kan drøftes først)", "Common to all (may be discussed first)"),
    "html.compare.groups": ("Gruppe for gruppe", "Group by group"),
    "html.compare.running": ("Drift pr. år, {letter}", "Running a year, {letter}"),
    "html.compare.investment": ("Anlæg, {letter}", "Investment, {letter}"),
    "html.compare.inputs": ("Forudsætninger, der er forskellige", "Assumptions that differ"),
    "html.compare.turn": ("Hvor forskellen vipper", "Where the difference turns"),
    "html.compare.same_inputs": ("Forudsætningerne er ens.", "The assumptions are the same."),
    # ---- headings of columns
    "html.head.vision": ("Vision", "Vision"),
    "html.head.measure": ("Mål", "Measure"),
    "html.head.today": ("I dag", "Today"),
    "html.head.plan": ("Forslag", "Proposal"),
    "html.head.verdict": ("Vurdering", "Verdict"),
    "html.head.note": ("Bemærkning", "Note"),
    "html.head.payer": ("Betaler", "Payer"),
    "html.head.item": ("Post", "Item"),
    "html.head.running": ("Drift pr. år", "Running, a year"),
    "html.head.investment": ("Anlæg", "Investment"),
    "html.head.group": ("Kommune", "Municipality"),
    "html.head.longer": ("Længere vej", "Longer trip"),
    "html.head.shorter": ("Kortere vej", "Shorter trip"),
    "html.head.minutes_longer": ("Minutter længere", "Minutes longer"),
    "html.head.minutes_shorter": ("Minutter kortere", "Minutes shorter"),
    "html.head.visits": ("Besøg/år", "Visits/year"),
    "html.head.minutes_today": ("Minutter i dag", "Minutes today"),
    "html.head.minutes": ("Minutter, forslag", "Minutes, proposal"),
    "html.head.near_today": ("Inden for 30 min. i dag", "Within 30 min. today"),
    "html.head.near": ("Inden for 30 min.", "Within 30 min."),
    "html.head.region": ("Region, mio. kr.", "Region, m. kr."),
    "html.head.municipality": ("Kommune, mio. kr.", "Municipality, m. kr."),
    "html.head.offer": ("Tilbud", "Offer"),
    "html.head.hospital": ("Hospital", "Hospital"),
    "html.head.visits_today": ("Besøg/år i dag", "Visits/year today"),
    "html.head.change": ("Forskel", "Change"),
    "html.head.share": ("Andel", "Share"),
    "html.head.most": ("Afgiver mest", "Gives most"),
    "html.head.stranded": ("Bliver tilbage, mio. kr.", "Left behind, m. kr."),
    "html.head.what": ("Hvad", "What"),
    "html.head.observed": ("Kendt", "Known"),
    "html.head.modelled": ("Beregnet", "Calculated"),
    "html.head.ratio": ("Forhold", "Ratio"),
    "html.head.year": ("År", "Year"),
    "html.head.plan_name": ("Plan", "Plan"),
    "html.head.citizen": ("Rejse, mio. minutter", "Travel, m. minutes"),
    "html.head.quality": ("Besøg under mål", "Visits below target"),
    "html.head.economy": ("Økonomi, mio. kr. pr. år", "Economy, m. kr. a year"),
    "html.head.why": ("Hvorfor", "Why"),
    "html.head.why_not": ("Hvorfor ikke", "Why not"),
    "html.head.house": ("Hus", "House"),
    "html.head.place": ("Sted", "Place"),
    "html.head.decision": ("Afgjort", "Settled"),
    "html.head.reason": ("Begrundelse", "Reason"),
    "html.head.who": ("Af hvem", "By whom"),
    "html.head.rules": ("Regler", "Rules"),
    "html.head.number": ("Tal", "Number"),
    "html.head.value": ("Værdi", "Value"),
    "html.head.range": ("Spænd", "Range"),
    "html.head.tips": ("Vipper ved", "Tips at"),
    "html.head.source": ("Kilde", "Source"),
    "html.head.owner": ("Ejer", "Owner"),
    "html.head.area": ("Område", "Area"),
    "html.head.uses": ("Bruger", "Uses"),
    "html.head.next": ("Næste", "Next"),
    "html.head.difference": ("Minutter længere", "Minutes further"),
    "html.head.decides": ("Afgør noget", "Decides something"),
    "html.head.role": ("Faggruppe", "Role"),
    "html.head.falls": ("Tilbud, der falder", "Offers that fall"),
    "html.head.lost": ("Besøg/år", "Visits/year"),
    "html.head.at_home": ("I hjemmet", "At home"),
    "html.head.seen_today": ("De fleste ses i dag", "Most are seen today"),
    "html.head.seen": ("De fleste ses i forslaget", "Most are seen in the proposal"),
    "html.head.for_whom": ("For hvem", "For whom"),
    "html.head.referral": ("Henvisning", "Referral"),
    "html.head.hours": ("Åbningstid", "Opening hours"),
    "html.head.days": ("Dage/uge", "Days/week"),
    # ---- fields of the scenario, in words
    "html.field.policy.max_changes": ("Højst så mange ændringer", "Most changes"),
    "html.field.policy.max_investment_dkk": ("Anlægsramme, kr.", "Investment budget, kr."),
    "html.field.policy.max_extra_operating_dkk_per_year": ("Driftsramme, kr. om året", "Running budget, kr. a year"),
    "html.field.objectives.weights.citizen": ("Vægt på borger", "Weight of citizen"),
    "html.field.objectives.weights.quality": ("Vægt på faglighed", "Weight of quality"),
    "html.field.objectives.weights.economy": ("Vægt på økonomi", "Weight of economy"),
    "html.field.visits_per_1000_per_year": (
        "besøg pr. 1.000 indbyggere om året",
        "visits per 1,000 inhabitants a year",
    ),
    "html.field.visits_per_patient_per_year": ("besøg pr. patient om året", "visits per patient a year"),
    "html.field.min_visits_per_year": ("mindstekrav, besøg om året", "minimum, visits a year"),
    "html.field.min_patients_per_year": ("mindstekrav, patienter om året", "minimum, patients a year"),
    "html.field.target_visits_per_year": ("målvolumen, besøg om året", "target volume, visits a year"),
    "html.field.quality_loss_at_minimum": ("faglighed tabt ved mindstekravet", "quality lost at the minimum"),
    "html.field.quality_parity_at_houses": (
        "faglighed i huse i forhold til hospitaler",
        "quality at houses relative to hospitals",
    ),
    "html.field.max_house_share": ("højeste andel, et hus kan se", "largest share a house can see"),
    "html.field.visits_per_clinic_day": ("besøg på en klinikdag", "visits on a clinic day"),
    "html.field.free_room_days_per_week.item": ("ledige lokaledage om ugen, {item}", "free room days a week, {item}"),
    "html.field.extra_days_per_week.item": ("dage om ugen, {item} kan sende ud", "days a week {item} can send out"),
    "html.field.equipment_today.item": ("{item}, antal i dag", "{item}, how many today"),
    "html.field.staff_per_clinic_day.item": ("{item} på en klinikdag", "{item} on a clinic day"),
    "html.field.equipment.item.minutes_per_visit": ("{item}, minutter pr. besøg", "{item}, minutes per visit"),
    "html.field.equipment.item.share_of_visits": (
        "{item}, andel af besøgene, der bruger den",
        "{item}, share of visits that use it",
    ),
    "html.field.minutes_per_visit": ("minutter pr. besøg", "minutes per visit"),
    "html.field.clinic_day_minutes": ("minutter på en klinikdag", "minutes of a clinic day"),
    "html.field.clinic_weeks_per_year": ("klinikuger om året", "clinic weeks a year"),
    "html.field.staff_workday_minutes": ("minutter på en arbejdsdag", "minutes of a working day"),
    "html.field.catchment_pull_minutes": ("hospitalets træk, minutter", "the hospital's pull, minutes"),
    "html.field.min_days_per_week": ("mindste antal dage om ugen", "fewest days a week"),
    "html.field.days_per_week_exactly": ("dage om ugen, nøjagtigt", "days a week, exactly"),
    "html.field.retained_share": ("andel, hospitalet beholder", "share the hospital keeps"),
    "html.field.variable_dkk_per_visit": ("udgift pr. besøg, kr.", "cost per visit, kr."),
    "html.field.fitting_out_dkk": ("indretning, kr.", "fitting out, kr."),
    "html.field.citizen_weight": ("vægt af borgerens minutter", "weight of citizens' minutes"),
    "html.field.backup_hospital_within_minutes": ("bagvagt inden for minutter", "backup within minutes"),
    "html.field.patient_transport.share_entitled": ("andel med ret til befordring", "share entitled to transport"),
    "html.field.home.today_share": ("andel i hjemmet i dag", "share at home today"),
    "html.field.home.max_share": ("højeste andel i hjemmet", "largest share at home"),
    "html.field.home.acceptance": ("andel, der siger ja til hjemmet", "share who accept home"),
    "html.field.home.dkk_per_visit": ("besøg i hjemmet, kr.", "visit at home, kr."),
    "html.field.home.quality_parity": ("faglighed i hjemmet", "quality at home"),
    # ---- refused
    "folder.no_scenario_report": (
        "Scenariet {scenario} er der ikke. Sig, hvor det ligger nu: placement report {folder} SCENARIE",
        "The scenario {scenario} is not there. Say where it lies now: placement report {folder} SCENARIO",
    ),
    "folder.scenario_changed": (
        "{scenario} er ikke længere det, {folder} er beregnet af ({files}). Løs igen, eller find det gamle frem.",
        "{scenario} is no longer what {folder} was calculated from ({files}). Solve again, or bring the old one back.",
    ),
    "folder.disagrees": (
        "{folder}: {name} er {seen} i result.json, men {found} efter scenariet. Kør placement verify.",
        "{folder}: {name} is {seen} in result.json, but {found} by the scenario. Run placement verify.",
    ),
    "folder.not_a_report": (
        "{path} er der i forvejen og er ingen rapport fra placement. Vælg et andet navn med --out.",
        "{path} is there already and is no report by placement. Choose another name with --out.",
    ),
    "folder.no_tradeoff": (
        "{folder} rummer ingen afvejning: {name} mangler. Nævn mappen fra placement tradeoff --out.",
        "{folder} holds no trade-off: {name} is missing. Name the folder of placement tradeoff --out.",
    ),
    "folder.other_tradeoff": (
        "{path} er af et andet scenarie eller en anden variant. Kør placement tradeoff igen for dette.",
        "{path} is of another scenario or variant. Run placement tradeoff again for this one.",
    ),
}
