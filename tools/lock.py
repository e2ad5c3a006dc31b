"""Write the locks: every package an extra of ``pyproject.toml`` needs, in one version, with the hashes of its files.

    python -m tools.lock                              locks/; what still fits stays as it is
    python -m tools.lock --upgrade-package highspy    one package at its newest
    python -m tools.lock --upgrade                    all of them at their newest
    python -m tools.lock newest FOLDER                the newest of everything, for this Python alone
    python -m tools.lock lowest FOLDER                the lowest that ``pyproject.toml`` allows, for this Python alone

``dev`` is resolved first and the others take their versions from it, so that a package has one version whichever extra
asks for it. Only what is ``APART`` cannot be installed beside the others.
"""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
LOCKS = ROOT / "locks"
APART = ("peer",)
"""Extras whose packages need others in versions of their own; their locks hold the tools for the tests too."""
UV = (str(Path(sys.executable).parent / "uv"), "pip", "compile", "--quiet", "--no-build", "--generate-hashes")
STRATEGIES = {"newest": "highest", "lowest": "lowest-direct"}
BLOCK = re.compile(r"^(?=\w)", re.MULTILINE)
"""Where the lines of a package begin in a lock."""


def project() -> dict[str, Any]:
    """What ``pyproject.toml`` says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def extras(lock: str) -> tuple[str, ...]:
    """The extras a lock is for; ``base`` is the program alone."""
    return () if lock == "base" else (lock, "dev") if lock in APART else (lock,)


def required(lock: str) -> list[Requirement]:
    """What ``pyproject.toml`` asks of a lock: to build, to run, and for the extra."""
    said = project()
    optional = said["project"]["optional-dependencies"]

    def asked(lines: Sequence[str]) -> Iterator[Requirement]:
        for requirement in map(Requirement, lines):
            if requirement.name == said["project"]["name"]:
                yield from (found for extra in sorted(requirement.extras) for found in asked(optional[extra]))
            else:
                yield requirement

    lines = [*said["build-system"]["requires"], *said["project"]["dependencies"]]
    return list(asked([*lines, *(line for extra in extras(lock) for line in optional[extra])]))


def pinned(text: str) -> dict[str, list[Requirement]]:
    """The versions in a lock by package; more than one where they differ between machines."""
    found: dict[str, list[Requirement]] = {}
    for line in text.splitlines():
        if line[:1].isalnum():
            requirement = Requirement(line.removesuffix("\\"))
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def compiled(lock: str, known: str, how: Sequence[str]) -> str:
    """The text of one lock, by uv; it keeps the versions in ``known`` that fit."""
    wanted = [part for extra in extras(lock) for part in ("--extra", extra)]
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{lock}.txt"
        file.write_text(known, encoding="utf-8")
        command = [*UV, *how, "pyproject.toml", "-", *wanted, "--custom-compile-command", "make lock", "-o", str(file)]
        asked = "\n".join(project()["build-system"]["requires"])
        if subprocess.run(command, cwd=ROOT, input=asked, text=True, check=False).returncode:  # noqa: S603 - uv
            sys.exit(f"The lock '{lock}' could not be made; the lines above say why. Nothing is written.")
        return file.read_text(encoding="utf-8")


def written(folder: Path, lock: str) -> str:
    """The text of a lock as it is; empty where there is none."""
    file = folder / f"{lock}.txt"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def beside(first: str, own: str) -> str:
    """The versions of ``first``, and of ``own`` what that does not name."""
    known = pinned(first)
    return first + "".join(block for block in BLOCK.split(own)[1:] if not known.keys() & pinned(block).keys())


def for_everybody(how: Sequence[str]) -> dict[str, str]:
    """All locks, for every machine the program runs on."""
    said = project()["project"]
    everywhere = ("--universal", "--fork-strategy", "fewest", "--python-version", oldest_python())
    made = {"dev": compiled("dev", written(LOCKS, "dev"), (*everywhere, *how))}
    for lock in sorted({"base", *said["optional-dependencies"]} - {"dev"}):
        own = written(LOCKS, lock)
        if lock in APART:
            made[lock] = compiled(lock, own, (*everywhere, *how))
        else:
            made[lock] = compiled(lock, beside(made["dev"], "" if how else own), everywhere)
    return made


def for_one_end(end: str) -> dict[str, str]:
    """What ``make`` installs, for this Python alone, at the newest or at the lowest that is allowed."""
    how = ("--python", sys.executable, "--resolution", STRATEGIES[end])
    made = {"dev": compiled("dev", "", how)}
    return made | {lock: compiled(lock, made["dev"], how) for lock in ("base", "web")}


def never_tried(text: str) -> list[str]:
    """The requirements whose lower bound is not what the lowest lock holds: no test can say whether it works."""
    found = pinned(text)
    asked = [wanted for wanted in required("dev") if not wanted.marker or wanted.marker.evaluate()]
    pins = [found[canonicalize_name(wanted.name)][0] for wanted in asked]
    return [f"{wanted} (got {pin})" for wanted, pin in zip(asked, pins, strict=True) if lowest(wanted) != lowest(pin)]


def lowest(requirement: Requirement) -> Version:
    """The version a requirement begins with."""
    return next(Version(part.version) for part in requirement.specifier if part.operator in {">=", "=="})


def oldest_python() -> str:
    """The first Python the program runs on; the lower bounds are those that can be had there."""
    return str(project()["project"]["requires-python"]).removeprefix(">=")


def main(args: Sequence[str]) -> None:
    """Write the locks that changed; all of them are made before the first is written."""
    end, folder = (args[0], Path(args[1])) if args[:1] and args[0] in STRATEGIES else ("", LOCKS)
    made = for_one_end(end) if end else for_everybody(args)
    folder.mkdir(parents=True, exist_ok=True)
    for lock, text in made.items():
        if text != written(folder, lock):
            (folder / f"{lock}.txt").write_text(text, encoding="utf-8")
            print(f"{folder.name}/{lock}.txt: {len(pinned(text))} packages")
    on_oldest = platform.python_version().startswith(f"{oldest_python()}.")
    if end == "lowest" and on_oldest and (untrue := never_tried(made["dev"])):
        sys.exit("pyproject.toml allows what cannot be installed; let it say the lowest that can: " + ", ".join(untrue))


if __name__ == "__main__":
    main(sys.argv[1:])
