"""What other services of the club answer, this server answers to nobody.

Their tables are shown to execs in the dashboard; no route of the API reads or writes
them, whoever asks.
"""

import json
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from biztech.tests.callers import AMIRA, BEN, anonymous, caller, send
from biztech.tests.test_odd_bodies import NAMED
from core.dynamo.client import shared_client
from core.dynamo.registry import Table, tables
from core.dynamo.wire import to_item

AS_THE_GATEWAY = {"message": "Missing Authentication Token"}
THEIRS = [table for table in tables() if table.served_by == "explorer"]
MARK = "what-is-theirs"
BTX = """
    GET projects
    GET market/snapshot
    POST market/buy
    POST market/sell
    GET portfolio
    GET trades
    GET price-history
    GET leaderboard
    POST admin/project
    POST admin/seed
    POST admin/phase-bump
    POST admin/investment-impact
"""
PARTNERSHIPS = """
    GET dashboard
    GET partners
    POST partners
    GET partners/p1
    PATCH partners/p1
    GET events
    POST events
    GET events/e1
    PATCH events/e1
    DELETE events/e1
    POST partners/p1/events
    PATCH partner-events/l1
    DELETE partner-events/l1
    GET partners/p1/documents
    POST partners/p1/documents
    PATCH partner-documents/d1
    DELETE partner-documents/d1
    GET partners/p1/communications
    POST partners/p1/communications
    PATCH partner-communications/c1
    DELETE partner-communications/c1
    GET export
    GET google-sheets/status
    POST google-sheets/sync
    GET email/config
    GET email/templates
    POST email/templates
    PATCH email/templates/t1
    DELETE email/templates/t1
    POST email/send
    GET email/sync/status
    POST email/sync/ingest
"""
OTHERS = """
    GET /instagram/analytics
    GET /instagram/token/status
    POST /instagram/token/refresh
    POST /discord/webhook
    POST /slack/github
    POST /slack/shortcut/events
    GET /emails/templates
    GET /emails/templates/t1
    POST /emails/templates
    PATCH /emails/templates
    DELETE /emails/templates/t1
"""


def _under(prefix: str, lines: str) -> list[tuple[str, str]]:
    named = (line.split() for line in lines.strip().splitlines())
    return [(method, f"{prefix}{path}") for method, path in named]


ROUTES = [
    *_under("/btx/", BTX),
    *_under("/partnerships/", PARTNERSHIPS),
    *_under("", OTHERS),
]


def test_all_their_routes_are_tried() -> None:
    assert len(ROUTES) == 12 + 32 + 11


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("end", ["", "/"])
def test_route_of_another_service_is_unknown(method: str, path: str, end: str) -> None:
    for client in (anonymous(), caller(AMIRA), caller(BEN)):
        answer = send(client, method, f"{path}{end}", {"teamId": "t1"})

        assert (answer.status_code, answer.json()) == (403, AS_THE_GATEWAY)


def test_no_read_of_the_api_tells_what_is_in_their_tables() -> None:
    for table in THEIRS:
        shared_client().put_item(TableName=table.full_name, Item=_row(table))
    generator: Any = SchemaGenerator
    paths = generator().get_schema(public=True)["paths"]
    theirs = ("profile_id", "team_id", "event", "mbti", "room_id", "team_name")
    known = {**NAMED, **dict.fromkeys(theirs, MARK)}
    reads = [path.format(**known) for path, each in paths.items() if "get" in each]

    for client in (anonymous(), caller(AMIRA), caller(BEN)):
        told = {path: client.get(path).content.decode() for path in reads}
        said = {path for path, text in told.items() if json.dumps("of theirs") in text}
        assert said == set()


def _row(table: Table) -> dict[str, Any]:
    parts = [part for part in (table.hash_key, table.range_key) if part]
    key = {part.name: 7 if part.type == "N" else MARK for part in parts}
    return to_item({"name": "of theirs", "email": AMIRA, "userId": AMIRA, **key})
