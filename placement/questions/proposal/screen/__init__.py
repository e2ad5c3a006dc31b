"""The sections of the screen of a solved scenario."""
