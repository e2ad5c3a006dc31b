"""A scenario as a workbook: the schema as sheets, values as cells, and conversion in both directions."""
