"""The secret that signs the stand-in's webhooks."""

import os
import secrets
import uuid
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from tools.stripe.guard import require_local_payments


def local_webhook_secret() -> str:
    """Return this checkout's own secret, made at the first use for its owner only."""
    require_local_payments()
    path = Path(settings.VAR_DIR) / "payments" / "webhook_secret"
    if not path.exists():
        _make(path)
    return path.read_text()


def signing_secret() -> str:
    """Return what our endpoint knows webhooks by: its newest secret, or our own."""
    given: str = settings.STRIPE_WEBHOOK_SECRET
    return given.partition(",")[0].strip() or local_webhook_secret()


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w") as file:  # noqa: PTH123 - Path.open sets no mode
        file.write(f"whsec_{secrets.token_hex(32)}")
    # Of several first uses at once one secret wins.
    with suppress(FileExistsError):
        os.link(temporary, path)
    temporary.unlink()
