"""The embedded engine's tables: there after every start, and asked for only once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.dynamo.client import shared_client
from core.dynamo.engine import local_engine, release_engine
from core.dynamo.kept_tables import complete_kept_tables
from core.dynamo.registry import table_named

USERS, MEMBERS = (table_named(name) for name in ("biztechUsers", "biztechMembers"))


@pytest.fixture(autouse=True)
def own_engine(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.VAR_DIR = tmp_path
    settings.DEBUG, settings.DYNAMODB_ENDPOINT = True, None
    local_engine.cache_clear()
    yield
    release_engine()
    local_engine.cache_clear()


def test_complete_tables_are_not_asked_for_again(database_calls: list[str]) -> None:
    assert complete_kept_tables([USERS]) == 1
    database_calls.clear()

    assert complete_kept_tables([USERS]) == 0
    assert "DescribeTable" not in database_calls


def test_table_that_the_registry_adds_is_created() -> None:
    complete_kept_tables([USERS])

    assert complete_kept_tables([USERS, MEMBERS]) == 1


def test_table_that_somebody_removed_comes_back() -> None:
    complete_kept_tables([USERS])
    shared_client().delete_table(TableName=USERS.full_name)

    assert complete_kept_tables([USERS]) == 1
