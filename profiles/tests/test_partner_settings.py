"""What a server does that is told nothing, or nonsense, about partners and cards."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "long-and-random",
    "ALLOWED_HOSTS": "id.example.org",
    "COGNITO_USER_POOL_ID": "us-west-2_Example",
    "COGNITO_CLIENT_ID": "example",
    "PUBLIC_URL": "https://id.example.org",
}
SHOW = "import biztech.settings as s; print(s.PARTNER_WRITES, s.TAP_URL)"


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own."""
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        (PRODUCTION, "exec https://id.example.org/profile/"),
        ({"PORT": "8000"}, "public http://localhost:8000/profile/"),
        (
            {
                **PRODUCTION,
                "PARTNER_WRITES": "public",
                "TAP_URL": "https://app.ubcbiztech.com/profile",
            },
            "public https://app.ubcbiztech.com/profile/",
        ),
    ],
    ids=["production", "development", "configured"],
)
def test_partner_settings_are_safe_in_production(
    environment: dict[str, str], shown: str
) -> None:
    process = started(**environment)

    assert process.stdout.strip() == shown


def test_partner_writes_of_another_kind_stop_the_start() -> None:
    process = started(PARTNER_WRITES="members")

    assert process.returncode != 0
    assert "PARTNER_WRITES is 'members'; it is either public or exec." in process.stderr
