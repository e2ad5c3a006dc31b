"""The documentation site, made from the Markdown pages as they lie in the project; ``make docs`` builds it.

The project's root is the source folder, so that links between pages are the same here as in a reader of the files.
Nothing is asked of the network, neither when the site is made nor when it is read.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import placement

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

project = "placement"
author = "placement contributors"
project_copyright = "placement contributors, MIT licence"
release = placement.__version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
include_patterns = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/**",
    "scenarios/README.md",
    "scenarios/midtjylland/README.md",
    "scenarios/northshire/README.md",
]
exclude_patterns = ["docs/_build", "docs/decisions/template.md", ".*"]
nitpicky = True
nitpick_ignore = [
    ("py:class", "placement.scenario.schema.scenario.Scenario"),  # the scenario reference is its page
    ("py:class", "placement.scenario.source.positions.Positions"),  # where a value was written; for messages
    ("py:class", "placement.questions.compare.assumptions.Turnings"),  # where the differences turn; see the command
    ("py:class", "placement.scenario.schema.frame.Weights"),  # citizen, quality, economy
    ("py:class", "placement.questions.proposal.findings.Worth"),  # rows of the league; see the screen and the tables
    ("py:class", "placement.questions.explain.break_even.BreakEven"),  # at which prices a pair is in; see the screen
    ("py:class", "placement.questions.explain.price.Scarce"),  # what gave way was short of it; see the screen
    ("py:class", "placement.console.request.SolvingRequest"),  # what the command was asked
    ("py:class", "placement.present.words.voice.Voice"),  # says sentences in a language
    ("py:class", "placement.present.tables.columns.Table"),  # what `Table` of the door shows
    ("py:class", "placement.questions.check.screen.Checked"),  # what stands behind answers of the door
    ("py:class", "placement.questions.drafts.tables.Version"),
    ("py:class", "placement.questions.explain.run.Answer"),
    ("py:class", "placement.questions.pairs.findings.PairTable"),
    ("py:class", "placement.questions.robust.findings.Robust"),
    ("py:class", "placement.questions.tradeoff.steps.study.Stairway"),
    ("py:class", "Memory"),  # what a search of the staircase that was interrupted goes on from
    ("py:class", "placement.questions.compare.choice.LeftOut"),  # a table of its own; see the command
    ("py:class", "placement.questions.compare.study.SharedVisits"),  # trips of the visits all have in common
    ("py:class", "placement.questions.ballots.questionnaire.Questionnaire"),
    ("py:class", "placement.questions.ballots.study.Count"),
    ("py:class", "placement.scenario.source.former.Former"),  # an old name of a field; for messages
    ("py:class", "Proven"),  # what a later run of tradeoff goes on from
]
nitpick_ignore_regex = [
    ("py:class", r"Floats|Ints|Bools|Scenario|Floor|Synergy|Fairness"),  # arrays, and parts of an instance
    ("py:class", r"os\.PathLike|Rows|Language"),  # paths, a table, and da or en
    ("py:class", r"Payoff|Workbench|Clock"),  # what a live solver keeps
    ("py:.*", r"(numpy|np|pydantic|pydantic_core|pathlib|threading|collections|datetime|typing)\..*"),
    ("py:.*", r"(dt\.datetime|Path|Any|Callable|Mapping|Sequence|Literal|BaseModel|optional)"),
]
suppress_warnings = ["myst.header"]  # the reference pages begin their tables one level down

myst_heading_anchors = 4
myst_enable_extensions = ["strikethrough"]
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_member_order = "bysource"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = f"placement {release}"
html_extra_path = ["site"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}

CONTENTS = {
    "Begin": [
        "/README",
        "tutorial",
        "tutorial-da",
        "how-to/README",
        "/scenarios/README",
        "/scenarios/midtjylland/README",
        "/scenarios/northshire/README",
    ],
    "Understand": ["model", "limits", "real-cases", "mechanisms", "glossary"],
    "Look up": ["scenario-reference", "results", "api", "benchmarks"],
    "Take part": ["architecture", "decisions/README", "/CONTRIBUTING", "/CHANGELOG"],
}
"""What stands in the margin; the pages of a folder hang under its README."""
FOLDERS = {"docs/how-to/README": "docs/how-to", "docs/decisions/README": "docs/decisions"}
_FOLDER_LINK = re.compile(r"\]\((?P<path>[^):#]+/)\)")
_OUTSIDE = re.compile(r"""(?:\bsrc=|<link\b[^>]*\bhref=|@import\s+|\burl\()\s*["']?(?:https?:)?//[^"')\s>]+""")


def _toctree(entries: list[str], caption: str = "") -> str:
    head = [f":caption: {caption}"] if caption else []
    return "\n".join(["", "```{toctree}", ":hidden:", *head, "", *entries, "```", ""])


def _margin(name: str) -> str:
    """The contents that a page brings into the margin."""
    if name == root_doc:
        return "".join(_toctree(entries, caption) for caption, entries in CONTENTS.items())
    if name in FOLDERS:
        pages = sorted((ROOT / FOLDERS[name]).glob("*.md"))
        return _toctree([page.stem for page in pages if page.stem not in ("README", "template")])
    return ""


def _read(_app: Any, name: str, source: list[str]) -> None:
    """Links to a folder lead to its README, or to the scenario in it; contents are added."""
    folder = (ROOT / name).parent

    def leads(link: re.Match[str]) -> str:
        path = link["path"]
        inside = next((each for each in ("README.md", "scenario.yaml") if (folder / path / each).is_file()), "")
        return f"]({path}{inside})"

    source[0] = _FOLDER_LINK.sub(leads, source[0]) + _margin(name)


def _check(app: Any, failure: Exception | None) -> None:
    """Refuse a site that would ask anything of the network when it is read."""
    if failure or app.builder.format != "html":
        return
    pages = [page for end in ("*.html", "*.css", "*.svg") for page in Path(app.outdir).rglob(end)]
    found = [f"{page}: {hit}" for page in pages for hit in _OUTSIDE.findall(page.read_text(encoding="utf-8"))]
    if found:
        raise RuntimeError("asks something of the network: " + "; ".join(found[:5]))


_KEPT: dict[str, list[str]] = {}


def _keep(_app: Any, what: str, name: str, _item: Any, _options: Any, lines: list[str]) -> None:
    """Before napoleon: a sentence about a value may hold a colon without naming a type before it."""
    if what in ("attribute", "data", "property"):
        _KEPT[name] = list(lines)


def _restore(_app: Any, _what: str, name: str, _item: Any, _options: Any, lines: list[str]) -> None:
    """After napoleon."""
    if name in _KEPT:
        lines[:] = _KEPT.pop(name)


def _skip(_app: Any, _what: str, _name: str, obj: object, skip: bool, _options: Any) -> bool:
    """Fields of named tuples are told in the docstring."""
    return skip or type(obj).__name__ == "_tuplegetter"


def setup(app: Any) -> None:
    """What Sphinx calls first."""
    app.connect("source-read", _read)
    app.connect("build-finished", _check)
    app.connect("autodoc-skip-member", _skip)
    app.connect("autodoc-process-docstring", _keep, priority=499)
    app.connect("autodoc-process-docstring", _restore, priority=501)
