"""Addresses of what people take home of a profile."""

from biztech.api import EitherSlashRouter
from profiles.cards.views import CardsViewSet

router = EitherSlashRouter()
router.register("profiles", CardsViewSet, basename="cards")

urlpatterns = router.urls
