"""``placement schema``: the JSON Schema of the scenario."""

from __future__ import annotations

import json
from pathlib import Path

from placement.console.endings import Exit
from placement.console.output import remark, show_json
from placement.errors import ResultError, why
from placement.present.words.voice import Voice
from placement.scenario.schema.scenario import Scenario


def schema(file: str | None, say: Voice) -> Exit:
    """Print the schema, or write it to a file."""
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Scenario.model_json_schema()}
    if file is None:
        show_json(document)
        return Exit.DONE
    try:
        Path(file).write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ResultError(say("{file} cannot be written: {why}.", file=file, why=why(error))) from error
    remark(say("Wrote {file}.", file=file))
    return Exit.DONE
