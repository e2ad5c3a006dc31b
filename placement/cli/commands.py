"""The commands. Each brings in what it needs only when it runs, so that help and faults come at once."""

from __future__ import annotations

from typing import Any

import rich_click as click
from click.core import ParameterSource

from placement import __version__
from placement.console import options
from placement.console.completion import SHELLS, files, folders, names
from placement.console.output import remark, write
from placement.console.status import Exit
from placement.console.types import Existing, Name, OneOf, voice
from placement.locale import N_

# ruff: noqa: PLC0415  the imports inside the commands are what keeps the start fast


def _usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """How a command is called, in the user's language."""
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix=voice(ctx)("Usage:"))


class Command(click.RichCommand):
    """One command."""

    format_usage = _usage


class Commands(click.RichGroup):
    """The group; says which commands there are when another is asked for."""

    format_usage = _usage
    command_class = Command

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click asks so
        """The commands in the order in which they are used."""
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is named first."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = ", ".join(self.list_commands(ctx))
            raise click.UsageError(
                voice(ctx)("There is no command '{name}'. Commands: {known}.", name=args[0], known=known), ctx
            )
        return super().resolve_command(ctx, args)


def _heard(ctx: click.Context) -> dict[str, Any]:
    """What a request takes from the call itself: the language, and the command as it was written.

    Whoever asks for it will solve something: a solver that is known to be wrong is named first.
    """
    from placement.solve.versions import LEAST, known_wrong

    if installed := known_wrong():
        remark(
            voice(ctx)(
                N_("! HiGHS {installed} has called plans best that were not. Install highspy {least} or newer."),
                installed=installed,
                least=LEAST,
            )
        )
    return {"voice": voice(ctx), "command": ctx.find_root().meta.get("placement.command", "")}


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        write(f"placement {__version__}")
        ctx.exit()


@click.group(name="placement", cls=Commands)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
@options.common
def commands() -> None:
    """Where should a health region offer its hospital functions?"""


@commands.command()
@click.argument("folder", metavar="DIR", shell_complete=folders)
@options.common
@click.pass_context
def init(ctx: click.Context, folder: str) -> Exit:
    """Write a small scenario that solves."""
    from placement.questions.init.run import init

    return init(folder, voice(ctx))


@commands.command()
@click.option("--out", "out_file", default=None, metavar="FILE", shell_complete=files)
@options.common
@click.pass_context
def schema(ctx: click.Context, out_file: str | None) -> Exit:
    """JSON Schema of the scenario."""
    from placement.questions.schema.run import schema

    return schema(out_file, voice(ctx))


@commands.command()
@options.scenario
@options.changes
@options.every
@options.as_json
@options.common
@click.pass_context
def check(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Every fault at once."""
    from placement.questions.check.run import check

    return check(voice=voice(ctx), **asked)


@commands.command()
@options.scenario
@options.changes
@options.search
@options.folder
@options.every
@options.profiles
@options.as_json
@options.quiet
@options.common
@click.pass_context
def solve(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The calculated proposal."""
    from placement.questions.proposal.run import Request, solve

    return solve(Request(**_heard(ctx), **asked))


@commands.command()
@options.scenario
@click.argument(
    "function", type=Name(), metavar="[FUNCTION]", required=False, default="", shell_complete=names("functions")
)
@click.argument("site", type=Name(), metavar="[SITE]", required=False, default="", shell_complete=names("sites"))
@options.changes
@options.searching
@options.exact
@options.folder
@options.every
@options.as_json
@options.quiet
@options.common
@click.pass_context
def explain(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Why, or why not here."""
    from placement.questions.explain.run import Request, explain
    from placement.questions.pairs.run import every_pair

    request = Request(**_heard(ctx), **asked)
    return explain(request) if request.site else every_pair(request)


@commands.command()
@options.scenario
@options.changes
@options.reference
@options.tips
@options.searching
@options.tables
@options.every
@options.as_json
@options.quiet
@options.common
@click.pass_context
def compare(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """Today and variants side by side."""
    from placement.questions.compare.run import Request, compare

    return compare(Request(**_heard(ctx), **asked))


@commands.command()
@click.argument("old", type=Existing(), metavar="OLD")
@click.argument("scenario", type=Existing(), metavar="NEW")
@options.put_back
@options.searching
@options.tables
@options.every
@options.as_json
@options.quiet
@options.common
@click.pass_context
def drafts(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """What changed from one version to the next."""
    from placement.questions.drafts.run import Request, drafts

    return drafts(Request(**_heard(ctx), variant=None, overrides=(), **asked))


@commands.command()
@options.scenario
@options.changes
@options.front
@options.tables
@options.every
@options.as_json
@options.quiet
@options.common
@click.pass_context
def tradeoff(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The plans there is a choice between."""
    from placement.questions.tradeoff.run import Request, tradeoff

    return tradeoff(Request(**_heard(ctx), **asked))


@commands.command()
@options.scenario
@options.changes
@options.sample
@options.weighing
@options.spread
@options.tables
@options.every
@options.as_json
@options.quiet
@options.common
@click.pass_context
def robust(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """How sure the proposal is."""
    from placement.questions.robust.run import Request, robust

    return robust(Request(**_heard(ctx), **asked))


@commands.command()
@options.scenario
@click.argument("ballots", type=Existing(), metavar="BALLOTS.csv")
@options.changes
@options.ballots
@options.tables
@options.every
@options.as_json
@options.quiet
@options.common
@click.pass_context
def ballots(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """What each participant's weights would choose."""
    from placement.questions.ballots.run import Request, ballots

    return ballots(Request(**_heard(ctx), weights=None, **asked))


@commands.command()
@click.argument("scenario", type=Existing(), metavar="DIR|SCENARIO")
@click.argument("moved", type=Existing(), required=False, metavar="[SCENARIO]")
@options.changes
@options.reference
@options.tips
@options.searching
@options.page
@options.quiet
@options.common
@click.pass_context
def report(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """One page of HTML."""
    from placement.questions.report.run import Request, report

    named = tuple(param.opts[-1] for param in ctx.command.params if _is_for_solving(ctx, str(param.name)))
    shared = {"out": asked.pop("out_page"), "csv": "standard", "every": False, "as_json": False}
    return report(Request(**_heard(ctx), **asked, **shared, named=named))


def _is_for_solving(ctx: click.Context, name: str) -> bool:
    """Whether the user wrote an option that only makes sense where something is solved."""
    return name in options.SOLVING and ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE


@commands.command()
@options.scenario
@options.serving
@options.common
@click.pass_context
def serve(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The workbench in the browser."""
    from placement.web.run import Request, serve

    return serve(Request(**_heard(ctx), **asked))


@commands.command()
@click.argument("folder", type=Existing(), metavar="DIR")
@click.argument("scenario", type=Existing(), required=False, metavar="[SCENARIO]")
@options.as_json
@options.common
@click.pass_context
def verify(ctx: click.Context, folder: str, scenario: str | None, *, as_json: bool) -> Exit:
    """Audit a result folder."""
    from placement.questions.verify.run import verify

    return verify(folder, scenario, voice(ctx), as_json=as_json)


@commands.command()
@options.scenario
@click.argument("file", metavar="FILE.lp|FILE.mps", shell_complete=files)
@options.changes
@options.common
@click.pass_context
def export(ctx: click.RichContext, /, **asked: Any) -> Exit:
    """The model as LP or MPS."""
    from placement.questions.export.run import export

    return export(voice=voice(ctx), **asked)


@commands.command()
@click.argument("shell", type=OneOf(SHELLS), metavar="|".join(SHELLS))
@options.common
def completion(shell: str) -> Exit:
    """What teaches a shell to complete."""
    from placement.console.completion import completion

    return completion(shell)
