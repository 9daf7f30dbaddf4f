"""What the configuration checks say, and what a production start refuses."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage, run_checks

ROOT = Path(__file__).resolve().parents[2]

PRODUCTION = {
    "DEBUG": "false",
    "ENVIRONMENT": "PROD",
    "SECRET_KEY": "k7" * 40 + "-abcdefghijkl",
    "ALLOWED_HOSTS": "identity.example.org",
    "PUBLIC_URL": "https://identity.example.org",
    "COGNITO_USER_POOL_ID": "us-west-2_example",
    "COGNITO_CLIENT_ID": "client",
    "PROFILE_BUCKET": "biztech-profile-pictures",
    "EVENT_IMAGES_BUCKET": "biztech-event-images",
    "MAIL_BACKEND": "ses",
    "MAIL_FROM": "UBC BizTech <dev@ubcbiztech.com>",
    "MAIL_WEBHOOK_SECRET": "sns:k7k7k7k7k7k7",
    "DYNAMODB_ENDPOINT": "",
}


WITHOUT_TOOLS = """
import sys

sys.modules["tools"] = None

import django

django.setup()

from django.core.management import call_command
from django.urls import resolve

from core.dynamo.registry import tables

call_command("check", "--deploy", "--fail-level", "WARNING")
assert not any(table.local for table in tables())
print(resolve("/payments").func.__module__)
print(resolve("/_local/stripe/checkout/").func.__name__)
"""


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return python("manage.py", *arguments, **environment)


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(autouse=True)
def _development(settings: Any) -> None:
    # The test runner turns it off.
    settings.DEBUG = True


def ours(messages: list[CheckMessage]) -> list[tuple[str | None, str]]:
    return [
        (message.id, message.msg)
        for message in messages
        if str(message.id).startswith("biztech.")
    ]


def test_production_configuration_is_clean() -> None:
    finished = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert finished.returncode == 0, finished.stderr
    assert finished.stdout == "System check identified no issues (0 silenced).\n"


def test_production_starts_where_the_development_tools_are_absent() -> None:
    finished = python("-c", WITHOUT_TOOLS, **PRODUCTION)

    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.splitlines()[-2:] == [
        "payments.api.views",
        "unknown_route",
    ]


@pytest.mark.parametrize(
    "name",
    ["SECRET_KEY", "ALLOWED_HOSTS", "COGNITO_USER_POOL_ID", "COGNITO_CLIENT_ID"],
)
def test_production_without_a_required_setting_stops_with_its_name(name: str) -> None:
    finished = manage("check", **{**PRODUCTION, name: ""})

    assert finished.returncode == 1
    assert f"{name} is not set. Production (DEBUG off) needs it" in finished.stderr


def test_mail_without_a_sender_stops_the_start_with_its_name() -> None:
    finished = manage("check", **{**PRODUCTION, "MAIL_FROM": ""})

    assert finished.returncode == 1
    assert "MAIL_FROM is not set. MAIL_BACKEND needs it" in finished.stderr


def test_unknown_way_for_mails_is_refused_by_name() -> None:
    finished = manage("check", **{**PRODUCTION, "MAIL_BACKEND": "pigeon"})

    assert finished.returncode == 1
    assert "MAIL_BACKEND is 'pigeon'" in finished.stderr


def test_production_environment_with_debug_on_is_refused() -> None:
    finished = manage("check", **{**PRODUCTION, "DEBUG": "true"})

    assert finished.returncode == 1
    assert "DEBUG is on; ENVIRONMENT=PROD needs it off." in finished.stderr


def test_unknown_environment_is_refused_by_name() -> None:
    finished = manage("check", **{**PRODUCTION, "ENVIRONMENT": "prod"})

    assert finished.returncode == 1
    assert "ENVIRONMENT is 'prod'" in finished.stderr


def test_development_configuration_is_clean() -> None:
    assert ours(run_checks()) == []


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ("COGNITO_USER_POOL_ID", "COGNITO_CLIENT_ID"),
        ("COGNITO_CLIENT_ID", "COGNITO_USER_POOL_ID"),
        ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"),
        ("STRIPE_WEBHOOK_SECRET", "STRIPE_SECRET_KEY"),
    ],
)
def test_half_a_pair_of_settings_is_an_error(
    settings: Any, given: str, missing: str
) -> None:
    setattr(settings, given, "something")

    messages = ours(run_checks())

    assert messages == [("biztech.E001", f"{given} is set and {missing} is not.")]


def test_local_identity_outside_development_is_an_error(settings: Any) -> None:
    settings.DEBUG = False
    settings.LOCAL_IDENTITY = True

    messages = ours(run_checks())

    assert messages == [
        (
            "biztech.E002",
            "LOCAL_IDENTITY is on with DEBUG off: anybody could sign in.",
        )
    ]


def test_unencrypted_public_address_is_an_error_at_deployment(settings: Any) -> None:
    settings.PUBLIC_URL = "http://identity.example.org"

    messages = ours(run_checks(include_deployment_checks=True))

    assert ("biztech.E003", "PUBLIC_URL is not an https:// address.") in messages


@pytest.mark.parametrize(
    ("name", "wildcard"),
    [
        ("ALLOWED_HOSTS", "*"),
        ("CORS_ALLOWED_ORIGINS", "https://*"),
        ("CSRF_TRUSTED_ORIGINS", "https://*.example.org"),
        ("CHECKOUT_ORIGINS", "*"),
        ("CHECKOUT_PAGES", "https://*"),
    ],
)
def test_wildcard_among_hosts_and_origins_is_an_error_at_deployment(
    settings: Any, name: str, wildcard: str
) -> None:
    setattr(settings, name, ["https://identity.example.org", wildcard])

    messages = ours(run_checks(include_deployment_checks=True))

    assert ("biztech.E006", f"{name} holds a wildcard ({wildcard}).") in messages


def test_deployment_without_a_bucket_for_pictures_is_warned_of() -> None:
    messages = ours(run_checks(include_deployment_checks=True))

    assert (
        "biztech.W002",
        "PROFILE_BUCKET is not set: nobody can upload a picture.",
    ) in messages
    assert (
        "biztech.W002",
        "EVENT_IMAGES_BUCKET is not set: nobody can upload a picture of an event.",
    ) in messages


@pytest.mark.parametrize(
    ("backend", "warning"),
    [
        ("", ("biztech.W003", "MAIL_BACKEND is not set: mails wait and are not sent.")),
        (
            "ses",
            (
                "biztech.W004",
                "MAIL_WEBHOOK_SECRET is not set: mails go on to addresses that bounce.",
            ),
        ),
    ],
)
def test_deployment_whose_mails_do_not_arrive_is_warned_of(
    settings: Any, backend: str, warning: tuple[str, str]
) -> None:
    settings.MAIL_BACKEND = backend

    assert warning in ours(run_checks(include_deployment_checks=True))


@pytest.mark.parametrize("opened", [True, False])
def test_deployment_that_shows_registrations_to_everybody_is_warned_of(
    settings: Any, opened: bool
) -> None:
    settings.OPEN_REGISTRATION_READS = opened

    found = dict(ours(run_checks(include_deployment_checks=True)))

    assert ("biztech.W005" in found) is opened


def test_complete_tables_pass_the_database_check() -> None:
    assert ours(run_checks(databases=["default"])) == []


def test_missing_table_is_named_by_the_database_check(settings: Any) -> None:
    settings.MEMBERSHIP_YEAR = 2033

    messages = ours(run_checks(databases=["default"]))

    assert messages == [("biztech.W001", "DynamoDB has no table biztechMembers2033.")]


def test_unreachable_database_is_an_error_of_the_database_check(
    settings: Any,
) -> None:
    settings.DYNAMODB_ENDPOINT = "http://127.0.0.1:9"

    messages = ours(run_checks(databases=["default"]))

    settings.DYNAMODB_ENDPOINT = os.environ["DYNAMODB_ENDPOINT"]
    assert messages == [
        ("biztech.E005", "DynamoDB does not answer (EndpointConnectionError).")
    ]


def test_ordinary_check_asks_no_database(database_calls: list[str]) -> None:
    run_checks()

    assert database_calls == []
