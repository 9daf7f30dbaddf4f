"""Addresses of memberships."""

from core.api import EitherSlashRouter
from memberships.api.views import MembersViewSet

router = EitherSlashRouter()
router.register("members", MembersViewSet, basename="members")

urlpatterns = router.urls
