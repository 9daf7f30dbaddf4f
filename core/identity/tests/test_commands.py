import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, override_settings

from core.identity.errors import EmailUnverified, TokenExpired
from core.identity.tests.signing_in import signed_in
from core.identity.tokens import verify


def printed(*arguments: str, **options: Any) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output, **options)
    return output.getvalue()


def test_dev_token_prints_a_token_and_nothing_else() -> None:
    output = printed("dev_token", "Amira@student.ubc.ca")

    assert output.count("\n") == 1
    assert verify(output.strip()).email == "amira@student.ubc.ca"


def test_dev_token_unverified_is_one_that_is_refused() -> None:
    token = printed("dev_token", "ben@ubcbiztech.com", "--unverified").strip()

    with pytest.raises(EmailUnverified):
        verify(token)


def test_dev_token_expires_in_is_its_lifetime_in_seconds() -> None:
    claims = verify(
        printed("dev_token", "ben@ubcbiztech.com", "--expires-in", "90").strip()
    )

    assert claims.expires_at - claims.issued_at == 90_000


def test_dev_token_negative_lifetime_is_expired() -> None:
    token = printed("dev_token", "ben@ubcbiztech.com", expires_in=-60).strip()

    with pytest.raises(TokenExpired):
        verify(token)


def test_dev_token_for_no_address_says_so() -> None:
    with pytest.raises(CommandError, match=r"^Invalid email$"):
        printed("dev_token", "ben")


def test_login_link_prints_an_address_that_signs_in() -> None:
    output = printed("login_link", "BEN@ubcbiztech.com")

    assert output.startswith("http://localhost:8000/sign-in/link/")
    assert output.count("\n") == 1
    answer = Client().get(output.strip().removeprefix("http://localhost:8000"))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_login_link_for_a_member_signs_in_too() -> None:
    link = printed("login_link", "amira@student.ubc.ca").strip()

    answer = Client().get(link.removeprefix("http://localhost:8000"))
    assert (answer.status_code, answer["Location"]) == (302, "/profile/")


def test_login_link_for_no_address_says_so() -> None:
    with pytest.raises(CommandError, match=r"^Invalid email$"):
        printed("login_link", "amira")


def test_login_link_while_a_server_runs_leads_to_its_port(tmp_path: Path) -> None:
    description = {"url": "http://localhost:8123", "pid": os.getpid()}
    (tmp_path / "server.json").write_text(json.dumps(description))

    with override_settings(VAR_DIR=tmp_path):
        output = printed("login_link", "ben@ubcbiztech.com")

    assert output.startswith("http://localhost:8123/sign-in/link/")


def test_login_link_after_a_server_was_killed_leads_to_the_public_address(
    tmp_path: Path,
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    description = {"url": "http://localhost:8123", "pid": gone.pid}
    (tmp_path / "server.json").write_text(json.dumps(description))

    with override_settings(VAR_DIR=tmp_path):
        output = printed("login_link", "ben@ubcbiztech.com")

    assert output.startswith("http://localhost:8000/sign-in/link/")


def test_end_sessions_signs_one_person_out_everywhere() -> None:
    laptop, phone = signed_in("ben@ubcbiztech.com"), signed_in("ben@ubcbiztech.com")
    colleague = signed_in("dana@ubcbiztech.com")

    output = printed("end_sessions", "Ben@ubcbiztech.com")

    assert output == "Ended 2 sessions.\n"
    for client in (laptop, phone):
        answer = client.get("/sign-out/")
        assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert colleague.get("/sign-out/").status_code == 200
    assert printed("end_sessions", "ben@ubcbiztech.com") == "Ended 0 sessions.\n"
