"""One process for every face: HTTP through a fixed thread pool, websockets natively.

Django's own ASGI handler hops between threads for every synchronous middleware and is
several times slower than its WSGI stack behind one hop into a pool.
"""

import os
from typing import Any

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biztech.settings")

# The three libraries name the same ASGI and WSGI callables with different types.
wsgi: Any = get_wsgi_application()
http: Any = WSGIMiddleware(wsgi, workers=settings.HTTP_THREADS)

# It imports models, which need the application above to be set up.
from biztech.routing import websocket_urlpatterns  # noqa: E402

websocket: Any = URLRouter(websocket_urlpatterns)
application = ProtocolTypeRouter(
    {
        "http": http,
        # The walls are public, so nobody asks who calls.
        "websocket": OriginValidator(
            websocket,
            [*settings.ALLOWED_HOSTS, *settings.CORS_ALLOWED_ORIGINS],
        ),
    }
)
