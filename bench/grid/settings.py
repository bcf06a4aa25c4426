"""The product's settings as in production, with the collected static files in a folder of their own."""

import os

from mectofitness.settings import *  # noqa: F403

STATIC_ROOT = os.environ["STATIC_ROOT"]
