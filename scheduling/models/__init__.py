"""What is stored: sessions, timelines and series, saved views, and the guard in the database."""

from scheduling.models.saved_view import SavedView
from scheduling.models.series import Cycle, Series
from scheduling.models.session import Session
from scheduling.models.timeline import Timeline
from trainers.names import translate

__all__ = ["Cycle", "SavedView", "Series", "Session", "Timeline"]

translate(SavedView, Series, Session, Timeline)
