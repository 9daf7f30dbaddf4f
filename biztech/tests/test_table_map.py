"""``manage.py table_map`` in its three forms."""

import json
from io import StringIO

from django.core.management import call_command

from core.dynamo.registry import MAP


def printed(form: str) -> str:
    output = StringIO()
    call_command("table_map", format=form, stdout=output)
    return output.getvalue()


def test_table_map_is_aligned_with_a_row_for_each_use() -> None:
    lines = printed("table").splitlines()

    start = lines[0].index("Service ")
    users = next(number for number, line in enumerate(lines) if "biztechUsers" in line)
    assert lines[0].split() == [
        "Table", "Key", "Indexes", "Owner", "Served", "by", "Service", "Access",
        "Notes",
    ]  # fmt: skip
    assert [line[start:].split()[0] for line in lines[users : users + 5]] == [
        "users", "payments", "registrations", "members", "transactions",
    ]  # fmt: skip


def test_table_map_as_markdown_is_a_table() -> None:
    lines = printed("markdown").splitlines()

    assert lines[0] == (
        "| Table | Key | Indexes | Owner | Served by | Service | Access | Notes |"
    )
    assert lines[1] == f"|{' --- |' * 8}"
    assert (
        "| biztechInstagramAuth | id |  | instagram | explorer | instagram | ReadWrite"
        " | Token storage and refresh |"
    ) in lines


def test_table_map_as_json_tells_keys_indexes_and_access() -> None:
    tables = {table["name"]: table for table in json.loads(printed("json"))}

    members = tables["biztechMembers"]
    assert len(tables) == 43
    assert members["table"] == "biztechMembers2026"
    assert members["servedBy"] == "memberships"
    assert tables["bizFeedback"]["servedBy"] == "companion"
    assert members["key"] == [{"name": "id", "type": "S"}]
    assert members["indexes"] == [
        {
            "name": "profile-query",
            "key": [{"name": "profileID", "type": "S"}],
            "includes": "all",
        }
    ]
    assert members["access"] == {
        "members": "ReadWrite",
        "payments": "Write",
        "profiles": "ReadWrite",
        "interactions": "Read",
        "quests": "Read",
        "investments": "Read",
        "recommendations": "Read",
        "users": "Read",
        "undo": "ReadWrite",
        "bots": "ReadWrite",
        "privacy": "ReadWrite",
        "explorer": "Read",
    }


SERVED = {
    "accounts": {"biztechUsers"},
    "memberships": {"biztechMembers"},
    "profiles": {"biztechProfiles", "biztechQRs"},
    "events": {"biztechEvents", "biztechRegistrations", "biztechEventFeedback"},
    "interactions": {"bizWallSockets", "bizLiveConnections"},
    "companion": {
        "biztechTeams", "biztechQuests", "biztechQuizzes", "biztechInvestments",
        "biztechPrizes", "biztechTransactions", "bizSockets", "bizStickers",
        "bizScores", "bizFeedback", "bizJudge",
    },
    "explorer": {
        "bizConnections", "biztechInstagramAuth",
        *(f"bizBtx{each}" for each in (
            "Projects", "Accounts", "Holdings", "Trades", "Prices", "Sockets",
        )),
        *(f"biztechPartner{each}" for each in (
            "s", "EventLinks", "shipEvents", "Documents", "Communications", "shipsMeta",
        )),
    },
}  # fmt: skip


def test_every_table_of_the_club_is_served_or_shown() -> None:
    served: dict[str, set[str]] = {each: set() for each in SERVED}
    names = {entry.name for entry in MAP}
    for table in json.loads(printed("json")):
        if table["name"] in names:
            served[table["servedBy"]].add(table["name"])
            assert table["access"]["explorer"] == "Read"

    assert served == SERVED
    assert sum(map(len, SERVED.values())) == len(names) == 34


def test_table_map_asks_no_database(database_calls: list[str]) -> None:
    printed("table")

    assert database_calls == []
