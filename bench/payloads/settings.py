"""The product's settings with DEBUG off, but that static files are served from where they are written."""

from tests.served.settings import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
