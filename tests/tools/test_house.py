"""The measures of the package, on small made packages; and the drawing of its rooms."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tools.house import Line, circles, functions, main, measured, passages, telling, told
from tools.rooms import contracts, layers, picture, uses

ROOT = Path(__file__).parents[2]
DRAWN = ROOT / "docs" / "pictures" / "rooms.svg"
REPEATED = "\n".join(f"number_{n} = calculated(number_{n})" for n in range(7))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A package with two files that import each other, one of them for types only, and repeat each other."""
    package = tmp_path / "placement"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "first.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from placement import second\n"
        f"@property\ndef short(self: int) -> None:\n    pass\n{REPEATED}\n",
        encoding="utf-8",
    )
    (package / "second.py").write_text(f"import placement.first\n# as there\n{REPEATED}\n", encoding="utf-8")
    return tmp_path


def test_a_checkout_is_measured(checkout: Path) -> None:
    house = measured(checkout)
    assert house.files == {"placement/__init__.py": 0, "placement/first.py": 13, "placement/second.py": 9}
    assert house.functions == [("placement/first.py:5 short", 3)]
    assert house.folders == {"placement": 2}
    assert house.circles == [["placement.first", "placement.second"]]
    ((first, second, lines),) = house.passages
    assert (first.file, first.number, second.file, second.number) == ("placement/first.py", 7, "placement/second.py", 3)
    assert lines == 7
    assert "1 circles of imports, those for types included" in list(told(house))


def test_circles_are_whole_and_apart() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": {"d"}, "f": {"a", "f"}}
    assert sorted(circles(graph)) == [["a", "b", "c"], ["d", "e"]]


def test_imports_comments_and_brackets_say_nothing() -> None:
    text = "from a import (\n    something_long,\n)\n# a long comment\nmade = call_it(\n)\nelse_it = 1\n"
    assert [line.number for line in telling(text, ast.parse(text), "x.py")] == [5]


def test_a_function_in_a_function_counts_too() -> None:
    text = "def outer():\n    def inner():\n        pass\n    return inner\n"
    assert [lines for _, lines in functions(ast.parse(text), "x.py")] == [4, 2]


def test_fewer_equal_lines_are_no_passage() -> None:
    def lines(file: str, words: str) -> list[Line]:
        return [Line(file, n, word) for n, word in enumerate(words)]

    assert passages({"a": lines("a", "123456"), "b": lines("b", "12345x")}) == []
    assert [found.lines for found in passages({"a": lines("a", "x123456"), "b": lines("b", "y123456z")})] == [6]


def test_the_drawing_is_what_the_contracts_say() -> None:
    assert DRAWN.read_text(encoding="utf-8") == picture(), "run `make pictures`"
    found = contracts()
    for name in [room for rooms, _ in layers(found["layers"]) for room in rooms] + list(uses(found["questions"])):
        assert re.search(rf">{name}<", picture()), name


def test_the_drawing_can_be_read_in_black_and_white_and_aloud() -> None:
    drawn = picture()
    assert set(re.findall(r"#\w+", drawn)) == {"#000", "#fff"}
    assert re.search(r'role="img" aria-labelledby="rooms-title rooms-told">\n<title id="rooms-title">', drawn)
    (aloud,) = re.findall(r'<desc id="rooms-told">(.*)</desc>', drawn)
    assert aloud.index("solve; model beside plan, apart; instance") < aloud.index("drafts uses compare")


def test_the_measures_are_printed(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(checkout)])
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "3 files, 22 lines; the longest file has 13"
    assert printed[1:3] == ["1 functions of 3 lines in the middle; the longest:", "     3 placement/first.py:5 short"]
