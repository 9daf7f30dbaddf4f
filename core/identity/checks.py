"""What ``manage.py check --deploy`` says about identity."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def issuer_is_encrypted(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[CheckMessage]:
    """Refuse an issuer whose keys could be replaced on the way."""
    if settings.COGNITO_ISSUER and not settings.COGNITO_ISSUER.startswith("https://"):
        return [
            Error(
                "COGNITO_ISSUER is not an https:// address.",
                hint="Remove it to use the issuer of COGNITO_USER_POOL_ID.",
                id="identity.E001",
            )
        ]
    return []
