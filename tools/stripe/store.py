"""One request's reading and writing of the stand-in's objects, written in one go."""

import json
import secrets
import string
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeVar

from core.dynamo.errors import Stale
from core.dynamo.transactions import retry_on_conflict, write_transaction
from tools.stripe.models import LocalStripeObject

# How many are read at once when a list is walked.
_PAGE = 100
_LETTERS = string.ascii_letters + string.digits

R = TypeVar("R")


@dataclass
class StoredObject:
    """An object: what Stripe shows of it, and what it keeps to itself."""

    kind: str
    public: dict[str, Any]
    private: dict[str, Any] = field(default_factory=dict)
    session: str = ""
    order: str = ""
    revision: int = 0
    touched: bool = False

    @property
    def id(self) -> str:
        """Stripe's id of it."""
        return str(self.public["id"])


class Store:
    """What one request reads and changes; nothing is written before ``commit``."""

    def __init__(self, *, now: int) -> None:
        self.now = now
        self._stored: dict[tuple[str, str], StoredObject] = {}

    @property
    def seconds(self) -> int:
        """The present moment as Stripe counts it."""
        return self.now // 1000

    def find(self, kind: str, object_id: str) -> StoredObject | None:
        """Return an object, as changed here, or None."""
        known = self._stored.get((kind, object_id))
        if known is None and object_id:
            row = LocalStripeObject.find(
                *LocalStripeObject.key(kind, object_id), consistent=True
            )
            known = self._remember(row) if row else None
        return known

    def add(
        self,
        kind: str,
        public: dict[str, Any],
        *,
        private: dict[str, Any] | None = None,
        session: str = "",
    ) -> StoredObject:
        """Add a new object."""
        made = StoredObject(kind, public, private or {}, session=session, touched=True)
        # Of one moment, the one added later is the newer.
        made.order = f"{self.now:015d}-{time.time_ns():020d}-{len(self._stored):04d}"
        self._stored[kind, made.id] = made
        return made

    def change(self, stored: StoredObject, **changes: Any) -> None:
        """Change what Stripe shows of an object."""
        stored.public.update(changes)
        stored.touched = True

    def note(self, stored: StoredObject, **changes: Any) -> None:
        """Change what Stripe keeps to itself of an object."""
        stored.private.update(changes)
        stored.touched = True

    def touched(self, kind: str) -> list[StoredObject]:
        """Return the objects of a kind that were added or changed here, in order."""
        return [
            stored
            for (of_kind, _), stored in self._stored.items()
            if of_kind == kind and stored.touched
        ]

    def newest(self, kind: str, *, before: str = "") -> Iterator[StoredObject]:
        """Yield the stored objects of a kind, the newest first."""
        index = LocalStripeObject.newest
        rows = index.query(
            kind,
            LocalStripeObject.order < before if before else None,
            scan_index_forward=False,
            page_size=_PAGE,
        )
        for row in rows:
            yield self._stored.get((row.kind, row.id)) or self._remember(row)

    def of_session(self, session_id: str) -> list[StoredObject]:
        """Return the stored objects that belong to a session, the oldest first."""
        rows = LocalStripeObject.of_session.query(session_id)
        return [
            self._stored.get((row.kind, row.id)) or self._remember(row) for row in rows
        ]

    def commit(self) -> None:
        """Write every change together, or raise ``Stale`` if somebody was faster."""
        with write_transaction() as writes:
            for stored in self._stored.values():
                if not stored.touched:
                    continue
                if not stored.revision:
                    writes.create(_row(stored), otherwise=Stale())
                    continue
                writes.update(
                    LocalStripeObject,
                    LocalStripeObject.key(stored.kind, stored.id),
                    [
                        LocalStripeObject.body.set(_body(stored)),
                        LocalStripeObject.revision.set(stored.revision + 1),
                    ],
                    condition=LocalStripeObject.revision == stored.revision,
                    otherwise=Stale(),
                )

    def _remember(self, row: LocalStripeObject) -> StoredObject:
        body = json.loads(row.body or "{}")
        stored = StoredObject(
            row.kind,
            body["public"],
            body["private"],
            session=row.session or "",
            order=row.order or "",
            revision=int(row.revision or 0),
        )
        self._stored[row.kind, row.id] = stored
        return stored


def in_store(decide: Callable[[Store], R], *, now: int) -> R:
    """Return ``decide(store)`` once all that it changed is written."""

    def attempt(_: int) -> R:
        store = Store(now=now)
        result = decide(store)
        store.commit()
        return result

    return retry_on_conflict(attempt)


def new_id(prefix: str, length: int = 24) -> str:
    """Return a new id of Stripe's form."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(length))


def snapshot(public: dict[str, Any]) -> dict[str, Any]:
    """Return an object as it is now, whatever becomes of it."""
    return deepcopy(public)


def _row(stored: StoredObject) -> LocalStripeObject:
    values = {
        "kind": stored.kind,
        "id": stored.id,
        "order": stored.order,
        "session": stored.session or None,
        "body": _body(stored),
        "revision": 1,
    }
    return LocalStripeObject.of(values)


def _body(stored: StoredObject) -> str:
    return json.dumps({"public": stored.public, "private": stored.private})
