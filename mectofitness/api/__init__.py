"""The API: they call us. One package for each dialect, and what the dialects share."""
