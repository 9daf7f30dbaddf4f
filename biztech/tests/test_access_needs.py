"""Access needs: one entry of the table of facts, asked for and kept on every face."""

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from biztech.dashboard.framework.tests.visitors import ben
from biztech.tests.callers import AMIRA, BEN, caller
from memberships.models import Member
from memberships.tests.people import make_member
from payments.metadata import facts_of, metadata_of
from profiles.models import Profile

NEEDS = "A seat near the door"
PERSON = f"/admin/memberships/person/{AMIRA}"


def kept() -> list[str | None]:
    """Return what the account and the member record say."""
    rows = (User.get(AMIRA), Member.get(AMIRA))
    return [row.plain().get("accessNeeds") for row in rows]


def test_grant_over_the_api_keeps_them() -> None:
    caller(BEN).post("/members/grant", {"email": AMIRA, "accessNeeds": NEEDS})

    assert kept() == [NEEDS, NEEDS]
    assert caller(BEN).get(f"/members/{AMIRA}").json()["accessNeeds"] == NEEDS


@pytest.mark.parametrize("name", ["access_needs", "accessNeeds"])
def test_member_record_over_the_api_keeps_them(name: str) -> None:
    caller(BEN).post("/members/", {"email": AMIRA, name: NEEDS})

    assert Member.get(AMIRA).plain()["accessNeeds"] == NEEDS


def test_grant_by_command_keeps_them() -> None:
    call_command("grant_membership", AMIRA, "--access-needs", NEEDS)

    assert kept() == [NEEDS, NEEDS]


def test_payment_carries_them() -> None:
    metadata = metadata_of({"email": AMIRA, "access_needs": f" {NEEDS} "})

    assert facts_of(metadata).access_needs == NEEDS


def test_newcomers_and_execs_are_asked() -> None:
    page = Client().get("/membership/").content.decode()

    assert "Is there anything that you need to take part?" in page
    assert (
        "Access needs" in ben().get("/admin/memberships/person/add/").content.decode()
    )


def test_edit_in_the_dashboard_is_kept_and_told_in_words() -> None:
    make_member(AMIRA)
    browser = ben()

    browser.post(f"{PERSON}/edit/", {"access_needs": NEEDS}, follow=True)

    assert kept()[0] == NEEDS
    assert "Access needs" in browser.get(f"{PERSON}/change/").content.decode()


def test_api_describes_them() -> None:
    document = caller(BEN).get("/api/schema", HTTP_ACCEPT="application/json").json()
    schemas = document["components"]["schemas"]

    assert "accessNeeds" in schemas["Grant"]["properties"]
    assert "access_needs" in schemas["Checkout"]["properties"]


def test_profiles_say_nothing_of_them() -> None:
    caller(BEN).post("/members/grant", {"email": AMIRA, "accessNeeds": NEEDS})

    assert [NEEDS in row.plain().values() for row in Profile.read_all()] == [False]
