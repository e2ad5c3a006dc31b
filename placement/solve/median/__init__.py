"""The p-median, solved exactly: which scenarios are one, swaps, Lagrangian bounds and Benders cuts."""

from placement.solve.median.backend import Median, MedianBackend, recognise
from placement.solve.median.problem import MedianAnswer
from placement.solve.median.search import solve_median

__all__ = ["Median", "MedianAnswer", "MedianBackend", "recognise", "solve_median"]
