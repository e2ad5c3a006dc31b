"""What cannot be done with a result folder, said in either language."""

from __future__ import annotations

from placement.errors import ResultError
from placement.report.text import Voice


class RefusedError(ResultError):
    """A result folder that cannot be read or written; English as an exception, the user's language on a screen.

    Args:
        key: name of the phrase, without its ``folder.``.
        values: what is filled in.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = f"folder.{key}", values
        super().__init__(self.said(Voice("en")))

    def said(self, say: Voice) -> str:
        """The sentence in the language of a voice."""
        return say(self.key, **self.values)
