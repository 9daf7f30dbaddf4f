"""Addresses: where this server is reached, and where a person may be sent on to."""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from core.email import is_exec_email


def server_url() -> str:
    """Return where people reach the server: the one that runs here now, if one does."""
    try:
        described = json.loads((Path(settings.VAR_DIR) / "server.json").read_text())
        url, pid = str(described["url"]), int(described["pid"])
    except (OSError, ValueError, TypeError, KeyError):
        return str(settings.PUBLIC_URL)
    # A server that was killed leaves its description behind.
    return url.rstrip("/") if _is_running(pid) else str(settings.PUBLIC_URL)


def onward_path(wanted: str | None) -> str | None:
    """Return the path of our own that was asked for; None for anything else."""
    # No host is allowed, so only a path passes; the rest is left to its many rules.
    if (
        wanted
        and wanted.startswith("/")
        and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    ):
        return wanted
    return None


def onward_from(request: HttpRequest) -> str | None:
    """Return where the request asks to be sent on to, within our own paths."""
    return onward_path(request.POST.get("next") or request.GET.get("next"))


def home_of(email: str) -> str:
    """Return where a person goes who asked for no page: dashboard, or own profile."""
    return str(
        settings.LOGIN_REDIRECT_URL if is_exec_email(email) else settings.MEMBERS_HOME
    )


def is_of_dashboard(path: str | None) -> bool:
    """Tell whether a path of our own leads to the dashboard."""
    return bool(path and f"{urlsplit(path).path}/".startswith("/admin/"))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
