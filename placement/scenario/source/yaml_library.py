"""PyYAML with the same behaviour whether libyaml is installed or not: loader, dumper, events and syntax errors.

Syntax errors of both parsers get the same messages, in a planner's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

import yaml

from placement.errors import Message, together

_SPACE_LIKE = {"\t": " "}
_NO_END = {"?": "!"}


class PythonLoader(yaml.SafeLoader):
    """A loader that accepts what libyaml does: tabs between values, and ``?`` in unquoted text inside brackets."""

    _seen_as: dict[str, str] = {}  # noqa: RUF012 - replaced as a whole, never changed

    def peek(self, index: int = 0) -> str:
        """The next character for the scanner; a tab is a space, except where a key may begin."""
        sign: str = super().peek(index)
        if sign not in self._seen_as or (sign == "\t" and self.allow_simple_key and not self.flow_level):
            return sign
        return self._seen_as[sign]

    def scan_plain(self) -> Any:
        """Scan text without quotes, in which ``?`` is an ordinary character."""
        return self._scan(super().scan_plain, _NO_END)

    def scan_plain_spaces(self, indent: int, start_mark: Any) -> Any:
        """Scan white space inside text without quotes; tabs are kept like spaces."""
        return self._scan(partial(super().scan_plain_spaces, indent, start_mark), _SPACE_LIKE)

    def scan_to_next_token(self) -> Any:
        """Skip white space between two values; a tab counts as a space."""
        return self._scan(super().scan_to_next_token, _SPACE_LIKE)

    def _scan(self, scan: Any, seen_as: dict[str, str]) -> Any:
        before, self._seen_as = self._seen_as, seen_as
        try:
            return scan()
        finally:
            self._seen_as = before


Loader: Any = getattr(yaml, "CSafeLoader", PythonLoader)
Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def events(text: str) -> Iterator[Any]:
    """The parser's events; beyond the depth of nesting that libyaml allows, the Python loader continues.

    Raises:
        yaml.YAMLError: the text is no YAML.
    """
    given = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            yield event
            given += 1
    except yaml.MarkedYAMLError as error:
        if "nesting depth" not in str(error.problem):
            raise
        yield from islice(yaml.parse(text, Loader=PythonLoader), given, None)


_UNCLOSED = "unexpected end of stream|unexpected document (indicator|separator)"
_TAB = Message("the line is indented with a tab; use spaces.")
_SAID: tuple[tuple[str, Message], ...] = (
    ("found a tab character", _TAB),
    (
        "mapping values are not allowed|found unexpected ':'",
        Message("a ':' stands where none can; put text that holds ': ' in quotes, and check the indentation."),
    ),
    (
        "could not find expected ':'",
        Message("a key has no ':' after it; write 'key: value', and check the indentation."),
    ),
    ("expected ',' or '}'", Message("inside {{...}} a comma, a closing bracket or quotes are missing.")),
    ("expected ',' or ']'", Message("inside [...] a comma, a closing bracket or quotes are missing.")),
    ("expected '-' indicator", Message("a list item does not line up with the '-' above it.")),
    (
        "expected key|expected <block end>|invalid indentation",
        Message("the indentation does not agree with the lines above, or a quote ends too early."),
    ),
    ("node content", Message("a value is missing here, or a bracket or comma is one too many.")),
    (_UNCLOSED, Message("a quote is opened and never closed.")),
    ("sequence entries are not allowed", Message("a list cannot begin here; put '- ' on a new line.")),
    ("mapping keys are not allowed", Message("a '? ' cannot begin a key here; write 'key: value'.")),
    (
        "expected '?<document start>'?",
        Message("something stands after the end of the scenario; check the indentation."),
    ),
    ("expected <stream-start>", Message("the file holds no text.")),
    ("escape", Message("a backslash inside \"...\" begins something unknown; use '...' quotes for text with \\.")),
    (
        "chomping|indentation indicator|comment or (a )?line break",
        Message("after '|' or '>' the text begins on the next line."),
    ),
    (
        "alphabetic or numeric|non-alphabetic|URI|tag|anchor",
        Message("after '&', '*' or '!' a name is needed; put text that begins with one of them in quotes."),
    ),
    (
        "directive|version|incompatible YAML",
        Message("a line that begins with '%' is for the YAML program; take it out, or put it in quotes."),
    ),
)
_OTHERWISE = Message(
    "the text cannot be read as YAML here; put text with special signs in quotes, and check the indentation."
)


def explain_syntax(error: yaml.YAMLError, lines: list[str]) -> tuple[Message, tuple[int, int]]:
    """A message and the place (line, column from 1) for what stopped the parser."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Message("the text cannot be read as YAML; save it again as plain text in UTF-8."), (0, 0)
    mark = error.problem_mark
    problem = re.sub(", but (found|got) .*", "", error.problem or "")
    if re.search(_UNCLOSED, problem) and error.context_mark is not None:
        mark = error.context_mark
    line, column = min(mark.line, len(lines) - 1) + 1, mark.column + 1
    source = lines[line - 1]
    if "cannot start any token" in problem:
        return _bad_start(source, mark.column), (line, column)
    message = next((said for words, said in _SAID if re.search(words, problem)), _OTHERWISE)
    if "\t" in source[: len(source) - len(source.lstrip())]:
        message = _TAB
    return together(message, _opened(error, line)), (line, column)


def _bad_start(source: str, column: int) -> Message:
    sign = source[column : column + 1]
    return _TAB if sign in ("\t", "") else Message("text cannot begin with '{sign}'; put it in quotes.", sign=sign)


def _opened(error: yaml.MarkedYAMLError, line: int) -> str:
    """Text on the line where the unfinished part began; empty if it is the same line."""
    opened = error.context_mark
    if opened is None or opened.line + 1 == line:
        return ""
    return Message("It begins in line {line}.", line=opened.line + 1)
