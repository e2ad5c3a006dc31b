"""The locks fit ``pyproject.toml``, each other, and every machine; nothing is asked of the network."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.lock import APART, LOCKS, ROOT, lowest, pinned, project, required, written

NAMES = ["base", *project()["project"]["optional-dependencies"]]
PYTHONS = ("3.11.0", "3.12.0", "3.13.0", "3.14.0")
SYSTEMS = ("linux", "darwin")
LINE = re.compile(r"#.*|[\w.-]+==[\w.+]+( ; [^\\]*)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|    # .*")
AGAIN = "run `make lock`"


def unmet(wanted: Iterable[Requirement], lock: str) -> list[str]:
    """What a lock does not hold, or holds in a version that is not allowed."""
    pins = pinned(lock)
    found = {str(each): pins.get(canonicalize_name(each.name), []) for each in wanted}
    return [
        wish
        for wish, held in found.items()
        if not held or not all(Requirement(wish).specifier.contains(lowest(pin), prereleases=True) for pin in held)
    ]


def asked_for(lock: str) -> set[str]:
    """The packages that a lock says ``pyproject.toml`` asked for."""
    blocks = re.split(r"^(?=\w)", lock, flags=re.MULTILINE)
    return {canonicalize_name(block.split("==")[0]) for block in blocks if "(pyproject.toml)" in block}


def test_there_is_one_for_the_program_and_one_for_each_extra() -> None:
    assert {path.stem for path in LOCKS.iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_fits_the_bounds(name: str) -> None:
    assert not unmet(required(name), written(LOCKS, name)), AGAIN


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_is_for_what_is_asked_and_for_nothing_else(name: str) -> None:
    building = {Requirement(line).name for line in project()["build-system"]["requires"]}
    assert asked_for(written(LOCKS, name)) == {canonicalize_name(each.name) for each in required(name)} - building, (
        AGAIN
    )


def test_bounds_and_lock_that_disagree_are_found() -> None:
    lock = "click==8.4.1 \\\nnumpy==2.0 ; python_version < '3.12' \\\nnumpy==2.5 ; python_version >= '3.12' \\\n"
    wanted = ["click>=8.4,<9", "click>=8.5", "rich>=14", "numpy>=2", "numpy>=2.1", "NumPy<2.5"]
    assert unmet(map(Requirement, wanted), lock) == ["click>=8.5", "rich>=14", "numpy>=2.1", "NumPy<2.5"]


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_holds_versions_and_hashes_and_names_no_place_to_get_them(name: str) -> None:
    text = written(LOCKS, name)
    assert [line for line in text.splitlines() if not LINE.fullmatch(line)] == []
    assert re.findall(r"^\w.*\\\n(?!    --hash)", text, re.MULTILINE) == []


@pytest.mark.parametrize("name", sorted({*NAMES} - {*APART}))
def test_a_package_has_one_version_whichever_extra_asks_for_it(name: str) -> None:
    first, own = pinned(written(LOCKS, "dev")), pinned(written(LOCKS, name))
    assert {package: own[package] for package in own.keys() & first.keys()} == {
        package: first[package] for package in own.keys() & first.keys()
    }, AGAIN


def test_what_the_tests_need_holds_every_extra_but_the_peers() -> None:
    dev = {str(each) for each in required("dev")}
    for name in {*NAMES} - {*APART, "bench"}:
        assert {str(each) for each in required(name)} <= dev


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", NAMES)
def test_every_machine_gets_one_version_of_what_is_asked_for(name: str, python: str, system: str) -> None:
    machine = {
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "sys_platform": system,
        "platform_system": system.title(),
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    pins = pinned(written(LOCKS, name))
    for wanted in required(name):
        held = [pin for pin in pins[canonicalize_name(wanted.name)] if not pin.marker or pin.marker.evaluate(machine)]
        assert len(held) == (not wanted.marker or wanted.marker.evaluate(machine)), wanted


def test_what_make_installs_is_locked() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installed = re.findall(r"\$\(PIP\)(.*)", makefile)
    assert len(installed) == 2
    assert "--require-hashes --requirement $(LOCKS)/$(1).txt" in installed[0]
    assert "--no-deps --no-build-isolation --editable ." in installed[1]
