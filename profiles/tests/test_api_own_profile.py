"""``POST /profiles``, ``GET`` and ``PATCH /profiles/user/``, as they are documented."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

import pytest
import requests
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    caller,
    send,
    store_member,
)
from biztech.wsgi import application
from core.audit.trail import history
from core.identity.local import issue_token
from memberships.models import Member
from profiles.models import Profile
from profiles.policy import everything_visible
from profiles.queries import all_profiles
from profiles.tests.own_profile import (
    TEXTS,
    either_slash,
    stored,
    with_profile,
)


def edited(body: Any, path: str = "/profiles/user/") -> Any:
    """Send an edit of amira's profile; return the response."""
    return send(caller(AMIRA), "PATCH", path, body)


@either_slash
def test_creation_answers_the_stored_profile(slash: str) -> None:
    store_member(AMIRA, firstName="Amira", major="Statistics", year="3rd Year")

    response = send(caller(AMIRA), "POST", f"/profiles{slash}")

    (profile,) = all_profiles()
    row = Profile.get(*Profile.key(profile.profile_id)).plain()
    assert response.status_code == 201
    assert response.json() == {
        "message": "Created profile for amira@student.ubc.ca",
        "profile": row,
    }
    assert row == {
        "compositeID": f"PROFILE#{profile.profile_id}",
        "type": "PROFILE",
        "profileID": profile.profile_id,
        "profileType": "ATTENDEE",
        "fname": "Amira",
        "lname": "",
        "pronouns": "",
        "major": "Statistics",
        "year": "3rd Year",
        "hobby1": "",
        "hobby2": "",
        "funQuestion1": "",
        "funQuestion2": "",
        "linkedIn": "",
        "profilePictureURL": "",
        "additionalLink": "",
        "description": "",
        "viewableMap": everything_visible(),
        "createdAt": row["createdAt"],
        "updatedAt": row["createdAt"],
    }
    assert Member.get(AMIRA).profile_id == profile.profile_id


def test_creation_by_an_exec_makes_an_execs_profile() -> None:
    store_member(BEN, firstName="Ben")

    response = send(caller(BEN), "POST", "/profiles")

    assert response.json()["profile"]["profileType"] == "EXEC"


def test_creation_for_no_member_is_not_found() -> None:
    response = send(caller(CHLOE), "POST", "/profiles")

    assert response.status_code == 404
    assert response.json() == {
        "message": "id with id 'chloe@example.org' could not be found."
        " Make sure you have provided the correct id."
    }
    assert list(all_profiles()) == []


def test_second_creation_is_a_conflict() -> None:
    with_profile()

    response = send(caller(AMIRA), "POST", "/profiles")

    assert response.status_code == 409
    assert response.json() == {
        "message": "A database entry with the same 'Profile' already exists!",
        "data": "amira@student.ubc.ca",
    }


@pytest.fixture
def address() -> Iterator[str]:
    """Serve the application on a port of its own, a thread for each request."""
    running = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    running.set_app(application)
    serving = Thread(target=running.serve_forever, args=(0.05,))
    serving.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    serving.join()
    running.server_close()


def test_twenty_creations_at_once_are_one_created_and_nineteen_conflicts(
    address: str,
) -> None:
    store_member(AMIRA, firstName="Amira")
    headers = {"Authorization": f"Bearer {issue_token(AMIRA)}"}

    def attempt(_: int) -> requests.Response:
        return requests.post(f"{address}/profiles", headers=headers, timeout=60)

    with ThreadPoolExecutor(20) as pool:
        responses = list(pool.map(attempt, range(20)))

    assert sorted(each.status_code for each in responses) == [201] + [409] * 19
    (created,) = [each.json() for each in responses if each.status_code == 201]
    (profile,) = all_profiles()
    assert created["profile"]["profileID"] == profile.profile_id
    assert len(history(AMIRA)) == 1


@pytest.mark.parametrize("body", ["{", "[]", "nonsense", '{"email": "x@y.ca"}'])
def test_creation_reads_no_body(body: str) -> None:
    store_member(AMIRA)

    response = caller(AMIRA).post("/profiles", body, content_type="application/json")

    assert response.status_code == 201
    assert response.json()["message"] == "Created profile for amira@student.ubc.ca"


@either_slash
def test_own_profile_is_the_whole_row_whatever_is_shown(
    slash: str, database_calls: list[str]
) -> None:
    with_profile(viewableMap={"fname": False}, mbti="INTJ", hobby1="Chess")
    database_calls.clear()

    response = caller(AMIRA).get(f"/profiles/user{slash}")

    assert response.status_code == 200
    assert response.json() == {
        "compositeID": "PROFILE#SillyPandasDeny",
        "type": "PROFILE",
        "fname": "Amira",
        "lname": "Haddad",
        "hobby1": "Chess",
        "mbti": "INTJ",
        "viewableMap": {"fname": False},
    }
    assert database_calls == ["GetItem", "GetItem"]


@pytest.mark.parametrize("method", ["GET", "PATCH"])
@pytest.mark.parametrize("row", [None, {}, {"profileID": "CalmOttersSing"}])
def test_own_profile_that_is_missing_is_not_found(
    row: dict[str, Any] | None, method: str
) -> None:
    if row is not None:
        store_member(AMIRA, **row)

    response = send(caller(AMIRA), method, "/profiles/user/", {"hobby1": "Chess"})

    assert response.status_code == 404
    assert response.json() == {
        "message": "Profile with id 'amira@student.ubc.ca' could not be found."
        " Make sure you have provided the correct id."
    }
    assert list(all_profiles()) == []


@either_slash
def test_edit_as_the_client_sends_it_is_written(slash: str) -> None:
    with_profile(hobby1="Go", major="Statistics")
    toggles = {"hobby1": False, "hobby2": True, "fname": True, "major": False}

    response = edited({**TEXTS, "viewableMap": toggles}, path=f"/profiles/user{slash}")

    row = stored()
    shown = {**everything_visible(), "hobby1": False, "major": False}
    attributes = {**TEXTS, "viewableMap": shown, "updatedAt": row["updatedAt"]}
    assert response.status_code == 200
    assert response.json() == {
        "message": "successfully updated profile: amira@student.ubc.ca",
        "data": {"Attributes": attributes},
    }
    assert {name: row[name] for name in attributes} == attributes
    assert (row["fname"], row["major"]) == ("Amira", "Statistics")


@pytest.mark.parametrize("toggles", [{}, {"viewableMap": None}, {"viewableMap": {}}])
def test_edit_without_toggles_keeps_them(toggles: dict[str, Any]) -> None:
    with_profile(viewableMap={"hobby1": False})

    response = edited({"hobby1": "Chess", **toggles})

    stamp = stored()["updatedAt"]
    assert response.status_code == 200
    assert response.json()["data"] == {
        "Attributes": {"hobby1": "Chess", "updatedAt": stamp}
    }
    assert stored()["viewableMap"] == {"hobby1": False}


@pytest.mark.parametrize("toggles", [[], [True], "none", 5, True, ["hobby1"], 0, ""])
def test_edit_with_toggles_of_another_form_writes_nothing(toggles: Any) -> None:
    with_profile(hobby1="Go")
    before = stored()

    response = edited({"hobby1": "Chess", "viewableMap": toggles})

    assert response.status_code == 406
    assert response.json() == {"message": "Viewable map is not a literal object"}
    assert stored() == before


@pytest.mark.parametrize("name", ["fname", "lname", "profileType"])
def test_edit_that_hides_what_clients_need_writes_nothing(name: str) -> None:
    with_profile()
    before = stored()

    response = edited({"viewableMap": {name: False, "hobby1": False}})

    assert response.status_code == 406
    assert response.json() == {
        "message": f"'viewableMap' is invalid: {name} is always shown."
    }
    assert stored() == before


def test_edit_leaves_alone_what_is_not_the_owners() -> None:
    with_profile(hobby1="Go")
    sent = {
        "fname": "Eve",
        "profileType": "EXEC",
        "profileID": "CalmOttersSing",
        "compositeID": "PROFILE#CalmOttersSing",
        "hiddenAt": 5,
        "companyProfilePictureURL": "https://example.org/x.png",
        "email": CHLOE,
        "mbti": "INTJ",
        "hobby1": 5,
        "hobby2": None,
        "linkedIn": ["https://example.org"],
        "description": {"S": "x"},
        "viewableMap": {"hobby1": "no", "hobby2": 0, "email": True, "a.b": False},
    }
    before = stored()

    response = edited(sent)

    stamp = stored()["updatedAt"]
    assert response.status_code == 200
    assert response.json()["data"] == {"Attributes": {"updatedAt": stamp}}
    assert stored() == {**before, "updatedAt": stamp}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        *(
            (
                name,
                address,
                (
                    f"'{name}' in the request body is invalid: send a web address that"
                    " starts with https:// or http://, or an empty text."
                ),
            )
            for name in ("linkedIn", "additionalLink", "profilePictureURL")
            for address in ("javascript:alert(1)", "data:text/html,x", "ftp://a.ca/x")
        ),
        (
            "hobby1",
            "x" * 201,
            "'hobby1' in the request body is invalid: it holds at most 200 characters.",
        ),
        (
            "funQuestion2",
            "x" * 501,
            (
                "'funQuestion2' in the request body is invalid: it holds at most 500"
                " characters."
            ),
        ),
        (
            "description",
            "x" * 2001,
            (
                "'description' in the request body is invalid: it holds at most 2000"
                " characters."
            ),
        ),
    ],
)
def test_edit_with_a_refused_text_names_it_and_writes_nothing(
    name: str, value: str, message: str
) -> None:
    with_profile()
    before = stored()
    body = {"hobby2": "Kites", "viewableMap": {"hobby1": False}, name: value}

    response = edited(body)

    assert response.status_code == 406
    assert response.json() == {"message": message}
    assert stored() == before


@pytest.mark.parametrize("body", ["{", "nonsense", '{"hobby1": "\\ud800"}', "NaN"])
def test_edit_that_is_no_json_is_malformed(body: str) -> None:
    with_profile()
    before = stored()

    response = caller(AMIRA).patch(
        "/profiles/user/", body, content_type="application/json"
    )

    assert response.status_code == 400
    assert response.json() == {"message": "The body is not valid JSON."}
    assert stored() == before


def test_edit_that_is_no_object_is_malformed() -> None:
    with_profile()

    response = edited([TEXTS])

    assert response.status_code == 400
    assert response.json() == {"message": "The body must be a JSON object."}


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    body=st.dictionaries(
        st.sampled_from([*TEXTS, "viewableMap", "fname", "a.b", "#x"]),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(st.characters(exclude_categories=["Cs"]), max_size=600),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["hobby1", "year", "fname", "", "a.b"]), inner
                )
            ),
            max_leaves=5,
        ),
    )
)
def test_edit_with_an_odd_body_is_written_or_refused(body: dict[str, Any]) -> None:
    with_profile()

    response = edited(body)

    assert response.status_code in (200, 400, 406)
    if response.status_code == 200:
        written = response.json()["data"]["Attributes"]
        assert json.loads(json.dumps({**stored(), **written})) == stored()
