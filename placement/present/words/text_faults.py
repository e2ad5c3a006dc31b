"""What cannot be done, in Danish: by the English template, as it stands in the code."""

from __future__ import annotations

from placement.present.words.text_faults_scenario import SCENARIO_FAULTS
from placement.present.words.text_faults_tables import TABLE_FAULTS

FAULTS: dict[str, str] = {
    **SCENARIO_FAULTS,
    **TABLE_FAULTS,
    # ---- of the computer
    "No such file or directory": "den findes ikke",
    "Permission denied": "der er ikke adgang",
    "Operation not permitted": "det er ikke tilladt",
    "Read-only file system": "der kan kun læses",
    "No space left on device": "disken er fuld",
    "Disk quota exceeded": "der er ikke mere plads til dig på disken",
    "Is a directory": "det er en mappe",
    "Not a directory": "det er ikke en mappe",
    "File exists": "den findes i forvejen",
    "File name too long": "navnet er for langt",
    "Directory not empty": "mappen er ikke tom",
    "Too many levels of symbolic links": "links går i ring",
    "Too many open files": "for mange filer er åbne",
    "Invalid argument": "det kan ikke lade sig gøre",
    "Input/output error": "disken svarer ikke, som den skal",
    "Cannot allocate memory": "der er ikke mere hukommelse",
    "Address already in use": "adressen er optaget",
    "Cannot assign requested address": "adressen er ikke denne maskines",
    "Device or resource busy": "den er i brug",
    "Broken pipe": "modtageren er væk",
    "File too large": "filen bliver for stor",
    "Text file busy": "den er i brug",
    "Stale file handle": "netværksdrevet er væk",
    "No such device or address": "enheden er der ikke",
    "No such device": "enheden er der ikke",
    "Too many open files in system": "for mange filer er åbne",
    "Invalid cross-device link": "det ligger på et andet drev",
    "a name cannot hold the sign NUL": "et navn kan ikke rumme tegnet NUL",
    "{path} cannot be used: {why}.": "{path} kan ikke bruges: {why}.",
    "The system refuses: {why}.": "Systemet siger nej: {why}.",
    "The folder you work in is gone. Change to one that is there, and run again.": (
        "Mappen, der arbejdes i, er væk. Skift til en mappe, der findes, og kør igen."
    ),
    "the file cannot be read: {reason}.": "filen kan ikke læses: {reason}.",
    "it is a folder": "det er en mappe",
    "it is a pipe; keep what comes out of it in a file": "det er et rør; gem det, der kommer ud af det, i en fil",
    "it is a socket": "det er en sokkel",
    "it is a device": "det er en enhed",
    "it is larger than {most:,} bytes": "den er større end {most:,} byte",
    "not a usable name": "navnet kan ikke bruges",
    # ---- of a request
    "Did you mean '{word}'?": "Mente du '{word}'?",
    "There are: {known}.": "Der er: {known}.",
    "there is no function '{name}' in the scenario.": "der er ingen funktion '{name}' i scenariet.",
    "there is no site '{name}' in the scenario.": "der er intet sted '{name}' i scenariet.",
    "'{file}' ends in neither .lp nor .mps; the ending decides the format.": (
        "'{file}' ender hverken på .lp eller .mps; endelsen afgør formatet."
    ),
    "'{name}' is no CSV dialect; choose one of: {known}.": ("'{name}' er ingen CSV-dialekt; vælg en af: {known}."),
    "formulation '{seen}' is not known; use {known}.": "formuleringen '{seen}' kendes ikke; brug {known}.",
    "solver '{solver}' is not available here; choose one of: {known}.": (
        "solveren '{solver}' er ikke her; vælg en af: {known}."
    ),
    "'{solver}' is the solver that is to be confirmed; choose another: {known}.": (
        "'{solver}' er den solver, der skal bekræftes; vælg en anden: {known}."
    ),
    "method 'monetised' needs a price; set one in objectives.monetised.": (
        "metoden 'monetised' kræver en pris; sæt en i objectives.monetised."
    ),
    "epsilon bounds {aim}, the aim it minimises; bound the other aims instead.": (
        "epsilon har en grænse for {aim}, som er det hensyn, den gør bedst; sæt i stedet grænser for de andre."
    ),
    "Ballots are weights, and the method {method} uses none; use {known}.": (
        "Stemmer er vægte, og metoden {method} bruger ingen; brug {known}."
    ),
    (
        "A spacing of 0 asks for every plan, and where the region allocates visits ({functions}) there is no end of "
        "them; give a --spacing or a number of --points."
    ): (
        "En afstand på 0 beder om alle planer, og hvor regionen fordeler besøgene ({functions}), er der ingen ende på "
        "dem; giv en --spacing eller et antal --points."
    ),
    "robust looks at one moment and this scenario has phases; leave out the phases.": (
        "robust ser på ét tidspunkt, og scenariet har etaper; udelad etaperne."
    ),
    "a scenario with phases cannot be explained pair by pair; leave out the phases.": (
        "et scenarie med etaper kan ikke forklares par for par; udelad etaperne."
    ),
    "{host}:{port}: {why}.": "{host}:{port}: {why}.",
    "<stdout>: {why}.": "<stdout>: {why}.",
    # ---- of a search
    "No plan keeps all the rules.": "Ingen plan overholder alle reglerne.",
    "No plan keeps the rules within the bounds of objectives.epsilon; widen the bounds.": (
        "Ingen plan overholder reglerne inden for grænserne i objectives.epsilon; giv grænserne mere plads."
    ),
    "Stopped before any plan was found; allow more time with --time-limit.": (
        "Stoppet, før der var fundet nogen plan; giv mere tid med --time-limit."
    ),
    "HiGHS refused the model; run with --debug and report it.": (
        "HiGHS afviste modellen; kør med --debug, og meld det."
    ),
    "HiGHS refused the p-median; run with --debug and report it.": (
        "HiGHS afviste p-medianen; kør med --debug, og meld det."
    ),
    "HiGHS does not take {option} = {value!r}.": "HiGHS kan ikke bruge {option} = {value!r}.",
    "HiGHS ended with '{status}' and no solution.": "HiGHS endte med '{status}' og ingen løsning.",
    "{solver} failed: {why}": "{solver} gik galt: {why}",
    (
        "{n} sites are exactly as far from the same area; at most {most} can share its visits. "
        "Give the sites their own coordinates or times."
    ): (
        "{n} steder er præcis lige langt fra samme område; højst {most} kan dele dets besøg. "
        "Giv stederne deres egne koordinater eller tider."
    ),
    (
        "The solver's plan breaks '{rule}' at {function} × {site}: {have:g} {unit} against {need:g}. "
        "Nothing is reported; please send us this scenario."
    ): (
        "Solverens plan bryder '{rule}' ved {function} × {site}: {have:g} {unit} mod {need:g}. "
        "Intet er meldt som svar; send os gerne scenariet."
    ),
    "The cluster at {address} gave the work up: {why}. What is done is kept where a folder was asked for.": (
        "Klyngen på {address} opgav arbejdet: {why}. Det, der er nået, er gemt, hvor der blev bedt om en mappe."
    ),
    (
        "{n} times in a row a worker process ended before anything was finished: it was killed, or there is too little "
        "memory for {workers} at once. Use fewer with --workers; with --workers 1 the work is done in this process."
    ): (
        "{n} gange i træk sluttede en proces, før noget var færdigt: den blev slået ihjel, eller der er for lidt "
        "hukommelse til {workers} ad gangen. Brug færre med --workers; med --workers 1 regnes der i denne proces."
    ),
    # ---- of a result folder
    "something is wrong in line {line}, column {column}": "noget er galt i linje {line}, kolonne {column}",
    "byte {n} is no {encoding}": "byte {n} er ikke {encoding}",
    "a file that {why}": "en fil, der {why}",
    "a file that is no workbook: {why}": "en fil, der ikke er et regneark: {why}",
    "a document that {why}": "et dokument, der {why}",
    "a document that does not hold together ({why})": "et dokument, der ikke hænger sammen ({why})",
    "a scenario that cannot be read ({why})": "et scenarie, der ikke kan læses ({why})",
    "{n} more differences": "{n} forskelle mere",
    "{n} cells": "{n} celler",
    "is no JSON: {why}": "ikke er JSON: {why}",
    "is missing": "mangler",
    "is no map": "ikke er nøgler med værdier",
    "has no plan": "ingen plan har",
    "cannot be read as CSV ({dialect}): {why}": "ikke kan læses som CSV ({dialect}): {why}",
    "is empty; a heading line is needed": "er tom; der skal være en linje med overskrifter",
    "has the columns {seen}; expected {known}": "har kolonnerne {seen}; der skulle være {known}",
    "has a row of {n} cells where {known} are expected: {cells}": (
        "har en række på {n} celler, hvor der skulle være {known}: {cells}"
    ),
    "holds a value of the wrong type: {why}": "har en værdi af en forkert slags: {why}",
    "does not hold together ({kind}: {why})": "ikke hænger sammen ({kind}: {why})",
    "names a version that is not there: {path}": "nævner en version, der ikke er der: {path}",
    # ---- of a meeting
    "The copy cannot be read again, so nothing was written: {why}": (
        "Kopien kan ikke læses igen, så intet er skrevet: {why}"
    ),
    "The copy would not ask what was asked here, so nothing was written.": (
        "Kopien ville ikke spørge om det, der blev spurgt om her, så intet er skrevet."
    ),
    "{folder} cannot be written to: {why}.": "Der kan ikke skrives i {folder}: {why}.",
    "{folder} has a thousand copies of that name already; give it another.": (
        "{folder} har allerede tusind kopier med det navn; giv den et andet."
    ),
    # ---- where a fault stands
    "{place}: {what}": "{place}: {what}",
    # ---- of a confirmation
}
"""``{names}`` are among those of the English."""
