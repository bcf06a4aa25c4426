"""P17: stored text never becomes code."""
