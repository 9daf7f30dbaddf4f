"""The templates make exactly the tables that create_tables makes."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from core.dynamo.client import shared_client
from core.dynamo.registry import Table, table_named, tables


def printed(form: str) -> dict[str, Any]:
    output = StringIO()
    call_command("tables_template", format=form, stdout=output)
    template: dict[str, Any] = json.loads(output.getvalue())
    return template


def ours() -> list[Table]:
    return [table for table in tables() if table.is_ours and not table.local]


def made(name: str) -> dict[str, Any]:
    """Return a table that create_tables made in the tests' engine."""
    found: dict[str, Any] = shared_client().describe_table(TableName=name)["Table"]
    return found


def shape(table: dict[str, Any]) -> Any:
    """Return keys, their types and indexes, however they are told."""
    parts = {
        part["AttributeName"]: part["AttributeType"]
        for part in table["AttributeDefinitions"]
    }
    indexes = {
        index["IndexName"]: (
            index["KeySchema"],
            index["Projection"]["ProjectionType"],
            sorted(index["Projection"].get("NonKeyAttributes", ())),
        )
        for index in table.get("GlobalSecondaryIndexes", ())
    }
    return table["TableName"], table["KeySchema"], parts, indexes


def test_stack_has_the_tables_that_create_tables_makes() -> None:
    resources = printed("cloudformation")["Resources"]

    assert len(resources) == len(ours())
    for table, resource in zip(ours(), resources.values(), strict=True):
        properties = resource["Properties"]
        assert resource["Type"] == "AWS::DynamoDB::Table"
        assert shape(properties) == shape(made(table.full_name))
        assert properties["BillingMode"] == "PAY_PER_REQUEST"
        expiry = properties.get("TimeToLiveSpecification")
        wanted = {"AttributeName": table.ttl, "Enabled": True} if table.ttl else None
        assert expiry == wanted


def test_engine_takes_what_the_stack_says() -> None:
    """What CloudFormation asks DynamoDB to make is made, key for key."""
    client = shared_client()
    asked_after = ("PointInTimeRecovery", "TimeToLive", "DeletionProtection")
    for resource in printed("cloudformation")["Resources"].values():
        asked = {
            name: value
            for name, value in resource["Properties"].items()
            if not name.startswith(asked_after)
        }
        asked["TableName"] = f"again-{asked['TableName']}"
        client.create_table(**asked)
        assert shape(made(asked["TableName"])) == shape(asked)


@pytest.mark.parametrize("form", ["cloudformation", "terraform"])
def test_tables_outlive_mistakes(form: str) -> None:
    text = json.dumps(printed(form))

    assert text.count('"Retain"') == (2 * len(ours()) if form != "terraform" else 0)
    assert text.count('"prevent_destroy": true') == (
        len(ours()) if form == "terraform" else 0
    )
    word = {
        "cloudformation": '"PointInTimeRecoveryEnabled": true',
        "terraform": '"point_in_time_recovery": {"enabled": true}',
    }
    assert text.count(word[form]) == len(ours())


def test_terraform_has_the_same_tables_keys_and_indexes() -> None:
    stack = printed("cloudformation")["Resources"].values()
    tables_of = printed("terraform")["resource"]["aws_dynamodb_table"].values()

    for resource, table in zip(stack, tables_of, strict=True):
        wanted = resource["Properties"]
        assert as_dynamodb_says(table) == shape(wanted)
        named = table.get("ttl", {}).get("attribute_name")
        expiry = wanted.get("TimeToLiveSpecification", {}).get("AttributeName")
        assert named == expiry


def as_dynamodb_says(table: dict[str, Any]) -> Any:
    """Return the shape of a table as Terraform asks for it."""

    def keys(of: dict[str, Any]) -> list[dict[str, str]]:
        return [
            {"AttributeName": of[f"{kind.lower()}_key"], "KeyType": kind}
            for kind in ("HASH", "RANGE")
            if f"{kind.lower()}_key" in of
        ]

    indexes = {
        index["name"]: (
            keys(index),
            index["projection_type"],
            sorted(index.get("non_key_attributes", ())),
        )
        for index in table["global_secondary_index"]
    }
    types = {each["name"]: each["type"] for each in table["attribute"]}
    return table["name"], keys(table), types, indexes


def test_local_and_other_services_tables_are_in_no_template() -> None:
    names = {
        resource["Properties"]["TableName"]
        for resource in printed("cloudformation")["Resources"].values()
    }

    assert table_named("biztechUsers").full_name in names
    assert not names & {"bizBtxAccounts", "biztechPartners"}
    assert not names & {table.full_name for table in tables() if table.local}
