"""Everything that knows HiGHS: the live model, the search on it, and the sub-problems that help a search."""
