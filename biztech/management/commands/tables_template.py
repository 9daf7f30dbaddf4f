"""``manage.py tables_template``: the tables as CloudFormation or Terraform."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from biztech.aws.templates import FORMATS
from core.dynamo.registry import tables
from core.membership_year import pin


class Command(BaseCommand):
    """Prints the tables for whoever makes them by other means than create_tables."""

    help = (
        "Print the tables that create_tables makes on AWS as a CloudFormation stack or"
        " a Terraform configuration, with recovery to a point in time and protection"
        " against deletion."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--format",
            choices=sorted(FORMATS),
            default="cloudformation",
            help="How to print them (cloudformation).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the template, with the year of the setting in the tables' names."""
        pin(None)
        ours = [table for table in tables() if table.is_ours and not table.local]
        template = FORMATS[options["format"]](ours)
        self.stdout.write(json.dumps(template, indent=2))
