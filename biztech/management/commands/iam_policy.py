"""``manage.py iam_policy``: the rights that a process needs on AWS, and no others."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from biztech.aws.policy import Place, policy_of, policy_of_a_process
from core.dynamo.registry import OUR_SERVICES


class Command(BaseCommand):
    """Prints an IAM policy."""

    help = (
        "Print the IAM policy of a process with the present settings: its tables and"
        " their indexes by the table registry, its buckets, its mail, its user pool."
        " Asks nobody."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--account", default="*", help="The account of the tables (any)."
        )
        parser.add_argument(
            "--region",
            default=settings.AWS_REGION,
            help="The region of the tables (AWS_REGION).",
        )
        parser.add_argument(
            "--environment",
            default=settings.ENVIRONMENT,
            help="The suffix of the tables' names (ENVIRONMENT).",
        )
        parser.add_argument(
            "--service",
            choices=sorted(OUR_SERVICES),
            help="The tables of this service alone, and nothing else.",
        )
        parser.add_argument(
            "--set-up",
            action="store_true",
            help="Also what create_tables needs; no server does.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the policy; say on the error stream what it leaves out."""
        place = Place(
            account=options["account"],
            region=options["region"],
            environment=options["environment"],
        )
        sets_up: bool = options["set_up"]
        if service := options["service"]:
            policy = policy_of(place, services=[service], sets_up=sets_up)
        else:
            policy = policy_of_a_process(place, sets_up=sets_up)
            for name in ("PROFILE_BUCKET", "EVENT_IMAGES_BUCKET", "MAIL_BACKEND"):
                if not getattr(settings, name):
                    self.stderr.write(f"{name} is not set: no rights for it.")
        self.stdout.write(json.dumps(policy, indent=2))
