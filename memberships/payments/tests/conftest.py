"""A really started server, as the browser tests have it."""

from biztech.tests.browser.conftest import server

__all__ = ["server"]
