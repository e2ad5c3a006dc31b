"""A scenario as a workbook: the schema as sheets, values as cells, and both ways between a scenario and its sheets."""
