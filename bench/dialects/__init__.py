"""Random operations through three dialects, whose answers are compared after each: see __main__."""
