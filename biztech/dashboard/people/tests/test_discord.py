"""Discord accounts in the dashboard: unlinked by an exec, and linked again by undo."""

import re

import pytest

from biztech.dashboard.framework.tests.visitors import ben
from core.audit.trail import history
from core.clock import now_ms
from memberships.models import DiscordAccount, Member
from memberships.services.discord import link_account, new_state, read_state
from memberships.tests.people import AMIRA, BEN, make_member

HER = f"/admin/memberships/person/{AMIRA}/"
PAGE, UNLINK = f"{HER}change/", f"{HER}unlink-discord/"
ACCOUNT = "123456789012345678"


@pytest.fixture
def linked() -> None:
    """Make amira a member with a Discord account."""
    now = now_ms()
    make_member(AMIRA, now=now)
    link_account(
        AMIRA, read_state(new_state(ACCOUNT, now=now), now=now), actor=AMIRA, now=now
    )


def accounts() -> tuple[str | None, str | None]:
    """Return the account that her record names, and whose it is."""
    row = DiscordAccount.find(*DiscordAccount.key(ACCOUNT))
    return Member.get(*Member.key(AMIRA)).discord_id, row.email if row else None


@pytest.mark.usefixtures("linked")
def test_unlinking_says_before_what_happens() -> None:
    assert UNLINK in ben().get(PAGE).text

    text = ben().get(UNLINK).text

    assert f"no longer names the account <strong>{ACCOUNT}</strong>" in text
    assert accounts() == (ACCOUNT, AMIRA)


@pytest.mark.usefixtures("linked")
def test_unlinked_account_is_recorded_and_linked_again_by_undo() -> None:
    answer = ben().post(UNLINK, follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert "The Discord account is unlinked." in answer.text
    assert UNLINK not in answer.text
    assert accounts() == (None, None)
    act = history(AMIRA, limit=1)[0]
    assert (act.act, act.actor) == ("unlink discord", BEN)

    offered = re.search(r'name="act_id" value="([^"]+)"', answer.text)
    assert offered and offered.group(1) == act.act_id
    ben().post(f"{HER}undo/", {"act_id": act.act_id})
    assert accounts() == (ACCOUNT, AMIRA)


@pytest.mark.usefixtures("linked")
def test_unlinking_twice_changes_nothing_and_says_so() -> None:
    ben().post(UNLINK)

    answer = ben().post(UNLINK, follow=True)

    assert "No Discord account is linked to this membership." in answer.text
    assert len(history(AMIRA)) == 3


def test_who_has_no_account_linked_has_no_such_page() -> None:
    make_member(AMIRA, now=now_ms())

    assert UNLINK not in ben().get(PAGE).text
    assert ben().get(UNLINK).status_code == 404
