"""The registry against the models that are bound to its tables."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from core.dynamo.base import Entity
from core.dynamo.registry import MAP, Access, Table, table_named, tables

for _app in (
    "accounts",
    "memberships",
    "payments",
    "tools.stripe",
    "profiles",
    "interactions",
    "core.audit",
    "core.identity",
):
    import_module(f"{_app}.models")


def entities() -> list[type[Entity]]:
    """Return every entity of the project, without those of another year."""
    return sorted(
        (
            entity
            for entity in Entity.__subclasses__()
            if not entity.__module__.startswith("biztech.tests")
        ),
        key=lambda entity: entity.__name__,
    )


def key_names(schema: list[Any]) -> list[str]:
    # PynamoDB lists them by name; DynamoDB tells them apart by their role.
    ordered = sorted(schema, key=lambda part: part["KeyType"] != "HASH")
    return [part["AttributeName"] for part in ordered]


def indexes_of(entity: type[Entity]) -> Iterator[tuple[str, list[str], Any]]:
    for index in entity._indexes.values():
        meta: Any = index.Meta
        included = getattr(meta.projection, "non_key_attributes", None)
        yield (
            meta.index_name,
            key_names(index._get_schema()["key_schema"]),
            tuple(included) if included else None,
        )


@pytest.mark.parametrize("entity", entities(), ids=lambda entity: entity.__name__)
def test_entity_has_the_keys_of_its_table(entity: type[Entity]) -> None:
    table = table_named(entity.base_name())

    names = [part.name for part in (table.hash_key, table.range_key) if part]

    assert key_names(entity._get_schema()["key_schema"]) == names
    assert entity.Meta.yearly == table.yearly


@pytest.mark.parametrize("entity", entities(), ids=lambda entity: entity.__name__)
def test_entity_indexes_are_those_of_its_table(entity: type[Entity]) -> None:
    table = table_named(entity.base_name())
    registered = {
        index.name: (
            [part.name for part in (index.hash_key, index.range_key) if part],
            index.includes,
        )
        for index in table.indexes
    }

    for name, keys, included in indexes_of(entity):
        assert registered[name] == (keys, included)


def test_every_index_of_an_entity_is_tested() -> None:
    names = {name for entity in entities() for name, _, _ in indexes_of(entity)}

    assert names >= {"profile-query", "type-query", "recent"}


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_only_tables_without_entities_are_described(table: Table) -> None:
    bound = table.name in {entity.base_name() for entity in entities()}

    described = any(
        isinstance(entry, Table) and entry.name == table.name for entry in MAP
    )

    assert bound is not described


def test_map_holds_the_thirty_four_tables_of_the_club() -> None:
    assert len(MAP) == 34
    assert len({table.name for table in tables() if not table.local}) == 43


def test_explorer_reads_every_table_that_is_shared_and_writes_none() -> None:
    accesses = {table.name: table.access_of("explorer") for table in tables()}

    shared = {table.name for table in tables() if not table.local}
    assert {name for name, access in accesses.items() if access} == shared
    assert set(filter(None, accesses.values())) == {Access.READ}


def test_access_of_a_service_that_the_map_does_not_name_is_none() -> None:
    assert table_named("biztechUsers").access_of("instagram") is None


R, W, RW = Access.READ, Access.WRITE, Access.READ_WRITE
# The club's Table Ownership Map; others of its services may have come since.
SOLELY = {
    "quests": "biztechQuests",
    "quizzes": "biztechQuizzes",
    "investments": "biztechInvestments",
    "prizes": "biztechPrizes",
    "transactions": "biztechTransactions",
    "events": "biztechEventFeedback",
    "connections": "bizConnections",
    "interactions": "bizWallSockets bizLiveConnections bizSockets bizStickers"
    " bizScores bizFeedback bizJudge",
    "btx": "bizBtxProjects bizBtxAccounts bizBtxHoldings bizBtxTrades bizBtxPrices"
    " bizBtxSockets",
    "partnerships": "biztechPartners biztechPartnerEventLinks biztechPartnershipEvents"
    " biztechPartnerDocuments biztechPartnerCommunications biztechPartnershipsMeta",
    "instagram": "biztechInstagramAuth",
}
MAPPED: dict[str, dict[str, Access]] = {
    "biztechUsers": {
        "users": RW, "payments": RW, "registrations": R, "members": W,
        "transactions": R,
    },
    "biztechEvents": {
        "events": RW, "registrations": R, "payments": R, "users": R,
        "partnerships": R, "interactions": R,
    },
    "biztechRegistrations": {
        "registrations": RW, "payments": RW, "events": R, "profiles": RW,
    },
    "biztechMembers": {
        "members": RW, "payments": W, "profiles": RW, "interactions": R, "bots": RW,
    },
    "biztechProfiles": {
        "profiles": RW, "interactions": RW, "members": W, "payments": W,
    },
    "biztechTeams": {"teams": RW, "btx": R},
    "biztechQRs": {"qr": RW, "profiles": W},
    **{name: {owner: RW} for owner, names in SOLELY.items() for name in names.split()},
}  # fmt: skip


def test_registry_names_the_tables_of_the_map() -> None:
    assert {entry.name for entry in MAP} == MAPPED.keys()


@pytest.mark.parametrize("name", MAPPED)
def test_access_is_that_of_the_map(name: str) -> None:
    table, accesses = table_named(name), MAPPED[name]

    assert {each: table.access_of(each) for each in accesses} == accesses
    assert table.owner == next(iter(accesses))


def test_unknown_table_is_named_in_the_error() -> None:
    with pytest.raises(LookupError, match="biztechNothing"):
        table_named("biztechNothing")


def test_full_name_follows_year_and_environment(settings: Any) -> None:
    settings.MEMBERSHIP_YEAR = 2031
    settings.ENVIRONMENT = "PROD"

    assert table_named("biztechMembers").full_name == "biztechMembers2031PROD"
    assert table_named("biztechUsers").full_name == "biztechUsersPROD"
