import base64
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from django.test import override_settings
from jwt.algorithms import RSAAlgorithm

from core.identity import cognito
from core.identity.errors import (
    EmailUnverified,
    KeysUnavailable,
    NoEmail,
    TokenExpired,
    TokenMalformed,
    TokenRefused,
    TokenTampered,
    UnknownKey,
    WrongAlgorithm,
    WrongAudience,
    WrongIssuer,
    WrongUse,
)
from core.identity.local import issue_token
from core.identity.tests.issuer import UserPool, key
from core.identity.tokens import verify

KEY_SET = "/.well-known/jwks.json"


def encoded(part: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def test_verify_good_token_of_the_pool_returns_its_claims(pool: UserPool) -> None:
    token = pool.token(iat=1_795_000_000, exp=4_000_000_000)

    claims = verify(token)

    assert claims.email == "ben@ubcbiztech.com"
    assert claims.email_verified is True
    assert claims.subject == "5d1d2a3c-0000-4000-8000-000000000000"
    assert claims.issued_at == 1_795_000_000_000
    assert claims.expires_at == 4_000_000_000_000


def test_verify_address_in_capitals_returns_the_one_spelling(pool: UserPool) -> None:
    assert (
        verify(pool.token(email=" Ben@UBCBizTech.com ")).email == "ben@ubcbiztech.com"
    )


def test_verify_address_outside_ascii_is_refused(pool: UserPool) -> None:
    with pytest.raises(NoEmail):
        verify(pool.token(email="\u212ai@student.ubc.ca"))


def test_verify_verified_as_text_is_taken(pool: UserPool) -> None:
    assert verify(pool.token(email_verified="true")).email == "ben@ubcbiztech.com"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"exp": 1_700_000_000}, TokenExpired),
        ({"iat": 4_000_000_000, "exp": 4_000_003_600}, TokenExpired),
        ({"nbf": 4_000_000_000}, TokenExpired),
        ({"exp": None}, TokenMalformed),
        ({"iat": None}, TokenMalformed),
        ({"aud": "another-client"}, WrongAudience),
        ({"aud": ["dashboard-client", "another-client"]}, WrongAudience),
        ({"aud": None}, TokenMalformed),
        (
            {"iss": "https://cognito-idp.us-west-2.amazonaws.com/us-west-2_X"},
            WrongIssuer,
        ),
        ({"iss": None}, TokenMalformed),
        ({"token_use": "access"}, WrongUse),
        ({"token_use": None}, TokenMalformed),
        ({"email_verified": False}, EmailUnverified),
        ({"email_verified": "false"}, EmailUnverified),
        ({"email_verified": 1}, EmailUnverified),
        ({"email_verified": None}, EmailUnverified),
        ({"email": None}, NoEmail),
        ({"email": "no address"}, NoEmail),
        ({"email": ["ben@ubcbiztech.com"]}, NoEmail),
    ],
)
def test_verify_one_wrong_claim_is_refused(
    pool: UserPool, changes: dict[str, Any], refusal: type[TokenRefused]
) -> None:
    token = pool.token(**changes)

    with pytest.raises(TokenRefused) as refused:
        verify(token)

    assert type(refused.value) is refusal


def test_verify_payload_swapped_after_signing_is_refused(pool: UserPool) -> None:
    header, _, signature = pool.token(email="amira@student.ubc.ca").split(".")
    forged = f"{header}.{encoded(pool.claims())}.{signature}"

    with pytest.raises(TokenTampered):
        verify(forged)


def test_verify_key_of_another_pair_under_a_known_id_is_refused(pool: UserPool) -> None:
    forged = jwt.encode(
        pool.claims(), key("forger"), algorithm="RS256", headers={"kid": "first"}
    )

    with pytest.raises(TokenTampered):
        verify(forged)


def test_verify_unsigned_token_is_refused(pool: UserPool) -> None:
    header = {"alg": "none", "kid": "first", "typ": "JWT"}
    unsigned = f"{encoded(header)}.{encoded(pool.claims())}."

    with pytest.raises(WrongAlgorithm):
        verify(unsigned)

    assert pool.asked == []


def test_verify_hmac_with_the_public_key_is_refused(pool: UserPool) -> None:
    public = key("first").public_key()
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    header = {"alg": "HS256", "kid": "first", "typ": "JWT"}
    signed = f"{encoded(header)}.{encoded(pool.claims())}"
    digest = hmac.digest(pem, signed.encode(), "sha256")
    forged = f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"

    with pytest.raises(WrongAlgorithm):
        verify(forged)


def test_verify_other_rsa_algorithm_is_refused(pool: UserPool) -> None:
    token = jwt.encode(
        pool.claims(), key("first"), algorithm="RS512", headers={"kid": "first"}
    )

    with pytest.raises(WrongAlgorithm):
        verify(token)


def test_verify_unknown_key_id_is_refused(pool: UserPool) -> None:
    with pytest.raises(UnknownKey):
        verify(pool.token(signed_with="forger"))


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "a.b.c",
        "a.b.c.d",
        "..",
        "é.é.é",
        encoded({"alg": "RS256", "kid": 5}) + ".e30.x",
        encoded({"alg": "RS256", "kid": "first"}) + ".e30.x",
        encoded(["RS256"]) + ".e30.x",
        base64.urlsafe_b64encode(b"[" * 30_000).decode() + ".e30.x",
        base64.urlsafe_b64encode(b"\xff\xfe").decode() + ".e30.x",
    ],
)
def test_verify_garbage_is_refused(pool: UserPool, token: str) -> None:
    with pytest.raises(TokenRefused):
        verify(token)


def test_verify_many_tokens_asks_for_the_keys_once(pool: UserPool) -> None:
    for _ in range(5):
        verify(pool.token())

    assert pool.asked == [KEY_SET]


def test_verify_unknown_key_ids_in_a_row_do_not_ask_each_time(pool: UserPool) -> None:
    for _ in range(5):
        with pytest.raises(UnknownKey):
            verify(pool.token(signed_with="forger"))

    assert pool.asked == [KEY_SET]


def test_verify_rotated_key_is_fetched(pool: UserPool) -> None:
    verify(pool.token())
    pool.published = ["second"]
    cognito.keys_at(f"{pool.url}{KEY_SET}").cooldown_duration = 0

    claims = verify(pool.token(signed_with="second"))

    assert claims.email == "ben@ubcbiztech.com"
    assert pool.asked == [KEY_SET, KEY_SET]
    with pytest.raises(UnknownKey):
        verify(pool.token(signed_with="first"))


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"keys": []}'])
def test_verify_answer_that_is_no_key_set_lets_nobody_in(
    pool: UserPool, body: bytes
) -> None:
    pool.broken_keys = body

    for _ in range(3):
        with pytest.raises(KeysUnavailable):
            verify(pool.token())

    # A failing endpoint is left alone for a moment.
    assert pool.asked == [KEY_SET]


def test_verify_dead_key_endpoint_lets_nobody_in(pool: UserPool) -> None:
    with override_settings(COGNITO_ISSUER="http://127.0.0.1:9"):
        token = pool.token(iss="http://127.0.0.1:9")

        for _ in range(2):
            with pytest.raises(KeysUnavailable):
                verify(token)


def test_verify_token_of_the_local_issuer_is_nothing_to_the_pool(
    pool: UserPool,
) -> None:
    with override_settings(LOCAL_IDENTITY=True):
        token = issue_token("ben@ubcbiztech.com")

    with pytest.raises(UnknownKey):
        verify(token)


def test_issuer_without_an_override_is_the_pools_own() -> None:
    with override_settings(COGNITO_ISSUER="", COGNITO_USER_POOL_ID="ca-central-1_AbC"):
        assert cognito.issuer() == (
            "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_AbC"
        )


def test_verify_local_token_returns_its_claims() -> None:
    before = int(time.time()) * 1000

    claims = verify(issue_token("Amira@student.ubc.ca", expires_in=60))

    assert claims.email == "amira@student.ubc.ca"
    assert claims.expires_at - claims.issued_at == 60_000
    assert claims.issued_at >= before


def test_verify_local_token_unverified_is_refused() -> None:
    with pytest.raises(EmailUnverified):
        verify(issue_token("ben@ubcbiztech.com", verified=False))


def test_verify_local_token_expired_is_refused() -> None:
    with pytest.raises(TokenExpired):
        verify(issue_token("ben@ubcbiztech.com", expires_in=-60))


def test_verify_token_of_the_pool_is_nothing_to_the_local_issuer(
    pool: UserPool,
) -> None:
    token = pool.token()

    with override_settings(LOCAL_IDENTITY=True), pytest.raises(UnknownKey):
        verify(token)


def test_verify_again_checks_the_signature_once(pool: UserPool) -> None:
    token = pool.token()

    assert verify(token) is verify(token)


def test_verify_again_after_the_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # Ended already, by less than two clocks may differ.
    monkeypatch.setattr("core.identity.tokens.LEEWAY", 3600)
    token = issue_token("ben@ubcbiztech.com", expires_in=-60)
    verify(token)

    monkeypatch.setattr("core.identity.tokens.LEEWAY", 0)

    with pytest.raises(TokenExpired):
        verify(token)


def test_verify_again_after_the_key_was_withdrawn_is_refused(pool: UserPool) -> None:
    token = pool.token()
    verify(token)
    pool.published = ["second"]
    cognito.keys_at.cache_clear()

    with pytest.raises(UnknownKey):
        verify(token)


def test_verify_again_after_the_key_of_that_name_was_replaced_is_refused(
    pool: UserPool,
) -> None:
    token = pool.token()
    verify(token)
    replaced = {**pool.key_set()["keys"][0], **_public("second")}
    pool.broken_keys = json.dumps({"keys": [replaced]}).encode()
    cognito.keys_at.cache_clear()

    with pytest.raises(TokenTampered):
        verify(token)


def _public(name: str) -> dict[str, Any]:
    return dict(RSAAlgorithm.to_jwk(key(name).public_key(), as_dict=True))


def test_verify_again_while_the_keys_cannot_be_read_is_refused(pool: UserPool) -> None:
    token = pool.token()
    verify(token)
    pool.broken_keys = b""
    cognito.keys_at.cache_clear()

    with pytest.raises(KeysUnavailable):
        verify(token)


def test_verify_again_for_another_client_is_refused(pool: UserPool) -> None:
    token = pool.token()
    verify(token)

    with (
        override_settings(COGNITO_CLIENT_ID="another-client"),
        pytest.raises(WrongAudience),
    ):
        verify(token)


def test_verify_again_for_another_issuer_is_refused(pool: UserPool) -> None:
    token = pool.token()
    verify(token)

    with override_settings(LOCAL_IDENTITY=True), pytest.raises(UnknownKey):
        verify(token)


def test_verify_refused_token_is_refused_again(pool: UserPool) -> None:
    token = pool.token(email_verified=False)

    for _ in range(2):
        with pytest.raises(EmailUnverified):
            verify(token)


def test_verify_token_that_differs_in_its_signature_is_no_other(pool: UserPool) -> None:
    token = pool.token()
    verify(token)
    forged = token[:-8] + ("A" * 8 if token[-8:] != "A" * 8 else "B" * 8)

    with pytest.raises(TokenTampered):
        verify(forged)
