"""Addresses of memberships."""

from django.urls import include, path

from biztech.api import EitherSlashRouter
from memberships.views import MembersViewSet

router = EitherSlashRouter()
router.register("members", MembersViewSet, basename="members")

urlpatterns = [*router.urls, path("", include("memberships.payments.urls"))]
