"""What is stored: sessions, timelines and series, and the guard in the database."""

from scheduling.models.series import Cycle, Series
from scheduling.models.session import Session
from scheduling.models.timeline import Timeline

__all__ = ["Cycle", "Series", "Session", "Timeline"]
