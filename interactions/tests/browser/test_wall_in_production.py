"""The wall as production serves it: no debugging, static files collected and hashed."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, Response

from biztech.tests.live_server import IMPATIENT, served
from interactions.tests.browser.evening import Evening, expect_totals, open_wall

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

# Large, and on none of the pages here.
LEFT_OUT = ("admin", "drf_spectacular_sidecar", "rest_framework")
HASHED = re.compile(r"/static/(?:.+/)?[^/]+\.[0-9a-f]{12}\.\w+")


@pytest.fixture(scope="module")
def server(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Collect the static files and start the server as operators do."""
    production = _configured(tmp_path_factory.mktemp("production"))
    left_out = [part for name in LEFT_OUT for part in ("--ignore", name)]
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", *left_out],
        cwd=settings.BASE_DIR,
        env={**os.environ, **production},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    with served(**production, **IMPATIENT, DYNAMODB_ENDPOINT=engine) as address:
        yield address


def test_wall_in_production_loads_hashed_modules_and_is_live(
    open_page: OpenPage,
) -> None:
    evening = Evening()
    evening.meet("Amira Kay", "Ben Ito")
    page = open_page(signed_in=False)
    # The proxy in front ends TLS.
    page.set_extra_http_headers({"X-Forwarded-Proto": "https"})
    files: list[Response] = []
    page.on("response", lambda one: _note_file(files, one))

    open_wall(page)
    evening.meet("Dara Okafor", "Amira Kay")

    expect_totals(page, people=3, connections=2)
    assert any("/wall/state/graph." in one.url for one in files)
    assert [one.url for one in files if not HASHED.search(one.url)] == []
    kept = {one.headers["cache-control"] for one in files}
    assert kept == {"max-age=315360000, public, immutable"}


def _note_file(files: list[Response], answer: Response) -> None:
    if "/static/" in answer.url:
        files.append(answer)


def _configured(var_dir: Path) -> dict[str, str]:
    return {
        "DEBUG": "false",
        "VAR_DIR": str(var_dir),
        "SECRET_KEY": "of a server that nobody can sign in to, for one test",
        "ALLOWED_HOSTS": "localhost",
        "PUBLIC_URL": "https://identity.example.org",
        "COGNITO_USER_POOL_ID": "us-west-2_example",
        "COGNITO_CLIENT_ID": "example",
        "PROFILE_BUCKET": "biztech-profile-pictures",
    }
