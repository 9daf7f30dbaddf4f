import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from core.errors import InvalidEmail
from core.identity.local import issue_token
from core.identity.tokens import verify

PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "a-secret-of-production-with-enough-characters-in-it",
    "ALLOWED_HOSTS": "dashboard.example.org",
    "COGNITO_USER_POOL_ID": "us-west-2_Club",
    "COGNITO_CLIENT_ID": "client",
}


def manage(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_issuer_key_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    with override_settings(VAR_DIR=tmp_path):
        with ThreadPoolExecutor(4) as threads:
            tokens = list(threads.map(issue_token, ["ben@ubcbiztech.com"] * 4))
        emails = {verify(token).email for token in tokens}

    assert emails == {"ben@ubcbiztech.com"}
    folder = tmp_path / "identity"
    assert [path.name for path in folder.iterdir()] == ["issuer.pem"]
    assert stat.S_IMODE((folder / "issuer.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_issuer_key_made_by_another_process_is_used(tmp_path: Path) -> None:
    made = manage("dev_token", "ben@ubcbiztech.com", VAR_DIR=str(tmp_path))

    with override_settings(VAR_DIR=tmp_path):
        claims = verify(made.stdout.strip())

    assert claims.email == "ben@ubcbiztech.com"


def test_issue_token_without_local_identity_is_refused() -> None:
    with override_settings(LOCAL_IDENTITY=False), pytest.raises(ImproperlyConfigured):
        issue_token("ben@ubcbiztech.com")


def test_issue_token_for_no_address_is_refused() -> None:
    with pytest.raises(InvalidEmail):
        issue_token("ben")


def test_production_without_a_user_pool_does_not_start() -> None:
    ended = manage("check", **{**PRODUCTION, "COGNITO_USER_POOL_ID": ""})

    assert ended.returncode == 1
    assert "COGNITO_USER_POOL_ID is not set." in ended.stderr


def test_production_with_a_user_pool_issues_no_local_token() -> None:
    ended = manage("dev_token", "ben@ubcbiztech.com", **PRODUCTION)

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Local identity is off." in ended.stderr


def test_production_with_a_user_pool_makes_no_login_link() -> None:
    ended = manage("login_link", "ben@ubcbiztech.com", **PRODUCTION)

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Local identity is off." in ended.stderr
