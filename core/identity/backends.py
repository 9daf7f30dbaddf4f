"""How a session becomes a person again, without a database of users."""

from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user
from django.contrib.auth.backends import BaseBackend
from django.contrib.sessions.backends.base import SessionBase

from core.identity.users import Anonymous, SessionUser


class SessionBackend(BaseBackend):
    """Rebuilds a person from the verified address that a session holds."""

    def get_user(self, user_id: Any) -> SessionUser | None:
        """Return the person of that address."""
        return SessionUser(email=user_id) if user_id else None


def person_of(session: SessionBase) -> SessionUser | Anonymous:
    """Return who is signed in in a session."""
    holder: Any = SimpleNamespace(session=session)
    user = get_user(holder)
    return user if isinstance(user, SessionUser) else Anonymous()
