"""What profiles refuse."""

from core.errors import Conflict, Invalid, Malformed, NotFound


class CardReplaced(NotFound):
    """The card that was tapped was lost, and another one works in its place.

    ``leads_to`` is the profile to which the card still leads, where it is no lost one:
    its owner had two. It is for the server alone to know.
    """

    code = "card_replaced"

    def __init__(self, leads_to: str = "") -> None:
        super().__init__("This card was replaced. Ask the person to tap their new one.")
        self.leads_to = leads_to


class ProfileExists(Conflict):
    """The member has a profile already (contract section 1.3)."""

    code = "profile_exists"

    def __init__(self, email: str) -> None:
        super().__init__(
            "A database entry with the same 'Profile' already exists!", data=email
        )


class NotAWebAddress(Invalid):
    """The value is not an address that a browser would open as a page."""

    code = "not_a_web_address"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"'{name}' in the request body is invalid: send a web address that starts"
            " with https:// or http://, or an empty text."
        )


class TooLong(Invalid):
    """The text is longer than the field holds."""

    code = "too_long"

    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            f"'{name}' in the request body is invalid: it holds at most {most}"
            " characters."
        )


class PartnerExists(Conflict):
    """There is a profile of that partner for that event."""

    code = "partner_exists"

    def __init__(self, email: str) -> None:
        super().__init__(
            "A database entry with the same 'Partner Profile' already exists!",
            data=email,
        )


class CompanyExists(Conflict):
    """There is a company whose name makes the same id."""

    code = "company_exists"

    def __init__(self, company_id: str) -> None:
        super().__init__(
            "A database entry with the same 'Company Profile' already exists!",
            data=company_id,
        )


class NamelessCompany(Invalid):
    """Nothing is left of the name for an id to be made of."""

    code = "nameless_company"

    def __init__(self) -> None:
        super().__init__(
            "'name' in the request body is invalid: give it at least one letter from a"
            " to z, or a digit."
        )


class NotACompany(Malformed):
    """The profile is of another kind."""

    code = "not_a_company"

    def __init__(self) -> None:
        super().__init__("Provided profile ID is not a company profile")


class NotAPartner(Malformed):
    """The profile is of another kind."""

    code = "not_a_partner"

    def __init__(self) -> None:
        super().__init__("Provided profile ID is not a partner profile")


class TooMany(Invalid):
    """The list is longer than the field holds."""

    code = "too_many"

    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            f"'{name}' in the request body is invalid: it holds at most {most} entries."
        )


class CodeExists(Conflict):
    """The event has a code of that id."""

    code = "code_exists"

    def __init__(self, qr_id: str) -> None:
        super().__init__(
            "A database entry with the same 'id' already exists!", data=qr_id
        )


class UnknownEvent(Invalid):
    """A code is wanted for an event that does not exist."""

    code = "unknown_event"

    def __init__(self, event_id: str, year: int) -> None:
        super().__init__(
            f"There is no event '{event_id}' in {year}. Create the event first, or"
            " choose one that exists."
        )


class MapNotAnObject(Invalid):
    """The toggles came in another form than names with true and false."""

    code = "map_not_an_object"

    def __init__(self) -> None:
        super().__init__("Viewable map is not a literal object")


class ToggleRefused(Invalid):
    """A field was hidden that clients read without asking."""

    code = "toggle_refused"

    def __init__(self, name: str) -> None:
        super().__init__(f"'viewableMap' is invalid: {name} is always shown.")


class BadSize(Invalid):
    """The picture is wanted in a size that it is not made in."""

    code = "bad_size"

    def __init__(self, smallest: int, largest: int) -> None:
        super().__init__(
            f"'size' is invalid: send a whole number of pixels from {smallest} to"
            f" {largest}."
        )


class NotAnArray(Malformed):
    """Something else came where a list is documented."""

    code = "not_an_array"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} must be an array")
