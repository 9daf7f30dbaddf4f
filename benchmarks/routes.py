"""The routes that are measured, and the requests for each, prepared as bytes."""

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.club import EXEC, email_of, profile_id_of, token_of

CONNECTIONS = 16


@dataclass(frozen=True, kw_only=True)
class Route:
    """A route, and endless requests for it; those of writes never come twice."""

    name: str
    requests: Iterator[str]
    # More than any side answers in a second.
    fastest: int
    connections: int = CONNECTIONS
    # CPU of the present system by ours, at least; of ours by the lean floor, at most.
    at_least: float
    at_most: float


def routes(*, members: int, met: int) -> list[Route]:
    """Return the routes in the order in which they are measured."""
    return [
        Route(
            name="public profile",
            requests=_public(members, "/profiles/profile/", profile_id_of),
            fastest=5_000,
            at_least=3,
            at_most=1,
        ),
        Route(
            name="checkMembership",
            requests=_public(members, "/users/checkMembership/", email_of),
            fastest=5_000,
            at_least=3,
            at_most=1,
        ),
        Route(
            name=f"journal of {met}",
            requests=itertools.repeat(
                _request("GET", "/interactions/journal", caller=email_of(0))
            ),
            fastest=500,
            at_least=1,
            at_most=1,
        ),
        Route(
            name=f"members, {members:,}",
            requests=itertools.repeat(_request("GET", "/members", caller=EXEC)),
            fastest=200,
            connections=1,
            at_least=2,
            at_most=2,
        ),
        Route(
            name="tap",
            requests=_taps(members),
            fastest=1_000,
            at_least=2.5,
            at_most=2.5,
        ),
        # Last: it makes members.
        Route(name="grant", requests=_grants(), fastest=500, at_least=1.75, at_most=2),
    ]


def _public(members: int, path: str, named: Callable[[int], str]) -> Iterator[str]:
    return itertools.cycle(
        [_request("GET", path + named(number)) for number in range(members)]
    )


def _taps(members: int) -> Iterator[str]:
    # By distance, so that the same person is rarely in two taps at once.
    for distance in range(1, members):
        for number in range(1, members - distance):
            met = profile_id_of(number + distance)
            body = {"eventType": "CONNECTION", "eventParam": met}
            yield _request("POST", "/interactions", caller=email_of(number), body=body)


def _grants() -> Iterator[str]:
    for number in itertools.count():
        body = {
            "email": f"newcomer{number}@example.org",
            "firstName": "Ben",
            "lastName": "Okafor",
            "major": "Statistics",
        }
        yield _request("POST", "/members/grant", caller=EXEC, body=body)


_tokens: dict[str, str] = {}


def _request(
    method: str, path: str, *, caller: str = "", body: Mapping[str, str] | None = None
) -> str:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept: application/json"]
    if caller:
        if caller not in _tokens:
            _tokens[caller] = token_of(caller)
        lines += [f"Authorization: Bearer {_tokens[caller]}", f"X-Caller: {caller}"]
    text = json.dumps(body) if body else ""
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(text)}"]
    return "\r\n".join([*lines, "", text])
