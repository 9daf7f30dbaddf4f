"""The demo club's voting: those who came to Kickstart gave its teams stickers."""

import random
from collections import Counter

from django.conf import settings

from biztech.demo.club import DemoClub
from companion.voting.models import Sticker, VotingRoom
from companion.voting.queries import GOLDEN
from events.models import Registration, Team

_SEED = 1983
_VOTERS = 40
_EACH_GIVES = 3


def add_votes(club: DemoClub) -> None:
    """Open a room for the event of the teams, and give them stickers."""
    chance = random.Random(_SEED)
    room = club.teams[0][Team.event.attr_name]
    names = [team[Team.name.attr_name] for team in club.teams]
    stickers = [name for name in settings.VOTING_STICKERS if name != GOLDEN]
    came = [
        row["id"]
        for row in club.registrations
        if row[Registration.event.attr_name] == room
        and row["registrationStatus"] == "checkedIn"
    ]
    club.voting.append(
        {VotingRoom.id.attr_name: room, "isVoting": False, "teamName": names[-1]}
    )
    for voter in came[:_VOTERS]:
        given = Counter(
            (chance.choice(names), chance.choice(stickers)) for _ in range(_EACH_GIVES)
        )
        for (team, sticker), count in given.items():
            team_name, who_and_what = Sticker.key(room, team, voter, sticker)
            club.stickers.append(
                {
                    Sticker.team.attr_name: team_name,
                    Sticker.voter_and_sticker.attr_name: who_and_what,
                    "stickerName": sticker,
                    "userID": voter,
                    "roomID": room,
                    "count": count,
                    "limit": settings.VOTING_STICKERS[sticker],
                }
            )
