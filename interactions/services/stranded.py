"""What older servers left on lost cards."""

from core.audit.models import Act
from interactions.queries import stranded_ids
from interactions.services.moving import move_connections
from profiles.queries import find_profile


def bring_home(*, now: int) -> int:
    """Move what is stranded on lost cards to their people; return how many cards.

    An older server left connections there when a card was replaced twice at once.
    """
    count = 0
    for lost in stranded_ids():
        profile = find_profile(lost, consistent=True)
        if profile and profile.replaced_by:
            act_id = Act.new_id(now)
            move_connections(lost, profile.replaced_by, act_id=act_id, at=now)
            count += 1
    return count
