"""HTTP alone, as ``biztech.asgi`` serves it from its threads."""

import os

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, reset_queries

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biztech.settings")

application = get_wsgi_application()

# There is no relational database that a request could leave connections to.
request_started.disconnect(reset_queries)
request_started.disconnect(close_old_connections)
request_finished.disconnect(close_old_connections)
