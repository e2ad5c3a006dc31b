"""What each table is called as a sheet, and what it shows."""

from __future__ import annotations

from typing import NamedTuple

from placement.locale import N_


class Named(NamedTuple):
    """What a table is called as a sheet and what it shows; both marked for the catalogue."""

    sheet: str
    shows: str


TABLES: dict[str, Named] = {
    "recommendation": Named(N_("Proposal"), N_("What is offered where: one row per function and site considered.")),
    "assignments": Named(N_("Who goes where"), N_("Who goes where: one row per area, function and site.")),
    "sites": Named(N_("Sites"), N_("What each site gets.")),
    "hospitals": Named(N_("Hospitals"), N_("What the giving hospitals lose, function by function.")),
    "functions": Named(N_("Functions"), N_("Each function against today.")),
    "areas": Named(N_("Areas"), N_("What it means where people live.")),
    "groups": Named(N_("Municipalities and groups"), N_("The same by municipality or another grouping.")),
    "steps": Named(N_("Steps"), N_("The changes in the order that gives most at each step.")),
    "calibration": Named(N_("Calibration"), N_("Modelled against observed visits today.")),
    "knife_edge": Named(N_("Knife edge"), N_("Areas that almost go elsewhere.")),
    "assumptions": Named(N_("Assumptions"), N_("Every number used, with range, source and owner.")),
    "equipment": Named(N_("Equipment"), N_("Equipment by site.")),
    "staff": Named(N_("Staff"), N_("Staff days at houses, and those hospitals send out.")),
    "rooms": Named(N_("Rooms"), N_("Room-days at houses by kind: in use, free, let and taken back.")),
    "vulnerability": Named(N_("Vulnerability"), N_("What falls if a hospital's people lose a day.")),
    "payers": Named(N_("Who pays"), N_("Who pays what, relative to today.")),
    "catalogue": Named(N_("Catalogue"), N_("What citizens can come for in each house.")),
    "report_card": Named(N_("Visions"), N_("The proposal on each of the strategy's four visions.")),
    "profiles": Named(N_("Profiles"), N_("What other weights would propose.")),
    "rules": Named(N_("Rules"), N_("Every rule, place by place.")),
    "phases": Named(N_("Phases"), N_("Each phase: its years, aims, investment and running cost.")),
    "phase_placements": Named(N_("Phases, placements"), N_("What is open in which phase, and what opens or closes.")),
    "compare_alternatives": Named(
        N_("Alternatives"), N_("Today and each alternative: aims, indicators and who is affected.")
    ),
    "compare_placements": Named(N_("Placements"), N_("What opens, closes, moves or stays in each alternative.")),
    "compare_groups": Named(
        N_("Municipalities and groups"), N_("What each alternative means in each municipality or other group.")
    ),
    "compare_hospitals": Named(N_("Hospitals"), N_("What the giving hospitals lose in each alternative.")),
    "compare_payers": Named(
        N_("Who pays"), N_("Who pays what in each alternative, against today and against the reference.")
    ),
    "compare_inputs": Named(N_("Assumptions"), N_("The assumptions that are not the same everywhere.")),
    "draft_inputs": Named(
        N_("Input that changed"), N_("Every input that changed, with its value before and now, and who stands by it.")
    ),
    "draft_put_back": Named(
        N_("Put back"), N_("The new version solved again with one part at a time as before: what each part does.")
    ),
    "pareto": Named(N_("Plans"), N_("The plans there is a choice between.")),
    "pareto_placements": Named(N_("Placements"), N_("What is open in each plan, and what closes.")),
    "exchange_rates": Named(N_("Exchange rates"), N_("What more of one aim buys of another, from plan to plan.")),
    "payoff": Named(N_("Best and worst"), N_("How good and how bad each aim can get.")),
    "explain_rules": Named(N_("Rules"), N_("Rules that say no and yes to one function at one site.")),
    "explain_areas": Named(N_("Where patients live"), N_("Where its patients live.")),
    "explain_price": Named(N_("Price of insisting"), N_("What it costs to decide it otherwise than proposed.")),
    "explain_displaced": Named(N_("What it displaces"), N_("What else opens or closes then.")),
    "explain_groups": Named(N_("Municipalities and groups"), N_("For whom trips get shorter or longer then.")),
    "explain_changes": Named(N_("What would have to change"), N_("What would have to change, one thing at a time.")),
    "compare_tips": Named(
        N_("Where it turns"), N_("Where the difference between two alternatives turns, one number at a time.")
    ),
    "pairs": Named(
        N_("All pairs"), N_("Every function at every site: what decides it, and the price of deciding it otherwise.")
    ),
    "robust_placements": Named(N_("Placements"), N_("How sure each placement is: core index and class.")),
    "robust_plans": Named(N_("Plans"), N_("Plans judged in every world, and the largest regret of each.")),
    "robust_worlds": Named(N_("Worlds"), N_("The worlds of the sample, and whether there is a plan in each.")),
    "robust_values": Named(N_("Numbers drawn"), N_("Every number drawn, world by world.")),
    "robust_numbers": Named(N_("Number by number"), N_("Numbers tried one at a time, at both ends of their ranges.")),
    "robust_different": Named(
        N_("Most different"), N_("Plans nearly as good as the proposal that differ most from it.")
    ),
    "robust_steps": Named(N_("Best changes"), N_("The best plans with at most 1, 2, 3 ... changes.")),
    "robust_losses": Named(N_("A day lost"), N_("What gives way if a hospital's people lose a day.")),
    "ballots": Named(N_("Ballots"), N_("Each participant's weights, and the plan they choose.")),
    "ballot_placements": Named(
        N_("Placements"), N_("Each placement there is or could be, and how many participants' weights choose it.")
    ),
    "ballot_plans": Named(N_("Plans"), N_("Each plan chosen by somebody, or by the mean of the weights.")),
    "ballot_plan_placements": Named(N_("Placements of plans"), N_("What is open in each plan, and what closes.")),
    "ballot_regrets": Named(
        N_("Regrets"), N_("How much worse each plan is for each participant than the best of them.")
    ),
}
