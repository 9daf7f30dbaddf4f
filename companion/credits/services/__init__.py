"""Credits are booked and spent, prizes are kept."""

from companion.credits.services.ledger import Booked, book, redeem
from companion.credits.services.prizes import create_prize, delete_prize, edit_prize

__all__ = [
    "Booked",
    "book",
    "create_prize",
    "delete_prize",
    "edit_prize",
    "redeem",
]
