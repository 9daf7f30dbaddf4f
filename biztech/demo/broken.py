"""Records of the demo club that are wrong on purpose, one of each known kind.

The numbers stay: 300 people, 220 member rows, 220 users flagged as members.
"""

from biztech.demo.club import DemoClub
from core.email import is_exec_email


def break_some_records(club: DemoClub) -> None:
    """Break one record of each kind, and note in ``club.broken`` what is wrong."""
    members = [
        email
        for email in club.members
        if not is_exec_email(email) and not _has_connections(club, email)
    ]
    strangers = [email for email in club.users if email not in club.members]
    _member_without_user(club, members[0])
    _flag_without_member(club, strangers[0])
    _missing_profile(club, members[1])
    _no_profile_id(club, members[2])
    _shared_profile(club, members[3], members[4])
    _year_as_number(club, members[5])
    _topics_as_text(club, members[6])
    _international_as_text(club, members[7])
    _capitals_in_key(club, strangers[1])
    _admin_by_flag(club, strangers[2])


def _has_connections(club: DemoClub, email: str) -> bool:
    profile_id = club.members[email]["profileID"]
    return any(row["connectionID"] == profile_id for row in club.connections)


def _member_without_user(club: DemoClub, email: str) -> None:
    del club.users[email]
    club.broken[email] = "member without a user"


def _flag_without_member(club: DemoClub, email: str) -> None:
    club.users[email]["isMember"] = True
    club.broken[email] = "flagged as a member without a member record"


def _missing_profile(club: DemoClub, email: str) -> None:
    del club.profiles[club.members[email]["profileID"]]
    club.broken[email] = "member that points to a missing profile"


def _no_profile_id(club: DemoClub, email: str) -> None:
    """Leave the profile in place: it is the orphan of the collection."""
    del club.members[email]["profileID"]
    club.broken[email] = "member without a profile id, and its orphaned profile"


def _shared_profile(club: DemoClub, first: str, second: str) -> None:
    del club.profiles[club.members[second]["profileID"]]
    club.members[second]["profileID"] = club.members[first]["profileID"]
    club.broken[second] = "two members with one profile"


def _year_as_number(club: DemoClub, email: str) -> None:
    club.users[email]["year"] = 3
    club.members[email]["year"] = "2nd Year"
    club.broken[email] = "year a number here and another text there"


def _topics_as_text(club: DemoClub, email: str) -> None:
    club.members[email]["topics"] = "AI,Fintech"
    club.broken[email] = "topics as one text"


def _international_as_text(club: DemoClub, email: str) -> None:
    club.members[email].update(international="true", prevMember="false")
    club.broken[email] = "booleans as texts"


def _capitals_in_key(club: DemoClub, email: str) -> None:
    user = club.users.pop(email)
    shouted = email.title()
    club.users[shouted] = {**user, "id": shouted}
    club.broken[email] = "user key with capitals"


def _admin_by_flag(club: DemoClub, email: str) -> None:
    club.users[email]["admin"] = True
    club.broken[email] = "admin flag that the domain contradicts"
