"""Records under another spelling: moved, merged, left to a person, undone."""

from typing import Any

import pytest

from accounts.models import User
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.base import Entity
from core.dynamo.wire import Item
from memberships.models import Member
from memberships.people import person
from memberships.services import misspelt, plan_respelling, respell
from memberships.services.joining import Difference
from memberships.tests.people import AMIRA, BEN, store
from profiles.models import PROFILE, Profile, partition

SHOUTED = "Amira@Student.ubc.ca"
SPACED = " amira@student.ubc.ca"


def stored(model: type[Entity], key: str) -> Item | None:
    row = model.find(key, consistent=True)
    return row.wire if row else None


def store_profile(profile_id: str) -> None:
    store(Profile, compositeID=partition(profile_id), type=PROFILE, fname="Amira")


def test_misspelt_finds_keys_of_both_tables_and_those_that_are_no_address() -> None:
    store(User, id=AMIRA)
    store(User, id=SHOUTED)
    store(Member, id=SPACED)
    store(Member, id="BEN@ubcbiztech.com")
    store(User, id="amira")
    store(User, id="\u212ai@student.ubc.ca")

    found = misspelt()

    assert found.spellings == {AMIRA: [SPACED, SHOUTED], BEN: ["BEN@ubcbiztech.com"]}
    assert found.invalid == ["amira", "\u212ai@student.ubc.ca"]


def test_plan_writes_nothing(now: int, database_calls: list[str]) -> None:
    store(User, id=SHOUTED, fname="Amira")
    database_calls.clear()

    plan = plan_respelling(AMIRA, [SHOUTED], now=now)

    assert [(row.label, row.kind) for row in plan.rows] == [
        ("user", "created"),
        ("user", "removed"),
    ]
    assert database_calls == ["TransactGetItems"]


def test_respell_to_a_free_address_moves_every_attribute_as_stored(now: int) -> None:
    facts: dict[str, Any] = {
        "fname": "Amira",
        "year": 3,
        "updatedAt": 7,
        "badges": {"b", "a"},
        "picture": b"\x00\xff",
        "nested": {"shoe": [39.5, None, True]},
    }
    store(User, id=SHOUTED, **facts)
    store(Member, id=SHOUTED, profileID="SillyPandasDeny", topics="AI,Web")
    before = stored(User, SHOUTED), stored(Member, SHOUTED)

    respelt = respell(AMIRA, [SHOUTED], actor=BEN, now=now)

    renamed = [{**(row or {}), "id": {"S": AMIRA}} for row in before]
    assert [stored(User, AMIRA), stored(Member, AMIRA)] == renamed
    assert [stored(User, SHOUTED), stored(Member, SHOUTED)] == [None, None]
    assert (respelt.merges, respelt.differences) == (False, [])


def test_respell_where_a_record_is_fills_what_is_missing_there(now: int) -> None:
    store(User, id=AMIRA, fname="Amira", lname="", isMember=False, createdAt=2)
    store(User, id=SHOUTED, fname="", lname="Kay", isMember=True, shoeSize=39)

    respelt = respell(AMIRA, [SHOUTED], actor=BEN, now=now)

    user = User.get(AMIRA)
    assert user.plain() == {
        "id": AMIRA,
        "fname": "Amira",
        "lname": "Kay",
        "isMember": True,
        "createdAt": 2,
        "shoeSize": 39,
        "updatedAt": now,
    }
    assert (respelt.merges, respelt.differences) == (True, [])


def test_respell_keeps_what_the_right_spelling_says_and_names_the_rest(
    now: int,
) -> None:
    store(User, id=AMIRA, year=3, diet="Vegan", isMember=True)
    store(User, id=SHOUTED, year="3", diet="None", isMember=False)
    store(Member, id=AMIRA, cardCount=1, profileID="SillyPandasDeny")
    store(Member, id=SHOUTED, cardCount=2, profileID="SillyPandasDeny")

    respelt = respell(AMIRA, [SHOUTED], actor=BEN, now=now)

    assert sorted(respelt.differences, key=lambda one: one.name) == [
        Difference(label="member", name="cardCount", stays=1, goes=2),
        Difference(label="user", name="diet", stays="Vegan", goes="None"),
        Difference(label="user", name="year", stays=3, goes="3"),
    ]
    assert User.get(AMIRA).plain() == {
        "id": AMIRA,
        "year": 3,
        "diet": "Vegan",
        "isMember": True,
    }


def test_respell_joins_sets(now: int) -> None:
    store(User, id=AMIRA, favedEventsID={"blueprint"}, badges={1, 2})
    store(User, id=SHOUTED, favedEventsID={"kickstart"}, badges={2})

    respelt = respell(AMIRA, [SHOUTED], actor=BEN, now=now)

    user = User.get(AMIRA)
    assert user.plain()["favedEventsID"] == ["blueprint", "kickstart"]
    assert user.plain()["badges"] == [1, 2]
    assert respelt.differences == []


def test_respell_of_several_spellings_makes_one_record(now: int) -> None:
    store(User, id=SHOUTED, fname="Amira", diet="Vegan")
    store(User, id=SPACED, lname="Kay", diet="None")

    respelt = respell(AMIRA, [SPACED, SHOUTED], actor=BEN, now=now)

    assert User.get(AMIRA).plain() == {
        "id": AMIRA,
        "fname": "Amira",
        "lname": "Kay",
        "diet": "None",
        "updatedAt": now,
    }
    assert respelt.records(User) == 2
    assert [row.id for row in User.read_all()] == [AMIRA]


def test_respell_of_two_profiles_is_left_to_a_person(now: int) -> None:
    for key, profile_id in ((AMIRA, "SillyPandasDeny"), (SHOUTED, "CalmOwlsSing")):
        store(Member, id=key, profileID=profile_id)
        store_profile(profile_id)

    respelt = respell(AMIRA, [SHOUTED], actor=BEN, now=now)

    assert "SillyPandasDeny and CalmOwlsSing" in respelt.obstacle
    assert (respelt.act, history(AMIRA)) == (None, [])
    assert stored(Member, SHOUTED) is not None


def test_respell_prefers_the_profile_that_exists(now: int) -> None:
    store(Member, id=AMIRA, profileID="LostOwlsSing")
    store(Member, id=SHOUTED, profileID="SillyPandasDeny")
    store_profile("SillyPandasDeny")

    respell(AMIRA, [SHOUTED], actor=BEN, now=now)

    found = person(AMIRA)
    assert found.profile and found.profile.profile_id == "SillyPandasDeny"


def test_respell_records_who_when_and_from_where(now: int) -> None:
    store(User, id=SHOUTED)

    respell(AMIRA, [SHOUTED], actor=BEN, now=now)

    (act,) = history(AMIRA)
    assert (act.act, act.actor, act.at) == ("respell", BEN, now)
    assert act.notes == '{"from": ["Amira@Student.ubc.ca"]}'


def test_respell_twice_writes_once(now: int) -> None:
    store(User, id=SHOUTED)
    respell(AMIRA, [SHOUTED], actor=BEN, now=now)

    again = respell(AMIRA, [SHOUTED], actor=BEN, now=now)

    assert (again.act, len(history(AMIRA))) == (None, 1)


def test_respell_meeting_an_edit_in_between_decides_again(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(User, id=SHOUTED, fname="Amira")
    edits = iter([lambda: store(User, id=SHOUTED, fname="Mira")])

    def plan_slowly(*args: Any, **options: Any) -> Any:
        plan = plan_respelling(*args, **options)
        next(edits, lambda: None)()
        return plan

    monkeypatch.setattr("memberships.services.normalizing.plan_respelling", plan_slowly)

    respell(AMIRA, [SHOUTED], actor=BEN, now=now)

    assert User.get(AMIRA).fname == "Mira"


@pytest.mark.parametrize("own", [None, {"fname": "Amy", "favedEventsID": {"a", "c"}}])
def test_undo_of_a_respelling_restores_every_row(
    now: int, own: dict[str, Any] | None
) -> None:
    if own:
        store(User, id=AMIRA, **own)
        store(Member, id=AMIRA, heardFrom="Friends")
    store(User, id=SHOUTED, fname="Amira", picture=b"\x00", favedEventsID={"b", "a"})
    store(Member, id=SHOUTED, cardCount=2, profileID="SillyPandasDeny")
    keys = [(model, key) for model in (User, Member) for key in (AMIRA, SHOUTED)]
    before = [stored(model, key) for model, key in keys]
    respelt = respell(AMIRA, [SHOUTED], actor=BEN, now=now)
    assert respelt.act is not None

    undo(AMIRA, respelt.act.act_id, actor=BEN, now=now + 1)

    assert [stored(model, key) for model, key in keys] == before
