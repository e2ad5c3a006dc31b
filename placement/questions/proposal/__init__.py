"""The calculated proposal: its study, and how it is shown on a screen, in tables, on a page and in a folder."""
