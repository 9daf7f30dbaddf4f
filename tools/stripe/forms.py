"""Bodies as Stripe's clients send them: forms whose names nest in brackets."""

import re
from typing import Any
from urllib.parse import parse_qsl

_PARTS = re.compile(r"\[([^\]]*)\]")

Params = dict[str, Any]


def parse_form(text: str) -> Params:
    """Return the nested values of a form; every leaf is a text."""
    root: Params = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        outer, bracket, _ = name.partition("[")
        parts = [outer, *_PARTS.findall(name)] if bracket else [outer]
        _put(root, parts, value)
    return {name: _with_lists(value) for name, value in root.items()}


def _put(root: Params, parts: list[str], value: str) -> None:
    """Place one value; a later one of the same name wins, as at Stripe."""
    place = root
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        key = part or str(len(place))
        if following is None:
            place[key] = value
            return
        if not isinstance(place.get(key), dict):
            place[key] = {}
        place = place[key]


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _with_lists(item) for key, item in value.items()}
    if inner and all(key.isdecimal() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner
