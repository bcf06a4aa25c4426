"""Do the tests bite? Faults of one line, seeded one by one into a copy."""
