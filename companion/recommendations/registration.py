"""What recommendations follow, once this is imported."""

from companion.recommendations.keeping import kept_overlap
from core.dynamo.signals import tell_of_writes
from profiles.models import Profile

tell_of_writes(kept_overlap.hear, Profile, elsewhere=True)
