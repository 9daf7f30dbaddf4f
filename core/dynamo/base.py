"""What every entity shares: late-bound names, the shared client, the whole item.

An entity is a typed *view* of one item. It keeps the item as it came (``wire``), so
attributes that we do not know survive and can be shown, and it is never saved back:
rows are written through ``write_transaction()`` and the functions of ``rows``.
"""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from functools import cache, reduce
from operator import and_
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.conf import settings
from pynamodb.attributes import Attribute
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import ScanError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from core.dynamo.attributes import ReadWhenAsked
from core.dynamo.client import shared_client
from core.dynamo.scanning import pages_as_they_come
from core.dynamo.wire import Item, differing, from_item, size_of, to_item
from core.membership_year import membership_year

Key = tuple[str, str | None]

# What DynamoDB takes of them, in bytes.
LONGEST_HASH_KEY = 2048
LONGEST_RANGE_KEY = 1024

# Of a whole table, so that a call is answered well within its time.
ROWS_OF_A_PAGE = 1000

# What DynamoDB says of a row that would be larger than it stores.
TOO_LARGE = "maximum allowed size"

# DynamoDB takes 300 operators and 4 KB of expression, and 2 MB of values in it; several
# rows share the 4 MB of a transaction.
MOST_COMPARED = 100
MOST_BYTES_COMPARED = 64 * 1024


def table_name(base_name: str, *, yearly: bool = False, year: int | None = None) -> str:
    """Return the name a table has now: base, membership year, environment suffix."""
    chosen = str(year or membership_year()) if yearly else ""
    return f"{base_name}{chosen}{settings.ENVIRONMENT}"


class _LateBound(type):
    """Reads the name, the region and the endpoint whenever PynamoDB asks."""

    base_name: str
    yearly: bool
    year: int | None

    @property
    def table_name(cls) -> str:
        return table_name(cls.base_name, yearly=cls.yearly, year=cls.year)

    @property
    def region(cls) -> str:
        region: str = settings.AWS_REGION
        return region

    @property
    def host(cls) -> str | None:
        endpoint: str | None = settings.DYNAMODB_ENDPOINT
        return endpoint


class Binding(metaclass=_LateBound):
    """Base of an entity's ``Meta``: ``base_name``, and ``yearly`` where it applies."""

    base_name: ClassVar[str] = ""
    yearly: ClassVar[bool] = False
    year: ClassVar[int | None] = None


def _refuse(*_: Any, **__: Any) -> NoReturn:
    """Refuse to write past the doors, which hold conditions and announce."""
    raise TypeError(
        "Rows are written through write_transaction() of core.dynamo.transactions and"
        " the functions of core.dynamo.rows alone."
    )


def _may_be_key(key: Key) -> bool:
    """Tell whether a row can have that key."""
    hash_key, range_key = key
    return 0 < len(hash_key.encode()) <= LONGEST_HASH_KEY and (
        range_key is None or 0 < len(range_key.encode()) <= LONGEST_RANGE_KEY
    )


class Entity(Model):
    """A typed, read-only view of one item of a table, or of a part of it."""

    _item: Item
    # The stored names of what was read; None of a row that was read whole.
    _only: list[str] | None = None

    class Meta(Binding):
        """Bound by each subclass."""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        connection = super()._get_connection()
        # PynamoDB offers no other way to share a client between models.
        connection.connection._client = shared_client()
        return connection

    @classmethod
    def base_name(cls) -> str:
        """Return the table's name without year and environment."""
        return cls.Meta.base_name

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Return the entity for plain values under their stored names."""
        return cls.of_item(to_item(values))

    @classmethod
    def of_item(cls, item: Item) -> Self:
        """Return the entity that views ``item``."""
        return cls.from_raw_data(item)

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        """Return the entity, keeping the item whole."""
        entity = cls.__new__(cls)
        entity.deserialize(data)
        return entity

    def deserialize(self, attribute_values: Item) -> None:
        """Take in an item whole; its attributes are read when they are asked for."""
        self._item = attribute_values
        self.attribute_values = ReadWhenAsked(self.get_attributes(), attribute_values)

    @property
    def wire(self) -> Item:
        """The item exactly as it came; refused of a row that was read in part."""
        if self._only is not None:
            raise TypeError(
                f"Of this {type(self).__name__} only {', '.join(self._only)}"
                " was read: it can be neither written nor compared."
            )
        return self._item

    def serialize(self, null_check: bool = True) -> Item:
        """Return the item exactly as it came, or the attributes of a new one."""
        if not hasattr(self, "_item"):
            return super().serialize(null_check)
        return dict(self.wire)

    save = update = delete = batch_write = _refuse

    def plain(self) -> dict[str, Any]:
        """Return all that was read as JSON-able values under their stored names."""
        return from_item(self._item)

    @classmethod
    def find(
        cls, hash_key: str, range_key: str | None = None, *, consistent: bool = False
    ) -> Self | None:
        """Return the row of that key, or None, as for keys that no row can have."""
        if not _may_be_key((hash_key, range_key)):
            return None
        try:
            return cls.get(hash_key, range_key, consistent_read=consistent)
        except cls.DoesNotExist:
            return None

    @classmethod
    def has_table(cls) -> bool:
        """Tell whether the table is there, by a read, which every process may make."""
        try:
            next(iter(cls.scan(limit=1)), None)
        except ScanError as error:
            if error.cause_response_code == "ResourceNotFoundException":
                return False
            raise
        return True

    @classmethod
    def read_all(cls, *, attributes: Collection[str] | None = None) -> Iterator[Self]:
        """Scan the whole table, page by page; for exec lists and commands only.

        ``attributes`` and what is missed are those of ``scan_in_segments``.
        """
        part = cls._part(attributes)
        yield from cls._limited(
            cls.scan(attributes_to_get=part, page_size=ROWS_OF_A_PAGE), part
        )

    @classmethod
    def scan_in_segments(
        cls, *, attributes: Collection[str] | None = None, segments: int = 4
    ) -> Iterator[Self]:
        """Scan the whole table with several threads, in no order, as rows arrive.

        With ``attributes``, by their stored names, the rows hold those and their keys
        alone. Writes of the last second may be missing. To leave off before the end,
        close the iterator.
        """
        part = cls._part(attributes)
        found = cls.items_in_segments(attributes=attributes, segments=segments)
        with closing(found) as items:
            yield from cls._limited(map(cls.of_item, items), part)

    @classmethod
    def items_in_segments(
        cls, *, attributes: Collection[str] | None = None, segments: int = 4
    ) -> Generator[Item, None, None]:
        """Scan as ``scan_in_segments`` does; the rows are items as they came."""
        part = cls._part(attributes)
        parts = [
            cls.scan(
                segment=number,
                total_segments=segments,
                attributes_to_get=part,
                page_size=ROWS_OF_A_PAGE,
            ).page_iter
            for number in range(segments)
        ]
        with closing(pages_as_they_come(parts)) as pages:
            for page in pages:
                yield from page["Items"]

    @classmethod
    def find_many(
        cls,
        keys: Iterable[Key],
        *,
        consistent: bool = True,
        attributes: Collection[str] | None = None,
    ) -> dict[Key, Self]:
        """Return the rows that exist, by key, in batches of a hundred.

        Keys that no row can have are passed over. ``attributes`` are those of
        ``scan_in_segments``.
        """
        wanted = [key for key in dict.fromkeys(keys) if _may_be_key(key)]
        whole_keys: list[Any] = [
            key[0] if key[1] is None else (key[0], key[1]) for key in wanted
        ]
        part = cls._part(attributes)
        found = cls.batch_get(
            whole_keys, consistent_read=consistent, attributes_to_get=part
        )
        rows = cls._limited(found, part)
        return {row.key_of(): row for row in rows} if wanted else {}

    def key_of(self) -> Key:
        """Return this row's own key."""
        item = self._item if hasattr(self, "_item") else self.serialize()
        parts = [
            str(item[each.attr_name][each.attr_type]) for each in self._key_attributes()
        ]
        return parts[0], parts[1] if len(parts) > 1 else None

    @classmethod
    def key_item(cls, key: Key) -> Item:
        """Return a key as an item of nothing else."""
        return {
            attribute.attr_name: {attribute.attr_type: attribute.serialize(part)}
            for attribute, part in zip(cls._key_attributes(), key, strict=False)
        }

    @classmethod
    @cache
    def _key_attributes(cls) -> tuple[Attribute[Any], ...]:
        attributes = cls.get_attributes().values()
        keys = [each for each in attributes if each.is_hash_key or each.is_range_key]
        return tuple(sorted(keys, key=lambda each: not each.is_hash_key))

    @classmethod
    def declared(cls) -> frozenset[str]:
        """Return the stored names of the attributes that this entity declares."""
        return frozenset(each.attr_name for each in cls.get_attributes().values())

    @classmethod
    @cache
    def exists_condition(cls) -> Condition:
        """Return the condition that the row is there; every update carries it."""
        condition: Condition = cls._hash_key().exists()
        return condition

    @classmethod
    @cache
    def absent_condition(cls) -> Condition:
        """Return the condition that no such row is there."""
        condition: Condition = cls._hash_key().does_not_exist()
        return condition

    @classmethod
    def _part(cls, names: Collection[str] | None) -> list[str] | None:
        """Return what to read of each row: those names and its keys, None for all."""
        if names is None:
            return None
        return sorted({*names, *(each.attr_name for each in cls._key_attributes())})

    @classmethod
    def _limited(cls, rows: Iterable[Self], part: list[str] | None) -> Iterator[Self]:
        """Yield rows of which only a part was read; asked for more they refuse."""
        if part is None:
            yield from rows
            return
        read = {
            name: each
            for name, each in cls.get_attributes().items()
            if each.attr_name in part
        }
        for row in rows:
            row._only = part
            row.attribute_values = ReadWhenAsked(read, row._item)
            yield row

    @classmethod
    def _hash_key(cls) -> Any:
        # PynamoDB knows which attribute that is, but not its type.
        return cls._hash_key_attribute()  # type: ignore[no-untyped-call]


E = TypeVar("E", bound=Entity)


class _Named(Path):
    """An attribute whose name is no path: brackets and dots in it mean nothing."""

    def _serialize_value(
        self, value: list[str], placeholder_names: dict[str, str], _: Any
    ) -> str:
        (name,) = value
        return placeholder_names.setdefault(name, f"#{len(placeholder_names)}")


def attribute(name: str) -> Path:
    """Return an attribute by its stored name, whatever characters are in it."""
    return _Named([name])


def equals(item: Item, names: Iterable[str]) -> Condition | None:
    """Return the condition that each named attribute is exactly as in ``item``."""
    conditions: list[Condition] = [
        attribute(name) == item[name]
        if name in item
        else attribute(name).does_not_exist()
        for name in names
    ]
    return reduce(and_, conditions) if conditions else None


def comparable_part(item: Item, first: Collection[str]) -> list[str]:
    """Return which attributes a condition compares to tell that a row is the same.

    All of them, and those of ``first`` that it lacks, unless the row is larger than a
    condition may be: then as many as fit, those of ``first`` before others and small
    ones before large ones.
    """
    sizes = dict.fromkeys(first, 0)
    sizes |= {name: size_of(name, value) for name, value in item.items()}
    order = sorted(sizes, key=lambda name: (name not in first, sizes[name], name))
    compared, left = [], MOST_BYTES_COMPARED
    for name in order[:MOST_COMPARED]:
        if sizes[name] <= left:
            compared.append(name)
            left -= sizes[name]
    return compared


def changes_between(before: Item, after: Item) -> list[Action]:
    """Return the update actions that turn the attributes of one item into another's."""
    return [
        attribute(name).set(after[name]) if name in after else attribute(name).remove()
        for name in differing(before, after)
    ]


def entities_of(base_name: str) -> list[type[Entity]]:
    """Return the entities bound to that table, or raise ``LookupError``."""
    bound = [each for each in Entity.__subclasses__() if each.base_name() == base_name]
    if not bound:
        raise LookupError(f"No entity is bound to the table {base_name}.")
    return bound


def entity_for(base_name: str, year: int | None = None) -> type[Entity]:
    """Return an entity bound to that table, of that membership year where it has one.

    Of several entities that share a table any will do: they share its keys.
    """
    entity = entities_of(base_name)[0]
    return entity if year is None else of_year(entity, year)


@cache
def of_year(entity: type[E], year: int) -> type[E]:
    """Return the entity bound to its table of another membership year."""
    meta = type("Meta", (entity.Meta,), {"year": year})
    return type(f"{entity.__name__}{year}", (entity,), {"Meta": meta})
