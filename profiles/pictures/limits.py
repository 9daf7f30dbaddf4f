"""How large pictures may come, and how large they are kept."""

MB = 1_000_000

# Clients shrink what they show; originals of a phone are a few megabytes.
LARGEST_UPLOAD = 8 * MB
MOST_PIXELS = 40_000_000

LONGEST_SIDE = 1024
THUMBNAIL_SIDE = 256

# How long an upload may begin after it was offered, in ms.
OFFER_FOR = 60_000
