"""The product's settings, but that pages need no collected static files: collecting takes a minute.

CLOCK_OFFSET is by how many seconds the clock of this process is wrong.
"""

import os
from datetime import UTC, datetime, timedelta

import time_machine

from mectofitness.settings import *  # noqa: F403
from mectofitness.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

if "CLOCK_OFFSET" in os.environ:
    _there = datetime.now(UTC) + timedelta(seconds=int(os.environ["CLOCK_OFFSET"]))
    time_machine.travel(_there, tick=True).start()
