"""The database backend of the settings: Django's SQLite, which never writes a file that was made read-only."""
