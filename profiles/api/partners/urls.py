"""Addresses of what is written about partners and companies."""

from core.api import EitherSlashRouter
from profiles.api.partners.views import PartnersViewSet

router = EitherSlashRouter()
router.register("profiles", PartnersViewSet, basename="partners")

urlpatterns = router.urls
