"""HTTP alone, for a thread-pooled server; websockets then run as a second process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biztech.settings")

application = get_wsgi_application()
