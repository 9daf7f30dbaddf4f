"""How the uploads of pictures are described to their callers."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from core.openapi import UNAUTHORIZED, answer, body_example, refusal
from profiles.api.pictures.serializers import (
    UploadOfferSerializer,
    UploadRequestSerializer,
)
from profiles.pictures.errors import NoPlaceForPictures

_KEY = "profile-pictures/SillyPandasDeny/optimized/1795176000000.jpg"
_OFFER = {
    "uploadUrl": "http://localhost:8000/_uploads/eyJrZXkiOiJw:3cQx2",
    "key": _KEY,
    "publicUrl": f"http://localhost:8000/pictures/{_KEY}?uploaded=q0cXo5Fh",
}

DESCRIBED = extend_schema(
    operation_id="profiles_picture_upload",
    summary="Ask where to upload a picture",
    description=(
        "PUT the file to `uploadUrl` within a minute, with `fileType` as its"
        " `Content-Type`; `publicUrl` shows it for an hour to whoever has the address."
        " Then save `publicUrl` as the profile's `profilePictureURL`: it is checked and"
        " made visible then, and stored without what follows the `?`. A file has at"
        " most 8 MB and 16 megapixels, a photo of a camera (a JPEG that is not"
        " progressive) 50. Executives may name any profile."
    ),
    parameters=[
        OpenApiParameter(
            "profileId",
            OpenApiTypes.STR,
            description="The caller's own profile unless an executive asks.",
            examples=[OpenApiExample("SillyPandasDeny", value="SillyPandasDeny")],
        )
    ],
    request=UploadRequestSerializer,
    examples=[
        body_example("A photo", {"fileType": "image/jpeg", "fileName": "me.jpg"}),
        body_example(
            "An original of known size",
            {
                "fileType": "image/png",
                "fileName": "me.png",
                "prefix": "original",
                "fileSize": 2400000,
            },
        ),
    ],
    responses={
        200: answer(
            UploadOfferSerializer,
            "Where to upload.",
            name="Without a bucket",
            value=_OFFER,
        ),
        400: refusal(
            "No profile, no file, or no picture.",
            "Only image uploads are allowed",
            name="Not a picture",
        ),
        401: UNAUTHORIZED,
        403: refusal("Somebody else's profile.", "unauthorized for this action"),
        404: refusal(
            "An executive named an unknown profile.",
            "Profile with id 'SillyPandasDeny' could not be found."
            " Make sure you have provided the correct id.",
            name="No such profile",
        ),
        406: refusal(
            "A field is wrong.",
            "'prefix' in the request body is invalid: \"small\" is not a valid choice.",
            name="Unknown prefix",
        ),
        503: refusal("Pictures are not kept here.", NoPlaceForPictures().message),
    },
)
