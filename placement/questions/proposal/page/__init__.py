"""The report as one HTML page that needs nothing from outside, on a screen and on paper."""
