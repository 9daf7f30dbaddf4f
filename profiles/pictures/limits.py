"""How large pictures may come, and how large they are kept."""

MEGAPIXEL = 1_000_000

MOST_PIXELS = 16 * MEGAPIXEL
# Plain JPEGs, as cameras make them, are decoded at a fraction of their size.
MOST_PIXELS_OF_PHOTOS = 50 * MEGAPIXEL
# How long one picture may be worked on, in seconds of a processor.
LONGEST_WORK = 4.0

LONGEST_SIDE = 1024
THUMBNAIL_SIDE = 256
