"""How a person shows themselves."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """How a person shows themselves."""

    name = "profiles"
