"""Addresses of memberships."""

from biztech.api import EitherSlashRouter
from memberships.views import MembersViewSet

router = EitherSlashRouter()
router.register("members", MembersViewSet, basename="members")

urlpatterns = router.urls
