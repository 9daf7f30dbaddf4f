"""How the mails of registrations read: plain text, HTML, ticket and calendar file.

What somebody typed is limited to letters, so that no mail of the club's carries a
stranger's link. Where and when an event is, is read when the mail is sent.
"""

import html
import io
import re
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from core.clock import moment
from core.mail.errors import Undeliverable
from core.mail.kinds import Attachment, Content, Mail, register_mail
from events.mails import MailKind
from events.models import Event, event_of
from events.queries import find_event
from events.statuses import Status, status_of
from events.tickets import address_of, issue

_CLUB = "UBC BizTech"
_LONGEST_NAME = 40
_LONGEST_TITLE = 120
_LONGEST_DESCRIPTION = 2000
# Names are letters, marks, blanks and what stands between parts of a name.
_NOT_OF_NAMES = re.compile(r"[^\w\s'\u2019-]|[\d_]")

_QR_SCALE = 8
_TICKET = "ticket.png"

# The titles are the execs' words, the subjects the reader's.
_TITLES: Mapping[MailKind, tuple[str, str]] = MappingProxyType(
    {
        MailKind.REGISTERED: ("Registered", "Your ticket for {event}"),
        MailKind.WAITLIST: ("On the waitlist", "You are on the waitlist for {event}"),
        MailKind.PROMOTED: (
            "Moved up from the waitlist",
            "There is a place for you: {event}",
        ),
        MailKind.PENDING: (
            "Application received",
            "We have your application for {event}",
        ),
        MailKind.ACCEPTED: ("Accepted", "You are accepted: {event}"),
        MailKind.CONFIRMED: ("Attendance confirmed", "Your ticket for {event}"),
        MailKind.REJECTED: ("Not accepted", "Your application for {event}"),
        MailKind.CANCELLED: ("Cancelled", "Your registration for {event} is cancelled"),
    }
)

# What a kind tells of a status that has a place; others bring no ticket.
_WITH_TICKET = frozenset({Status.REGISTERED, Status.ACCEPTED_COMPLETE})
_TICKET_KINDS = frozenset({MailKind.REGISTERED, MailKind.PROMOTED, MailKind.CONFIRMED})


def render(mail: Mail) -> Content:
    """Return what the mail says, of the event as it is now."""
    event = find_event(*event_of(mail.about))
    if event is None:
        raise Undeliverable("The event is gone.")
    return _content(event, mail)


def _content(event: Event, mail: Mail) -> Content:
    kind = MailKind(mail.kind)
    status = status_of(mail.facts.get("status"))
    has_ticket = kind in _TICKET_KINDS and status in _WITH_TICKET
    event_name = _line(event.name or str(event.id), _LONGEST_TITLE)
    context = {
        "club": _CLUB,
        "name": _first_name(mail),
        "event": event_name,
        "place": _line(event.place or "", _LONGEST_TITLE),
        "starts": moment(event.starts_at) if event.starts_at else None,
        "ends": moment(event.ends_at) if event.ends_at else None,
        "picture": _secure(event.image_url),
        "has_ticket": has_ticket,
        "must_pay": status in (Status.INCOMPLETE, Status.ACCEPTED),
        "pay_until": _moment_of(mail.facts.get("payUntil")),
        "link": address_of(issue(mail.to, str(event.id), int(event.year))),
        "contact": settings.EVENT_ORGANISER,
        "subject": _TITLES[kind][1].format(event=event_name),
    }
    return Content(
        subject=str(context["subject"]),
        text=render_to_string(f"mail/{kind}.txt", context),
        html=render_to_string(f"mail/{kind}.html", context),
        attachments=_enclosed(event, mail) if has_ticket else (),
    )


def _enclosed(event: Event, mail: Mail) -> tuple[Attachment, ...]:
    import segno

    ticket = issue(mail.to, str(event.id), int(event.year))
    picture = io.BytesIO()
    segno.make_qr(ticket, error="m").save(picture, kind="png", scale=_QR_SCALE)
    qr = Attachment(
        name=_TICKET,
        media_type="image/png",
        content=picture.getvalue(),
        inline=True,
    )
    if event.starts_at is None:
        return (qr,)
    calendar = Attachment(
        name="event.ics",
        media_type="text/calendar",
        content=calendar_file(event, guest=mail.to, at=mail.at),
        parameters={"method": "REQUEST", "charset": "utf-8"},
    )
    return (qr, calendar)


def calendar_file(event: Event, *, guest: str, at: int) -> bytes:
    """Return a file that puts an event, which has a beginning, into a calendar."""
    import icalendar

    entry = icalendar.Event()
    # The same for everybody and every mail, so that a later file replaces an earlier.
    entry.add("uid", f"{event.id}-{event.year}@ubcbiztech.com")
    entry.add("sequence", int(event.updated_at or 0) // 1000)
    entry.add("dtstamp", moment(at))
    entry.add("dtstart", moment(event.starts_at or 0))
    if event.ends_at and event.ends_at > (event.starts_at or 0):
        entry.add("dtend", moment(event.ends_at))
    entry.add("summary", _line(event.name or str(event.id), _LONGEST_TITLE))
    entry.add("description", _plain(event.description or ""))
    entry.add("location", _line(event.place or "", _LONGEST_TITLE))
    organiser = icalendar.vCalAddress(f"mailto:{settings.EVENT_ORGANISER}")
    organiser.params["CN"] = _CLUB
    entry.add("organizer", organiser)
    attendee = icalendar.vCalAddress(f"mailto:{guest}")
    attendee.params["PARTSTAT"] = "ACCEPTED"
    entry.add("attendee", attendee)
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{_CLUB}//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _first_name(mail: Mail) -> str:
    told = str(mail.facts.get("firstName") or "")
    return _line(_NOT_OF_NAMES.sub(" ", told), _LONGEST_NAME) or "there"


def _line(text: str, longest: int) -> str:
    """Return a text as one line of a length."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _plain(text: str) -> str:
    """Return what a description says without its tags."""
    return html.unescape(strip_tags(text)).strip()[:_LONGEST_DESCRIPTION]


def _secure(url: str | None) -> str:
    return url if url and url.startswith("https://") else ""


def _moment_of(ms: Any) -> Any:
    return moment(ms) if isinstance(ms, int) else None


_SAMPLE_EVENT = Event.of(
    {
        "id": "sample",
        "year": 2026,
        "ename": "Blueprint",
        "elocation": "Sage Hall, 6331 Crescent Road",
        "description": "<p>An evening about design.</p>",
        "startDate": "2026-11-20T18:00:00-08:00",
        "endDate": "2026-11-20T21:00:00-08:00",
    }
)
_SAMPLE_AT = 1_795_176_000_000
_SAMPLE_STATUSES: Mapping[MailKind, Status] = MappingProxyType(
    {
        MailKind.PROMOTED: Status.INCOMPLETE,
        MailKind.ACCEPTED: Status.ACCEPTED,
        MailKind.CONFIRMED: Status.ACCEPTED_COMPLETE,
    }
)


def _sample(kind: MailKind, to: str) -> Content:
    status = _SAMPLE_STATUSES.get(kind, Status.REGISTERED)
    facts = {"firstName": "Amira", "status": status, "payUntil": _SAMPLE_AT}
    about = _SAMPLE_EVENT.event_key
    mail = Mail(
        kind=kind, to=to, about=about, act_id="sample", at=_SAMPLE_AT, facts=facts
    )
    return _content(_SAMPLE_EVENT, mail)


for _kind, (_title, _) in _TITLES.items():
    register_mail(_kind, render, title=_title, sample=partial(_sample, _kind))
