"""Which fields of a profile the public may see, before the owner's own toggles."""

# The fixed allow-list; a toggle can hide one of these and can never add another.
PUBLIC_FIELDS = (
    "profileType",
    "fname",
    "lname",
    "pronouns",
    "year",
    "major",
    "hobby1",
    "hobby2",
    "funQuestion1",
    "funQuestion2",
    "linkedIn",
    "profilePictureURL",
    "additionalLink",
    "description",
    "company",
    "position",
)


def everything_visible() -> dict[str, bool]:
    """Return the toggles of a new profile (seed "Profile Sync": all fields visible)."""
    return dict.fromkeys(PUBLIC_FIELDS, True)
