"""``manage.py dev_token``: a bearer token for trying the API."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from core.errors import Refused
from core.identity.local import issue_token


class Command(BaseCommand):
    """Prints a token of the local issuer, and nothing else."""

    help = (
        "Print a bearer token of the local issuer for EMAIL, for trying the API:"
        ' curl -H "Authorization: Bearer $(manage.py dev_token ben@ubcbiztech.com)" ...'
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("email", help="Whose token; an exec's opens everything.")
        parser.add_argument(
            "--unverified",
            action="store_true",
            help="As of a person who has not verified the address; it is refused.",
        )
        parser.add_argument(
            "--expires-in",
            type=int,
            default=3600,
            metavar="SECONDS",
            help="Lifetime (3600); a negative number makes an expired token.",
        )

    def handle(
        self,
        *args: Any,
        email: str,
        unverified: bool,
        expires_in: int,
        **options: Any,
    ) -> None:
        """Print the token."""
        try:
            token = issue_token(email, verified=not unverified, expires_in=expires_in)
        except Refused as refused:
            raise CommandError(refused.message) from None
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        self.stdout.write(token)
