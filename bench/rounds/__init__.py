"""Who comes at the same moment, case by case of the acceptance list."""
