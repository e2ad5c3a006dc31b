"""What the YAML parser says, in a planner's words."""

from __future__ import annotations

import yaml

_PLAIN = {
    "mapping values are not allowed in this context": (
        "a ':' stands where none can; put text that holds ': ' in quotes, and check the indentation."
    ),
    "could not find expected ':'": "a key has no ':' after it; write 'key: value', and check the indentation.",
    "did not find expected ',' or '}'": "inside {...} a comma, a closing bracket or quotes are missing.",
    "did not find expected ',' or ']'": "inside [...] a comma, a closing bracket or quotes are missing.",
    "did not find expected key": "the indentation does not agree with the lines above, or a quote ends too early.",
    "did not find expected '-' indicator": "a list item does not line up with the '-' above it.",
    "did not find expected node content": "a value is missing here, or a bracket or comma is one too many.",
    "found unexpected end of stream": "a quote is opened and never closed.",
    "found unexpected document indicator": "a quote is opened and never closed.",
    "block sequence entries are not allowed in this context": "a list cannot begin here; put '- ' on a new line.",
    "did not find expected <document start>": "something stands after the end of the scenario; check the indentation.",
    "did not find expected <stream-start>": "the file holds no text.",
    "found unknown escape character": (
        "a backslash inside \"...\" begins something unknown; use '...' quotes for text with \\."
    ),
}
_UNCLOSED = ("found unexpected end of stream", "found unexpected document indicator")
_TAB = "the line is indented with a tab; use spaces."


def explain_syntax(error: yaml.YAMLError, lines: list[str]) -> tuple[str, tuple[int, int]]:
    """A message and the place (line, column from 1) for what stopped the parser."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return "the text cannot be read as YAML; save it again as plain text in UTF-8.", (0, 0)
    mark = error.problem_mark
    if error.problem in _UNCLOSED and error.context_mark is not None:
        mark = error.context_mark
    line, column = min(mark.line, len(lines) - 1) + 1, mark.column + 1
    source = lines[line - 1]
    problem = error.problem or ""
    if "cannot start any token" in problem:
        return _bad_start(source, mark.column), (line, column)
    message = _PLAIN.get(problem, f"the text cannot be read as YAML: {problem}.")
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
