"""The drawing of the rooms, ``docs/pictures/rooms.svg``: made from the contracts in pyproject.toml that are enforced.

Which rooms there are, which is above which, and which outside packages each may use comes from the contracts; what
stands in a room from the table of rooms in docs/architecture.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 960
MARGIN, GUTTER, GAP = 16, 56, 8
ROW, BOX = 46, 34
LEFT, INSIDE = MARGIN + GUTTER, WIDTH - 2 * MARGIN - GUTTER
_QUESTION = re.compile(r"placement\.questions\.(\w+)\.\*\*")
_ROW = re.compile(r"^\| `(?P<room>\w+)` \| (?P<holds>[^|]+?) \|", re.MULTILINE)
_RULE = "a room may use those below it"


def contracts(root: Path = ROOT) -> dict[str, dict[str, Any]]:
    """The contracts by their ids."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def layers(contract: Mapping[str, Any]) -> list[tuple[list[str], bool]]:
    """Each layer from the top: its rooms, and whether they may not see each other."""
    return [(re.findall(r"\w+", layer), "|" in layer) for layer in contract["layers"]]


def holds(root: Path = ROOT) -> dict[str, str]:
    """What each room holds, as the page says it."""
    page = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    return {row["room"]: row["holds"].replace("`", "") for row in _ROW.finditer(page)}


def knows(found: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """The outside packages that a room alone may use."""
    known: dict[str, list[str]] = {}
    for contract in found.values():
        for allowed in contract.get("ignore_imports", ()) if contract["type"] == "forbidden" else ():
            source, _, package = allowed.partition(" -> ")
            packages = known.setdefault(source.split(".")[1], [])
            packages += [package] if package not in packages else []
    return known


def uses(contract: Mapping[str, Any]) -> dict[str, list[str]]:
    """Which other questions each question may use, as far as the contract names them; all: ``*``."""
    named: dict[str, list[str]] = {}
    for allowed in contract["ignore_imports"]:
        source, _, target = allowed.partition(" -> ")
        if user := _QUESTION.fullmatch(source):
            used = _QUESTION.fullmatch(target)
            named.setdefault(user[1], []).append(used[1] if used else "*")
    return named


def captions(root: Path, found: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What is said of each room: what it holds, and which outside packages it may use."""
    known = knows(found)
    return {
        room: " · ".join([held, *([f"knows {', '.join(known[room])}"] if room in known else [])])
        for room, held in holds(root).items()
    }


@dataclass(frozen=True)
class Box:
    """A rectangle with a name and, if anything is said of it, the words behind the name."""

    x: float
    y: float
    width: float
    name: str
    about: str = ""
    height: float = BOX

    def svg(self) -> str:
        """As SVG."""
        line = self.y + BOX / 2 + 5
        outer = ' class="outer"' if self.height > BOX else ""
        frame = f'<rect{outer} x="{self.x:g}" y="{self.y:g}" width="{self.width:g}" height="{self.height:g}" rx="4"/>'
        if not self.about:
            return f'{frame}<text class="name middle" x="{self.x + self.width / 2:g}" y="{line:g}">{self.name}</text>'
        name = f'<text class="name" x="{self.x + 12:g}" y="{line:g}">{self.name}'
        return f'{frame}{name}<tspan class="about" dx="12">{escape(self.about)}</tspan></text>'


def arrow(x: float, top: float, bottom: float) -> str:
    """From what uses down to what is used."""
    return f'<path class="arrow" d="M{x:g} {top:g}V{bottom - 8:g}"/><path class="tip" d="M{x:g} {bottom:g}l-5 -9h10z"/>'


def questions(names: Sequence[str], named: Mapping[str, Sequence[str]], y: float) -> tuple[list[str], float]:
    """The questions from height ``y`` on, and where they end.

    At the bottom the proposal, above it those that use no other question, above them those that use one of these, and
    at the top, as a bar, each that uses several.
    """
    base = [name for name in names if name not in (*named, "proposal")]
    upper = [name for name in named if len(named[name]) == 1 and named[name][0] in base]
    bars = [name for name in named if name not in upper]
    bars.sort(key=lambda name: ("*" not in named[name], -len(named[name])))
    base.sort(key=lambda name: any(name in named[user] for user in upper))
    left, width = LEFT + GAP, INSIDE - 2 * GAP
    parts = []
    for n, name in enumerate(bars):
        of = "every other question" if "*" in named[name] else ", ".join(named[name])
        parts.append(Box(left, y + n * ROW, width, name, f"uses {of}").svg())
    y += len(bars) * ROW
    each = (width + GAP) / len(base)
    boxes = {name: Box(left + n * each, y + ROW + 4, each - GAP, name) for n, name in enumerate(base)}
    for name in upper:
        below = boxes[named[name][0]]
        parts += [Box(below.x, y, below.width, name).svg(), arrow(below.x + below.width / 2, y + BOX, below.y)]
    y += 2 * ROW + 4
    parts += [box.svg() for box in boxes.values()]
    parts.append(Box(left, y, width, "proposal", "any other question may use it").svg())
    return parts, y + BOX + GAP


def picture(root: Path = ROOT) -> str:
    """The drawing as SVG, which needs neither colours nor anything from outside."""
    found = contracts(root)
    said, named = captions(root, found), uses(found["questions"])
    parts: list[str] = []
    y: float = MARGIN
    for rooms, apart in layers(found["layers"]):
        if rooms == ["questions"]:
            inside, end = questions(_names(root), named, y + BOX)
            parts += [Box(LEFT, y, INSIDE, "questions", said["questions"], end - y).svg(), *inside]
            y = end + ROW - BOX
        else:
            parts += _layer(rooms, said, y, apart=apart)
            y += ROW
    x = MARGIN + 40
    along = f'<text class="about middle" transform="translate({x - 16} {y / 2:g}) rotate(-90)">{_RULE}</text>'
    parts += [arrow(x, MARGIN, y - ROW + BOX), along]
    told = escape(_told(layers(found["layers"]), named))
    return _PICTURE.format(width=WIDTH, height=y - ROW + BOX + MARGIN, body="\n".join(parts), told=told)


def _layer(rooms: Sequence[str], said: Mapping[str, str], y: float, *, apart: bool) -> Iterator[str]:
    """The rooms of one layer beside each other; a wall between those that may not see each other."""
    space = 44 if apart else GAP
    width = (INSIDE - space * (len(rooms) - 1)) / len(rooms)
    for n, room in enumerate(rooms):
        x = LEFT + n * (width + space)
        yield Box(x, y, width, room, said.get(room, "")).svg()
        if n and apart:
            yield f'<path class="wall" d="M{x - space / 2:g} {y - 2:g}v{BOX + 4}"/>'


def _names(root: Path) -> list[str]:
    """The questions there are."""
    return sorted(path.parent.name for path in (root / "placement" / "questions").glob("*/__init__.py"))


def _told(found: Sequence[tuple[Sequence[str], bool]], named: Mapping[str, Sequence[str]]) -> str:
    """The drawing in words."""
    order = "; ".join(f"{' beside '.join(rooms)}{', apart' if apart and rooms[1:] else ''}" for rooms, apart in found)
    using = "; ".join(f"{name} uses {' and '.join(used).replace('*', 'every other')}" for name, used in named.items())
    return f"From the top: {order}. {_RULE.capitalize()}, never those above. Among the questions: {using}."


_PICTURE = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg"
role="img" aria-labelledby="rooms-title rooms-told">
<title id="rooms-title">The rooms of the program, and which may use which</title>
<desc id="rooms-told">{told}</desc>
<style>
rect {{ fill: #fff; stroke: #000; }}
rect.outer {{ stroke-width: 2; }}
text {{ font: 13px sans-serif; fill: #000; }}
.name {{ font-weight: bold; font-size: 14px; }}
.about {{ font-weight: normal; font-size: 12px; }}
.middle {{ text-anchor: middle; }}
.arrow {{ stroke: #000; stroke-width: 1.5; fill: none; }}
.wall {{ stroke: #000; stroke-width: 4; stroke-dasharray: 5 4; }}
</style>
<rect x="0" y="0" width="{width}" height="{height}" style="stroke: none"/>
{body}
</svg>
"""


@dataclass(frozen=True)
class Rooms:
    """The drawing as one of the pictures that are made."""

    name: str = "rooms"
    ending: str = ".svg"

    def make(self) -> bytes:
        """The file."""
        return picture().encode()
