"""The tables of the result folder, with the columns that describe them."""
