"""What the planner wrote: read, checked, varied."""
