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
class Kept:
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


class Books:
    """What one request reads and changes; nothing is written before ``commit``."""

    def __init__(self, *, now: int) -> None:
        self.now = now
        self._kept: dict[tuple[str, str], Kept] = {}

    @property
    def seconds(self) -> int:
        """The present moment as Stripe counts it."""
        return self.now // 1000

    def find(self, kind: str, object_id: str) -> Kept | None:
        """Return an object, as changed here, or None."""
        known = self._kept.get((kind, object_id))
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
    ) -> Kept:
        """Add a new object."""
        made = Kept(kind, public, private or {}, session=session, touched=True)
        # Of one moment, the one added later is the newer.
        made.order = f"{self.now:015d}-{time.time_ns():020d}-{len(self._kept):04d}"
        self._kept[kind, made.id] = made
        return made

    def change(self, kept: Kept, **changes: Any) -> None:
        """Change what Stripe shows of an object."""
        kept.public.update(changes)
        kept.touched = True

    def note(self, kept: Kept, **changes: Any) -> None:
        """Change what Stripe keeps to itself of an object."""
        kept.private.update(changes)
        kept.touched = True

    def touched(self, kind: str) -> list[Kept]:
        """Return the objects of a kind that were added or changed here, in order."""
        return [
            kept
            for (of_kind, _), kept in self._kept.items()
            if of_kind == kind and kept.touched
        ]

    def newest(self, kind: str, *, before: str = "") -> Iterator[Kept]:
        """Yield the stored objects of a kind, the newest first."""
        index = LocalStripeObject.newest
        rows = index.query(
            kind,
            LocalStripeObject.order < before if before else None,
            scan_index_forward=False,
            page_size=_PAGE,
        )
        for row in rows:
            yield self._kept.get((row.kind, row.id)) or self._remember(row)

    def of_session(self, session_id: str) -> list[Kept]:
        """Return the stored objects that belong to a session, the oldest first."""
        rows = LocalStripeObject.of_session.query(session_id)
        return [
            self._kept.get((row.kind, row.id)) or self._remember(row) for row in rows
        ]

    def commit(self) -> None:
        """Write every change together, or raise ``Stale`` if somebody was faster."""
        with write_transaction() as writes:
            for kept in self._kept.values():
                if not kept.touched:
                    continue
                if not kept.revision:
                    writes.create(_row(kept), otherwise=Stale())
                    continue
                writes.update(
                    LocalStripeObject,
                    LocalStripeObject.key(kept.kind, kept.id),
                    [
                        LocalStripeObject.body.set(_body(kept)),
                        LocalStripeObject.revision.set(kept.revision + 1),
                    ],
                    condition=LocalStripeObject.revision == kept.revision,
                    otherwise=Stale(),
                )

    def _remember(self, row: LocalStripeObject) -> Kept:
        body = json.loads(row.body or "{}")
        kept = Kept(
            row.kind,
            body["public"],
            body["private"],
            session=row.session or "",
            order=row.order or "",
            revision=int(row.revision or 0),
        )
        self._kept[row.kind, row.id] = kept
        return kept


def in_books(decide: Callable[[Books], R], *, now: int) -> R:
    """Return ``decide(books)`` once all that it changed is written."""

    def attempt(_: int) -> R:
        books = Books(now=now)
        result = decide(books)
        books.commit()
        return result

    return retry_on_conflict(attempt)


def new_id(prefix: str, length: int = 24) -> str:
    """Return a new id of Stripe's form."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(length))


def snapshot(public: dict[str, Any]) -> dict[str, Any]:
    """Return an object as it is now, whatever becomes of it."""
    return deepcopy(public)


def _row(kept: Kept) -> LocalStripeObject:
    values = {
        "kind": kept.kind,
        "id": kept.id,
        "order": kept.order,
        "session": kept.session or None,
        "body": _body(kept),
        "revision": 1,
    }
    return LocalStripeObject.of(values)


def _body(kept: Kept) -> str:
    return json.dumps({"public": kept.public, "private": kept.private})
