"""What Stripe asks of parameters; each check returns the value it read."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from biztech.email import InvalidEmail, normalise_email
from memberships.payments.standin.errors import StripeRefusal

# Two-decimal currencies only: the club asks for cents.
CURRENCIES = frozenset({"aud", "cad", "chf", "eur", "gbp", "nzd", "sgd", "usd"})
MOST_AMOUNT = 99_999_999
MOST_METADATA = 50
LONGEST_METADATA_NAME = 40
LONGEST_METADATA_VALUE = 500

Check = Callable[[Any, str], Any]
Shape = Mapping[str, Check]


def checked(params: Any, shape: Shape, *, within: str = "") -> dict[str, Any]:
    """Return the values of known parameters, read; an unknown one is refused."""
    if not isinstance(params, Mapping):
        raise StripeRefusal("Invalid object", param=within)
    values = {}
    for name, value in params.items():
        param = f"{within}[{name}]" if within else name
        if name not in shape:
            raise StripeRefusal(
                f"Received unknown parameter: {param}",
                code="parameter_unknown",
                param=param,
            )
        if value == "" and shape[name] is not metadata:
            raise _empty(param)
        values[name] = shape[name](value, param)
    return values


def require(values: Mapping[str, Any], *names: str, within: str = "") -> None:
    """Refuse values among which one of these is missing."""
    for name in names:
        if name not in values:
            param = f"{within}[{name}]" if within else name
            raise StripeRefusal(
                f"Missing required param: {param}.",
                code="parameter_missing",
                param=param,
            )


def text(value: Any, param: str) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise StripeRefusal("Invalid string", param=param)
    return value


def anything(value: Any, param: str) -> Any:
    """Accept whatever comes; the stand-in has no use for it."""
    return value


def whole(value: Any, param: str) -> int:
    """Read a whole number."""
    digits = text(value, param)
    if not digits.removeprefix("-").isdecimal():
        raise StripeRefusal(
            f"Invalid integer: {digits}", code="parameter_invalid_integer", param=param
        )
    return int(digits)


def amount(value: Any, param: str) -> int:
    """Read an amount in cents."""
    cents = whole(value, param)
    if cents < 0:
        raise StripeRefusal(
            "This value must be greater than or equal to 0.",
            code="parameter_invalid_integer",
            param=param,
        )
    if cents > MOST_AMOUNT:
        raise StripeRefusal(
            "Amount must be no more than $999,999.99",
            code="amount_too_large",
            param=param,
        )
    return cents


def positive_amount(value: Any, param: str) -> int:
    """Read an amount in cents that is not nothing."""
    cents = amount(value, param)
    return at_least_one(cents, param)


def at_least_one(number: int, param: str) -> int:
    """Refuse a number below one."""
    if number < 1:
        raise StripeRefusal(
            "This value must be greater than or equal to 1.",
            code="parameter_invalid_integer",
            param=param,
        )
    return number


def quantity(value: Any, param: str) -> int:
    """Read how many."""
    return at_least_one(whole(value, param), param)


def boolean(value: Any, param: str) -> bool:
    """Read true or false."""
    if value not in ("true", "false"):
        raise StripeRefusal(f"Invalid boolean: {value}", param=param)
    return bool(value == "true")


def currency(value: Any, param: str) -> str:
    """Read a currency, in small letters as Stripe shows it."""
    code = text(value, param).lower()
    if code not in CURRENCIES:
        raise StripeRefusal(
            f"Invalid currency: {code}. The local stand-in knows these currencies: "
            + ", ".join(sorted(CURRENCIES)),
            param=param,
        )
    return code


def url(value: Any, param: str) -> str:
    """Read an address of the web, also one of this machine."""
    address = text(value, param)
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        valid = False
    if not valid or " " in address:
        raise StripeRefusal("Not a valid URL", code="url_invalid", param=param)
    return address


def email(value: Any, param: str) -> str:
    """Read an e-mail address; it is shown as it was given."""
    address = text(value, param)
    try:
        normalise_email(address)
    except InvalidEmail:
        raise StripeRefusal(
            f"Invalid email address: {address}", code="email_invalid", param=param
        ) from None
    return address


def metadata(value: Any, param: str) -> dict[str, str]:
    """Read metadata: texts only, within Stripe's limits; empty ones are dropped."""
    if value == "":
        return {}
    if not isinstance(value, Mapping):
        raise StripeRefusal("Invalid object", param=param)
    kept = {name: inner for name, inner in value.items() if inner != ""}
    if len(kept) > MOST_METADATA:
        raise StripeRefusal(
            f"You can only set up to {MOST_METADATA} metadata keys, but you passed in"
            f" {len(kept)}.",
            param=param,
        )
    for name, inner in kept.items():
        _check_metadata(name, inner, param)
    return kept


def _check_metadata(name: str, value: Any, param: str) -> None:
    if not isinstance(value, str):
        kind = "array" if isinstance(value, list) else "hash"
        raise StripeRefusal(
            f"Metadata values must be strings, but for key `{name}` you passed in a"
            f" value of type `{kind}`.",
            param=f"{param}[{name}]",
        )
    if len(name) > LONGEST_METADATA_NAME:
        raise StripeRefusal(
            f"Metadata keys can have up to {LONGEST_METADATA_NAME} characters, but you"
            f" passed in a key that is {len(name)} characters. Invalid key: {name}",
            param=param,
        )
    if len(value) > LONGEST_METADATA_VALUE:
        raise StripeRefusal(
            f"Metadata values can have up to {LONGEST_METADATA_VALUE} characters, but"
            f" you passed in a value that is {len(value)} characters."
            f" Invalid value: {value}",
            param=f"{param}[{name}]",
        )


def one_of(*allowed: str) -> Check:
    """Return the check that a value is one of these."""

    def check(value: Any, param: str) -> str:
        if value not in allowed:
            raise StripeRefusal(
                f"Invalid {param}: must be one of {', '.join(allowed)}", param=param
            )
        return str(value)

    return check


def object_of(shape: Shape) -> Check:
    """Return the check of an object of that shape."""
    return lambda value, param: checked(value, shape, within=param)


def list_of(check: Check) -> Check:
    """Return the check of a list whose items pass another check."""

    def check_all(value: Any, param: str) -> list[Any]:
        if not isinstance(value, list):
            raise StripeRefusal("Invalid array", param=param)
        return [check(item, f"{param}[{place}]") for place, item in enumerate(value)]

    return check_all


def _empty(param: str) -> StripeRefusal:
    return StripeRefusal(
        f"You passed an empty string for '{param}'. We assume empty values are an"
        f" attempt to unset a parameter; however '{param}' cannot be unset. You should"
        f" remove '{param}' from your request or supply a non-empty value.",
        code="parameter_invalid_empty",
        param=param,
    )
