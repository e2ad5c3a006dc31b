"""Solving behind the pages: lanes of processes, what waits for them, and what they say to each other."""
