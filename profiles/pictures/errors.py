"""What pictures refuse."""

from core.errors import (
    Conflict,
    Invalid,
    Malformed,
    NotFound,
    Unavailable,
)
from core.uploads.limits import LARGEST_UPLOAD, MB
from profiles.pictures.limits import MEGAPIXEL, MOST_PIXELS, MOST_PIXELS_OF_PHOTOS

FIELD = "profilePictureURL"


class ProfileIdMissing(Malformed):
    """The caller has no profile of their own, and named none."""

    code = "profile_id_missing"

    def __init__(self) -> None:
        super().__init__("Missing profileId")


class FileFactsMissing(Malformed):
    """The file that is to be uploaded was not described."""

    code = "file_facts_missing"

    def __init__(self) -> None:
        super().__init__("Missing fileType or fileName")


class OddProfileId(Invalid):
    """The profile's id holds characters that no picture's name has."""

    code = "odd_profile_id"

    def __init__(self) -> None:
        super().__init__(
            "'profileId' is invalid: pictures need an id of letters and digits. Ask an"
            " executive for a new profile link."
        )


class NoPlaceForPictures(Unavailable):
    """This installation keeps no pictures."""

    code = "no_place_for_pictures"

    def __init__(self) -> None:
        super().__init__(
            "Pictures cannot be uploaded here yet. Send the address of a picture on"
            " the web instead, or ask an executive to set PROFILE_BUCKET."
        )


class DecodersBusy(Unavailable):
    """As many pictures as can be decoded at once are; an upload stays where it is."""

    code = "decoders_busy"

    def __init__(self) -> None:
        super().__init__(
            "Too many pictures are being saved at this moment. Yours is uploaded: save"
            " again in a few seconds."
        )


class PictureRefused(Invalid):
    """The address is of our own storage, and cannot be a profile's picture."""

    code = "picture_refused"

    def __init__(self, why: str) -> None:
        super().__init__(f"'{FIELD}' in the request body is invalid: {why}")
        self.why = why


class NotOnesOwn(PictureRefused):
    """The address is not one of this profile's pictures."""

    code = "not_ones_own_picture"

    def __init__(self) -> None:
        super().__init__("this is no picture of this profile. Upload it as your own.")


class PictureMissing(PictureRefused):
    """There is nothing at the address."""

    code = "picture_missing"

    def __init__(self) -> None:
        super().__init__(
            "the picture was not uploaded. Upload it, then save within a day."
        )


class PictureWithdrawn(PictureRefused):
    """The picture was taken away."""

    code = "picture_withdrawn"

    def __init__(self) -> None:
        super().__init__("this picture was removed. Upload another one.")


class TooLarge(PictureRefused):
    """The file or the picture in it is larger than we take."""

    code = "picture_too_large"

    def __init__(self) -> None:
        super().__init__(
            f"the picture is larger than {LARGEST_UPLOAD // MB} MB or"
            f" {MOST_PIXELS // MEGAPIXEL} megapixels, for a photo of a camera"
            f" {MOST_PIXELS_OF_PHOTOS // MEGAPIXEL}. Upload a smaller one."
        )


class TooLaborious(PictureRefused):
    """Decoding the picture takes longer than we spend on one."""

    code = "picture_too_laborious"

    def __init__(self) -> None:
        super().__init__(
            "reading this picture takes too long. Save it anew as a plain JPEG and"
            " upload that."
        )


class Unreadable(PictureRefused):
    """The file is no picture of a kind we take, or a broken one."""

    code = "picture_unreadable"

    def __init__(self) -> None:
        super().__init__(
            "the file is not a whole JPEG, PNG, WebP or GIF picture. Upload it again,"
            " or another one."
        )


class NoPicture(Conflict):
    """The profile shows no picture that could be removed."""

    code = "no_picture"

    def __init__(self) -> None:
        super().__init__("This profile shows no picture.")


class NoSuchPicture(NotFound):
    """Nobody who asks so may see a picture at that address."""

    code = "no_such_picture"

    def __init__(self) -> None:
        super().__init__("There is no picture at this address.")
