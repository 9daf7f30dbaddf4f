"""How uploads of pictures look in the API."""

from typing import Any

from rest_framework import serializers

from core.openapi import PROFILE_ID, example
from core.uploads.limits import LARGEST_UPLOAD
from profiles.pictures.errors import FileFactsMissing
from profiles.pictures.keys import OPTIMIZED, ORIGINAL

_KEY = f"profile-pictures/{PROFILE_ID}/optimized/1795176000000.jpg"


@example("A photo", fileType="image/jpeg", fileName="me.jpg")
@example(
    "An original of known size",
    fileType="image/png",
    fileName="me.png",
    prefix="original",
    fileSize=2400000,
)
class UploadRequestSerializer(serializers.Serializer[Any]):
    """What the caller is about to upload."""

    fileType = serializers.CharField(
        max_length=100,
        help_text="image/jpeg, image/png, image/webp or image/gif; sent with the file.",
    )
    fileName = serializers.CharField(
        max_length=1000, help_text="Not stored: the type gives the extension."
    )
    prefix = serializers.ChoiceField(choices=(ORIGINAL, OPTIMIZED), default=OPTIMIZED)
    fileSize = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_UPLOAD,
        help_text="In bytes; then a file of another length is refused.",
    )

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Return the facts; the two that must be there are refused as documented."""
        named = (data.get("fileType"), data.get("fileName"))
        if not all(isinstance(text, str) and text.strip() for text in named):
            raise FileFactsMissing
        values: dict[str, Any] = super().to_internal_value(data)
        return values


@example(
    "Without a bucket",
    uploadUrl="http://localhost:8000/_uploads/eyJrZXkiOiJw:3cQx2",
    key=_KEY,
    publicUrl=f"http://localhost:8000/pictures/{_KEY}?uploaded=q0cXo5Fh",
)
class UploadOfferSerializer(serializers.Serializer[Any]):
    """Where to PUT the file, and where it will be found once it is saved."""

    uploadUrl = serializers.CharField()
    key = serializers.CharField()
    publicUrl = serializers.CharField(
        help_text="To be saved as `profilePictureURL`; nobody sees it before."
    )
