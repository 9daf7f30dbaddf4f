"""Addresses of memberships."""

from django.urls import include, path

from core.api import EitherSlashRouter
from memberships.api.views import MembersViewSet

router = EitherSlashRouter()
router.register("members", MembersViewSet, basename="members")

urlpatterns = [*router.urls, path("", include("payments.api.urls"))]
