"""The command line, for the program and for others that call it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

__all__ = ["main", "run"]


def main() -> None:
    """Run the command line and leave with its exit status."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl-C waits until it can be handled
    from placement.cli.entry import early, run  # noqa: PLC0415 - it may come meanwhile
    from placement.solve.quiet import stay_quiet  # noqa: PLC0415

    args = sys.argv[1:]
    stay_quiet(loud=early(args).debug)
    sys.exit(run(args, ours=True))


def run(args: Sequence[str]) -> int:
    """Run the command line inside another program and return its exit status."""
    from placement.cli import entry  # noqa: PLC0415 - for who starts the program there is no hurry to import it

    return entry.run(args)
