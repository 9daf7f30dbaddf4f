"""One process for every face: HTTP through a fixed thread pool, websockets natively.

Django's own ASGI handler hops between threads for every synchronous middleware and is
several times slower than its WSGI stack behind one hop into a pool.
"""

from typing import Any

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings

from biztech.health import Health, parts_of_this_process
from biztech.observed import Observed
from biztech.routing import websocket_urlpatterns
from biztech.scraping import Scraped
from biztech.wsgi import application as wsgi
from core.serving.bridge import Bridge

# The libraries name the same ASGI and WSGI callables with different types.
http: Any = Bridge(
    wsgi,
    threads=settings.HTTP_THREADS,
    each=settings.UNFINISHED_PER_ADDRESS,
)
websocket: Any = URLRouter(websocket_urlpatterns)
application = ProtocolTypeRouter(
    {
        "http": Health(Scraped(Observed(http)), parts_of_this_process()),
        # The walls are public, so nobody asks who calls.
        "websocket": OriginValidator(
            websocket,
            [*settings.ALLOWED_HOSTS, *settings.CORS_ALLOWED_ORIGINS],
        ),
    }
)
