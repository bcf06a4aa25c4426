"""The product's settings as in production, with the collected static files in a folder of their own."""

import os
from pathlib import Path

from mectofitness.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["STATIC_ROOT"])
