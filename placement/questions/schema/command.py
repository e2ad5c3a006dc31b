"""``placement schema``: the JSON Schema of the scenario, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import rich_click as click

from placement.console import options
from placement.console.command import Command
from placement.console.endings import Exit
from placement.console.output import remark, show_json
from placement.console.types import files, voice
from placement.errors import ResultError, why
from placement.locale import N_
from placement.present.words.voice import Voice


@click.command("schema", cls=Command, help=N_("JSON Schema of the scenario, for editors."))
@click.option(
    "--out", "out_file", default=None, metavar="FILE", shell_complete=files, help=N_("File the schema is written to.")
)
@options.common
@click.pass_context
def command(ctx: click.Context, out_file: str | None) -> Exit:
    """JSON Schema of the scenario."""
    return schema(out_file, voice(ctx))


def schema(file: str | None, say: Voice) -> Exit:
    """Print the schema, or write it to a file."""
    from placement.scenario.schema.scenario import Scenario  # noqa: PLC0415 - help comes at once

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
