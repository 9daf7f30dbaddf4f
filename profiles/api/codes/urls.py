"""Addresses of codes."""

from core.api import EitherSlashRouter
from profiles.api.codes.views import CodesViewSet

router = EitherSlashRouter()
router.register("qr", CodesViewSet, basename="codes")

urlpatterns = router.urls
