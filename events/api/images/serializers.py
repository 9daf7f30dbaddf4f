"""How uploads of events' pictures look in the API."""

from typing import Any

from rest_framework import serializers

from core.fields import Body, must_have
from core.openapi import example
from core.uploads.limits import LARGEST_UPLOAD
from events.services.images import OPTIMIZED, ORIGINAL, UNASSIGNED

_KEY = "event-thumbnails/blueprint/optimized/1795176000000.jpg"


@example(
    "A poster",
    fileType="image/jpeg",
    fileName="poster.jpg",
    prefix=OPTIMIZED,
    eventId="blueprint",
)
@example(
    "An original of known size",
    fileType="image/png",
    fileName="poster.png",
    prefix=ORIGINAL,
    eventId="blueprint",
    fileSize=2400000,
)
class ImageRequestSerializer(serializers.Serializer[Any]):
    """What an exec is about to upload."""

    fileType = serializers.CharField(
        max_length=100,
        help_text="image/jpeg, image/png, image/webp or image/gif; sent with the file.",
    )
    fileName = serializers.CharField(
        max_length=1000, help_text="Not stored: the type gives the extension."
    )
    prefix = serializers.CharField(
        max_length=100,
        help_text=f"`{ORIGINAL}`; anything else is `{OPTIMIZED}`.",
    )
    eventId = serializers.CharField(
        default=UNASSIGNED,
        max_length=100,
        help_text=f"Without it the picture is `{UNASSIGNED}`.",
    )
    fileSize = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_UPLOAD,
        help_text="In bytes; then a file of another length is refused.",
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the facts, or say in the documented words which is missing."""
        for name in ("fileType", "fileName", "prefix"):
            must_have(name, data)
        sent = {name: data[name] for name in data if data[name] not in (None, "")}
        values: Body = super().to_internal_value(sent)
        return values


@example(
    "In S3",
    uploadUrl="https://biztech-event-images.s3.us-west-2.amazonaws.com/…",
    key=_KEY,
    publicUrl=f"https://biztech-event-images.s3.us-west-2.amazonaws.com/{_KEY}",
)
class ImageOfferSerializer(serializers.Serializer[Any]):
    """Where to PUT the file, and where everybody finds it then."""

    uploadUrl = serializers.CharField()
    key = serializers.CharField()
    publicUrl = serializers.CharField(help_text="To be saved as `imageUrl`.")
