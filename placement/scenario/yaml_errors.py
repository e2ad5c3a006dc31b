"""What the YAML parser says, in a planner's words: the same for libyaml's and for the Python loader's."""

from __future__ import annotations

import re

import yaml

_UNCLOSED = "unexpected end of stream|unexpected document (indicator|separator)"
_TAB = "the line is indented with a tab; use spaces."
_COLON = "a ':' stands where none can; put text that holds ': ' in quotes, and check the indentation."
_BLOCK = "the indentation does not agree with the lines above, or a quote ends too early."
_NAMED = "after '&', '*' or '!' a name is needed; put text that begins with one of them in quotes."
_DIRECTIVE = "a line that begins with '%' is for the YAML program; take it out, or put it in quotes."
_SAID: tuple[tuple[str, str], ...] = (
    ("found a tab character", _TAB),
    ("mapping values are not allowed|found unexpected ':'", _COLON),
    ("could not find expected ':'", "a key has no ':' after it; write 'key: value', and check the indentation."),
    ("expected ',' or '}'", "inside {...} a comma, a closing bracket or quotes are missing."),
    ("expected ',' or ']'", "inside [...] a comma, a closing bracket or quotes are missing."),
    ("expected '-' indicator", "a list item does not line up with the '-' above it."),
    ("expected key|expected <block end>|invalid indentation", _BLOCK),
    ("node content", "a value is missing here, or a bracket or comma is one too many."),
    (_UNCLOSED, "a quote is opened and never closed."),
    ("sequence entries are not allowed", "a list cannot begin here; put '- ' on a new line."),
    ("mapping keys are not allowed", "a '? ' cannot begin a key here; write 'key: value'."),
    ("expected '?<document start>'?", "something stands after the end of the scenario; check the indentation."),
    ("expected <stream-start>", "the file holds no text."),
    ("escape", "a backslash inside \"...\" begins something unknown; use '...' quotes for text with \\."),
    ("chomping|indentation indicator|comment or (a )?line break", "after '|' or '>' the text begins on the next line."),
    ("alphabetic or numeric|non-alphabetic|URI|tag|anchor", _NAMED),
    (
        "directive|version|incompatible YAML",
        _DIRECTIVE,
    ),
)
_OTHERWISE = "the text cannot be read as YAML here; put text with special signs in quotes, and check the indentation."


def explain_syntax(error: yaml.YAMLError, lines: list[str]) -> tuple[str, tuple[int, int]]:
    """A message and the place (line, column from 1) for what stopped the parser."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return "the text cannot be read as YAML; save it again as plain text in UTF-8.", (0, 0)
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
    return message + _opened(error, line), (line, column)


def _bad_start(source: str, column: int) -> str:
    sign = source[column : column + 1]
    return _TAB if sign in ("\t", "") else f"text cannot begin with '{sign}'; put it in quotes."


def _opened(error: yaml.MarkedYAMLError, line: int) -> str:
    """Where the unfinished thing began, when that is another line."""
    opened = error.context_mark
    if opened is None or opened.line + 1 == line:
        return ""
    return f" It begins in line {opened.line + 1}."
