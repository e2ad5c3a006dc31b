"""What stands on maps and beside them."""

from __future__ import annotations

MAPS: dict[str, tuple[str, str]] = {
    "map.kind.hospital": ("hospital", "hospital"),
    "map.kind.health_house": ("sundhedshus", "health house"),
    "map.kind.psychiatry_house": ("psykiatrihus", "psychiatry house"),
    "map.kind.outreach_point": ("udested", "outreach point"),
    "map.state.new": ("nyt tilbud (antal)", "new offer (how many)"),
    "map.state.closed": ("lukkes (antal)", "closes (how many)"),
    "map.state.none": ("ingen tilbud", "nothing offered"),
    "map.today": ("i dag", "today"),
    "map.proposal": ("i forslaget", "in the proposal"),
    "map.travel": ("Rejsetid {beside}", "Travel time {beside}"),
    "map.travel_to": ("{function}: rejsetid {beside}", "{function}: travel time {beside}"),
    "map.change": ("Ændret rejsetid mod {beside}", "Travel time against {beside}"),
    "map.change_to": ("{function}: ændret rejsetid mod {beside}", "{function}: travel time against {beside}"),
    "map.who_goes_where_to": ("{function}: hvem kører hvorhen {beside}", "{function}: who goes where {beside}"),
    "map.key.minutes": (
        "Minutter hver vej pr. besøg, hjemmet som 0",
        "Minutes one way per visit, at home as 0",
    ),
    "map.key.change": (
        "Minutter hver vej pr. besøg, mod {reference}",
        "Minutes one way per visit, against {reference}",
    ),
    "map.band.under": ("under {high}", "under {high}"),
    "map.band.between": ("{low}–{high}", "{low}–{high}"),
    "map.band.over": ("{low} og mere", "{low} and more"),
    "map.band.shorter.between": ("{low}–{high} kortere", "{low}–{high} shorter"),
    "map.band.shorter.over": ("over {low} kortere", "over {low} shorter"),
    "map.band.longer.between": ("{low}–{high} længere", "{low}–{high} longer"),
    "map.band.longer.over": ("over {low} længere", "over {low} longer"),
    "map.band.same": ("som {reference} (under {high})", "as {reference} (under {high})"),
    "map.minutes": ("{minutes} min.", "{minutes} min."),
    "map.no_figure": ("ingen besøg", "no visits"),
    "map.area.minutes": ("{area}: {minutes} min.", "{area}: {minutes} min."),
    "map.area.change": (
        "{area}: {change} min. ({before} → {now})",
        "{area}: {change} min. ({before} → {now})",
    ),
    "map.area.none": ("{area}: ingen besøg", "{area}: no visits"),
    "map.area.goes": ("{told} Flest til {site}.", "{told} Most go to {site}."),
    "map.site.offers.one": ("{site}: {n} tilbud", "{site}: {n} offer"),
    "map.site.offers.many": ("{site}: {n} tilbud", "{site}: {n} offers"),
    "map.site.opens": ("nyt: {functions}", "new: {functions}"),
    "map.site.closes": ("lukkes: {functions}", "closes: {functions}"),
    "map.told.bands": ("Antal områder: {bands}.", "Number of areas: {bands}."),
    "map.told.band": ("{band}: {n}", "{band}: {n}"),
    "map.told.longest": ("Længst: {areas}", "Longest: {areas}"),
    "map.told.shortest": ("Kortest: {areas}", "Shortest: {areas}"),
    "map.told.most_longer": ("Mest længere: {areas}", "Most longer: {areas}"),
    "map.told.most_shorter": ("Mest kortere: {areas}", "Most shorter: {areas}"),
    "map.told.none_longer": (
        "Intet område får længere rejsetid i gennemsnit.",
        "No area gets a longer trip on average.",
    ),
    "map.told.changes": ("Ændringer: {sites}.", "Changes: {sites}."),
    "map.told.catchments": (
        "Antal områder, der bruger hvert sted mest: {sites}.",
        "Number of areas that use each site most: {sites}.",
    ),
    "map.told.catchment": ("{site}: {n}", "{site}: {n}"),
    "map.note.cells": (
        "Et område er det, der ligger nærmest dets punkt; grænserne er beregnede. Kyst: {land}.",
        "An area is what lies nearest to its point; its borders are calculated. Coast: {land}.",
    ),
    "map.note.own": (
        "Områdernes grænser er scenariets egne. Kyst uden for dem: {land}.",
        "The borders of the areas are the scenario's own. Coast outside them: {land}.",
    ),
    "map.note.within": (
        (
            "Et område er det, der ligger nærmest dets punkt; de lyse grænser er beregnede, kommunernes er scenariets "
            "egne. Kyst uden for dem: {land}."
        ),
        (
            "An area is what lies nearest to its point; the light borders are calculated, those of the municipalities "
            "are the scenario's own. Coast outside them: {land}."
        ),
    ),
    "map.note.catchments": (
        "Streger: hvor de fleste af områdets besøg ses. Tykke grænser: mellem oplande.",
        "Lines: where most of the area's visits are seen. Thick borders: between catchments.",
    ),
    "map.note.home": (
        "{share} af besøgene foregår i hjemmet.",
        "{share} of the visits are at home.",
    ),
    "map.note.unplaced.one": (
        "{n} område eller sted uden koordinater er ikke vist.",
        "{n} area or site without coordinates is not shown.",
    ),
    "map.note.unplaced.many": (
        "{n} områder eller steder uden koordinater er ikke vist.",
        "{n} areas or sites without coordinates are not shown.",
    ),
}
