"""What is wrong with tables, numbers, times and positions, in Danish: by the English template in the code."""

from __future__ import annotations

TABLE_FAULTS: dict[str, str] = {
    # ---- numbers
    "{seen} is not a number; write digits with a decimal comma or point, without unit.": (
        "{seen} er ikke et tal; skriv cifre med decimalkomma eller punktum, uden enhed."
    ),
    "{seen} may mean {meant} or {decimal}; write it without a thousands separator, decimals with a comma.": (
        "{seen} kan betyde {meant} eller {decimal}; skriv det uden tusindtalsskilletegn, decimaler med komma."
    ),
    "'{seen}' may mean {decimal} or {meant}; write one of them, decimals with a point.": (
        "'{seen}' kan betyde {decimal} eller {meant}; skriv et af dem, decimaler med punktum."
    ),
    "'{seen}' has a gap between its digits; write {meant}.": ("'{seen}' har mellemrum mellem cifrene; skriv {meant}."),
    "'{seen}' has a decimal comma; write a point, as in {meant}.": (
        "'{seen}' har decimalkomma; skriv punktum, som i {meant}."
    ),
    "'{seen}' has a thousands dot; write {meant}.": "'{seen}' har et tusindtalspunktum; skriv {meant}.",
    "'{seen}' has thousands dots; write {meant}.": "'{seen}' har tusindtalspunktummer; skriv {meant}.",
    "'{seen}' has a thousands comma; write {meant}.": "'{seen}' har et tusindtalskomma; skriv {meant}.",
    "'{seen}' has a thousands dot and a decimal comma; write {meant}.": (
        "'{seen}' har et tusindtalspunktum og et decimalkomma; skriv {meant}."
    ),
    "'{seen}' has a percent sign; write the number alone, a share as in {meant}.": (
        "'{seen}' har et procenttegn; skriv kun tallet, en andel som i {meant}."
    ),
    "the number holds a sign that cannot be seen (U+{code}); write it anew.": (
        "tallet har et tegn, der ikke kan ses (U+{code}); skriv det om."
    ),
    "'{seen}' begins with a minus that is not the one of the keyboard (U+{code}); write {meant}.": (
        "'{seen}' begynder med et minus, der ikke er tastaturets (U+{code}); skriv {meant}."
    ),
    "'{seen}' is a fraction; write it with decimals, as in {meant}.": (
        "'{seen}' er en brøk; skriv den med decimaler, som i {meant}."
    ),
    "'{seen}' has signs that only look like 0 to 9; write {meant}.": (
        "'{seen}' har tegn, der kun ligner 0 til 9; skriv {meant}."
    ),
    "'{seen}' is an error in a spreadsheet; correct its formula and save again.": (
        "'{seen}' er en fejl i et regneark; ret formlen, og gem igen."
    ),
    "'{seen}' is not a number; write digits, or nothing at all.": (
        "'{seen}' er ikke et tal; skriv cifre eller slet ingenting."
    ),
    "'{seen}' is a word, where a number is expected; write digits.": (
        "'{seen}' er et ord, hvor der skal stå et tal; skriv cifre."
    ),
    "'{seen}' is a date, where a number is expected; a spreadsheet may have made it of one. Write the number.": (
        "'{seen}' er en dato, hvor der skal stå et tal; et regneark kan have lavet tallet om. Skriv tallet."
    ),
    "'{seen}' is a time; write minutes as one number, as in {meant}.": (
        "'{seen}' er et klokkeslæt; skriv minutter som ét tal, som i {meant}."
    ),
    "'{seen}' begins with a sign that is no part of a number; write {meant}.": (
        "'{seen}' begynder med et tegn, der ikke hører til et tal; skriv {meant}."
    ),
    "'{seen}' is negative the way bookkeepers write it; write {meant}.": (
        "'{seen}' er negativt, som bogholdere skriver det; skriv {meant}."
    ),
    "'{seen}' is a range, where one number is expected.": "'{seen}' er et spænd, hvor der skal stå ét tal.",
    "'{seen}' holds more than a number; write {meant} alone, without unit.": (
        "'{seen}' er mere end et tal; skriv kun {meant}, uden enhed."
    ),
    "{seen} is no number of degrees; convert the coordinates to WGS 84 (EPSG:4326).": (
        "{seen} er ikke et antal grader; omregn koordinaterne til WGS 84 (EPSG:4326)."
    ),
    # ---- signs
    "the character U+{code} cannot be shown and is not allowed; remove it.": (
        "tegnet U+{code} kan ikke vises og er ikke tilladt; fjern det."
    ),
    "the character U+{code} turns the text around and is not allowed; remove it.": (
        "tegnet U+{code} vender teksten om og er ikke tilladt; fjern det."
    ),
    # ---- files
    "'{name}' cannot be read: the scenario is not in a folder.": (
        "'{name}' kan ikke læses: scenariet ligger ikke i en mappe."
    ),
    "the file name is empty or holds characters that cannot be shown.": (
        "filnavnet er tomt eller har tegn, der ikke kan vises."
    ),
    "'{name}' leads out of the scenario folder; put the file beside scenario.yaml and write its name only.": (
        "'{name}' fører ud af scenariets mappe; læg filen ved siden af scenario.yaml, og skriv kun dens navn."
    ),
    "'{name}' cannot be read: the scenario was given as text, not in a folder.": (
        "'{name}' kan ikke læses: scenariet er givet som tekst og ikke i en mappe."
    ),
    "'{name}' is a link out of the scenario folder; copy the file into it.": (
        "'{name}' er et link ud af scenariets mappe; kopiér filen ind i den."
    ),
    "'{name}' cannot be read: {why}.": "'{name}' kan ikke læses: {why}.",
    "the file '{name}' is not in the scenario folder.": "filen '{name}' er ikke i scenariets mappe.",
    "the file is a workbook (.xlsx, .ods, .xls) and no text; save its sheet as 'CSV UTF-8' and name that file.": (
        "filen er en projektmappe (.xlsx, .ods, .xls) og ikke tekst; gem arket som 'CSV UTF-8', og skriv den fils navn."
    ),
    "the file is no text (packed, a document or a picture); give it as plain text in UTF-8.": (
        "filen er ikke tekst (pakket, et dokument eller et billede); giv den som ren tekst i UTF-8."
    ),
    "the file is UTF-16 ('Unicode text' in Excel); save it with the encoding UTF-8 (in Excel: 'CSV UTF-8').": (
        "filen er UTF-16 ('Unicode-tekst' i Excel); gem den med tegnsættet UTF-8 (i Excel: 'CSV UTF-8')."
    ),
    "the file is a web page or XML, and not the table or text that is expected; download it anew.": (
        "filen er en webside eller XML og ikke den tabel eller tekst, der skal stå; hent den igen."
    ),
    (
        "the file is not UTF-8 (the first wrong byte is 0x{byte}, perhaps '{guess}'); "
        "save it with the encoding UTF-8 (in Excel: 'CSV UTF-8')."
    ): (
        "filen er ikke UTF-8 (den første forkerte byte er 0x{byte}, måske '{guess}'); "
        "gem den med tegnsættet UTF-8 (i Excel: 'CSV UTF-8')."
    ),
    # ---- tables
    "the table is empty; its first line must name the columns: {columns}.": (
        "tabellen er tom; dens første linje skal nævne kolonnerne: {columns}."
    ),
    "the table has a heading but no rows.": "tabellen har overskrifter, men ingen rækker.",
    "the cells are separated by {sign}; save the table with commas or semicolons.": (
        "der er {sign} mellem cellerne; gem tabellen med komma eller semikolon."
    ),
    "tabs": "tabulatorer",
    "the file is JSON, where a table is expected; its first line must name the columns.": (
        "filen er JSON, hvor der skal stå en tabel; dens første linje skal nævne kolonnerne."
    ),
    'the whole line stands in quotes; take them away, and write " for each "" inside.': (
        'hele linjen står i citationstegn; fjern dem, og skriv " for hvert "" indeni.'
    ),
    "this is not the heading, line {line} is; delete what stands above it.": (
        "her står ikke overskrifterne, det gør de i linje {line}; slet det, der står over dem."
    ),
    "a column has no heading; name it or delete it (merged cells have a heading in the first only).": (
        "en kolonne har ingen overskrift; navngiv eller slet den (flettede celler har kun en i den første)."
    ),
    "the column '{name}' stands twice; keep one of them.": "kolonnen '{name}' står to gange; behold den ene.",
    "the column '{name}' is unknown; columns: {columns}.": "kolonnen '{name}' er ukendt; kolonner: {columns}.",
    "the heading lacks {names}; columns: {columns}.": "overskriften mangler {names}; kolonner: {columns}.",
    'the quotes in this row do not fit; write "" for a quote inside.': (
        'citationstegnene i rækken passer ikke sammen; skriv "" for et citationstegn indeni.'
    ),
    'a quote that is opened in this row is not closed in it; close it, and write "" for a quote inside.': (
        'et citationstegn i rækken lukkes ikke i den; luk det, og skriv "" for et citationstegn indeni.'
    ),
    "the row has {seen} cells where the heading has {wanted}; {hint}.": (
        "rækken har {seen} celler, hvor overskriften har {wanted}; {hint}."
    ),
    "A quote that is opened in it is closed in line {line} only; is one missing?": (
        "Et citationstegn i den lukkes først i linje {line}; mangler der et?"
    ),
    "its cells are separated by '{other}', those of the heading by '{own}'": (
        "der er '{other}' mellem dens celler og '{own}' mellem overskriftens"
    ),
    "its cells are separated by {sign}": "der er {sign} mellem dens celler",
    "leave a cell empty, but keep its separator": "lad en celle stå tom, men behold skilletegnet",
    "text with a comma needs quotes, and decimals need a point": (
        "tekst med komma skal i citationstegn, og decimaler skal have punktum"
    ),
    "text with a semicolon needs quotes": "tekst med semikolon skal i citationstegn",
    "the cell '{name}' is empty; every row needs it.": "cellen '{name}' er tom; hver række skal have den.",
    "'{named}' stands twice, first in line {line}; keep one of the rows.": (
        "'{named}' står to gange, første gang i linje {line}; behold den ene række."
    ),
    "all weights of '{name}' are 0; at least one must be above 0.": (
        "alle vægte fra '{name}' er 0; mindst én skal være over 0."
    ),
    "'{name}' and '{first}' look like the same participant; write two names.": (
        "'{name}' og '{first}' ligner den samme deltager; skriv to navne."
    ),
    (
        "the cell '{aim}' is empty; a weight is a number from 0 up, on any scale. Write 0 for an aim that counts "
        "nothing."
    ): (
        "cellen '{aim}' er tom; en vægt er et tal fra 0 og op, på hvilken som helst skala. Skriv 0, hvis hensynet "
        "ikke tæller."
    ),
    "the weight is too large; a weight is a number from 0 up, on any scale.": (
        "vægten er for stor; en vægt er et tal fra 0 og op, på hvilken som helst skala."
    ),
    "{seen} is below 0; a weight is a number from 0 up, on any scale.": (
        "{seen} er under 0; en vægt er et tal fra 0 og op, på hvilken som helst skala."
    ),
    "Every aim needs a weight: a number from 0 up, on any scale.": (
        "Hvert hensyn skal have en vægt: et tal fra 0 og op, på hvilken som helst skala."
    ),
    "feature {number}: {why}": "feature {number}: {why}",
    "'{key}' stands twice, written with different signs that look alike; keep one of them.": (
        "'{key}' står to gange, skrevet med forskellige tegn, der ligner hinanden; behold det ene."
    ),
    # ---- times
    "there is no area and no site '{name}'.": "der er intet område og intet sted '{name}'.",
    "'{name}' is an area and a site; rename one of them.": (
        "'{name}' er både et område og et sted; giv det ene et andet navn."
    ),
    "{pair} by {mode} stands twice, first in line {line}; keep one of them.": (
        "{pair} med {mode} står to gange, første gang i linje {line}; behold den ene."
    ),
    "method is table, but no table is given; write 'file: times.csv'.": (
        "method er table, men der er ingen tabel; skriv 'file: times.csv'."
    ),
    (
        "the travel table lacks {count} of the times by car from areas to sites: {holes}. Where nobody can get "
        "there, leave the minutes of the row empty."
    ): (
        "rejsetabellen mangler {count} af tiderne i bil fra områder til steder: {holes}. Hvor ingen kan komme frem, "
        "skal rækkens minutter stå tomme."
    ),
    "a table of times is given, but method is straight_line; write 'method: table'.": (
        "der er en tabel med tider, men method er straight_line; skriv 'method: table'."
    ),
    "there is no time from {house} to its parent hospital; add a row {house},{hospital} or coordinates.": (
        "der er ingen tid fra {house} til dets hospital; tilføj en række {house},{hospital} eller koordinater."
    ),
    "{count} rows have no km and no coordinates, but a price by the km is given: {pairs}.": (
        "{count} rækker har hverken km eller koordinater, men der er en pris pr. km: {pairs}."
    ),
    "lat and lon are needed where travel.method is straight_line; give both in degrees.": (
        "lat og lon er nødvendige, hvor travel.method er straight_line; giv begge i grader."
    ),
    "nobody can get from {area} to any site; give the minutes to one of them in the travel times.": (
        "ingen kan komme fra {area} til noget sted; giv minutterne til et af dem i rejsetiderne."
    ),
    "nobody can get from '{landmass}' to '{home}'; add it to travel.crossings, or correct the name.": (
        "ingen kan komme fra '{landmass}' til '{home}'; tilføj det i travel.crossings, eller ret navnet."
    ),
    "a crossing leads from one landmass to another; two different ones are needed.": (
        "en overfart går fra én landmasse til en anden; der skal være to forskellige."
    ),
    "no area and no site lies on '{name}'.": "intet område og intet sted ligger på '{name}'.",
    # ---- what looks odd
    (
        "{count} of {all} points lie in the sea, but on land where latitude and longitude are exchanged; did you swap "
        "lat and lon?"
    ): (
        "{count} af {all} punkter ligger i havet, men på land, hvis bredde og længde byttes om; er lat og lon byttet "
        "om?"
    ),
    (
        "{name} lies {km} km from the middle of the other places, and among them where latitude and longitude "
        "are exchanged; are they?"
    ): (
        "{name} ligger {km} km fra midten af de andre steder, men mellem dem, hvis bredde og længde byttes om; er de "
        "byttet om?"
    ),
    "{name} lies {km} km from the middle of the other places; are its latitude and longitude right?": (
        "{name} ligger {km} km fra midten af de andre steder; er bredde og længde rigtige?"
    ),
    "{name} lies in the sea, {km} km from land; are its latitude and longitude right?": (
        "{name} ligger i havet, {km} km fra land; er bredde og længde rigtige?"
    ),
    (
        "{name} has the landmass '{said}', but lies on the same land as {count} places of '{own}'; correct "
        "the point or the landmass."
    ): (
        "{name} har landmassen '{said}', men ligger på samme land som {count} steder på '{own}'; ret punktet eller "
        "landmassen."
    ),
    "{name} lies outside the outline of '{outline}'; correct the point or the outline.": (
        "{name} ligger uden for omridset af '{outline}'; ret punktet eller omridset."
    ),
    (
        "{count} of {all} points lie outside their outlines, but inside where longitude and latitude of the "
        "outlines are exchanged; GeoJSON has the longitude first."
    ): (
        "{count} af {all} punkter ligger uden for deres omrids, men inden for, hvis omridsenes længde og bredde byttes "
        "om; i GeoJSON står længden først."
    ),
    "{count} of {all} points lie outside their outlines; do the outlines, or the points, belong to another region?": (
        "{count} af {all} punkter ligger uden for deres omrids; hører omridsene eller punkterne til en anden region?"
    ),
    (
        "there are times shorter than at {kmh} km/h as the crow flies: {pairs}; are they minutes, and are the "
        "places where they are?"
    ): (
        "der er tider kortere end ved {kmh} km/t i fugleflugt: {pairs}; er de minutter, og ligger stederne, hvor "
        "de skal?"
    ),
    "there are distances shorter than the crow flies: {pairs}; are they km, and are the places where they are?": (
        "der er afstande kortere end fugleflugten: {pairs}; er de km, og ligger stederne, hvor de skal?"
    ),
    "there are times of a day or longer: {pairs}; where nobody can get there, leave the minutes empty.": (
        "der er tider på et døgn eller længere: {pairs}; hvor ingen kan komme frem, skal minutterne stå tomme."
    ),
    "'{seen}' may be '{meant}', read in another encoding; save it anew.": (
        "'{seen}' er måske '{meant}', læst i et andet tegnsæt; gem det igen."
    ),
    "'{seen}' has lost a letter where it was saved in another encoding; write it anew.": (
        "'{seen}' har mistet et bogstav, da det blev gemt i et andet tegnsæt; skriv det igen."
    ),
    "nobody can get from {hospital} to {house}, so only functions whose staff is stationed there can be there.": (
        "ingen kan komme fra {hospital} til {house}, så kun funktioner med fast personale i huset kan være der."
    ),
}
"""``{names}`` are those of the English, each once or more."""
