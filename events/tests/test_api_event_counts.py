"""Who is registered, over the API: counted for everybody, named for execs."""

from typing import Any

from biztech.tests.callers import AMIRA, BEN, anonymous, caller, store_user
from events.tests.stored import store_event, store_registration

BLUEPRINT = "/events/blueprint/2026"


def told(query: str, who: str | None = None) -> Any:
    """Return what the event's address answers."""
    client = caller(who) if who else anonymous()
    response = client.get(f"{BLUEPRINT}?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def test_counts_come_in_the_place_of_the_event() -> None:
    question = {
        "questionId": "w",
        "type": "SELECT",
        "label": "Workshop",
        "choices": "Design,Data",
        "participantCap": 10,
    }
    store_event(registrationQuestions=[question])
    store_registration("a@example.org", dynamicResponses={"w": "Data"})
    store_registration("b@example.org", "checkedIn")
    store_registration("c@example.org", "waitlist")
    store_registration("d@example.org", "acceptedComplete")
    store_registration("e@example.org", "incomplete", holdUntil=5)

    assert told("count=true") == {
        "registeredCount": 1,
        "checkedInCount": 1,
        "waitlistCount": 1,
        "dynamicCounts": [
            {
                "questionId": "w",
                "counts": [
                    {"label": "Design", "count": 0, "cap": 10},
                    {"label": "Data", "count": 1, "cap": 10},
                ],
            }
        ],
        "acceptedCount": 1,
        "incompleteCount": 1,
        "seatsTaken": 4,
        "capac": 100,
    }


def test_counts_are_two_database_calls(database_calls: list[str]) -> None:
    store_event()
    database_calls.clear()

    told("count=true")

    assert database_calls == ["GetItem", "Query"]


def test_only_the_word_true_asks_for_counts() -> None:
    store_event()

    assert told("count=1")["id"] == "blueprint"


def test_counts_and_users_are_not_asked_for_at_once() -> None:
    response = caller(BEN).get(f"{BLUEPRINT}?count=true&users=true")

    assert (response.status_code, response.json()) == (
        406,
        {"message": "Only one true parameter is permissible at a time"},
    )


def test_execs_see_who_is_registered() -> None:
    store_event()
    store_user(AMIRA, lname="Haddad")
    store_registration(AMIRA, "checkedIn")
    store_registration("nobody@example.org")

    assert told("users=true", BEN) == [
        {"id": AMIRA, "lname": "Haddad", "registrationStatus": "checkedIn"}
    ]
