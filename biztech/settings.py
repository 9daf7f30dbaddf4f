"""Settings, grouped by service, read by name from the environment or ``.env``.

A production start (``DEBUG`` off) names what is missing and stops; nothing falls back
to a local stand-in there. What is the same on every machine is in
``biztech.fixed_settings``.
"""

import os
import re
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import environ
from botocore.config import Config as BotocoreConfig
from corsheaders.defaults import default_headers
from django.core.exceptions import ImproperlyConfigured

from biztech import fixed_settings
from core.serving.limits import SHEET

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(os.environ.get("ENV_FILE", str(BASE_DIR / ".env")))

# --- The machine -----------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").resolve()

# --- The club --------------------------------------------------------------------
ENVIRONMENT = env.str("ENVIRONMENT", default="")
MEMBERSHIP_YEAR = env.int("MEMBERSHIP_YEAR", default=2026)
CURRENT_EVENT = env.str("CURRENT_EVENT", default="")
# With what everybody starts at events with money of their own. Teams of the first take
# investments, and of somebody's registrations the first counts.
INVESTMENT_EVENTS = {
    event: int(amount)
    for event, amount in env.dict(
        "INVESTMENT_EVENTS",
        default={"kickstart;2025": "50000", "kickstart-showcase;2025": "100000"},
    ).items()
}
# The event whose quiz is meant where a client names none.
QUIZ_EVENT = env.str("QUIZ_EVENT", default="blueprint;2026")
# Which stickers voters have, and how many of each one may give a team; of the golden
# one there is one for all teams of a room.
VOTING_STICKERS = {"golden": 1, "heart": 5, "rocket": 5, "star": 5}


def required(name: str) -> str:
    """Return a setting that production cannot do without, or stop with its name."""
    value: str = env.str(name, default="")
    if not value and not DEBUG:
        raise ImproperlyConfigured(
            f"{name} is not set. Production (DEBUG off) needs it: set {name} in the"
            " environment or in .env."
        )
    return value


if ENVIRONMENT not in ("", "PROD"):
    raise ImproperlyConfigured(
        f"ENVIRONMENT is {ENVIRONMENT!r}; it is either empty (development, staging)"
        " or PROD."
    )
if ENVIRONMENT == "PROD" and DEBUG:
    raise ImproperlyConfigured("DEBUG is on; ENVIRONMENT=PROD needs it off.")


def _local_secret() -> str:
    """Return this checkout's own key, made at the first start for its owner only."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        VAR_DIR.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"secret_key.{os.getpid()}")
        temporary.touch(mode=0o600)
        temporary.write_text(get_random_secret_key())
        # Of several first starts at once one key wins.
        with suppress(FileExistsError):
            os.link(temporary, path)
        temporary.unlink()
    return path.read_text()


# --- Web ---------------------------------------------------------------------------
SECRET_KEY = required("SECRET_KEY") or _local_secret()
# Keys from before it was replaced: what they signed stays good while they are here.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = (
    env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
    if DEBUG
    else [host for host in required("ALLOWED_HOSTS").split(",") if host]
)
# Where people reach the dashboard: links printed by commands begin with it.
PUBLIC_URL = env.str(
    "PUBLIC_URL", default=f"http://localhost:{env.int('PORT', default=8000)}"
).rstrip("/")
# Threads that serve HTTP in one process; the database pool is a little larger.
HTTP_THREADS = env.int("HTTP_THREADS", default=8)
# What one address may hold at once; a whole lecture hall shares one.
CONNECTIONS_PER_ADDRESS = env.int("CONNECTIONS_PER_ADDRESS", default=2000)
UNFINISHED_PER_ADDRESS = env.int("UNFINISHED_PER_ADDRESS", default=100)
CSRF_TRUSTED_ORIGINS = env.list(
    "CSRF_TRUSTED_ORIGINS", default=[] if DEBUG else [PUBLIC_URL]
)
# Origins of the club's web client that may call the API from a browser.
CORS_ALLOWED_ORIGINS = env.list(
    "CORS_ALLOWED_ORIGINS",
    default=[
        "https://app.ubcbiztech.com",
        "https://dev.app.ubcbiztech.com",
        *([] if ENVIRONMENT else ["https://dev.v2.ubcbiztech.com"]),
        *(["http://localhost:3000"] if DEBUG else []),
    ],
)
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_HEADERS = [*default_headers, "idempotency-key"]
CORS_EXPOSE_HEADERS = ["X-Next-Cursor", "Retry-After", "X-Request-ID"]

WSGI_APPLICATION = "biztech.wsgi.application"
ASGI_APPLICATION = "biztech.asgi.application"
ROOT_URLCONF = "biztech.urls"
# Both forms of every path are routed; a redirect would turn a POST into a GET.
APPEND_SLASH = False
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Files stay in memory, where the limits of bodies hold; none is stored on a disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = SHEET.largest

INSTALLED_APPS = list(fixed_settings.INSTALLED_APPS)
MIDDLEWARE = fixed_settings.MIDDLEWARE
TEMPLATES = [{**fixed_settings.TEMPLATES, "DIRS": [BASE_DIR / "templates"]}]

STATIC_URL = "/static/"
# An image holds them beside the code, where nothing else is written.
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="") or VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "biztech.staticfiles.HashedStaticFiles"
    },
}

LANGUAGE_CODE = "en-ca"
TIME_ZONE = env.str("TIME_ZONE", default="America/Vancouver")
USE_TZ = True
USE_I18N = False

# --- Security headers ------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if not DEBUG else None
CONTENT_SECURITY_POLICY = fixed_settings.CONTENT_SECURITY_POLICY

# --- DynamoDB ----------------------------------------------------------------------
# No relational store: the engine below lets Django's own parts run without one.
DATABASES = {"default": {"ENGINE": "biztech.dashboard.framework.nulldb"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AWS_REGION = env.str("AWS_REGION", default="us-west-2")
# Unset: AWS in production; locally the embedded engine that ``make run`` started.
DYNAMODB_ENDPOINT = env.str("DYNAMODB_ENDPOINT", default="") or None
# Who speaks to it for reads and writes of rows: our own client, or botocore's.
DYNAMODB_CLIENT = env.str("DYNAMODB_CLIENT", default="") or "lean"
if DYNAMODB_CLIENT not in ("lean", "botocore"):
    raise ImproperlyConfigured(
        f"DYNAMODB_CLIENT is {DYNAMODB_CLIENT!r}; it is either lean or botocore."
    )

# --- Redis -------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {"default": fixed_settings.cache_in(REDIS_URL)}
CHANNEL_LAYERS = {"default": fixed_settings.channel_layer_in(REDIS_URL)}

# --- The dashboard -----------------------------------------------------------------
# How old its reading of everybody may be, in seconds, before somebody has it renewed.
DIRECTORY_SECONDS = env.float("DIRECTORY_SECONDS", default=60)

# --- The live wall -----------------------------------------------------------------
# How often each process looks for what nobody told it, while somebody watches.
WALL_POLL_SECONDS = env.float("WALL_POLL_SECONDS", default=5)
# Screens and phones of one address, in each process; a whole lecture hall shares one.
SCREENS_PER_ADDRESS = env.int("SCREENS_PER_ADDRESS", default=1000)
WALL_HEARTBEAT_SECONDS = env.float("WALL_HEARTBEAT_SECONDS", default=15)
# On: each connection is also sent as the second frame that older servers sent.
WALL_SENDS_EDGE = env.bool("WALL_SENDS_EDGE", default=False)
# Where the code on the wall leads phones to.
WALL_JOIN_URL = env.str("WALL_JOIN_URL", default="") or f"{PUBLIC_URL}/profile/"

# --- The server's own work -----------------------------------------------------------
# How often what a crash left unfinished is taken up.
WORKER_SECONDS = env.float("WORKER_SECONDS", default=20)
# The hours of a night in which all records are examined once, where the club is.
EXAMINATION_HOURS = env.list("EXAMINATION_HOURS", cast=int, default=[3, 4, 5])

# --- Identity ----------------------------------------------------------------------
AUTH_USER_MODEL = "identity.SessionUser"
AUTHENTICATION_BACKENDS = ["core.identity.backends.SessionBackend"]
COGNITO_USER_POOL_ID = required("COGNITO_USER_POOL_ID")
COGNITO_CLIENT_ID = required("COGNITO_CLIENT_ID")
COGNITO_CLIENT_SECRET = env.str("COGNITO_CLIENT_SECRET", default="")
# Set in tests against an emulator; otherwise derived from the pool's id.
COGNITO_ISSUER = env.str("COGNITO_ISSUER", default="")
# Set in tests against an emulator: where sign-ups go; unset: AWS.
COGNITO_ENDPOINT = env.str("COGNITO_ENDPOINT", default="") or None
# Local identity (own key pair, one-time links) never runs with DEBUG off.
LOCAL_IDENTITY = DEBUG and not COGNITO_USER_POOL_ID
SESSION_ENGINE = "core.identity.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "/sign-in/"
# Where execs and members go who sign in without having asked for a page.
LOGIN_REDIRECT_URL = "/admin/"
MEMBERS_HOME = "/profile/"

# --- API ---------------------------------------------------------------------------
REST_FRAMEWORK = {
    **fixed_settings.REST_FRAMEWORK,
    # Calls per minute, of one address or of one person with a token. A whole lecture
    # hall shares an address, and the web client's own server asks for its visitors.
    "DEFAULT_THROTTLE_RATES": {
        "sign-up": env.int("SIGN_UPS_PER_MINUTE", default=600),
        "existence-check": env.int("EXISTENCE_CHECKS_PER_MINUTE", default=1200),
        "checkout": env.int("CHECKOUTS_PER_MINUTE", default=300),
        # A hall taps fast; a script would tap faster.
        "tap": env.int("TAPS_PER_MINUTE", default=120),
        "partner-write": env.int("PARTNER_WRITES_PER_MINUTE", default=60),
        # A hall answers at the end of an event, from one address.
        "feedback": env.int("FEEDBACK_PER_MINUTE", default=600),
        "registration": env.int("REGISTRATIONS_PER_MINUTE", default=600),
        # For one person, whoever asks: each may end in a mail to them.
        "registration-of-one": env.int("REGISTRATIONS_OF_ONE_PER_MINUTE", default=10),
        # Each reads all registrations of an event.
        "leaderboard": env.int("LEADERBOARDS_PER_MINUTE", default=120),
        "wall": env.int("WALL_SNAPSHOTS_PER_MINUTE", default=600),
        "anonymous": env.int("ANONYMOUS_CALLS_PER_MINUTE", default=3000),
        "signed-in": env.int("SIGNED_IN_CALLS_PER_MINUTE", default=600),
    },
    "NUM_PROXIES": env.int("TRUSTED_PROXIES", default=0 if DEBUG else 1),
}
SPECTACULAR_SETTINGS = fixed_settings.SPECTACULAR_SETTINGS

# --- Payments ------------------------------------------------------------------------
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
# Several, separated by commas, while a secret is being replaced.
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="")
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="")
STRIPE_API_VERSION = env.str("STRIPE_API_VERSION", default="2026-10-28.endive")
# Without a key a development tool plays Stripe's part; never with DEBUG off.
LOCAL_PAYMENTS = DEBUG and not STRIPE_SECRET_KEY
# It is plugged in here and known nowhere else: addresses of its own, a transport for
# Stripe's library, and the secret of its webhooks. Production starts without it.
LOCAL_URLS: dict[str, str] = {}
LOCAL_STRIPE_TRANSPORT = LOCAL_STRIPE_SIGNER = ""
if LOCAL_PAYMENTS:
    INSTALLED_APPS += ["tools.stripe.apps.StandInConfig"]
    LOCAL_URLS["_local/stripe/"] = "tools.stripe.urls"
    LOCAL_STRIPE_TRANSPORT = "tools.stripe.transport.StandInTransport"
    LOCAL_STRIPE_SIGNER = "tools.stripe.secret.local_webhook_secret"
MEMBERSHIP_PRICE_CENTS = env.int("MEMBERSHIP_PRICE_CENTS", default=1500)
MEMBERSHIP_PRICE_UBC_CENTS = env.int("MEMBERSHIP_PRICE_UBC_CENTS", default=1200)
PAYMENT_CURRENCY = env.str("PAYMENT_CURRENCY", default="cad")
CHECKOUT_MINUTES = env.int("CHECKOUT_MINUTES", default=30)
# Where a checkout may send people back to.
CHECKOUT_ORIGINS = [
    PUBLIC_URL,
    *env.list("CHECKOUT_ORIGINS", default=CORS_ALLOWED_ORIGINS),
]
# Where the form of the membership page may lead to: Stripe's checkout page, or the
# club's own domain for it.
CHECKOUT_PAGES = env.list("CHECKOUT_PAGES", default=["https://checkout.stripe.com"])
if DEBUG:
    # A stand-in for Stripe serves its checkout page itself.
    CHECKOUT_PAGES += [STRIPE_API_BASE or PUBLIC_URL]
# On: a full refund ends the membership by itself. Off: it asks an exec.
FULL_REFUND_REVOKES = env.bool("FULL_REFUND_REVOKES", default=False)

# --- Partners and cards ---------------------------------------------------------------
# Who may write partners and companies: everybody, as clients expect, or execs.
PARTNER_WRITES = env.str("PARTNER_WRITES", default="public" if DEBUG else "exec")
if PARTNER_WRITES not in ("public", "exec"):
    raise ImproperlyConfigured(
        f"PARTNER_WRITES is {PARTNER_WRITES!r}; it is either public or exec."
    )
# What a profile's card and QR code hold: this, and the profile's id.
TAP_URL = env.str("TAP_URL", default="") or f"{PUBLIC_URL}/profile/"
TAP_URL = TAP_URL.rstrip("/") + "/"
# Where members edit their profile: the club's web client.
PROFILE_EDITOR_URL = env.str(
    "PROFILE_EDITOR_URL", default="https://app.ubcbiztech.com/profile/edit"
)

# By which the club's Discord bot proves itself, as Discord's developer portal shows it.
DISCORD_PUBLIC_KEY = env.str("DISCORD_PUBLIC_KEY", default="")
if DISCORD_PUBLIC_KEY and not re.fullmatch(r"[0-9a-fA-F]{64}", DISCORD_PUBLIC_KEY):
    raise ImproperlyConfigured(
        "DISCORD_PUBLIC_KEY is no public key: it has 64 characters, 0 to 9 and a to f."
    )

# --- Mail ----------------------------------------------------------------------------
# How mails leave: "ses". Unset: with DEBUG they are kept in a mailbox on this machine;
# in production they wait in the outbox.
MAIL_BACKEND = env.str("MAIL_BACKEND", default="")
if MAIL_BACKEND not in ("", "ses"):
    raise ImproperlyConfigured(
        f"MAIL_BACKEND is {MAIL_BACKEND!r}; it is either empty or ses."
    )
LOCAL_MAIL = DEBUG and not MAIL_BACKEND
MAIL_IS_ON = bool(MAIL_BACKEND or LOCAL_MAIL)
# Whom mails come from, such as "UBC BizTech <dev@ubcbiztech.com>".
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="")
if MAIL_BACKEND and not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured(
        "MAIL_FROM is not set. MAIL_BACKEND needs it: set MAIL_FROM to whom mails come"
        " from, in the environment or in .env."
    )
DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or "UBC BizTech <biztech@localhost>"
# Who invites to events, in calendar files.
EVENT_ORGANISER = env.str("EVENT_ORGANISER", default="info@ubcbiztech.com")
MAILBOX_DIR = VAR_DIR / "mailbox"
# What one address is sent at most, whoever registers it for whatever.
MAILS_PER_HOUR = env.int("MAILS_PER_HOUR", default=20)
# "name:password" by which Amazon's SNS proves that it tells what became of a mail.
MAIL_WEBHOOK_SECRET = env.str("MAIL_WEBHOOK_SECRET", default="")
ANYMAIL = {
    "WEBHOOK_SECRET": [MAIL_WEBHOOK_SECRET] if MAIL_WEBHOOK_SECRET else [],
    "AMAZON_SES_CLIENT_PARAMS": {
        "region_name": AWS_REGION,
        # Shorter than a claim of a mail holds.
        "config": BotocoreConfig(
            connect_timeout=2,
            read_timeout=8,
            retries={"total_max_attempts": 2, "mode": "standard"},
        ),
    },
}
EMAIL_BACKEND = (
    "core.mail.mailbox.MailboxBackend"
    if LOCAL_MAIL
    else "anymail.backends.amazon_ses.EmailBackend"
)

# --- Events --------------------------------------------------------------------------
# How old a process's list of events may be, in seconds; what it hears that somebody
# wrote is in it at once.
EVENTS_SECONDS = env.float("EVENTS_SECONDS", default=5)
# On: events that are not published are in everybody's lists, as older clients of execs
# expect, which ask without a token.
LIST_DRAFTS = env.bool("LIST_DRAFTS", default=False)
# On: everybody may read all that people said when they registered for an event, as
# execs' pages of the older client do, which ask without a token.
OPEN_REGISTRATION_READS = env.bool("OPEN_REGISTRATION_READS", default=False)

# --- Pictures ------------------------------------------------------------------------
PROFILE_BUCKET = env.str("PROFILE_BUCKET", default="")
# Set in tests against a stand-in for S3; unset: AWS.
PICTURES_ENDPOINT = env.str("PICTURES_ENDPOINT", default="") or None
# Without a bucket they are files that this server takes and serves itself; never with
# DEBUG off.
LOCAL_PICTURES = DEBUG and not PROFILE_BUCKET
# The same for pictures of events, in a bucket of their own.
EVENT_IMAGES_BUCKET = env.str("EVENT_IMAGES_BUCKET", default="")
LOCAL_EVENT_IMAGES = DEBUG and not EVENT_IMAGES_BUCKET


storage_of = partial(
    fixed_settings.storage_of, region=AWS_REGION, endpoint=PICTURES_ENDPOINT
)
STORAGES["pictures"] = storage_of(PROFILE_BUCKET, VAR_DIR / "pictures")
STORAGES["event-images"] = storage_of(EVENT_IMAGES_BUCKET, VAR_DIR / "event-images")

# --- Dashboard ----------------------------------------------------------------------
UNFOLD = fixed_settings.UNFOLD

# --- Metrics -------------------------------------------------------------------------
# By which Prometheus proves itself at /metrics; unset: nothing is counted.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# --- Faults and traces told elsewhere: nothing leaves where these are unset -----------
SENTRY_DSN = env.str("SENTRY_DSN", default="")
OTEL_EXPORTER_OTLP_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="")

# --- Faults: no password in what is shown of them, no address in a log ---------------
DEFAULT_EXCEPTION_REPORTER_FILTER = "core.faults.SecretiveFilter"
# "line" for people, "json" for machines that collect logs.
LOG_FORMAT = env.str("LOG_FORMAT", default="") or ("line" if DEBUG else "json")
if LOG_FORMAT not in ("line", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}: neither line nor json.")
LOGGING = {
    **fixed_settings.LOGGING,
    "formatters": {"chosen": fixed_settings.LOG_FORMATS[LOG_FORMAT]},
}
