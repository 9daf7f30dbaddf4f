"""Tickets: sealed by this server, and silent about whose they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from events.errors import NoTicket
from events.tickets import Ticket, issue, read

AMIRA = "amira@student.ubc.ca"


def test_ticket_is_read_as_the_registration_that_it_was_issued_for() -> None:
    assert read(issue(AMIRA, "blueprint", 2026)) == Ticket(
        email=AMIRA, event_id="blueprint", year=2026, verified=True
    )


def test_ticket_of_a_registration_is_always_the_same() -> None:
    assert issue(AMIRA, "blueprint", 2026) == issue(AMIRA, "blueprint", 2026)


def test_tickets_of_one_event_have_nothing_in_common_but_their_form() -> None:
    one, other = (issue(f"amira{n}@ubc.ca", "blueprint", 2026) for n in (1, 2))

    assert one[:4] == other[:4] == "BT1:"
    assert one[4:12] != other[4:12]


def test_ticket_is_short_enough_for_a_phone_camera_and_tells_no_address() -> None:
    text = issue("somebody.with.a.long.name@alumni.ubc.ca", "kickstart-showcase", 2026)

    assert len(text) <= 160
    # A code packs these into 11 bits for two.
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:1")
    assert "SOMEBODY" not in text


@pytest.mark.parametrize("spelling", [str.lower, lambda text: f" {text}\n"])
def test_scanner_may_spell_it_otherwise(spelling: "type[str]") -> None:
    assert read(spelling(issue(AMIRA, "blueprint", 2026))).email == AMIRA


@pytest.mark.parametrize(
    "text",
    [
        "amira@student.ubc.ca;blueprint;2026;Amira",
        "Amira@Student.UBC.ca;blueprint;2026",
        "amira@student.ubc.ca;blueprint;2026;A;B;C",
        "amira@student.ubc.ca;blueprint;2026;",
    ],
)
def test_older_ticket_is_read_but_not_verified(text: str) -> None:
    assert read(text) == Ticket(
        email=AMIRA, event_id="blueprint", year=2026, verified=False
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BT1:",
        "BT1:AAAA",
        "BT1:===",
        "BT1:ÄÖÜ",
        "https://example.org/profile/SillyPandasDeny",
        "amira@student.ubc.ca",
        "amira@student.ubc.ca;blueprint",
        "amira@student.ubc.ca;blueprint;next year",
        "amira;blueprint;2026",
        ";;;;",
    ],
)
def test_anything_else_is_no_ticket(text: str) -> None:
    with pytest.raises(NoTicket, match="not a ticket"):
        read(text)


@given(st.text(max_size=200))
def test_no_text_is_taken_for_a_verified_ticket(text: str) -> None:
    for attempt in (text, f"BT1:{text}"):
        try:
            assert not read(attempt).verified
        except NoTicket:
            continue


def test_ticket_with_one_letter_changed_is_no_ticket() -> None:
    text = issue(AMIRA, "blueprint", 2026)

    for place in range(4, len(text) - 1):
        letter = "A" if text[place] != "A" else "B"
        with pytest.raises(NoTicket):
            read(text[:place] + letter + text[place + 1 :])


def test_ticket_of_another_server_is_no_ticket(settings: Settings) -> None:
    text = issue(AMIRA, "blueprint", 2026)
    ours, settings.SECRET_KEY = settings.SECRET_KEY, "another"

    with pytest.raises(NoTicket):
        read(text)
    settings.SECRET_KEY_FALLBACKS = [ours]
    assert read(text).email == AMIRA
