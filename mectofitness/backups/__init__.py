"""Backups of the whole database in one file, and the way back; one module for each kind of database."""
