"""Random edits of series, compared with a plain model after each: see __main__."""
