"""What is wrong with a scenario, in Danish: by the English template, as it stands in the code."""

from __future__ import annotations

SCENARIO_FAULTS: dict[str, str] = {
    "share between 0 and 1": "andel mellem 0 og 1",
    "share above 0": "andel over 0",
    "factor above 0": "faktor over 0",
    "share a year": "andel om året",
    "number above 0": "tal over 0",
    "{sign} {lower:g} and ≤ {upper:g}": "{sign} {lower:g} og ≤ {upper:g}",
    "no area has a column '{column}'; columns: {columns}; or {otherwise}.": (
        "intet område har en kolonne '{column}'; kolonner: {columns}; eller {otherwise}."
    ),
    "visits_per_patient_per_year is missing; the cost of a patient is spread over the visits.": (
        "visits_per_patient_per_year mangler; det, en patient koster, fordeles på besøgene."
    ),
    "the segments are more than everybody in {n} areas: {twice}; nobody counts twice.": (
        "segmenterne er flere end alle i {n} områder: {twice}; ingen tælles to gange."
    ),
    (
        "{exact:g} days a week leave {value:g} days between clinic days, but max_days_between_clinics is "
        "{most:g}; change one of them."
    ): (
        "{exact:g} dage om ugen giver {value:g} dage mellem klinikdagene, men max_days_between_clinics er "
        "{most:g}; ret en af dem."
    ),
    "max_share {highest:g} is below today_share {today:g}; at least today's share is needed.": (
        "max_share {highest:g} er under today_share {today:g}; den skal mindst være andelen i dag."
    ),
    "'{rest}' is the rest already; only one segment can be.": (
        "'{rest}' er resten i forvejen; det kan kun ét segment være."
    ),
    "'{columns}' has the column '{people_share}' already.": ("'{columns}' har kolonnen '{people_share}' i forvejen."),
    "write 'rest'": "skriv 'rest'",
    "leave it out": "udelad den",
    "'{column}' has a meaning of its own, and is no segment; give the share a column of its own.": (
        "'{column}' har sin egen betydning og er intet segment; giv andelen sin egen kolonne."
    ),
    "the segments' shares add up to {total:g}, which leaves no rest; at most 1 is possible.": (
        "segmenternes andele giver tilsammen {total:g}, så der er ingen rest; højst 1 er muligt."
    ),
    "{n} areas have no '{group_by}': {without}.": "{n} områder har intet '{group_by}': {without}.",
    "{n} areas have no '{column}': {without}; fill it in, or use 'region'.": (
        "{n} områder har intet '{column}': {without}; udfyld det, eller brug 'region'."
    ),
    "about.price_year is missing; say which year's money the index leads to.": (
        "about.price_year mangler; skriv, hvilket års penge indekset fører til."
    ),
    "rooms set no limit here, so none is ever taken back; give free_room_days_per_week ({{}} for none).": (
        "lokaler sætter ingen grænse her, så intet tages nogensinde tilbage; skriv free_room_days_per_week "
        "({{}} for ingen)."
    ),
    "no limit is set on what is sent out, so nobody is recruited; give extra_days_per_week.": (
        "der er ingen grænse for, hvad der sendes ud, så ingen ansættes; skriv extra_days_per_week."
    ),
    "nobody can be recruited anywhere; give recruit_days_per_week by hospital.": (
        "ingen kan ansættes noget sted; skriv recruit_days_per_week for hvert hospital."
    ),
    "the persons are missing; give people by hospital.": "personerne mangler; skriv people for hvert hospital.",
    "visits are given by a rate and in the demand table; keep one of them.": (
        "besøgene er givet både som en rate og i efterspørgselstabellen; behold den ene."
    ),
    "the visits are missing; give visits_per_1000_per_year, the same by segment, or a demand table.": (
        "besøgene mangler; skriv visits_per_1000_per_year, det samme for hvert segment, eller en efterspørgselstabel."
    ),
    "0 days a week is no clinic; write more than 0.": "0 dage om ugen er ingen klinik; skriv mere end 0.",
    "min_days_per_week {least:g} is above days_per_week_exactly {exact:g}; keep one of them.": (
        "min_days_per_week {least:g} er over days_per_week_exactly {exact:g}; behold den ene."
    ),
    "the region allocates this function's visits, so nothing overflows; take the line out.": (
        "regionen fordeler denne funktions besøg, så intet løber over; tag linjen ud."
    ),
    "'{role}' is not in staff_per_clinic_day": "'{role}' er ikke i staff_per_clinic_day",
    "{who}; those who can stay at the hospital: {travelling}.": (
        "{who}; de, der kan blive på hospitalet: {travelling}."
    ),
    "steps need a max_share to lead up to; give one.": "steps kræver en max_share at føre op til; skriv en.",
    "{step:g} is not between today_share {today:g} and max_share {highest:g}.": (
        "{step:g} er ikke mellem today_share {today:g} og max_share {highest:g}."
    ),
    "{n} areas have no '{column}': {without}.": "{n} områder har intet '{column}': {without}.",
    "{name} is placed by its patient base, not by minutes; a saved trip cannot be counted.": (
        "{name} placeres efter patientgrundlaget og ikke efter minutter; en sparet tur kan ikke tælles."
    ),
    "the pairs of {name} save {combined:g} of its visits together; at most {max_combined:g} can be saved.": (
        "parrene med {name} sparer tilsammen {combined:g} af dens besøg; højst {max_combined:g} kan spares."
    ),
    "prices.index has no {year}; years: {years}.": "prices.index har intet {year}; år: {years}.",
    "'{role}' works at the house": "'{role}' arbejder i huset",
    "'{key}' is a hospital; name houses.": "'{key}' er et hospital; skriv huse.",
    "none": "ingen",
    "the demand table has no row for {n} areas: {without}; write 0 where it is none.": (
        "efterspørgselstabellen har ingen række for {n} områder: {without}; skriv 0, hvor der ingen er."
    ),
    "there is no such file; expected a CSV file with the columns {columns}.": (
        "filen findes ikke; der skal være en CSV-fil med kolonnerne {columns}."
    ),
    "write it as MULTIPOLYGON (((9.1 56.0, 9.4 56.0, 9.2 56.3, 9.1 56.0)))": (
        "skriv det som MULTIPOLYGON (((9.1 56.0, 9.4 56.0, 9.2 56.3, 9.1 56.0)))"
    ),
    "{lon:.10g} {lat:.10g} is no longitude and latitude in degrees; convert the file to WGS 84 (EPSG:4326)": (
        "{lon:.10g} {lat:.10g} er ikke længde og bredde i grader; omregn filen til WGS 84 (EPSG:4326)"
    ),
    "a ring ends where it begins": "en ring slutter, hvor den begynder",
    "a ring has at least three points that differ": "en ring har mindst tre forskellige punkter",
    "the file is no GeoJSON FeatureCollection with features.": (
        "filen er ikke en GeoJSON FeatureCollection med features."
    ),
    "the outlines have {points:,} points, more than {most_points:,}; simplify them in a GIS program first.": (
        "omridsene har {points:,} punkter, mere end {most_points:,}; gør dem enklere i et GIS-program først."
    ),
    "its geometry is {kind}, where a Polygon or MultiPolygon is needed": (
        "dens geometri er {kind}, hvor der skal være en Polygon eller MultiPolygon"
    ),
    "its coordinates are no list of rings": "dens koordinater er ikke en liste af ringe",
    "a ring is a list of points": "en ring er en liste af punkter",
    "a point is a longitude and a latitude, not {seen}": "et punkt er en længde og en bredde, ikke {seen}",
    "the file is no GeoJSON: it is nested too deep.": "filen er ikke GeoJSON: den har for mange niveauer.",
    "the file is no JSON here.": "filen er ikke JSON her.",
    "feature {number} has no property '{name}'; it has: {properties}.": (
        "feature {number} har ingen egenskab '{name}'; den har: {properties}."
    ),
    "feature {number} ({key}): {error}.": "feature {number} ({key}): {error}.",
    "missing": "væk",
    (
        "{recruited} can be recruited for (recruit_days_per_week), so a day more has a price there; name "
        "another role as item, or take one of the two out."
    ): (
        "{recruited} kan der ansættes til (recruit_days_per_week), så en dag mere har sin pris dér; skriv en "
        "anden rolle som item, eller tag en af de to ud."
    ),
    "the areas have no column '{name}'.": "områderne har ingen kolonne '{name}'.",
    "the outlines are of municipalities, but no area has a municipality.": (
        "omridsene er kommuners, men intet område har en kommune."
    ),
    (
        "there is no outline of {missing}; there are outlines of {known}. Is 'property' the one that holds "
        "the id, or the municipality's name?"
    ): (
        "der er intet omrids af {missing}; der er omrids af {known}. Er 'property' den, der holder id'et "
        "eller kommunens navn?"
    ),
    "no function uses a room of kind '{kind}'; kinds in use: {used}.": (
        "ingen funktion bruger et lokale af slagsen '{kind}'; slags i brug: {used}."
    ),
    "the rule {rule} is not about a {field}; take the line out.": ("reglen {rule} har intet '{field}'; tag linjen ud."),
    "the key '{name}' is unknown here.": "nøglen '{name}' kendes ikke her.",
    "'{name}' is a function and a partner; rename one of them.": (
        "'{name}' er både en funktion og en partner; giv den ene et andet navn."
    ),
    "there is no function and no partner '{name}'.": "der er hverken en funktion eller en partner '{name}'.",
    "the rule {rule} knows no '{name}'; it knows: {kinds}.": (
        "reglen {rule} kender ikke '{name}'; den kender: {kinds}."
    ),
    "nothing": "intet",
    "'{name}' cannot require itself; take it out.": "'{name}' kan ikke kræve sig selv; tag det ud.",
    "'{key}' requires '{name}', which requires '{key}' again; break the circle.": (
        "'{key}' kræver '{name}', som igen kræver '{key}'; bryd ringen."
    ),
    "'{seen}' is no rule; the rules are named in docs/model.md.": (
        "'{seen}' er ingen regel; reglernes navne står i docs/model.md."
    ),
    (
        "'{rule}' cannot be broken at a price; these can: {allowed}. Where '{rule}' must yield at one place, "
        "write an exception with a reason, if it can be waived."
    ): (
        "'{rule}' kan ikke brydes til en pris; det kan disse: {allowed}. Skal '{rule}' vige ét sted, så "
        "skriv en undtagelse med en grund, hvis den kan fraviges."
    ),
    "'{rule}' cannot be waived; an exception may waive: {allowed}.": (
        "'{rule}' kan ikke fraviges; en undtagelse kan fravige: {allowed}."
    ),
    "all weights are 0; at least one must be above 0.": "alle vægte er 0; mindst én skal være over 0.",
    "weights_status is 'decided' but decided_by is empty; say by whom.": (
        "weights_status er 'decided', men decided_by er tom; skriv, af hvem."
    ),
    "order names an aim twice.": "order nævner et hensyn to gange.",
    "the file holds {what}; a scenario is keys with values, beginning with 'schema_version: 1'.": (
        "filen rummer {what}; et scenarie er nøgler med værdier og begynder med 'schema_version: 1'."
    ),
    "{file} is empty; a scenario begins with 'schema_version: 1'.": (
        "{file} er tom; et scenarie begynder med 'schema_version: 1'."
    ),
    "and {n} more faults; correct these first.": "og {n} fejl mere; ret disse først.",
    "a list": "en liste",
    "a single value": "en enkelt værdi",
    "'file' and rows written out are both given; keep one of them.": (
        "både 'file' og udskrevne rækker er givet; behold det ene."
    ),
    "the areas have no column '{column}'; columns: {columns}.": (
        "områderne har ingen kolonne '{column}'; kolonner: {columns}."
    ),
    "no area has '{word}' as {column}; write it as in the table.": (
        "intet område har '{word}' som {column}; skriv det som i tabellen."
    ),
    "there is no function '{name}'": "der er ingen funktion '{name}'",
    "there is no site '{name}'": "der er intet sted '{name}'",
    "there is no area '{name}'": "der er intet område '{name}'",
    "there is no source '{name}'": "der er ingen kilde '{name}'",
    "there is no equipment '{name}'": "der er intet apparatur '{name}'",
    "there is no staff role '{name}'": "der er ingen personalerolle '{name}'",
    "there is no partner '{name}'": "der er ingen partner '{name}'",
    "there is no segment '{name}'": "der er intet segment '{name}'",
    "{names} and {n} more": "{names} og {n} mere",
    "{missing}; write it under '{section}'.": "{missing}; skriv det under '{section}'.",
    "'{name}' is a {kind}, where a hospital is needed; hospitals: {hospitals}.": (
        "'{name}' er af slagsen {kind}, hvor der skal være et hospital; hospitaler: {hospitals}."
    ),
    "{first} and {last}": "{first} og {last}",
    "paid_by adds up to {total}; the shares must add up to 1.": (
        "paid_by giver tilsammen {total}; andelene skal tilsammen give 1."
    ),
    "at_least, at_most and exactly contradict each other.": "at_least, at_most og exactly modsiger hinanden.",
    "visits_per_1000_per_year and ..._by_segment are both given; keep one of them.": (
        "både visits_per_1000_per_year og ..._by_segment er givet; behold det ene."
    ),
    "minutes_per_visit is missing; give it, or visits_per_clinic_day.": (
        "minutes_per_visit mangler; skriv det, eller visits_per_clinic_day."
    ),
    "target_visits_per_year {target} is not above min_visits_per_year {minimum}; a target must be higher.": (
        "target_visits_per_year {target} er ikke over min_visits_per_year {minimum}; et mål skal være højere."
    ),
    "min_patients_per_year needs visits_per_patient_per_year to count patients.": (
        "min_patients_per_year kræver visits_per_patient_per_year, så patienterne kan tælles."
    ),
    "a regionsfunktion needs one to three approved_sites; {n} are named.": (
        "en regionsfunktion kræver et til tre approved_sites; {n} er nævnt."
    ),
    "min_utilisation must be below max_utilisation.": "min_utilisation skal være under max_utilisation.",
    "hospital_absorb_share must be at least hospital_release_share.": (
        "hospital_absorb_share skal være mindst hospital_release_share."
    ),
    "{named} is a single value; nothing stands inside it.": "{named} er en enkelt værdi; intet står inde i den.",
    "there is no '{key}' in {named}.": "der er intet '{key}' i {named}.",
    "the scenario": "scenariet",
    "'{dotted}' is no path; write names with single dots between, as in functions.dialyse.room.": (
        "'{dotted}' er ingen sti; skriv navne med enkelte punktummer imellem, som functions.dialyse.room."
    ),
    "'{key}' cannot be changed by a variant or --set.": "'{key}' kan ikke ændres af en variant eller --set.",
    "{named} has {n} entries; number {index} (from 0) is not among them.": (
        "{named} har {n} led; nummer {index} (fra 0) er ikke blandt dem."
    ),
    "{named} is a single value; '{key}' cannot stand inside it.": (
        "{named} er en enkelt værdi; '{key}' kan ikke stå inde i den."
    ),
    "what an investment costs is counted in one year's money": "hvad anlæg koster, regnes i ét års penge",
    "its equipment is an investment, counted in one year's money": (
        "dens apparatur er anlæg, som regnes i ét års penge"
    ),
    "what stands today stands when the first phase begins": (
        "det, der står i dag, står der, når den første etape begynder"
    ),
    "a site keeps its kind": "et sted bliver ved med at være det, det er",
    "'{key}' is the same in every phase; what may differ: {known}.": (
        "'{key}' er ens i alle etaper; det, der må være forskelligt: {known}."
    ),
    "every phase has the same {key}; set what stands inside one of them.": (
        "alle etaper har de samme {key}; sæt det, der står inde i en af dem."
    ),
    "'{key}' is the same in every phase: {why}; take the line out.": (
        "'{key}' er ens i alle etaper: {why}; tag linjen ud."
    ),
    (
        "segments can only grow apart where no inhabitant is in two of them; their shares add up to more "
        "than 1 in {n} areas: {over}."
    ): (
        "segmenter kan kun vokse hver for sig, hvor ingen indbygger er i to af dem; deres andele er "
        "tilsammen over 1 i {n} områder: {over}."
    ),
    (
        "'{after}' begins in {from_year}, but '{before}' before it in {from_year2}; write the phases in the "
        "order of their years."
    ): ("'{after}' begynder i {from_year}, men '{before}' før den i {from_year2}; skriv etaperne i årenes rækkefølge."),
    (
        "the scenario's numbers are those of the first phase, so nothing has grown yet; write the growth in "
        "the phases after it."
    ): "scenariets tal er den første etapes, så intet er vokset endnu; skriv væksten i etaperne efter den.",
    "'{after}' begins in {from_year}, when '{before}' still lasts (to {last}); shorten it.": (
        "'{after}' begynder i {from_year}, mens '{before}' endnu varer (til {last}); gør den kortere."
    ),
    "speed_bands must rise in up_to_km, and only the last band has no up_to_km.": (
        "speed_bands skal stige i up_to_km, og kun det sidste bånd har ingen up_to_km."
    ),
    "open with 0 days a week; write the days, leave them out, or use status: closed.": (
        "åben med 0 dage om ugen; skriv dagene, udelad dem, eller brug status: closed."
    ),
    "{seen} is not a number; write digits with a decimal point, without unit.": (
        "{seen} er ikke et tal; skriv cifre med decimalpunktum, uden enhed."
    ),
    "{seen} is not a finite number; write an ordinary number.": (
        "{seen} er ikke et endeligt tal; skriv et almindeligt tal."
    ),
    "'{seen}' begins with 0, which is a code and not a number; write the number without the zero.": (
        "'{seen}' begynder med 0, som en kode og ikke et tal; skriv tallet uden nullet."
    ),
    "'{seen}' holds '_'; write the digits alone.": "'{seen}' rummer '_'; skriv cifrene alene.",
    "{seen} is not a whole number.": "{seen} er ikke et helt tal.",
    "{seen} is neither true nor false; write one of them.": "{seen} er hverken true eller false; skriv det ene.",
    "'{seen}' is not a year; write four digits.": "'{seen}' er ikke et årstal; skriv fire cifre.",
    "{text} reads as {read}, but may mean {meant}; write it without a thousands separator.": (
        "{text} læses som {read}, men kan betyde {meant}; skriv det uden tusindtalsadskiller."
    ),
    "the range {low} to {high} does not hold the value {value}; low ≤ value ≤ high is needed.": (
        "spændet fra {low} til {high} rummer ikke værdien {value}; low ≤ value ≤ high skal gælde."
    ),
    "quality is 'sourced' but no source is named; name a key of 'sources' or use 'assumption'.": (
        "quality er 'sourced', men ingen kilde er nævnt; skriv en nøgle fra 'sources', eller brug 'assumption'."
    ),
    "{seen} is outside what is allowed: {allowed} ({unit}).": ("{seen} er uden for det tilladte: {allowed} ({unit})."),
    (
        "{new} must be at {site} and need at least {need:g} days a week of {room}, but {free:g} are free or "
        "let there; give it more free_room_days_per_week."
    ): (
        "{new} skal være i {site} og kræver mindst {need:g} dage om ugen af {room}, men {free:g} er ledige "
        "eller lejet ud dér; giv det flere free_room_days_per_week."
    ),
    "{n} sites must offer {key} ({held}), but {name} allows {most}.": (
        "{n} steder skal tilbyde {key} ({held}), men {name} tillader {most}."
    ),
    "no site may offer {key} (allowed_at {kinds}, level {level}), but it has visits; allow a site.": (
        "intet sted må tilbyde {key} (allowed_at {kinds}, level {level}), men der er besøg; tillad et sted."
    ),
    "houses may see {share:g} of the visits, but no hospital may offer {key}; allow one, or write {remedy}.": (
        "huse må tage {share:g} af besøgene, men intet hospital må tilbyde {key}; tillad et, eller skriv {remedy}."
    ),
    "{n} new and {n2} closed offers are decided, but max_changes allows {limit}.": (
        "{n} nye og {n2} lukkede tilbud er besluttet, men max_changes tillader {limit}."
    ),
    "{site} has scope: outside": "{site} har scope: outside",
    "{site} does not stand today and policy.no_new_houses is true": (
        "{site} står ikke i dag, og policy.no_new_houses er true"
    ),
    "{site} is a {kind}, and allowed_at says {allowed_at}": (
        "{site} er af slagsen {kind}, og allowed_at siger {allowed_at}"
    ),
    "level {level} does not allow it at {site}": "niveauet {level} tillader det ikke i {site}",
    "policy.hospital_functions is keep and {site} does not have it today": (
        "policy.hospital_functions er keep, og {site} har det ikke i dag"
    ),
    "{name} asks for {least} sites, but only {n} may offer {key}: {names}.": (
        "{name} beder om {least} steder, men kun {n} må tilbyde {key}: {names}."
    ),
    "in phase '{name}': {message}": "i etapen '{name}': {message}",
    "decided as must, but the rule {rule} forbids it: {why}; change one of the two.": (
        "besluttet som must, men reglen {rule} forbyder det: {why}; ret en af de to."
    ),
    "it requires {name}, which cannot be at {site}": "det kræver {name}, som ikke kan være i {site}",
    "it requires the partner {name}, who is not committed at {site}": (
        "det kræver partneren {name}, som ikke har sagt ja i {site}"
    ),
    "{seen} is not allowed; allowed: {allowed}.": "{seen} er ikke tilladt; tilladt: {allowed}.",
    "{seen} is no rule an exception may waive; allowed: {known}.": (
        "{seen} er ingen regel, en undtagelse kan fravige; tilladt: {known}."
    ),
    "'{key}' is not allowed here; allowed: {allowed}.": "'{key}' er ikke tilladt her; tilladt: {allowed}.",
    "a mapping": "nøgler med værdier",
    "no areas are given; name a table, as in 'areas: {{file: areas.csv}}', or write them out.": (
        "der er ingen områder; skriv en tabel, som 'areas: {{file: areas.csv}}', eller skriv dem ud."
    ),
    "'{key}' is missing.": "'{key}' mangler.",
    "the key '{name}' is unknown here; keys: {known}.": "nøglen '{name}' kendes ikke her; nøgler: {known}.",
    "schema_version {seen} is not known; this program reads schema_version 1.": (
        "schema_version {seen} kendes ikke; dette program læser schema_version 1."
    ),
    "{seen} is not allowed; allowed: {allowed} or {{within_minutes: n}}.": (
        "{seen} er ikke tilladt; tilladt: {allowed} eller {{within_minutes: n}}."
    ),
    "{seen} is no rule that may be broken at a price; allowed: {known}.": (
        "{seen} er ingen regel, der kan brydes til en pris; tilladt: {known}."
    ),
    "{seen} stands where text is expected; write one text.": ("{seen} står, hvor der skal være tekst; skriv én tekst."),
    "{seen} cannot be an id; an id has letters, digits, '_' and '-' only, no spaces or dots.": (
        "{seen} kan ikke være et id; et id har kun bogstaver, cifre, '_' og '-', ingen mellemrum eller punktummer."
    ),
    "{seen} stands where keys are expected; write '{example}: ...' inside it.": (
        "{seen} står, hvor der skal være nøgler; skriv '{example}: ...' inde i det."
    ),
    "{seen} stands where keys are expected; write '{{file: {name}.csv}}'.": (
        "{seen} står, hvor der skal være nøgler; skriv '{{file: {name}.csv}}'."
    ),
    "{seen} is outside what is allowed: {sign} {limit:g}.": "{seen} er uden for det tilladte: {sign} {limit:g}.",
    "the text is longer than {most} characters; shorten it.": ("teksten er længere end {most} tegn; gør den kortere."),
    "{seen} stands where a list is expected; write {example}.": (
        "{seen} står, hvor der skal være en liste; skriv {example}."
    ),
    "it is empty; at least {least} is needed.": "den er tom; der skal være mindst {least}.",
    "there are too many; at most {most} are allowed.": "der er for mange; højst {most} er tilladt.",
    "{seen} is not a whole number; write digits only.": "{seen} er ikke et helt tal; skriv kun cifre.",
    "'{key}' is missing ({about}).": "'{key}' mangler.",
    "{seen} stands where text is expected; put it in quotes.": (
        "{seen} står, hvor der skal være tekst; sæt det i anførselstegn."
    ),
    (
        "variants '{variant}' ({key}) and '{variant2}' ({key2}) set different values for the same thing and "
        "cannot be combined; use one of them, or write a variant that includes both and decides."
    ): (
        "varianterne '{variant}' ({key}) og '{variant2}' ({key2}) sætter hver sin værdi for det samme og kan "
        "ikke lægges sammen; brug den ene, eller skriv en variant, der bygger på begge og afgør det."
    ),
    "there is no variant '{name}' in the scenario.": "der er ingen variant '{name}' i scenariet.",
    "Variants: {known}.": "Varianter: {known}.",
    "a variant is named twice in '{group}'; name it once.": (
        "en variant er nævnt to gange i '{group}'; nævn den én gang."
    ),
    "--set '{text}' is not of the form path=value, as in policy.max_changes=3.": (
        "--set '{text}' har ikke formen sti=værdi, som policy.max_changes=3."
    ),
    "there is no variant '{other}' to include.": "der er ingen variant '{other}' at bygge på.",
    "'{name}' includes '{other}', which includes '{name}' again; break the circle.": (
        "'{name}' bygger på '{other}', som igen bygger på '{name}'; bryd ringen."
    ),
    "{missing}.": "{missing}.",
    "{what} stands twice; name it once.": "{what} står der to gange; nævn det én gang.",
    "saved_trips_share has neither source nor owner; a saving that nobody stands by is not counted.": (
        "saved_trips_share har hverken kilde eller ejer; en besparelse, som ingen står ved, tælles ikke."
    ),
    # ---- what a number can be
    "{seen} is more than this can be ({unit}): at most {most}; check the number and its unit.": (
        "{seen} er mere, end det kan være ({unit}): højst {most}; se på tallet og dets enhed."
    ),
    "{seen} is nearer to 0 than this can be ({unit}): at least {least}; check the number, or write 0.": (
        "{seen} er nærmere 0, end det kan være ({unit}): mindst {least}; se på tallet, eller skriv 0."
    ),
    "share": "andel",
    "minutes": "minutter",
    "minutes of a trip": "minutters rejse",
    "kilometres": "kilometer",
    "kilometres an hour": "kilometer i timen",
    "inhabitants": "indbyggere",
    "visits a year": "besøg om året",
    "visits per 1,000 inhabitants a year": "besøg pr. 1.000 indbyggere om året",
    "count": "antal",
    "things": "stykker",
    "DKK": "kr.",
    "days": "dage",
    "weeks a year": "uger om året",
    "years": "år",
    "persons in a clinic day": "personer på en klinikdag",
    "factor": "faktor",
    "aversion": "aversion",
    "number": "tal",
    "weight": "vægt",
    "units of a rule": "enheder af en regel",
    "change of an aim a year": "et måls ændring om året",
    # ---- what numbers make together
    "together this makes {seen} {what}, more than can be reckoned with ({most}); check {look}.": (
        "tilsammen giver det {seen} {what}, mere end der kan regnes med ({most}); se på {look}."
    ),
    "clinic days a week": "klinikdage om ugen",
    "lines side by side": "spor ved siden af hinanden",
    "minutes of travel a year": "minutters rejse om året",
    "DKK a year": "kr. om året",
    "inhabitants, rates and need_index": "indbyggere, rater og need_index",
    "the visits, and how many a day holds": "besøgene, og hvor mange en dag rummer",
    "the visits, and the days of a line": "besøgene, og et spors dage",
    "the visits and the times": "besøgene og rejsetiderne",
    "the visits and the prices": "besøgene og priserne",
    "{count} sites are exactly as far from {areas} for {function}: {sites}. At most {most} can share an area's visits; "
    "give the sites coordinates or times of their own.": (
        "{count} steder er præcis lige langt fra {areas} for {function}: {sites}. Højst {most} kan dele et områdes "
        "besøg; giv stederne deres egne koordinater eller tider."
    ),
    # ---- the method
    "method is monetised, but both prices are 0; give a value in objectives.monetised.": (
        "method er monetised, men begge priser er 0; giv en værdi i objectives.monetised."
    ),
    "{aim} is what is minimised, and cannot be bounded too; bound the others.": (
        "{aim} er det, der minimeres, og kan ikke også have en grænse; giv de andre en."
    ),
    # ---- paths
    "'{box}' is a list here; it has numbers from 0, and no '{key}'.": (
        "'{box}' er en liste her; den har numre fra 0 og intet '{key}'."
    ),
    "the merge key '<<' is not allowed; use 'defaults', or write the values out.": (
        "fletningen '<<' er ikke tilladt; brug 'defaults', eller skriv værdierne ud."
    ),
    # ---- YAML
    "the line is indented with a tab; use spaces.": "linjen er rykket ind med en tabulator; brug mellemrum.",
    "a ':' stands where none can; put text that holds ': ' in quotes, and check the indentation.": (
        "der står et ':', hvor der ikke kan stå et; sæt tekst med ': ' i anførselstegn, og se på indrykningen."
    ),
    "a key has no ':' after it; write 'key: value', and check the indentation.": (
        "en nøgle har intet ':' efter sig; skriv 'nøgle: værdi', og se på indrykningen."
    ),
    "inside {{...}} a comma, a closing bracket or quotes are missing.": (
        "inden for {{...}} mangler der et komma, en slutparentes eller anførselstegn."
    ),
    "inside [...] a comma, a closing bracket or quotes are missing.": (
        "inden for [...] mangler der et komma, en slutparentes eller anførselstegn."
    ),
    "a list item does not line up with the '-' above it.": "et punkt på listen står ikke under '-' i linjen over.",
    "the indentation does not agree with the lines above, or a quote ends too early.": (
        "indrykningen passer ikke med linjerne over, eller et anførselstegn slutter for tidligt."
    ),
    "a value is missing here, or a bracket or comma is one too many.": (
        "her mangler en værdi, eller en parentes eller et komma er for meget."
    ),
    "a quote is opened and never closed.": "et anførselstegn begynder og slutter ikke.",
    "a list cannot begin here; put '- ' on a new line.": "her kan en liste ikke begynde; sæt '- ' på en ny linje.",
    "a '? ' cannot begin a key here; write 'key: value'.": (
        "'? ' kan ikke begynde en nøgle her; skriv 'nøgle: værdi'."
    ),
    "something stands after the end of the scenario; check the indentation.": (
        "der står noget efter scenariets slutning; se på indrykningen."
    ),
    "the file holds no text.": "filen rummer ingen tekst.",
    "a backslash inside \"...\" begins something unknown; use '...' quotes for text with \\.": (
        "en omvendt skråstreg inden for \"...\" begynder noget ukendt; brug '...' om tekst med \\."
    ),
    "after '|' or '>' the text begins on the next line.": "efter '|' eller '>' begynder teksten på næste linje.",
    "after '&', '*' or '!' a name is needed; put text that begins with one of them in quotes.": (
        "efter '&', '*' eller '!' skal der stå et navn; sæt tekst, der begynder med et af dem, i anførselstegn."
    ),
    "a line that begins with '%' is for the YAML program; take it out, or put it in quotes.": (
        "en linje, der begynder med '%', er til YAML-programmet; fjern den, eller sæt den i anførselstegn."
    ),
    "the text cannot be read as YAML here; put text with special signs in quotes, and check the indentation.": (
        "teksten kan ikke læses som YAML her; sæt tekst med særlige tegn i anførselstegn, og se på indrykningen."
    ),
    "the text cannot be read as YAML; save it again as plain text in UTF-8.": (
        "teksten kan ikke læses som YAML; gem den igen som ren tekst i UTF-8."
    ),
    "text cannot begin with '{sign}'; put it in quotes.": (
        "tekst kan ikke begynde med '{sign}'; sæt den i anførselstegn."
    ),
    "It begins in line {line}.": "Det begynder i linje {line}.",
    "the text is longer than {most} characters; use CSV tables.": (
        "teksten er længere end {most} tegn; brug CSV-tabeller."
    ),
    "the character U+{code} cannot be shown and is not allowed; remove it.": (
        "tegnet U+{code} kan ikke vises og er ikke tilladt; fjern det."
    ),
    "a second document begins with '---'; a scenario is one document.": (
        "et dokument mere begynder med '---'; et scenarie er ét dokument."
    ),
    "the anchor '&{name}' is not allowed; use 'defaults' or repeat it.": (
        "ankeret '&{name}' er ikke tilladt; brug 'defaults', eller skriv det igen."
    ),
    "the tag '{word}' is not allowed; put text in quotes, numbers without.": (
        "mærket '{word}' er ikke tilladt; skriv tekst i anførselstegn og tal uden."
    ),
    "the alias '*{name}' is not allowed; write the values out.": (
        "henvisningen '*{name}' er ikke tilladt; skriv værdierne ud."
    ),
    "a key is empty; write a name before the ':'.": "en nøgle er tom; skriv et navn før ':'.",
    "the key '{key}' stands twice, first in line {line}; keep one of them.": (
        "nøglen '{key}' står der to gange, første gang i linje {line}; behold én af dem."
    ),
    "'{key}' has no value: a comma inside {{...}} starts a new key; put the text in quotes: {example}.": (
        "'{key}' har ingen værdi: et komma inden for {{...}} begynder en ny nøgle; sæt teksten i anførselstegn: "
        "{example}."
    ),
    "nested deeper than {most} levels; a scenario needs fewer than ten.": (
        "mere end {most} niveauer inden i hinanden; et scenarie skal bruge under ti."
    ),
    "a list or mapping cannot be a key; put text that begins with {{ or [ in quotes.": (
        "en liste eller nøgler kan ikke være en nøgle; sæt tekst, der begynder med {{ eller [, i anførselstegn."
    ),
}
"""``{names}`` are among those of the English."""
