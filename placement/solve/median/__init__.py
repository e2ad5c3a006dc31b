"""The p-median, solved exactly: which scenarios are one, swaps, Lagrangian bounds and Benders cuts."""

from placement.solve.median.backend import Median, MedianBackend, recognise, solve_median
from placement.solve.median.problem import MedianAnswer

__all__ = ["Median", "MedianAnswer", "MedianBackend", "recognise", "solve_median"]
