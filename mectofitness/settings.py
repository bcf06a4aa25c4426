"""Every setting of the product, read from the environment (.env.example) with defaults for development."""

import os
import re
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))


def rate(text: str) -> tuple[int, timedelta]:
    """(how many, in what time) of a rate such as `10/min`, `10/15min` or `100/day`."""
    match = re.fullmatch(r"(\d+)/(\d*)(s|m|h|d)[a-z]*", text)
    if not match:
        raise ImproperlyConfigured(f"{text!r} is not a rate; write for example 10/min or 10/15min.")
    seconds = {"s": 1, "m": 60, "h": 3600, "d": 86400}[match[3]]
    return int(match[1]), timedelta(seconds=int(match[2] or 1) * seconds)


DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="for-development-only-never-in-production-0123456789" if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
for name, value in {"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": ALLOWED_HOSTS}.items():
    if not value:
        raise ImproperlyConfigured(f"{name} must be set when DEBUG is off.")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "simple_history",
    # Ours are the last, so that they can take back what the others put into the admin.
    "trainers",
    "clients",
    "scheduling",
    # Its commands; what they stand on are all of the above.
    "mectofitness",
]

MIDDLEWARE = [
    "mectofitness.request_log.request_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mectofitness.policy.PolicyMiddleware",
    # Before the first that may refuse a request in words.
    "mectofitness.languages.LanguageMiddleware",
    "mectofitness.refused_bodies.BoundedBodies",
    "trainers.sessions.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "mectofitness.urls"
WSGI_APPLICATION = "mectofitness.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_database = DATABASES["default"]
# Whoever waits in a browser is told within ten seconds that the database does not answer. Commands take
# the time they need: a migration that is cut is no help. What is served switches this on (wsgi.py).
DATABASE_LIMITS = env.bool("DATABASE_LIMITS", default=False)
if _database["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock where atomic() begins, so that what a booking checks cannot
    # change before it writes; WAL lets readers go on meanwhile.
    _options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10 if DATABASE_LIMITS else 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # To open it takes longer than most questions. Not for long: what was opened while the file could not be
    # written never writes.
    _database.setdefault("CONN_MAX_AGE", 5)
    _database["ENGINE"] = "mectofitness.sqlite3"
else:
    # Without the health check every request after a restart of the database would fail once.
    _database |= {"ENGINE": "mectofitness.postgresql", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    # A statement that comes again is not planned again (not behind a pooler that knows no prepared ones).
    _options = {"server_side_binding": True, "prepare_threshold": 3}
    _options |= {"connect_timeout": 3, "keepalives_idle": 30, "keepalives_interval": 5, "keepalives_count": 3}
    if DATABASE_LIMITS:
        # The server ends what takes too long; `patience` is for one that says nothing at all.
        _bounds = {
            "statement_timeout": "6s",
            "lock_timeout": "5s",
            "idle_in_transaction_session_timeout": "10s",
        }
        _options |= {
            "options": " ".join(f"-c {name}={value}" for name, value in _bounds.items()),
            "patience": 7,
        }
# A pooler lends another connection for each transaction: nothing may be left behind on one. The bounds are
# set for the role then (docs/production.md).
if env.bool("DATABASE_POOLER", default=False):
    _database["DISABLE_SERVER_SIDE_CURSORS"] = True
    for _kept in ("options", "server_side_binding", "prepare_threshold"):
        _options.pop(_kept, None)
# What the URL itself asks for wins.
_database["OPTIONS"] = _options | _database.get("OPTIONS", {})

DATABASE_ROUTERS = []
# A streaming replica of the database, for calendars and lists. It has no pooler of its own.
if env("DATABASE_REPLICA_URL", default=""):
    _replica = env.db("DATABASE_REPLICA_URL")
    if not (_database["ENGINE"] == "mectofitness.postgresql" and _replica["ENGINE"].endswith("postgresql")):
        raise ImproperlyConfigured("DATABASE_REPLICA_URL is for PostgreSQL.")
    _own = {name: value for name, value in _replica.items() if name != "OPTIONS"}
    _limits = {"connect_timeout": 1, **({"patience": 3} if DATABASE_LIMITS else {})}
    _of_replica = _options | _limits | _replica.get("OPTIONS", {})
    DATABASES["replica"] = _database | _own | {"OPTIONS": _of_replica, "TEST": {"MIRROR": "default"}}
    DATABASES["replica"]["ENGINE"] = _database["ENGINE"]
    DATABASE_ROUTERS = ["mectofitness.replica.Router"]
    MIDDLEWARE.append("mectofitness.replica.middleware")

# Signing in

AUTH_USER_MODEL = "trainers.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Length is what counts, and that nobody else has it. No rule of how a password must look (OWASP ASVS 2.1).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "trainers.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# One only: a second would take another time, and so tell who has an account.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 3600  # seconds that the mailed link works
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

# Guessing: so many failures for one user name from one address, then a pause of that time. The
# failures are counted in the database, so that all workers count together.
THROTTLE_LOGIN = env("THROTTLE_LOGIN", default="10/15min")
AXES_ENABLED = bool(THROTTLE_LOGIN)
_failures, AXES_COOLOFF_TIME = rate(THROTTLE_LOGIN or "10/15min")
AXES_FAILURE_LIMIT = _failures + 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "mectofitness.api.authentication.client_address"
AXES_LOCKOUT_CALLABLE = "mectofitness.views.sign_in_paused"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_ENGINE = "trainers.sessions"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", default=not DEBUG)
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CSRF_FAILURE_VIEW = "mectofitness.views.csrf_failure"

# What a page says once names clients: it is kept with the session, not in a cookie that outlives it.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The history: read by object, never by date alone, and nothing is turned back

SIMPLE_HISTORY_DATE_INDEX = False
SIMPLE_HISTORY_REVERT_DISABLED = True

# What a browser may do with our pages

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_SSL_REDIRECT else 0
# A probe comes from inside, where there is no TLS.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_REFERRER_POLICY = "same-origin"
# Whether every sub-domain is served by TLS, and for ever, is for the owner of the domain to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# The largest body, of an API call and of a form: more is 413, unread. A form has at most so many fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# Static files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
if not DEBUG:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "mectofitness.static_files.StaticFiles"},
    }

# Language and time: stored in UTC, shown in the trainer's own zone and language.

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# The API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "mectofitness.api.authentication.BearerAuthentication",
        "mectofitness.api.authentication.CookieAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["mectofitness.api.rendering.QuickJSON"],
    "DEFAULT_PARSER_CLASSES": ["mectofitness.api.parsing.StrictJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "mectofitness.api.rendering.AlwaysFirst",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.UserRateThrottle",
        "rest_framework.throttling.AnonRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "user": env("THROTTLE_USER", default="") or None,
        "anon": env("THROTTLE_ANON", default="") or None,
    },
    # How many proxies of ours stand in front; what a header says beyond them anybody can write.
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
    "DEFAULT_SCHEMA_CLASS": "mectofitness.api.operations.Schema",
    "EXCEPTION_HANDLER": "mectofitness.api.failures.handle",
}
SPECTACULAR_SETTINGS = {
    # The check would put all dialects into one schema, where their names collide; the tests check each.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "ENUM_NAME_OVERRIDES": {
        "SessionStatus": "scheduling.models.session.Session.Status",
        "SessionType": "scheduling.models.session.Session.Type",
        "ClientStatus": "clients.models.Client.Status",
    },
    "GENERIC_ADDITIONAL_PROPERTIES": None,
    "SORT_OPERATIONS": False,
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(hours=1),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "ALGORITHM": "HS256",
    "SIGNING_KEY": SECRET_KEY,
    "AUDIENCE": "mectofitness",
    "ISSUER": "mectofitness",
    "LEEWAY": 60,
    "CHECK_REVOKE_TOKEN": True,
    "AUTH_TOKEN_CLASSES": ["mectofitness.api.tokens.AccessToken"],
}

# What we use of others

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["BACKEND"] = "mectofitness.shared_cache.RedisCache"
if "replica" in DATABASES and CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    raise ImproperlyConfigured("DATABASE_REPLICA_URL needs a CACHE_URL that all processes share.")
# A mail that is printed shows who wants a new password, and the way to it.
vars().update(env.email("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="MectoFitness <no-reply@localhost>")

# What it says of itself: requests on the standard output, all else beside the words of gunicorn, so that what
# a command prints stays alone.

LINES = {"class": "mectofitness.logs.Lines", "formatter": "json", "filters": ["relevant"]}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "mectofitness.logs.JSONLines"}},
    "filters": {"relevant": {"()": "mectofitness.logs.Relevant"}},
    "handlers": {
        "requests": LINES | {"stream": "ext://sys.stdout"},
        "others": LINES | {"stream": "ext://sys.stderr"},
    },
    "loggers": {
        "mectofitness.requests": {"handlers": ["requests"], "propagate": False},
        # Django's own handlers would say everything twice. What these tell at lower levels has names,
        # passwords of the database, and paths in it.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": True},
        "axes": {"level": "ERROR"},
        "psycopg": {"level": "WARNING"},
    },
    "root": {"handlers": ["others"], "level": env("LOG_LEVEL", default="INFO")},
}
