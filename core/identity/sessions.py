"""Django's session engine over ``biztechSessions``.

A request that has a session reads it once, consistently, so a session ended elsewhere
is over at once. It is written when its content changed, and every few minutes to note
that it is in use. It lasts ``SESSION_COOKIE_AGE`` from its start, however much it is
used; one in which nobody has signed in yet lasts minutes.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.utils.crypto import get_random_string
from pynamodb.expressions.update import Action

from core.clock import now_ms
from core.dynamo.transactions import write_transaction
from core.identity.errors import SessionEnded, SessionTaken
from core.identity.models import Session
from core.identity.services import end_session, remove_expired

# What the content calls the browser that signed in.
AGENT = "user_agent"

# Long enough to sign in at the identity provider, in seconds.
_STRANGERS_AGE = 15 * 60
_NOTED_EVERY = 5 * 60 * 1000
_KEY_LENGTH = 40


class SessionStore(SessionBase):
    """One session; its key is the cookie's value and is stored nowhere."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._started_at = 0

    @property
    def key_salt(self) -> str:
        """Bind the signed content to this session: no other row's opens with it."""
        return f"core.identity.sessions:{self._stored_id()}"

    def load(self) -> dict[str, Any]:
        """Return the content; a session that is over or unknown has none and no key."""
        now = now_ms()
        session = Session.find(*Session.key(self.session_key or ""), consistent=True)
        if session is None or (session.expires_at or 0) <= now // 1000:
            return self._nothing()
        if (session.seen_at or 0) < now - _NOTED_EVERY:
            try:
                self._update([Session.seen_at.set(now)], now=now)
            except SessionEnded:
                return self._nothing()
        self._started_at = int(session.started_at or 0)
        content: dict[str, Any] = self.decode(session.content or "")
        return content

    def exists(self, session_key: str) -> bool:
        """Tell whether there is such a session, over or not."""
        return Session.find(*Session.key(session_key)) is not None

    def create(self) -> None:
        """Begin an empty session with a key of its own."""
        self._session_key = get_random_string(_KEY_LENGTH)
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Store the content; ``UpdateError`` if the session has ended meanwhile."""
        if self.session_key is None:
            self.create()
            return
        # The stubs lack it; a session that is being created must not be read.
        content = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        now = now_ms()
        if must_create:
            self._started_at = now
            self._create(self._values(content, now=now))
            return
        values = self._values(content, now=now)
        try:
            self._update(
                [
                    Session.content.set(values["content"]),
                    Session.seen_at.set(now),
                    Session.expires_at.set(values["expiresAt"]),
                    *_set_or_remove(Session.email, values["email"]),
                    *_set_or_remove(Session.agent, values["agent"]),
                ],
                now=now,
            )
        except SessionEnded as ended:
            raise UpdateError from ended

    def delete(self, session_key: str | None = None) -> None:
        """End the session of that key, by default this one."""
        key = session_key or self.session_key
        if key:
            end_session(Session.key(key)[0])

    @classmethod
    def clear_expired(cls) -> None:
        """Remove what DynamoDB's own expiry has not removed yet."""
        remove_expired(now=now_ms())

    def _values(self, content: dict[str, Any], *, now: int) -> dict[str, Any]:
        email = content.get(SESSION_KEY)
        age = settings.SESSION_COOKIE_AGE if email else _STRANGERS_AGE
        return {
            "id": self._stored_id(),
            "content": self.encode(content),
            "email": email,
            "agent": content.get(AGENT),
            "startedAt": self._started_at,
            "seenAt": now,
            "expiresAt": self._started_at // 1000 + age,
        }

    def _create(self, values: dict[str, Any]) -> None:
        try:
            with write_transaction() as writes:
                writes.create(Session.of(values), otherwise=SessionTaken())
        except SessionTaken as taken:
            raise CreateError from taken

    def _update(self, actions: list[Action], *, now: int) -> None:
        with write_transaction() as writes:
            writes.update(
                Session,
                Session.key(self.session_key or ""),
                actions,
                condition=Session.living(now=now),
                otherwise=SessionEnded(),
            )

    def _stored_id(self) -> str:
        return Session.key(self.session_key or "")[0]

    def _nothing(self) -> dict[str, Any]:
        # Without a key the cookie is dropped and never becomes somebody's session.
        self._session_key = None
        return {}


def _set_or_remove(attribute: Any, value: str | None) -> list[Action]:
    return [attribute.set(value) if value else attribute.remove()]
