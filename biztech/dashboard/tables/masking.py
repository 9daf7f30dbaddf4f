"""What the explorer never shows: what opens something for whoever holds it.

Tokens, passwords, checkout links and private links are told by the attribute's name,
by how they look within any text, and for some tables one by one. Texts that are JSON
are looked into; binary values are never shown.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from core.dynamo.wire import Item, from_wire

HIDDEN = "(hidden: opens something)"

_NAMES = re.compile(
    r"token|secret|passw|passcode|passphrase|api_?key|private_?(key|link|url)|signature"
    r"|credential|cookie|authorization|(checkout|success|cancel|magic|invite)_?(link|url)"
    r"|webhook_?url|client_?secret",
    re.IGNORECASE,
)
# What no name of an attribute gives away.
_OF_TABLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {"biztechSessions": frozenset({"id", "content"})}
)
_LOOKS = re.compile(
    r"""
    # Tickets: their page pays and cancels.
    BT1(?::|%3A)[A-Z2-7]{16,}=*
    | https?://[^\s"']{0,500}/event/ticket/[^\s"']+
    | https?://[\w.-]{0,100}\bstripe\.com/[^\s"']+
    | https?://hooks\.slack\.com/[^\s"']+
    | https?://(?:\w{1,20}\.)?discord(?:app)?\.com/api/webhooks/[^\s"']+
    # An address whose query is the right to open it.
    | https?://[^\s"']{0,2000}[?&#]
      (?:[\w-]{0,40}token|code|key|sig|[\w-]{0,40}signature|secret)=[^\s"']+
    # JSON Web Tokens, and the keys of Stripe, Meta, AWS, Google and others.
    | \beyJ[\w-]{6,}\.[\w-]+\.[\w-]*
    | \b(?:sk|rk)_(?:live|test)_\w+ | \bwhsec_\w+ | \b\w+_secret_\w{6,}
    | \b(?:EAA|IG[A-Z]{1,3})\w{30,}
    | \b(?:AKIA|ASIA)[A-Z0-9]{16}\b | \bAIza[\w-]{30,} | \bya29\.[\w-]+
    | \bxox[a-z]-[\w-]+ | \bgh[a-z]_\w{20,}
    | \bBearer\s+[\w.~+/-]{8,}=*
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A record of a change names the attribute beside its values.
_NAMING = ("name", "attribute", "field", "key")


def masked(item: Item, *, table: str) -> dict[str, Any]:
    """Return an item of a table as JSON-able plain values, without what is secret."""
    secret = _OF_TABLES.get(table, frozenset())
    return {
        name: HIDDEN if name in secret else _under(name, _plain(value))
        for name, value in item.items()
    }


def _plain(value: dict[str, Any]) -> Any:
    ((kind, stored),) = value.items()
    match kind:
        case "B":
            return f"(binary: {len(stored)} bytes)"
        case "BS":
            return [f"(binary: {len(each)} bytes)" for each in stored]
        case "M":
            return {name: _plain(inner) for name, inner in stored.items()}
        case "L":
            return [_plain(inner) for inner in stored]
    return from_wire(value)


def _under(name: str, value: Any) -> Any:
    """Return a value that stands under a name."""
    if _NAMES.search(name) and not (value is None or isinstance(value, bool)):
        return HIDDEN
    return _within(value)


def _within(value: Any) -> Any:
    match value:
        case str():
            return _text(value)
        case list():
            return [_within(each) for each in value]
        case dict():
            return _map(value)
    return value


def _map(values: dict[str, Any]) -> dict[str, Any]:
    if list(values) == ["B"] and isinstance(values["B"], str):
        return {"B": "(binary)"}
    named = next((values[each] for each in _NAMING if each in values), None)
    if isinstance(named, str) and _NAMES.search(named) and " " not in named:
        return {
            _text(name): inner if inner is named else HIDDEN
            for name, inner in values.items()
        }
    return {_text(name): _under(name, inner) for name, inner in values.items()}


def _text(text: str) -> str:
    if text.lstrip().startswith(("{", "[", '"')):
        with suppress(ValueError):
            return _json(text)
    return _LOOKS.sub(HIDDEN, text)


def _json(text: str) -> str:
    try:
        return json.dumps(_within(json.loads(text)), ensure_ascii=False)
    except RecursionError:
        # Nested deeper than anybody reads; nothing tells what is in it.
        return HIDDEN
