"""Creating what is missing, and nothing else."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.dynamo.client import shared_client
from core.dynamo.registry import Index, KeyPart, Table
from core.dynamo.tables import TableMismatch, create_tables, missing_parts

BY_COLOUR = Index(name="by-colour", hash_key=KeyPart("colour"), includes=("size",))


def a_table(**changes: Any) -> Table:
    values: dict[str, Any] = {
        "name": "testHats",
        "purpose": "Hats",
        "hash_key": KeyPart("id"),
        "range_key": KeyPart("made", "N"),
        "owner": "hats",
        "uses": (),
        **changes,
    }
    return Table(**values)


def described(name: str = "testHats") -> dict[str, Any]:
    found: dict[str, Any] = shared_client().describe_table(TableName=name)["Table"]
    return found


def expiry(name: str = "testHats") -> dict[str, Any]:
    answer = shared_client().describe_time_to_live(TableName=name)
    found: dict[str, Any] = answer["TimeToLiveDescription"]
    return found


def test_create_tables_makes_keys_index_expiry_and_on_demand_billing() -> None:
    added = create_tables([a_table(indexes=(BY_COLOUR,), ttl="expiresAt")])

    found = described()
    assert added == 2
    assert found["KeySchema"] == [
        {"AttributeName": "id", "KeyType": "HASH"},
        {"AttributeName": "made", "KeyType": "RANGE"},
    ]
    assert sorted(
        (part["AttributeName"], part["AttributeType"])
        for part in found["AttributeDefinitions"]
    ) == [("colour", "S"), ("id", "S"), ("made", "N")]
    assert found["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert found["GlobalSecondaryIndexes"][0]["Projection"] == {
        "ProjectionType": "INCLUDE",
        "NonKeyAttributes": ["size"],
    }
    assert expiry() == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expiresAt"}


def test_create_tables_twice_adds_nothing_and_keeps_the_rows() -> None:
    table = a_table(indexes=(BY_COLOUR,), ttl="expiresAt")
    create_tables([table])
    row = {"id": {"S": "cap"}, "made": {"N": "1"}, "colour": {"S": "red"}}
    shared_client().put_item(TableName="testHats", Item=row)

    added = create_tables([table])

    assert added == 0
    assert shared_client().scan(TableName="testHats")["Items"] == [row]


def test_create_tables_adds_a_missing_index_with_the_rows_in_it() -> None:
    create_tables([a_table()])
    row = {"id": {"S": "cap"}, "made": {"N": "1"}, "colour": {"S": "red"}}
    shared_client().put_item(TableName="testHats", Item=row)

    added = create_tables([a_table(indexes=(BY_COLOUR,))])

    found = shared_client().query(
        TableName="testHats",
        IndexName="by-colour",
        KeyConditionExpression="colour = :red",
        ExpressionAttributeValues={":red": {"S": "red"}},
    )
    assert added == 1
    assert found["Items"] == [row]


def test_create_tables_adds_a_missing_expiry() -> None:
    create_tables([a_table()])

    added = create_tables([a_table(ttl="expiresAt")])

    assert added == 1
    assert expiry()["AttributeName"] == "expiresAt"


def test_create_tables_keeps_an_index_that_the_registry_lacks() -> None:
    create_tables([a_table(indexes=(BY_COLOUR,))])

    added = create_tables([a_table()])

    assert added == 0
    assert described()["GlobalSecondaryIndexes"][0]["IndexName"] == "by-colour"


def test_create_tables_over_other_keys_is_refused_and_changes_nothing() -> None:
    create_tables([a_table(range_key=None)])

    with pytest.raises(TableMismatch) as refusal:
        create_tables([a_table(indexes=(BY_COLOUR,))])

    assert str(refusal.value) == (
        "Table testHats exists with the keys id; the registry says id + made."
        " Nothing was changed. Correct ENVIRONMENT, MEMBERSHIP_YEAR or"
        " DYNAMODB_ENDPOINT if this is another table, else the registry."
    )
    assert "GlobalSecondaryIndexes" not in described()


def test_create_tables_over_an_index_with_other_keys_is_refused() -> None:
    create_tables([a_table(indexes=(BY_COLOUR,))])
    other = Index(name="by-colour", hash_key=KeyPart("size"))

    with pytest.raises(TableMismatch, match=r"Index by-colour of testHats .* colour"):
        create_tables([a_table(indexes=(other,))])


def test_create_tables_dry_run_reports_and_creates_nothing() -> None:
    said: list[str] = []

    added = create_tables([a_table(ttl="expiresAt")], dry_run=True, report=said.append)

    assert added == 2
    assert said == ["table testHats", "expiry expiresAt of testHats"]
    assert "testHats" not in shared_client().list_tables()["TableNames"]


def test_missing_parts_of_a_complete_table_are_none() -> None:
    create_tables([a_table(indexes=(BY_COLOUR,))])

    assert missing_parts([a_table(indexes=(BY_COLOUR,))]) == []


def run_command(*arguments: str) -> str:
    output = StringIO()
    call_command("create_tables", *arguments, stdout=output)
    return output.getvalue()


def test_command_on_complete_tables_says_so() -> None:
    assert run_command() == "All tables are complete.\n"


def test_command_of_another_year_adds_that_years_table(settings: Any) -> None:
    settings.MEMBERSHIP_YEAR = 2031

    dry = run_command("--dry-run")
    wet = run_command()

    assert dry == "Would add table biztechMembers2031\nWould add 1 parts.\n"
    assert wet == "Adding table biztechMembers2031\nAdded 1 parts.\n"
    assert run_command() == "All tables are complete.\n"


def test_command_over_other_keys_is_an_error_of_one_sentence(settings: Any) -> None:
    settings.MEMBERSHIP_YEAR = 2032
    create_tables([a_table(name="biztechMembers2032")])

    with pytest.raises(CommandError, match="biztechMembers2032 exists with the keys"):
        run_command()
