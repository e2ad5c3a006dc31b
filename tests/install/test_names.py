"""The name the program is installed under, and that no text sends anybody to a stranger's package."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

import placement
from placement.__main__ import main
from tools.lock import LOCKS, ROOT, pinned, project, written

FOLDERS = ("docs", "scenarios", "placement", "benchmarks", "tools")
TEXTS = [
    path
    for found in (ROOT.glob("*"), *((ROOT / folder).rglob("*") for folder in FOLDERS))
    for path in found
    if path.suffix in {".md", ".py", ".j2", ".js", ".html", ".toml", ".yaml"} or path.name == "Makefile"
]
EXTRAS = tuple(project()["project"]["optional-dependencies"])
FOR_DEVELOPERS = {"bench", "dev", "docs", "peer"}
INSTALLS = re.compile(
    r"""\b(?:pip3?|pipx|uv\ tool|uv\ pip|uv)\ (?:install|add|run)\ +
    (?:-\S+\ +(?:\S+\.txt\ +)?)*  # options, and the locks that some are about
    (?!\S+\.txt)['"]?            # another lock, or
    ([A-Za-z][\w.-]*)            # what is installed, unless it is a folder""",
    re.VERBOSE,
)


def strangers(text: str) -> set[str]:
    """What the commands in a text install, and is neither a copy of this program nor in its locks."""
    named = {canonicalize_name(name) for name in INSTALLS.findall(text)}
    return named - pinned(written(LOCKS, "dev")).keys()


def test_the_distribution_has_a_name_of_its_own() -> None:
    assert project()["project"]["name"] == placement.DISTRIBUTION != "placement"
    assert placement.__version__ == version(placement.DISTRIBUTION) == project()["project"]["version"]
    (command,) = (each for each in entry_points(group="console_scripts", name="placement"))
    assert command.dist is not None
    assert command.dist.name == placement.DISTRIBUTION
    assert command.load() is main


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_is_sent_to_a_package_of_strangers(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not strangers(text)
    assert re.findall(rf"(?<![\w-])placement\[(?:{'|'.join(EXTRAS)})[\],]", text) == []


def test_a_stranger_is_found() -> None:
    assert not strangers("First `pip install -q -r locks/web.txt`, then pip install --no-deps '.[web]'.")
    assert not strangers("uv tool install . puts it where all commands are; uv pip install ruff is for developers.")
    assert strangers("pip install 'placement[web]'") == {"placement"}
    assert strangers(f"pipx install {placement.DISTRIBUTION}") == {placement.DISTRIBUTION}
    assert strangers("uv tool install -c locks/web.txt placement==0.1") == {"placement"}


def test_the_readme_says_how_to_install_every_extra_that_is_for_use() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"pip install '\.\[web,pdf\]'", text)
    assert [extra for extra in {*EXTRAS} - FOR_DEVELOPERS if f"`{extra}`" not in text] == []


def test_files_of_a_namesake_are_named(tmp_path: Path) -> None:
    """As where OpenStack's library, which is imported under the same name, was installed after this program."""
    shutil.copytree(ROOT / "placement", tmp_path / "placement", ignore=shutil.ignore_patterns("__pycache__"))
    for both_have in ("__init__.py", "errors.py"):
        (tmp_path / "placement" / both_have).write_text("", encoding="utf-8")
    about = tmp_path / "openstack_placement-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Name: openstack-placement\nVersion: 1.0\n", encoding="utf-8")
    (about / "RECORD").write_text("placement/__init__.py,,\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "placement", "--version"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "Files of openstack-placement lie in the same folder." in done.stderr
    assert "Filer fra openstack-placement ligger i samme mappe." in done.stderr
    assert "Traceback" not in done.stderr
