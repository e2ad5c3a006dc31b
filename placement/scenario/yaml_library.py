"""PyYAML as this package uses it: with libyaml where the machine has it, and alike where it has not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

import yaml

_SPACE_LIKE = {"\t": " "}
_NO_END = {"?": "!"}


class PythonLoader(yaml.SafeLoader):
    """Reads what libyaml reads: tabs between values, and a ``?`` in unquoted text inside ``{...}`` and ``[...]``."""

    _seen_as: dict[str, str] = {}  # noqa: RUF012 - replaced as a whole, never changed

    def peek(self, index: int = 0) -> str:
        """The sign that the scanner takes its decisions by; where a key may begin, a tab stays a tab."""
        sign: str = super().peek(index)
        if sign not in self._seen_as or (sign == "\t" and self.allow_simple_key and not self.flow_level):
            return sign
        return self._seen_as[sign]

    def scan_plain(self) -> Any:
        """Text without quotes: here a ``?`` is a sign like any other."""
        return self._scan(super().scan_plain, _NO_END)

    def scan_plain_spaces(self, indent: int, start_mark: Any) -> Any:
        """Room inside text without quotes: a tab is kept, as a space is."""
        return self._scan(partial(super().scan_plain_spaces, indent, start_mark), _SPACE_LIKE)

    def scan_to_next_token(self) -> Any:
        """What stands between two values: a tab is a space."""
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
    """The parser's events. libyaml looks ahead and has a limit of depth; the Python loader reads on from there.

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
