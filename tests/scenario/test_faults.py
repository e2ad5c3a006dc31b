"""Every fault is found, at its place, and said in words a planner can act on."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

from placement.errors import ScenarioError
from placement.scenario.load import load
from tests.helpers.small import write
from tests.scenario.fault_cases import CASES, Case

GOLDEN = Path(__file__).parent / "golden" / "faults.txt"


def said_about(case: Case, folder: Path) -> str:
    """What is printed about a spoilt scenario, with the source line under each fault."""
    write(folder, case.files)
    with pytest.raises(ScenarioError) as raised:
        load(folder, variants=case.variants, overrides=case.overrides)
    lines: list[str] = []
    for fault in raised.value.faults:
        lines.append(str(fault).replace(f"{folder}/", ""))
        lines += [f"    | {fault.source_line.strip()[:90]}"] if fault.source_line.strip() else []
    return "\n".join(lines)


def golden() -> dict[str, str]:
    """The pinned messages by case."""
    text = GOLDEN.read_text(encoding="utf-8") if GOLDEN.exists() else ""
    parts = re.split(r"^== (\w+)\n", text, flags=re.MULTILINE)[1:]
    return {name: said.strip("\n") for name, said in zip(parts[::2], parts[1::2], strict=True)}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_said_as_pinned(name: str, tmp_path: Path) -> None:
    assert said_about(CASES[name], tmp_path) == golden()[name]


def test_every_pinned_message_has_its_case() -> None:
    assert set(golden()) == set(CASES)


def write_golden() -> None:
    """Pin what is printed now: ``python -m tests.scenario.test_faults``, then read the difference."""
    with tempfile.TemporaryDirectory() as place:
        said = []
        for name, case in CASES.items():
            (Path(place) / name).mkdir()
            said.append(f"== {name}\n{said_about(case, Path(place) / name)}\n")
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text("\n".join(said), encoding="utf-8")


if __name__ == "__main__":
    write_golden()
