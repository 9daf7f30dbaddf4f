"""Where a call comes from, for every limit by address."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings

# What one household or machine gets of the newer kind of address.
_PREFIX = 64


def caller_address(*, peer: str, forwarded: str) -> str:
    """Return the address that a call is counted for.

    ``peer`` is who opened the connection, ``forwarded`` what proxies noted in
    ``X-Forwarded-For``. Of that as many entries count, from the end, as proxies are
    trusted. Addresses that one caller has by the million are one.
    """
    proxies: int = settings.REST_FRAMEWORK["NUM_PROXIES"]
    noted = forwarded.split(",")
    if proxies and forwarded:
        peer = noted[-min(proxies, len(noted))].strip()
    return _network(peer)


def caller_in(scope: Mapping[str, Any]) -> str:
    """Return the address that a connection is counted for."""
    client = scope.get("client") or ("",)
    return caller_address(
        peer=client[0], forwarded=_header(scope.get("headers", ()), b"x-forwarded-for")
    )


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    return ",".join(value.decode("latin1") for key, value in headers if key == name)


# Asked of the same few, several times for each request.
@lru_cache(maxsize=4096)
def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed), _PREFIX), strict=False))
