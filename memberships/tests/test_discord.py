"""Linking Discord accounts: who may, once, and to one member alone."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pytest_django import Settings
from rest_framework.test import APIClient

from biztech.tests.at_once import at_once, just_before_the_commit
from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    WITHOUT_VALID_TOKEN,
    anonymous,
    caller,
    send,
    store_member,
)
from core.audit.errors import UndoRefused
from core.audit.reversal import undo
from core.audit.trail import history
from core.clock import now_ms
from core.doctor.examining import examine
from core.dynamo.rows import store_rows
from core.plans.deciding import ask_to_undo
from core.plans.models import Stage
from core.plans.tests.plan_runs import applied, planned, states
from core.plans.working import work_on
from core.privacy.erasing import ERASE
from core.privacy.exporting import everything_held
from memberships.acts import MembershipAct
from memberships.errors import (
    DiscordLinked,
    DiscordLinkedElsewhere,
    DiscordNotLinked,
    DiscordStateExpired,
    DiscordStateRefused,
    DiscordStateUsed,
    MembershipMissing,
)
from memberships.models import DiscordAccount, Member
from memberships.services import delete_member
from memberships.services.discord import (
    LIFETIME,
    link_account,
    new_state,
    read_state,
    unlink_account,
)

ACCOUNT = "123456789012345678"
OTHER_ACCOUNT = "876543210987654321"
MAPPING = "/discord/account/mapping"
LINKED = {"message": "Successfully mapped Discord account to membership"}
BOT = Ed25519PrivateKey.generate()


@pytest.fixture(autouse=True)
def members() -> None:
    """Store two members; ben, an exec, is none."""
    store_member(AMIRA, firstName="Amira")
    store_member(CHLOE, firstName="Chloe")


@pytest.fixture(autouse=True)
def bot(settings: Settings) -> None:
    """Know the bot's key."""
    settings.DISCORD_PUBLIC_KEY = BOT.public_key().public_bytes_raw().hex()


def link(email: str, state: str, *, now: int) -> Any:
    return link_account(email, read_state(state, now=now), actor=email, now=now)


def linked(email: str) -> str | None:
    return Member.get(email).discord_id


def owner(account: str = ACCOUNT) -> str | None:
    row = DiscordAccount.find(*DiscordAccount.key(account))
    return row.email if row else None


def map_account(email: str, account: str, **more: Any) -> Any:
    body = {"email": CHLOE, "discordId": account, **more}
    return send(caller(email), "POST", MAPPING, body)


# --- linking --------------------------------------------------------------------------


def test_link_writes_the_account_on_the_caller_and_is_recorded() -> None:
    response = map_account(AMIRA, new_state(ACCOUNT, now=now_ms()))

    assert (response.status_code, response.json()) == (200, LINKED)
    assert (linked(AMIRA), linked(CHLOE), owner()) == (ACCOUNT, None, AMIRA)
    (act,) = history(AMIRA)
    assert (act.act, act.actor) == (MembershipAct.LINK_DISCORD, AMIRA)


@pytest.mark.parametrize("path", [MAPPING, f"{MAPPING}/", f"{MAPPING}?state={{state}}"])
def test_state_may_come_beside_the_account(path: str) -> None:
    state = new_state(ACCOUNT, now=now_ms())
    beside = {} if "?" in path else {"state": state}

    response = send(
        caller(AMIRA),
        "POST",
        path.format(state=state),
        {"discordId": ACCOUNT, **beside},
    )

    assert (response.status_code, linked(AMIRA)) == (200, ACCOUNT)


@pytest.mark.parametrize(
    "stranger", WITHOUT_VALID_TOKEN.values(), ids=WITHOUT_VALID_TOKEN
)
def test_without_a_valid_token_nothing_is_linked_or_unlinked(
    stranger: Callable[[], APIClient],
) -> None:
    body = {"discordId": new_state(ACCOUNT, now=now_ms())}

    answers = [
        send(stranger(), "POST", MAPPING, body),
        send(stranger(), "DELETE", f"{MAPPING}/{AMIRA}"),
    ]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert owner() is None


def test_caller_without_a_membership_is_not_found() -> None:
    response = map_account(BEN, new_state(ACCOUNT, now=now_ms()))

    assert response.status_code == 404
    assert response.json() == {"message": "Membership not found"}
    assert owner() is None


def forged() -> str:
    _, signature = new_state(ACCOUNT, now=now_ms()).split(":", 1)
    content, _ = new_state(OTHER_ACCOUNT, now=now_ms()).split(":", 1)
    return f"{content}:{signature}"


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (forged, DiscordStateRefused),
        (lambda: ACCOUNT, DiscordStateRefused),
        (lambda: "é:é:é", DiscordStateRefused),
        (lambda: new_state(ACCOUNT, now=now_ms() - LIFETIME), DiscordStateExpired),
    ],
    ids=["forged", "an account alone", "no letters of a state", "expired"],
)
def test_state_that_is_not_good_links_nothing(
    state: Callable[[], str], refusal: type[DiscordStateRefused]
) -> None:
    response = map_account(AMIRA, state())

    assert response.status_code == 406
    assert response.json() == {"message": refusal().message}
    assert (linked(AMIRA), owner(), history(AMIRA)) == (None, None, [])


def test_state_about_another_account_links_nothing() -> None:
    state = new_state(ACCOUNT, now=now_ms())

    response = map_account(AMIRA, OTHER_ACCOUNT, state=state)

    assert response.status_code == 406
    assert response.json()["message"].startswith("This link is about another")
    assert linked(AMIRA) is None


def test_body_without_an_account_names_what_is_missing() -> None:
    response = send(caller(AMIRA), "POST", MAPPING, {"email": AMIRA})

    assert response.status_code == 406
    assert response.json()["message"] == "'discordId' is missing from the request body"


def test_state_serves_once(now: int) -> None:
    state = new_state(ACCOUNT, now=now)
    link(AMIRA, state, now=now)

    with pytest.raises(DiscordLinked):
        link(AMIRA, state, now=now)
    unlink_account(AMIRA, actor=AMIRA, now=now)

    for email in (AMIRA, CHLOE):
        with pytest.raises(DiscordStateUsed):
            link(email, state, now=now)
    assert (linked(AMIRA), linked(CHLOE), owner()) == (None, None, None)


def test_undone_link_does_not_bring_its_state_back(now: int) -> None:
    state = new_state(ACCOUNT, now=now)
    act = link(AMIRA, state, now=now)

    undo(AMIRA, act.act_id, actor=BEN, now=now + 1)

    assert (linked(AMIRA), owner()) == (None, None)
    with pytest.raises(DiscordStateUsed):
        link(AMIRA, state, now=now + 2)


def test_membership_takes_one_account() -> None:
    map_account(AMIRA, new_state(ACCOUNT, now=now_ms()))

    response = map_account(AMIRA, new_state(OTHER_ACCOUNT, now=now_ms()))

    assert response.status_code == 409
    assert response.json() == {
        "message": "Discord account has already been linked to this membership"
    }
    assert (linked(AMIRA), owner(OTHER_ACCOUNT)) == (ACCOUNT, None)


def test_account_that_is_another_members_is_refused() -> None:
    map_account(AMIRA, new_state(ACCOUNT, now=now_ms()))

    response = map_account(CHLOE, new_state(ACCOUNT, now=now_ms()))

    assert response.status_code == 409
    assert response.json() == {
        "message": "Discord account has already been linked to another membership"
    }
    assert (linked(CHLOE), owner()) == (None, AMIRA)


def test_two_at_once_do_not_get_one_account(now: int) -> None:
    states = [new_state(ACCOUNT, now=now) for _ in range(2)]

    answers = at_once(
        partial(link, AMIRA, states[0], now=now),
        partial(link, CHLOE, states[1], now=now),
    )

    refused = [each for each in answers if isinstance(each, Exception)]
    assert [type(each) for each in refused] == [DiscordLinkedElsewhere]
    assert sorted(map(str, (linked(AMIRA), linked(CHLOE)))) == [ACCOUNT, "None"]


def test_two_at_once_do_not_use_one_state(now: int) -> None:
    state = new_state(ACCOUNT, now=now)

    answers = at_once(
        partial(link, AMIRA, state, now=now), partial(link, CHLOE, state, now=now)
    )

    assert len([each for each in answers if isinstance(each, Exception)]) == 1
    assert owner() in (AMIRA, CHLOE)


def test_member_who_links_two_accounts_at_once_has_one(now: int) -> None:
    answers = at_once(
        *(
            partial(link, AMIRA, new_state(account, now=now), now=now)
            for account in (ACCOUNT, OTHER_ACCOUNT)
        )
    )

    (refused,) = [each for each in answers if isinstance(each, Exception)]
    assert isinstance(refused, DiscordLinked)
    owners = {ACCOUNT: owner(), OTHER_ACCOUNT: owner(OTHER_ACCOUNT)}
    assert [one for one, email in owners.items() if email] == [linked(AMIRA)]


def test_link_just_before_anothers_is_seen(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    first, second = (new_state(ACCOUNT, now=now) for _ in range(2))
    just_before_the_commit(monkeypatch, lambda: link(AMIRA, first, now=now))

    with pytest.raises(DiscordLinkedElsewhere):
        link(CHLOE, second, now=now)
    assert (linked(AMIRA), linked(CHLOE)) == (ACCOUNT, None)


# --- unlinking ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "answered", "left"),
    [(AMIRA, 200, None), (BEN, 200, None), (CHLOE, 403, ACCOUNT)],
    ids=["owner", "exec", "other member"],
)
def test_owner_and_execs_unlink(who: str, answered: int, left: str | None) -> None:
    map_account(AMIRA, new_state(ACCOUNT, now=now_ms()))

    response = send(caller(who), "DELETE", f"{MAPPING}/{AMIRA.upper()}")

    assert (response.status_code, linked(AMIRA)) == (answered, left)
    assert owner() == (left and AMIRA)


def test_unlinked_account_may_be_anothers_and_the_undo_says_so(now: int) -> None:
    link(AMIRA, new_state(ACCOUNT, now=now), now=now)
    unlinked = unlink_account(AMIRA, actor=BEN, now=now).act
    link(CHLOE, new_state(ACCOUNT, now=now), now=now)

    assert unlinked and unlinked.act == MembershipAct.UNLINK_DISCORD
    with pytest.raises(UndoRefused, match="linked to somebody else since"):
        undo(AMIRA, unlinked.act_id, actor=BEN, now=now + 1)
    assert (linked(AMIRA), owner()) == (None, CHLOE)


def test_undone_unlinking_links_again(now: int) -> None:
    link(AMIRA, new_state(ACCOUNT, now=now), now=now)
    unlinked = unlink_account(AMIRA, actor=AMIRA, now=now).act

    assert unlinked
    undo(AMIRA, unlinked.act_id, actor=BEN, now=now + 1)

    assert (linked(AMIRA), owner()) == (ACCOUNT, AMIRA)


def test_unlinking_what_is_not_linked_is_not_found(now: int) -> None:
    with pytest.raises(DiscordNotLinked):
        unlink_account(AMIRA, actor=AMIRA, now=now)
    with pytest.raises(MembershipMissing):
        unlink_account(BEN, actor=BEN, now=now)


# --- what else becomes of a membership ------------------------------------------------


def test_account_of_a_membership_that_goes_is_free_and_comes_back(now: int) -> None:
    link(AMIRA, new_state(ACCOUNT, now=now), now=now)

    deleted = delete_member(AMIRA, actor=BEN, now=now)
    assert owner() is None

    undo(AMIRA, deleted.act.act_id, actor=BEN, now=now + 1)
    assert (linked(AMIRA), owner()) == (ACCOUNT, AMIRA)


def test_account_of_someone_who_is_no_member_any_more_may_be_anothers(now: int) -> None:
    partition, sk = DiscordAccount.key(ACCOUNT)
    row = {"plan": partition, "sk": sk, "email": BEN, "act": "of another year"}
    store_rows(DiscordAccount.of(row))

    link(AMIRA, new_state(ACCOUNT, now=now), now=now)

    assert owner() == AMIRA


def test_account_goes_along_when_two_become_one(now: int) -> None:
    link(CHLOE, new_state(ACCOUNT, now=now), now=now)

    plan = applied(planned("merge", {"from": CHLOE, "into": AMIRA}, now=now))

    assert plan.stage == Stage.APPLIED
    assert (linked(AMIRA), owner()) == (ACCOUNT, AMIRA)
    ask_to_undo(plan.plan_id, actor=BEN, now=now)
    work_on(plan.plan_id)
    assert (linked(AMIRA), linked(CHLOE), owner()) == (None, ACCOUNT, CHLOE)


def test_account_is_exported_and_erased_with_its_owner(now: int) -> None:
    link(AMIRA, new_state(ACCOUNT, now=now), now=now)

    held = everything_held(AMIRA, now=now)
    assert [
        [row["sk"] for row in section.rows]
        for section in held.sections
        if section.words == "That a Discord account is theirs"
    ] == [[ACCOUNT]]
    plan = applied(planned(ERASE, {"email": AMIRA}))

    assert plan.stage == Stage.APPLIED
    assert DiscordAccount.find(*DiscordAccount.key(ACCOUNT)) is None


# --- what was linked before, or by others ---------------------------------------------


def examined() -> list[tuple[str, str]]:
    return [(one.code, one.subject) for one in examine(now=now_ms()) if one.at]


def test_account_linked_elsewhere_before_is_kept_once_repaired(now: int) -> None:
    store_member(AMIRA, firstName="Amira", discordId=ACCOUNT)
    assert ("discord-account-not-kept", AMIRA) in examined()

    applied(planned("doctor", {"only": "discord-account-not-kept"}))

    assert owner() == AMIRA
    assert map_account(CHLOE, new_state(ACCOUNT, now=now_ms())).status_code == 409
    unlink_account(AMIRA, actor=AMIRA, now=now)
    assert owner() is None


def test_account_kept_for_somebody_who_has_it_no_more_becomes_its_members() -> None:
    partition, sk = DiscordAccount.key(ACCOUNT)
    row = {"plan": partition, "sk": sk, "email": CHLOE, "act": "of another year"}
    store_rows(DiscordAccount.of(row))
    store_member(AMIRA, firstName="Amira", discordId=ACCOUNT)

    applied(planned("doctor", {"only": "discord-account-not-kept"}))

    assert owner() == AMIRA


def test_repair_of_an_account_that_somebody_links_meanwhile_is_refused(
    now: int,
) -> None:
    store_member(AMIRA, firstName="Amira", discordId=ACCOUNT)
    plan = planned("doctor", {"only": "discord-account-not-kept"})
    link(CHLOE, new_state(ACCOUNT, now=now), now=now)

    plan = applied(plan)

    assert set(states(plan)) == {"refused"}
    assert owner() == CHLOE
    assert [
        whom for code, whom in examined() if code == "discord-account-twice"
    ] == sorted([AMIRA, CHLOE])


def test_one_of_two_with_one_account_is_unlinked_and_the_other_keeps_it(
    now: int,
) -> None:
    link(AMIRA, new_state(ACCOUNT, now=now), now=now)
    store_member(CHLOE, firstName="Chloe", discordId=ACCOUNT)

    unlink_account(CHLOE, actor=BEN, now=now)

    assert (linked(AMIRA), linked(CHLOE), owner()) == (ACCOUNT, None, AMIRA)


def test_what_is_no_account_in_a_member_record_is_passed_over() -> None:
    for email in (AMIRA, CHLOE):
        store_member(email, discordId="amira#1234")

    assert not [code for code, _ in examined() if code.startswith("discord")]


# --- the bot --------------------------------------------------------------------------


def ask(
    asked: Any, *, key: Ed25519PrivateKey = BOT, age: int = 0, client: Any = None
) -> Any:
    body = asked if isinstance(asked, str) else json.dumps(asked)
    timestamp = str(now_ms() // 1000 - age)
    headers: dict[str, Any] = {
        "HTTP_X_SIGNATURE_TIMESTAMP": timestamp,
        "HTTP_X_SIGNATURE_ED25519": key.sign(f"{timestamp}{body}".encode()).hex(),
    }
    return (client or anonymous()).generic(
        "POST",
        "/discord/interactions",
        body,
        content_type="application/json",
        **headers,
    )


def test_ping_is_answered() -> None:
    response = ask({"type": 1})

    assert (response.status_code, response.json()) == (200, {"type": 1})


@pytest.mark.parametrize(
    "sender",
    [{"member": {"user": {"id": ACCOUNT}}}, {"user": {"id": ACCOUNT}}],
    ids=["in a server", "in a message"],
)
def test_verify_gives_its_sender_alone_what_links(sender: dict[str, Any]) -> None:
    response = ask({"type": 2, "data": {"name": "verify"}, **sender})

    answer = response.json()
    button = answer["data"]["components"][0]["components"][0]
    (leads_to,) = parse_qs(urlsplit(button["url"]).query)["redirect"]
    state = leads_to.removeprefix("/discord/verify/")
    assert (answer["type"], answer["data"]["flags"]) == (4, 64)
    assert button["url"].startswith("https://app.ubcbiztech.com/login?")
    assert len(button["url"]) <= 512
    assert map_account(AMIRA, state).status_code == 200
    assert linked(AMIRA) == ACCOUNT


def test_unknown_command_is_answered_in_words() -> None:
    response = ask({"type": 2, "data": {"name": "other"}})

    assert response.json()["data"]["content"] == "I only know /verify."


@pytest.mark.parametrize(
    "answer",
    [
        lambda: ask({"type": 1}, key=Ed25519PrivateKey.generate()),
        lambda: ask({"type": 1}, age=301),
        lambda: ask({"type": 1}, age=-302),
        lambda: ask({"type": 1}, key=Ed25519PrivateKey.generate(), client=caller(BEN)),
        lambda: send(anonymous(), "POST", "/discord/interactions", {"type": 1}),
        lambda: send(
            anonymous(),
            "POST",
            "/discord/interactions",
            {"type": 1},
            HTTP_X_SIGNATURE_TIMESTAMP="9" * 5000,
            HTTP_X_SIGNATURE_ED25519="zz",
        ),
    ],
    ids=["another key", "too old", "from the future", "an exec", "none", "nonsense"],
)
def test_what_discord_did_not_sign_is_refused(answer: Callable[[], Any]) -> None:
    response = answer()

    assert response.status_code == 401
    assert response.json() == {"error": "Invalid request signature"}


def test_without_a_key_nothing_is_answered(settings: Settings) -> None:
    settings.DISCORD_PUBLIC_KEY = ""

    assert ask({"type": 1}).status_code == 401


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("no json", 400),
        ({"type": 2, "data": {"name": "verify"}, "user": {"id": "x"}}, 406),
    ],
)
def test_signed_nonsense_is_refused(asked: Any, answered: int) -> None:
    assert ask(asked).status_code == answered
