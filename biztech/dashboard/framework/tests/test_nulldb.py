import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, transaction


def test_atomic_runs_its_block_without_a_database() -> None:
    ran = []

    with transaction.atomic():
        ran.append("outer")
        with transaction.atomic():
            ran.append("inner")

    assert ran == ["outer", "inner"]


def test_atomic_lets_an_exception_through() -> None:
    with pytest.raises(KeyError), transaction.atomic():
        raise KeyError


def test_sql_is_refused_with_the_reason() -> None:
    with (
        connection.cursor() as cursor,
        pytest.raises(ImproperlyConfigured, match="no relational database"),
    ):
        cursor.execute("SELECT 1")


def test_query_of_a_stray_model_fails() -> None:
    with pytest.raises(ImproperlyConfigured):
        Group.objects.count()


def test_connection_shows_no_tables_and_no_transaction() -> None:
    assert connection.introspection.table_names() == []
    assert connection.get_autocommit()
    assert connection.is_usable()


def test_no_model_of_ours_asks_for_a_migration(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("makemigrations", "--check", "--dry-run")

    assert capsys.readouterr().out == "No changes detected\n"
