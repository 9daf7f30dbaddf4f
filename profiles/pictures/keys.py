"""The names under which pictures are stored, and the kinds that are taken.

``profile-pictures/<profile id>/<part>/<ms>.<ext>``: ``optimized`` and ``original`` are
what people upload, ``thumbnail`` is made of it here.
Source: contract section 1.3, seed "Profile Sync", Profile Picture Upload.
"""

import re
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

from core.uploads.limits import EXTENSIONS

FOLDER = "profile-pictures"
ORIGINAL = "original"
OPTIMIZED = "optimized"
THUMBNAIL = "thumbnail"

# Those of older pictures, named by what people called their files, count too.
MEDIA_TYPES = MappingProxyType(
    {**{ext: kind for kind, ext in EXTENSIONS.items()}, "jpeg": "image/jpeg"}
)

_KEY = re.compile(
    rf"{FOLDER}/([A-Za-z0-9_-]{{1,200}})/({ORIGINAL}|{OPTIMIZED}|{THUMBNAIL})"
    r"/([0-9]{1,15})\.([a-z0-9]{1,20})"
)
_PROFILE_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")


@dataclass(frozen=True, kw_only=True)
class PictureKey:
    """The name of one stored picture."""

    profile_id: str
    part: str
    at: int
    extension: str

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the key that a name spells, None for any other name."""
        match = _KEY.fullmatch(text)
        if match is None:
            return None
        profile_id, part, at, extension = match.groups()
        key = cls(profile_id=profile_id, part=part, at=int(at), extension=extension)
        # A time with leading zeros would be a second name for the same key.
        return key if str(key) == text else None

    def __str__(self) -> str:
        return f"{FOLDER}/{self.profile_id}/{self.part}/{self.at}.{self.extension}"

    @property
    def media_type(self) -> str | None:
        """The kind that the extension names, None for an older picture's odd one."""
        return MEDIA_TYPES.get(self.extension)

    @property
    def thumbnail(self) -> Self:
        """The key of the small square made of this picture."""
        return replace(self, part=THUMBNAIL)


def may_name_a_folder(profile_id: str) -> bool:
    """Tell whether pictures can be stored under that profile's id."""
    return _PROFILE_ID.fullmatch(profile_id) is not None
