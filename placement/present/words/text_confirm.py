"""What a second solver says of a proposal."""

from __future__ import annotations

CONFIRM: dict[str, tuple[str, str]] = {
    "confirm.same_plan": (
        "{solver} bekræfter: samme plan, samme mål inden for {precision} af spændet ({objective}; {n} s).",
        "{solver} confirms it: the same plan, the same objective within {precision} of the range ({objective}; {n} s).",
    ),
    "confirm.equally_good": (
        "{solver} bekræfter: en anden plan er lige så god inden for {precision} af spændet ({objective}; {n} s).",
        "{solver} confirms it: another plan is as good within {precision} of the range ({objective}; {n} s).",
    ),
    "confirm.better_within_gap": (
        "{solver} finder en plan, der er {better} af spændet bedre ({objective} mod {own}; {n} s): som lovet.",
        "{solver} finds a plan that is {better} of the range better ({objective} against {own}; {n} s): as promised.",
    ),
    "confirm.better": (
        "MODSAGT: {solver} finder en plan med {objective}; den første solver siger, at {proven} er det bedst mulige.",
        "CONTRADICTED: {solver} finds a plan of {objective}; the first solver says none is better than {proven}.",
    ),
    "confirm.none_so_good": (
        "MODSAGT: {solver} siger, at ingen plan er bedre end {bound}; forslaget, som er efterregnet, er {own}.",
        "CONTRADICTED: {solver} says that no plan is better than {bound}; the proposal, which is recomputed, is {own}.",
    ),
    "confirm.worse": (
        "MODSAGT: {solver} kalder en plan med {objective} den bedste; forslaget, som er efterregnet, er {own}.",
        "CONTRADICTED: {solver} calls a plan of {objective} the best; the proposal, which is recomputed, is {own}.",
    ),
    "confirm.infeasible": (
        "MODSAGT: {solver} siger, at ingen plan overholder reglerne; forslaget, som er efterregnet, gør.",
        "CONTRADICTED: {solver} says that no plan keeps the rules; the proposal, which is recomputed, does.",
    ),
    "confirm.doubt": (
        "En af dem tager fejl: brug ikke forslaget, før det er afklaret.",
        "One of them is wrong: do not use the proposal before it is known which.",
    ),
    "confirm.unfinished": (
        "Ikke bekræftet: {solver} blev ikke færdig ({n} s); indtil da modsiger intet forslaget.",
        "Not confirmed: {solver} was not finished ({n} s); until then nothing contradicts the proposal.",
    ),
    "confirm.failed": (
        "Ikke bekræftet: {solver} svarede ikke ({why}).",
        "Not confirmed: {solver} did not answer ({why}).",
    ),
}
"""Danish, English."""
