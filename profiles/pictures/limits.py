"""How large pictures may come, and how large they are kept."""

from core.serving.limits import PICTURE

MB = MEGAPIXEL = 1_000_000

LARGEST_UPLOAD = PICTURE.largest
MOST_PIXELS = 16 * MEGAPIXEL
# Plain JPEGs, as cameras make them, are decoded at a fraction of their size.
MOST_PIXELS_OF_PHOTOS = 50 * MEGAPIXEL
# How long one picture may be worked on, in seconds of a processor.
LONGEST_WORK = 4.0

LONGEST_SIDE = 1024
THUMBNAIL_SIDE = 256

# How long an upload may begin after it was offered, in ms.
OFFER_FOR = 60_000
