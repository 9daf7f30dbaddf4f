"""What a profile hides appears nowhere: random profiles, all audiences, every face.

Each field of a random row holds a mark of its own. Whatever face is asked, and whatever
form it answers in, no mark may be in it that the reader may not see. A new face of the
product is one more line of ``FACES``.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from typing import Any, NamedTuple

import pytest
from django.core.cache import cache
from django.urls import get_resolver
from hypothesis import HealthCheck, Phase, given, settings

from biztech.dashboard.framework.tests.visitors import visitor
from biztech.dashboard.profiles.previews import preview_of
from biztech.tests.ahead import answered_ahead
from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    anonymous,
    caller,
    send,
    store_connection,
    store_member,
    store_profile,
    store_user,
)
from biztech.tests.drawn_profiles import (
    ADDRESSES,
    COPIES,
    KEPT_AS,
    NOBODYS,
    SEEN,
    SUCCESSOR,
    Row,
    mark_of,
    marks,
    rows,
    visible_part,
)
from companion.investments.models import Investment
from companion.quizzes.models import Quiz
from companion.recommendations.keeping import kept_overlap
from companion.voting.models import Score, VotingRoom
from core.dynamo.rows import remove_rows, store_rows
from events.models import Event, Team
from interactions.models import Connection
from interactions.wall.additions import Evening, read_additions
from interactions.wall.graph import meetings
from interactions.wall.log import Entry
from interactions.wall.state import State
from profiles.policy import NAMELESS, NO_NAME, Audience, everything_visible
from profiles.queries import find_profile, profile_as, seen_by, wall_faces

DAN = "dan@example.org"
MET, CHLOES, DANS, EMPLOYER = (
    "SillyPandasDeny",
    "CalmOttersSing",
    "WiseOwlsRead",
    "acme",
)


class Face(NamedTuple):
    """A way somebody else's profile is shown: to whom, and what it says now."""

    shows: str
    audience: Audience
    said: Callable[[], str]


def _as_json(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False)


def _got(path: str, who: str | None = None) -> str:
    client = caller(who) if who else anonymous()
    return str(client.get(path).content.decode())


def _ahead(path: str) -> str:
    return answered_ahead(path).content.decode()


def _opened(path: str, who: str | None = None) -> str:
    return visitor(who).get(path).content.decode()


def _cards(path: str, who: str | None = None) -> str:
    """Return cards with the lines whole that their format folds."""
    return _got(path, who).replace("\r\n ", "")


def _tapped() -> str:
    return str(
        send(
            caller(DAN),
            "POST",
            "/interactions",
            {"eventType": "CONNECTION", "eventParam": MET},
        ).content.decode()
    )


def _of_type() -> str:
    """Return those of a type; the answer's one name is the type that was asked for."""
    return _as_json(list(caller(DAN).get(OF_TYPE).json().values()))


def _recommended() -> str:
    """Return who is recommended, once everybody was read."""
    kept_overlap.begin().wait(10)
    return _got("/profiles/recommendations/self", DAN)


def _beside_the_wall() -> str:
    """Return what screens get beside who met whom: her quest, and her team."""
    on = frozenset({"milestones", "teams"})
    state = State(event="gala-2026", current="gala-2026", additions=on)
    entry = Entry(sequence="ts#0000000000005#a", at=5, one=MET, other=CHLOES)
    faces = wall_faces([MET, CHLOES])
    shown = meetings([entry], state=state, faces=faces)
    ids = {one: str(face["id"]) for one, face in faces.items()}
    told = read_additions(Evening(state=state, entries=[entry], shown=shown, ids=ids))
    assert {each["id"] for each in told["milestones"]} <= set(ids.values())
    assert told["teams"]["teams"] == [{"name": "The pandas", "points": 0}]
    return _as_json(told)


def _dashboard() -> str:
    page = _opened(f"/admin/profiles/profile/{MET}/change/?as=public", BEN)
    # The rest of the page is the whole row, for execs.
    return page.partition('<div class="bt-preview">')[2].partition("</section>")[0]


def _previewed(audience: Audience) -> str:
    profile = find_profile(MET)
    assert profile is not None
    return _as_json(asdict(preview_of(profile.plain(), audience)))


API, PAGE, EMPLOYERS = f"/profiles/profile/{MET}", f"/profile/{MET}", "/profile/acme"
EXPORT = "/interactions/journal/export"
QUESTS, KIOSK = "/quests/gala/2026", f"/quests/kiosk/gala/2026/{CHLOES}"
OF_TYPE = f"/quizzes/perMbti/{mark_of('mbti')}"
MONEY = "/investments/teamStatus/pandas"
FACES = [
    Face("the API, to anybody", Audience.PUBLIC, lambda: _got(API)),
    Face("the API, ahead", Audience.PUBLIC, lambda: _ahead(API)),
    Face("the API, to a connection", Audience.PUBLIC, lambda: _got(API, CHLOE)),
    Face("a page, to anybody", Audience.PUBLIC, lambda: _opened(PAGE)),
    Face("a page, to a member", Audience.MEMBER, lambda: _opened(PAGE, DAN)),
    Face("a page, to a connection", Audience.CONNECTION, lambda: _opened(PAGE, CHLOE)),
    Face("the employer's page", Audience.PUBLIC, lambda: _opened(EMPLOYERS)),
    Face("a contact", Audience.EXPORT, lambda: _cards(f"{API}/card.vcf")),
    Face("a quiz report", Audience.PUBLIC, lambda: _got(f"/quizzes/report/{MET}")),
    Face("a career type", Audience.MEMBER, _of_type),
    Face("investments", Audience.MEMBER, lambda: _got("/investments", DAN)),
    Face("a team's money", Audience.MEMBER, lambda: _got(MONEY, DAN)),
    Face("teams", Audience.MEMBER, lambda: _got("/team/kickstart/2025", DAN)),
    Face("votes", Audience.MEMBER, lambda: _got("/scores/kickstart;2025", DAN)),
    # Before they meet.
    Face("a recommendation", Audience.MEMBER, _recommended),
    Face("a QR code", Audience.PUBLIC, lambda: _got(f"{API}/qr.svg")),
    Face("a tap", Audience.CONNECTION, _tapped),
    Face(
        "the journal", Audience.CONNECTION, lambda: _got("/interactions/journal", CHLOE)
    ),
    Face("the journal as CSV", Audience.EXPORT, lambda: _got(EXPORT, CHLOE)),
    Face(
        "contacts of the journal",
        Audience.EXPORT,
        lambda: _cards(f"{EXPORT}?format=vcard", CHLOE),
    ),
    Face("one's quests", Audience.CONNECTION, lambda: _got(QUESTS, CHLOE)),
    Face("a kiosk's quests", Audience.PUBLIC, lambda: _got(KIOSK)),
    Face("the wall", Audience.WALL, lambda: _as_json(wall_faces([MET]))),
    Face("beside the wall", Audience.WALL, _beside_the_wall),
    *(
        Face(
            f"many profiles, to {audience}",
            audience,
            partial(lambda whose: _as_json(seen_by([MET], whose)), audience),
        )
        for audience in SEEN
    ),
    Face("the dashboard's preview", Audience.PUBLIC, _dashboard),
    *(
        Face(f"the preview of {audience}", audience, partial(_previewed, audience))
        for audience in SEEN
    ),
]


def said_by_faces() -> dict[str, str]:
    """Return what each face says now."""
    return {face.shows: face.said() for face in FACES}


def _store_what_she_did() -> None:
    answers = {name: mark_of(name) for name in ("fname", "lname", "mbti")}
    store_rows(Quiz.of({"id": MET, "eventID;year": "blueprint;2026", **answers}))
    at_event = {"eventID;year": "kickstart;2025"}
    whose = {"investorId": AMIRA, "investorName": mark_of("fname"), "createdAt": 5}
    store_rows(Investment.of({"id": "i", **at_event, **whose, "teamId": "pandas"}))
    named = {"memberIDs": [AMIRA], "memberNames": [mark_of("fname")]}
    store_rows(
        Team.of({"id": "pandas", **at_event, **named}),
        Team.of(
            {"id": "t", "eventID;year": "gala;2026", "teamName": "The pandas", **named}
        ),
    )
    store_rows(
        VotingRoom.of({"connectionID": "kickstart;2025", "isReleased": True}),
        Score.of(
            {
                "teamName": "Pandas",
                "userID": f"{AMIRA}#kickstart;2025",
                "voterID": AMIRA,
                "roomID": "kickstart;2025",
                "score": {"design": 4},
            }
        ),
    )


def store(row: Row) -> None:
    """Store amira with that profile; chloe met her when all was shown, dan did not."""
    # The limits of one caller are not what is tried here.
    cache.clear()
    private = {name: mark_of(name) for name in NOBODYS}
    copied = {name: mark_of(field) for name, field in COPIES.items()}
    store_user(AMIRA, **private)
    store_member(AMIRA, profileID=MET, **private, **copied)
    store_profile(MET, **row)
    store_profile(SUCCESSOR, fname="Amira")
    _store_what_she_did()
    # What dan would have in common with her, were it shown.
    alike = {name: mark_of(name) for name in ("major", "year", "hobby1")}
    alike["description"] = "silent pandas"
    shown = everything_visible(partner=True)
    store_profile(
        "acme", profileType="COMPANY", delegateProfileIDs=[MET], viewableMap=shown
    )
    for email, profile_id in ((CHLOE, CHLOES), (DAN, DANS)):
        store_member(email, profileID=profile_id)
        shows = alike if email == DAN else {}
        store_profile(profile_id, fname="Reader", **shows)
    store_connection(MET, CHLOES)
    quests = [
        {"counts": "companies", "target": 2},
        {"counts": "connections", "target": 1},
    ]
    store_rows(Event.of({"id": "gala", "year": 2026, "quests": quests}))
    told = {name: mark_of(field) for name, field in KEPT_AS.items()}
    for one, other in ((CHLOES, MET), (DANS, MET), (MET, DANS)):
        partition, sort_key = Connection.key(one, other)
        met = {"compositeID": partition, "type": sort_key, "connectionID": other}
        at_gala = {"createdAt": 5, "wallEvent": "gala-2026"}
        side = Connection.of({**met, **told, **at_gala})
        if DANS in (one, other):
            remove_rows(side)
        else:
            store_rows(side)


many = settings(
    max_examples=30,
    # The marks tell what is shown too much; looking for a smaller row takes minutes.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@many
@given(row=rows())
def test_hidden_value_is_nowhere_in_any_face(row: Row) -> None:
    store(row)

    said = said_by_faces()

    shown = {face.shows: _as_json(visible_part(row, face.audience)) for face in FACES}
    told_too_much = {
        face: marks(answer) - marks(shown[face]) for face, answer in said.items()
    }
    assert {face: hidden for face, hidden in told_too_much.items() if hidden} == {}
    assert [face for face, answer in said.items() if AMIRA in answer] == []
    assert [face for face, answer in said.items() if _holds_markup(answer)] == []


def everything_shown() -> Row:
    """Return the row of a person who shows all there is to show."""
    fields = {name: mark_of(name) for name in SEEN[Audience.PUBLIC]}
    addresses = {name: f"https://{mark_of(name)}.example.org" for name in ADDRESSES}
    return {**fields, **addresses, "viewableMap": dict.fromkeys(fields, True)}


def test_every_face_shows_a_person_who_shows_everything() -> None:
    store(everything_shown())

    said = said_by_faces()

    # Who is in a team or voted is told to nobody else; the code leads to the page, and
    # says nothing by itself; a kiosk counts, and screens know of whom quests tell.
    assert "Pandas" in said["votes"] and "pandas" in said["teams"]
    assert [face for face, answer in said.items() if not marks(answer)] == [
        "teams",
        "votes",
        "a QR code",
        "a kiosk's quests",
        "beside the wall",
    ]


@many
@given(row=rows())
def test_hidden_value_is_nowhere_in_the_answer_to_a_link(row: Row) -> None:
    partner = {**row, "profileType": "PARTNER"}
    store(partner)
    store_rows(Event.of({"id": "blueprint", "year": 2026}))
    event = {"eventID": "blueprint", "year": 2026}
    sides = {"partnerProfileID": MET, "companyProfileID": "acme"}

    answer = send(
        anonymous(), "POST", "/profiles/company/link-partner", {**event, **sides}
    )

    assert answer.status_code == 200 or not _is_there(row)
    said = answer.content.decode()
    assert marks(said) <= marks(_as_json(visible_part(partner, Audience.PUBLIC)))


@many
@given(row=rows())
def test_public_answer_is_the_visible_part_and_no_more(row: Row) -> None:
    store(row)

    response = anonymous().get(API)

    if _is_there(row):
        assert_told(response.json(), visible_part(row, Audience.PUBLIC))
    else:
        assert response.status_code == 404


@many
@given(row=rows())
def test_owner_and_execs_see_the_whole_row(row: Row) -> None:
    store(row)

    own = caller(AMIRA).get("/profiles/user/")

    known = {name: value for name, value in row.items() if value is not None}
    assert known.items() <= profile_as(MET, Audience.EXEC).items()
    assert_told(own.json(), profile_as(MET, Audience.EXEC))


def assert_told(answer: Row, shown: Row) -> None:
    """Check that an answer is what is shown, and a mark for each name that is not."""
    names = {"fname", "lname"}
    stand_ins = (*NAMELESS, NO_NAME, str(shown.get("name") or "").strip())
    assert {name: answer[name] for name in answer.keys() - names} == {
        name: shown[name] for name in shown.keys() - names
    }
    for name in names:
        text = str(shown.get(name) or "").strip()
        assert answer[name] == text if text else answer[name] in stand_ins


NOBODY = "KindFoxesWait"
NAMED: dict[str, Callable[[str, str], Any]] = {
    "the API": lambda who, one: caller(who).get(f"/profiles/profile/{one}"),
    "the API, ahead": lambda _, one: answered_ahead(f"/profiles/profile/{one}"),
    "a contact": lambda who, one: caller(who).get(f"/profiles/profile/{one}/card.vcf"),
    "a QR code": lambda who, one: caller(who).get(f"/profiles/profile/{one}/qr.svg"),
    "a QR picture": lambda who, one: caller(who).get(f"/profiles/profile/{one}/qr.png"),
    "whether they met": lambda who, one: caller(who).get(
        f"/interactions/journal/{one}"
    ),
    "a kiosk": lambda who, one: caller(who).get(f"/quests/kiosk/gala/2026/{one}"),
    "a nudge": lambda who, one: send(
        caller(who),
        "PATCH",
        "/quests/gala/2026",
        {"type": "connection", "argument": {"profileId": one}},
    ),
    "a page": lambda who, one: visitor(who).get(f"/profile/{one}"),
    "a pressed button": lambda who, one: visitor(who).post(f"/profile/{one}/connect"),
    "a tap": lambda who, one: send(
        caller(who),
        "POST",
        "/interactions",
        {"eventType": "CONNECTION", "eventParam": one},
    ),
    "a quiz report": lambda who, one: caller(who).get(f"/quizzes/report/{one}"),
    "the end of a connection": lambda who, one: send(
        caller(who), "POST", "/interactions/disconnect", {"profileID": one}
    ),
}


def test_every_route_that_names_a_profile_is_among_those_tried() -> None:
    captured = r"(?P<profile_id>[^/]{1,200})"
    routes = [route for route in _patterns(get_resolver()) if "profile_id" in route]
    asked = {route.replace(captured, "X").strip("^$/?") for route in routes}

    assert asked == {
        "interactions/journal/X",
        "profile/X",
        "profile/X/connect",
        "quests/kiosk/(?P<event_id>[^/]{1,200})/(?P<year>[^/]{1,200})/X",
        # For execs, who see everybody.
        "members/email/X",
        "profiles/profile/X",
        r"profiles/profile/X/qr\.png",
        r"profiles/profile/X/qr\.svg",
        r"profiles/profile/X/card\.vcf",
        "quizzes/report/X",
    }


@pytest.mark.parametrize("named", NAMED)
@pytest.mark.parametrize("reader", [CHLOE, DAN, "stranger@example.org"])
def test_hidden_person_answers_as_nobody_does(named: str, reader: str) -> None:
    store({"fname": "Amira", "hiddenAt": 5})
    ask = NAMED[named]

    hidden, nobody = ask(reader, MET), ask(reader, NOBODY)

    assert hidden.status_code == nobody.status_code
    said = hidden.content.decode().replace(MET, NOBODY)
    assert _without_tokens(said) == _without_tokens(nobody.content.decode())


def _patterns(resolver: Any, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _patterns(each, route)
        else:
            yield route


def _without_tokens(page: str) -> str:
    return re.sub(r'(nonce|value)="[^"]*"', "", page)


def _is_there(row: Row) -> bool:
    """Tell whether there is such a profile, for everybody but execs."""
    return "hiddenAt" not in row and "replacedAt" not in row


def _holds_markup(answer: str) -> bool:
    """Tell whether a page holds a tag that is a field's value."""
    is_page = answer.lstrip()[:1] == "<"
    return is_page and "<script>zq" in answer
