"""What the program is installed as, and how its package can be called."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

DISTRIBUTION = "hospital-function-placement"
"""What it is installed under. On the package index ``placement`` is something else, which nobody should be sent to."""


def version() -> str:
    """The version that is installed."""
    from importlib import metadata  # noqa: PLC0415 - slow; help needs none of it

    return metadata.version(DISTRIBUTION)


class AskedRoom(ModuleType):
    """A room whose name is a question too: it can be called, and answers as the door's function of that name."""

    def __call__(self, *places: Any, **keywords: Any) -> Any:
        """The answer of the door's function."""
        return self._question()(*places, **keywords)

    def _question(self) -> Any:
        package, _, question = self.__name__.rpartition(".")
        return getattr(import_module(f"{package}.door"), question)

    @property
    def __signature__(self) -> Any:
        import inspect  # noqa: PLC0415

        return inspect.signature(self._question())
