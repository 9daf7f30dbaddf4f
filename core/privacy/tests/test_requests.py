"""Asking execs about one's own data: once, until they answered, or taken back."""

import pytest

from biztech.tests.at_once import at_once
from core.audit.trail import history
from core.plans.tests.plan_runs import applied, planned
from core.privacy.erasing import ERASE
from core.privacy.errors import OwnRequest
from core.privacy.models import Wish
from core.privacy.requests import all_requests, answer, ask, requests_of, withdraw
from memberships.tests.people import AMIRA, BEN, make_member


def open_wishes(email: str = AMIRA) -> list[Wish]:
    return [each.wish for each in requests_of(email) if each.is_open]


def test_asking_twice_is_asking_once(now: int) -> None:
    assert ask(AMIRA, Wish.EXPORT, now=now)
    assert ask(AMIRA, Wish.EXPORT, now=now + 1) is None
    ask(AMIRA, Wish.ERASE, now=now)
    ask(BEN, Wish.EXPORT, now=now)

    assert sorted(open_wishes()) == [Wish.ERASE, Wish.EXPORT]
    assert len(all_requests()) == 3
    assert [act.act for act in history(AMIRA)] == ["ask about own data"] * 2


def test_asking_at_once_is_asking_once(now: int) -> None:
    acts = at_once(*[lambda: ask(AMIRA, Wish.EXPORT, now=now)] * 4)

    assert len([act for act in acts if act]) == 1
    assert len(history(AMIRA)) == 1


def test_wish_is_taken_back_while_it_waits(now: int) -> None:
    ask(AMIRA, Wish.ERASE, now=now)

    assert withdraw(AMIRA, Wish.ERASE, now=now)
    assert withdraw(AMIRA, Wish.ERASE, now=now) is None
    assert requests_of(AMIRA) == []


def test_answered_wish_is_kept_for_a_while_and_asked_anew(now: int) -> None:
    ask(AMIRA, Wish.EXPORT, now=now)

    answer(AMIRA, Wish.EXPORT, actor=BEN, now=now)

    (request,) = requests_of(AMIRA)
    assert (request.answered_by, request.is_open) == (BEN, False)
    assert withdraw(AMIRA, Wish.EXPORT, now=now) is None
    assert answer(AMIRA, Wish.EXPORT, actor=BEN, now=now) is None
    ask(AMIRA, Wish.EXPORT, now=now + 1)
    assert open_wishes() == [Wish.EXPORT]


def test_nobody_decides_about_themself(now: int) -> None:
    ask(BEN, Wish.ERASE, now=now)

    with pytest.raises(OwnRequest):
        answer(BEN, Wish.ERASE, actor=BEN, now=now)

    assert open_wishes(BEN) == [Wish.ERASE]


def test_who_waits_longest_comes_first(now: int) -> None:
    for number, email in enumerate(["c@x.org", "a@x.org", "b@x.org"]):
        ask(email, Wish.EXPORT, now=now + number)
    answer("c@x.org", Wish.EXPORT, actor=BEN, now=now)

    assert [each.email[0] for each in all_requests()] == ["a", "b", "c"]


def test_request_goes_with_whom_it_is_about(now: int) -> None:
    make_member(AMIRA)
    ask(AMIRA, Wish.ERASE, now=now)
    plan = planned(ERASE, {"email": AMIRA})
    answer(AMIRA, Wish.ERASE, actor=BEN, now=now)

    applied(plan)

    assert all_requests() == []
