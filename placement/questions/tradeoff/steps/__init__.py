"""The staircase: the plan for every price of a minute, and what each step between them changes."""
