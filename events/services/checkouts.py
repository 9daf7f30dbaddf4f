"""Where somebody can pay for their place, as whoever takes the money says."""

from collections.abc import Callable

from events.models import Registration

# Returns the address of a checkout that is alive, opened anew if need be; None where
# none was ever asked for.
Opener = Callable[[Registration, int], str | None]

_openers: list[Opener] = []


def open_checkouts_with(opener: Opener) -> None:
    """Ask ``opener``, with the moment in ms, where people can pay."""
    _openers.append(opener)


def checkout_of(registration: Registration, *, now: int) -> str | None:
    """Return the address of the checkout of a registration, None without one."""
    for opener in _openers:
        if url := opener(registration, now):
            return url
    return None
