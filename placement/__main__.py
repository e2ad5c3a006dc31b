"""``placement``, and ``python -m placement``: the command line."""

from __future__ import annotations

import os
import sys
from importlib.metadata import packages_distributions

_NOT_WHOLE = """\
Programmet er ikke helt ({why}). Filer fra {others} ligger i samme mappe. Installér programmet i et miljø for sig selv.
The program is not whole ({why}). Files of {others} lie in the same folder. Install it in an environment of its own."""


def main() -> None:
    """Run the command line; where a namesake has taken some of its files, say so."""
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # the products are small: threads that wait for more cost a quarter
    try:
        from placement.cli import main as command_line  # noqa: PLC0415 - what may be missing

        command_line()
    except ImportError as error:
        others = sorted({*packages_distributions().get("placement", ())} - {"hospital-function-placement"})
        if not others:
            raise
        sys.exit(_NOT_WHOLE.format(why=error.msg, others=", ".join(others)))


if __name__ == "__main__":
    main()
