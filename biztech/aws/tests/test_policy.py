"""The policy allows what the product does, and nothing more."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from biztech.aws.policy import tables_used
from biztech.tests.rights import Need, is_allowed, needs_of, statements_of_the_product
from core.dynamo.registry import OUR_SERVICES, table_named, tables

# Of a managed policy, blanks not counted.
MOST_CHARACTERS = 6144


def printed(*options: str) -> tuple[dict[str, Any], str]:
    output, errors = StringIO(), StringIO()
    call_command("iam_policy", *options, stdout=output, stderr=errors)
    policy: dict[str, Any] = json.loads(output.getvalue())
    return policy, errors.getvalue()


def by_name(policy: dict[str, Any]) -> dict[str, Any]:
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def test_policy_covers_each_table_of_our_services_and_its_indexes() -> None:
    allowed = statements_of_the_product()

    for table in tables_used():
        for action in ("GetItem", "Query", "ConditionCheckItem"):
            assert is_allowed(Need(action, table.full_name), allowed)
        for index in table.indexes:
            assert is_allowed(Need("Query", table.full_name, index.name), allowed)
            assert not is_allowed(Need("PutItem", table.full_name, index.name), allowed)


def test_policy_lets_nobody_write_in_tables_of_other_services() -> None:
    allowed = statements_of_the_product()

    for name in ("bizBtxPrices", "biztechInstagramAuth", "bizConnections"):
        assert is_allowed(Need("Scan", name), allowed)
        assert not is_allowed(Need("PutItem", name), allowed)
    for name in ("biztechUsersPROD", "biztechUsersOfOthers", "biztechMembers2026PROD"):
        assert not is_allowed(Need("GetItem", name), allowed)


@pytest.mark.parametrize(
    "action", ["CreateTable", "DeleteTable", "UpdateTable", "UpdateTimeToLive"]
)
def test_server_may_not_change_tables(action: str) -> None:
    assert not is_allowed(Need(action, "biztechUsers"), statements_of_the_product())


def test_membership_table_of_every_year_is_covered() -> None:
    allowed = statements_of_the_product()

    assert is_allowed(Need("PutItem", "biztechMembers2026"), allowed)
    assert is_allowed(Need("PutItem", "biztechMembers2031"), allowed)
    assert is_allowed(Need("Query", "biztechMembers2031", "profile-query"), allowed)


@pytest.mark.parametrize("service", sorted(OUR_SERVICES))
def test_service_alone_may_do_what_the_registry_says(service: str) -> None:
    policy, _ = printed("--service", service, "--account", "123456789012")
    statements = policy["Statement"]

    for table in tables():
        access = table.access_of(service)
        if table.local or (access and access.writes and table.inferred):
            access = None
        name = table.full_name
        assert is_allowed(Need("GetItem", name), statements) is (access is not None)
        writes = access is not None and access.writes
        assert is_allowed(Need("DeleteItem", name), statements) is writes


def test_reading_tables_of_other_services_is_a_policy_of_its_own() -> None:
    place = ("--account", "123456789012", "--region", "us-west-2", "--environment", "")
    process, explorer = printed(*place)[0], printed(*place, "--service", "explorer")[0]

    trades = Need("Scan", "bizBtxTrades")
    assert not is_allowed(trades, process["Statement"])
    assert is_allowed(trades, explorer["Statement"])
    assert is_allowed(Need("DescribeTable", "biztechUsers"), process["Statement"])
    assert len("".join(json.dumps(explorer).split())) <= MOST_CHARACTERS


def test_policy_names_place_and_environment() -> None:
    policy, _ = printed(
        "--account", "123456789012", "--region", "ca-central-1",
        "--environment", "PROD",
    )  # fmt: skip

    arns = by_name(policy)["WriteRows"]["Resource"]
    assert "arn:aws:dynamodb:ca-central-1:123456789012:table/biztechUsersPROD" in arns
    assert (
        "arn:aws:dynamodb:ca-central-1:123456789012:table/biztechMembers????PROD"
        in arns
    )


def test_policy_of_a_whole_installation_has_its_buckets_mail_and_pool(
    settings: Settings,
) -> None:
    settings.PROFILE_BUCKET = "pictures"
    settings.EVENT_IMAGES_BUCKET = "events"
    settings.MAIL_BACKEND = "ses"
    settings.DEFAULT_FROM_EMAIL = "UBC BizTech <dev@ubcbiztech.com>"
    settings.COGNITO_USER_POOL_ID = "us-west-2_pool"

    policy, said = printed("--account", "123456789012", "--environment", "PROD")

    named = by_name(policy)
    assert said == ""
    assert named["KeepPictures"]["Resource"] == [
        "arn:aws:s3:::pictures/profile-pictures/*",
        "arn:aws:s3:::pictures/uploaded/profile-pictures/*",
        "arn:aws:s3:::pictures/removed/profile-pictures/*",
    ]
    assert named["ListPictures"]["Action"] == ["s3:ListBucket"]
    assert named["OfferUploadsOfEventPictures"]["Resource"] == [
        "arn:aws:s3:::events/event-thumbnails/*"
    ]
    assert named["SendMail"]["Action"] == ["ses:SendEmail"]
    assert named["SendMail"]["Resource"] == [
        "arn:aws:ses:us-west-2:123456789012:identity/ubcbiztech.com",
        "arn:aws:ses:us-west-2:123456789012:identity/dev@ubcbiztech.com",
    ]
    assert named["InviteWhoPaid"]["Action"] == ["cognito-idp:AdminCreateUser"]
    assert len("".join(json.dumps(policy).split())) <= MOST_CHARACTERS
    assert "*" not in {action for one in named.values() for action in one["Action"]}


def test_what_is_not_set_is_said_and_not_allowed() -> None:
    policy, said = printed()

    assert set(by_name(policy)) == {"WriteRows", "ReadRows", "ReadIndexes"}
    for name in ("PROFILE_BUCKET", "EVENT_IMAGES_BUCKET", "MAIL_BACKEND"):
        assert f"{name} is not set" in said


def test_set_up_may_make_tables_and_never_delete_one() -> None:
    policy, _ = printed("--set-up")

    makes = by_name(policy)["MakeTables"]
    assert "dynamodb:CreateTable" in makes["Action"]
    assert not [action for action in makes["Action"] if "Delete" in action]
    assert len(makes["Resource"]) == len([t for t in tables_used() if t.is_ours])


def test_calls_need_what_aws_asks_for() -> None:
    users, profiles = table_named("biztechUsers"), table_named("biztechProfiles")
    request = {
        "TransactItems": [
            {"ConditionCheck": {"TableName": users.full_name}},
            {"Put": {"TableName": profiles.full_name}},
        ]
    }

    assert list(needs_of("TransactWriteItems", request)) == [
        Need("ConditionCheckItem", "biztechUsers"),
        Need("PutItem", "biztechProfiles"),
    ]
    query = {"TableName": "biztechMail", "IndexName": "recent"}
    assert list(needs_of("Query", query)) == [Need("Query", "biztechMail", "recent")]
