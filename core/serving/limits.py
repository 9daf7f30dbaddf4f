"""How much one caller may ask of a server process at once, and for how long.

What depends on how many people share one address is a setting; everything else is here.
"""

from dataclasses import dataclass

KB = 1024

# When whoever was refused for being too many may come back, in seconds.
RETRY_AFTER = 5

# --- Bodies ------------------------------------------------------------------------
# What a process holds of them, in bytes, and how many may be unfinished.
ALL_BODIES = 64 * 1024 * KB
ALL_UNFINISHED = 2000
# How long who was refused while still sending may take to notice, in seconds.
LINGER = 2

# --- Connections -------------------------------------------------------------------
# Those of a process, screens of the wall not counted.
ALL_CONNECTIONS = 5000
# How long the head of a request may take to arrive, and how long it may be, in bytes.
HEAD_SECONDS = 10
LONGEST_HEAD = 64 * KB
# Requests that a connection may send before the first of them is answered.
MOST_AHEAD = 16
# How long a client may take nothing of what waits for it.
STALL_SECONDS = 30

# --- Threads -----------------------------------------------------------------------
# How long a request waits for one, in seconds: with the answer's making that is less
# than a client waits before it asks again, which would be work for nobody.
PATIENCE = 3

# --- Answers -----------------------------------------------------------------------
# What is handed to a connection at once; it waits until the client took the last.
PIECE = 64 * KB
# What a thread makes of a streamed answer before it is free for others.
PART = 256 * KB
# Answers of more than one piece that wait to be taken, of a process.
ALL_UNREAD = 1000


@dataclass(frozen=True)
class BodyLimit:
    """How large a body may be, and how long it may take as a whole."""

    largest: int
    seconds: int = 30


# A membership form is a few kilobytes; nothing that the API takes is larger.
API = BodyLimit(256 * KB)
FORM = BodyLimit(64 * KB)
# Lists with thousands of people ticked.
DASHBOARD = BodyLimit(1024 * KB)
# Sign-up sheets of thousands of people.
SHEET = BodyLimit(8_000_000, seconds=60)
# Clients shrink what they show; originals of a phone are a few megabytes.
PICTURE = BodyLimit(8_000_000, seconds=60)
