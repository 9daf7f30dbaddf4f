"""The demo club's credits: what people got for helping, and the prizes they bought."""

import random

from biztech.demo.club import DemoClub, Row
from core.clock import DAY

_SEED = 1946
_HELPERS = 30
_REASONS = {"Came to a workshop": 20, "Helped at the door": 40, "Gave a talk": 60}
_BUYING = 0.4
# By name: the price, and how many there were; None for no end of them.
_PRIZES = {
    "Sticker sheet": (10, None),
    "Mug": (40, 25),
    "Hoodie": (90, 8),
    "Lunch with an alumna": (120, 1),
}


def add_credits(club: DemoClub) -> None:
    """Add prizes, and what some people got and spent."""
    chance = random.Random(_SEED)
    made = club.now - 50 * DAY
    for name, (price, stock) in _PRIZES.items():
        prize = {"id": name.lower().replace(" ", "-"), "name": name, "price": price}
        at = {"createdAt": made, "updatedAt": made}
        club.prizes.append({**prize, "stock": stock, **at})
    whole = sorted(club.members.keys() & club.users.keys() - club.broken.keys())
    for email in chance.sample(whole, _HELPERS):
        balance = 0
        for reason in chance.sample(sorted(_REASONS), chance.randint(1, 3)):
            balance += _book(club, email, _REASONS[reason], reason, chance)
        wanted = chance.choice(club.prizes)
        if wanted["price"] <= balance and chance.random() < _BUYING:
            balance += _buy(club, email, wanted, chance)
        club.balances.append({"id": email, "balance": balance})


def _buy(club: DemoClub, email: str, prize: Row, chance: random.Random) -> int:
    if prize["stock"] == 0:
        return 0
    if prize["stock"]:
        prize["stock"] -= 1
    spent = _book(club, email, -prize["price"], f"Prize: {prize['name']}", chance)
    club.credit_entries[-1]["prizeId"] = prize["id"]
    return spent


def _book(
    club: DemoClub, email: str, amount: int, reason: str, chance: random.Random
) -> int:
    # What is bought is bought with what was got before.
    latest = (10 if amount < 0 else 40) * DAY
    club.credit_entries.append(
        {
            "id": f"demo-credits-{len(club.credit_entries) + 1:02d}",
            "userId": email,
            "credits": amount,
            "reason": reason,
            "createdAt": club.now - latest + chance.randrange(9 * DAY),
        }
    )
    return amount
