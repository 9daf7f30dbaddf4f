"""Granting to and revoking from a selection."""

from typing import Any

from django.test import Client

from accounts.models import User
from biztech.dashboard.framework.tests.visitors import ben
from core.audit.trail import history
from core.dynamo.rows import remove_rows
from memberships.tests.people import AMIRA, listed, make_member, rows_of, store
from profiles.models import Profile

LIST = "/admin/memberships/person/"
GRANT, REVOKE = f"{LIST}grant-many/", f"{LIST}revoke-many/"
UNDO = f"{LIST}undo-batch/"
CHLOE = "chloe@example.org"
DORA = "dora@student.ubc.ca"


def select(browser: Client, action: str, *emails: str, query: str = "") -> Any:
    chosen = {"action": action, "_selected_action": list(emails)}
    return browser.post(f"{LIST}{query}", chosen)


def members() -> list[str]:
    return sorted(one.email for one in listed().people if one.member)


def sentences(answer: Any) -> list[tuple[str, str]]:
    return [(line.email, line.sentence) for line in answer.context["outcomes"]]


def test_bulk_grant_names_everybody_and_what_happens_to_each() -> None:
    make_member(AMIRA)
    store(User, id=CHLOE, fname="Chloe", admin=False)

    answer = select(ben(), "grant_selected", AMIRA, CHLOE)

    assert [(line.email, line.sentence) for line in answer.context["lines"]] == [
        (AMIRA, "Is a member already; stays unchanged."),
        (CHLOE, "Gets a member record and a new profile."),
    ]
    assert members() == [AMIRA]


def test_bulk_grant_confirmed_reports_each_and_undoes_all() -> None:
    make_member(AMIRA)
    store(User, id=CHLOE, fname="Chloe", admin=False)
    store(User, id=DORA, fname="Dora", admin=False)
    browser = ben()

    done = browser.post(GRANT, {"email": [AMIRA, CHLOE, DORA]})
    after_grant = members()
    undone = browser.post(UNDO, {"batch": done.context["batch"]})

    assert sentences(done) == [
        (AMIRA, "Was a member already."),
        (CHLOE, "Is now a member."),
        (DORA, "Is now a member."),
    ]
    assert after_grant == [AMIRA, CHLOE, DORA]
    assert sorted(sentences(undone)) == [(CHLOE, "Undone."), (DORA, "Undone.")]
    assert members() == [AMIRA]


def test_bulk_grant_of_a_repeated_address_grants_once() -> None:
    store(User, id=CHLOE, fname="Chloe", admin=False)

    granted = ben().post(GRANT, {"email": [CHLOE, CHLOE]})

    assert sentences(granted) == [(CHLOE, "Is now a member.")]


def test_bulk_grant_to_a_member_says_what_it_mended() -> None:
    profile_id = make_member(AMIRA)
    remove_rows(Profile(*Profile.key(profile_id)))

    granted = ben().post(GRANT, {"email": [AMIRA]})

    mended = "member record changed, profile record created"
    assert sentences(granted) == [(AMIRA, f"Repaired: {mended}.")]


def test_bulk_revoke_needs_a_reason_and_keeps_the_selection() -> None:
    make_member(AMIRA)

    answer = ben().post(REVOKE, {"email": [AMIRA], "reason": "", "profile": "remove"})

    assert [line.email for line in answer.context["lines"]] == [AMIRA]
    assert "Say why" in answer.content.decode()
    assert members() == [AMIRA]


def test_bulk_revoke_confirmed_leaves_non_members_alone_and_undoes_all() -> None:
    profile_id = make_member(AMIRA)
    before = rows_of(AMIRA, profile_id)
    store(User, id=CHLOE, fname="Chloe", admin=False)
    browser = ben()

    named = select(browser, "revoke_selected", AMIRA, CHLOE)
    done = browser.post(
        REVOKE, {"email": [AMIRA, CHLOE], "reason": "Unpaid", "profile": "remove"}
    )
    after_revoke = members()
    browser.post(UNDO, {"batch": done.context["batch"]})

    assert [line.unchanged for line in named.context["lines"]] == [False, True]
    assert sentences(done) == [
        (AMIRA, "Is no longer a member."),
        (CHLOE, "Was not a member."),
    ]
    assert after_revoke == []
    assert rows_of(AMIRA, profile_id) == before
    assert [act.reason for act in history(AMIRA)][1] == "Unpaid"


def test_undo_all_names_a_refusal_and_undoes_the_others() -> None:
    make_member(AMIRA)
    make_member(DORA)
    browser = ben()
    done = browser.post(
        REVOKE, {"email": [AMIRA, DORA], "reason": "Unpaid", "profile": "keep"}
    )
    make_member(AMIRA)

    undone = dict(sentences(browser.post(UNDO, {"batch": done.context["batch"]})))

    assert undone[DORA] == "Undone."
    assert undone[AMIRA].startswith("This can't be undone as it stands.")


def test_selection_across_pages_takes_everybody_the_filters_leave() -> None:
    for number in range(30):
        store(User, id=f"p{number:02}@student.ubc.ca", fname="P", admin=False)
    store(User, id=CHLOE, fname="Chloe", admin=False)
    chosen = {
        "action": "grant_selected",
        "select_across": "1",
        "_selected_action": ["p00@student.ubc.ca"],
    }

    answer = ben().post(f"{LIST}?q=student", chosen)

    assert answer.context["count"] == 30


def test_selection_beyond_the_cap_is_refused_with_the_number() -> None:
    for number in range(101):
        store(User, id=f"p{number:03}@student.ubc.ca", admin=False)
    emails = [f"p{number:03}@student.ubc.ca" for number in range(101)]
    browser = ben()

    answers = [
        browser.post(
            LIST,
            {
                "action": "grant_selected",
                "select_across": "1",
                "_selected_action": emails[:1],
            },
            follow=True,
        ),
        browser.post(GRANT, {"email": emails}, follow=True),
        browser.post(
            REVOKE, {"email": emails, "reason": "x", "profile": "keep"}, follow=True
        ),
    ]

    for answer in answers:
        page = answer.content.decode()
        assert "101 people are selected; at most 100 go in one batch." in page
    assert members() == []
