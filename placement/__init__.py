"""Decision support for where a health region should offer its hospital functions.

The rooms, in the order in which a scenario passes through them; each exports its public names:

::

    from placement.scenario import load
    from placement.solve import Options, solve
    from placement.study import study
    from placement.report import write_result

    loaded = load("scenarios/midtjylland")
    solved = solve(loaded, Options(gap=0.005))
    print(solved.status, solved.gap, solved.evaluation.objectives)
    write_result("out/midtjylland", solved, study(solved, loaded), loaded, command="")

The package itself exports only its version: ``placement.solve`` is the room, and cannot also be the function.
"""

from importlib.metadata import version

__version__ = version("placement")
__all__ = ["__version__"]
