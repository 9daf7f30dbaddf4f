"""HTTP alone, as ``biztech.asgi`` serves it from its threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biztech.settings")

application = get_wsgi_application()
