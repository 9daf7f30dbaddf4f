"""Addresses of user accounts."""

from accounts.views import UsersViewSet
from biztech.api import EitherSlashRouter

router = EitherSlashRouter()
router.register("users", UsersViewSet, basename="users")

urlpatterns = router.urls
