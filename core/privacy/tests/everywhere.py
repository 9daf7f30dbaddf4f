"""Somebody of whom there is something in every table, and those around her."""

import json
from dataclasses import dataclass, replace
from typing import Any

from companion.credits.models import Balance, CreditEntry
from companion.investments.models import Investment, Remainder
from companion.judging.models import Judge, JudgeFeedback
from companion.quests.models import StoredQuests
from companion.quizzes.models import Quiz
from companion.scanning.models import Scan
from companion.voting.models import VotingRoom
from companion.voting.services import give_sticker, run, score_team
from core.dynamo.base import of_year
from core.dynamo.client import shared_client
from core.dynamo.registry import table_named, tables
from core.dynamo.rows import store_rows
from core.dynamo.tables import create_tables, exists
from core.dynamo.wire import Item
from core.email import normalize_email
from core.identity.sessions import SessionStore
from core.mail.suppression import Reason, suppress
from core.mail.tests.conftest import queue_mail
from core.plans.tests.plan_runs import planned
from core.privacy.models import Wish
from core.privacy.requests import ask
from events.models import Feedback, Hold, Registration, Team
from events.tests.rows import EXEC, GALA_KEY, NOW, sign_up, store_event
from interactions.models import Connection, LiveConnection, WallControl
from interactions.services import connect
from memberships.facts import MembershipFacts
from memberships.importing.planning import IMPORT
from memberships.models import Member
from memberships.services import grant_membership, revoke_membership
from memberships.services.discord import link_account, new_state, read_state
from memberships.years import forget_years
from payments.models import Payment
from profiles.models import QR, Profile
from profiles.pictures.keys import PictureKey
from profiles.pictures.stores import PictureStore, picture_store
from profiles.pictures.tests.pictures import a_picture

QUIXOTE = normalize_email("quixote@student.ubc.ca")
OMAR, NOOR = "omar@student.ubc.ca", "noor@example.org"
FIRST, LAST = "Amarantha", "Quixote"
COMPANY = "windmills"
PARTNER_ID = "ProudGiantsTurn"
LOST_ID = "LostCardsSleep"
DISCORD = "112233445566778899"


@dataclass(frozen=True)
class Club:
    """The profile ids of the people around."""

    quixote: str
    omar: str
    noor: str

    @property
    def marks(self) -> list[str]:
        """Whatever of her must be found nowhere."""
        return [QUIXOTE, FIRST, LAST, self.quixote, PARTNER_ID, LOST_ID, DISCORD]


def a_club() -> Club:
    """Store a club in which Quixote did everything once, and others met her."""
    ids = [_member(QUIXOTE, FIRST, LAST), _member(OMAR, "Omar"), _member(NOOR, "Noor")]
    club = Club(*ids)
    _earlier_years(club)
    _as_partner()
    _of_lost_card(club)
    state = read_state(new_state(DISCORD, now=NOW), now=NOW)
    link_account(QUIXOTE, state, actor=QUIXOTE, now=NOW)
    connect(QUIXOTE, club.omar, now=NOW, event="wall")
    connect(NOOR, club.quixote, now=NOW, event="wall")
    connect(OMAR, club.noor, now=NOW, event="wall")
    _on_one_side_alone(club)
    store_rows(
        WallControl.of({"id": "wall", "epoch": 3, "hidden": {club.quixote, "x"}})
    )
    store_event()
    sign_up(QUIXOTE, basic={"fname": FIRST, "lname": LAST})
    sign_up(OMAR)
    _feedback_and_places()
    _in_the_companion(club)
    _payment("cs_1", QUIXOTE, FIRST)
    _payment("cs_2", OMAR, "Omar")
    _payment("cs_3", QUIXOTE, FIRST, attached_to=OMAR)
    queue_mail(now=NOW, to=QUIXOTE)
    queue_mail(now=NOW + 1, to=OMAR)
    suppress(QUIXOTE, Reason.BOUNCED, now=NOW)
    ask(QUIXOTE, Wish.EXPORT, now=NOW)
    _session(QUIXOTE)
    _session(OMAR)
    revoke_membership(
        NOOR, reason=f"met {QUIXOTE}", keep_profile=False, actor=QUIXOTE, now=NOW
    )
    planned(IMPORT, file=f"email,first name\n{QUIXOTE},{FIRST}\n".encode())
    return club


def _in_the_companion(club: Club) -> None:
    _in_a_team()
    _money("m1", QUIXOTE, FIRST)
    _money("m2", OMAR, "Omar")
    for profile_id, first in ((club.quixote, FIRST), (club.omar, "Omar")):
        answers = {"id": profile_id, "eventID;year": GALA_KEY, "fname": first}
        store_rows(Quiz.of(answers))
    _as_judge()
    _as_voter()
    _scans()
    _quests(club)


def pictures() -> list[PictureKey]:
    """Store two of her pictures and one of somebody else; return hers."""
    store = picture_store()
    assert isinstance(store, PictureStore)
    keys = [
        PictureKey(profile_id=each, part="optimized", at=5, extension="jpg")
        for each in (LOST_ID, PARTNER_ID, "SomebodyElse")
    ]
    for key in keys:
        store.show(key, a_picture(), media_type="image/jpeg")
    store.withdraw(keys[1], now=NOW)
    return keys[:2]


def whole_database() -> dict[str, dict[str, str]]:
    """Return every row of every table, as it is stored, by table and key."""
    found = {}
    for table in [*tables(), replace(table_named("biztechMembers"), year=2025)]:
        if exists(table):
            keys = [part.name for part in (table.hash_key, table.range_key) if part]
            rows = shared_client().scan(TableName=table.full_name)["Items"]
            found[table.full_name] = {
                json.dumps([row[name] for name in keys]): _in_order(row) for row in rows
            }
    return found


def _in_order(row: Item) -> str:
    sets = {name: sorted(each["SS"]) for name, each in row.items() if "SS" in each}
    return json.dumps({**row, **sets}, sort_keys=True, default=bytes.hex)


def _member(email: str, first: str, last: str = "Else") -> str:
    facts = MembershipFacts(
        email=email, first_name=first, last_name=last, education="UBC", diet="Vegan"
    )
    return grant_membership(facts, actor=EXEC, now=NOW).profile_id


def _earlier_years(club: Club) -> None:
    create_tables([replace(table_named("biztechMembers"), year=2025)])
    forget_years()
    row: dict[str, Any] = {"firstName": FIRST, "profileID": LOST_ID}
    store_rows(of_year(Member, 2025).of({"id": QUIXOTE, **row}))
    store_rows(of_year(Member, 2025).of({"id": OMAR, "profileID": club.omar}))


def _as_partner() -> None:
    partition, sk = Profile.key(PARTNER_ID)
    values = {"email": QUIXOTE, "profileType": "PARTNER", "fname": FIRST}
    partner = {**values, "companyProfileID": COMPANY, "eventID;year": GALA_KEY}
    store_rows(Profile.of({"compositeID": partition, "type": sk, **partner}))
    partition, sk = Profile.key(COMPANY)
    company = {"name": "Windmills", "delegateProfileIDs": ["SomebodyElse", PARTNER_ID]}
    store_rows(Profile.of({"compositeID": partition, "type": sk, **company}))
    code = {"id": PARTNER_ID, "eventID;year": GALA_KEY, "data": {"email": QUIXOTE}}
    store_rows(QR.of(code))


def _in_a_team() -> None:
    team = {"id": "pandas", "eventID;year": GALA_KEY, "memberNames": ["Omar", FIRST]}
    store_rows(Team.of({**team, "memberIDs": [OMAR, QUIXOTE], "points": 5}))
    store_rows(Team.of({**team, "id": "owls", "memberIDs": [QUIXOTE]}))
    for email in (OMAR, QUIXOTE):
        row = Registration.get(email, GALA_KEY)
        store_rows(Registration.of({**row.plain(), "teamID": "pandas"}))


def _of_lost_card(club: Club) -> None:
    partition, sk = Profile.key(LOST_ID)
    replaced = {"replacedAt": NOW, "replacedBy": club.quixote, "fname": FIRST}
    store_rows(Profile.of({"compositeID": partition, "type": sk, **replaced}))


def _on_one_side_alone(club: Club) -> None:
    partition, sk = Connection.key(club.omar, LOST_ID)
    store_rows(Connection.of({"compositeID": partition, "type": sk, "fname": FIRST}))
    entry = {"from": {"id": LOST_ID, "name": FIRST}, "to": {"id": club.omar}}
    at = {"eventId": "old", "sk": LiveConnection.new_sequence(NOW), "createdAt": NOW}
    store_rows(LiveConnection.of({**at, **entry}))


def _feedback_and_places() -> None:
    for number, email in enumerate((QUIXOTE, OMAR)):
        said = {"respondentEmail": email, "respondentName": LAST, "responses": {"a": 1}}
        if email == OMAR:
            said["respondentName"] = "Omar"
        store_rows(Feedback.of({"id": f"f{number}", **said}))
        event, sk = Hold.key("forgotten;2024", NOW, email)
        store_rows(Hold.at((event, sk)))


def _money(row_id: str, email: str, first: str) -> None:
    entry = {"id": row_id, "userId": email, "credits": 5, "reason": "Workshop"}
    store_rows(CreditEntry.of(entry), Balance.of({"id": email, "balance": 5}))
    team = {"eventID;year": "kickstart;2025", "teamId": "t1", "amount": 20}
    said = {"investorId": email, "investorName": first, "comment": f"By {first}"}
    store_rows(Investment.of({"id": row_id, "createdAt": NOW, **team, **said}))
    left, event = Remainder.key(email, "kickstart;2025")
    store_rows(Remainder.of({"id": left, "eventID;year": event, "left": 30}))


def _as_judge() -> None:
    for email, name in ((QUIXOTE, FIRST), (OMAR, "Omar")):
        store_rows(Judge.of({"id": email, "eventID;year": GALA_KEY}))
        said = {"scores": {"metric1": 3}, "feedback": {"idea": f"{name} liked it"}}
        team = {"teamID": "otters", "teamID;round": "otters;1", "judgeName": name}
        store_rows(JudgeFeedback.of({"id": email, **team, **said}))


def _as_voter() -> None:
    store_rows(VotingRoom.of({"connectionID": GALA_KEY, "isVoting": True}))
    run(GALA_KEY, "changeTeam", team="Otters", actor=EXEC, now=NOW)
    for email in (QUIXOTE, OMAR):
        give_sticker(GALA_KEY, email, "golden")
        score_team(GALA_KEY, email, {"design": 3})


def _scans() -> None:
    for email in (QUIXOTE, OMAR):
        holder, scan = Scan.key(email, GALA_KEY, "booth")
        said = {"userID": email, "qrCodeID": "booth", "points": 5}
        store_rows(Scan.of({"id": holder, "scan": scan, **said}))


def _payment(session: str, email: str, first: str, *, attached_to: str = "") -> None:
    partition, sk = Payment.key(session)
    values = {
        "month": "2026-11",
        "email": attached_to or email,
        "paymentType": "Member",
        "metadata": {"email": email, "fname": first, "paymentType": "Member"},
        "state": "paid",
        "paid": 1500,
        "currency": "cad",
        "successUrl": f"https://club.example/{first}",
        "createdAt": NOW,
    }
    store_rows(Payment.of({"id": partition, "sk": sk, **values}))


def _session(email: str) -> None:
    session = SessionStore()
    session["_auth_user_id"] = email
    session.save()


def _quests(club: Club) -> None:
    for who, told in ((QUIXOTE, club.omar), (OMAR, club.quixote)):
        row = {"id": who, "eventID#year": "gala#2026", "toldProfiles": {told, "x"}}
        store_rows(StoredQuests.of({**row, "connectedProfiles": [told.lower(), "y"]}))
    lost = {"id": LOST_ID, "eventID#year": "gala#2026", "quests": {"q": {}}}
    store_rows(StoredQuests.of(lost))
