"""Companies that clients tell of: looked for among those met, and never counted."""

from typing import Any

from biztech.tests.callers import AMIRA, caller, send, store_profile
from companion.quests.definitions import Counts, Quest
from companion.quests.models import StoredQuests
from companion.quests.tests.test_quests import OWN, THREE, define, gala, meet, reached

__all__ = ["gala"]


def tell_of(company: str, kind: str = "company") -> Any:
    """Tell of a company as the scanner of the client does."""
    body = {"type": kind, "argument": {"company": company}}
    return send(caller(AMIRA), "PATCH", OWN, body)


def test_company_that_clients_tell_of_is_verified_and_not_counted_twice() -> None:
    define(*THREE)
    store_profile("Partner", company="Acme")
    meet("Partner", company="Acme")

    told, unknown = tell_of("ACME"), tell_of("Globex")

    assert told.json()["quests"]["unique_companies_talked_to"]["items"] == ["Acme"]
    assert told.json()["alreadyConnected"] is False
    assert (told.status_code, unknown.status_code) == (200, 404)
    assert reached()["unique_companies_talked_to"] == 1
    assert StoredQuests.count() == 0


def test_completed_quest_takes_any_company_and_counts_none() -> None:
    define(Quest(Counts.COMPANIES, 1))
    store_profile("Partner", company="Acme")
    meet("Partner", company="Acme")

    assert tell_of("Globex").status_code == 200
    assert reached() == {"unique_companies_talked_to": 1}


def test_company_is_missing_or_of_a_kind_that_nobody_counts() -> None:
    define(*THREE)

    assert tell_of("").status_code == 406
    said = tell_of("Acme", kind="stars").json()["message"]
    assert said == "Invalid type: 'stars'. Valid types: 'connection', 'company'"
