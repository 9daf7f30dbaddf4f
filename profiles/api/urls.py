"""Addresses of profiles."""

from django.urls import include, path

from core.api import EitherSlashRouter
from profiles.api.views import ProfilesViewSet

router = EitherSlashRouter()
router.register("profiles", ProfilesViewSet, basename="profiles")

urlpatterns = [
    *router.urls,
    path("", include("profiles.api.pictures.urls")),
    path("", include("profiles.api.cards.urls")),
    path("", include("profiles.api.codes.urls")),
    path("", include("profiles.api.partners.urls")),
]
