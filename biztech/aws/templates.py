"""The tables of the registry as CloudFormation and Terraform make them.

Both keep what is there: recovery to a point in time, protection against deletion, and
tables that outlive the stack that made them.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from core.dynamo.registry import Table
from core.dynamo.tables import definition_of

Template = dict[str, Any]


def cloudformation(tables: Iterable[Table]) -> Template:
    """Return a stack of these tables."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Tables of BizTech Identity",
        "Resources": {
            _resource(table): {
                "Type": "AWS::DynamoDB::Table",
                "DeletionPolicy": "Retain",
                "UpdateReplacePolicy": "Retain",
                "Properties": _properties(table),
            }
            for table in tables
        },
    }


def _resource(table: Table) -> str:
    # Letters and digits alone, and the same in every year and environment.
    return table.name[0].upper() + table.name[1:]


def _properties(table: Table) -> dict[str, Any]:
    properties = {
        **definition_of(table),
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "DeletionProtectionEnabled": True,
    }
    if table.ttl:
        expiry = {"AttributeName": table.ttl, "Enabled": True}
        properties["TimeToLiveSpecification"] = expiry
    return properties


def terraform(tables: Iterable[Table]) -> Template:
    """Return a configuration of these tables, in Terraform's JSON syntax."""
    resources = {table.name: _configuration(table) for table in tables}
    return {"resource": {"aws_dynamodb_table": resources}}


def _configuration(table: Table) -> dict[str, Any]:
    definition = definition_of(table)
    configuration = {
        "name": definition["TableName"],
        "billing_mode": definition["BillingMode"],
        **_keys(definition["KeySchema"]),
        "attribute": [
            {"name": each["AttributeName"], "type": each["AttributeType"]}
            for each in definition["AttributeDefinitions"]
        ],
        "global_secondary_index": [
            _index(index) for index in definition.get("GlobalSecondaryIndexes", ())
        ],
        "point_in_time_recovery": {"enabled": True},
        "deletion_protection_enabled": True,
        "lifecycle": {"prevent_destroy": True},
    }
    if table.ttl:
        configuration["ttl"] = {"attribute_name": table.ttl, "enabled": True}
    return configuration


def _index(index: Mapping[str, Any]) -> dict[str, Any]:
    projection = index["Projection"]
    configuration = {
        "name": index["IndexName"],
        **_keys(index["KeySchema"]),
        "projection_type": projection["ProjectionType"],
    }
    if "NonKeyAttributes" in projection:
        configuration["non_key_attributes"] = projection["NonKeyAttributes"]
    return configuration


def _keys(schema: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {f"{part['KeyType'].lower()}_key": part["AttributeName"] for part in schema}


FORMATS: Mapping[str, Callable[[Iterable[Table]], Template]] = MappingProxyType(
    {"cloudformation": cloudformation, "terraform": terraform}
)
