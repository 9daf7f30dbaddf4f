"""What ``manage.py check`` says about the project's configuration.

``check --deploy`` looks at a production configuration; ``check --database default``
asks DynamoDB whether the tables are complete.
"""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from core.dynamo.errors import DatabaseSilent
from core.dynamo.registry import tables
from core.dynamo.tables import TableMismatch, missing_parts

Configs = Sequence[AppConfig] | None

# Settings that only make sense together.
PAIRS = (
    ("COGNITO_USER_POOL_ID", "COGNITO_CLIENT_ID"),
    ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"),
)

_SHORTEST_TOKEN = 16

# Hosts and origins that are served, trusted, or sent people to.
NAMED_ONE_BY_ONE = (
    "ALLOWED_HOSTS",
    "CORS_ALLOWED_ORIGINS",
    "CSRF_TRUSTED_ORIGINS",
    "CHECKOUT_ORIGINS",
    "CHECKOUT_PAGES",
)


@register
def pairs_are_complete(app_configs: Configs, **options: Any) -> list[CheckMessage]:
    """Refuse half of a pair of settings."""
    return [
        Error(
            f"{given} is set and {missing} is not.",
            hint=f"Set {missing} too, or remove {given}.",
            id="biztech.E001",
        )
        for pair in PAIRS
        for given, missing in (pair, pair[::-1])
        if getattr(settings, given) and not getattr(settings, missing)
    ]


@register
def metrics_are_guarded(app_configs: Configs, **options: Any) -> list[CheckMessage]:
    """Refuse a token that somebody could guess."""
    if 0 < len(settings.METRICS_TOKEN) < _SHORTEST_TOKEN:
        return [
            Error(
                f"METRICS_TOKEN has less than {_SHORTEST_TOKEN} characters.",
                hint="Set METRICS_TOKEN to a long random text, or remove it.",
                id="biztech.E007",
            )
        ]
    return []


@register
def local_identity_is_for_development(
    app_configs: Configs, **options: Any
) -> list[CheckMessage]:
    """Refuse sign-in without a password where anybody could reach it."""
    if settings.LOCAL_IDENTITY and not settings.DEBUG:
        return [
            Error(
                "LOCAL_IDENTITY is on with DEBUG off: anybody could sign in.",
                hint="Set COGNITO_USER_POOL_ID and COGNITO_CLIENT_ID.",
                id="biztech.E002",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def public_address_is_encrypted(
    app_configs: Configs, **options: Any
) -> list[CheckMessage]:
    """Refuse to hand out sign-in links that travel unencrypted."""
    if not settings.PUBLIC_URL.startswith("https://"):
        return [
            Error(
                "PUBLIC_URL is not an https:// address.",
                hint="Set PUBLIC_URL to where people reach the dashboard.",
                id="biztech.E003",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def every_origin_is_named(app_configs: Configs, **options: Any) -> list[CheckMessage]:
    """Refuse to serve, or to trust, whoever comes."""
    return [
        Error(
            f"{name} holds a wildcard ({entry}).",
            hint=f"Name each of them in {name}, separated by commas.",
            id="biztech.E006",
        )
        for name in NAMED_ONE_BY_ONE
        for entry in getattr(settings, name)
        if "*" in entry
    ]


@register(Tags.security, deploy=True)
def pictures_have_a_place(app_configs: Configs, **options: Any) -> list[CheckMessage]:
    """Say so where nobody can upload a picture."""
    return [
        checks.Warning(
            f"{name} is not set: nobody can upload {what}.",
            hint=f"Set {name} to an S3 bucket.",
            id="biztech.W002",
        )
        for name, what in (
            ("PROFILE_BUCKET", "a picture"),
            ("EVENT_IMAGES_BUCKET", "a picture of an event"),
        )
        if not getattr(settings, name)
    ]


@register(Tags.security, deploy=True)
def mails_leave(app_configs: Configs, **options: Any) -> list[CheckMessage]:
    """Say so where mails only wait, or where nobody tells which ones came back."""
    if not settings.MAIL_BACKEND:
        return [
            checks.Warning(
                "MAIL_BACKEND is not set: mails wait and are not sent.",
                hint="Set MAIL_BACKEND=ses and MAIL_FROM.",
                id="biztech.W003",
            )
        ]
    if not settings.MAIL_WEBHOOK_SECRET:
        return [
            checks.Warning(
                "MAIL_WEBHOOK_SECRET is not set: mails go on to addresses that bounce.",
                hint="Set it, and subscribe /mail/notifications to SES's topic.",
                id="biztech.W004",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def registrations_are_private(
    app_configs: Configs, **options: Any
) -> list[CheckMessage]:
    """Say so where anybody may read what people said when they registered."""
    if settings.OPEN_REGISTRATION_READS:
        return [
            checks.Warning(
                "OPEN_REGISTRATION_READS is on: anybody can read everything that"
                " people said when they registered for an event.",
                hint="Remove OPEN_REGISTRATION_READS once execs use the dashboard.",
                id="biztech.W005",
            )
        ]
    return []


@register(Tags.database)
def tables_are_complete(app_configs: Configs, **options: Any) -> list[CheckMessage]:
    """Say which tables, indexes and expiry settings ``create_tables`` would add."""
    if not options.get("databases"):
        return []
    try:
        missing = missing_parts(table for table in tables() if table.is_ours)
    except TableMismatch as mismatch:
        return [Error(str(mismatch), id="biztech.E004")]
    except (BotoCoreError, ClientError, DatabaseSilent) as failure:
        reason = type(failure.__cause__ or failure).__name__
        return [
            Error(
                f"DynamoDB does not answer ({reason}).",
                hint="Correct the AWS credentials and region, or DYNAMODB_ENDPOINT.",
                id="biztech.E005",
            )
        ]
    return [
        checks.Warning(
            f"DynamoDB has no {part}.",
            hint="Run manage.py create_tables.",
            id="biztech.W001",
        )
        for part in missing
    ]
