"""What is stored: sessions, and the guard in the database that keeps them apart."""

from scheduling.models.session import Session

__all__ = ["Session"]
