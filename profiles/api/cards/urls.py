"""Addresses of what people take home of a profile."""

from core.api import EitherSlashRouter
from profiles.api.cards.views import CardsViewSet

router = EitherSlashRouter()
router.register("profiles", CardsViewSet, basename="cards")

urlpatterns = router.urls
