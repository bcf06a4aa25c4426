"""The ASGI application, for servers that speak it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mectofitness.settings")
# Who waits here has a browser open.
os.environ.setdefault("DATABASE_LIMITS", "True")

application = get_asgi_application()
