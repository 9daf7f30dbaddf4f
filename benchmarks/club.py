"""The club that every side serves, and who signs in to it.

Importing this sets Django up, over an engine that is started by whoever plants it.
"""

import os
import tempfile
from pathlib import Path

VAR_DIR = Path(tempfile.mkdtemp(prefix="biztech-benchmark-"))
os.environ.update(
    DEBUG="true",
    DJANGO_SETTINGS_MODULE="biztech.settings",
    ENV_FILE=os.devnull,
    # The nightly examination reads every table.
    EXAMINATION_HOURS="",
    VAR_DIR=str(VAR_DIR),
)

import django

django.setup()

from django.conf import settings

from accounts.models import User
from biztech.demo import DEMO_EXEC
from core.clock import now_ms
from core.dynamo.engine import Engine, start_engine
from core.dynamo.registry import tables
from core.dynamo.rows import store_rows
from core.dynamo.tables import create_tables
from core.identity.local import issue_token
from interactions.models import Connection
from memberships.facts import MembershipFacts
from memberships.models import Member
from profiles.models import Profile
from profiles.services import new_profile

EXEC = DEMO_EXEC


def email_of(number: int) -> str:
    """Return a member's address."""
    return f"member{number}@example.org"


def profile_id_of(number: int) -> str:
    """Return a member's profile id."""
    return f"LuckyFoxesRun{number}"


def token_of(email: str) -> str:
    """Return a token that our server takes."""
    return issue_token(email)


def start_club(*, members: int, met: int) -> Engine:
    """Start an engine in memory with members, of whom the first has met ``met``."""
    engine = start_engine(None)
    settings.DYNAMODB_ENDPOINT = engine.endpoint
    create_tables(tables())
    now = now_ms()
    for number in range(members):
        store_rows(*_rows_of(number, now))
    store_rows(*(_met(number, now - number) for number in range(1, met + 1)))
    return engine


def _rows_of(number: int, now: int) -> tuple[User, Member, Profile]:
    email, profile_id = email_of(number), profile_id_of(number)
    facts = MembershipFacts(
        email=email,
        first_name="Amira",
        last_name=f"Haddad {number}",
        major="Statistics",
        year="3rd Year",
        pronouns="She/Her/Hers",
    )
    stamps = {"createdAt": now, "updatedAt": now}
    stored = {**facts.for_member(None), "profileID": profile_id, **stamps}
    member = Member.of({"id": email, **stored})
    profile = new_profile(profile_id, member=member.plain(), is_exec=False, now=now)
    user = {"id": email, "isMember": True, "fname": "Amira", **stamps}
    return User.of(user), member, Profile.of_item(profile.after or {})


def _met(number: int, at: int) -> Connection:
    hash_key, range_key = Connection.key(profile_id_of(0), profile_id_of(number))
    return Connection.of(
        {
            "compositeID": hash_key,
            "type": range_key,
            "connectionID": profile_id_of(number),
            "connectionType": "ATTENDEE",
            "connectionName": f"Amira Haddad {number}",
            "fname": "Amira",
            "lname": f"Haddad {number}",
            "pronouns": "She/Her/Hers",
            "major": "Statistics",
            "year": "3rd Year",
            "createdAt": at,
        }
    )
