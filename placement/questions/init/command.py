"""``placement init``: a small commented scenario to begin from."""

from __future__ import annotations

import contextlib
import shlex
from importlib import resources
from pathlib import Path

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.endings import Exit
from placement.console.output import remark, show
from placement.console.types import folders, voice
from placement.errors import ResultError, UsageError, why
from placement.locale import N_
from placement.present.screen.lines import Line
from placement.present.words.voice import Language, Voice

FILES = ("scenario.yaml", "areas.csv")


@click.command("init", cls=Command, help=N_("Write a small commented scenario in DIR that solves."))
@click.argument("folder", metavar="DIR", shell_complete=folders)
@options.common
@click.pass_context
def command(ctx: click.Context, folder: str) -> Exit:
    """Write a small scenario that solves."""
    return init(folder, voice(ctx))


def init(folder: str, say: Voice) -> Exit:
    """Write the template in the language of ``say`` into a folder that is empty or not there yet."""
    path = Path(folder)
    if path.exists() and not path.is_dir():
        raise UsageError(say("{folder} is a file; choose a folder.", folder=folder))
    try:
        if path.is_dir() and any(path.iterdir()):
            raise UsageError(
                say("{folder} is not empty; choose a new folder, so that nothing is overwritten.", folder=folder)
            )
        path.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            (path / name).write_bytes(template(name, say.language))
    except OSError as error:
        _take_back(path)
        raise ResultError(say("{file} cannot be written: {why}.", file=folder, why=why(error))) from error
    remark(say("Wrote {files} in {folder}. Try:", folder=folder, files=say.listed(list(FILES))))
    tries = [Line(f"  {shlex.join(['placement', command, folder])}") for command in ("check", "solve")]
    show(lambda: tries, to_stderr=True)
    return Exit.DONE


def _take_back(path: Path) -> None:
    """Delete what was written of the template before an error."""
    for name in FILES:
        with contextlib.suppress(OSError):
            (path / name).unlink()


def template(name: str, language: Language) -> bytes:
    """One file of the template."""
    return (resources.files("placement.scenario") / "template" / language / name).read_bytes()
