"""The demo club's investments: those who came to Kickstart put money into its teams."""

import random

from django.conf import settings

from biztech.demo.club import DemoClub
from biztech.demo.events import opening
from companion.investments.queries import BALANCE, event_of_teams
from core.clock import DAY, MINUTE
from events.models import Registration, Team, event_key

_SEED = 1929
_INVESTMENTS = 40
_AMOUNTS = (500, 1000, 2500, 5000)
_COMMENTS = (
    "My sister would buy it.",
    "The best demo of the evening.",
    "Who looks after the servers?",
    "A small market, but it is theirs.",
)


def add_investments(club: DemoClub) -> None:
    """Give everybody money, and move some of it to teams that they are not in."""
    chance = random.Random(_SEED)
    key = event_of_teams()
    (event,) = (row for row in club.events if event_key(row["id"], row["year"]) == key)
    began = opening(event) + DAY
    registered = {
        row["id"]: row
        for row in club.registrations
        if row[Registration.event.attr_name] == key
    }
    for row in registered.values():
        row[BALANCE] = settings.INVESTMENT_EVENTS[key]
    for team in club.teams:
        team[Team.funding.attr_name] = 0
    came = [
        email
        for email, row in registered.items()
        if row["registrationStatus"] == "checkedIn" and email in club.users
    ]
    for number in range(1, _INVESTMENTS + 1):
        investor = registered[chance.choice(came)]
        others = [
            team
            for team in club.teams
            if investor["id"] not in team[Team.member_ids.attr_name]
        ]
        team, amount = chance.choice(others), chance.choice(_AMOUNTS)
        investor[BALANCE] -= amount
        team[Team.funding.attr_name] += amount
        club.investments.append(
            {
                "id": f"demo-investment-{number:02d}",
                "eventID;year": key,
                "investorId": investor["id"],
                "investorName": Registration.of(investor).full_name,
                "teamId": team["id"],
                "teamName": team[Team.name.attr_name],
                "amount": amount,
                "comment": chance.choice(_COMMENTS),
                "isPartner": False,
                "paidAt": key,
                "createdAt": began + chance.randrange(120) * MINUTE,
            }
        )
