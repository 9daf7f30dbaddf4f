"""Stripe's own description of its parameters, made strict."""

import types
from collections.abc import Mapping
from functools import cache
from typing import (
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import ConfigDict, TypeAdapter
from stripe import RequestOptions
from typing_extensions import TypedDict, is_typeddict

# Names that Stripe's library imports for type checkers only.
_UNIMPORTED = {"Mapping": Mapping, "StripeContext": Any}


@cache
def strict(params: type[Any]) -> TypeAdapter[Any]:
    """Return a validator that knows no other names and no other choices."""
    return TypeAdapter(_strict(params))


def _strict(annotation: Any) -> Any:
    if is_typeddict(annotation):
        return _strict_dict(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (NotRequired, Required):
        return origin[_strict(arguments[0])]
    if origin in (Union, types.UnionType):
        kept = _without_any_text(arguments)
        return Union[tuple(_strict(one) for one in kept)]  # noqa: UP007 - a tuple
    if origin in (list, dict):
        return origin[tuple(_strict(one) for one in arguments)]
    return annotation


@cache
def _strict_dict(params: type[Any]) -> Any:
    """Return the typed dict with unknown names forbidden, all the way down."""
    fields = {name: _strict(hint) for name, hint in fields_of(params).items()}
    # Its fields are known at run time only.
    made = cast("Any", TypedDict)(params.__name__, fields)
    made.__pydantic_config__ = ConfigDict(extra="forbid", strict=True)
    return made


def _without_any_text(arguments: tuple[Any, ...]) -> list[Any]:
    """Drop the arm that lets any text pass beside named choices.

    Stripe's library has it for choices that come later. An empty choice alone means
    "unset", and there the text is the value.
    """
    choices = [one for one in arguments if get_origin(one) is Literal]
    named = any(any(get_args(one)) for one in choices)
    # The library's own objects are accepted too; we send plain values.
    plain = [one for one in arguments if not _is_stripes(one)]
    return [one for one in plain if not (named and one is str)]


def _is_stripes(annotation: Any) -> bool:
    module = getattr(get_origin(annotation) or annotation, "__module__", "")
    return module == "stripe._stripe_object"


def fields_of(params: type[Any]) -> Mapping[str, Any]:
    """Return what Stripe knows in a typed dict, without options of the call itself."""
    hints = get_type_hints(params, None, _UNIMPORTED, include_extras=True)
    return {
        name: hint
        for name, hint in hints.items()
        if name not in RequestOptions.__annotations__
    }
