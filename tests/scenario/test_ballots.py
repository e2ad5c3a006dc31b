"""Sheets of answers as people write them, and every fault they can have, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.errors import ScenarioError
from placement.scenario.ballots import Answers, Ballot, anonymous, is_yes, read_ballots

ONE, TWO = "q1-1f20ab9c", "q2-1f20ab9c"
HEAD = f"participant,{ONE},{TWO}\n"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "svar.csv"
    path.write_bytes(text.encode(encoding))
    return path


def faults(folder: Path, text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(ScenarioError) as caught:
        read_ballots(written(folder, text))
    return [(fault.line, fault.column, fault.message) for fault in caught.value.faults]


def test_yes_no_and_nothing(tmp_path: Path) -> None:
    read = read_ballots(written(tmp_path, HEAD + "Anna,yes,no\n# noted later\nBo,,Y\nCarl,,\n"))
    assert read.participants == (
        Answers("Anna", ((ONE, True), (TWO, False))),
        Answers("Bo", ((TWO, True),)),
        Answers("Carl", ()),
    )
    assert [read.participants[1].answer(question) for question in (ONE, TWO)] == [None, True]
    assert read.fingerprint == "1f20ab9c"
    assert {name: mark[1:3] for name, mark in read.marks.items()} == {ONE: (1, 13), TWO: (1, 25)}
    assert list(read.inputs) == ["svar.csv"]


def test_as_a_danish_excel_writes_it(tmp_path: Path) -> None:
    text = f"participant;{TWO};{ONE}\r\nÅse;Ja;NEJ\r\nIb; j ;n\r\n# ikke mere;;\r\n;;\r\n"
    read = read_ballots(written(tmp_path, text, "utf-8-sig"))
    assert read.participants == (
        Answers("Åse", ((TWO, True), (ONE, False))),
        Answers("Ib", ((TWO, True), (ONE, False))),
    )


def test_a_line_that_names_the_separator_may_come_first(tmp_path: Path) -> None:
    read = read_ballots(written(tmp_path, f"sep=;\nparticipant;{ONE}\nAnna;ja\n"))
    assert read.participants == (Answers("Anna", ((ONE, True),)),)
    assert read.marks[ONE][1:3] == (2, 13)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("Ja", True), ("yes.", True), ("Y", True), ("nej!", False), ("N", False), ("måske", None), ("1", None), (0, None)],
)
def test_what_a_cell_says(cell: object, answer: bool | None) -> None:
    assert is_yes(cell) is answer


def test_numbers_for_names(tmp_path: Path) -> None:
    read = anonymous(read_ballots(written(tmp_path, HEAD + "Anna,y,n\nBo,n,\n")), "Deltager")
    assert [one.participant for one in read.participants] == ["Deltager 1", "Deltager 2"]
    assert read.participants[1].given == ((ONE, False),)


def test_every_fault_at_once(tmp_path: Path) -> None:
    rows = ["A,perhaps,no", "a ,yes,1", "A,no,no", ",yes,yes", "B,yes", "C,0.5,no"]
    wanted = "write yes or no, ja or nej, or leave the cell empty where there is no answer."
    assert faults(tmp_path, HEAD + "\n".join(rows)) == [
        (2, 3, f"'perhaps' is neither yes nor no; {wanted}"),
        (3, 1, "'a' and 'A' look like the same participant; write two names."),
        (3, 8, f"'1' is neither yes nor no; {wanted}"),
        (4, 1, "'A' stands twice, first in line 2; keep one of the rows."),
        (5, 1, "the cell 'participant' is empty; every row needs it."),
        (6, 1, "the row has 2 cells where the heading has 3; leave a cell empty, but keep its separator."),
        (7, 3, f"'0.5' is neither yes nor no; {wanted}"),
    ]


def test_headings_that_are_no_questions_of_one_sheet(tmp_path: Path) -> None:
    text = f"participant,{ONE},q2,q3-99999999,question\nA,yes,no,no,no\n"
    keep = "keep the headings as they stand in the sheet, such as q1-1f20ab9c."
    assert faults(tmp_path, text) == [
        (1, 25, f"'q2' is the id of no question; {keep}"),
        (
            1,
            28,
            f"'q3-99999999' was asked with other questions than '{ONE}'; keep one sheet for each set of questions.",
        ),
        (1, 40, f"'question' is the id of no question; {keep}"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the table is empty"),
        (HEAD, "a heading but no rows"),
        (f"name,{ONE}\nA,yes\n", "the heading lacks 'participant'"),
        ("participant\nA\n", "no question is a column"),
        (f"participant,{ONE},{ONE}\nA,yes,no\n", f"the column '{ONE}' stands twice"),
        (f"participant,{ONE},notes\nA,yes,no\n", "the column 'notes' is unknown"),
        (HEAD + "A,,\nB,,\n", "nobody has answered anything"),
    ],
)
def test_a_table_that_is_none(tmp_path: Path, text: str, message: str) -> None:
    assert message in " ".join(found for _, _, found in faults(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        "participant,citizen,quality,economy\nAnna,4,1,1\nBo,-1,x,\n",
        "participant;economy;citizen;quality\r\nAnna;1,5;2;3\r\n",
    ],
)
def test_weights_are_refused_with_the_way_to_convert_them(tmp_path: Path, text: str) -> None:
    [(line, column, message)] = faults(tmp_path, text)
    assert (line, column) == (1, 1)
    assert "these ballots are weights" in message
    ways = (
        "placement ballots SCENARIO --questions FILE.csv",
        "placement solve SCENARIO --method weighted --weights",
        "placement tradeoff SCENARIO --all",
    )
    assert [way for way in ways if way not in message] == []


def test_weights_of_a_meeting_are_shares() -> None:
    assert Ballot("Anna", (4, 1, 1)).shares == pytest.approx((2 / 3, 1 / 6, 1 / 6))
    assert Ballot("A", (1e308, 1e308, 0)).shares == pytest.approx((0.5, 0.5, 0))


def test_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.csv"):
        with pytest.raises(ScenarioError, match="there is no such file; expected a CSV file"):
            read_ballots(path)
    with pytest.raises(ScenarioError, match="not UTF-8"):
        read_ballots(written(tmp_path, HEAD + "Åse,yes,no\n", "cp1252"))
