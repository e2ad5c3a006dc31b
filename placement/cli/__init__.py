"""The command line: what is asked for, and what the program's exit status says of it."""

from __future__ import annotations

import sys

from placement.cli.entry import early, run
from placement.solve.quiet import stay_quiet

__all__ = ["main", "run"]


def main() -> None:
    """Run the command line and leave with its exit status."""
    stay_quiet(loud=early(sys.argv[1:]).debug)
    sys.exit(run(sys.argv[1:]))
