"""What a page offers to undo is what it has just done, whatever the history says."""

import re
from typing import Any

import pytest
from django.test import Client

from biztech.dashboard.framework.tests.visitors import AMIRA, BEN, ben
from core.audit.acts import CommonAct
from core.audit.models import Act
from core.audit.trail import AuditEntry, find_act, history, record
from core.clock import now_ms
from core.dynamo.client import listening
from core.dynamo.transactions import write_transaction
from memberships.tests.people import make_member
from profiles.services import edit_own_profile

PERSON = f"/admin/memberships/person/{AMIRA}"
PROFILE = "/admin/profiles/profile/{profile_id}"

PAGES = {
    f"{PERSON}/edit/": {"last_name": "Kay"},
    f"{PERSON}/delete/": {"reason": "Twin record"},
    f"{PERSON}/card-written/": {},
    f"{PROFILE}/edit/": {"hobby1": "Chess", "confirmed": "1"},
    f"{PROFILE}/picture/": {"reason": "Rude"},
    f"{PROFILE}/card-written/": {},
}


@pytest.fixture
def hers() -> str:
    """Make amira a member with a picture; return her profile's id."""
    profile_id, now = make_member(AMIRA, now=now_ms()), now_ms()
    picture = {"profilePictureURL": "https://example.org/amira.png"}
    edit_own_profile(AMIRA, picture, now=now)
    return profile_id


def act_of_somebody_else() -> None:
    """Record what the history will show first: a process whose clock is ahead."""
    with write_transaction() as writes:
        record(
            writes,
            AuditEntry(
                act=CommonAct.EDIT,
                subject=AMIRA,
                actor="dara@ubcbiztech.com",
                at=now_ms() + 60_000,
                changes=[],
            ),
        )


def before_any_act(operation: str, request: dict[str, Any]) -> None:
    """Have eventually consistent reads of the trail find what was there at first."""
    if (
        operation == "Query"
        and request["TableName"] == Act.Meta.table_name
        and not request.get("ConsistentRead")
    ):
        request["ExpressionAttributeValues"][":0"] = {"S": "nobody"}


def untouched(browser: Client, page: str) -> dict[str, Any]:
    """Return what a browser would send of the page's form as it is."""
    answer = browser.get(page)
    if answer.status_code != 200:
        # A button without a page of its own.
        return {}
    sent = {}
    for field in answer.context["form"]:
        value = field.value()
        sent[field.html_name] = "" if value is None else value
        sent[field.html_initial_name] = sent[field.html_name]
    return sent


@pytest.mark.parametrize("page", PAGES)
def test_page_offers_to_undo_its_own_act(page: str, hers: str) -> None:
    act_of_somebody_else()
    assert offered(page.format(profile_id=hers), PAGES[page]).actor == BEN


@pytest.mark.parametrize("page", PAGES)
def test_page_offers_to_undo_an_act_that_the_history_does_not_show_yet(
    page: str, hers: str
) -> None:
    with listening(before_any_act):
        act = offered(page.format(profile_id=hers), PAGES[page])
        shown = history(AMIRA)

    assert act.actor == BEN
    assert shown == []
    assert history(AMIRA)[0].act_id == act.act_id


def offered(address: str, changes: dict[str, str]) -> Act:
    """Change something on a page; return the act that it offers to undo then."""
    browser = ben()
    entered = {**untouched(browser, address), **changes}
    answer = browser.post(address, entered, follow=True)

    assert answer.status_code == 200
    offer = re.search(r'class="bt-inline">(.*?)</form>', answer.text)
    assert offer is not None
    act_id = re.search(r'name="act_id" value="([^"]+)"', offer.group(1))
    assert act_id is not None
    return find_act(AMIRA, act_id.group(1))
