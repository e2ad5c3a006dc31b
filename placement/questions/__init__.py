"""One folder for each question a user asks: what is computed, its tables, its screen, its page, its command."""
