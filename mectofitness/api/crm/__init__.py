"""Contract 001: the CRM's own API at /api/v1."""
