"""The project's server and browser, with a wall that looks at its log often."""

from collections.abc import Iterator

import pytest

from biztech.tests.browser.conftest import browser, open_page
from biztech.tests.browser.conftest import server as server_as_configured

__all__ = ["browser", "impatient", "open_page", "server_as_configured"]


@pytest.fixture(scope="module", autouse=True)
def impatient() -> Iterator[None]:
    """Let the server look for new entries several times a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WALL_POLL_SECONDS", "0.3")
        patch.setenv("WALL_HEARTBEAT_SECONDS", "1")
        yield


@pytest.fixture(scope="module")
def server(impatient: None, server_as_configured: str) -> str:
    """Return the address of the server, started with the settings above."""
    return server_as_configured
