"""The product's settings, but that pages need no collected static files: collecting takes a minute."""

from mectofitness.settings import *  # noqa: F403
from mectofitness.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
