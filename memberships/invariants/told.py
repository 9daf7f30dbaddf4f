"""The invariants of who is a member, in words."""

from core.doctor.invariants import Invariant, Severity
from memberships.invariants.discord import DiscordExamined, keep_accounts
from memberships.invariants.examining import PeopleExamined
from memberships.invariants.mending import (
    complete,
    part,
    respelled,
    set_admin,
    typed,
    unflag,
)

_BY_HALF = (
    "An older server, or another service, wrote one of the records and not the other."
)
_OLD_FORMS = "Older forms and other services stored what was typed."

EXAMINATIONS = (PeopleExamined, DiscordExamined)
INVARIANTS = (
    Invariant(
        code="email-not-normalized",
        severity=Severity.ERROR,
        title="An address with capitals or blanks",
        meaning=(
            "The key of a user or member record has capitals or blanks. Whoever signs"
            " in is looked for in small letters, and not found."
        ),
        cause="The record is older than the rule of one spelling.",
        mending=(
            "The record moves to the one spelling, or is merged with the one that is"
            " there, as normalize_emails does it. What is no address at all stays."
        ),
        repair=respelled,
    ),
    Invariant(
        code="member-without-user",
        severity=Severity.ERROR,
        title="A member without an account",
        meaning="There is a member record, and no user record of that address.",
        cause=_BY_HALF,
        mending="A user record is made, flagged as a member.",
        repair=complete,
    ),
    Invariant(
        code="member-not-flagged",
        severity=Severity.ERROR,
        title="A member whose account does not say so",
        meaning=(
            "There is a member record, and the user record says no member: the person"
            " pays as others do."
        ),
        cause=_BY_HALF,
        mending="The user record says member.",
        repair=complete,
    ),
    Invariant(
        code="flag-without-member",
        severity=Severity.ERROR,
        title="Flagged as a member without a member record",
        meaning=(
            "The user record says member, and there is no member record this year. Who"
            " was a member last year and may still renew is not counted."
        ),
        cause="A member record was removed by itself, or its making broke off.",
        mending=(
            "The flag is cleared; the person can be granted a membership again. If they"
            " paid it is told as paid-not-member instead, and nothing is repaired."
        ),
        repair=unflag,
    ),
    Invariant(
        code="member-without-profile",
        severity=Severity.ERROR,
        title="A member without a profile",
        meaning="The member record names no profile: no card, nobody can be met.",
        cause="Making the profile broke off, or the id was lost in an edit.",
        mending=(
            "The one profile that is nobody's and bears the same name is linked again,"
            " else a new one is made from the member record."
        ),
        repair=complete,
    ),
    Invariant(
        code="profile-missing",
        severity=Severity.ERROR,
        title="A member whose profile does not exist",
        meaning="The member record names a profile that is not there.",
        cause="The profile was removed by itself.",
        mending=(
            "A new profile is made from the member record. Cards that were written lead"
            " to the old id and have to be written anew."
        ),
        repair=complete,
    ),
    Invariant(
        code="profile-hidden",
        severity=Severity.ERROR,
        title="A member whose profile is hidden",
        meaning="The profile of a member is hidden, as after a revoked membership.",
        cause="A membership was given back by writing the member record alone.",
        mending="The profile is shown again.",
        repair=complete,
    ),
    Invariant(
        code="profile-shared",
        severity=Severity.ERROR,
        title="Two members with one profile",
        meaning="Several member records name one profile; taps of both meet there.",
        cause="A record was copied for another person.",
        mending=(
            "Whoever the profile is not named after gets a new one. Where the name does"
            " not tell whose it is, a person decides."
        ),
        repair=part,
    ),
    Invariant(
        code="card-number-twice",
        severity=Severity.ERROR,
        title="One card number in two member records",
        meaning="A card with a number can be one person's only.",
        cause="A slip of the finger, or a card that was handed on.",
        mending="Look at the card, and take the number away from the other record.",
    ),
    Invariant(
        code="discord-account-twice",
        severity=Severity.ERROR,
        title="One Discord account in two member records",
        meaning="A Discord account is one member's only; the club takes it for both.",
        cause="An older server linked it without asking whose it was.",
        mending=(
            "Ask whose it is, and unlink it on the page of the other. That one can link"
            " their own with the bot's /verify."
        ),
    ),
    Invariant(
        code="discord-account-not-kept",
        severity=Severity.WARNING,
        title="A Discord account that others could link as well",
        meaning=(
            "The member record names a Discord account, and nothing yet keeps others"
            " from linking the same one."
        ),
        cause="It was linked by an older server, or by another service.",
        mending="It is written down as this member's; others who link it are refused.",
        repair=keep_accounts,
    ),
    Invariant(
        code="profile-without-member",
        severity=Severity.WARNING,
        title="A profile that is nobody's",
        meaning=(
            "Everybody can open the profile, and nobody can change it: no member record"
            " and no kept membership leads to it."
        ),
        cause="A member record was removed by itself, or lost the profile's id.",
        mending=(
            "It is linked to the one member of the same name who has no profile; any"
            " other is hidden, and can be shown again."
        ),
        repair=complete,
    ),
    Invariant(
        code="admin-flag-contradicts-domain",
        severity=Severity.WARNING,
        title="An admin flag that the address contradicts",
        meaning=(
            "The flag is for other services to read. It gives no rights here; only a"
            " verified address of the club does."
        ),
        cause="Older servers took the flag from what clients sent.",
        mending="The flag is set as the address says.",
        repair=set_admin,
    ),
    Invariant(
        code="topics-as-text",
        severity=Severity.WARNING,
        title="Topics stored as one text",
        meaning="Topics are a list; other services do not find any in a text.",
        cause=_OLD_FORMS,
        mending="The text becomes a list, split at its commas.",
        repair=typed,
    ),
    Invariant(
        code="flag-as-text",
        severity=Severity.WARNING,
        title="A yes or no stored as a text",
        meaning=(
            "To most programs the text 'false' means yes. Here it is read as it is"
            " meant."
        ),
        cause=_OLD_FORMS,
        mending="It becomes the yes or no that it means.",
        repair=typed,
    ),
    Invariant(
        code="year-as-number",
        severity=Severity.WARNING,
        title="A level of study stored as a number",
        meaning="Some records say 3 and some '3rd Year', so lists count them apart.",
        cause=_OLD_FORMS,
        mending="The number becomes the text that people choose.",
        repair=typed,
    ),
)
