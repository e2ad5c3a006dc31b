"""Makes the pictures in docs/pictures from what the program really shows: ``make pictures``.

Screens and maps are SVG without fonts, scripts or links of their own. From one day to the next they differ in the
date and the seconds alone. Pages are JPEG, taken with Chromium; where there is none, they stay as they are.
"""

from __future__ import annotations

import io
import os
import pty
import shlex
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

from docs.screenshots import NAMES, REGION, Screenshot, chromium, report, workbench
from placement.present.maps.draw import draw
from placement.questions.proposal.maps import Atlas
from placement.scenario.load import load
from placement.solve.run import solve
from tools.rooms import Rooms

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
WIDTH = 100
_SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px; }}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""As Rich draws it, with fonts that are there already: a picture fetches nothing."""


@dataclass(frozen=True)
class Terminal:
    """A screen of the program.

    Attributes:
        name: of the file, without its end.
        commands: run one after the other in an empty folder beside the scenarios; the last one is shown.
        status: that the last one ends with.
        silenced: whether they are told not to show how far they are, which is not part of the picture.
    """

    name: str
    commands: tuple[str, ...]
    status: int = 0
    silenced: bool = True
    ending: str = ".svg"

    def make(self) -> bytes:
        """The picture."""
        with tempfile.TemporaryDirectory() as place:
            (Path(place) / "scenarios").symlink_to(ROOT / "scenarios")
            for command in self.commands:
                status, shown = run(f"{command} --quiet" if self.silenced else command, place)
            if status != self.status:
                raise RuntimeError(f"{command} ended with {status}:\n{shown}")
        return drawn([f"$ {command}", *shown.splitlines()], self.name).encode()


@dataclass(frozen=True)
class Map:
    """Where trips get longer and shorter in the example region, as in its report.

    Attributes:
        name: of the file, without its end.
    """

    name: str
    ending: str = ".svg"

    def make(self) -> bytes:
        """The picture."""
        shown = Atlas(solve(load(ROOT / REGION)), "en").change()
        if shown is None:
            raise RuntimeError("the example region has no map")
        return draw(shown, self.name).encode()


PICTURES: tuple[Terminal | Map | Rooms | Screenshot, ...] = (
    Terminal("proposal-da", ("placement solve scenarios/midtjylland",)),
    Terminal("proposal-en", ("placement solve scenarios/midtjylland --lang en",)),
    Terminal(
        "faults",
        ("placement init region", "placement check region --set policy.max_change=3 --lang en"),
        3,
        silenced=False,
    ),
    Terminal("compare", ("placement compare scenarios/lukning --variant base,behold,lovet --lang en",)),
    Terminal("tradeoff", ("placement tradeoff scenarios/trappen --lang en",)),
    Terminal("explain", ("placement explain scenarios/trappen ortopaedkirurgi sh_vesterby --lang en",)),
    Terminal(
        "drafts",
        (
            "placement solve scenarios/lukning --out before",
            "placement solve scenarios/lukning --variant behold --out now",
            "placement drafts before now --put-back --lang en",
        ),
    ),
    Map("map"),
    Rooms(),
    Screenshot("report", (1280, 860), report),
    Screenshot("workbench", (1600, 900), workbench),
)
"""What is made. Anything with a ``name``, an ``ending`` and a ``make()`` that returns the file may stand here."""


def run(command: str, folder: str) -> tuple[int, str]:
    """The exit status of a command, and what it writes to a terminal, colours and all."""
    words = [sys.executable, "-m", *shlex.split(command)]
    into = io.BytesIO()
    pid, handle = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ |= {"COLUMNS": str(WIDTH), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        os.execv(words[0], words)  # noqa: S606 - our own program, in a terminal
    while chunk := _read(handle):
        into.write(chunk)
    os.close(handle)
    _, ending = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(ending), into.getvalue().decode().replace("\r\n", "\n").rstrip()


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # the other end is closed
        return b""


def drawn(lines: list[str], name: str) -> str:
    """Lines with terminal colours as an SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    for line in lines:
        console.print(Text.from_ansi(line), soft_wrap=False)
    return console.export_svg(title="placement", theme=DEFAULT_TERMINAL_THEME, code_format=_SVG, unique_id=name)


def main() -> None:
    """Make all pictures, or those that are named."""
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        file = f"{picture.name}{picture.ending}"
        if sys.argv[1:] and picture.name not in sys.argv[1:]:
            continue
        if isinstance(picture, Screenshot) and not chromium():
            sys.stdout.write(f"{file} is left as it was: no Chromium here (looked for {', '.join(NAMES)})\n")
            continue
        (FOLDER / file).write_bytes(picture.make())
        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()
