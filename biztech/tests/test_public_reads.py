"""What is answered ahead of Django is, byte for byte, what Django answers."""

from threading import Thread, current_thread
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django import Settings

from biztech.public_reads import READS, PublicReads
from biztech.tests.ahead import HOST, IS_AHEAD, Asked, Told, Watched, answer
from biztech.tests.callers import AMIRA, BEN, CHLOE, store_profile, store_user
from biztech.tests.drawn_profiles import Row, rows
from core.dynamo.client import listening
from core.identity.local import issue_token
from profiles.policy import everything_visible
from profiles.tests.partners import new_company, new_partner, store_event

MET = "SillyPandasDeny"
PROFILE = f"/profiles/profile/{MET}"
CHECK, MEMBERSHIP = f"/users/check/{AMIRA}", f"/users/checkMembership/{AMIRA}"
OURS = "https://app.ubcbiztech.com"


@pytest.fixture
def django() -> Watched:
    return Watched()


@pytest.fixture
def reads(django: Watched) -> PublicReads:
    return PublicReads(django.asgi)


@pytest.fixture
def amira() -> None:
    store_user(AMIRA, isMember=True)
    store_profile(MET, fname="Amira", lname="Haddad", description="Élan \u2028 <b>")


def answers(reads: PublicReads, django: Watched, asked: Asked) -> tuple[Told, int]:
    """Check that all answers to a request are Django's; tell how many Django made."""
    cache.clear()
    expected = answer(django, asked)
    before = django.asked

    told = [answer(reads, asked) for _ in range(3)]

    assert told == [expected] * 3
    return expected, django.asked - before


def same(reads: PublicReads, django: Watched, asked: Asked) -> Told:
    """Return the answer that is Django's, and is made without it the second time."""
    told, by_django = answers(reads, django, asked)
    assert by_django <= 1 or not IS_AHEAD
    return told


def left_to(reads: PublicReads, django: Watched, asked: Asked) -> Told:
    """Return the answer that Django has to give each time."""
    told, by_django = answers(reads, django, asked)
    assert by_django == 3
    return told


@settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(row=rows())
def test_profile_as_anybody_left_it_is_answered_as_django_does(
    reads: PublicReads, django: Watched, row: Row
) -> None:
    store_profile(MET, **row)

    told = same(reads, django, Asked(PROFILE))

    is_there = "hiddenAt" not in row and "replacedAt" not in row
    assert told.status_code == (200 if is_there else 404)


def test_partners_and_companies_are_answered_as_django_does(
    reads: PublicReads, django: Watched, now: int
) -> None:
    store_event()
    ids = [new_company(now=now), new_company(now=now, name="Été", picture="")]
    ids.append(new_partner(now=now))

    told = [same(reads, django, Asked(f"/profiles/profile/{each}")) for each in ids]

    assert [each.status_code for each in told] == [200] * 3


@pytest.mark.parametrize(
    "row",
    [
        {"year": 3, "hobby1": 4.5, "hobby2": 1e20, "funQuestion1": False},
        {"description": "\u2028\u2029 \U0001f43c </script> \x7f", "fname": "Zoë"},
        {"viewableMap": None},
        {"fname": None, "lname": ""},
    ],
)
def test_odd_values_are_answered_as_django_does(
    reads: PublicReads, django: Watched, row: Row
) -> None:
    store_profile(MET, **{"viewableMap": everything_visible(), **row})

    assert same(reads, django, Asked(PROFILE)).status_code == 200


@pytest.mark.parametrize(
    "name", ["Nobody", "x" * 200, "a.b", "a+b", "PROFILE", "..", "-", "user", "amira@x"]
)
@pytest.mark.parametrize("slash", ["", "/"])
def test_plain_names_of_nobody_are_answered_as_django_does(
    reads: PublicReads, django: Watched, name: str, slash: str
) -> None:
    for path in READS:
        told = same(reads, django, Asked(f"{path}{name}{slash}"))

        assert told.status_code == (404 if "profile" in path else 200)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/",
        "x" * 201,
        "a b",
        " a",
        "a\n",
        "a\x00",
        "PROFILE#a",
        "a/b",
        "a//",
        "a/card.vcf",
        "é",
        "\U0001f43c",
        "٣",
        "a%2Fb",
        "a;b",
        "a'b",
        "<a>",
    ],
)
def test_odd_names_are_left_to_django(
    reads: PublicReads, django: Watched, name: str
) -> None:
    for path in READS:
        left_to(reads, django, Asked(f"{path}{name}"))


@pytest.mark.parametrize(
    "path",
    ["/", "//users/check/a", "/users/Check/a", "/users/a", "/members", "/nothing"],
)
def test_other_addresses_are_left_to_django(
    reads: PublicReads, django: Watched, path: str
) -> None:
    left_to(reads, django, Asked(path))


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"isMember": True},
        {"isMember": False},
        {"isMember": "true"},
        {"isMember": None},
        {"isMember": 1},
        {"isMember": {"x": True}},
    ],
)
@pytest.mark.parametrize("path", ["/users/check/", "/users/checkMembership/"])
def test_accounts_are_answered_as_django_does(
    reads: PublicReads, django: Watched, stored: dict[str, Any], path: str
) -> None:
    store_user(AMIRA, **stored)

    for spelling in (AMIRA, AMIRA.upper(), CHLOE, "a@b", "zz"):
        told = same(reads, django, Asked(path + spelling))

        assert told.content in (b"true", b"false")


ALIKE = [
    [],
    [("Accept", "*/*")],
    [("Accept", "")],
    [("Accept", "application/json")],
    [("Accept", "application/json, text/plain, */*")],
    [("Accept", "image/png")],
    [("Accept", "nonsense")],
    [("Accept", "*/*"), ("Accept", "image/png")],
    [("Origin", OURS)],
    [("Origin", "https://evil.example.org")],
    [("Origin", "null")],
    [("Origin", "")],
    [("Origin", "nonsense")],
    [("Content-Type", "application/json")],
    [("Content-Type", "text/plain; charset=utf-16")],
    [("Content-Type", "multipart/form-data")],
    [("X-Forwarded-Proto", "https")],
    [("X-Forwarded-For", "10.0.0.1, 10.0.0.2")],
    [("X-Forwarded-Host", "evil.example.org"), ("X-Forwarded-Port", "8")],
    [("X_Forwarded_Proto", "https"), ("Ori_gin", OURS)],
    [("X-HTTP-Method-Override", "DELETE")],
    [("X-Requested-With", "XMLHttpRequest")],
    [("X-Script-Name", "/x"), ("X-Original-URL", "/admin/")],
    [("Access-Control-Request-Method", "POST")],
    [("Access-Control-Request-Private-Network", "true")],
    [("Accept-Encoding", "gzip, br"), ("Accept-Language", "fr")],
    [("If-None-Match", "*"), ("If-Modified-Since", "Sat, 28 Nov 2026 00:00:00 GMT")],
    [("Range", "bytes=0-1"), ("If-Range", '"x"'), ("TE", "trailers")],
    [("User-Agent", "curl/8"), ("Referer", "https://evil.example.org/")],
    [("Cache-Control", "no-cache"), ("Pragma", "no-cache"), ("Prefer", "x")],
    [("Connection", "close"), ("Upgrade-Insecure-Requests", "1"), ("DNT", "1")],
    [("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", "cross-site")],
    [("X-CSRFToken", "x"), ("X-Request-ID", "x"), ("Forwarded", "for=x;proto=https")],
    [("Content-Length", "0")],
]
DJANGOS = [
    [("Accept", "text/html")],
    [("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")],
    [("Accept", "application/json; indent=4")],
    [("Accept", "application/json;q=0.5, */*")],
    [("Authorization", f"Bearer {'x' * 20}")],
    [("Authorization", "Basic eDp5")],
    [("Cookie", "sessionid=nobodys")],
    [("Cookie", "a=b")],
    [("Host", "evil.example.org")],
    [("Host", "")],
]
PATHS = [PROFILE, "/profiles/profile/Nobody", CHECK, MEMBERSHIP]
every_read = pytest.mark.parametrize("path", PATHS)


@pytest.mark.parametrize("headers", ALIKE, ids=str)
@pytest.mark.usefixtures("amira")
def test_headers_of_every_kind_are_heard_as_django_hears_them(
    reads: PublicReads, django: Watched, headers: list[tuple[str, str]]
) -> None:
    for path in PATHS:
        same(reads, django, Asked(path, [HOST, *headers]))


@pytest.mark.parametrize("path", [PROFILE, CHECK])
@pytest.mark.usefixtures("amira")
def test_answers_to_different_callers_are_not_mixed(
    reads: PublicReads, django: Watched, path: str
) -> None:
    for _ in range(2):
        for headers in (*ALIKE, *DJANGOS[:3]):
            asked = Asked(path, [HOST, *headers])

            assert _without_tokens(answer(reads, asked)) == _without_tokens(
                answer(django, asked)
            )


@pytest.mark.parametrize("headers", DJANGOS, ids=str)
@pytest.mark.usefixtures("amira")
def test_what_is_not_plain_is_left_to_django(
    reads: PublicReads, django: Watched, headers: list[tuple[str, str]]
) -> None:
    host = [] if headers[0][0] == "Host" else [HOST]
    asked = Asked(PROFILE, [*host, *headers])
    answer(reads, Asked(PROFILE))
    before = django.asked

    told = [answer(reads, asked), answer(reads, asked)]

    assert django.asked == before + 2
    expected = _without_tokens(answer(django, asked))
    assert [_without_tokens(each) for each in told] == [expected] * 2


@pytest.mark.usefixtures("amira")
def test_person_with_a_token_is_left_to_django(
    reads: PublicReads, django: Watched
) -> None:
    token = ("Authorization", f"Bearer {issue_token(BEN)}")

    assert left_to(reads, django, Asked(PROFILE, [HOST, token])).status_code == 200


@pytest.mark.parametrize(
    "method", ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "get", "TRACE"]
)
@pytest.mark.usefixtures("amira")
def test_other_methods_are_left_to_django(
    reads: PublicReads, django: Watched, method: str
) -> None:
    answer(reads, Asked(PROFILE))

    left_to(reads, django, Asked(PROFILE, method=method))


@pytest.mark.parametrize("query", ["format=json", "format=api", "format=x", "a", "=&"])
@pytest.mark.usefixtures("amira")
def test_questions_with_parameters_are_left_to_django(
    reads: PublicReads, django: Watched, query: str
) -> None:
    asked = Asked(PROFILE, query=query)
    before = django.asked

    told = [answer(reads, asked), answer(reads, asked)]

    assert django.asked == before + 2
    expected = _without_tokens(answer(django, asked))
    assert [_without_tokens(each) for each in told] == [expected] * 2


@pytest.mark.usefixtures("amira")
def test_questions_with_a_body_are_left_to_django(
    reads: PublicReads, django: Watched
) -> None:
    left_to(reads, django, Asked(PROFILE, body=b"{}"))


PRODUCTION: dict[str, Any] = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 1000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
}


@pytest.mark.parametrize("changed", [{"DEBUG": True}, PRODUCTION], ids=["debug", "tls"])
@pytest.mark.usefixtures("amira")
def test_settings_of_the_machine_are_djangos(
    settings: Settings, changed: dict[str, Any]
) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    # Middleware reads its settings when it is made.
    django = Watched(get_wsgi_application())
    reads = PublicReads(django.asgi)

    for path in PATHS:
        encrypted, plain = (
            answers(reads, django, Asked(path, [HOST, ("X-Forwarded-Proto", scheme)]))
            for scheme in ("https", "http")
        )

        assert encrypted[1] <= 1 or not IS_AHEAD
        assert (plain[0].status_code == 301) == (changed is PRODUCTION)


@pytest.mark.parametrize(
    ("path", "purpose"),
    [
        (PROFILE, "anonymous"),
        ("/profiles/profile/Nobody", "anonymous"),
        (CHECK, "existence-check"),
        (MEMBERSHIP, "existence-check"),
    ],
)
@pytest.mark.usefixtures("amira")
def test_calls_are_counted_once_and_with_djangos(
    reads: PublicReads,
    django: Watched,
    settings: Settings,
    standing_clock: None,
    path: str,
    purpose: str,
) -> None:
    limited(settings, purpose, 5)
    # The third is of another kind, whose first answer Django makes.
    calls: list[tuple[PublicReads | Watched, list[tuple[str, str]]]] = [
        (reads, []),
        (django, []),
        (reads, [("Origin", OURS)]),
        (reads, []),
        (reads, []),
        (reads, []),
        (django, []),
    ]

    told = [answer(asks, Asked(path, [HOST, *headers])) for asks, headers in calls]

    assert [each.status_code == 429 for each in told] == [False] * 5 + [True] * 2
    assert told[-1] == told[-2]


@pytest.mark.usefixtures("amira")
def test_redis_is_not_waited_for_on_the_event_loop(
    reads: PublicReads, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted_in: list[Thread] = []

    def incr(*counted: Any, **how: Any) -> int:
        counted_in.append(current_thread())
        return count(*counted, **how)

    count = LocMemCache.incr
    answer(reads, Asked(CHECK))
    monkeypatch.setattr(LocMemCache, "incr", incr)

    answer(reads, Asked(CHECK))
    settings.REDIS_URL = "redis://127.0.0.1:9"
    answer(reads, Asked(CHECK))

    assert [each is current_thread() for each in counted_in] == [True, False]


@pytest.mark.usefixtures("amira")
def test_caller_is_counted_by_the_address_that_the_proxy_saw(
    reads: PublicReads, settings: Settings, standing_clock: None
) -> None:
    limited(settings, "anonymous", 1)
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}

    told = [
        answer(reads, Asked(PROFILE, [HOST, ("X-Forwarded-For", address)])).status_code
        for address in ("10.0.0.1", "10.0.0.2", "x, 10.0.0.1", "10.0.0.3")
    ]

    assert told == [200, 200, 429, 200]


def test_call_too_many_reads_nothing(
    reads: PublicReads,
    settings: Settings,
    standing_clock: None,
    database_calls: list[str],
) -> None:
    limited(settings, "existence-check", 2)

    for _ in range(4):
        answer(reads, Asked(CHECK))

    assert database_calls == ["GetItem"] * 2


@every_read
@pytest.mark.usefixtures("amira")
def test_database_that_is_away_is_told_as_django_tells_it(
    reads: PublicReads, django: Watched, settings: Settings, path: str
) -> None:
    answer(reads, Asked(path))
    endpoint = settings.DYNAMODB_ENDPOINT
    settings.DYNAMODB_ENDPOINT = "http://127.0.0.1:9"

    told = same(reads, django, Asked(path))

    settings.DYNAMODB_ENDPOINT = endpoint
    assert told.status_code == 503
    assert dict(told.headers)[b"retry-after"] == b"5"
    assert same(reads, django, Asked(path)).status_code != 503


@pytest.mark.usefixtures("amira")
def test_fault_is_told_and_logged_as_django_does(
    reads: PublicReads, django: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    answer(reads, Asked(PROFILE))

    with listening(_fail):
        told = left_to(reads, django, Asked(PROFILE))

    assert told.status_code == 500
    assert caplog.text.count("api.failed view=ProfilesViewSet error=ValueError") == 4


def test_made_up_kinds_are_forgotten(reads: PublicReads, amira: None) -> None:
    for number in range(250):
        asked = Asked(CHECK, [HOST, ("Origin", f"https://{number}.example.org")])
        assert answer(reads, asked).content == b"true"

    assert len(reads._heads) <= 200


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no minute begin meanwhile."""
    monkeypatch.setattr("core.throttling.time.time", lambda: 1_795_176_000.0)


def limited(settings: Settings, purpose: str, limit: int) -> None:
    known = django_settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {**known, purpose: limit},
    }


def _fail(operation: str, request: dict[str, Any]) -> None:
    raise ValueError


def _without_tokens(told: Told) -> Any:
    """Return an answer without what is new in each page."""
    if told.content[:1] in (b"{", b"t", b"f"):
        return told
    return told.status_code, sorted(name for name, _ in told.headers)
