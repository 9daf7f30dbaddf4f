"""The kinds of mails: each app registers its own, with how they read, at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail that an act decides to send somebody.

    ``facts`` is JSON-able: what has to be as it was at that moment. What should be as
    it is when the mail goes out, its kind reads then.
    """

    kind: str
    to: str
    about: str
    act_id: str
    at: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file of a mail; its HTML shows an inline one as ``cid:<name>``."""

    name: str
    media_type: str
    content: bytes
    inline: bool = False
    # Of the media type, such as a calendar's method.
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Content:
    """What somebody reads."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


# Raises ``Undeliverable`` where there is nothing to tell any more.
Render = Callable[[Mail], Content]
# An example of the kind, as somebody of that address would get it.
Sample = Callable[[str], Content]


@dataclass(frozen=True, kw_only=True)
class MailKind:
    """A kind of mail, with a title for execs."""

    name: str
    title: str
    render: Render
    sample: Sample


_kinds: dict[str, MailKind] = {}


def register_mail(name: str, render: Render, *, title: str, sample: Sample) -> None:
    """Have mails of that kind rendered so."""
    _kinds[name] = MailKind(name=name, title=title, render=render, sample=sample)


def mail_kinds() -> list[MailKind]:
    """Return every kind that is known, in the order of registration."""
    return list(_kinds.values())


def kind_of(name: str | None) -> MailKind | None:
    """Return the kind of that name; None for one that only another server knows."""
    return _kinds.get(name or "")
