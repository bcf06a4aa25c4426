"""Contract 000: a calendar client's API at /api/calendar."""
