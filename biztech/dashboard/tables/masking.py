"""What the explorer never shows: what opens something for whoever holds it.

Tokens, passwords, checkout links and private links are told by the attribute's name, or
by one that stands beside it, by how they look within any text, and for some tables one
by one. Texts that are JSON are looked into; binary values are never shown.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from core.dynamo.wire import Item, from_wire

HIDDEN = "(hidden: opens something)"

# However their words are joined: apiKey, API_KEY, api-key, Api Key.
_NAMES = re.compile(
    r"token|secret|passw|pwd|passcode|passphrase|signature|credential|cookie"
    r"|authorization|(api|access|private)[\W_]*key|webhook[\W_]*url"
    r"|(private|checkout|success|cancel|magic|invite)[\W_]*(link|url)",
    re.IGNORECASE,
)
# What no name of an attribute gives away.
_OF_TABLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {"biztechSessions": frozenset({"id", "content"})}
)
# Found first and looked at then, once each, which takes no longer for longer texts.
_ADDRESS = re.compile(r"https?://[^\s\"']+", re.IGNORECASE)
_OPENS = re.compile(
    r"""
    # Of tickets: their page pays and cancels.
    /event/ticket/
    | \bstripe\.com/ | //hooks\.slack\.com/
    | \bdiscord(?:app)?\.com/api/webhooks/
    # The query is the right to open it.
    | [?&#](?:[\w-]{0,40}token|code|key|sig|[\w-]{0,40}signature|secret)=
    # With a password in it.
    | //[^/@:]{1,200}:[^/@]{1,200}@
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LOOKS = re.compile(
    r"""
    # What a ticket's code says.
    BT1(?::|%3A)[A-Z2-7]{16,}=*
    # What a text itself names, such as JSON within other words.
    | (?:token|secret|passw\w{0,10}|(?:api|private)[\s_-]?key)[\\"']{0,4}\s{0,4}[:=]
      \s{0,4}[\\"']{0,4}[^\s"'\\,;&]+
    | -----BEGIN\ [A-Z ]{0,40}PRIVATE\ KEY-----[^-]+
    # JSON Web Tokens, and the keys of Stripe, Meta, AWS, Google and others.
    | eyJ[\w-]{6,}\.[\w-]+\.[\w-]*
    | \b(?:sk|rk)_(?:live|test)_\w+ | \bwhsec_\w+ | \b\w+_secret_\w{6,}
    | \b(?:EAA|IG[A-Z]{1,3})\w{30,}
    | \b(?:AKIA|ASIA)[A-Z0-9]{16}\b | \bAIza[\w-]{30,} | \bya29\.[\w-]+
    | \bxox[a-z]-[\w-]+ | \bgh[a-z]_\w{20,}
    | \bBearer\s+[\w.~+/-]{8,}=*
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A record of a change, or of a setting, names the attribute beside its values.
_NAMING = frozenset({"name", "attribute", "field", "key"})
_VALUES = frozenset({"value", "content", "before", "after"})
# A name, and no sentence that has such a word in it.
_MOST_WORDS_OF_A_NAME = 3


def masked(item: Item, *, table: str) -> dict[str, Any]:
    """Return an item of a table as JSON-able plain values, without what is secret."""
    secret = _OF_TABLES.get(table, frozenset())
    row = {name: _plain(value) for name, value in item.items()}
    naming = (row[name] for name in row if name.lower() in {"id", *_NAMING})
    if any(map(_names_a_secret, naming)):
        secret |= {name for name in row if name.lower() in _VALUES}
    return {
        name: HIDDEN if name in secret else _under(name, value)
        for name, value in row.items()
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
        case [named, _] if _names_a_secret(named):
            return [_within(named), HIDDEN]
        case list():
            return [_within(each) for each in value]
        case dict():
            return _map(value)
    return value


def _map(values: dict[str, Any]) -> dict[str, Any]:
    match values:
        case {"B": str()} | {"BS": list()} if len(values) == 1:
            return dict.fromkeys(values, "(binary)")
    naming = {
        name
        for name, inner in values.items()
        if name.lower() in _NAMING and _names_a_secret(inner)
    }
    return {
        _text(name): HIDDEN if naming and name not in naming else _under(name, inner)
        for name, inner in values.items()
    }


def _names_a_secret(value: Any) -> bool:
    """Tell whether a value, as it is or as DynamoDB has it, is the name of a secret."""
    match value:
        case {"S": str(text)} | str(text):
            is_name = len(text.split()) <= _MOST_WORDS_OF_A_NAME
            return is_name and _NAMES.search(text) is not None
    return False


def _text(text: str) -> str:
    if text.lstrip().startswith(("{", "[", '"')):
        with suppress(ValueError):
            return _json(text)
    return _LOOKS.sub(HIDDEN, _ADDRESS.sub(_unless_it_opens, text))


def _unless_it_opens(address: re.Match[str]) -> str:
    return HIDDEN if _OPENS.search(address[0]) else address[0]


def _json(text: str) -> str:
    try:
        return json.dumps(_within(json.loads(text)), ensure_ascii=False)
    except RecursionError:
        # Nested deeper than anybody reads; nothing tells what is in it.
        return HIDDEN
