"""What is said of result folders: why one is refused, and where one differs."""

from __future__ import annotations

FOLDER: dict[str, tuple[str, str]] = {
    "folder.parent_is_file": (
        "{folder} kan ikke oprettes: {beside} er en fil. Vælg en anden mappe med --out.",
        "{folder} cannot be made: {beside} is a file. Choose another folder with --out.",
    ),
    "folder.permission": (
        "{folder} kan ikke skrives: ingen adgang til {beside}. Vælg en anden mappe, eller få adgangen ændret.",
        "{folder} cannot be written: no permission in {beside}. Choose another folder, or have that changed.",
    ),
    "folder.unwritable": (
        "{folder} kan ikke skrives: {why}. Intet er ændret; skaf plads, eller vælg en anden mappe med --out.",
        "{folder} cannot be written: {why}. Nothing was changed; free some space or choose another folder with --out.",
    ),
    "folder.workbook": (
        "Regnearket kan ikke laves: {why}. Intet er ændret; skaf plads til midlertidige filer (TMPDIR).",
        "The workbook cannot be made: {why}. Nothing was changed; free some space for temporary files (TMPDIR).",
    ),
    "folder.is_file": (
        "{folder} er en fil; et resultat er en mappe. Vælg et andet navn med --out.",
        "{folder} is a file; a result is a folder. Choose another name with --out.",
    ),
    "folder.not_ours": (
        "{folder} er ikke tom og rummer intet tidligere resultat ({found}). Vælg en tom eller ny mappe.",
        "{folder} is not empty and holds no earlier result ({found}). Choose an empty or new folder.",
    ),
    "folder.side_by_side": (
        "{folder} rummer tidligere resultater ved siden af hinanden ({found}). Vælg en anden mappe, eller slet dem.",
        "{folder} holds earlier results side by side ({found}). Choose another folder, or delete them.",
    ),
    "folder.notes": (
        "{folder} kan ikke bruges til noter: {why}. Vælg en anden mappe med --notes.",
        "{folder} cannot be used for notes: {why}. Choose another folder with --notes.",
    ),
    "folder.single": (
        "{folder} rummer ét tidligere resultat, og her kommer flere. Vælg en anden mappe, eller slet det.",
        "{folder} holds one earlier result, and here come several. Choose another folder, or delete it.",
    ),
    "folder.strangers": (
        "{folder} rummer et tidligere resultat og andet: {found}. Flyt det, eller vælg en anden mappe.",
        "{folder} holds an earlier result and something else: {found}. Move it, or choose another folder.",
    ),
    "folder.no_result": (
        "{folder} er ingen resultatmappe: {name} mangler. Nævn den mappe, der blev givet til --out.",
        "{folder} is no result folder: {name} is missing. Name the folder that was given to --out.",
    ),
    "folder.unreadable": (
        "{path} kan ikke læses: {why}. Løs igen for at få et nyt resultat.",
        "{path} cannot be read: {why}. Solve again to make a new result.",
    ),
    "folder.cannot_be": (
        "{path} kan ikke bruges: {place} er {seen}, og der kan kun stå {allowed}. Løs igen for at få et nyt resultat.",
        "{path} cannot be used: {place} is {seen}, and can only be {allowed}. Solve again to make a new result.",
    ),
    "folder.foreign": (
        "{path} er ikke skrevet af placement (dens kind er ikke '{kind}'). Nævn en anden mappe.",
        "{path} was not written by placement (its kind is not '{kind}'). Name another folder.",
    ),
    "folder.lacks": (
        "{path} mangler {parts}. Løs igen for at få et nyt resultat.",
        "{path} lacks {parts}. Solve again to make a new result.",
    ),
    "folder.version": (
        "{path} er af version {seen}; dette program læser version {known}. Løs igen med det.",
        "{path} is of version {seen}; this program reads version {known}. Solve again with it.",
    ),
    "folder.changed": (
        "{path} er ændret, siden resultatet blev lavet. placement verify {folder} siger hvordan; løs igen.",
        "{path} has changed since the result was made. placement verify {folder} says how; solve again.",
    ),
    "folder.no_scenario": (
        "Scenariet {scenario} er der ikke. Kør verify, hvor solve blev kørt, eller sig, hvor scenariet ligger nu.",
        "The scenario {scenario} is not there. Run verify where solve was run, or say where the scenario lies now.",
    ),
    # ---- differences
    "verify.same": (
        "{folder}: alt, der kan efterregnes, er efterregnet og stemmer.",
        "{folder}: everything that can be recomputed is recomputed and agrees.",
    ),
    "verify.same.study": (
        "{folder}: filerne siger det samme, og planerne i dem er efterregnet og stemmer.",
        "{folder}: the files say the same, and the plans in them are recomputed and agree.",
    ),
    "verify.differences.one": ("{folder}: {n} afvigelse.", "{folder}: {n} difference."),
    "verify.differences.many": ("{folder}: {n} afvigelser.", "{folder}: {n} differences."),
    "verify.difference": (
        "{place}: {seen}, hvor der skulle stå {expected}",
        "{place}: {seen} where {expected} is expected",
    ),
}
"""Danish and English by key."""

WORDS: dict[str, str] = {
    "nothing": "intet",
    "none": "ingen",
    "a row": "en række",
    "the row twice": "rækken to gange",
    "a file": "en fil",
    "no file": "ingen fil",
    "a table": "en tabel",
    "the result": "resultatet",
    "a workbook": "et regneark",
    "a value": "en værdi",
    "a text": "en tekst",
    "a number": "et tal",
    "a whole number": "et helt tal",
    "a list": "en liste",
    "a map": "en samling navne",
    "a scenario": "et scenarie",
    "the scenario": "scenariet",
    "true or false": "true eller false",
    "0 or more": "mindst 0",
    "a name or a fingerprint": "et navn eller et fingeraftryk",
    "a value that can be": "en værdi, der kan stå der",
    "as in the command": "som i kommandoen",
    "another reason": "en anden grund",
}
"""What a difference may show instead of a value, in Danish."""
STARTS: dict[str, str] = {
    "at most ": "højst ",
    "at least ": "mindst ",
}
"""How such a showing may begin, in Danish."""
