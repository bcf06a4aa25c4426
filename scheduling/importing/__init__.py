"""A list of sessions, as another program writes it, is read in: looked at first, then portion by portion."""
