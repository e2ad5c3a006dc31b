"""The textbook formulation, in PuLP."""

from placement.model.assignment.extract import Decisions, read_solution
from placement.model.assignment.formulation import AIM_UNITS, AssignmentModel, build_assignment
from placement.model.assignment.start import start_values

__all__ = ["AIM_UNITS", "AssignmentModel", "Decisions", "build_assignment", "read_solution", "start_values"]
