"""Tests that need the product as it is served: gunicorn, DEBUG off, a database of its own."""
