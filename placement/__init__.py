"""Decision support for where a health region should offer its hospital functions.

A scenario passes through the rooms of the house in this order; what a program needs of them:

::

    from placement.questions.proposal.folder import write_result
    from placement.questions.proposal.study import study
    from placement.scenario.load import load
    from placement.solve.result import Options
    from placement.solve.run import solve

    loaded = load("scenarios/midtjylland")
    solved = solve(loaded, Options(gap=0.005))
    print(solved.status, solved.gap, solved.evaluation.objectives)
    write_result("out/midtjylland", solved, study(solved, loaded), loaded, command="")

Nothing is re-exported here: ``placement.solve`` is a room and cannot also be a function, and a command line that only
prints its help should not load a solver.
"""

DISTRIBUTION = "hospital-function-placement"
"""What it is installed under. On the package index ``placement`` is something else, which nobody should be sent to."""
__all__ = ["DISTRIBUTION", "__version__"]


def __getattr__(name: str) -> str:
    """The version, looked up when it is asked for."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version  # noqa: PLC0415 - slow; until then nothing takes care of Ctrl-C

    return version(DISTRIBUTION)
