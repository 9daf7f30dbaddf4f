#!/usr/bin/env python
"""The command line of the project: ``manage.py help`` lists what it can do."""

import gc
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    # Little of what a start loads is garbage, and looking for it takes a tenth of it.
    gc.set_threshold(20_000)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biztech.settings")
    execute_from_command_line(sys.argv)
