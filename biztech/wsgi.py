"""HTTP alone, as ``biztech.asgi`` serves it from its threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biztech.settings")

django = get_wsgi_application()

# Django's apps have to be there before anything of them is imported.
from biztech.public_reads import PublicReads  # noqa: E402

application = PublicReads(django)
