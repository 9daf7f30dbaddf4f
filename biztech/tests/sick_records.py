"""A club in which everything is as it has to be, and one wrong thing at a time."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.models import User
from companion.credits.models import Balance
from companion.investments.models import Investment
from companion.judging.models import Judge, Panel
from companion.scanning.models import Scan
from core.audit.models import Act, PendingWork
from core.audit.trail import AuditEntry, record
from core.clock import DAY
from core.dynamo.base import Entity
from core.dynamo.rows import remove_rows, store_rows
from core.dynamo.transactions import write_transaction
from core.dynamo.wire import to_item
from core.mail.models import OutgoingMail
from events.models import Registration, Seats, Team
from events.services.registering import Application, register
from events.tests.stored import store_event, store_registration
from interactions.models import Connection
from memberships.acts import MembershipAct
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.services import grant_membership
from memberships.tests.people import meet, store
from payments.services.webhooks import apply_event
from payments.tests.people import AMIRA as PAYER
from payments.tests.people import event as paid_event
from profiles.models import QR, Profile
from profiles.pictures.keys import OPTIMIZED, PictureKey
from profiles.pictures.unsaved import own_address
from profiles.tests.partners import new_company, new_partner

EXEC = "ben@ubcbiztech.com"
DORA, EMIL, FAY = "dora@example.org", "emil@example.org", "fay@example.org"
DISCORD = "123456789012345678"
YEAR = 2026


class Club:
    """Members who met, one of them paid; an event, a registration, a sponsor."""

    def __init__(self, *, at: int) -> None:
        self.at = at
        self.ids: dict[str, str] = {}
        for email, name in ((DORA, "Dora"), (EMIL, "Emil"), (EXEC, "Ben")):
            facts = MembershipFacts(
                email=email, first_name=name, last_name="Lang", year="2nd Year"
            )
            granted = grant_membership(facts, actor=EXEC, now=at)
            self.ids[email] = granted.profile_id
        apply_event(paid_event(), now=at)
        meet(self.ids[DORA], self.ids[EMIL], at=at)
        store_event("blueprint", YEAR, isPublished=True, nonBizTechAllowed=True)
        application = Application(email=DORA, event_id="blueprint", year=YEAR)
        register(application, actor=EXEC, by_exec=True, now=at)
        self.pat = new_partner(now=at)
        self.company = new_company(now=at, delegates=(self.pat,))

    def edit(self, entity: type[Entity], *key: Any, **values: Any) -> None:
        """Change a row as another service would; None removes an attribute."""
        row = entity.find(*key, consistent=True)
        assert row is not None
        item = {**row.wire, **to_item(values)}
        for name, value in values.items():
            if value is None:
                item.pop(name, None)
        store_rows(entity.of_item(item))

    def remove(self, entity: type[Entity], *key: Any) -> None:
        """Remove a row by itself."""
        row = entity.find(*key, consistent=True)
        assert row is not None
        remove_rows(row)

    def edit_user(self, **values: Any) -> None:
        """Change Dora's user record."""
        self.edit(User, *User.key(DORA), **values)

    def edit_member(self, **values: Any) -> None:
        """Change Dora's member record."""
        self.edit(Member, *Member.key(DORA), **values)

    def edit_profile(self, **values: Any) -> None:
        """Change Dora's profile."""
        self.edit(Profile, *Profile.key(self.ids[DORA]), **values)

    def leave_unconnected(self) -> None:
        """Have nobody have met anybody."""
        one, other = self.ids[DORA], self.ids[EMIL]
        self.remove(Connection, *Connection.key(one, other))
        self.remove(Connection, *Connection.key(other, one))


def _capitals(club: Club) -> None:
    store(User, id="Gus@Example.org", isMember=False, admin=False)


def _shared(club: Club) -> None:
    club.leave_unconnected()
    club.remove(Profile, *Profile.key(club.ids[DORA]))
    club.edit_member(profileID=club.ids[EMIL])


def _stray(club: Club) -> None:
    row = Profile.get(*Profile.key(club.ids[DORA])).plain()
    partition, sort_key = Profile.key("LostPandasRoam")
    lost = {"compositeID": partition, "type": sort_key, "profileID": "LostPandasRoam"}
    store_rows(Profile.of({**row, **lost}))


def _same_card(club: Club) -> None:
    club.edit_member(cardNumber="0042")
    club.edit(Member, *Member.key(EMIL), cardNumber="0042")


def _same_discord(club: Club) -> None:
    club.edit_member(discordId=DISCORD)
    club.edit(Member, *Member.key(EMIL), discordId=DISCORD)


def _missing_profile(club: Club) -> None:
    club.leave_unconnected()
    club.remove(Profile, *Profile.key(club.ids[DORA]))


def _without_profile(club: Club) -> None:
    _missing_profile(club)
    club.edit_member(profileID=None)


def _lost_picture(club: Club) -> None:
    whose = club.ids[DORA]
    key = PictureKey(profile_id=whose, part=OPTIMIZED, at=club.at, extension="png")
    club.edit_profile(profilePictureURL=own_address(key))


def _met_nobody(club: Club) -> None:
    meet(club.ids[DORA], "GonePandasRoam")


def _one_sided(club: Club) -> None:
    club.remove(Connection, *Connection.key(club.ids[EMIL], club.ids[DORA]))


def _doubled(club: Club) -> None:
    partition, sort_key = Connection.key(club.ids[DORA], "GonePandasRoam")
    store(Connection, compositeID=partition, type=sort_key, connectionID=club.ids[EMIL])


def _on_lost_card(club: Club) -> None:
    partition, sort_key = Profile.key("LostPandasRoam")
    store(
        Profile,
        compositeID=partition,
        type=sort_key,
        profileID="LostPandasRoam",
        profileType="REPLACED",
        replacedAt=club.at,
        replacedBy=club.ids[DORA],
        hiddenAt=club.at,
    )
    meet("LostPandasRoam", club.ids[EMIL])


def _unpaid(club: Club) -> None:
    profile_id = Member.get(*Member.key(PAYER)).profile_id
    club.remove(Member, *Member.key(PAYER))
    club.remove(Profile, *Profile.key(profile_id))


def _unexplained(club: Club) -> None:
    grant_membership(MembershipFacts(email=FAY), actor=EXEC, now=club.at)
    for act in Act.query(FAY):
        remove_rows(act)


def _pending(club: Club) -> None:
    entry = AuditEntry(
        act=MembershipAct.GRANT, subject=DORA, actor=EXEC, at=club.at, changes=[]
    )
    with write_transaction() as writes:
        act = record(writes, entry)
    subject, mark = PendingWork.key(act.act_id)
    store(PendingWork, subject=subject, sk=mark, work="send", person=DORA, at=club.at)


def _expired(club: Club) -> None:
    store(OutgoingMail, id="m", sk="mail", expiresAt=(club.at - 30 * DAY) // 1000)


def _register(club: Club, **values: Any) -> None:
    store_registration(FAY, **values)
    seats = Seats.get(*Seats.key(f"blueprint;{YEAR}"))
    one_more = {"taken": int(seats.taken) + 1, "free": int(seats.free) - 1}
    counts = {**one_more, "registrations": int(seats.registrations) + 1}
    club.edit(Seats, *seats.key_of(), **counts)


def _for_nothing(club: Club) -> None:
    store(
        Registration,
        **{
            "id": DORA,
            "eventID;year": "nowhere;2026",
            "registrationStatus": "waitlist",
        },
    )


def _one_sided_team(club: Club) -> None:
    team = {"id": "pandas", "eventID;year": f"blueprint;{YEAR}", "memberIDs": [EMIL]}
    store_rows(Team.of(team))
    _register(club, teamID="pandas")


def _underfunded_team(_: Club) -> None:
    row = {"eventID;year": "kickstart;2025"}
    store_rows(Team.of({**row, "id": "pandas", "funding": 60}))
    for number in range(2):
        paid = {"id": f"i{number}", "teamId": "pandas", "amount": 60}
        store_rows(Investment.of({**row, **paid}))


def _uncounted_scans(club: Club) -> None:
    event = f"blueprint;{YEAR}"
    for code_id, points in (("booth", 5), ("closed", 3)):
        key, scan = Scan.key(DORA, event, code_id)
        said = {"userID": DORA, "qrCodeID": code_id, "eventID;year": event}
        store(Scan, id=key, scan=scan, points=points, timestamp="5", **said)
    listed = {"points": 13, "scannedQRs": '["closed"]'}
    club.edit(Registration, *Registration.key(DORA, "blueprint", YEAR), **listed)


def _uncounted_judges(_: Club) -> None:
    event = f"blueprint;{YEAR}"
    key, _sort_key = Panel.key(event)
    store(Panel, id=key, judges=30)
    store_rows(Judge.of({"id": EMIL, "eventID;year": event}))


# By the code that has to be found: what is done, and of whom it is told.
SICK: Mapping[str, tuple[Callable[[Club], object], str]] = {
    "email-not-normalized": (_capitals, "Gus@Example.org"),
    "member-without-user": (lambda club: club.remove(User, *User.key(DORA)), DORA),
    "member-not-flagged": (lambda club: club.edit_user(isMember=False), DORA),
    "flag-without-member": (
        lambda _: store(User, id=FAY, isMember=True, admin=False),
        FAY,
    ),
    "member-without-profile": (_without_profile, DORA),
    "profile-missing": (_missing_profile, DORA),
    "profile-hidden": (lambda club: club.edit_profile(hiddenAt=club.at), DORA),
    "profile-shared": (_shared, DORA),
    "card-number-twice": (_same_card, f"{DORA} {EMIL}"),
    "discord-account-twice": (_same_discord, f"{DORA} {EMIL}"),
    "discord-account-not-kept": (
        lambda club: club.edit_member(discordId=DISCORD),
        DORA,
    ),
    "profile-without-member": (_stray, "LostPandasRoam"),
    "admin-flag-contradicts-domain": (lambda club: club.edit_user(admin=True), DORA),
    "topics-as-text": (lambda club: club.edit_member(topics="AI, Fintech"), DORA),
    "flag-as-text": (lambda club: club.edit_member(prevMember="false"), DORA),
    "year-as-number": (lambda club: club.edit_member(year=3), DORA),
    "partner-without-code": (
        lambda club: club.remove(QR, *QR.key(club.pat, "blueprint", YEAR)),
        "pat",
    ),
    "delegate-gone": (
        lambda club: club.edit(
            Profile, *Profile.key(club.company), delegateProfileIDs=[club.pat, "Gone"]
        ),
        "company",
    ),
    "profile-without-toggles": (lambda club: club.edit_profile(viewableMap=None), DORA),
    "profile-without-id": (lambda club: club.edit_profile(profileID=None), DORA),
    "profile-old-names": (
        lambda club: club.edit_profile(fname=None, firstName="Dora"),
        DORA,
    ),
    "profile-year-as-number": (lambda club: club.edit_profile(year=2), DORA),
    "picture-missing": (_lost_picture, DORA),
    "connection-one-sided": (_one_sided, DORA),
    "connection-without-profile": (_met_nobody, DORA),
    "connection-doubled": (_doubled, DORA),
    "connection-on-lost-card": (_on_lost_card, "LostPandasRoam"),
    "seats-miscounted": (
        lambda club: club.edit(Seats, *Seats.key(f"blueprint;{YEAR}"), taken=7),
        f"blueprint;{YEAR}",
    ),
    "credits-miscounted": (lambda _: store(Balance, id=DORA, balance=7), DORA),
    "funding-miscounted": (_underfunded_team, "kickstart;2025"),
    "registration-without-event": (_for_nothing, DORA),
    "judges-miscounted": (_uncounted_judges, f"blueprint;{YEAR}"),
    "scan-uncounted": (_uncounted_scans, DORA),
    "team-one-sided": (_one_sided_team, f"blueprint;{YEAR}"),
    "team-gone": (lambda club: _register(club, teamID="gone"), FAY),
    "paid-not-member": (_unpaid, PAYER),
    "member-unexplained": (_unexplained, FAY),
    "work-pending": (_pending, DORA),
    "rows-expired": (_expired, "biztechMail"),
}
