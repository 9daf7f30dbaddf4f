"""Creating sign-ins at a user pool: against an emulator that really is asked."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from core.identity import signups
from core.identity.errors import SignUpRefused, SignUpUnavailable
from core.identity.signups import CognitoSignUps, sign_ups

AMIRA = "amira@student.ubc.ca"
PASSWORD = "Correct-horse-1"
WEAK = "zz9xq"

REGION = "us-west-2"


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a server that plays AWS, and return its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("moto") / "log"
    with log.open("w") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=said,
            stderr=said,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        try:
            _await(port, server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def _await(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"The emulator does not start: {log.read_text()}")


@pytest.fixture
def cognito(emulator: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a client of the emulator, for what the tests look up there."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "emulator")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "emulator")
    return boto3.client("cognito-idp", region_name=REGION, endpoint_url=emulator)


@pytest.fixture
def pool(emulator: str, cognito: Any, settings: Any) -> Iterator[str]:
    """Make a pool with an app client, and use it; return the pool's id."""
    policy = {"MinimumLength": 8, "RequireUppercase": True, "RequireNumbers": True}
    made = cognito.create_user_pool(
        PoolName="club",
        UsernameAttributes=["email"],
        Policies={"PasswordPolicy": policy},
    )
    pool_id: str = made["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="web")
    settings.LOCAL_IDENTITY = False
    settings.COGNITO_USER_POOL_ID = pool_id
    settings.COGNITO_CLIENT_ID = client["UserPoolClient"]["ClientId"]
    settings.COGNITO_CLIENT_SECRET = ""
    settings.COGNITO_ENDPOINT = emulator
    yield pool_id
    signups._cognito.cache_clear()


def users(cognito: Any, pool_id: str) -> list[tuple[str, dict[str, str]]]:
    """Return the state and the attributes of everybody in the pool."""
    return [
        (
            user["UserStatus"],
            {one["Name"]: one["Value"] for one in user["Attributes"]},
        )
        for user in cognito.list_users(UserPoolId=pool_id)["Users"]
    ]


def test_create_signs_a_new_person_up(cognito: Any, pool: str) -> None:
    sign_ups().create(AMIRA, password=PASSWORD, name="Amira Kay")

    ((status, attributes),) = users(cognito, pool)
    assert status == "UNCONFIRMED"
    assert (attributes["email"], attributes["name"]) == (AMIRA, "Amira Kay")


def test_create_of_somebody_who_is_there_already_is_success(
    cognito: Any, pool: str
) -> None:
    sign_ups().create(AMIRA, password=PASSWORD, name="Amira Kay")

    sign_ups().create(AMIRA, password="Another-horse-2", name="")

    assert [one["name"] for _, one in users(cognito, pool)] == ["Amira Kay"]


def test_password_that_the_pool_refuses_is_refused_without_repeating_it(
    cognito: Any, pool: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SignUpRefused) as refused:
        sign_ups().create(AMIRA, password=WEAK, name="Amira Kay")

    refusal = refused.value
    assert refusal.message.startswith("'password' is not accepted: ")
    assert WEAK not in f"{refusal!r} {refusal.message} {refusal.facts} {caplog.text}"
    assert refusal.__suppress_context__ is True
    assert refusal.__cause__ is None
    assert users(cognito, pool) == []


def test_invitation_makes_a_sign_in_whose_password_is_to_be_chosen(
    cognito: Any, pool: str
) -> None:
    sign_ups().invite(AMIRA, name="")

    ((status, attributes),) = users(cognito, pool)
    assert status == "FORCE_CHANGE_PASSWORD"
    assert (attributes["email"], attributes["email_verified"]) == (AMIRA, "true")
    assert attributes["name"] == AMIRA


def test_invitation_of_somebody_who_is_there_already_changes_nothing(
    cognito: Any, pool: str
) -> None:
    sign_ups().create(AMIRA, password=PASSWORD, name="Amira Kay")

    for _ in range(2):
        sign_ups().invite(AMIRA, name="Amira K.")

    ((status, attributes),) = users(cognito, pool)
    assert (status, attributes["name"]) == ("UNCONFIRMED", "Amira Kay")


def test_invitation_into_a_pool_that_is_not_there_fails_and_is_due_again(
    pool: str, settings: Any
) -> None:
    settings.COGNITO_USER_POOL_ID = f"{REGION}_nowhere"

    with pytest.raises(Exception, match="ResourceNotFoundException"):
        sign_ups().invite(AMIRA, name="Amira Kay")


def test_create_with_an_app_client_that_is_not_there_is_unavailable(
    pool: str, settings: Any
) -> None:
    settings.COGNITO_CLIENT_ID = "nowhere"

    with pytest.raises(SignUpUnavailable):
        sign_ups().create(AMIRA, password=PASSWORD, name="Amira Kay")


def test_create_at_a_pool_out_of_reach_is_unavailable(pool: str, settings: Any) -> None:
    settings.COGNITO_ENDPOINT = "http://127.0.0.1:9"

    with pytest.raises(SignUpUnavailable):
        sign_ups().create(AMIRA, password=PASSWORD, name="Amira Kay")


def test_create_for_an_app_client_with_a_secret_proves_that_we_know_it(
    cognito: Any, pool: str, settings: Any
) -> None:
    settings.COGNITO_CLIENT_ID = "client"
    settings.COGNITO_CLIENT_SECRET = "secret"
    asked: list[dict[str, Any]] = []
    cognito.meta.events.register(
        "before-parameter-build.cognito-idp.SignUp",
        lambda params, **_: asked.append(dict(params)),
    )

    # The emulator believes anybody, so the proof is compared with one made by OpenSSL.
    with pytest.raises(SignUpUnavailable):
        CognitoSignUps(cognito).create(AMIRA, password=PASSWORD, name="Amira Kay")

    (params,) = asked
    assert params["SecretHash"] == "3jSjh0JCUctM8dNordfltXokOL2OdOlMTVHPh9oK95E="


def test_local_sign_ups_take_anybody_and_keep_nothing() -> None:
    sign_ups().create(AMIRA, password=WEAK, name="Amira Kay")
    sign_ups().invite(AMIRA, name="Amira Kay")

    assert vars(sign_ups()) == {}
