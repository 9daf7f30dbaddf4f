"""How a session becomes a person again, without a database of users."""

from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user
from django.contrib.auth.backends import BaseBackend
from django.contrib.sessions.backends.base import SessionBase

from biztech.identity.users import Anonymous, DashboardUser


class ExecBackend(BaseBackend):
    """Rebuilds an exec from the address that a session holds."""

    def get_user(self, user_id: Any) -> DashboardUser | None:
        """Return the exec of that address; nobody for any other address."""
        user = DashboardUser(email=user_id)
        return user if user.is_exec else None


def person_of(session: SessionBase) -> DashboardUser | Anonymous:
    """Return who is signed in in a session, for pages and sockets alike."""
    holder: Any = SimpleNamespace(session=session)
    user = get_user(holder)
    return user if isinstance(user, DashboardUser) else Anonymous()
