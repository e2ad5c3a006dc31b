"""Help texts in the user's language, in signs that the terminal has."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click
from rich_click.rich_help_configuration import RichHelpConfiguration

from placement.console.output import write
from placement.locale import N_, P_
from placement.present.screen.terminal import Terminal, showable, writing_to
from placement.present.words.voice import Voice

HELP: dict[str, str] = {
    "placement": N_("Decision support: where should a health region offer its hospital functions?"),
    "init": N_("Write a small commented scenario in DIR that solves."),
    "schema": N_("JSON Schema of the scenario, for editors."),
    "check": N_("Find every fault in the scenario at once; show what it rests on."),
    "solve": N_("Calculate a proposal, its first steps, what came close and what it rests on."),
    "explain": N_("Why FUNCTION is, or is not, at SITE, and what it costs to insist on the contrary."),
    "serve": N_("The steering group's workbench in the browser: slide, fix, pin, compare, save."),
    "verify": N_("Audit a result folder against its scenario, without the solver."),
    "export": N_("Write the model as LP or MPS, for other solvers."),
    "completion": N_("Print the lines that teach a shell (bash, zsh or fish) to complete commands."),
    "default": N_("(default: {value})"),
    "usage": N_("Usage:"),
    "compare": N_("Put today and variants side by side: who loses, who gains, who pays."),
    "tradeoff": N_("Find the plans there is a choice between: the Pareto set of the three aims."),
    "robust": N_("How sure is the proposal? What can be decided now, should be discussed or can be put aside."),
    "ballots": N_(
        "What the participants' own weights (BALLOTS.csv, given before anybody saw a map) would choose and agree on."
    ),
    "report": N_("Write an HTML page (and PDF) of a result folder, a comparison or a scenario."),
    "drafts": N_("Put two versions side by side: what changed, who stands by it, and what it did."),
}

OPTION: dict[str, str] = {
    "help": N_("Show this help."),
    "version": N_("Show the version."),
    "variant": N_("What if: a+b combined, a,b side by side."),
    "overrides": N_("Change a value: path=value. Repeatable."),
    "weights": N_("All three weights, such as citizen=1,quality=1,economy=1."),
    "method": N_("How the aims are traded off: balanced, weighted, lexicographic, epsilon, monetised."),
    "gap": N_("So close to proven best that it is good enough."),
    "time_limit": N_("Stop after so many seconds."),
    "threads": N_("Threads the solver uses."),
    "workers": N_("So many calculations at a time on this machine; one per processor where nothing is said."),
    "cluster": N_(
        "Calculate on a Dask cluster that is running: the address of its scheduler, such as tcp://10.0.0.5:8786."
    ),
    "seed": N_("Seed of randomness, in the solver and in samples."),
    "formulation": N_("The mathematical formulation: auto, configuration, assignment."),
    "alternatives": N_("Find other plans that are as good, at most five."),
    "confirm": N_("Let another solver confirm the proposal; where they disagree the status is 8."),
    "confirm_with": N_("Confirm with this one: scip, cbc, highs or another that PuLP knows."),
    "solver": N_("highs, cbc or another that PuLP knows."),
    "out": N_("Folder the result is written to."),
    "out_file": N_("File the schema is written to."),
    "as_json": N_("One JSON document instead of text."),
    "lang": N_("Language: da or en."),
    "csv": N_("CSV for Danish Excel, or standard."),
    "suppress_below": N_("Hide visit counts below this in tables of areas."),
    "every": N_("Show everything, unchanged things too."),
    "profiles": N_("Also solve what each profile would propose."),
    "host": N_("Address to listen on; this machine only, unless something is said."),
    "port": N_("Port to listen on; 0 takes a free one."),
    "allow_host": N_("A name others may ask for it by. Repeatable."),
    "desks": N_("Processes that calculate what-ifs at the same time."),
    "ballot": N_("Ballots first: no map is shown before all have weighed."),
    "notes": N_("Folder of log and ballots; the scenario's own otherwise."),
    "quiet": N_("Do not show progress."),
    "debug": N_("Show where in the program an error arose."),
    "reference": N_("What is held against: today, base or one of the variants."),
    "tips": N_("Find where the difference turns too, one number at a time; takes longer."),
    "exact": N_("Without FUNCTION and SITE: solve again for at most so many pairs; the others get bounds."),
    "spacing": N_("Let a plan stand for others within this share of the range; 0 takes them all."),
    "points": N_("Stop at so many plans; 0 does not stop."),
    "draws": N_("Worlds in which all numbers with a range are drawn at once; for each variant."),
    "numbers": N_("At most so many numbers are tried one at a time at both ends; 0 tries none."),
    "least_weight": N_("No aim weighs less than this share; 0 is all weights there are."),
    "within": N_("Show plans that are at most so much worse (share of the range) and differ most."),
    "decide": N_("Core index from which on a thing can be decided."),
    "drop": N_("Core index up to which a thing is put aside."),
    "anonymous": N_("Write numbers instead of participants' names."),
    "out_page": N_("File the page is written to; otherwise report.html in the folder, or here."),
    "tradeoff": N_("Folder of tradeoff --out, shown as points."),
    "pdf": N_("Write a tagged PDF too (needs WeasyPrint)."),
    "below": N_("Hide visit counts below this; 0 hides none. Otherwise 5."),
    "put_back": N_("Solve the new one again with one part at a time as before: which change does what?"),
}

METAVAR: dict[str, str] = {
    "options": N_("[OPTIONS]"),
    "subcommand": N_("COMMAND [ARGS]..."),
    "NUMBER": N_("NUMBER"),
    "INTEGER": N_("INTEGER"),
    "ADDRESS": N_("ADDRESS"),
    "BALLOTS": N_("BALLOTS"),
    "DIR": N_("DIR"),
    "SCENARIO": N_("SCENARIO"),
    "FILE": N_("FILE"),
    "METHOD": N_("METHOD"),
    "N": N_("N"),
    "NAME": N_("NAME"),
    "NAMES": N_("NAMES"),
    "NEW": P_("metavar", "NEW"),
    "OLD": N_("OLD"),
    "PATH": N_("PATH"),
    "VALUE": N_("VALUE"),
    "SECONDS": N_("SECONDS"),
    "SHARE": N_("SHARE"),
    "WEIGHTS": N_("WEIGHTS"),
    "FUNCTION": N_("FUNCTION"),
    "SITE": N_("SITE"),
}

Words = Callable[..., str]
_METAVAR = re.compile(r"[A-Z]+")
_AS_WRITTEN: dict[click.Parameter, str | None] = {}
"""What stands for a value, as the commands are written; in English."""


def localise(command: click.Command, say: Voice, on: Terminal) -> None:
    """Give a command, its options and the commands below it their help in one language, for a terminal."""
    with writing_to(on):
        _localise(command, lambda key, **values: showable(say(key, **values)), on.columns)


def _localise(command: click.Command, say: Words, columns: int) -> None:
    command.help = say(HELP[command.name or ""])
    command.options_metavar = say("[OPTIONS]")
    command.context_settings = {
        **command.context_settings,
        "rich_help_config": _headings(say, columns),
        "help_option_names": ["--help", "-h"],
    }
    shown = click.Option(
        ["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, callback=_help, help=say("Show this help.")
    )
    command.add_help_option = False
    command.params = [param for param in command.params if param.name != "help"]
    for param in command.params:
        param.metavar = _metavar(_AS_WRITTEN.setdefault(param, param.metavar), say)
        if isinstance(param, click.Option):
            param.help = say(OPTION[param.name or ""])
    command.params.append(shown)
    if isinstance(command, click.Group):
        command.subcommand_metavar = say("COMMAND [ARGS]...")
        for below in command.commands.values():
            _localise(below, say, columns)


def _metavar(written: str | None, say: Words) -> str | None:
    """What stands for a value, each word in the language."""
    return None if written is None else _METAVAR.sub(lambda word: say(METAVAR[word[0]]), written)


def _help(ctx: click.Context, _: click.Parameter, wanted: Any) -> None:
    if wanted and not ctx.resilient_parsing:
        write(ctx.get_help())
        ctx.exit()


def _headings(say: Words, columns: int) -> RichHelpConfiguration:
    return RichHelpConfiguration(
        commands_panel_title=say("Commands"),
        options_panel_title=say("Options"),
        arguments_panel_title=say("Arguments"),
        default_string=say("(default: {value})", value="{}"),
        width=columns,
    )
