"""What entities tell of the table that they are bound to."""

from collections.abc import Iterable
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.indexes import GlobalSecondaryIndex

from core.dynamo.attributes import Expiry
from core.dynamo.base import Entity, entities_of
from core.dynamo.registry.entries import EntityTable, Index, KeyPart, Table


def with_shape(entry: EntityTable) -> Table:
    """Return a table with the keys, indexes and expiry that its entities declare."""
    entities = entities_of(entry.name)
    hash_key, range_key = _key(entities[0].get_attributes().values())
    # Any of the entities that share a table may declare its indexes and its expiry.
    indexes = {index.name: index for entity in entities for index in _indexes(entity)}
    expiries = dict.fromkeys(name for entity in entities for name in _expiries(entity))
    return Table(
        **vars(entry),
        hash_key=hash_key,
        range_key=range_key,
        indexes=tuple(indexes.values()),
        yearly=entities[0].Meta.yearly,
        ttl=next(iter(expiries), None),
    )


def _key(attributes: Iterable[Attribute[Any]]) -> tuple[KeyPart, KeyPart | None]:
    parts = {
        each.is_hash_key: _part(each)
        for each in attributes
        if each.is_hash_key or each.is_range_key
    }
    return parts[True], parts.get(False)


def _part(attribute: Any) -> KeyPart:
    return KeyPart(attribute.attr_name, attribute.attr_type)


def _indexes(entity: type[Entity]) -> list[Index]:
    found = []
    # In the order of their declaration, which PynamoDB's own list does not keep.
    for member in vars(entity).values():
        if isinstance(member, GlobalSecondaryIndex):
            about: Any = member.Meta
            hash_key, range_key = _key(about.attributes.values())
            included = about.projection.non_key_attributes
            found.append(
                Index(
                    name=about.index_name,
                    hash_key=hash_key,
                    range_key=range_key,
                    includes=tuple(included) if included else None,
                )
            )
    return found


def _expiries(entity: type[Entity]) -> list[str]:
    return [
        str(each.attr_name)
        for each in entity.get_attributes().values()
        if isinstance(each, Expiry)
    ]
