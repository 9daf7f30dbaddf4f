"""What uploads of pictures refuse."""

from core.errors import Conflict, Forbidden, Invalid, Malformed, Unavailable
from core.uploads.limits import LARGEST_UPLOAD, MB


class NotAPicture(Malformed):
    """The file is of a kind that is not taken."""

    code = "not_a_picture"

    def __init__(self) -> None:
        super().__init__("Only image uploads are allowed")


class StorageSilent(Unavailable):
    """The storage does not answer, or not as it should."""

    code = "storage_silent"

    def __init__(self) -> None:
        super().__init__("The pictures do not answer. Save again in a minute.")


class NotTheOffer(Forbidden):
    """What is uploaded, or where, is not what was signed."""

    code = "not_the_offer"

    def __init__(self) -> None:
        super().__init__(
            "This upload is not the one that was signed. Ask for another address and"
            " send the file with the type that you named."
        )


class OfferExpired(Forbidden):
    """The upload came later than a minute after its address was asked for."""

    code = "offer_expired"

    def __init__(self) -> None:
        super().__init__("This upload address has expired. Ask for another one.")


class AlreadyUploaded(Conflict):
    """The address was used."""

    code = "already_uploaded"

    def __init__(self) -> None:
        super().__init__("This upload address was used. Ask for another one.")


class UploadTooLarge(Invalid):
    """The file is larger than we take."""

    code = "upload_too_large"

    def __init__(self) -> None:
        super().__init__(f"The file is larger than {LARGEST_UPLOAD // MB} MB.")


class UploadCutOff(Malformed):
    """Another length arrived than was announced, or nothing."""

    code = "upload_cut_off"

    def __init__(self) -> None:
        super().__init__("The file did not arrive whole. Ask for another address.")
