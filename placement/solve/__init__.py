"""From a scenario to a judged proposal.

A *method* turns the three aims into questions with one objective (`scalarisation`), measured on the pay-off table
(`payoff`). Each question is a *stage* (`stage`), answered by a *backend* that holds the model (`highs`, `pulp_backend`,
`median`). `run` is the way in.
"""

import sys

from placement.distribution import AskedRoom

sys.modules[__name__].__class__ = AskedRoom
