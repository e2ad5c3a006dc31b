"""The screen of ``drafts``, sentence by sentence."""

from __future__ import annotations

DRAFTS: dict[str, tuple[str, str]] = {
    "drafts.old": ("Før", "Before"),
    "drafts.new": ("Nu", "Now"),
    "drafts.version": ("{path}{variants} ({status}, {made})", "{path}{variants} ({status}, {made})"),
    "drafts.variants": (" med {names}", " with {names}"),
    "drafts.made": ("beregnet {date}", "calculated {date}"),
    "drafts.solved": ("beregnet nu", "calculated now"),
    "drafts.status.udkast": ("udkast", "draft"),
    "drafts.status.hoering": ("i høring", "in consultation"),
    "drafts.status.behandlet": ("behandlet", "dealt with"),
    "drafts.other_name": (
        "De to scenarier hedder ikke det samme: {old} og {new}.",
        "The two scenarios are not called the same: {old} and {new}.",
    ),
    "drafts.weighed": ("De er ikke vejet ens. {what}", "They are not weighed alike. {what}"),
    "drafts.weighed.each": ("{letter}: {method}, vægte {weights}.", "{letter}: {method}, weights {weights}."),
    # ---- inputs
    "drafts.inputs": ("ÆNDREDE FORUDSÆTNINGER", "INPUT THAT CHANGED"),
    "drafts.inputs.none": ("INGEN FORUDSÆTNINGER ER ÆNDRET", "NO INPUT HAS CHANGED"),
    "drafts.inputs.count": (
        "{changed} ændret · {added} kommet til · {removed} faldet bort",
        "{changed} changed · {added} added · {removed} removed",
    ),
    "drafts.changed": ("{path}: {before} → {after}{who}", "{path}: {before} → {after}{who}"),
    "drafts.added": ("+ {path}: {after}{who}", "+ {path}: {after}{who}"),
    "drafts.removed": ("− {path}: {before}{who}", "− {path}: {before}{who}"),
    "drafts.many.changed": ("{path}: {n} værdier{spread}{who}", "{path}: {n} values{spread}{who}"),
    "drafts.many.added": ("+ {path}: {n} rækker ({names}){who}", "+ {path}: {n} rows ({names}){who}"),
    "drafts.many.removed": ("− {path}: {n} rækker ({names}){who}", "− {path}: {n} rows ({names}){who}"),
    "drafts.spread": (", fra {least} til {most}", ", from {least} to {most}"),
    "drafts.spread.alike": (", alle {most}", ", all {most}"),
    "drafts.who": (" ({what})", " ({what})"),
    "drafts.who.changed": ("{before} → {after}", "{before} → {after}"),
    "drafts.quality.assumption": ("antagelse", "assumption"),
    "drafts.quality.derived": ("udledt", "derived"),
    "drafts.quality.sourced": ("med kilde", "sourced"),
    "drafts.source": ("kilde: {name}", "source: {name}"),
    "drafts.owner": ("ejer: {name}", "owner: {name}"),
    "drafts.responsible": ("ansvarlig: {name}", "responsible: {name}"),
    "drafts.decided_by": ("besluttet af: {name}", "decided by: {name}"),
    "drafts.inputs.more": (
        "{n} til: --all, eller tabellen over det, der er ændret (draft_inputs.csv)",
        "{n} more: --all, or the table of what changed (draft_inputs.csv)",
    ),
    # ---- what each change does
    "drafts.put_back": (
        "HVAD HVER DEL BETYDER: det nye, løst igen med én del ad gangen som før",
        "WHAT EACH PART DOES: the new one, solved again with one part at a time as before",
    ),
    "drafts.put_back.part": ("{part} ({n}): {what}", "{part} ({n}): {what}"),
    "drafts.put_back.same": ("samme forslag", "the same proposal"),
    "drafts.put_back.nothing": ("ingen tilbud åbner eller lukker", "no offer opens or closes"),
    "drafts.put_back.opens": ("åbner {names}", "opens {names}"),
    "drafts.put_back.closes": ("lukker {names}", "closes {names}"),
    "drafts.put_back.aims": (
        "hensynene {citizen} min., {quality} besøg, {economy} mio. kr. om året",
        "the aims {citizen} min., {quality} visits, {economy} million kr. a year",
    ),
    "drafts.put_back.infeasible": ("ingen plan overholder alle reglerne", "no plan keeps all the rules"),
    "drafts.put_back.no_plan_found": ("stoppet uden forslag", "stopped without a proposal"),
    "drafts.put_back.not_alone": (
        "kan ikke føres tilbage alene: {why}",
        "cannot be put back alone: {why}",
    ),
    "drafts.put_back.together": (
        "Dele kan virke sammen: virkningerne kan ikke lægges sammen.",
        "Parts can act together: the effects do not add up.",
    ),
    "drafts.put_back.unasked": (
        "Hvilken ændring der gør hvad, er ikke beregnet; --put-back gør det.",
        "Which change does what has not been calculated; --put-back does it.",
    ),
    # ---- evidence
    "drafts.other_scale": (
        "Hensynene er ikke målt på samme skala i de to.",
        "The aims are not measured on the same scale in the two.",
    ),
    "drafts.other_today": (
        "Også i dag regnes anderledes i de to; kolonnen viser det nye.",
        "Today is reckoned otherwise in the two as well; the column shows the new one.",
    ),
    # ---- the command
    "help.drafts": (
        "Sæt to udgaver ved siden af hinanden: hvad er ændret, hvem står inde for det, og hvad det gjorde.",
        "Put two versions side by side: what changed, who stands by it, and what it did.",
    ),
    "option.put_back": (
        "Løs det nye igen med én del ad gangen som før: hvilken ændring gør hvad?",
        "Solve the new one again with one part at a time as before: which change does what?",
    ),
    "drafts.unrelated.sites": (
        "'{old}' og '{new}' har ingen steder (sites) til fælles; sammenlign udgaver af samme scenarie.",
        "'{old}' and '{new}' have no sites in common; compare versions of one scenario.",
    ),
    "drafts.unrelated.functions": (
        "'{old}' og '{new}' har ingen funktioner til fælles; sammenlign udgaver af samme scenarie.",
        "'{old}' and '{new}' have no functions in common; compare versions of one scenario.",
    ),
    "stage.put_back": ("ændringerne ført tilbage én for én", "the changes put back one by one"),
}
"""Danish and English by key."""
