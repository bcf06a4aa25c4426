"""The database backend of the settings: Django's SQLite, which does not write a file made read-only."""
