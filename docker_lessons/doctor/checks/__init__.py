"""What is looked at, and the situations that may be found: pure functions from facts to findings."""
