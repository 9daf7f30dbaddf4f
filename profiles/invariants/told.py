"""The invariants of profiles, in words."""

from core.doctor.invariants import Invariant, Severity
from profiles.invariants.mending import (
    add_toggles,
    clear_pictures,
    let_go_delegates,
    level,
    make_codes,
    name_id,
    rename,
)

_OLDER = "The row is older than the rule."

INVARIANTS = (
    Invariant(
        code="partner-without-code",
        severity=Severity.ERROR,
        title="A partner without a code to scan",
        meaning="Nobody can scan this partner at the event.",
        cause="The code was deleted, or its making broke off in an older server.",
        mending="The code is made from the profile's address and event.",
        repair=make_codes,
    ),
    Invariant(
        code="delegate-gone",
        severity=Severity.ERROR,
        title="A company with a partner who is gone",
        meaning="The company's list of its people names a profile that is not there.",
        cause="The partner's profile was removed by itself.",
        mending="The name is taken off the company's list.",
        repair=let_go_delegates,
    ),
    Invariant(
        code="profile-without-toggles",
        severity=Severity.WARNING,
        title="A profile that does not say what may be seen",
        meaning="Without the list of what is visible, nobody sees anything of it.",
        cause=_OLDER,
        mending=(
            "The list is added: the name is shown, as everybody's is, and nothing else"
            " until the owner turns it on."
        ),
        repair=add_toggles,
    ),
    Invariant(
        code="profile-without-id",
        severity=Severity.WARNING,
        title="A profile whose row does not name its id",
        meaning="Other services look for the attribute profileID, and do not find it.",
        cause=_OLDER,
        mending="The id is added, as the key has it.",
        repair=name_id,
    ),
    Invariant(
        code="profile-old-names",
        severity=Severity.WARNING,
        title="A name under its old attributes",
        meaning="The name is stored as firstName and lastName, and shown nowhere.",
        cause=_OLDER,
        mending="It is stored as fname and lname as well.",
        repair=rename,
    ),
    Invariant(
        code="profile-year-as-number",
        severity=Severity.WARNING,
        title="A profile with the level of study as a number",
        meaning="Some profiles say 3 and some '3rd Year'.",
        cause="Older forms stored a number.",
        mending="The number becomes the text that people choose.",
        repair=level,
    ),
    Invariant(
        code="picture-missing",
        severity=Severity.WARNING,
        title="A picture that is not there",
        meaning="The profile points to a picture in our storage that does not exist.",
        cause="The file was deleted, or the upload never arrived.",
        mending="The address is emptied, so initials are shown until a new upload.",
        repair=clear_pictures,
    ),
)
