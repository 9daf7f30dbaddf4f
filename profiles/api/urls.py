"""Addresses of profiles."""

from django.urls import include, path

from biztech.api import EitherSlashRouter
from profiles.views import ProfilesViewSet

router = EitherSlashRouter()
router.register("profiles", ProfilesViewSet, basename="profiles")

urlpatterns = [
    path("", include("profiles.pictures.urls")),
    path("", include("profiles.cards.urls")),
    path("", include("profiles.codes.urls")),
    path("", include("profiles.partners.urls")),
    *router.urls,
]
