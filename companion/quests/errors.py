"""What quests say no to."""

from core.errors import Invalid, Malformed, NotFound, Unavailable


class UnknownKind(Malformed):
    """Clients tell of connections, and of companies where a quest counts them."""

    code = "unknown_quest_event"

    def __init__(self, kind: str, *, more: str = "") -> None:
        super().__init__(f"Invalid type: '{kind}'. Valid types: 'connection'{more}")


class CompanyNotMet(NotFound):
    """Nobody whom they met stands for that company."""

    code = "company_not_met"

    def __init__(self) -> None:
        super().__init__(
            "You are not connected with anybody of this company at this event."
        )


class QuestTwice(Invalid):
    """Two quests of an event would be known by the same id."""

    code = "quest_twice"

    def __init__(self, words: str) -> None:
        super().__init__(f"“{words}” is there twice. Keep one of them.")


class QuestRefused(Invalid):
    """A quest nobody could complete, or whose words are too long."""

    code = "quest_refused"


class TooManyQuests(Invalid):
    """More quests than a page shows."""

    code = "too_many_quests"

    def __init__(self, most: int) -> None:
        super().__init__(f"An event has at most {most} quests.")


class PeopleUnread(Unavailable):
    """Who everybody is, is read for the first time since the start."""

    code = "people_unread"

    def __init__(self) -> None:
        super().__init__("The records are still being read. Ask again in a moment.")
