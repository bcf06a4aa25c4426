"""What is stored: sessions, timelines and series, saved views, and the guard in the database."""

from scheduling.models import names
from scheduling.models.saved_view import SavedView
from scheduling.models.series import Cycle, Series
from scheduling.models.session import Session
from scheduling.models.timeline import Timeline

__all__ = ["Cycle", "SavedView", "Series", "Session", "Timeline"]

for _model in (SavedView, Series, Session, Timeline):
    names.translate(_model)
    names.translate(_model.history.model)
