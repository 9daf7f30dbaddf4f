"""``manage.py login_link``: a one-time sign-in link."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from core.errors import Refused
from core.identity.links import one_time_link


class Command(BaseCommand):
    """Prints a sign-in link, and nothing else."""

    help = (
        "Print a link that signs EMAIL in at the running server: once, within 15"
        " minutes. It leads an exec (@ubcbiztech.com) to the dashboard, anybody else to"
        " their own profile."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("email", help="Who signs in.")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Print the link."""
        try:
            link = one_time_link(email)
        except Refused as refused:
            raise CommandError(refused.message) from None
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        self.stdout.write(link)
