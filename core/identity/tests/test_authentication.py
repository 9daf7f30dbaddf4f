from typing import Any

import pytest
from django.test import Client, override_settings
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from core.identity.authentication import BearerAuthentication
from core.identity.backends import SessionBackend
from core.identity.local import issue_token
from core.identity.permissions import IsExec, IsSignedIn
from core.identity.tests.issuer import UserPool
from core.identity.tests.signing_in import cookie, signed_in
from core.identity.users import Anonymous, ApiUser, SessionUser

BEN = "ben@ubcbiztech.com"
UNAUTHORIZED = {"message": "Unauthorized"}


def ask(authorization: str | None) -> Any:
    headers = {} if authorization is None else {"authorization": authorization}
    return Client(headers=headers).get("/members/")


def test_bearer_exec_is_answered() -> None:
    for scheme in ("Bearer", "bearer", "BEARER"):
        assert ask(f"{scheme} {issue_token(BEN)}").status_code == 200


def test_bearer_member_is_refused_as_documented() -> None:
    answer = ask(f"Bearer {issue_token('amira@student.ubc.ca')}")

    assert answer.status_code == 403
    assert answer.json() == {"message": "unauthorized for this action"}


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer x", "Bearer a b", "Basic YTpi", "Token x"],
)
def test_bearer_missing_or_unreadable_is_401(authorization: str | None) -> None:
    answer = ask(authorization)

    assert answer.status_code == 401
    assert answer.json() == UNAUTHORIZED
    assert answer["WWW-Authenticate"] == 'Bearer realm="biztech"'


def test_bearer_unverified_or_expired_exec_is_401() -> None:
    for token in (
        issue_token(BEN, verified=False),
        issue_token(BEN, expires_in=-60),
        issue_token(BEN)[:-4] + "AAAA",
    ):
        answer = ask(f"Bearer {token}")

        assert answer.status_code == 401
        assert answer.json() == UNAUTHORIZED


def test_bearer_that_cannot_be_checked_is_503(pool: UserPool) -> None:
    with override_settings(COGNITO_ISSUER="http://127.0.0.1:9"):
        answer = ask(f"Bearer {pool.token(iss='http://127.0.0.1:9')}")

    assert answer.status_code == 503
    assert answer.json() == {
        "message": "Sign-in cannot be checked at the moment."
        " Please try again in a minute."
    }
    assert answer["Retry-After"] == "5"


def test_bearer_of_the_pool_is_answered(pool: UserPool) -> None:
    assert ask(f"Bearer {pool.token()}").status_code == 200


def test_bearer_refused_is_logged_without_the_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level("INFO", logger="core.identity"):
        ask(f"Bearer {issue_token(BEN, verified=False)}")

    assert "token.refused code=email_unverified" in caplog.text
    assert "ben@" not in caplog.text


def test_bearer_wrong_is_not_saved_by_a_good_session() -> None:
    client = signed_in(BEN)

    answer = client.get("/members/", headers={"authorization": "Bearer x"})

    assert answer.status_code == 401


def test_session_of_an_exec_reads_the_api() -> None:
    assert signed_in(BEN).get("/members/").status_code == 200


def test_session_writes_only_with_a_csrf_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["sessionid"] = cookie(signed_in(BEN))

    answer = strict.post(
        "/members/grant",
        {"email": "amira@student.ubc.ca"},
        content_type="application/json",
    )

    assert answer.status_code == 403


def test_bearer_writes_without_a_csrf_token() -> None:
    strict = Client(
        enforce_csrf_checks=True,
        headers={"authorization": f"Bearer {issue_token(BEN)}"},
    )

    answer = strict.post(
        "/members/grant",
        {"email": "amira@student.ubc.ca"},
        content_type="application/json",
    )

    assert answer.status_code == 200


def test_authenticate_returns_the_bearer_and_the_claims() -> None:
    request = APIRequestFactory().get(
        "/", headers={"authorization": f"Bearer {issue_token(BEN)}"}
    )

    known = BearerAuthentication().authenticate(APIView().initialize_request(request))

    assert known is not None
    user, claims = known
    assert (user.email, str(user), user.pk, user.is_exec) == (BEN, BEN, BEN, True)
    assert claims.email == BEN


@pytest.mark.parametrize(
    ("user", "known", "executive"),
    [
        (SessionUser(email=BEN), True, True),
        (SessionUser(email="amira@student.ubc.ca"), True, False),
        (ApiUser(BEN), True, True),
        (ApiUser("amira@student.ubc.ca"), True, False),
        (ApiUser("x@sub.ubcbiztech.com"), True, False),
        (Anonymous(), False, False),
    ],
)
def test_permissions_of_every_kind_of_caller(
    user: Any, known: bool, executive: bool
) -> None:
    request = APIView().initialize_request(APIRequestFactory().get("/"))
    request.user = user

    assert IsSignedIn().has_permission(request, APIView()) is known
    assert IsExec().has_permission(request, APIView()) is executive
    assert user.is_authenticated is known
    assert user.is_exec is executive
    assert user.has_perm("identity.anything") is executive
    assert user.is_staff is executive


def test_is_exec_refuses_in_the_words_of_the_view() -> None:
    class Granting(APIView):
        exec_refusal = "unauthorized"

    request = APIView().initialize_request(APIRequestFactory().get("/"))
    request.user = Anonymous()
    permission = IsExec()

    permission.has_permission(request, Granting())

    assert permission.message == "unauthorized"


@pytest.mark.parametrize("email", [BEN, "amira@student.ubc.ca"])
def test_session_backend_knows_everybody_by_their_address(email: str) -> None:
    assert SessionBackend().get_user(email) == SessionUser(email=email)


def test_session_backend_without_an_address_knows_nobody() -> None:
    assert SessionBackend().get_user("") is None


def test_session_user_has_no_password_to_use() -> None:
    assert SessionUser(email=BEN).has_usable_password() is False
