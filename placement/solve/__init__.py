"""From a scenario to a judged proposal."""
