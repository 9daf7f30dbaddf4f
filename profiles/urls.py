"""Addresses of profiles."""

from biztech.api import EitherSlashRouter
from profiles.views import ProfilesViewSet

router = EitherSlashRouter()
router.register("profiles", ProfilesViewSet, basename="profiles")

urlpatterns = router.urls
