"""What the policy of the product allows of the calls that a database is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from biztech.aws.policy import Place, Statement, policy_of
from biztech.tests.wiping import tables_in

_ACTION_OF_PART = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}
PLACE = Place(account="123456789012", region="us-west-2", environment="")


@dataclass(frozen=True)
class Need:
    """A right that a call needs: an action on a table, or on an index of it."""

    action: str
    table: str
    index: str = ""


def needs_of(operation: str, request: dict[str, Any]) -> Iterator[Need]:
    """Yield what AWS asks the caller's policy for; tables by their full name."""
    if "TransactItems" in request:
        for item in request["TransactItems"]:
            for kind, part in item.items():
                yield Need(_ACTION_OF_PART[kind], part["TableName"])
        return
    for name in tables_in(operation, request):
        yield Need(operation, name, request.get("IndexName", ""))


def is_allowed(need: Need, statements: list[Statement]) -> bool:
    """Tell whether one of the statements allows it, as AWS decides."""
    table = f"arn:aws:dynamodb:{PLACE.region}:{PLACE.account}:table/{need.table}"
    arn = f"{table}/index/{need.index}" if need.index else table
    return any(
        f"dynamodb:{need.action}" in statement["Action"]
        and any(fnmatchcase(arn, resource) for resource in statement["Resource"])
        for statement in statements
    )


def statements_of_the_product() -> list[Statement]:
    """Return what a process is allowed in tables without a suffix."""
    statements: list[Statement] = policy_of(PLACE)["Statement"]
    return statements
