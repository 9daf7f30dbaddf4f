"""Which pictures may be uploaded, how large, and until when."""

from types import MappingProxyType

from core.serving.limits import PICTURE

MB = 1_000_000

LARGEST_UPLOAD = PICTURE.largest

# How long an upload may begin after it was offered, in ms.
OFFER_FOR = 60_000

# By media type: the extension that we give it. SVG is no picture here but a program.
EXTENSIONS = MappingProxyType(
    {
        "image/jpeg": "jpg",
        "image/png": "png",
        "image/webp": "webp",
        "image/gif": "gif",
    }
)
