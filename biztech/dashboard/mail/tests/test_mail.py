"""Mail in the dashboard: the outbox, one mail, examples, suppressed addresses."""

from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core import mail
from django.utils.timezone import localtime
from pytest_django import Settings

from accounts.models import User
from biztech.dashboard.framework.tests.visitors import AMIRA, BEN, CHLOE, ben, visitor
from core.audit.trail import history
from core.clock import now_ms
from core.dynamo.rows import remove_rows, store_rows
from core.dynamo.transactions import write_transaction
from core.mail.delivery import TOO_LATE, Outcome, deliver_due
from core.mail.kinds import mail_kinds
from core.mail.models import MailState, OutgoingMail
from core.mail.outbox import required_mail
from core.mail.suppression import Reason, is_suppressed, suppress
from events.mails import enqueue_for
from events.models import Event, Registration

OUTBOX = "/admin/mail/"
KINDS = f"{OUTBOX}kinds/"
SAMPLE = f"{KINDS}registered/"
SUPPRESSED = f"{OUTBOX}suppressed/"
MAILBOX = f"{OUTBOX}mailbox/"


@pytest.fixture(autouse=True)
def _mailbox(settings: Settings, tmp_path: Path) -> None:
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.LOCAL_MAIL = True


@pytest.fixture
def mail_id(now: int) -> str:
    """Register Amira for an event; return the id of the mail that waits."""
    event = {"id": "blueprint", "year": 2026, "ename": "Blueprint <i>2026</i>"}
    store_rows(Event.of(event))
    row = Registration.of(
        {
            "id": AMIRA,
            "eventID;year": "blueprint;2026",
            "registrationStatus": "registered",
            "fname": "Amira",
        }
    )
    with write_transaction() as writes:
        enqueue_for(writes, None, row, act_id="act", now=now)
    return OutgoingMail.id_of("act", "registered", AMIRA, "blueprint;2026")


def deliver(now: int) -> list[Outcome]:
    return [outcome for _, outcome in deliver_due(clock=lambda: now)]


def text_of(address: str) -> str:
    page = ben().get(address)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def one(mail_id: str) -> str:
    return f"{OUTBOX}one/{mail_id}/"


@pytest.mark.parametrize(
    "address",
    [
        OUTBOX,
        one("x"),
        f"{one('x')}again/",
        KINDS,
        SAMPLE,
        f"{SAMPLE}send/",
        SUPPRESSED,
        MAILBOX,
        f"{MAILBOX}x/",
    ],
)
def test_mail_page_for_anybody_but_an_exec_stays_closed(address: str) -> None:
    expected = (302, f"/sign-in/?next={quote(address)}")
    stranger = visitor(None)
    answers = [stranger.get(address), stranger.post(address)]
    assert [(a.status_code, a["Location"]) for a in answers] == [expected, expected]

    for member in (visitor(AMIRA), visitor(CHLOE)):
        statuses = [member.get(address).status_code, member.post(address).status_code]
        assert statuses == [403, 403]
    assert mail.outbox == []


@pytest.mark.parametrize("show", ["?month=2026-11", "?show=waiting"])
def test_list_shows_what_waits_for_whom(mail_id: str, show: str) -> None:
    page = text_of(f"{OUTBOX}{show}")

    assert "amira<wbr>@student.ubc.ca" in page
    assert "Registered" in page
    assert "blueprint 2026" in page
    assert "Waiting" in page
    assert one(mail_id) in page


def test_list_of_those_given_up_shows_no_other(mail_id: str, now: int) -> None:
    assert "Every mail was sent, or is still tried." in text_of(
        f"{OUTBOX}?show=given-up"
    )

    deliver(now + TOO_LATE + 1)

    assert "nobody tried it for three days" in text_of(f"{OUTBOX}?show=given-up")


def test_list_says_when_no_mail_leaves(settings: Settings) -> None:
    settings.MAIL_IS_ON = settings.LOCAL_MAIL = False

    page = text_of(OUTBOX)

    assert "No mail leaves this server" in page
    assert MAILBOX not in page


def test_first_page_leads_to_the_mails_that_were_given_up(
    mail_id: str, now: int
) -> None:
    deliver(now + TOO_LATE + 1)

    page = text_of("/admin/")

    assert "Mails given up" in page
    assert f"{OUTBOX}?show=given-up" in page


def test_one_mail_is_shown_as_it_would_be_sent(mail_id: str) -> None:
    page = text_of(one(mail_id))

    assert "Your ticket for Blueprint &lt;i&gt;2026&lt;/i&gt;" in page
    assert 'sandbox srcdoc="' in page
    frame = unescape(page.partition('srcdoc="')[2].partition('"')[0])
    assert "Hi Amira," in frame
    # The event's name is escaped in the mail, and the mail in the page.
    assert "Blueprint &lt;i&gt;2026" in frame
    assert 'src="data:image/png;base64,' in frame
    assert "cid:" not in frame


def test_mail_leads_to_the_person_where_there_is_one(mail_id: str) -> None:
    person = f"/admin/memberships/person/{AMIRA}/change/"
    assert person not in text_of(one(mail_id))

    store_rows(User.of({"id": AMIRA}))

    assert person in text_of(one(mail_id))


def test_file_of_a_mail_is_downloaded(mail_id: str) -> None:
    answer = ben().get(f"{one(mail_id)}?file=ticket.png")

    assert answer.content.startswith(b"\x89PNG")
    assert answer["Content-Disposition"] == 'attachment; filename="ticket.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert ben().get(f"{one(mail_id)}?file=other").status_code == 404


def test_mail_of_an_event_that_is_gone_says_so(mail_id: str) -> None:
    remove_rows(Event("blueprint", 2026))

    assert "What it tells of is gone" in text_of(one(mail_id))


def test_unknown_mail_is_not_found() -> None:
    assert ben().get(one("nothing")).status_code == 404
    assert ben().post(f"{one('nothing')}again/").status_code == 404


def test_mail_that_was_given_up_is_sent_again(mail_id: str, now: int) -> None:
    deliver(now + TOO_LATE + 1)
    assert "Send again" in text_of(one(mail_id))

    answer = ben().post(f"{one(mail_id)}again/", follow=True)

    assert "The mail is sent again" in answer.content.decode()
    assert required_mail(mail_id).state is MailState.DUE
    assert [act.actor for act in history(AMIRA)] == [BEN]
    assert deliver(now_ms()) == [Outcome.SENT]


def test_mail_that_waits_is_not_sent_twice_from_here(mail_id: str) -> None:
    assert "Send again" not in text_of(one(mail_id))

    answer = ben().post(f"{one(mail_id)}again/", follow=True)

    assert "was not given up" in answer.content.decode()


@pytest.mark.parametrize("kind", [kind.name for kind in mail_kinds()])
def test_every_kind_is_shown_by_an_example(kind: str) -> None:
    assert f"{KINDS}{kind}/" in text_of(KINDS)
    assert "Hi Amira," in text_of(f"{KINDS}{kind}/")


def test_unknown_kind_is_not_found() -> None:
    assert ben().get(f"{KINDS}nothing/").status_code == 404
    assert ben().post(f"{KINDS}nothing/send/").status_code == 404


def test_test_mail_goes_to_whoever_asks() -> None:
    answer = ben().post(f"{SAMPLE}send/", follow=True)

    assert f"A test mail is on its way to {BEN}." in answer.content.decode()
    (message,) = mail.outbox
    assert message.to == [BEN]
    assert message.subject == "Test: Your ticket for Blueprint"


def test_test_mail_that_cannot_be_sent_says_what_is_wrong(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answer = ben().post(f"{SAMPLE}send/", follow=True)

    assert "could not be sent (ConnectionRefusedError)" in answer.content.decode()


def test_test_mail_while_mail_is_off_says_so(settings: Settings) -> None:
    settings.MAIL_IS_ON = False

    answer = ben().post(f"{SAMPLE}send/", follow=True)

    assert "Mail is off" in answer.content.decode()
    assert mail.outbox == []


def test_exec_lets_mails_go_to_an_address_again(now: int) -> None:
    suppress(AMIRA, Reason.BOUNCED, now=now)
    assert "there is no such mailbox" in text_of(SUPPRESSED)

    answer = ben().post(SUPPRESSED, {"email": AMIRA}, follow=True)

    assert f"Mails go to {AMIRA} again." in answer.content.decode()
    assert not is_suppressed(AMIRA)
    assert [act.actor for act in history(AMIRA)] == [BEN]
    answer = ben().post(SUPPRESSED, {"email": AMIRA}, follow=True)
    assert "is not suppressed" in answer.content.decode()


def test_mail_that_was_kept_is_read_as_it_would_have_arrived(
    mail_id: str, now: int, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
    assert "The mailbox is empty" in text_of(MAILBOX)
    deliver(now)

    page = text_of(MAILBOX)

    # In the club's own time.
    assert f"{AMIRA}, {localtime():%-d %b %Y, %H}:" in page
    assert "Your ticket for Blueprint &lt;i&gt;2026&lt;/i&gt;" in page
    key = page.partition(f'href="{MAILBOX}')[2].partition('/"')[0]
    kept = f"{MAILBOX}{key}/"
    assert "Hi Amira," in text_of(kept)
    assert ben().get(f"{kept}?file=ticket.png").content.startswith(b"\x89PNG")


def test_mailbox_is_there_only_where_mails_are_kept(settings: Settings) -> None:
    assert ben().get(f"{MAILBOX}nothing/").status_code == 404
    settings.LOCAL_MAIL = False
    assert ben().get(MAILBOX).status_code == 404
