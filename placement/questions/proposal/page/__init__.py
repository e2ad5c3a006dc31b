"""The report as one self-contained HTML page, for a screen and for paper."""
