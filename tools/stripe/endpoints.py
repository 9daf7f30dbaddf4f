"""Stripe's endpoints that the club uses: Checkout Sessions."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tools.stripe import sessions
from tools.stripe.errors import Unknown, missing
from tools.stripe.events import SESSION
from tools.stripe.forms import Params
from tools.stripe.store import Store, StoredObject

Answer = dict[str, Any]
Endpoint = Callable[..., Answer]

_USUAL_PAGE = "10"
# Which attribute holds the id of which kind of object.
_REFERENCES = {"payment_intent": "payment_intent", "latest_charge": "charge"}


def _create(store: Store, params: Params) -> Answer:
    return sessions.create(store, params).public


def _read(store: Store, params: Params, session_id: str) -> Answer:
    session = sessions.session_of(store, session_id)
    return _expanded(store, session.public, params.get("expand", []))


def _list(store: Store, params: Params) -> Answer:
    limit = int(params.get("limit", _USUAL_PAGE))
    found = list(_wanted(store, params, most=limit + 1))
    listed = {
        "object": "list",
        "data": [session.public for session in found[:limit]],
        "has_more": len(found) > limit,
        "url": "/v1/checkout/sessions",
    }
    return _expanded(store, listed, params.get("expand", []))


def _wanted(store: Store, params: Params, *, most: int) -> Iterator[StoredObject]:
    """Yield the sessions that a list asks for, the newest first."""
    since = int(params.get("created", {}).get("gte", 0))
    intent = params.get("payment_intent")
    for session in store.newest(SESSION, before=_order_of(store, params)):
        if not most or session.public["created"] < since:
            return
        sessions.settled(store, session)
        if intent in (None, session.public["payment_intent"]):
            most -= 1
            yield session


def _order_of(store: Store, params: Params) -> str:
    after = params.get("starting_after")
    if after is None:
        return ""
    known = store.find(SESSION, after)
    if known is None:
        raise missing(SESSION, after, param="starting_after")
    return known.order


def _expanded(store: Store, public: Answer, paths: list[str]) -> Answer:
    """Return an object with other objects in the place of their ids."""
    shown = dict(public)
    for path in paths:
        _expand(store, shown, path.split("."))
    return shown


def _expand(store: Store, shown: Answer, path: list[str]) -> None:
    name, *rest = path
    if name == "data":
        shown["data"] = [dict(item) for item in shown["data"]]
        for item in shown["data"]:
            _expand(store, item, rest)
    elif name == "line_items":
        session = sessions.session_of(store, shown["id"])
        shown[name] = {"object": "list", "data": session.private["lines"]}
    else:
        known = shown[name]
        object_id = known["id"] if isinstance(known, dict) else known
        found = store.find(_REFERENCES[name], object_id or "")
        shown[name] = dict(found.public) if found else None
        if found and rest:
            _expand(store, shown[name], rest)


_ID = "([A-Za-z0-9_]+)"
_ENDPOINTS: Mapping[str, Endpoint] = {
    "POST checkout/sessions": _create,
    "GET checkout/sessions": _list,
    f"GET checkout/sessions/{_ID}": _read,
}


def endpoint_of(method: str, path: str) -> tuple[Endpoint, tuple[str, ...]]:
    """Return the endpoint of a request and the ids in its path."""
    for pattern, endpoint in _ENDPOINTS.items():
        if matched := re.fullmatch(pattern, f"{method} {path}"):
            return endpoint, matched.groups()
    raise Unknown(f"The local stand-in does not know {method} /v1/{path}.")
