"""The explorer: who may look, what is found, what is hidden, what is recorded."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import get_resolver

from biztech.dashboard.framework.tests.visitors import AMIRA, BEN, CHLOE, ben, visitor
from biztech.dashboard.tables import reading
from biztech.dashboard.tables.masking import HIDDEN
from biztech.dashboard.tables.reading import ROWS_OF_A_PAGE
from biztech.dashboard.tables.sealing import opened, sealed
from biztech.dashboard.tables.tests.odd_rows import ODD, SECRET
from core.audit.trail import history
from core.dynamo.client import counted_calls, shared_client
from core.dynamo.registry import Table, table_named, tables
from core.dynamo.tables import create_tables
from core.dynamo.wire import to_item
from core.exports.taking import ExportAct

TABLES = "/admin/tables/"
PRICES = f"{TABLES}bizBtxPrices/"
SHARED = [table for table in tables() if not table.local]

TICKET = "BT1:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
SECRETS = {
    "accessToken": "IGQopaque-token-one",
    "checkoutLink": "https://pay.example/link-two",
    "nested": {"deep": [{"apiKey": "key-three"}]},
    "json": json.dumps({"data": {"clientSecret": {"S": "secret-four"}}}),
    "change": {"name": "checkoutLink", "before": "five-before", "after": None},
    "note": f"Your ticket: https://app.example/event/ticket/{TICKET}, see you",
    "ticket": f"scan {TICKET}",
    "pay": "go to https://checkout.stripe.com/c/pay/cs_test_six#fid",
    "jwt": "it says eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzZXZlbiJ9.sevensignature",
    "signed": "https://bucket.example/a.png?X-Amz-Date=1&X-Amz-Signature=eight",
    "quoted": json.dumps(json.dumps({"password": "twelve"})),
    "deep": '{"password": "thirteen", "a": ' + "[" * 900 + "]" * 900 + "}",
    "blob": b"nine-in-binary",
    "blobs": {b"ten-in-binary"},
    "texts": {"sk_live_eleven"},
    **ODD,
}
OPENING = (
    "token-one", "link-two", "key-three", "secret-four", "five-before", TICKET[4:],
    "cs_test_six", "sevensignature", "eight", "nine-in", "bmluZS", "ten-in", "dGVu",
    "sk_live_eleven", "twelve", "thirteen", SECRET,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _counted_anew() -> Iterator[None]:
    reading._counted.cache_clear()
    yield
    reading._counted.cache_clear()


def store(table: Table, **values: Any) -> None:
    shared_client().put_item(TableName=table.full_name, Item=to_item(values))


def keyed(table: Table) -> dict[str, Any]:
    parts = [part for part in (table.hash_key, table.range_key) if part]
    return {part.name: 7 if part.type == "N" else "the-key" for part in parts}


def text_of(address: str, **posted: str) -> str:
    browser = ben()
    page = browser.post(address, posted) if posted else browser.get(address)
    assert page.status_code == 200
    return unescape(" ".join(page.content.decode().split()))


def rows_in(page: str, table: str) -> list[str]:
    return re.findall(rf'href="({TABLES}{table}/row/[^"]+)"', page)


def next_in(page: str) -> str | None:
    found = re.search(r'href="(\?at=[^"]+)"', page)
    return found and found[1]


@pytest.mark.parametrize(
    "address",
    [
        TABLES,
        PRICES,
        f"{PRICES}download/",
        f"{PRICES}row/{sealed('bizBtxPrices', {})}/",
    ],
)
def test_page_for_anybody_but_an_exec_stays_closed(address: str) -> None:
    store(table_named("bizBtxPrices"), projectId="p", ts=1)
    expected = (302, f"/sign-in/?next={quote(address)}")
    stranger = visitor(None)
    answers = [stranger.get(address), stranger.post(address, {"purpose": "x"})]
    assert [(a.status_code, a["Location"]) for a in answers] == [expected, expected]

    for member in (visitor(AMIRA), visitor(CHLOE)):
        posted = member.post(address, {"purpose": "x", "hash_key": "p"})
        assert [member.get(address).status_code, posted.status_code] == [403, 403]
    assert history("bizBtxPrices") == []


def test_nothing_but_the_dashboard_leads_to_the_explorer() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert not {name for name in names if name.startswith("table")}


def test_every_shared_table_is_listed_with_its_key_indexes_owner_and_count() -> None:
    store(table_named("bizBtxHoldings"), userId=AMIRA, projectId="p")

    page = text_of(TABLES)

    for table in SHARED:
        assert f'href="{TABLES}{table.name}/">{table.full_name}<' in page
    assert "Key userId + projectId. Indexes byProject (projectId + userId)." in page
    assert "Owner btx, shown here alone." in page
    assert "Owner members, served by memberships." in page
    assert "about 1 row<" in page
    assert "biztechLocalStripe" not in page


def test_counts_are_asked_for_once_in_a_while() -> None:
    text_of(TABLES)

    with counted_calls() as calls:
        text_of(TABLES)

    assert "DescribeTable" not in calls


def test_browsing_meets_every_row_once_a_page_for_a_call() -> None:
    table, many = table_named("bizBtxPrices"), 2 * ROWS_OF_A_PAGE + 20
    for number in range(many):
        store(table, projectId=f"p{number % 7}", ts=number, price=1.5)

    met: list[str] = []
    pages = 0
    at: str | None = ""
    while at is not None:
        with counted_calls() as calls:
            page = text_of(f"{PRICES}{at}")
        assert calls.count("Scan") == 1
        met += re.findall(r"p\d · \d+", page)
        pages, at = pages + 1, next_in(page)

    assert len(met) == len(set(met)) == many
    assert pages == 3


def test_rows_are_looked_up_by_key_and_index_without_an_address_that_tells() -> None:
    holdings = table_named("bizBtxHoldings")
    for project in ("apple", "apricot", "pear"):
        store(holdings, userId=AMIRA, projectId=project, shares=3)
    store(holdings, userId=CHLOE, projectId="pear")
    address = f"{TABLES}bizBtxHoldings/"

    own = text_of(address, hash_key=AMIRA)
    some = text_of(address, hash_key=AMIRA, range_key="ap")
    of_project = text_of(address, index="byProject", hash_key="pear")
    nothing = text_of(address, hash_key="nobody@example.org")

    assert len(rows_in(own, "bizBtxHoldings")) == 3
    assert len(rows_in(some, "bizBtxHoldings")) == 2
    assert len(rows_in(of_project, "bizBtxHoldings")) == 2
    assert "Nothing has that key" in nothing
    assert not [link for link in re.findall(r'href="([^"]*)"', own) if "amira" in link]


def test_numbers_are_looked_up_exactly_and_what_is_none_is_refused() -> None:
    table = table_named("bizBtxPrices")
    for ts in (1, 10, 11):
        store(table, projectId="p", ts=ts)

    assert len(rows_in(text_of(PRICES, hash_key="p", range_key="1"), table.name)) == 1
    for odd in ("one", "1e999", "NaN"):
        page = text_of(PRICES, hash_key="p", range_key=odd)
        assert "'ts' must be a number." in page
    assert "Say what to look up." in text_of(PRICES, range_key="1")
    assert "bytes at most" in text_of(PRICES, hash_key="é" * 1500)
    assert "Select a valid choice" in text_of(PRICES, hash_key="p", index="nothing")


def test_lookups_go_on_over_pages() -> None:
    table = table_named("bizBtxPrices")
    for ts in range(ROWS_OF_A_PAGE + 1):
        store(table, projectId="p", ts=ts)
    store(table, projectId="q", ts=1)

    first = text_of(PRICES, hash_key="p")
    second = text_of(f"{PRICES}{next_in(first)}")

    assert len(rows_in(first, table.name)) == ROWS_OF_A_PAGE
    assert re.findall(r"\w · \d+", second) == [f"p · {ROWS_OF_A_PAGE}"]


def test_row_reads_as_a_page_and_as_json_with_links_to_its_people() -> None:
    store(
        table_named("biztechMembers"),
        id=AMIRA, profileID="amira1", createdAt=1_700_000_000_000,
    )  # fmt: skip
    (address,) = rows_in(text_of(f"{TABLES}biztechMembers/"), "biztechMembers")

    page = text_of(address)

    assert '"profileID": "amira1"' in page
    assert "2023-11-14" in page
    assert "/admin/memberships/person/amira" in page
    assert "/admin/profiles/profile/amira1/change/" in page


@pytest.mark.parametrize("table", SHARED, ids=lambda table: table.name)
def test_secrets_of_no_table_are_shown_or_taken_away(table: Table) -> None:
    store(table, **(SECRETS | keyed(table)))
    address = f"{TABLES}{table.name}/"

    rows = text_of(address, hash_key=str(keyed(table)[table.hash_key.name]))
    (link,) = rows_in(rows, table.name)
    row = text_of(link)
    file = ben().post(f"{address}download/", {"purpose": "To look at"})
    taken = b"".join(file).decode()

    for secret in OPENING:
        assert secret not in rows + row + taken
    assert HIDDEN in row
    assert f'"ticket": "scan {HIDDEN}"' in taken


def test_what_opens_a_session_is_hidden() -> None:
    ben().get(TABLES)
    table = table_named("biztechSessions")
    items = shared_client().scan(TableName=table.full_name)["Items"]

    page = text_of(f"{TABLES}biztechSessions/")

    assert items
    for item in items:
        assert item["id"]["S"] not in page
        assert item["content"]["S"] not in page


def test_download_is_recorded_with_its_purpose_and_needs_one() -> None:
    for ts in range(3):
        store(table_named("bizBtxPrices"), projectId="p", ts=ts)

    refused = text_of(f"{PRICES}download/", purpose=" ")
    assert "Say what the file is for." in refused
    assert history("bizBtxPrices") == []

    file = ben().post(f"{PRICES}download/", {"purpose": "The exchange's report"})

    rows = b"".join(file).decode().splitlines()
    assert sorted(json.loads(row)["ts"] for row in rows) == [0, 1, 2]
    assert "bizBtxPrices-" in file["Content-Disposition"]
    (act,) = history("bizBtxPrices")
    assert (act.act, act.actor, act.reason) == (
        ExportAct.EXPORT, BEN, "The exchange's report",
    )  # fmt: skip


def test_link_of_another_table_or_made_up_opens_nothing() -> None:
    store(table_named("bizBtxAccounts"), userId=AMIRA)
    key = sealed("bizBtxAccounts", {"userId": {"S": AMIRA}})
    browser = ben()

    assert browser.get(f"{TABLES}bizBtxAccounts/row/{key}/").status_code == 200
    for address in (
        f"{TABLES}bizBtxHoldings/row/{key}/",
        f"{TABLES}bizBtxAccounts/row/{key[:-4]}aaaa/",
        f"{TABLES}bizBtxAccounts/row/é/",
        f"{TABLES}nothing/",
        f"{TABLES}biztechLocalStripe/",
    ):
        assert browser.get(address).status_code == 404
    assert "This link is over." in text_of(f"{PRICES}?at=anything")
    assert "This link is over." in text_of(f"{TABLES}bizBtxAccounts/?at={key}")
    assert opened("bizBtxAccounts", key) == {"userId": {"S": AMIRA}}


def test_table_that_is_not_here_says_so_and_records_nothing() -> None:
    table = table_named("bizBtxSockets")
    address = f"{TABLES}{table.name}/"
    shared_client().delete_table(TableName=table.full_name)
    try:
        page = text_of(address)
        refused = text_of(f"{address}download/", purpose="To look at")
        listed = text_of(TABLES)
    finally:
        create_tables([table])

    for text in (page, refused):
        assert "There is no table bizBtxSockets here" in text
    assert ">not here<" in listed
    assert history(table.name) == []
