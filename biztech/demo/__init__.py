"""A demo club of invented people, the same at every run, to try everything on."""

from biztech.demo.broken import break_some_records
from biztech.demo.club import DEMO_EXEC, DemoClub, healthy_club
from biztech.demo.codes import add_codes
from biztech.demo.credits import add_credits
from biztech.demo.errors import DemoRefused
from biztech.demo.events import add_events
from biztech.demo.investments import add_investments
from biztech.demo.judging import add_judging
from biztech.demo.partners import add_partners, fill_in_profiles
from biztech.demo.payments import add_payments
from biztech.demo.planting import anybody, plant
from biztech.demo.quizzes import answer_quizzes
from biztech.demo.teams import add_teams
from biztech.demo.voting import add_votes
from biztech.demo.wall import fill_the_wall

__all__ = ["DEMO_EXEC", "DemoClub", "DemoRefused", "anybody", "demo_club", "plant"]


def demo_club(*, now: int) -> DemoClub:
    """Return the same club for the same ``now``; nothing is written."""
    club = healthy_club(now=now)
    add_events(club)
    add_teams(club)
    add_payments(club)
    break_some_records(club)
    fill_in_profiles(club)
    answer_quizzes(club)
    add_partners(club)
    add_judging(club)
    add_votes(club)
    add_investments(club)
    add_credits(club)
    add_codes(club)
    fill_the_wall(club)
    return club
