"""What the tests of identity share."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from core.identity.tests.issuer import CLIENT_ID, UserPool, running_pool


@pytest.fixture
def pool() -> Iterator[UserPool]:
    """Run a user pool, and trust it instead of the local issuer."""
    with (
        running_pool() as pool,
        override_settings(
            LOCAL_IDENTITY=False,
            COGNITO_USER_POOL_ID="us-west-2_Club",
            COGNITO_CLIENT_ID=CLIENT_ID,
            COGNITO_ISSUER=pool.url,
        ),
    ):
        yield pool
