import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.core.management import call_command
from django.test import Client

from core.clock import now_ms
from core.dynamo.base import attribute
from core.dynamo.transactions import write_transaction
from core.errors import Conflict
from core.identity.models import Session
from core.identity.queries import sessions_of, sessions_of_execs, stored_id
from core.identity.services import end_session, end_sessions_of, remove_expired
from core.identity.sessions import SessionStore
from core.identity.tests.signing_in import cookie, is_in, signed_in, stored

BEN = "ben@ubcbiztech.com"


def change(session: Session, name: str, value: Any) -> None:
    """Change a stored session as nothing but the passing of time, or a thief, does."""
    with write_transaction() as writes:
        writes.update(
            Session,
            session.key_of(),
            [attribute(name).set(value)],
            otherwise=Conflict("gone"),
        )


def test_session_new_content_is_read_back() -> None:
    session = SessionStore()
    session["colour"] = "green"
    session.save()

    again = SessionStore(session.session_key)

    assert again["colour"] == "green"
    assert again.get("taste") is None


def test_session_table_holds_no_cookie_and_no_readable_content() -> None:
    client = signed_in(BEN)

    row = json.dumps(stored(client).plain())

    assert cookie(client) not in row
    assert "SessionBackend" not in row


def test_session_stored_id_used_as_a_cookie_opens_nothing() -> None:
    client, thief = signed_in(BEN), Client()

    for stolen in (stored(client).id, stored(client).id.partition("#")[2]):
        thief.cookies[settings.SESSION_COOKIE_NAME] = stolen

        assert not is_in(thief)


def test_session_content_copied_to_another_row_opens_nothing() -> None:
    client = signed_in(BEN)
    planted = SessionStore()
    planted.create()
    row = Session.find(*Session.key(planted.session_key or ""))
    assert row is not None

    change(row, "content", stored(client).content)

    assert dict(SessionStore(planted.session_key).items()) == {}


def test_session_unknown_cookie_never_becomes_a_session() -> None:
    planted = SessionStore("chosen-by-somebody-else")
    planted["colour"] = "green"
    planted.save()

    assert planted.session_key != "chosen-by-somebody-else"
    assert not SessionStore().exists("chosen-by-somebody-else")
    assert SessionStore().exists(planted.session_key or "")


def test_session_key_taken_is_refused() -> None:
    session = SessionStore()
    session.create()

    with pytest.raises(CreateError):
        SessionStore(session.session_key).save(must_create=True)


def test_session_ended_meanwhile_is_not_brought_back() -> None:
    session = SessionStore()
    session["colour"] = "green"
    session.save()
    end_session(stored_id(session.session_key or ""))
    session["colour"] = "blue"

    with pytest.raises(UpdateError):
        session.save()

    assert not SessionStore().exists(session.session_key or "")


def test_session_past_its_time_meanwhile_is_not_prolonged() -> None:
    client = signed_in(BEN)
    session = SessionStore(cookie(client))
    session["colour"] = "green"

    change(stored(client), "expiresAt", now_ms() // 1000)

    with pytest.raises(UpdateError):
        session.save()


def test_session_past_its_time_is_over_though_its_row_is_still_there() -> None:
    client = signed_in(BEN)

    change(stored(client), "expiresAt", now_ms() // 1000)

    assert not is_in(client)
    assert sessions_of_execs(now=now_ms()) == []


def test_session_lasts_from_its_start_however_much_it_is_used() -> None:
    client = signed_in(BEN)
    row = stored(client)
    started = int(row.started_at or 0)
    assert row.expires_at == started // 1000 + 12 * 60 * 60

    change(row, "startedAt", started - 60_000)
    session = SessionStore(cookie(client))
    session["colour"] = "green"
    session.save()

    assert stored(client).expires_at == started // 1000 + 12 * 60 * 60 - 60


def test_session_of_nobody_lasts_minutes() -> None:
    session = SessionStore()
    session.create()

    row = Session.find(*Session.key(session.session_key or ""))

    assert row is not None
    assert row.expires_at == int(row.started_at or 0) // 1000 + 15 * 60


def test_session_unchanged_is_read_once_and_not_written(
    database_calls: list[str],
) -> None:
    client = signed_in(BEN)
    database_calls.clear()

    assert is_in(client)

    assert database_calls == ["GetItem"]


def test_session_none_is_not_looked_up(database_calls: list[str]) -> None:
    assert Client().get("/sign-in/").status_code == 200

    assert database_calls == []


def test_session_in_use_is_noted_every_few_minutes(database_calls: list[str]) -> None:
    client = signed_in(BEN)
    before = now_ms()
    change(stored(client), "seenAt", before - 5 * 60 * 1000 - 1)
    database_calls.clear()

    assert is_in(client)
    assert is_in(client)

    assert database_calls == ["GetItem", "TransactWriteItems", "GetItem"]
    assert int(stored(client).seen_at or 0) >= before


def test_sessions_of_shows_who_is_signed_in_where() -> None:
    signed_in("dana@ubcbiztech.com")
    before = now_ms()
    client = signed_in(BEN, user_agent="Firefox on a blue laptop")
    SessionStore().create()

    (session,) = sessions_of(BEN, now=now_ms())

    assert session.id == stored_id(cookie(client))
    assert session.email == BEN
    assert session.agent == "Firefox on a blue laptop"
    assert before <= int(session.started_at or 0) <= int(session.seen_at or 0)
    everyone = sessions_of_execs(now=now_ms())
    assert [row.email for row in everyone] == [BEN, "dana@ubcbiztech.com"]


def test_end_session_makes_a_captured_cookie_worthless() -> None:
    client = signed_in(BEN)

    end_session(stored(client).id)
    end_session(stored_id(cookie(client)))

    assert not is_in(client)


def test_end_sessions_of_keeps_the_one_it_is_asked_to_keep() -> None:
    here, there = signed_in(BEN), signed_in(BEN)
    colleague = signed_in("dana@ubcbiztech.com")

    ended = end_sessions_of(BEN, now=now_ms(), keep=stored(here).id)

    assert ended == 1
    assert is_in(here)
    assert not is_in(there)
    assert is_in(colleague)


def test_remove_expired_leaves_living_sessions() -> None:
    client, old = signed_in(BEN), signed_in(BEN)
    change(stored(old), "expiresAt", now_ms() // 1000 - 1)

    removed = remove_expired(now=now_ms())

    assert removed == 1
    assert is_in(client)
    assert not SessionStore().exists(cookie(old))


def test_clearsessions_command_removes_expired_rows() -> None:
    old = signed_in(BEN)
    change(stored(old), "expiresAt", now_ms() // 1000 - 1)

    call_command("clearsessions")

    assert not SessionStore().exists(cookie(old))


def test_session_created_at_once_by_many_gives_each_its_own() -> None:
    def create(_: int) -> str | None:
        session = SessionStore()
        session.create()
        return session.session_key

    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(create, range(16)))

    assert len(keys) == 16
