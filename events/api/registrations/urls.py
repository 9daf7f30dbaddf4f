"""Addresses of registrations."""

from django.urls import re_path

from events.api.registrations.views import RegistrationsViewSet

of_many = RegistrationsViewSet.as_view(
    {"get": "list", "post": "create", "put": "move_many", "delete": "destroy_many"}
)
mass_update = RegistrationsViewSet.as_view({"put": "mass_update"})
leaderboard = RegistrationsViewSet.as_view({"get": "leaderboard"})
of_one = RegistrationsViewSet.as_view({"delete": "destroy"})
moved = RegistrationsViewSet.as_view({"put": "move"})

urlpatterns = [
    re_path(r"^registrations/?$", of_many, name="registrations"),
    # Before the addresses: these two are none.
    re_path(r"^registrations/massUpdate/?$", mass_update, name="mass-update"),
    re_path(r"^registrations/leaderboard/?$", leaderboard, name="leaderboard"),
    re_path(r"^registrations/(?P<email>[^/]+)/?$", of_one, name="registration"),
    re_path(
        r"^registrations/(?P<email>[^/]+)/(?P<fname>[^/]+)/?$",
        moved,
        name="move-registration",
    ),
]
