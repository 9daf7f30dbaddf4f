"""One profile in the dashboard: as others see it, edited, its picture, its card."""

import re
from typing import Any

import pytest
from django.test import Client

from biztech.dashboard.framework.tests.visitors import AMIRA, BEN, ben
from biztech.dashboard.profiles.previews import AUDIENCES, preview_of
from biztech.tests.callers import store_connection, store_profile
from core.audit.trail import history
from core.clock import now_ms
from core.dynamo.rows import remove_rows
from memberships.models import Member
from memberships.tests.people import make_member
from profiles.models import Profile
from profiles.policy import Audience
from profiles.services import edit_own_profile
from profiles.tests.partners import profile_row

LIST = "/admin/profiles/profile/"


@pytest.fixture
def hers(now: int) -> str:
    """Make amira a member with a picture, a hobby that is hidden, and an address."""
    profile_id = make_member(AMIRA, now=now)
    edit_own_profile(
        AMIRA,
        {
            "hobby1": "Chess",
            "description": "Hello",
            "profilePictureURL": "https://example.org/amira.png",
        },
        toggles={"hobby1": False},
        now=now,
    )
    return profile_id


def page_of(profile_id: str, query: str = "") -> Any:
    return ben().get(f"{LIST}{profile_id}/change/{query}")


def entered(browser: Client, profile_id: str, **changed: Any) -> dict[str, Any]:
    """Return what the edit form would send, with some fields changed."""
    form = browser.get(f"{LIST}{profile_id}/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    hidden = {f"initial-{name}": value for name, value in values.items()}
    return {**values, **hidden, **changed}


def as_reviewed(answer: Any) -> dict[str, Any]:
    """Return what the review page carries along."""
    carried: dict[str, Any] = {}
    for name, value in answer.context["entered"]:
        carried.setdefault(name, []).append(value)
    return carried


def undo_in(text: str) -> dict[str, str]:
    found = re.search(r'action="([^"]+/undo/)" class="bt-inline">(.*?)</form>', text)
    assert found is not None
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', found.group(2)))
    return {"address": found.group(1), **hidden}


def test_profile_page_says_what_there_is_and_where_to_go(hers: str) -> None:
    store_connection(hers, "CalmOttersSing")
    store_profile("CalmOttersSing", fname="Dara")

    text = page_of(hers).content.decode()

    assert f"/admin/memberships/person/{AMIRA}/change/" in text
    assert "1 connection<" in text
    assert f"/profile/{hers}?scan=true" in text
    for name in ("qr.svg", "qr.png", "card.vcf"):
        assert f"/profiles/profile/{hers}/{name}" in text
    assert "Hidden by a toggle" in text
    assert "granted membership to" in text


def test_profile_page_costs_the_same_whatever_there_is(
    hers: str, database_calls: list[str]
) -> None:
    browser = ben()
    database_calls.clear()

    browser.get(f"{LIST}{hers}/change/")

    reads = ["GetItem", "GetItem", "Query", "GetItem", "Query", "Query", "Query"]
    assert database_calls == reads


@pytest.mark.parametrize("audience", list(AUDIENCES))
def test_preview_holds_what_the_policy_shows(hers: str, audience: Audience) -> None:
    row = profile_row(hers)

    labels = {line.label for line in preview_of(row, audience).lines}

    whole = audience is Audience.SELF
    assert ("Hobby 1" in labels) is whole
    assert ("About" in labels) is (
        whole or audience in (Audience.PUBLIC, Audience.MEMBER, Audience.CONNECTION)
    )


def test_profile_page_shows_the_preview_that_is_chosen(hers: str) -> None:
    chosen = [
        page_of(hers, query).context["preview"].audience
        for query in ("", "?as=self", "?as=wall", "?as=nobody")
    ]

    assert chosen == [Audience.PUBLIC, Audience.SELF, Audience.WALL, Audience.PUBLIC]


def test_hidden_profile_shows_nothing_to_others() -> None:
    store_profile("SillyPandasDeny", fname="Amira", hiddenAt=5)

    text = page_of("SillyPandasDeny").content.decode()

    assert "Nothing at all." in text
    assert "Hidden with the profile" in text
    # The routes of the code and the contact answer for nobody who is hidden.
    assert "/qr.svg" not in text


def test_replaced_profile_leads_to_the_new_one() -> None:
    store_profile(
        "SillyPandasDeny",
        profileType="REPLACED",
        replacedAt=5,
        hiddenAt=5,
        replacedBy="CalmOttersSing",
    )

    text = page_of("SillyPandasDeny").content.decode()

    assert f"{LIST}CalmOttersSing/change/" in text
    assert "Edit profile" not in text


def test_edit_is_shown_before_it_is_saved_and_can_be_undone(hers: str) -> None:
    browser, before = ben(), profile_row(hers)
    shown = entered(browser, hers)["toggles"]
    sent = entered(browser, hers, hobby1="Go", toggles=[*shown, "hobby1"])

    review = browser.post(f"{LIST}{hers}/edit/", sent)

    assert profile_row(hers) == before
    text = review.content.decode()
    assert "<del>Chess</del>" in text and "<ins>Go</ins>" in text
    assert "Hobby 1, as others see it" in text and "<ins>shown</ins>" in text

    saved = browser.post(
        f"{LIST}{hers}/edit/", {**as_reviewed(review), "confirmed": "yes"}, follow=True
    )

    row = profile_row(hers)
    assert (row["hobby1"], row["viewableMap"]["hobby1"]) == ("Go", True)
    assert saved.redirect_chain == [(f"{LIST}{hers}/change/", 302)]
    assert history(AMIRA)[0].actor == BEN

    undo = undo_in(saved.content.decode())
    undone = browser.post(undo.pop("address"), undo, follow=True)

    assert "Undone. Everything is as before." in undone.content.decode()
    assert profile_row(hers) == before


def test_edit_back_from_the_review_keeps_what_was_entered(hers: str) -> None:
    browser = ben()
    sent = entered(browser, hers, hobby1="Go")
    review = browser.post(f"{LIST}{hers}/edit/", sent)

    form = browser.post(f"{LIST}{hers}/edit/", {**as_reviewed(review), "edit": "yes"})

    assert form.context["form"]["hobby1"].value() == "Go"
    assert 'name="initial-hobby1" value="Chess"' in form.content.decode()


def test_edit_leaves_alone_what_the_owner_changed_meanwhile(
    hers: str, now: int
) -> None:
    browser = ben()
    sent = entered(browser, hers, hobby1="Go")
    edit_own_profile(
        AMIRA, {"description": "New"}, toggles={"major": False}, now=now + 1
    )

    browser.post(f"{LIST}{hers}/edit/", {**sent, "confirmed": "yes"})

    row = profile_row(hers)
    assert (row["hobby1"], row["description"]) == ("Go", "New")
    assert row["viewableMap"]["major"] is False


def test_edit_without_a_change_says_so(hers: str) -> None:
    browser = ben()

    answer = browser.post(f"{LIST}{hers}/edit/", entered(browser, hers), follow=True)

    assert "Nothing was changed." in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("linkedIn", "javascript:alert(1)", "starts with https:// or http://"),
        ("profilePictureURL", "no address", "starts with https:// or http://"),
        ("hobby1", "x" * 201, "at most 200 characters"),
        ("toggles", ["fname"], "Select a valid choice"),
    ],
)
def test_edit_that_is_refused_names_the_field_and_keeps_the_form(
    hers: str, field: str, value: Any, error: str
) -> None:
    browser, before = ben(), profile_row(hers)

    answer = browser.post(
        f"{LIST}{hers}/edit/", entered(browser, hers, **{field: value})
    )

    assert answer.status_code == 200
    assert error in answer.context["form"].errors[field][0]
    assert profile_row(hers) == before


def test_edit_undone_after_a_later_edit_asks_what_to_do(hers: str, now: int) -> None:
    browser = ben()
    sent = {**entered(browser, hers, hobby1="Go"), "confirmed": "yes"}
    browser.post(f"{LIST}{hers}/edit/", sent)
    act = history(AMIRA, limit=1)[0].act_id
    edit_own_profile(AMIRA, {"hobby2": "Tea"}, now=now + 1)
    undo = {"act_id": act, "subject": AMIRA}

    refused = browser.post(f"{LIST}{hers}/undo/", undo)
    kept = browser.post(f"{LIST}{hers}/undo/", {**undo, "keep_later_edits": "yes"})

    assert "hobby2" in refused.content.decode()
    assert kept["Location"] == f"{LIST}{hers}/change/"
    row = profile_row(hers)
    assert (row["hobby1"], row["hobby2"]) == ("Chess", "Tea")


def test_undo_of_an_unknown_act_says_so(hers: str) -> None:
    answer = ben().post(f"{LIST}{hers}/undo/", {"subject": AMIRA}, follow=True)

    assert "There is no such act" in answer.content.decode()


def test_undo_that_takes_the_profile_away_leads_to_the_person(hers: str) -> None:
    remove_rows(Profile(*Profile.key(hers)))
    make_member("dara@student.ubc.ca", now=now_ms())
    act = history("dara@student.ubc.ca")[0]

    answer = ben().post(
        f"{LIST}{hers}/undo/", {"subject": act.subject, "act_id": act.act_id}
    )

    there = "/admin/memberships/person/dara@student.ubc.ca/change/"
    assert answer["Location"] == there


def test_picture_is_removed_with_a_reason_and_put_back(hers: str) -> None:
    browser = ben()
    asked = browser.post(f"{LIST}{hers}/picture/", {"reason": ""})
    assert "Say why" in asked.content.decode()

    done = browser.post(f"{LIST}{hers}/picture/", {"reason": "Rude"}, follow=True)

    assert profile_row(hers)["profilePictureURL"] == ""
    assert "removed the picture of" in done.content.decode()
    undo = undo_in(done.content.decode())
    browser.post(undo.pop("address"), undo)
    assert profile_row(hers)["profilePictureURL"] == "https://example.org/amira.png"


def test_picture_that_is_not_there_is_not_removed() -> None:
    store_profile("SillyPandasDeny", fname="Amira")

    answer = ben().get(f"{LIST}SillyPandasDeny/picture/")

    assert "There is nothing to remove." in answer.content.decode()


def test_card_written_counts_one_and_can_be_undone(hers: str) -> None:
    browser = ben()

    answer = browser.post(f"{LIST}{hers}/card-written/", follow=True)

    assert "1 card written." in answer.content.decode()
    undo = undo_in(answer.content.decode())
    browser.post(undo.pop("address"), undo)
    member = Member.find(*Member.key(AMIRA))
    assert member is not None and member.card_count == 0


def test_card_of_an_orphan_is_not_counted() -> None:
    store_profile("SillyPandasDeny", fname="Amira")

    answer = ben().post(f"{LIST}SillyPandasDeny/card-written/", follow=True)

    assert "could not be found" in answer.content.decode()
