"""A list of clients, as another program writes it, is read in: looked at first, then in portions."""
