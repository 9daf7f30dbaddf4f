"""Addresses of user accounts."""

from accounts.api.views import UsersViewSet
from core.api import EitherSlashRouter

router = EitherSlashRouter()
router.register("users", UsersViewSet, basename="users")

urlpatterns = router.urls
