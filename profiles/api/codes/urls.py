"""Addresses of codes."""

from biztech.api import EitherSlashRouter
from profiles.codes.views import CodesViewSet

router = EitherSlashRouter()
router.register("qr", CodesViewSet, basename="codes")

urlpatterns = router.urls
