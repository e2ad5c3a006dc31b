"""What is wrong with a scenario or a request, in Danish: by the English template, as it stands in the code."""

from __future__ import annotations

FAULTS: dict[str, str] = {}
"""``{names}`` are those of the English, each once or more."""
