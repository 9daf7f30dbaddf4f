"""What ``biztech.settings`` takes over as it is, on every machine."""

from pathlib import Path
from typing import Any

from botocore.config import Config as BotocoreConfig

# --- Web ---------------------------------------------------------------------------
INSTALLED_APPS = [
    # Ours first: the dashboard's forms are made of the words that apps register, and
    # name the fields in this order.
    "biztech.apps.BiztechConfig",
    "core.identity.apps.IdentityConfig",
    "core.mail.apps.MailConfig",
    "core.plans.apps.PlansConfig",
    "core.doctor.apps.DoctorConfig",
    "memberships.apps.MembershipsConfig",
    "profiles.apps.ProfilesConfig",
    "accounts.apps.AccountsConfig",
    "events.apps.EventsConfig",
    "payments.apps.PaymentsConfig",
    "interactions.apps.InteractionsConfig",
    "companion.apps.CompanionConfig",
    "core.privacy.apps.PrivacyConfig",
    # The plain config: unfold's default one would replace our admin site.
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "biztech.dashboard.framework.apps.DashboardConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "corsheaders",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "core.calls.RouteMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.answers.PolicyHeaders",
    "core.answers.ApiCors",
    "core.identity.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "core.identity.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ],
    },
}

# --- Security headers ------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        # The dashboard's theme evaluates its Alpine expressions; the page at the door
        # compiles what reads tickets.
        "script-src": ["'self'", "'unsafe-eval'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "https:"],
        "connect-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
    }
}


# --- Redis -------------------------------------------------------------------------
def cache_in(redis_url: str) -> dict[str, Any]:
    """Return the cache of all processes, or of this one where there is no Redis."""
    if not redis_url:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # One entry for each caller of the last minutes.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url,
        "KEY_PREFIX": "biztech",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }


def channel_layer_in(redis_url: str) -> dict[str, Any]:
    """Return what carries the wall's events between processes, or in this one."""
    if not redis_url:
        return {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    return {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        # redis-py 8 gives up on an idle read after 5 s, which closes idle sockets.
        "CONFIG": {
            "hosts": [{"address": redis_url, "socket_timeout": None}],
            # The wall's events of a process wait in one place, for all its screens.
            "capacity": 5000,
        },
    }


# --- API ---------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "core.identity.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    # Deny by default: a view that is public or for members says so.
    "DEFAULT_PERMISSION_CLASSES": ["core.identity.permissions.IsExec"],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "rest_framework.renderers.BrowsableAPIRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": ["core.bodies.JSONObjectParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.bodies.JSONUnlessHTML",
    "DEFAULT_THROTTLE_CLASSES": ["core.throttling.CallsPerMinute"],
    "DEFAULT_FILTER_BACKENDS": [],
    # What describes routes is loaded by who asks for the description.
    "DEFAULT_SCHEMA_CLASS": "rest_framework.schemas.inspectors.ViewInspector",
    "EXCEPTION_HANDLER": "core.api.answer_refusal",
    "UNAUTHENTICATED_USER": "core.identity.users.Anonymous",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "BizTech Identity",
    "DESCRIPTION": "Accounts, memberships, profiles and connections of the club.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/",
    "PREPROCESSING_HOOKS": ["core.schema_hooks.with_descriptions"],
    "POSTPROCESSING_HOOKS": [
        "core.schema_hooks.without_trailing_slash",
        "core.schema_hooks.with_shared_refusals",
    ],
}

# --- Dashboard ----------------------------------------------------------------------
UNFOLD = {
    "SITE_TITLE": "BizTech Identity",
    "SITE_HEADER": "BizTech Identity",
    "SITE_SYMBOL": "badge",
    "SITE_URL": None,
    "DASHBOARD_CALLBACK": "biztech.dashboard.framework.home.home_context",
    "SHOW_VIEW_ON_SITE": False,
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": "biztech.dashboard.framework.site.icon",
        }
    ],
    "STYLES": ["biztech.dashboard.framework.site.stylesheet"],
    "SCRIPTS": ["biztech.dashboard.framework.site.keys"],
    "BORDER_RADIUS": "8px",
    # The club's green, dark enough for white text on it.
    "COLORS": {
        "primary": {
            "50": "oklch(97.9% .021 166.113)",
            "100": "oklch(95% .052 163.051)",
            "200": "oklch(90.5% .093 164.15)",
            "300": "oklch(84.5% .143 164.978)",
            "400": "oklch(76.5% .177 163.223)",
            "500": "oklch(66% .15 163)",
            "600": "oklch(50.8% .118 165.612)",
            "700": "oklch(46% .105 166)",
            "800": "oklch(39% .088 167)",
            "900": "oklch(34% .075 168)",
            "950": "oklch(26.2% .051 172.552)",
        }
    },
}

# --- Logs: ids and counts, never a person's address -----------------------------------
LOG_FORMATS = {
    "line": {
        "()": "core.logs.NamelessFormatter",
        "fmt": "{asctime} {levelname} {name} {message}",
        "style": "{",
    },
    "json": {"()": "core.structured_logs.StructuredFormatter"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "chosen"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Naming a logger takes the handlers away that its maker gave it: everything
        # goes to the one above.
        "django": {"level": "INFO", "propagate": True},
        "django.server": {"level": "INFO", "propagate": True},
        "uvicorn": {"propagate": True},
        "uvicorn.error": {"propagate": True},
        # Request lines.
        "uvicorn.access": {"level": "WARNING", "propagate": True},
        # Paths hold e-mail addresses, so refused requests are not logged by path.
        "django.request": {"level": "ERROR"},
        "botocore": {"level": "WARNING"},
        "pynamodb": {"level": "WARNING"},
        "stripe": {"level": "WARNING"},
    },
}


def storage_of(
    bucket: str, folder: Path, *, region: str, endpoint: str | None
) -> dict[str, Any]:
    """Return the storage of a bucket, or of a folder where there is none."""
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder},
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "region_name": region,
            "endpoint_url": endpoint,
            "client_config": BotocoreConfig(
                signature_version="s3v4",
                s3={"addressing_style": "path" if endpoint else "virtual"},
                connect_timeout=1,
                read_timeout=10,
                retries={"total_max_attempts": 3, "mode": "standard"},
            ),
        },
    }
