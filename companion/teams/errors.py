"""What teams say no to."""

from core.errors import Conflict, Forbidden, Invalid, NotFound


class NotRegistered(Forbidden):
    """Teams of an event are made of people who are registered for it."""

    code = "not_registered"

    def __init__(self, email: str, event: str) -> None:
        super().__init__(f"User {email} is not registered for event {event}")


class NotCheckedIn(Forbidden):
    """Teams of an event are made of people who have come to it."""

    code = "not_checked_in"

    def __init__(self, email: str, event: str) -> None:
        super().__init__(f"User {email} is not checked in for event {event}")


class InTeamAlready(Conflict):
    """Nobody is in two teams of an event."""

    code = "in_team_already"

    def __init__(self, email: str) -> None:
        super().__init__(f"User {email} is already registered to a team")


class InNoTeam(Conflict):
    """Who is in no team cannot leave one."""

    code = "in_no_team"

    def __init__(self) -> None:
        super().__init__("User is not in a team")


class RegistrationMissing(NotFound):
    """Who leaves a team of an event has to be registered for it."""

    code = "registration_missing"

    def __init__(self) -> None:
        super().__init__("User is not registered for this event")


class TeamUnknown(NotFound):
    """There is no such team."""

    code = "team_unknown"

    def __init__(self) -> None:
        super().__init__("Team not found")


class NoTeamOfTheirs(NotFound):
    """Somebody is in no team that there is."""

    code = "no_team_of_theirs"

    def __init__(self) -> None:
        super().__init__("User not associated with a team")


class TeamFull(Conflict):
    """There are as many people in the team as the event allows."""

    code = "team_full"

    def __init__(self, most: int) -> None:
        super().__init__(f"A team of this event has at most {most} members.")


class NobodyNamed(Invalid):
    """A team begins with somebody."""

    code = "nobody_named"

    def __init__(self) -> None:
        super().__init__("'memberIDs' in the request body is invalid: name somebody.")


class OthersNamed(Forbidden):
    """People come into a team by their own will, or by an exec's."""

    code = "others_named"

    def __init__(self) -> None:
        super().__init__(
            "Make the team with yourself alone; the others join it with its id."
        )
