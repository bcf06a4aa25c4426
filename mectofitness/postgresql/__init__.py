"""The database backend of the settings: Django's PostgreSQL with a bound on waiting."""
