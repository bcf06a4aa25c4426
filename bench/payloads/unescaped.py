"""The negative control: templates that escape nothing, under the same policy."""

from bench.payloads.settings import *  # noqa: F403
from mectofitness.settings import TEMPLATES

TEMPLATES = [{**TEMPLATES[0], "OPTIONS": {**TEMPLATES[0]["OPTIONS"], "autoescape": False}}]  # type: ignore[dict-item]
