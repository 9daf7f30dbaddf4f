"""What is told of a partner and of a company when their profiles are made."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PartnerFacts:
    """A partner's representative at an event; ``email`` is normalized."""

    email: str
    event_id: str
    year: int
    fname: str
    lname: str
    company: str
    role: str
    pronouns: str = ""
    linked_in: str = ""
    picture: str = ""


@dataclass(frozen=True, kw_only=True)
class CompanyFacts:
    """A company at an event; ``delegates`` are the profile ids of its partners."""

    name: str
    description: str
    picture: str
    event_id: str
    year: int
    links: tuple[str, ...] = ()
    delegates: tuple[str, ...] = ()
