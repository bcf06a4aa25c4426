"""The negative control: the served settings, but for a log as Django and Python would write it."""

from tests.served.settings import *  # noqa: F403
from tests.served.settings import LOGGING, MIDDLEWARE

MIDDLEWARE = [name for name in MIDDLEWARE if not name.endswith("request_log")]
LOGGING = LOGGING | {
    "formatters": {"json": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"others": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"django": {"handlers": []}},
}
