"""What accounts hold of people."""

from accounts.models import User
from core.privacy.holdings import Holding, register_holdings

register_holdings(
    Holding(
        entity=User,
        words="Account",
        find=lambda whom: User.find_many(map(User.key, whom.emails)).values(),
    )
)
