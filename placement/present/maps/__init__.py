"""Maps of areas, sites and catchments as SVG, drawn without a connection."""
