"""What can be wrong with somebody's records, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.email import is_exec_email, one_spelling
from memberships.directory.rows import MemberRow, ProfileRow, UserRow

# Profiles of these types belong to no member.
_WITHOUT_MEMBER = ("PARTNER", "COMPANY", "REPLACED")


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """A missing or contradicting piece, in a sentence, and where it is."""

    code: str
    sentence: str
    email: str | None = None
    profile_id: str | None = None


def problems_of(
    email: str,
    user: UserRow | None,
    member: MemberRow | None,
    profile: ProfileRow | None,
    *,
    owners: int,
    may_renew: bool,
) -> Iterator[Problem]:
    """Yield what is wrong; ``owners`` is how many members have that profile.

    Who ``may_renew``, as a member of last year while that is forgiven, stays flagged.
    """
    for code, wrong, sentence in (
        (
            "email-not-normalized",
            email != one_spelling(email),
            (
                "The address has capitals or blanks, so signing in does not find this"
                " record. The command normalize_emails moves it."
            ),
        ),
        (
            "member-without-user",
            member is not None and user is None,
            "There is a member record without a user record. Repairing adds it.",
        ),
        (
            "member-not-flagged",
            member is not None and user is not None and not user.is_member,
            ("The user record does not say that this is a member. Repairing sets it."),
        ),
        (
            "flag-without-member",
            member is None and user is not None and user.is_member and not may_renew,
            (
                "The user record says member, but there is no member record. Grant to"
                " add it, or revoke to clear it."
            ),
        ),
        (
            "member-without-profile",
            member is not None and not member.profile_id,
            "The member has no profile. Repairing makes one.",
        ),
        (
            "profile-missing",
            member is not None and bool(member.profile_id) and profile is None,
            "The member's profile does not exist. Repairing makes a new one.",
        ),
        (
            "profile-hidden",
            member is not None and profile is not None and profile.is_hidden,
            "The member's profile is hidden. Repairing shows it.",
        ),
        (
            "admin-flag-contradicts-domain",
            user is not None and user.admin != is_exec_email(email),
            (
                "The admin flag contradicts the address. It gives no rights; only a"
                " verified club address does."
            ),
        ),
    ):
        if wrong:
            yield Problem(code=code, sentence=sentence, email=email)
    if member and member.profile_id and owners > 1:
        yield Problem(
            code="profile-shared",
            sentence=(
                f"Another member is linked to the same profile {member.profile_id}."
            ),
            email=email,
            profile_id=member.profile_id,
        )


def is_stray(profile: ProfileRow) -> bool:
    """Tell whether a profile to which nobody leads should have somebody.

    One that is hidden is out of everybody's sight already.
    """
    return not profile.is_hidden and profile.profile_type not in _WITHOUT_MEMBER


def stray(profile_id: str) -> Problem:
    """Return the problem of a profile to which nobody leads."""
    return Problem(
        code="profile-without-member",
        sentence=f"The profile {profile_id} belongs to no member.",
        profile_id=profile_id,
    )
