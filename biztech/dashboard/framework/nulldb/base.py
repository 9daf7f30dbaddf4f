"""The null engine: Django's own parts start and run, nothing relational is stored.

All state lives in DynamoDB. The admin still wraps its requests in ``atomic()``, and
``runserver`` and ``makemigrations --check`` look for tables; here the first does
nothing and the second finds none. Whatever would send SQL fails at once and says why.

``atomic()`` therefore gives no atomicity: ours is ``core.dynamo.transactions``.

Django internals touched: the connection methods of ``BaseDatabaseWrapper`` replaced
below (those that the dummy engine refuses), and ``introspection.table_names``.
"""

from contextlib import AbstractContextManager
from typing import Any, NoReturn

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.dummy import base as dummy


def _nothing(*_arguments: Any, **_options: Any) -> None:
    """Succeed without doing anything."""


class _Cursor(AbstractContextManager[Any]):
    """Stands where Django opens a cursor before it asks for the names of tables."""

    __exit__ = _nothing

    def __getattr__(self, name: str) -> NoReturn:
        raise ImproperlyConfigured(
            "This project has no relational database: read and write through its"
            " services, which use DynamoDB."
        )


class DatabaseIntrospection(dummy.DatabaseIntrospection):
    """Sees no tables."""

    def table_names(self, cursor: Any = None, include_views: bool = False) -> list[str]:
        """Return no names, without opening a cursor."""
        return []


class DatabaseWrapper(dummy.DatabaseWrapper):
    """A connection that is always open, commits nothing and refuses SQL."""

    introspection_class = DatabaseIntrospection

    connect = _nothing
    ensure_connection = _nothing
    set_autocommit = _nothing
    _commit = _nothing

    def cursor(self) -> Any:
        """Return a cursor that can be opened and closed, and refuses the rest."""
        return _Cursor()

    def get_autocommit(self) -> bool:
        """Tell that Django keeps no transaction open."""
        return True
