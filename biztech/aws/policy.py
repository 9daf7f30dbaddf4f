"""The rights that a process needs on AWS, and no others, as an IAM policy."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings

from core.dynamo.registry import OUR_SERVICES, Access, Table, tables

Statement = dict[str, Any]

# Whoever may write may look at what it writes; a condition on a row is a look too.
READS = (
    "GetItem",
    "BatchGetItem",
    "Query",
    "Scan",
    "ConditionCheckItem",
    # How many rows there are.
    "DescribeTable",
)
WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")
# Of an index.
_INDEX_READS = ("Query", "Scan")
# What ``create_tables`` and ``check --database`` do.
_SET_UP = (
    "CreateTable",
    "DescribeTable",
    "DescribeTimeToLive",
    "UpdateTable",
    "UpdateTimeToLive",
)
# All but the table explorer, which reads what other services keep: a managed policy
# does not hold both, and who wants none of that leaves it out.
_OF_A_PROCESS = OUR_SERVICES - {"explorer"}
# A membership year: the policy outlives the roll-over.
_ANY_YEAR = "????"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Whose tables, where."""

    account: str
    region: str
    environment: str

    def table(self, table: Table) -> str:
        """Return the ARN of a table, of every membership year."""
        name = f"{table.name}{_ANY_YEAR if table.yearly else ''}{self.environment}"
        return f"arn:aws:dynamodb:{self.region}:{self.account}:table/{name}"


def tables_used(services: Collection[str] = OUR_SERVICES) -> list[Table]:
    """Return the tables that exist on AWS and that one of the services may touch."""
    return [
        table for table in tables() if not table.local and _accesses(table, services)
    ]


def policy_of(
    place: Place,
    *,
    services: Collection[str] = OUR_SERVICES,
    sets_up: bool = False,
) -> dict[str, Any]:
    """Return the rights of these services in their tables.

    With ``sets_up`` also those of whoever makes the tables.
    """
    statements = [*_on_tables(place, services)]
    if sets_up:
        ours = [table for table in tables_used(services) if table.is_ours]
        arns = [place.table(table) for table in ours]
        statements.append(_allow("MakeTables", "dynamodb", _SET_UP, arns))
    return _policy(statements)


def policy_of_a_process(place: Place, *, sets_up: bool = False) -> dict[str, Any]:
    """Return the rights of a process with the present settings: also what is no row.

    Those of the table explorer are a policy of their own.
    """
    rows = policy_of(place, services=_OF_A_PROCESS, sets_up=sets_up)
    statements = rows["Statement"]
    return _policy([*statements, *_on_pictures(), *_on_mail(place), *_on_pool(place)])


def _on_tables(place: Place, services: Collection[str]) -> Iterator[Statement]:
    written: list[Table] = []
    read: list[Table] = []
    for table in tables_used(services):
        writes = any(access.writes for access in _accesses(table, services))
        (written if writes else read).append(table)
    if written:
        arns = map(place.table, written)
        yield _allow("WriteRows", "dynamodb", [*READS, *WRITES], arns)
    if read:
        yield _allow("ReadRows", "dynamodb", READS, map(place.table, read))
    # A policy has no room for each of them, and they hold nothing but the table's rows.
    indexes = [
        f"{place.table(table)}/index/*" for table in (*written, *read) if table.indexes
    ]
    if indexes:
        yield _allow("ReadIndexes", "dynamodb", _INDEX_READS, indexes)


def _accesses(table: Table, services: Collection[str]) -> list[Access]:
    """Return what the services may do there; nobody writes to keys that are a guess."""
    accesses = [table.access_of(service) for service in services]
    return [
        access
        for access in accesses
        if access and not (access.writes and table.inferred)
    ]


def _on_pictures() -> Iterator[Statement]:
    if bucket := settings.PROFILE_BUCKET:
        arn = f"arn:aws:s3:::{bucket}"
        folders = [
            f"{arn}/{state}profile-pictures/*"
            for state in ("", "uploaded/", "removed/")
        ]
        acts = ("GetObject", "PutObject", "DeleteObject")
        yield _allow("KeepPictures", "s3", acts, folders)
        yield _allow("ListPictures", "s3", ["ListBucket"], [arn])
    if bucket := settings.EVENT_IMAGES_BUCKET:
        folder = f"arn:aws:s3:::{bucket}/event-thumbnails/*"
        yield _allow("OfferUploadsOfEventPictures", "s3", ["PutObject"], [folder])


def _on_mail(place: Place) -> Iterator[Statement]:
    if settings.MAIL_BACKEND != "ses":
        return
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    owner = f"{place.region}:{place.account}"
    identities = [
        f"arn:aws:ses:{owner}:identity/{name}"
        for name in (address.partition("@")[2], address)
    ]
    yield _allow("SendMail", "ses", ["SendEmail"], identities)
    topics = [f"arn:aws:sns:{owner}:*"]
    yield _allow("HearOfBounces", "sns", ["ConfirmSubscription"], topics)


def _on_pool(place: Place) -> Iterator[Statement]:
    if pool := settings.COGNITO_USER_POOL_ID:
        region = pool.partition("_")[0]
        arn = f"arn:aws:cognito-idp:{region}:{place.account}:userpool/{pool}"
        yield _allow("InviteWhoPaid", "cognito-idp", ["AdminCreateUser"], [arn])


def _allow(
    name: str, service: str, actions: Iterable[str], resources: Iterable[str]
) -> Statement:
    return {
        "Sid": name,
        "Effect": "Allow",
        "Action": [f"{service}:{action}" for action in actions],
        "Resource": list(resources),
    }


def _policy(statements: list[Statement]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statements}
