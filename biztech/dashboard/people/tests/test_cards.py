"""Cards in the dashboard: written and counted, lost and replaced."""

import re
from typing import Any

import pytest

from biztech.dashboard.framework.tests.visitors import ben
from core.audit.trail import history
from core.clock import now_ms
from core.dynamo.rows import store_rows
from interactions.queries import connections_of
from memberships.models import Member
from memberships.tests.people import AMIRA, make_member, meet

HER = f"/admin/memberships/person/{AMIRA}/"


@pytest.fixture
def hers() -> str:
    """Make amira a member who met somebody; return her profile's id."""
    profile_id = make_member(AMIRA, now=now_ms())
    meet(profile_id, make_member("dara@student.ubc.ca", now=now_ms()))
    return profile_id


def member() -> Member:
    found = Member.find(*Member.key(AMIRA))
    assert found is not None
    return found


def press_undo(answer: Any) -> Any:
    act_id = re.search(r'name="act_id" value="([^"]+)"', answer.text)
    assert act_id is not None
    return ben().post(f"{HER}undo/", {"act_id": act_id.group(1)}, follow=True)


def test_card_page_shows_what_to_write(hers: str) -> None:
    text = ben().get(f"{HER}card/").text

    assert f"/profile/{hers}?scan=true" in text
    assert f"/profiles/profile/{hers}/qr.svg" in text
    assert "No card is written yet." in text


def test_card_written_counts_one_each_time_and_can_be_undone(hers: str) -> None:
    ben().post(f"{HER}card-written/")

    answer = ben().post(f"{HER}card-written/", follow=True)

    assert member().card_count == 2
    assert "The card is counted." in answer.text
    press_undo(answer)
    assert member().card_count == 1


def test_lost_card_says_before_what_happens(hers: str) -> None:
    text = ben().get(f"{HER}lost-card/").text

    assert f"<strong>{hers}</strong>, answers" in text
    assert "<strong>1 person</strong> keeps this connection" in text
    assert member().profile_id == hers


def test_lost_card_without_a_reason_changes_nothing(hers: str) -> None:
    answer = ben().post(f"{HER}lost-card/", {"reason": " "})

    assert "Say why" in answer.context["form"].errors["reason"][0]
    assert member().profile_id == hers


def test_lost_card_is_replaced_and_shows_the_new_link_to_write(hers: str) -> None:
    answer = ben().post(
        f"{HER}lost-card/", {"reason": "Lost it", "lost_id": hers}, follow=True
    )

    new = member().profile_id
    assert new != hers
    assert answer.redirect_chain == [(f"{HER}card/", 302)]
    assert f"/profile/{new}?scan=true" in answer.text
    assert f"{hers} is replaced." in answer.text
    assert len(connections_of(str(new))) == 1
    act = history(AMIRA, limit=1)[0]
    assert (act.act, act.reason) == ("replace card", "Lost it")

    press_undo(answer)

    assert member().profile_id == hers
    assert len(connections_of(hers)) == 1


def test_lost_card_form_sent_twice_replaces_once(hers: str) -> None:
    form = ben().get(f"{HER}lost-card/").text
    lost_id = re.search(r'name="lost_id" value="([^"]+)"', form)
    assert lost_id is not None and lost_id[1] == hers
    body = {"reason": "Lost it", "lost_id": lost_id[1]}
    ben().post(f"{HER}lost-card/", body)
    new = member().profile_id

    answer = ben().post(f"{HER}lost-card/", body, follow=True)

    assert member().profile_id == new
    assert "Nothing was changed: this person has another link" in answer.text
    assert f"/profile/{new}?scan=true" in answer.text


def test_lost_card_without_the_link_that_was_shown_changes_nothing(hers: str) -> None:
    ben().post(f"{HER}lost-card/", {"reason": "Lost it"})

    assert member().profile_id == hers


def test_card_of_somebody_without_a_profile_is_not_found() -> None:
    store_rows(Member.of({"id": AMIRA, "firstName": "Amira"}))

    assert ben().get(f"{HER}card/").status_code == 404


def test_lost_card_of_somebody_without_a_profile_says_what_to_do() -> None:
    store_rows(Member.of({"id": AMIRA, "firstName": "Amira"}))

    answer = ben().get(f"{HER}lost-card/", follow=True)

    assert answer.redirect_chain == [(f"{HER}change/", 302)]
    assert "has no profile that a card leads to. Grant the membership" in answer.text


def test_card_of_a_stranger_is_not_counted() -> None:
    answer = ben().post(f"{HER}card-written/")

    assert answer["Location"] == f"{HER}change/"
    assert Member.find(*Member.key(AMIRA)) is None


def test_person_page_leads_to_the_card_and_the_profile(hers: str) -> None:
    text = ben().get(f"{HER}change/").text

    assert f"{HER}card/" in text
    assert f"/admin/profiles/profile/{hers}/change/" in text


def test_history_of_a_replaced_card_reads_well(hers: str) -> None:
    ben().post(f"{HER}lost-card/", {"reason": "Lost it", "lost_id": hers})

    assert "replaced the lost card of" in ben().get("/admin/acts/").text
