"""Ballots as people write them, and every fault they can have, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.errors import ScenarioError
from placement.scenario.ballots import Ballot, anonymous, read_ballots

HEAD = "participant,citizen,quality,economy\n"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "stemmer.csv"
    path.write_bytes(text.encode(encoding))
    return path


def faults(folder: Path, text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(ScenarioError) as caught:
        read_ballots(written(folder, text))
    return [(fault.line, fault.column, fault.message) for fault in caught.value.faults]


def test_weights_on_any_scale(tmp_path: Path) -> None:
    read = read_ballots(written(tmp_path, HEAD + "Anna,4,1,1\n# noted later\nBo,0,0.5,1e3\n"))
    assert read.ballots == (Ballot("Anna", (4, 1, 1)), Ballot("Bo", (0, 0.5, 1000)))
    assert read.ballots[0].shares == pytest.approx((2 / 3, 1 / 6, 1 / 6))
    assert Ballot("A", (1e308, 1e308, 0)).shares == pytest.approx((0.5, 0.5, 0))
    assert list(read.inputs) == ["stemmer.csv"]


def test_as_a_danish_excel_writes_it(tmp_path: Path) -> None:
    text = "participant;quality;citizen;economy\r\nÅse;1,5;2;3\r\n"
    read = read_ballots(written(tmp_path, text, "utf-8-sig"))
    assert read.ballots == (Ballot("Åse", (2, 1.5, 3)),)


def test_numbers_for_names(tmp_path: Path) -> None:
    read = anonymous(read_ballots(written(tmp_path, HEAD + "Anna,4,1,1\nBo,0,1,1\n")), "Deltager")
    assert [ballot.participant for ballot in read.ballots] == ["Deltager 1", "Deltager 2"]
    assert read.ballots[1].weights == (0, 1, 1)


def test_every_fault_at_once(tmp_path: Path) -> None:
    rows = ["A,-1,x,3", "a ,0,0,0", "A,1,1,1", ",1,1,1", "C,1,,1", "D,1,1", 'E,"0,5",1,1', "F,1e999,1,1", "G,1,1,1"]
    allowed = "a weight is a number from 0 up, on any scale"
    needed = "Every aim needs a weight: a number from 0 up, on any scale."
    assert faults(tmp_path, HEAD + "\n".join(rows)) == [
        (2, 3, f"-1 is below 0; {allowed}."),
        (2, 6, f"'x' is not a number; write digits, or nothing at all. {needed}"),
        (3, 1, "'a' and 'A' look like the same participant; write two names."),
        (3, 4, "all weights of 'a' are 0; at least one must be above 0."),
        (4, 1, "'A' stands twice, first in line 2; keep one of the rows."),
        (5, 1, "the cell 'participant' is empty; every row needs it."),
        (6, 5, f"the cell 'quality' is empty; {allowed}. Write 0 for an aim that counts nothing."),
        (7, 1, "the row has 3 cells where the heading has 4; leave a cell empty, but keep its separator."),
        (8, 3, f"'0,5' has a decimal comma; write a point, as in 0.5. {needed}"),
        (9, 3, f"the weight is too large; {allowed}."),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the table is empty"),
        (HEAD, "a heading but no rows"),
        ("participant,citizen,quality\nA,1,1\n", "the heading lacks 'economy'"),
        ("participant,citizen,qualty,economy\nA,1,1,1\n", "the column 'qualty' is unknown"),
    ],
)
def test_a_table_that_is_none(tmp_path: Path, text: str, message: str) -> None:
    assert message in " ".join(found for _, _, found in faults(tmp_path, text))


def test_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.csv"):
        with pytest.raises(ScenarioError, match="there is no such file; expected a CSV file"):
            read_ballots(path)
    with pytest.raises(ScenarioError, match="not UTF-8"):
        read_ballots(written(tmp_path, HEAD + "Åse,1,1,1\n", "cp1252"))
