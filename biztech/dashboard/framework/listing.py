"""A list of rows that Django's admin can search, filter, sort and page.

The admin asks its "queryset" for a small part of what querysets do; this is that part,
over records that were already read: any objects with the attributes that the model's
columns are called. Rows of the model are made of the few that are shown. What is asked
of records again and again, their order, is kept where they come as a ``Shelf``.

Django internals touched: the implicit protocol between ``ChangeList``, its filters and
its paginator and their queryset: ``model``, ``query.select_related``,
``query.order_by``, ``ordered``, ``_clone``, and the methods below.

Two things the protocol leaves unsaid: values arrive as texts of a query string and are
compared after ``field.to_python``; and an unknown lookup must raise within ``filter``,
because only there the admin answers it with ``?e=1`` and not with an error.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, Self, TypeVar, overload

from django.core.exceptions import FieldError
from django.db.models import Field, Model, Q
from django.db.models.constants import LOOKUP_SEP

from core.shelf import Shelf

S = TypeVar("S", bound=Model)
Records = Callable[[], Sequence[Any]]
Test = Callable[[Any], bool]


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower()


def _containing(asked: Any) -> Test:
    text = _text(asked)
    return lambda stored: text in _text(stored)


def _starting(asked: Any) -> Test:
    text = _text(asked)
    return lambda stored: _text(stored).startswith(text)


# Of what was asked, the test for a stored value.
_LOOKUPS: dict[str, Callable[[Any], Test]] = {
    "exact": lambda asked: lambda stored: bool(stored == asked),
    "iexact": lambda asked: lambda stored: _text(stored) == _text(asked),
    "icontains": _containing,
    "istartswith": _starting,
    "in": lambda asked: lambda stored: stored in asked,
    "isnull": lambda asked: lambda stored: (stored is None) is bool(asked),
}


class Listing(Generic[S]):
    """Rows of one model, narrowed and ordered; read when they are first needed.

    ``row_of`` makes a row of a record; tests see records.
    """

    def __init__(
        self,
        model: type[S],
        records: Records,
        *,
        row_of: Callable[[Any], S] = lambda record: record,
        tests: tuple[Test, ...] = (),
        ordering: tuple[str, ...] = (),
    ) -> None:
        self.model = model
        self.query = SimpleNamespace(select_related=True, order_by=ordering)
        self._all = records
        self._row_of = row_of
        self._tests = tests

    @property
    def ordered(self) -> bool:
        """Whether an order is set; the paginator warns where it is not."""
        return bool(self.query.order_by)

    def filter(self, *conditions: Q, **lookups: Any) -> Self:
        """Keep the rows for which every condition holds."""
        asked = (condition for condition in (*conditions, Q(**lookups)) if condition)
        tests = tuple(_test(self.model, condition) for condition in asked)
        return self._with(tests=(*self._tests, *tests))

    def having(self, test: Test) -> Self:
        """Keep the rows for which a test holds; for filters that no lookup says."""
        return self._with(tests=(*self._tests, test))

    def order_by(self, *names: str) -> Self:
        """Sort by these fields, "-" for descending; unknown values come last."""
        return self._with(ordering=names)

    def get(self, **lookups: Any) -> S:
        """Return the one row that matches, or raise the model's ``DoesNotExist``."""
        for row in self.filter(**lookups):
            return row
        raise self.model.DoesNotExist  # type: ignore[attr-defined]

    def records(self) -> list[Any]:
        """Return the records that are left, in their order, and no rows of them."""
        return list(self._result)

    def count(self) -> int:
        """Return how many rows there are."""
        return len(self._result)

    def __len__(self) -> int:
        return len(self._result)

    def __iter__(self) -> Iterator[S]:
        return map(self._row_of, self._result)

    @overload
    def __getitem__(self, position: int) -> S: ...
    @overload
    def __getitem__(self, position: slice) -> list[S]: ...
    def __getitem__(self, position: int | slice) -> S | list[S]:
        if isinstance(position, slice):
            return [self._row_of(record) for record in self._result[position]]
        return self._row_of(self._result[position])

    def _clone(self) -> Self:
        # Nobody changes one; what it found is found.
        return self

    @cached_property
    def _result(self) -> Sequence[Any]:
        records = self._all()
        shelf = records if isinstance(records, Shelf) else Shelf(records)
        result = shelf.ordered(*map(self._attribute, self.query.order_by))
        for test in self._tests:
            result = [record for record in result if test(record)]
        return result

    def _attribute(self, name: str) -> str:
        descending = "-" if name.startswith("-") else ""
        return descending + _field(self.model, name.lstrip("-")).attname

    def _with(
        self,
        *,
        tests: tuple[Test, ...] | None = None,
        ordering: tuple[str, ...] | None = None,
    ) -> Self:
        return type(self)(
            self.model,
            self._all,
            row_of=self._row_of,
            tests=self._tests if tests is None else tests,
            ordering=self.query.order_by if ordering is None else ordering,
        )


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    meta = model._meta
    field = meta.pk if name == "pk" else meta.get_field(name)
    if not isinstance(field, Field):
        raise FieldError(f"{name} is not a column of this list.")
    return field


def _test(model: type[Model], condition: Q) -> Test:
    """Return the test for a condition; raises for a field or lookup it cannot read."""
    parts = [
        _test(model, part) if isinstance(part, Q) else _comparison(model, part)
        for part in condition.children
    ]
    if len(parts) == 1 and not condition.negated:
        return parts[0]
    combine = any if condition.connector == Q.OR and parts else all

    def test(record: Any) -> bool:
        return combine(part(record) for part in parts) is not condition.negated

    return test


def _comparison(model: type[Model], part: Any) -> Test:
    path, asked = part
    name, _, lookup = path.partition(LOOKUP_SEP)
    lookup = lookup or "exact"
    if lookup not in _LOOKUPS:
        raise FieldError(f"Unsupported lookup {lookup!r}.")
    field = _field(model, name)
    if lookup == "in":
        asked = [field.to_python(value) for value in asked]
    elif lookup == "exact":
        asked = field.to_python(asked)
    holds, attribute = _LOOKUPS[lookup](asked), field.attname
    return lambda record: holds(getattr(record, attribute))
