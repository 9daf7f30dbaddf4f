"""Lists, page by page, and objects in the place of their ids."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from memberships.payments.standin import checks
from memberships.payments.standin.books import Books, Kept
from memberships.payments.standin.checks import Check, list_of, object_of
from memberships.payments.standin.errors import StripeRefusal, missing
from memberships.payments.standin.payments import REFUND

_LONGEST_PAGE = 100
_USUAL_PAGE = 10
_COMPARED: Mapping[str, Callable[[int, int], bool]] = {
    "gt": lambda created, bound: created > bound,
    "gte": lambda created, bound: created >= bound,
    "lt": lambda created, bound: created < bound,
    "lte": lambda created, bound: created <= bound,
}
# Which attribute holds the id of which kind of object.
_REFERENCES = {
    "charge": "charge",
    "latest_charge": "charge",
    "payment_intent": "payment_intent",
    "payment_method": "payment_method",
    "product": "product",
}


def _created(value: Any, param: str) -> dict[str, int]:
    if isinstance(value, str):
        moment = checks.whole(value, param)
        return {"gte": moment, "lte": moment}
    return checks.checked(value, dict.fromkeys(_COMPARED, checks.whole), within=param)


PAGED: dict[str, Check] = {
    "created": _created,
    "expand": list_of(checks.text),
    "limit": checks.whole,
    "starting_after": checks.text,
}


def page(
    books: Books,
    kind: str,
    values: Mapping[str, Any],
    *,
    url: str,
    fits: Callable[[Kept], bool],
) -> dict[str, Any]:
    """Return one page of a list, the newest first, and whether there is more."""
    limit = values.get("limit", _USUAL_PAGE)
    if not 1 <= limit <= _LONGEST_PAGE:
        raise StripeRefusal(
            f"Invalid limit: must be between 1 and {_LONGEST_PAGE}", param="limit"
        )
    before = _order_of(books, kind, values.get("starting_after"))
    rows: list[Kept] = []
    for kept in _created_within(books, kind, values.get("created", {}), before):
        if not fits(kept):
            continue
        rows.append(kept)
        if len(rows) > limit:
            break
    return {
        "object": "list",
        "data": [kept.public for kept in rows[:limit]],
        "has_more": len(rows) > limit,
        "url": url,
    }


def expanded(books: Books, public: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """Return an object with other objects in the place of their ids."""
    shown = dict(public)
    for place, path in enumerate(paths):
        _expand(books, shown, path, param=f"expand[{place}]")
    return shown


def lines_of(session: Kept) -> dict[str, Any]:
    """Return the list of a session's line items."""
    return {
        "object": "list",
        "data": session.private["lines"],
        "has_more": False,
        "url": f"/v1/checkout/sessions/{session.id}/line_items",
    }


def expansion() -> Check:
    """Return the check of a retrieval's only parameter."""
    return object_of({"expand": list_of(checks.text)})


def _order_of(books: Books, kind: str, object_id: str | None) -> str:
    if object_id is None:
        return ""
    known = books.find(kind, object_id)
    if known is None:
        raise missing(kind, object_id, param="starting_after")
    return known.order


def _created_within(
    books: Books, kind: str, bounds: Mapping[str, int], before: str
) -> Iterator[Kept]:
    oldest = max(bounds.get("gte", 0), bounds.get("gt", 0))
    for kept in books.newest(kind, before=before):
        created = kept.public["created"]
        if created < oldest:
            return
        if all(_COMPARED[name](created, bound) for name, bound in bounds.items()):
            yield kept


def _expand(books: Books, shown: dict[str, Any], path: str, *, param: str) -> None:
    name, _, rest = path.partition(".")
    if shown.get("object") == "list" and name == "data" and rest:
        shown["data"] = [dict(item) for item in shown["data"]]
        for item in shown["data"]:
            _expand(books, item, rest, param=param)
        return
    value = _referred(books, shown, name, param=param)
    if value is None:
        return
    shown[name] = dict(value)
    if rest:
        _expand(books, shown[name], rest, param=param)


def _referred(
    books: Books, shown: dict[str, Any], name: str, *, param: str
) -> dict[str, Any] | None:
    current = shown.get(name)
    if isinstance(current, dict):
        return current
    if shown["object"] == "checkout.session" and name == "line_items":
        session = books.find("checkout.session", shown["id"])
        return lines_of(session) if session else None
    if shown["object"] == "charge" and name == "refunds":
        return page(
            books,
            REFUND,
            {},
            url=f"/v1/charges/{shown['id']}/refunds",
            fits=lambda refund: refund.public["charge"] == shown["id"],
        )
    if name not in _REFERENCES or name not in shown:
        raise StripeRefusal(f"This property cannot be expanded ({name}).", param=param)
    found = books.find(_REFERENCES[name], current or "")
    return found.public if found else None
