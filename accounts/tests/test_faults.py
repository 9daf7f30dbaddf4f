"""A database that fails is a fault, never taken for a refusal of ours."""

from typing import Any

import pytest
from pynamodb.exceptions import PutError, UpdateError

from accounts.services import favourite_event, sign_up
from core.dynamo.client import listening
from core.dynamo.rows import store_rows
from events.models import Event

AMIRA = "amira@student.ubc.ca"


def send_to_nowhere(operation: str, request: dict[str, Any]) -> None:
    """Have writes miss their table, as where it was never made."""
    if operation in ("PutItem", "UpdateItem"):
        request["TableName"] = "biztechNowhere"


def test_sign_up_without_a_table_is_no_existing_user(now: int) -> None:
    with listening(send_to_nowhere), pytest.raises(PutError):
        sign_up({"id": AMIRA}, favourites=[], by_exec=False, now=now)


def test_favourite_without_a_table_is_no_missing_user(now: int) -> None:
    store_rows(Event.of({"id": "gala", "year": 2026}))

    with listening(send_to_nowhere), pytest.raises(UpdateError):
        favourite_event(AMIRA, "gala", favourite=True, year=2026, now=now)
