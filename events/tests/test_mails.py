"""Which change of a registration sends which mail."""

from itertools import product

import pytest

from core.clock import DAY
from core.dynamo.rows import store_rows
from core.dynamo.transactions import write_transaction
from core.mail.delivery import Outcome, deliver_due
from core.mail.kinds import mail_kinds
from core.mail.outbox import due_mails, mail_in
from events.mails import MailKind, enqueue_for, mail_for
from events.models import Event, Registration
from events.statuses import Review, Status

AMIRA = "amira@student.ubc.ca"
S, R = Status, Review


def row(status: str, review: str = "", **more: object) -> Registration:
    return Registration.of(
        {
            "id": AMIRA,
            "eventID;year": "blueprint;2026",
            "registrationStatus": status,
            "applicationStatus": review or None,
            **more,
        }
    )


@pytest.mark.parametrize(
    ("status", "review", "kind"),
    [
        (S.REGISTERED, "", MailKind.REGISTERED),
        (S.WAITLIST, "", MailKind.WAITLIST),
        (S.INCOMPLETE, "", None),
        (S.REGISTERED, R.REVIEWING, MailKind.PENDING),
        (S.INCOMPLETE, R.REVIEWING, MailKind.PENDING),
        (S.CHECKED_IN, "", None),
        (S.CANCELLED, "", None),
        ("none that is known", "", None),
    ],
)
def test_mail_of_a_new_registration(
    status: str, review: str, kind: MailKind | None
) -> None:
    assert mail_for(None, row(status, review)) is kind


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        # Paid.
        (row(S.INCOMPLETE), row(S.REGISTERED), MailKind.REGISTERED),
        (row(S.ACCEPTED), row(S.ACCEPTED_COMPLETE), MailKind.CONFIRMED),
        # The waitlist moves up, for free and to be paid for.
        (row(S.WAITLIST), row(S.REGISTERED), MailKind.PROMOTED),
        (row(S.WAITLIST), row(S.INCOMPLETE, holdUntil=9), MailKind.PROMOTED),
        (row(S.WAITLIST), row(S.CANCELLED), MailKind.CANCELLED),
        (row(S.WAITLIST), row(S.CHECKED_IN), None),
        # Promoted, and paid.
        (row(S.INCOMPLETE, holdUntil=9), row(S.REGISTERED), MailKind.REGISTERED),
        (row(S.INCOMPLETE, holdUntil=9), row(S.WAITLIST), MailKind.WAITLIST),
        # An application's way.
        (
            row(S.REGISTERED, R.REVIEWING),
            row(S.ACCEPTED, R.ACCEPTED),
            MailKind.ACCEPTED,
        ),
        (
            row(S.REGISTERED, R.REVIEWING),
            row(S.ACCEPTED_PENDING, R.ACCEPTED),
            MailKind.ACCEPTED,
        ),
        (
            row(S.ACCEPTED_PENDING, R.ACCEPTED),
            row(S.ACCEPTED_COMPLETE, R.ACCEPTED),
            MailKind.CONFIRMED,
        ),
        (
            row(S.REGISTERED, R.REVIEWING),
            row(S.REGISTERED, R.REJECTED),
            MailKind.REJECTED,
        ),
        (row(S.REGISTERED, R.REVIEWING), row(S.REJECTED), MailKind.REJECTED),
        (
            row(S.REGISTERED, R.REVIEWING),
            row(S.REGISTERED, R.WAITLIST),
            MailKind.WAITLIST,
        ),
        (
            row(S.REGISTERED, R.WAITLIST),
            row(S.REGISTERED, R.ACCEPTED),
            MailKind.PROMOTED,
        ),
        (row(S.REGISTERED, R.REJECTED), row(S.REJECTED, R.REJECTED), None),
        # At the door, and a mistake at the door.
        (row(S.REGISTERED), row(S.CHECKED_IN), None),
        (row(S.CHECKED_IN), row(S.REGISTERED), None),
        (row(S.CHECKED_IN), row(S.ACCEPTED_COMPLETE), None),
        (row(S.CHECKED_IN), row(S.CANCELLED), MailKind.CANCELLED),
        # Back again.
        (row(S.CANCELLED), row(S.REGISTERED), MailKind.REGISTERED),
        (row(S.CANCELLED), row(S.WAITLIST), MailKind.WAITLIST),
        # However it is spelled.
        (row("Waitlisted"), row("Registered"), MailKind.PROMOTED),
    ],
)
def test_mail_of_a_change(
    before: Registration, after: Registration, kind: MailKind | None
) -> None:
    assert mail_for(before, after) is kind


@pytest.mark.parametrize(("status", "review"), list(product(Status, Review)))
def test_what_changes_no_standing_sends_nothing(status: Status, review: Review) -> None:
    before = row(status, review)

    assert mail_for(before, row(status, review, points=5, fname="Amy")) is None


@pytest.mark.parametrize(("before", "after"), list(product([None, *Status], Status)))
def test_partners_get_no_mail(before: Status | None, after: Status) -> None:
    former = row(before, isPartner=True) if before else None

    assert mail_for(former, row(after, isPartner=True)) is None


def test_every_kind_is_registered() -> None:
    assert set(MailKind) <= {kind.name for kind in mail_kinds()}


def test_mail_is_decided_in_the_transaction_of_the_change(now: int) -> None:
    after = row(S.INCOMPLETE, basicInformation={"fname": "Amira"}, holdUntil=now + DAY)
    with write_transaction() as writes:
        enqueue_for(writes, row(S.WAITLIST), after, act_id="act", now=now)
        enqueue_for(writes, after, after, act_id="act", now=now)

    (mail,) = map(mail_in, due_mails(now=now))

    assert (mail.kind, mail.to, mail.about) == ("promoted", AMIRA, "blueprint;2026")
    assert mail.facts == {
        "firstName": "Amira",
        "status": "incomplete",
        "applicationStatus": None,
        "payUntil": now + DAY,
    }


def test_mail_tells_of_the_event_as_it_is_when_it_is_sent(
    now: int, mailoutbox: list[object]
) -> None:
    event = {"id": "blueprint", "year": 2026, "ename": "Blueprint", "elocation": "Nest"}
    store_rows(Event.of(event))
    with write_transaction() as writes:
        enqueue_for(writes, None, row(S.REGISTERED), act_id="act", now=now)
    store_rows(Event.of({**event, "elocation": "Sage Hall"}))

    outcomes = [outcome for _, outcome in deliver_due(clock=lambda: now)]

    (message,) = mailoutbox
    assert outcomes == [Outcome.SENT]
    assert "Sage Hall" in str(message.body)  # type: ignore[attr-defined]
    assert "Nest" not in str(message.body)  # type: ignore[attr-defined]


def test_mail_of_an_event_that_is_gone_is_given_up(
    now: int, mailoutbox: list[object]
) -> None:
    with write_transaction() as writes:
        enqueue_for(writes, None, row(S.REGISTERED), act_id="act", now=now)

    outcomes = [outcome for _, outcome in deliver_due(clock=lambda: now)]

    assert outcomes == [Outcome.GIVEN_UP]
    assert mailoutbox == []
