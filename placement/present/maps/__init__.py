"""Maps of areas, sites and catchments as SVG, drawn without network access."""
