"""Addresses of what is written about partners and companies."""

from biztech.api import EitherSlashRouter
from profiles.partners.views import PartnersViewSet

router = EitherSlashRouter()
router.register("profiles", PartnersViewSet, basename="partners")

urlpatterns = router.urls
