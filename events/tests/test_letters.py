"""How the mails of registrations read."""

import re

import pytest
from icalendar import Calendar

from core.clock import moment_in
from core.dynamo.rows import store_rows
from core.mail.kinds import Attachment, Content, Mail, kind_of, mail_kinds
from events.letters import render
from events.mails import MailKind
from events.models import Event
from events.statuses import Status
from events.tickets import address_of, issue, read

AMIRA = "amira@student.ubc.ca"
EVENT = {
    "id": "blueprint",
    "year": 2026,
    "ename": "Blueprint <b>2026</b>",
    "elocation": "Sage & Hall",
    "description": "<p>Design &amp; code</p>",
    "startDate": "2026-11-21T02:00:00.000Z",
    "endDate": "2026-11-21T05:00:00.000Z",
    "imageUrl": "https://images.example.org/blueprint.png",
    "updatedAt": 1_795_000_000_000,
}


def letter(
    kind: MailKind, status: Status, *, now: int, name: str = "Amira", **event: object
) -> Content:
    """Return a mail about an event as it would be sent."""
    store_rows(Event.of({**EVENT, **event}))
    facts = {"firstName": name, "status": status, "payUntil": now}
    about = "blueprint;2026"
    return render(
        Mail(kind=kind, to=AMIRA, about=about, act_id="act", at=now, facts=facts)
    )


def file_of(content: Content, name: str) -> Attachment:
    (found,) = (each for each in content.attachments if each.name == name)
    return found


@pytest.mark.parametrize(
    ("kind", "status", "has_ticket"),
    [
        (MailKind.REGISTERED, Status.REGISTERED, True),
        (MailKind.WAITLIST, Status.WAITLIST, False),
        (MailKind.PROMOTED, Status.REGISTERED, True),
        (MailKind.PROMOTED, Status.INCOMPLETE, False),
        (MailKind.PENDING, Status.REGISTERED, False),
        (MailKind.ACCEPTED, Status.ACCEPTED, False),
        (MailKind.ACCEPTED, Status.ACCEPTED_PENDING, False),
        (MailKind.CONFIRMED, Status.ACCEPTED_COMPLETE, True),
        (MailKind.REJECTED, Status.REJECTED, False),
        (MailKind.CANCELLED, Status.CANCELLED, False),
    ],
)
def test_ticket_and_calendar_come_with_a_place(
    kind: MailKind, status: Status, has_ticket: bool, now: int
) -> None:
    content = letter(kind, status, now=now)

    names = [each.name for each in content.attachments]
    assert names == (["ticket.png", "event.ics"] if has_ticket else [])
    assert ("cid:ticket.png" in content.html) is has_ticket
    assert ("ticket.png" in content.text) is has_ticket


@pytest.mark.parametrize(
    ("kind", "status", "asks_for"),
    [
        (MailKind.PROMOTED, Status.INCOMPLETE, "pay"),
        (MailKind.ACCEPTED, Status.ACCEPTED, "pay"),
        (MailKind.ACCEPTED, Status.ACCEPTED_PENDING, "confirm"),
    ],
)
def test_whoever_has_something_to_do_is_told_where_and_until_when(
    kind: MailKind, status: Status, asks_for: str, now: int
) -> None:
    content = letter(kind, status, now=now)

    link = address_of(issue(AMIRA, "blueprint", 2026))
    for text in (content.text, content.html):
        assert asks_for in text
        assert link in text
        # The club's own time.
        assert ("Friday, November 20, 04:00" in text) is (asks_for == "pay")


def test_calendar_file_says_what_when_and_where(now: int) -> None:
    content = letter(MailKind.REGISTERED, Status.REGISTERED, now=now)

    attached = file_of(content, "event.ics")
    calendar = Calendar.from_ical(attached.content.decode())
    (entry,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == attached.parameters["method"] == "REQUEST"
    assert entry["UID"] == "blueprint-2026@ubcbiztech.com"
    assert entry["SEQUENCE"] == 1_795_000_000
    assert entry["SUMMARY"] == "Blueprint <b>2026</b>"
    assert entry["DESCRIPTION"] == "Design & code"
    assert entry["LOCATION"] == "Sage & Hall"
    assert entry["ORGANIZER"] == "mailto:info@ubcbiztech.com"
    assert entry["ATTENDEE"] == f"mailto:{AMIRA}"
    starts, ends = (entry.decoded(name).isoformat() for name in ("DTSTART", "DTEND"))
    assert moment_in(starts) == moment_in(str(EVENT["startDate"]))
    assert moment_in(ends) == moment_in(str(EVENT["endDate"]))


def test_event_without_a_date_comes_without_a_calendar_file(now: int) -> None:
    content = letter(
        MailKind.REGISTERED, Status.REGISTERED, now=now, startDate="soon", endDate=None
    )

    assert [each.name for each in content.attachments] == ["ticket.png"]
    assert "calendar" not in content.text


def test_picture_of_the_ticket_is_a_png_of_the_ticket(now: int) -> None:
    content = letter(MailKind.REGISTERED, Status.REGISTERED, now=now)

    picture = file_of(content, "ticket.png")
    assert picture.inline
    assert picture.content.startswith(b"\x89PNG")
    assert read(issue(AMIRA, "blueprint", 2026)).email == AMIRA


@pytest.mark.parametrize("kind", MailKind)
def test_what_others_typed_is_escaped_and_no_link(kind: MailKind, now: int) -> None:
    phishing = '<a href="https://evil.example/">Win</a> at www.evil.example'

    content = letter(kind, Status.REGISTERED, now=now, name=phishing * 20)

    assert "evil.example" not in content.html + content.text + content.subject
    assert "<b>2026" not in content.html
    assert "&lt;b&gt;2026" in content.html
    assert "Blueprint <b>2026</b>" in content.text
    assert max(map(len, content.text.splitlines())) < 160


def test_name_keeps_its_letters(now: int) -> None:
    for name in ("Zoë", "Jean-Luc", "O\u2019Neill", "明", "Anne Marie"):
        content = letter(MailKind.WAITLIST, Status.WAITLIST, now=now, name=name)
        assert f"Hi {name}," in content.text


def test_mail_without_a_name_greets_all_the_same(now: int) -> None:
    content = letter(MailKind.WAITLIST, Status.WAITLIST, now=now, name="")

    assert content.text.startswith("Hi there,")


def test_subject_is_one_line(now: int) -> None:
    content = letter(
        MailKind.WAITLIST, Status.WAITLIST, now=now, ename="A\r\nBcc: all@example.org"
    )

    assert content.subject == "You are on the waitlist for A Bcc: all@example.org"


def test_only_the_events_own_picture_is_loaded_and_only_safely(now: int) -> None:
    with_picture = letter(MailKind.WAITLIST, Status.WAITLIST, now=now)
    without = letter(
        MailKind.WAITLIST, Status.WAITLIST, now=now, imageUrl="http://example.org/a.png"
    )

    assert re.findall(r'src="([^"]*)"', with_picture.html) == [EVENT["imageUrl"]]
    assert re.findall(r'src="([^"]*)"', without.html) == []


@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_has_a_sample(kind: MailKind) -> None:
    registered = kind_of(kind)
    assert registered is not None

    content = registered.sample(AMIRA)

    assert "Blueprint" in content.subject
    assert "Hi Amira," in content.text and "Hi Amira," in content.html


def test_titles_tell_kinds_apart() -> None:
    titles = [kind.title for kind in mail_kinds()]

    assert len(titles) == len(set(titles))
